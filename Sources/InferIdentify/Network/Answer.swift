/// What a file is, or why that cannot be told.
typealias Answer = Swift.Result<Decision, FileError>
