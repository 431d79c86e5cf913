/// One flag of the command line.
struct Flag {
    /// The names, each given with one dash or two.
    let names: [String]
    /// What stands for the value in the help; a flag without one is a switch.
    let value: String?
    let help: String
    /// Whether the flag takes all values up to the next flag.
    let isList: Bool
    /// Takes the value; a switch that is given none gets "true".
    let apply: (inout Options, String) throws -> Void

    private init(
        _ names: [String], _ value: String?, _ help: String, isList: Bool = false, _ apply: @escaping (inout Options, String) throws -> Void
    ) {
        self.names = names
        self.value = value
        self.help = help
        self.isList = isList
        self.apply = apply
    }

    /// A flag whose value is text.
    static func text(_ names: String..., value: String, help: String, _ field: WritableKeyPath<Options, String>) -> Flag {
        Flag(names, value, help) { $0[keyPath: field] = $1 }
    }

    /// A flag whose value is text that may be left out.
    static func text(_ names: String..., value: String, help: String, _ field: WritableKeyPath<Options, String?>) -> Flag {
        Flag(names, value, help) { $0[keyPath: field] = $1 }
    }

    /// A flag that takes all values up to the next flag, and may be repeated.
    static func list(_ names: String..., value: String, help: String, _ field: WritableKeyPath<Options, [String]>) -> Flag {
        Flag(names, value, help, isList: true) { $0[keyPath: field].append($1) }
    }

    /// A flag whose value is a whole number of a range.
    static func integer<Integer: FixedWidthInteger>(
        _ names: String..., range: ClosedRange<Integer>, help: String, set: @escaping (inout Options, Integer) -> Void
    ) -> Flag {
        Flag(names, "<integer>", help) {
            guard let number = Integer($1), range.contains(number) else {
                let bounds = range.upperBound == .max ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
                throw UsageError("-\(names[0]) takes a whole number, \(bounds), not '\($1)'")
            }
            set(&$0, number)
        }
    }

    /// A flag whose value is a number of seconds or a rate: positive.
    static func number(_ names: String..., help: String, set: @escaping (inout Options, Double) -> Void) -> Flag {
        Flag(names, "<number>", help) {
            guard let number = Double($1), number > 0, number.isFinite else {
                throw UsageError("-\(names[0]) takes a positive number, not '\($1)'")
            }
            set(&$0, number)
        }
    }

    /// A flag whose value is one of a few words.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ names: String..., help: String, _ field: WritableKeyPath<Options, Choice?>
    ) -> Flag {
        let words = Choice.allCases.map(\.rawValue)
        return Flag(names, "<\(words.joined(separator: "|"))>", help) {
            guard let choice = Choice(rawValue: $1) else {
                throw UsageError("-\(names[0]) takes one of \(words.joined(separator: ", ")), not '\($1)'")
            }
            $0[keyPath: field] = choice
        }
    }

    /// A flag that may stand alone, or be followed by yes or no.
    static func toggle(_ names: String..., help: String, set: @escaping (inout Options, Bool) -> Void) -> Flag {
        Flag(names, nil, help) {
            guard let isOn = truth(of: $1) else { throw UsageError("-\(names[0]) takes true or false, not '\($1)'") }
            set(&$0, isOn)
        }
    }

    /// What a word says of a switch.
    static func truth(of word: String) -> Bool? {
        switch word.lowercased() {
        case "yes", "true", "t", "y", "1": true
        case "no", "false", "f", "n", "0": false
        default: nil
        }
    }
}
