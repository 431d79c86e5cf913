import InferGraph
import InferTensors

// Computed rather than stored: a key is one string, and an unused key costs nothing at start-up.
extension Property {
    /// The properties that a device or compiled model has. Read only.
    public static var supported_properties: PropertyKey<[PropertyName]> { PropertyKey("SUPPORTED_PROPERTIES") }
    /// The ids of the devices of one kind; the CPU has one, with an empty id. Read only.
    public static var available_devices: PropertyKey<[String]> { PropertyKey("AVAILABLE_DEVICES") }
    /// The friendly name of the model that was compiled. Read only.
    public static var model_name: PropertyKey<String> { PropertyKey("NETWORK_NAME") }
    /// How many requests running at once make the best of the device. Read only.
    public static var optimal_number_of_infer_requests: PropertyKey<Int> { PropertyKey("OPTIMAL_NUMBER_OF_INFER_REQUESTS") }
    /// The least and the greatest number of streams. Read only.
    public static var range_for_streams: PropertyKey<[Int]> { PropertyKey("RANGE_FOR_STREAMS") }
    /// The least and the greatest sensible number of requests, and the step. Read only.
    public static var range_for_async_infer_requests: PropertyKey<[Int]> { PropertyKey("RANGE_FOR_ASYNC_INFER_REQUESTS") }
    /// The batch size that suits the device and the model given as a hint. Read only.
    public static var optimal_batch_size: PropertyKey<Int> { PropertyKey("OPTIMAL_BATCH_SIZE") }
    /// The greatest batch size that fits the device. Read only.
    public static var max_batch_size: PropertyKey<Int> { PropertyKey("MAX_BATCH_SIZE") }
    /// How long, in milliseconds, automatic batching waits for a batch to fill.
    public static var auto_batch_timeout: PropertyKey<Int> { PropertyKey("AUTO_BATCH_TIMEOUT") }
    /// The number of inferences that run side by side: a count, or ``StreamProperties/AUTO`` or ``StreamProperties/NUMA``.
    public static var num_streams: PropertyKey<Int> { PropertyKey("NUM_STREAMS") }
    /// The number of threads that compute, 0 for as many as there are cores.
    public static var inference_num_threads: PropertyKey<Int> { PropertyKey("INFERENCE_NUM_THREADS") }
    /// The number of threads that compile.
    public static var compilation_num_threads: PropertyKey<Int> { PropertyKey("COMPILATION_NUM_THREADS") }
    /// The devices that a compiled model runs on. Read only.
    public static var execution_devices: PropertyKey<[String]> { PropertyKey("EXECUTION_DEVICES") }
    /// Whether the time of each operation is measured.
    public static var enable_profiling: PropertyKey<Bool> { PropertyKey("PERF_COUNT") }
    /// The directory where compiled models are kept, on devices that can export and import them; empty for none.
    public static var cache_dir: PropertyKey<String> { PropertyKey("CACHE_DIR") }
    /// The file where a compiled model is kept.
    public static var cache_path: PropertyKey<String> { PropertyKey("CACHE_PATH") }
    /// Whether kept models are small or quick to load. They carry their weights in both cases.
    public static var cache_mode: PropertyKey<CacheMode> { PropertyKey("CACHE_MODE") }
    /// The file of the model that a kept model was compiled from. Write only.
    public static var cache_model_path: PropertyKey<String> { PropertyKey("CACHE_MODEL_PATH") }
    /// The identity of a kept model.
    public static var cache_blob_id: PropertyKey<Int> { PropertyKey("CACHE_BLOB_ID") }
    /// The functions that kept models pass through on their way to and from the disk. Write only; for compiling.
    public static var cache_encryption_callbacks: PropertyKey<CacheEncryptionCallbacks> { PropertyKey("CACHE_ENCRYPTION_CALLBACKS") }
    /// Whether a compiled model came from the cache. Read only.
    public static var loaded_from_cache: PropertyKey<Bool> { PropertyKey("LOADED_FROM_CACHE") }
    /// Whether exported models leave out their weights.
    public static var enable_weightless: PropertyKey<Bool> { PropertyKey("ENABLE_WEIGHTLESS") }
    /// The file that weights are read from.
    public static var weights_path: PropertyKey<String> { PropertyKey("WEIGHTS_PATH") }
    /// Whether weights are mapped rather than read.
    public static var enable_mmap: PropertyKey<Bool> { PropertyKey("ENABLE_MMAP") }
    /// Whether worker threads end with the last object that used them.
    public static var force_tbb_terminate: PropertyKey<Bool> { PropertyKey("FORCE_TBB_TERMINATE") }
    /// Whether inference should spare energy.
    public static var workload_type: PropertyKey<WorkloadType> { PropertyKey("WORKLOAD_TYPE") }
    /// The element type in which attention keeps keys.
    public static var key_cache_precision: PropertyKey<ElementType> { PropertyKey("KEY_CACHE_PRECISION") }
    /// The element type in which attention keeps values.
    public static var value_cache_precision: PropertyKey<ElementType> { PropertyKey("VALUE_CACHE_PRECISION") }
    /// How many kept keys share a quantisation scale.
    public static var key_cache_group_size: PropertyKey<Int> { PropertyKey("KEY_CACHE_GROUP_SIZE") }
    /// How many kept values share a quantisation scale.
    public static var value_cache_group_size: PropertyKey<Int> { PropertyKey("VALUE_CACHE_GROUP_SIZE") }
    /// What an exported model needs to be imported. Read only.
    public static var runtime_requirements: PropertyKey<String> { PropertyKey("RUNTIME_REQUIREMENTS") }
    /// Whether an exported model can be imported. Read only.
    public static var compatibility_check: PropertyKey<CompatibilityCheck> { PropertyKey("COMPATIBILITY_CHECK") }

    /// Wishes that a device turns into settings.
    public static var hint: HintProperties { HintProperties() }
    /// Which device, and what it is.
    public static var device: DeviceProperties { DeviceProperties() }
    /// Streams: inferences that run side by side.
    public static var streams: StreamProperties { StreamProperties() }
    /// What a device reports.
    public static var log: LogProperties { LogProperties() }
    /// Settings of the CPU device alone.
    public static var intel_cpu: CPUProperties { CPUProperties() }
    /// Settings of the AUTO device alone.
    public static var intel_auto: AutoProperties { AutoProperties() }
}
