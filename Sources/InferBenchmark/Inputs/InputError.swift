/// Input data, or a description of it on the command line, that cannot be used.
struct InputError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
