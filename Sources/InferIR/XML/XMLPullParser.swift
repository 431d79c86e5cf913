import InferTensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the plain XML that models are written in, one event at a time, without copying.
///
/// It checks that the document is well-formed UTF-8 and throws a `malformed` error with file and line where it is not. A document type declaration is stepped over:
/// no entity that it declares is known, none is expanded, nothing outside the document is fetched. The nesting is bounded by `depthLimit`, so that whoever follows
/// the elements by recursion is safe. References to control characters, which XML 1.0 forbids, are let through because OpenVINO writes them.
///
/// All reads of the buffer go through an index that was just compared with `count`.
struct XMLPullParser {
    /// The name of the document, for errors.
    let file: String
    let depthLimit: Int

    private let base: UnsafePointer<UInt8>
    private let count: Int
    private var position = 0
    /// Where the last event began, for errors.
    private var eventStart = 0
    private var openElements: [XMLSlice] = []
    private var isEmptyElement = false
    private var isRootSeen = false

    /// The name in the last start or end tag.
    private(set) var name: XMLSlice
    /// The attributes of the last start tag, in their order.
    private(set) var attributes: [XMLAttribute] = []
    private var rawText: XMLSlice
    private var isTextLiteral = false

    /// Starts at the beginning of a document.
    /// - Parameters:
    ///   - document: The bytes; they must outlive the parser and what it hands out.
    ///   - file: What errors call the document.
    ///   - depthLimit: How many elements may stand inside each other.
    init(_ document: UnsafeBufferPointer<UInt8>, file: String, depthLimit: Int = 128) throws {
        self.file = file
        self.depthLimit = depthLimit
        guard let base = document.baseAddress, document.count > 0 else {
            throw RuntimeError(.malformed, "\(file): line 1: the document is empty")
        }
        self.base = base
        count = document.count
        name = XMLSlice(start: base, count: 0)
        rawText = name
        try checkEncoding()
        try skipByteOrderMarkAndDeclaration()
    }

    /// How many elements are open.
    var depth: Int { openElements.count }

    /// The error for something wrong at the last event, or at a byte of the document.
    func failure(_ cause: String, at offset: Int? = nil) -> RuntimeError {
        let end = min(max(offset ?? eventStart, 0), count)
        var line = 1
        for index in 0..<end where base[index] == 0x0A { line += 1 }
        return RuntimeError(.malformed, "\(file): line \(line): \(cause)")
    }

    /// Goes to the next event.
    mutating func next() throws -> XMLEvent {
        if isEmptyElement {
            isEmptyElement = false
            name = openElements.removeLast()
            return .end
        }
        while position < count {
            eventStart = position
            guard base[position] == UInt8(ascii: "<") else {
                if try readText() { return .text }
                continue
            }
            let following = position + 1 < count ? base[position + 1] : 0
            switch following {
            case UInt8(ascii: "/"):
                try readEndTag()
                return .end
            case UInt8(ascii: "!"):
                if try readDeclaration() { return .text }
            case UInt8(ascii: "?"):
                try skipProcessingInstruction()
            default:
                try readStartTag()
                return .start
            }
        }
        eventStart = count
        if let open = openElements.last { throw failure("the document ends inside <\(open.rawString)>") }
        guard isRootSeen else { throw failure("the document has no element") }
        return .endOfDocument
    }

    /// Steps over the rest of the element whose start was the last event.
    mutating func skipElement() throws {
        let outside = depth - 1
        while depth > outside, try next() != .endOfDocument {}
    }

    /// The value of an attribute of the last start tag, undecoded.
    func attribute(_ name: StaticString) -> XMLAttribute? {
        for attribute in attributes where attribute.name == name { return attribute }
        return nil
    }

    /// The decoded value of an attribute.
    func string(_ attribute: XMLAttribute) throws -> String {
        attribute.isPlain ? attribute.value.rawString : try decoded(attribute.value, isAttribute: true)
    }

    /// The characters of the last text event.
    func text() throws -> String {
        isTextLiteral ? normalizedLineEnds(rawText) : try decoded(rawText, isAttribute: false)
    }

