import Synchronization

/// Prints answers in the order of the files, whatever the order in which they come.
final class Printer: Sendable {
    private struct State {
        var waiting: [Int: Answer] = [:]
        var next = 0
        var lines = ""
        var failures = 0
        var lastRefresh: ContinuousClock.Instant?
        var showsProgress = false
    }

    private let files: [Path]
    private let line: Line
    private let output: StandardStream
    private let errors: StandardStream
    private let outputIsTerminal: Bool
    private let reportsProgress: Bool
    private let state = Mutex(State())

    init(_ files: [Path], _ line: Line, output: StandardStream = .output, errors: StandardStream = .error) {
        self.files = files
        self.line = line
        self.output = output
        self.errors = errors
        outputIsTerminal = output.isTerminal
        reportsProgress = files.count >= 100 && errors.isTerminal
    }

    /// Takes the answer for the file with an index. May be called from any thread.
    func print(_ index: Int, _ answer: Answer) {
        state.withLock { state in
            state.waiting[index] = answer
            while let answer = state.waiting.removeValue(forKey: state.next) {
                write(state.next, answer, &state)
                state.next += 1
            }
            if outputIsTerminal || state.lines.utf8.count > 1 << 14 {
                flush(&state)
            }
            refreshProgress(&state)
        }
    }

    /// Prints what is left.
    ///
    /// - Returns: How many files could not be read.
    func finish() -> Int {
        state.withLock { state in
            flush(&state)
            eraseProgress(&state)
            return state.failures
        }
    }

    private func write(_ index: Int, _ answer: Answer, _ state: inout State) {
        switch answer {
        case .success(let decision):
            state.lines += line.text(files[index], decision)
            state.lines += "\n"
        case .failure(let error):
            flush(&state)
            eraseProgress(&state)
            errors.write("identify: \(error)\n")
            state.failures += 1
        }
    }

    private func flush(_ state: inout State) {
        guard !state.lines.isEmpty else { return }
        if outputIsTerminal {
            eraseProgress(&state)
        }
        output.write(state.lines)
        state.lines.removeAll(keepingCapacity: true)
    }

    private func refreshProgress(_ state: inout State) {
        guard reportsProgress else { return }
        let now = ContinuousClock.now
        if let last = state.lastRefresh, now - last < .milliseconds(100) { return }
        state.lastRefresh = now
        state.showsProgress = true
        errors.write("\r\(state.next) of \(files.count) files")
    }

    private func eraseProgress(_ state: inout State) {
        guard state.showsProgress else { return }
        state.showsProgress = false
        errors.write("\r\u{1B}[K")
    }
}
