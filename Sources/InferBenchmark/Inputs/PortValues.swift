/// Values in brackets for a model's inputs: `input1[1,3][1,5],input2[4]`, or `[1,3]` for all of them.
struct PortValues: Equatable {
    /// The values of each input, without the brackets.
    let values: [[String]]

    /// - Parameters:
    ///   - text: What the command line says; empty for no values at all.
    ///   - flag: Names the flag in errors.
    /// - Throws: ``InputError``.
    init(_ text: String, _ names: PortNames, flag: String) throws {
        var values: [[String]] = Array(repeating: [], count: names.main.count)
        var rest = Substring(text)
        while !rest.isEmpty {
            let name = names.prefix(of: rest, before: "[") ?? String(rest.prefix { $0 != "[" })
            rest = rest.dropFirst(name.count)
            var own: [String] = []
            while rest.first == "[" {
                guard let end = rest.firstIndex(of: "]") else { throw InputError("Can't parse \(flag) \(text): a ']' is missing") }
                own.append(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            }
            guard !own.isEmpty else { throw InputError("Can't parse \(flag) \(text): a '[' is missing") }
            if rest.first == "," {
                rest = rest.dropFirst()
            } else if !rest.isEmpty {
                throw InputError("Can't parse \(flag) \(text): '\(rest)' is left")
            }
            if name.isEmpty {
                // Several values without a name go round the inputs.
                guard own.count == 1 || own.count % max(1, values.count) == 0 else {
                    throw InputError("\(flag) has \(own.count) values for \(values.count) inputs: not a multiple")
                }
                for index in 0..<max(own.count, values.count) where !values.isEmpty {
                    values[index % values.count].append(own[index % own.count])
                }
            } else {
                values[try names.index(name)] += own
            }
        }
        self.values = values
    }
}