    /// The integer that the last text event spells, if it is one.
    var textInteger: Int? { rawText.integer }
}

// MARK: - Markup

extension XMLPullParser {
    private mutating func readStartTag() throws {
        position += 1
        guard depth < depthLimit else { throw failure("more than \(depthLimit) elements are nested in each other") }
        guard !isRootSeen || depth > 0 else { throw failure("a second element follows the document's own") }
        isRootSeen = true
        name = try readName("an element's name")
        attributes.removeAll(keepingCapacity: true)
        while true {
            let hasBlank = skipBlanks()
            guard position < count else { throw failure("the document ends inside the tag <\(name.rawString)>") }
            switch base[position] {
            case UInt8(ascii: ">"):
                position += 1
                openElements.append(name)
                return try checkAttributesDiffer()
            case UInt8(ascii: "/"):
                guard position + 1 < count, base[position + 1] == UInt8(ascii: ">") else {
                    throw failure("'/' inside the tag <\(name.rawString)>", at: position)
                }
                position += 2
                openElements.append(name)
                isEmptyElement = true
                return try checkAttributesDiffer()
            default:
                guard hasBlank else { throw failure("no blank before an attribute of <\(name.rawString)>", at: position) }
                attributes.append(try readAttribute())
            }
        }
    }

    private mutating func readAttribute() throws -> XMLAttribute {
        let attributeName = try readName("an attribute's name")
        skipBlanks()
        guard position < count, base[position] == UInt8(ascii: "=") else {
            throw failure("attribute '\(attributeName.rawString)' has no value", at: position)
        }
        position += 1
        skipBlanks()
        guard position < count, base[position] == UInt8(ascii: "\"") || base[position] == UInt8(ascii: "'") else {
            throw failure("the value of attribute '\(attributeName.rawString)' is not in quotes", at: position)
        }
        let quote = base[position]
        position += 1
        let start = position
        var isPlain = true
        while position < count, base[position] != quote {
            let byte = base[position]
            if byte <= UInt8(ascii: "<") {
                guard byte != UInt8(ascii: "<") else {
                    throw failure("'<' inside the value of attribute '\(attributeName.rawString)'", at: position)
                }
                if byte == UInt8(ascii: "&") || byte < 0x20 { isPlain = false }
            }
            position += 1
        }
        guard position < count else { throw failure("the document ends inside the value of attribute '\(attributeName.rawString)'") }
        let value = slice(start, position)
        position += 1
        if !isPlain { _ = try decoded(value, isAttribute: true) }
        return XMLAttribute(name: attributeName, value: value, isPlain: isPlain)
    }

    private func checkAttributesDiffer() throws {
        func failure(_ attribute: XMLAttribute) -> RuntimeError {
            self.failure("<\(name.rawString)> has attribute '\(attribute.name.rawString)' twice")
        }
        guard attributes.count > 16 else {
            for (index, attribute) in attributes.enumerated() {
                for other in attributes[..<index] where other.name == attribute.name { throw failure(attribute) }
            }
            return
        }
        // A tag with thousands of attributes must not cost millions of comparisons.
        var names: Set<String> = []
        for attribute in attributes where !names.insert(attribute.name.rawString).inserted { throw failure(attribute) }
    }

    private mutating func readEndTag() throws {
        position += 2
        name = try readName("an element's name")
        skipBlanks()
        guard position < count, base[position] == UInt8(ascii: ">") else { throw failure("the end tag </\(name.rawString)> is not closed") }
        position += 1
        guard let open = openElements.last else { throw failure("</\(name.rawString)> ends an element that was not begun") }
        guard open == name else { throw failure("<\(open.rawString)> ends with </\(name.rawString)>") }
        openElements.removeLast()
    }

