#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Error {
    /// Why it failed, in a few words: the system's own for an error of the file system.
    package var reason: String {
        if let error = (self as? CocoaError)?.underlying as? POSIXError {
            return String(cString: strerror(error.code.rawValue))
        }
        return "\(self)"
    }
}
