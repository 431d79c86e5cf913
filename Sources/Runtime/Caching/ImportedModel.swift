import InferDevices

/// A model that was imported rather than compiled: whether from the cache is known to the runtime, and not to the device.
final class ImportedModel: DelegatingModel {
    let base: any DeviceModel
    private let isFromCache: Bool

    init(_ base: any DeviceModel, isFromCache: Bool) {
        self.base = base
        self.isFromCache = isFromCache
    }

    func get_property(_ name: String) throws -> PropertyValue {
        try name == Property.loaded_from_cache.name ? .boolean(isFromCache) : base.get_property(name)
    }
}
