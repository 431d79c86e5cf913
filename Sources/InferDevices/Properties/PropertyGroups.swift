import InferGraph
import InferTensors

// Groups are values, not nested types, so that `.hint.performance_mode(.LATENCY)` works as an implicit member chain.

/// Wishes that a device turns into settings.
public struct HintProperties: Sendable {
    /// The floating-point type to compute in.
    public var inference_precision: PropertyKey<ElementType> { PropertyKey("INFERENCE_PRECISION_HINT") }
    /// The importance of the model among those that share devices.
    public var model_priority: PropertyKey<Priority> { PropertyKey("MODEL_PRIORITY") }
    /// What to optimise for.
    public var performance_mode: PropertyKey<PerformanceMode> { PropertyKey("PERFORMANCE_HINT") }
    /// Whether accuracy may be traded for speed.
    public var execution_mode: PropertyKey<ExecutionMode> { PropertyKey("EXECUTION_MODE_HINT") }
    /// The number of requests that will run at once, 0 for unknown.
    public var num_requests: PropertyKey<Int> { PropertyKey("PERFORMANCE_HINT_NUM_REQUESTS") }
    /// The kinds of cores that may compute.
    public var scheduling_core_type: PropertyKey<SchedulingCoreType> { PropertyKey("SCHEDULING_CORE_TYPE") }
    /// How the model may be spread over sockets or devices.
    public var model_distribution_policy: PropertyKey<Set<ModelDistributionPolicy>> { PropertyKey("MODEL_DISTRIBUTION_POLICY") }
    /// Whether threads stay on their cores.
    public var enable_cpu_pinning: PropertyKey<Bool> { PropertyKey("ENABLE_CPU_PINNING") }
    /// Whether cores are kept from other compiled models.
    public var enable_cpu_reservation: PropertyKey<Bool> { PropertyKey("ENABLE_CPU_RESERVATION") }
    /// Whether both logical processors of a core compute.
    public var enable_hyper_threading: PropertyKey<Bool> { PropertyKey("ENABLE_HYPER_THREADING") }
    /// The model that a question about batch sizes is about.
    public var model: PropertyKey<Model> { PropertyKey("MODEL_PTR") }
    /// Whether requests may be gathered into batches.
    public var allow_auto_batching: PropertyKey<Bool> { PropertyKey("ALLOW_AUTO_BATCHING") }
    /// How many activations share a scale when they are quantised on the fly, 0 for no such quantisation.
    public var dynamic_quantization_group_size: PropertyKey<Int> { PropertyKey("DYNAMIC_QUANTIZATION_GROUP_SIZE") }
    /// The element type in which attention keeps keys and values.
    public var kv_cache_precision: PropertyKey<ElementType> { PropertyKey("KV_CACHE_PRECISION") }
    /// The factor that activations are divided by to fit a narrow floating-point type.
    public var activations_scale_factor: PropertyKey<Double> { PropertyKey("ACTIVATIONS_SCALE_FACTOR") }
    /// An exported model to use instead of compiling.
    public var compiled_blob: PropertyKey<Tensor> { PropertyKey("COMPILED_BLOB") }
}

