/// Writes what is known of a file as a line.
struct Line {
    let printsJSON: Bool
    let contentTypes: [String: ContentType]

    /// The line, without its end.
    func text(_ path: Path, _ decision: Decision) -> String {
        if printsJSON {
            return #"{"path":\#(Self.quoted(path.description)),"label":\#(Self.quoted(decision.label)),"score":\#(decision.score)}"#
        }
        let guess = decision.guess.map { " [low confidence, best guess: \(name($0))]" } ?? ""
        return "\(path): \(name(decision.label))\(guess) \(Int(max(0, min(1, decision.score)) * 100))%"
    }

    private func name(_ label: String) -> String {
        let type = contentTypes[label]
        return "\(type?.description ?? label) (\(type?.group ?? "unknown"))"
    }

    /// A string as JSON writes it.
    static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
