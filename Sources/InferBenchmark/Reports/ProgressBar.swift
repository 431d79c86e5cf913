/// Shows on standard error how far the measurement is; drawn ten times a second at most.
struct ProgressBar {
    private var lastDrawn: Int64 = .min

    /// - Parameter fraction: What is done, from 0 to 1.
    mutating func show(_ fraction: Double, at now: Int64) {
        guard lastDrawn == .min || now - lastDrawn >= 100_000_000 else { return }
        lastDrawn = now
        draw(fraction)
    }

    /// Draws the full bar and ends its line.
    func finish() {
        draw(1)
        Log.standardError("\n")
    }

    private func draw(_ fraction: Double) {
        let width = 50
        let done = Int(max(0, min(1, fraction)) * Double(width))
        let bar = String(repeating: "=", count: done) + String(repeating: " ", count: width - done)
        Log.standardError("\r[\(bar)] \(Int(max(0, min(1, fraction)) * 100))%")
    }
}
