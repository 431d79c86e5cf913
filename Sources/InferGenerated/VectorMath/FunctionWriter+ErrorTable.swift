import InferAssembler

/// The error function on AVX-512: sixteen segments, whose polynomials' coefficients are picked from registers' worth of memory.
extension FunctionWriter {
    /// Segments that a unit of erf's argument has.
    private static let segmentsPerUnit: Float = 3.9464967250823975
    /// Beyond 3.925 the result is 1 in single precision.
    private static let lastPlace: Float = 15.49
    /// 1.5·2^23: adding it rounds to an integer and leaves that in the low bits.
    private static let rounder: Float = 12_582_912

    /// For each power the coefficients of all segments, about their middles: minimax fits of the relative error. The first segment is odd.
    private static let segments: [[Float]] = [
        [
            0.0, 0.27991601824760437, 0.5264365077018738, 0.7176430225372314, 0.848252534866333, 0.9268242120742798, 0.9684510827064514,
            0.9878729581832886, 0.9958531856536865, 0.9987407922744751, 0.9996609091758728, 0.9999191164970398, 0.9999829530715942,
            0.9999968409538269, 0.999999463558197, 0.9999999403953552,
        ],
        [
            0.285919189453125, 0.2681383788585663, 0.22115960717201233, 0.16042940318584442, 0.10235131531953812, 0.05742937698960304,
            0.028340406715869904, 0.012300118803977966, 0.004695088602602482, 0.0015761934919282794, 0.0004653787473216653,
            0.00012084670743206516, 2.7599066015682183e-05, 5.5435148169635795e-06, 9.792809123609914e-07, 1.521460291087351e-07,
        ],
        [
            0.0, -0.017215777188539505, -0.02839856594800949, -0.030900973826646805, -0.026287073269486427, -0.01843644119799137,
            -0.010918548330664635, -0.005528191104531288, -0.002411489374935627, -0.0009106358629651368, -0.000297973514534533,
            -8.485507714794949e-05, -2.191460953326896e-05, -5.453374342323514e-06, -5.245312308943539e-07, -6.826310254837153e-07,
        ],
        [
            -0.006119223777204752, -0.005002180580049753, -0.002301691798493266, 0.0005348094273358583, 0.002310023410245776,
            0.002716724993661046, 0.0021974006667733192, 0.0013931725407019258, 0.0007253410876728594, 0.00031714560464024544,
            0.00011793831799877807, 3.7599096685880795e-05, 1.0330988516216166e-05, 2.455783260302269e-06, 5.064437686996826e-07,
            9.079859353278152e-08,
        ],
        [
            0.0, 0.0005251013208180666, 0.0007482075598090887, 0.0006054771947674453, 0.00026929390151053667, -4.065112807438709e-05,
            -0.0001852629502536729, -0.0001942682429216802, -0.00013522861991077662, -7.303606253117323e-05, -3.492992982501164e-05,
            -1.3514783859136514e-05, -9.85721612778434e-07, 2.3398129087581765e-06, -1.6249256304945447e-06, 2.0865240912826266e-06,
        ],
        [
            0.00011730272672139108, 8.371551666641608e-05, 4.326612270233454e-06, -5.7569890486774966e-05, -7.115115295164287e-05,
            -4.7038658522069454e-05, -1.3157010471331887e-05, 8.02185240900144e-06, 1.3623399354401045e-05, 1.0553265383350663e-05,
            5.823261290061055e-06, 2.5256406388507457e-06, 8.960535069491016e-07, 2.65459135562196e-07, 6.648905070960609e-08,
            1.4200299602862287e-08,
        ],
    ]

    /// `t2` = erf of `t0`, which is a number of segments from 0 to ``lastPlace``; all temporaries are overwritten.
    private func errorBySegments() {
        let rounder = constant(Self.rounder)
        each { $0.vaddps($1.t1, $1.t0, rounder) }
        each { $0.vsubps($1.t2, $1.t1, rounder) }
        each { $0.vsubps($1.t0, $1.t0, $1.t2) }
        for (power, coefficients) in Self.segments.enumerated().reversed() {
            let table = emitter.constant(vector: coefficients.map(\.bitPattern))
            if power == Self.segments.count - 1 {
                each { $0.vpermps($1.t2, $1.t1, table) }
            } else {
                each { $0.vpermps($1.t3, $1.t1, table) }
                each { $0.vfmadd213ps($1.t2, $1.t0, $1.t3) }
            }
        }
    }

    func errorFunctionBySegments() {
        let (magnitude, scale, sign) = (constant(word: 0x7fff_ffff), constant(Self.segmentsPerUnit), constant(word: 0x8000_0000))
        each { $0.vandps($1.t0, $1.x, magnitude) }
        each { $0.vmulps($1.t0, $1.t0, scale) }
        boundAbove(\.t0, Self.lastPlace, scratch: \.t1)
        errorBySegments()
        // The sign of x and the rest of the result.
        each { $0.vpternlogd($1.x, $1.t2, sign, 0xe4) }
    }

    /// x/2·(1 + erf(x/√2)) = x/2 + |x/2|·erf|x/√2|
    func geluBySegments() {
        let (scale, last) = (constant(Self.segmentsPerUnit * Float(0.5).squareRoot()), constant(Self.lastPlace))
        let (half, magnitude) = (constant(0.5), constant(word: 0x7fff_ffff))
        each { $0.vmulps($1.t0, $1.x, scale) }
        // The smaller magnitude, without a sign; x itself keeps a NaN.
        each { $0.vrangeps($1.t0, $1.t0, last, 0b10_10) }
        errorBySegments()
        each { $0.vmulps($1.x, $1.x, half) }
        each { $0.vandps($1.t0, $1.x, magnitude) }
        each { $0.vfmadd231ps($1.x, $1.t0, $1.t2) }
    }
}