/// Which device, and what it is.
public struct DeviceProperties: Sendable {
    /// Which of several devices of one kind.
    public var id: PropertyKey<String> { PropertyKey("DEVICE_ID") }
    /// The devices to choose from, the most wanted first.
    public var priorities: PropertyKey<[String]> { PropertyKey("MULTI_DEVICE_PRIORITIES") }
    /// Properties for the devices below, by device name. For compiling only.
    public var properties: PropertyKey<[String: [Property]]> { PropertyKey("DEVICE_PROPERTIES") }
    /// The name of the hardware. Read only.
    public var full_name: PropertyKey<String> { PropertyKey("FULL_DEVICE_NAME") }
    /// The architecture of the hardware. Read only.
    public var architecture: PropertyKey<String> { PropertyKey("DEVICE_ARCHITECTURE") }
    /// Whether the device shares the machine's memory. Read only.
    public var type: PropertyKey<DeviceType> { PropertyKey("DEVICE_TYPE") }
    /// The universal identity of the device in hexadecimal digits. Read only.
    public var uuid: PropertyKey<String> { PropertyKey("DEVICE_UUID") }
    /// The identity of the device on this machine in hexadecimal digits. Read only.
    public var luid: PropertyKey<String> { PropertyKey("DEVICE_LUID") }
    /// Where the device sits on the bus. Read only.
    public var pci_info: PropertyKey<String> { PropertyKey("DEVICE_PCI_INFO") }
    /// Thousand million operations a second, by element type. Read only.
    public var gops: PropertyKey<[String: Double]> { PropertyKey("DEVICE_GOPS") }
    /// The temperature of the device in degrees Celsius. Read only.
    public var thermal: PropertyKey<Double> { PropertyKey("DEVICE_THERMAL") }
    /// What the device does well: `FP32`, `BF16`, `INT8`, `EXPORT_IMPORT`, … Read only.
    public var capabilities: PropertyKey<[String]> { PropertyKey("OPTIMIZATION_CAPABILITIES") }
}

/// Streams: inferences that run side by side.
public struct StreamProperties: Sendable {
    /// The number of streams that the device finds best.
    public var AUTO: Int { -1 }
    /// A stream for each memory node of the machine.
    public var NUMA: Int { -2 }
    /// The number of inferences that run side by side.
    public var num: PropertyKey<Int> { PropertyKey("NUM_STREAMS") }
}

/// What a device reports.
public struct LogProperties: Sendable {
    /// How much is reported.
    public var level: PropertyKey<LogLevel> { PropertyKey("LOG_LEVEL") }
}

/// Settings of the CPU device alone.
public struct CPUProperties: Sendable {
    /// Whether numbers too small for a full mantissa count as zero. A wish: generated kernels take them for zeros in any case, since on
    /// many processors each costs many times what others do; the compiler's code, on other processors, never does.
    public var denormals_optimization: PropertyKey<Bool> { PropertyKey("CPU_DENORMALS_OPTIMIZATION") }
    /// The share of zeros from which weights are kept compressed.
    public var sparse_weights_decompression_rate: PropertyKey<Double> { PropertyKey("CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE") }
    /// How work is divided among threads.
    public var tbb_partitioner: PropertyKey<String> { PropertyKey("TBB_PARTITIONER") }
    /// Whether operations are split over sockets.
    public var enable_tensor_parallel: PropertyKey<Bool> { PropertyKey("ENABLE_TENSOR_PARALLEL") }
}

/// Settings of the AUTO device alone.
public struct AutoProperties: Sendable {
    /// Whether requests belong to one device each.
    public var device_bind_buffer: PropertyKey<Bool> { PropertyKey("DEVICE_BIND_BUFFER") }
    /// Whether the CPU serves until the chosen device is ready.
    public var enable_startup_fallback: PropertyKey<Bool> { PropertyKey("ENABLE_STARTUP_FALLBACK") }
    /// Whether another device takes over when one fails.
    public var enable_runtime_fallback: PropertyKey<Bool> { PropertyKey("ENABLE_RUNTIME_FALLBACK") }
    /// How requests are dealt out to devices.
    public var schedule_policy: PropertyKey<String> { PropertyKey("SCHEDULE_POLICY") }
    /// How busy a device may be to be chosen.
    public var devices_utilization_threshold: PropertyKey<[String: Double]> { PropertyKey("DEVICES_UTILIZATION_THRESHOLD") }
}

extension DeviceProperties {
    /// Properties for one of the devices below. For compiling only.
    public func properties(_ device_name: String, _ properties: [Property]) -> Property {
        Property("DEVICE_PROPERTIES_" + device_name, properties)
    }
}
