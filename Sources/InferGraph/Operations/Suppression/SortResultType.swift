/// The order in which a suppression gives its boxes.
package enum SortResultType: String, CaseIterable, Sendable {
    /// By class.
    case classid
    /// By score.
    case score
    /// As they come.
    case none
}
