import InferDevices

/// The properties that belong to a ``Core`` rather than to a device. Every compile call takes them too.
enum CoreProperties {
    static let table = PropertyTable(
        device: "Core",
        [
            .init(Property.cache_dir, ""),
            .init(Property.enable_mmap, true),
            .init(Property.force_tbb_terminate, false),
            .init(Property.cache_mode, .OPTIMIZE_SPEED),
            .init(Property.auto_batch_timeout, 1000, expects: "a number of milliseconds") { $0 >= 0 },
            .init(Property.hint.allow_auto_batching, true),
        ])

    private static let names = Set(table.rows.map(\.name))

    /// What a compile call may also say about the compiled model as such, and no device hears of.
    static func isForCompiling(_ name: String) -> Bool {
        name == Property.hint.compiled_blob.name || name == Property.cache_encryption_callbacks.name
    }

    static func isOwn(_ name: String) -> Bool { names.contains(name) }
}
