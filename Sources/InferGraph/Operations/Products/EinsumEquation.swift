import InferTensors

/// The equation of `Einsum`: `ij,jk->ik`, `...ij->...ji`.
package struct EinsumEquation: Hashable, Sendable {
    /// What stands for an axis, or for several.
    package enum Label: Hashable, Sendable {
        case letter(Character)
        case ellipsis
    }

    /// For each input, the labels of its axes.
    package let inputs: [[Label]]
    /// The labels of the output's axes.
    package let output: [Label]

    /// - Throws: `RuntimeError` when the text is no equation.
    package init(_ text: String, subject: String) throws {
        let characters = Array(text.filter { $0 != " " })
        func fail() -> RuntimeError { RuntimeError(.malformed, "\(subject): equation '\(text.prefix(80))' is not understood") }
        var terms: [[Label]] = [[]]
        var result: [Label]?
        var index = 0
        while index < characters.count {
            let character = characters[index]
            if character.isASCII, character.isLetter {
                if result != nil { result?.append(.letter(character)) } else { terms[terms.count - 1].append(.letter(character)) }
                index += 1
            } else if character == ",", result == nil {
                terms.append([])
                index += 1
            } else if character == ".", characters[index...].prefix(3).allSatisfy({ $0 == "." }), index + 3 <= characters.count {
                if result != nil { result?.append(.ellipsis) } else { terms[terms.count - 1].append(.ellipsis) }
                index += 3
            } else if character == "-", result == nil, index + 1 < characters.count, characters[index + 1] == ">" {
                result = []
                index += 2
            } else {
                throw fail()
            }
        }
        for term in terms where term.count(where: { $0 == .ellipsis }) > 1 { throw fail() }
        inputs = terms
        if let result {
            let known = Set(terms.joined())
            guard result.allSatisfy({ known.contains($0) }), Set(result).count == result.count else { throw fail() }
            output = result
        } else {
            // Without an arrow: the axes in common, then the letters that stand once, in the order of the alphabet.
            var counts: [Character: Int] = [:]
            for case .letter(let letter) in terms.joined() { counts[letter, default: 0] += 1 }
            let once = counts.filter { $0.value == 1 }.keys.sorted()
            output = (terms.joined().contains(.ellipsis) ? [.ellipsis] : []) + once.map { .letter($0) }
        }
    }
}
