/// The version of a device.
public struct Version: Hashable, Sendable, CustomStringConvertible {
    /// The build, such as `1.2.0`.
    public let build_number: String
    /// What it is the version of.
    public let description: String

    /// Creates a version.
    public init(build_number: String, description: String) {
        self.build_number = build_number
        self.description = description
    }
}
