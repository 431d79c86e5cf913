import InferDevices
import InferGraph
import InferKernels
import InferTensors

/// The CPU device's properties, and what they mean for a model that is compiled.
struct CPUConfiguration: Sendable {
    var settings: PropertySettings

    init() { settings = PropertySettings(Self.table) }

    private init(_ settings: PropertySettings) { self.settings = settings }

    /// The configuration with properties changed, for one compiled model.
    func setting(_ properties: [Property]) throws -> CPUConfiguration { CPUConfiguration(try settings.setting(properties)) }

    /// All properties, in the order in which OpenVINO's CPU device lists them.
    static let table = PropertyTable(
        device: "CPU",
        [
            .init(computed: Property.supported_properties),
            .init(computed: Property.available_devices),
            .init(computed: Property.range_for_async_infer_requests),
            .init(computed: Property.range_for_streams),
            .init(computed: Property.execution_devices),
            .init(computed: Property.device.full_name),
            .init(computed: Property.device.capabilities),
            .init(computed: Property.device.type),
            .init(computed: Property.device.architecture),
            .init(computed: Property.compatibility_check),
            .init(Property.num_streams, 1, expects: "AUTO (-1), NUMA (-2) or a count") { $0 >= -2 },
            .init(Property.inference_num_threads, 0, expects: "a count; 0 for as many as there are cores") { $0 >= 0 },
            .init(Property.enable_profiling, false),
            .init(Property.hint.inference_precision, .f32, expects: wholePrecision, isWhole),
            .init(Property.hint.performance_mode, .LATENCY),
            .init(Property.hint.execution_mode, .PERFORMANCE),
            .init(Property.hint.num_requests, 0, expects: "a count") { $0 >= 0 },
            .init(Property.hint.enable_cpu_pinning, true),
            .init(Property.hint.enable_cpu_reservation, false),
            .init(Property.hint.scheduling_core_type, .ANY_CORE),
            .init(Property.hint.model_distribution_policy, []),
            .init(Property.hint.enable_hyper_threading, true),
            .init(Property.device.id, "", expects: "an empty id: there is one CPU") { $0.isEmpty || $0 == "0" },
            .init(Property.intel_cpu.denormals_optimization, false),
            .init(Property.log.level, .NO),
            .init(Property.intel_cpu.sparse_weights_decompression_rate, 1, expects: "a number from 0 to 1") { (0...1).contains($0) },
            .init(Property.hint.dynamic_quantization_group_size, 32, expects: "a count") { $0 >= 0 },
            .init(Property.hint.kv_cache_precision, .f32, expects: wholePrecision, isWhole),
            .init(Property.key_cache_precision, .f32, expects: wholePrecision, isWhole),
            .init(Property.value_cache_precision, .f32, expects: wholePrecision, isWhole),
            .init(Property.key_cache_group_size, 0, expects: "a count") { $0 >= 0 },
            .init(Property.value_cache_group_size, 0, expects: "a count") { $0 >= 0 },
            .init(Property.intel_cpu.enable_tensor_parallel, false),
            .init(Property.intel_cpu.tbb_partitioner, "NONE", expects: "NONE, AUTO or STATIC") { ["NONE", "AUTO", "STATIC"].contains($0) },
            .init(Property.enable_weightless, false),
            .init(Property.weights_path, "", .WO),
        ])

    private static let wholePrecision = "a supported precision. Supported values: f32, dynamic"
    private static let isWhole: @Sendable (ElementType) -> Bool = { $0 == .f32 || $0 == .dynamic }

    // MARK: What the properties mean

    /// The threads that all streams have together.
    var threads: Int {
        let wanted = (try? settings[Property.inference_num_threads]) ?? 0
        let usesAll = (try? settings[Property.hint.enable_hyper_threading]) ?? true
        let available = usesAll ? Processors.available : min(Processors.available, Processors.cores)
        return wanted == 0 ? available : min(wanted, available)
    }

    /// How many inferences run side by side: as asked for, else one for latency and one a core for throughput.
    var streams: Int {
        let asked = (try? settings[Property.num_streams]) ?? 1
        if settings.isSet(Property.num_streams.name), asked >= 0 { return min(max(asked, 1), threads) }
        let mode = (try? settings[Property.hint.performance_mode]) ?? .LATENCY
        let byHint = mode == .LATENCY && asked >= 0 ? 1 : threads
        let requests = (try? settings[Property.hint.num_requests]) ?? 0
        return requests > 0 ? min(byHint, requests) : byHint
    }

