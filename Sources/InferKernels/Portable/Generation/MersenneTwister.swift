/// The generator MT19937, as PyTorch seeds it.
package struct MersenneTwister: Sendable {
    private var state: [UInt32]
    private var next: Int

    package init(seed: UInt32) {
        var state = [seed]
        for index in 1..<624 {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
        }
        self.state = state
        next = 624
    }

    package mutating func number() -> UInt32 {
        if next == 624 { twist() }
        var value = state[next]
        next += 1
        value ^= value >> 11
        value ^= value << 7 & 0x9d2c_5680
        value ^= value << 15 & 0xefc6_0000
        return value ^ value >> 18
    }

    private mutating func twist() {
        for index in 0..<624 {
            let mixed = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7fff_ffff
            state[index] = state[(index + 397) % 624] ^ mixed >> 1 ^ (mixed & 1 == 0 ? 0 : 0x9908_b0df)
        }
        next = 0
    }
}
