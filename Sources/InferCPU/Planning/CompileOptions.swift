/// What a model is compiled for.
struct CompileOptions: Sendable {
    /// The threads of each stream.
    var threads = 1
    /// Whether each step is timed.
    var profiling = false
}