    private var isWithoutStreams: Bool { settings.isSet(Property.num_streams.name) && (try? settings[Property.num_streams]) == 0 }

    var threadsPerStream: Int { max(threads / streams, 1) }

    var compileOptions: CompileOptions {
        CompileOptions(
            threads: threadsPerStream, profiling: (try? settings[Property.enable_profiling]) ?? false,
            prefersAccuracy: (try? settings[Property.hint.execution_mode]) == .ACCURACY)
    }

    // MARK: Reading properties

    /// The value of a device property.
    ///
    /// - Parameter arguments: What the answer depends on: the requirements of an exported model for whether it can be imported here.
    func deviceProperty(_ name: String, _ arguments: [Property] = []) throws -> PropertyValue {
        // Not listed, and still known: it depends on the other settings alone.
        if name == Property.optimal_number_of_infer_requests.name { return streams.propertyValue }
        if let value = try settings.value(name) { return value }
        switch name {
        case Property.supported_properties.name: return Self.table.names.propertyValue
        case Property.available_devices.name: return [""].propertyValue
        case Property.range_for_async_infer_requests.name: return [1, 1, 1].propertyValue
        case Property.range_for_streams.name: return [1, Processors.available].propertyValue
        case Property.execution_devices.name: return ["CPU"].propertyValue
        case Property.device.full_name.name: return Processors.modelName.propertyValue
        case Property.device.capabilities.name: return ["FP32", "EXPORT_IMPORT"].propertyValue
        case Property.device.type.name: return DeviceType.INTEGRATED.propertyValue
        case Property.device.architecture.name: return Self.architecture.propertyValue
        case Property.compatibility_check.name: return try Self.compatibility(arguments).propertyValue
        default: throw Self.table.unsupported(name)
        }
    }

    /// Whether a model with those requirements can be imported here; it does not apply to nothing.
    private static func compatibility(_ arguments: [Property]) throws -> CompatibilityCheck {
        guard let requirements = arguments.last(where: { $0.name == Property.runtime_requirements.name }) else { return .NOT_APPLICABLE }
        return try requirements.value.value() == ExportedModel.requirements ? .SUPPORTED : .UNSUPPORTED
    }

    /// What became of wishes that this device does not fulfil, whatever was asked for: a compiled model tells what is.
    private static let unfulfilled: [Property] = [
        .hint.enable_cpu_pinning(false), .hint.enable_cpu_reservation(false), .hint.dynamic_quantization_group_size(0),
        .key_cache_group_size(0), .value_cache_group_size(0), .intel_cpu.enable_tensor_parallel(false),
        .intel_cpu.sparse_weights_decompression_rate(1), .intel_cpu.denormals_optimization(false), .enable_weightless(false),
    ]

    /// The value of a property of a model compiled with this configuration.
    func compiledProperty(_ name: String, model: Model) throws -> PropertyValue {
        switch name {
        case Property.supported_properties.name: return Self.compiledNames.propertyValue
        case Property.model_name.name: return model.friendly_name.propertyValue
        case Property.optimal_number_of_infer_requests.name: return streams.propertyValue
        // Without streams a request runs on its caller's thread; that is one stream here, and still reads as asked for.
        case Property.num_streams.name: return (isWithoutStreams ? 0 : streams).propertyValue
        case Property.inference_num_threads.name: return threads.propertyValue
        case Property.execution_devices.name: return ["CPU"].propertyValue
        case Property.loaded_from_cache.name: return false.propertyValue
        case Property.runtime_requirements.name: return ExportedModel.requirements.propertyValue
        default:
            if let property = Self.unfulfilled.first(where: { $0.name == name }) { return property.value }
            guard let row = try? Self.table.row(name), row.mutability != .RO else {
                throw RuntimeError.unsupportedProperty(name, device: "CPU", known: Self.compiledNames.map { String(describing: $0) })
            }
            return try deviceProperty(name)
        }
    }

    private static var compiledNames: [PropertyName] {
        let computed = [
            Property.supported_properties.name, Property.model_name.name, Property.optimal_number_of_infer_requests.name,
            Property.execution_devices.name, Property.loaded_from_cache.name, Property.runtime_requirements.name,
        ]
        let set = table.rows.filter { $0.mutability == .RW }.map(\.name)
        return (computed + set).map { PropertyName($0, .RO) }
    }

    private static var architecture: String {
        #if arch(x86_64)
            "intel64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }
}
