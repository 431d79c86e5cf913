/// The header of a file in NumPy's format: a dictionary as Python writes it, with the keys "descr", "fortran_order" and "shape".
struct NumpyHeader: Equatable {
    /// The element type in NumPy's spelling: "<f4", "|b1" …
    let description: String
    let isColumnMajor: Bool
    let shape: [Int]

    struct ParseError: Error, Equatable {
        let reason: String
    }

    /// - Throws: ``ParseError``.
    init(_ text: String) throws {
        var parser = Parser(rest: Substring(text))
        var description: String?
        var isColumnMajor: Bool?
        var shape: [Int]?
        try parser.expect("{")
        while !parser.take("}") {
            let key = try parser.string()
            try parser.expect(":")
            switch key {
            case "descr": description = try parser.string()
            case "fortran_order": isColumnMajor = try parser.truth()
            case "shape": shape = try parser.tuple()
            default: throw ParseError(reason: "its header has the unknown key '\(key)'")
            }
            if !parser.take(",") {
                try parser.expect("}")
                break
            }
        }
        guard let description, let isColumnMajor, let shape else {
            throw ParseError(reason: "its header lacks 'descr', 'fortran_order' or 'shape'")
        }
        self.description = description
        self.isColumnMajor = isColumnMajor
        self.shape = shape
    }

    private struct Parser {
        var rest: Substring

        mutating func take(_ token: String) -> Bool {
            rest = rest.drop(while: \.isWhitespace)
            guard rest.hasPrefix(token) else { return false }
            rest = rest.dropFirst(token.count)
            return true
        }

        mutating func expect(_ token: String) throws {
            guard take(token) else { throw ParseError(reason: "its header has '\(rest.prefix(12))' where '\(token)' should be") }
        }

        mutating func string() throws -> String {
            let quote = take("'") ? "'" : "\""
            if quote == "\"" { try expect("\"") }
            let string = rest.prefix { String($0) != quote }
            rest = rest[string.endIndex...]
            try expect(quote)
            return String(string)
        }

        mutating func truth() throws -> Bool {
            if take("True") { return true }
            try expect("False")
            return false
        }

        mutating func tuple() throws -> [Int] {
            var numbers: [Int] = []
            try expect("(")
            while !take(")") {
                rest = rest.drop(while: \.isWhitespace)
                let digits = rest.prefix(while: \.isNumber)
                guard let number = Int(digits) else {
                    throw ParseError(reason: "its shape has '\(rest.prefix(12))' where a size should be")
                }
                rest = rest[digits.endIndex...]
                numbers.append(number)
                if !take(",") {
                    try expect(")")
                    break
                }
            }
            return numbers
        }
    }
}
