#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Some bytes of a document that is being parsed, undecoded: a name, or the raw text of an attribute or an element.
///
/// It points into the parser's buffer and is good only while that buffer is.
struct XMLSlice {
    let start: UnsafePointer<UInt8>
    let count: Int

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// The bytes as they stand, with no entity replaced. The parser has proved the document to be UTF-8.
    var rawString: String { String(decoding: bytes, as: UTF8.self) }

    static func == (slice: XMLSlice, text: StaticString) -> Bool {
        slice.count == text.utf8CodeUnitCount && memcmp(slice.start, text.utf8Start, slice.count) == 0
    }

    static func == (left: XMLSlice, right: XMLSlice) -> Bool {
        left.count == right.count && memcmp(left.start, right.start, left.count) == 0
    }

    /// Lets a `switch` over a name list the names.
    static func ~= (text: StaticString, slice: XMLSlice) -> Bool { slice == text }

    /// The decimal integer that the bytes spell, blanks around it allowed; nil where they spell none or one beyond `Int`.
    var integer: Int? {
        var position = 0
        var end = count
        while position < end, XMLCharacter.isBlank(start[position]) { position += 1 }
        while end > position, XMLCharacter.isBlank(start[end - 1]) { end -= 1 }
        let isNegative = position < end && start[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        guard position < end else { return nil }
        var value = 0
        while position < end {
            let digit = Int(start[position]) - 48
            guard digit >= 0, digit <= 9 else { return nil }
            let (scaled, scaledOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
            guard !scaledOverflow, !sumOverflow else { return nil }
            value = sum
            position += 1
        }
        return value
    }
}
