#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The result of a run that was cancelled, and of calls made while a cancellation is pending.
public struct Cancelled: Error, Hashable, Sendable, CustomStringConvertible {
    /// Creates the error.
    public init() {}

    /// OpenVINO's message.
    public var description: String { "Infer Request was canceled" }
}

extension Cancelled: LocalizedError {
    /// OpenVINO's message.
    public var errorDescription: String? { description }
}
