import InferDevices
import InferGraph
import InferTensors

/// `BATCH`: gathers requests that run at about the same time into one run of a larger batch on the device below.
final class BatchingDevice: MetaDevice {
    let configuration = MetaConfiguration(device: "BATCH", hint: .THROUGHPUT)
    // Weak, since the registry owns the device.
    weak let registry: DeviceRegistry?

    init(_ registry: DeviceRegistry) {
        self.registry = registry
    }

    private func device(_ settings: PropertySettings) throws -> DeviceList.Item {
        let list = try DeviceList([Property(Property.device.priorities.name, settings[Property.device.priorities])])
        guard list.wanted.count == 1, let device = list.wanted.first else {
            throw RuntimeError(.invalidArgument, "BATCH needs one device, as in BATCH:CPU(4); it has \(list.wanted.count)")
        }
        return device
    }

    func compile_model(_ model: Model, _ properties: [Property]) throws -> any DeviceModel {
        let settings = try configuration.setting(properties)
        let device = try device(settings)
        let single = try compile(model, on: device.name, properties, settings)
        let batch = try device.count ?? size(model, on: device.name, settings)
        guard batch > 1, let batched = Self.batched(model, batch) else { return MetaModel(single, settings, [device.name]) }
        let below = try compile(batched, on: device.name, properties, settings)
        let together = BatchedModel(single, below, batch, timeout: .milliseconds(Int64(try settings[Property.auto_batch_timeout])))
        return MetaModel(together, settings, [device.name])
    }

    /// The batch size that the device below finds best; 1 where it does not say.
    private func size(_ model: Model, on device: String, _ settings: PropertySettings) throws -> Int {
        let optimal = try? devices().device(DeviceName(device).base)
            .get_property(Property.optimal_batch_size.name, [Property.hint.model(model)]).value(as: Int.self)
        let requests = try settings[Property.hint.num_requests]
        return requests > 0 ? min(optimal ?? 1, requests) : optimal ?? 1
    }

    /// The model with a larger batch; nil where the batch is not known to be independent: every input must have a layout that begins with N and
    /// batch 1, and the outputs must grow with it and with nothing else.
    private static func batched(_ model: Model, _ batch: Int) -> Model? {
        guard model.get_sinks().isEmpty, !model.inputs.isEmpty else { return nil }
        let copy = model.clone()
        var shapes: [Int: PartialShape] = [:]
        for (index, input) in copy.inputs.enumerated() {
            guard let shape = try? input.shape, shape.first == 1, (try? input.node.layout.get_index_by_name("N")) == 0 else { return nil }
            shapes[index] = PartialShape(Shape([batch] + shape.dropFirst()))
        }
        guard (try? copy.reshape(shapes)) != nil else { return nil }
        for (before, after) in zip(model.outputs, copy.outputs) {
            guard let before = try? before.shape, before.first == 1, let after = try? after.shape,
                after == Shape([batch] + before.dropFirst())
            else { return nil }
        }
        return copy
    }

    func query_model(_ model: Model, _ properties: [Property]) throws -> Set<String> {
        let settings = try configuration.setting(properties)
        return try query(model, on: device(settings).name, properties, settings)
    }
}
