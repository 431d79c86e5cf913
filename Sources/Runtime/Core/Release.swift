import InferDevices

/// The version of this package.
enum Release {
    static let build_number = "1.0.0"
}