    /// Reads a comment, a CDATA section or a document type declaration; true if there is text in it.
    private mutating func readDeclaration() throws -> Bool {
        if startsWith("<!--") {
            guard let end = find("--", from: position + 4) else { throw failure("a comment is not closed") }
            guard end + 2 < count, base[end + 2] == UInt8(ascii: ">") else { throw failure("'--' inside a comment", at: end) }
            position = end + 3
            return false
        }
        if startsWith("<![CDATA[") {
            guard depth > 0 else { throw failure("a CDATA section outside the document's element") }
            guard let end = find("]]>", from: position + 9) else { throw failure("a CDATA section is not closed") }
            rawText = slice(position + 9, end)
            isTextLiteral = true
            position = end + 3
            return rawText.count > 0
        }
        if startsWith("<!DOCTYPE") {
            guard !isRootSeen else { throw failure("a document type declaration after the beginning of the document's element") }
            try skipDocumentType()
            return false
        }
        throw failure("'<!' begins no comment, CDATA section or document type declaration")
    }

    /// Steps over `<!DOCTYPE …>` with its internal subset: nothing in it is interpreted.
    private mutating func skipDocumentType() throws {
        position += 9
        var nesting = 1
        while position < count, nesting > 0 {
            switch base[position] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let quote = base[position]
                position += 1
                while position < count, base[position] != quote { position += 1 }
            case UInt8(ascii: "<"):
                if startsWith("<!--") {
                    guard let end = find("-->", from: position + 4) else { throw failure("a comment is not closed") }
                    position = end + 2
                } else {
                    nesting += 1
                }
            case UInt8(ascii: ">"):
                nesting -= 1
            default:
                break
            }
            position += 1
        }
        guard nesting == 0 else { throw failure("the document type declaration is not closed") }
    }

    private mutating func skipProcessingInstruction() throws {
        position += 2
        let target = try readName("a processing instruction's name")
        guard target.rawString.lowercased() != "xml" else { throw failure("an XML declaration that does not begin the document") }
        guard position + 1 < count, XMLCharacter.isBlank(base[position]) || startsWith("?>"), let end = find("?>", from: position) else {
            throw failure("a processing instruction is not closed")
        }
        position = end + 2
    }

    /// Reads characters up to the next tag; false if they are all white space.
    private mutating func readText() throws -> Bool {
        let start = position
        while position < count, XMLCharacter.isBlank(base[position]) { position += 1 }
        if position == count || base[position] == UInt8(ascii: "<") { return false }
        guard depth > 0 else { throw failure("characters outside the document's element", at: position) }
        guard let tag = memchr(base + position, Int32(UInt8(ascii: "<")), count - position) else {
            position = count
            throw failure("the document ends inside <\(name.rawString)>")
        }
        let end = base.distance(to: tag.assumingMemoryBound(to: UInt8.self))
        if let bracket = find("]]>", from: position, before: end) { throw failure("']]>' inside characters", at: bracket) }
        rawText = slice(start, end)
        isTextLiteral = false
        position = end
        if memchr(rawText.start, Int32(UInt8(ascii: "&")), rawText.count) != nil { _ = try decoded(rawText, isAttribute: false) }
        return true
    }
}

// MARK: - Characters

