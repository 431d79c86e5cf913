/// How the padding of a kernel that walks over spatial axes is found.
package enum AutoPad: String, CaseIterable, Sendable {
    /// As `pads_begin` and `pads_end` say.
    case explicit
    /// So that the output is the input's length divided by the stride, rounded up; an odd element goes to the front.
    case sameLower = "same_lower"
    /// As ``sameLower``; an odd element goes to the back.
    case sameUpper = "same_upper"
    /// None.
    case valid

    package var isSame: Bool { self == .sameLower || self == .sameUpper }
}
