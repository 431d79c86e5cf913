/// What the axes of a tensor mean: `NCHW` is batch, channels, height, width.
///
/// Names are case-insensitive and kept in upper case. Simple layouts have a character an axis (`NCHW`, `NC?`, `N...C`), others a list in brackets
/// (`[N,CHANNELS,TIME]`). `?` is an axis without a name, `...` any number of axes. The long names `BATCH`, `CHANNELS`, `DEPTH`, `HEIGHT` and `WIDTH` are the same as
/// their first letters. The empty layout says nothing.
public struct Layout: Hashable, Sendable {
    /// The names before `...`, all if there is no such thing; `nil` for `?`.
    let leading: [String?]
    /// The names after `...`, or `nil` if the layout has none.
    let trailing: [String?]?
    let isScalar: Bool

    private init(leading: [String?], trailing: [String?]?, isScalar: Bool = false) {
        self.leading = leading
        self.trailing = trailing
        self.isScalar = isScalar
    }

    /// The empty layout, which fits every tensor.
    public init() { self.init(leading: [], trailing: []) }

    /// The layout of a tensor without axes.
    public static func scalar() -> Layout { Layout(leading: [], trailing: nil, isScalar: true) }

    /// Whether nothing is said of any axis.
    public var empty: Bool { leading.isEmpty && (trailing?.isEmpty ?? false) }

    /// Whether an axis has the name.
    public func has_name(_ name: String) -> Bool { index(of: name) != nil }

    /// The axis of a name; negative, counted from the end, if it stands after `...`.
    ///
    /// - Throws: ``RuntimeError`` of kind `notFound` when no axis has the name.
    public func get_index_by_name(_ name: String) throws -> Int {
        guard let index = index(of: name) else {
            throw RuntimeError(.notFound, "No axis of layout \(self) has the name '\(name)'.")
        }
        return index
    }

    /// The axis of a name; negative, counted from the end, if it stands after `...`; `nil` when no axis has the name.
    package func index(of name: String) -> Int? {
        let name = Self.shortName(name.uppercased())
        if let index = leading.firstIndex(of: name) { return index }
        guard let trailing, let index = trailing.firstIndex(of: name) else { return nil }
        return index - trailing.count
    }

    /// The name of each axis of a tensor; nil where the layout does not fit the rank.
    package func names(rank: Int) -> [String?]? {
        guard fits(.dynamic(Dimension(rank))), !isScalar else { return isScalar && rank == 0 ? [] : nil }
        return leading + Array(repeating: nil, count: max(rank - leading.count - (trailing?.count ?? 0), 0)) + (trailing ?? [])
    }

    /// A layout that names each axis.
    package init(listing names: [String?]) throws {
        try self.init("[" + names.map { $0 ?? "?" }.joined(separator: ",") + "]")
    }

    /// Whether the layout can describe tensors of a shape.
    package func fits(_ shape: PartialShape) -> Bool {
        guard let rank = shape.rank.length else { return true }
        if isScalar { return rank == 0 }
        guard let trailing else { return leading.count == rank }
        return leading.count + trailing.count <= rank
    }

    /// Refuses a shape that the layout cannot describe.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` naming the subject, layout and shape.
    package func check(against shape: PartialShape, _ subject: String) throws {
        guard fits(shape) else { throw RuntimeError(.mismatch, "\(subject): layout \(self) is not compatible with shape \(shape).") }
    }

    private static let shortNames = ["BATCH": "N", "CHANNELS": "C", "DEPTH": "D", "HEIGHT": "H", "WIDTH": "W"]

    private static func shortName(_ name: String) -> String { shortNames[name] ?? name }
}

extension Layout: CustomStringConvertible {
    /// The layout as OpenVINO prints it: `[N,C,H,W]`, `[N,...,C]`, `[...]` for the empty layout.
    public var description: String {
        if isScalar { return Self.scalarText }
        let names = leading + (trailing.map { ["..."] + $0 } ?? [])
        return "[" + names.map { $0 ?? "?" }.joined(separator: ",") + "]"
    }

    /// The layout as OpenVINO prints it.
    public func to_string() -> String { description }

    private static let scalarText = "**SCALAR**"
}

extension Layout {
    /// Reads a layout: `NCHW`, `N...C`, `NC?`, `[N,CHANNELS,TIME]`, empty or `...` for the empty one.
    ///
    /// - Throws: ``RuntimeError`` of kind `malformed` naming what is wrong: a bad character, a name that stands twice, `...` that stands twice.
    public init(_ text: String) throws {
        let trimmed = text.trimmingBlanks().uppercased()
        if trimmed == Self.scalarText {
            self = .scalar()
            return
        }
        if text.isEmpty {
            self.init()
            return
        }
        let names = trimmed.first == "[" && trimmed.last == "]" ? Self.listedNames(trimmed) : try Self.simpleNames(trimmed, of: text)
        guard !names.isEmpty else { throw RuntimeError(.malformed, "'\(text)' is not a layout: it has no names.") }
        let parts = names.split(separator: "...", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw RuntimeError(.malformed, "'\(text)' is not a layout: '...' stands more than once.") }
        var seen: Set<String> = []
        func checked(_ names: ArraySlice<String>) throws -> [String?] {
            try names.map { name in
                if name == "?" { return nil }
                try Self.check(name, of: text)
                let short = Self.shortName(name)
                guard seen.insert(short).inserted else {
                    throw RuntimeError(.malformed, "'\(text)' is not a layout: the name \(short) stands more than once.")
                }
                return short
            }
        }
        let leading = try checked(parts[0])
        self.init(leading: leading, trailing: parts.count == 2 ? try checked(parts[1]) : nil)
    }

    /// The fields of `[N,C]`.
    private static func listedNames(_ text: String) -> [String] {
        let list = text.dropFirst().dropLast()
        return list.isEmpty ? [] : list.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingBlanks()) }
    }

    /// The characters of `N...C`, with the three dots as one.
    private static func simpleNames(_ text: String, of whole: String) throws -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let character = rest.first {
            if character == "." {
                guard rest.hasPrefix("...") else {
                    throw RuntimeError(.malformed, "'\(whole)' is not a layout: any number of axes is written as '...'.")
                }
                names.append("...")
                rest.removeFirst(3)
            } else {
                names.append(String(character))
                rest.removeFirst()
            }
        }
        return names
    }

    private static func check(_ name: String, of text: String) throws {
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard name.utf8.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "_") }), name.utf8.contains(where: isAlphanumeric) else {
            throw RuntimeError(
                .malformed, "'\(text)' is not a layout: the name '\(name)' must be of English letters, digits and '_', not of '_' alone.")
        }
    }
}
