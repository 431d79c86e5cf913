/// Prints measured cases.
struct Report {
    /// GFLOP/s that a core can do.
    let peak: Double
    /// Only cases whose names have all these are measured.
    let words: [String]

    func wants(_ name: String) -> Bool { words.allSatisfy { name.contains($0) } }

    /// Measures one case with its data in caches, and a second way with data from memory.
    func measure(_ name: String, operations: Double, hot: () -> Void, cold: (() -> Void)? = nil) {
        guard wants(name) else { return }
        var line = name.padding(to: 56) + rate(operations, Measurement.nanoseconds(hot))
        if let cold { line += "   cold" + rate(operations, Measurement.nanoseconds(cold)) }
        print(line)
    }

    private func rate(_ operations: Double, _ nanoseconds: Double) -> String {
        let rate = operations / nanoseconds
        return Report.number(nanoseconds / 1000, 1).padded(to: 10) + " µs" + Report.number(rate, 1).padded(to: 8) + " GFLOP/s"
            + Report.number(100 * rate / peak, 1).padded(to: 7) + " %"
    }

    /// A number with so many decimals.
    static func number(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((value * scale).rounded())
        let fraction = String(abs(scaled) % Int(scale))
        let whole = "\(scaled < 0 ? "-" : "")\(abs(scaled) / Int(scale))"
        return decimals == 0 ? whole : whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
}

extension String {
    /// With spaces behind.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
    /// With spaces in front.
    fileprivate func padded(to width: Int) -> String { String(repeating: " ", count: max(1, width - count)) + self }
}