extension XMLPullParser {
    /// Replaces the references in some bytes and brings blanks and line ends to the form that XML prescribes.
    private func decoded(_ slice: XMLSlice, isAttribute: Bool) throws -> String {
        var result: [UInt8] = []
        result.reserveCapacity(slice.count)
        var index = 0
        while index < slice.count {
            let byte = slice.start[index]
            index += 1
            switch byte {
            case UInt8(ascii: "&"):
                guard let semicolon = (index..<min(slice.count, index + 16)).first(where: { slice.start[$0] == UInt8(ascii: ";") }) else {
                    throw failure("'&' begins no reference")
                }
                let reference = XMLSlice(start: slice.start + index, count: semicolon - index)
                guard let scalar = scalar(of: reference) else { throw failure("unknown reference '&\(reference.rawString);'") }
                result.append(contentsOf: Character(scalar).utf8)
                index = semicolon + 1
            case 0x0D:
                if index < slice.count, slice.start[index] == 0x0A { index += 1 }
                result.append(isAttribute ? 0x20 : 0x0A)
            case 0x09, 0x0A:
                result.append(isAttribute ? 0x20 : byte)
            default:
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func normalizedLineEnds(_ slice: XMLSlice) -> String {
        guard memchr(slice.start, 0x0D, slice.count) != nil else { return slice.rawString }
        var result: [UInt8] = []
        for (index, byte) in slice.bytes.enumerated() {
            if byte != 0x0D {
                result.append(byte)
            } else if index + 1 == slice.count || slice.start[index + 1] != 0x0A {
                result.append(0x0A)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func scalar(of reference: XMLSlice) -> Unicode.Scalar? {
        switch reference {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard reference.count > 1, reference.start[0] == UInt8(ascii: "#") else { return nil }
        let isHexadecimal = reference.start[1] == UInt8(ascii: "x")
        let digits = reference.bytes.dropFirst(isHexadecimal ? 2 : 1)
        guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-"),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10), value > 0
        else { return nil }
        return Unicode.Scalar(value)
    }

    /// Proves the whole document to be UTF-8 without control characters.
    private func checkEncoding() throws {
        let document = UnsafeBufferPointer(start: base, count: count)
        if count > 1, [[0xFF, 0xFE], [0xFE, 0xFF], [0x3C, 0x00], [0x00, 0x3C]].contains([base[0], base[1]]) {
            throw RuntimeError(.unsupported, "\(file): line 1: the document is UTF-16; UTF-8 is expected")
        }
        // Without a branch on what it meets, the loop becomes vector code.
        var combined: UInt8 = 0
        var isControl = false
        var index = 0
        while index < count {
            let byte = base[index]
            combined |= byte
            isControl = isControl || (byte < 0x20 && !XMLCharacter.isBlank(byte))
            index += 1
        }
        if isControl, let index = document.firstIndex(where: { $0 < 0x20 && !XMLCharacter.isBlank($0) }) {
            throw failure("a byte of value \(document[index]), which no XML document may hold", at: index)
        }
        guard combined >= 0x80, String(validating: document, as: UTF8.self) == nil else { return }
        let valid = String(decoding: document, as: UTF8.self).utf8
        let offset = zip(valid, document).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? count
        throw failure("the document is not UTF-8", at: offset)
    }

    private mutating func skipByteOrderMarkAndDeclaration() throws {
        if count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { position = 3 }
        eventStart = position
        guard startsWith("<?xml"), position + 5 < count, XMLCharacter.isBlank(base[position + 5]) else { return }
        position += 5
        var declared: [XMLAttribute] = []
        while skipBlanks(), position < count, base[position] != UInt8(ascii: "?") { declared.append(try readAttribute()) }
        guard startsWith("?>") else { throw failure("the XML declaration is not closed", at: position) }
        position += 2
        guard let version = declared.first, version.name == "version" else { throw failure("the XML declaration names no version") }
        for attribute in declared where attribute.name == "encoding" {
            let encoding = attribute.value.rawString
            guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(encoding.lowercased()) else {
                throw RuntimeError(.unsupported, "\(file): line 1: the document's encoding is \(encoding); UTF-8 is expected")
            }
        }
    }

    private mutating func readName(_ what: StaticString) throws -> XMLSlice {
        let start = position
        guard position < count, XMLCharacter.startsName(base[position]) else {
            throw failure(position < count ? "\(what) is expected" : "the document ends where \(what) is expected", at: position)
        }
        position += 1
        while position < count, XMLCharacter.continuesName(base[position]) { position += 1 }
        return slice(start, position)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < count, XMLCharacter.isBlank(base[position]) { position += 1 }
        return position > start
    }

    private func slice(_ start: Int, _ end: Int) -> XMLSlice { XMLSlice(start: base + start, count: end - start) }

    private func startsWith(_ text: StaticString) -> Bool {
        text.utf8CodeUnitCount <= count - position && memcmp(base + position, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    private func find(_ text: StaticString, from start: Int, before end: Int? = nil) -> Int? {
        let end = end ?? count
        var index = start
        while index <= end - text.utf8CodeUnitCount, let hit = memchr(base + index, Int32(text.utf8Start[0]), end - index) {
            index = base.distance(to: hit.assumingMemoryBound(to: UInt8.self))
            guard index <= end - text.utf8CodeUnitCount else { return nil }
            if memcmp(base + index, text.utf8Start, text.utf8CodeUnitCount) == 0 { return index }
            index += 1
        }
        return nil
    }
}
