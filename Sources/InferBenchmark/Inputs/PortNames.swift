/// The names by which the command line calls a model's inputs: a tensor's name or its node's.
struct PortNames {
    /// One name an input, to print.
    let main: [String]
    private let indices: [String: Int]

    /// - Parameter names: All names of each input, the main one first.
    init(_ names: [[String]]) {
        main = names.enumerated().map { $1.first ?? "\($0)" }
        indices = Dictionary(
            names.enumerated().flatMap { index, names in names.map { ($0, index) } }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: ``InputError``.
    func index(_ name: String) throws -> Int {
        guard let index = indices[name] else {
            throw InputError("The model has no input '\(name)'; its inputs are \(main.joined(separator: ", "))")
        }
        return index
    }

    /// The name that `text` begins with, where `separator` follows it: the longest, for a name may hold the separator.
    func prefix(of text: Substring, before separator: Character) -> String? {
        indices.keys.filter { text.hasPrefix($0 + String(separator)) }.max { $0.count < $1.count }
    }
}
