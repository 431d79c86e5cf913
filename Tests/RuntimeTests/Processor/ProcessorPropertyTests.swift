import Runtime
import XCTest

/// Rows C14, C17 and B40–B45: the properties of the processor and of models compiled for it.
final class ProcessorPropertyTests: RuntimeTestCase {
    private let core = Core()

    private func names(_ value: PropertyValue) throws -> [PropertyName] { try value.value() }

    private func compile(_ properties: [Property] = []) throws -> CompiledModel {
        try core.compile_model(Self.makeModel([[2, 2]]), "CPU", properties)
    }

    private static let valid: [Property] = [
        .hint.performance_mode(.LATENCY), .hint.performance_mode(.THROUGHPUT), .hint.performance_mode(.CUMULATIVE_THROUGHPUT),
        .hint.num_requests(1), .hint.execution_mode(.PERFORMANCE), .hint.execution_mode(.ACCURACY), .enable_profiling(true),
        .enable_profiling(false), .num_streams(3), .inference_num_threads(1), .hint.enable_cpu_pinning(false),
        .hint.scheduling_core_type(.PCORE_ONLY), .hint.scheduling_core_type(.ECORE_ONLY), .hint.enable_hyper_threading(false),
        .hint.inference_precision(.f32), .device.id(""), .enable_weightless(false),
        .log.level(.NO), .log.level(.ERR), .log.level(.WARNING), .log.level(.INFO), .log.level(.DEBUG), .log.level(.TRACE),
    ]

    private static let invalid: [Property] = [
        Property("PERFORMANCE_HINT", -1), .hint.num_requests(-10), Property("EXECUTION_MODE_HINT", 5), Property("PERF_COUNT", -1),
        .num_streams(-10), .inference_num_threads(-1), Property("ENABLE_CPU_PINNING", -1), Property("ENABLE_HYPER_THREADING", -1),
        Property("LOG_LEVEL", -3), Property("PERF_COUNT", "maybe"), Property("NUM_STREAMS", "many"),
        Property("SCHEDULING_CORE_TYPE", "ANY"), .device.id("10"), .hint.inference_precision(.i4),
    ]

    func test_C17_1_2_C17_13_C17_22_C18_15_C18_23_to_26_C18_31_validValuesReadBack() throws {
        for property in Self.valid {
            let core = Core()
            try core.set_property("CPU", [property])
            XCTAssertEqual(try core.get_property("CPU", property.name), property.value, "\(property)")
        }
        try core.set_property("CPU", [Property("NUM_STREAMS", "2"), Property("PERF_COUNT", "YES")])
        XCTAssertEqual(try core.get_property("CPU", Property.num_streams), 2)
        XCTAssertEqual(try core.get_property("CPU", Property.enable_profiling), true)
        XCTAssertEqual("\(try core.get_property("CPU", "PERF_COUNT"))", "YES")
    }

    func test_C17_12_C14_5_invalidValuesThrow() throws {
        for property in Self.invalid {
            XCTAssertThrowsError(try core.set_property("CPU", [property]), "\(property)") { error in
                XCTAssertTrue("\(error)".contains(property.name), "\(error)")
            }
            XCTAssertThrowsError(try compile([property]), "\(property)")
            XCTAssertNoThrow(try core.get_property("CPU", property.name))
        }
        _ = try compile()
    }

    func test_C17_3_C17_4_C14_16_C14_18_C13_27_B40_unknownNamesThrow() throws {
        assertThrows(.unsupported, "ZZZ", "CPU") { try self.core.set_property("CPU", [Property("ZZZ", 1)]) }
        assertThrows(.unsupported, "ZZZ", "CPU") { try self.core.get_property("CPU", "ZZZ") }
        assertThrows(.unsupported, "ZZZ", "CPU") { try self.compile([Property("ZZZ", 1)]) }
        let compiled = try compile()
        assertThrows(.unsupported, "ZZZ") { try compiled.get_property("ZZZ") }
        XCTAssertThrowsError(try compiled.set_property([Property("ZZZ", 1)]))
        assertThrows(.unsupported, "NUM_STREAMS?") { try self.core.get_property("CPU", "NUM_STREAM") }
    }

    func test_B41_B42_whatCannotBeSet() throws {
        assertThrows(.unsupported, "FULL_DEVICE_NAME") { try self.core.set_property("CPU", [.device.full_name("other")]) }
        let compiled = try compile()
        assertThrows(.notImplemented) { try compiled.set_property([.num_streams(1)]) }
        XCTAssertTrue(try compiled.get_property(Property.supported_properties).allSatisfy { !$0.is_mutable })
    }

    func test_C14_8_to_12_C17_9_C17_20_C18_47_C18_52_supportedPropertiesAreReadable() throws {
        let supported = try core.get_property("CPU", Property.supported_properties)
        XCTAssertTrue(supported.map(\.name).contains("SUPPORTED_PROPERTIES"))
        XCTAssertEqual(Set(supported.map(\.name)).count, supported.count)
        var mutable: [Property] = []
        for name in supported where name.mutability != .WO {
            let value = try core.get_property("CPU", name.name)
            if name.is_mutable { mutable.append(Property(name.name, value)) }
        }
        XCTAssertFalse(mutable.isEmpty)
        try core.set_property("CPU", mutable)
        let compiled = try compile(mutable)
        let names = try compiled.get_property(Property.supported_properties)
        XCTAssertTrue(names.map(\.name).contains("SUPPORTED_PROPERTIES"))
        for name in names { XCTAssertNoThrow(try compiled.get_property(name.name), name.name) }
    }

    func test_C17_14_C17_24_25_C17_27_to_29_C18_48_C18_51_whatTheDeviceIs() throws {
        let name = try core.get_property("CPU", Property.device.full_name)
        XCTAssertFalse(name.isEmpty)
        XCTAssertFalse(name.contains("\0"))
        XCTAssertEqual(try core.get_property("CPU", Property.available_devices), [""])
        XCTAssertEqual(try core.get_property("CPU", Property.execution_devices), ["CPU"])
        XCTAssertFalse(try core.get_property("CPU", Property.device.architecture).isEmpty)
        XCTAssertEqual(try core.get_property("CPU", Property.device.type), .INTEGRATED)
        XCTAssertEqual(try core.get_property("CPU", Property.hint.execution_mode), .PERFORMANCE)
        XCTAssertEqual(try core.get_property("CPU", Property.hint.inference_precision), .f32)
        let known: Set = ["FP32", "BF16", "FP16", "INT8", "INT16", "BIN", "WINOGRAD", "EXPORT_IMPORT"]
        XCTAssertTrue(Set(try core.get_property("CPU", Property.device.capabilities)).isSubset(of: known))
        let requests = try core.get_property("CPU", Property.range_for_async_infer_requests)
        XCTAssertLessThanOrEqual(requests[0], requests[1])
        XCTAssertGreaterThanOrEqual(requests[2], 1)
        let streams = try core.get_property("CPU", Property.range_for_streams)
        XCTAssertLessThanOrEqual(streams[0], streams[1])
    }

    func test_C17_11_compilePropertiesStayWithTheModel() throws {
        try core.set_property("CPU", [.enable_profiling(false)])
        let compiled = try compile([.enable_profiling(true)])
        XCTAssertEqual(try compiled.get_property(Property.enable_profiling), true)
        XCTAssertEqual(try core.get_property("CPU", Property.enable_profiling), false)
        try core.set_property("CPU", [.enable_profiling(true)])
        XCTAssertEqual(try compile().get_property(Property.enable_profiling), true)
        XCTAssertEqual(try compile([.enable_profiling(false)]).get_property(Property.enable_profiling), false)
    }

    func test_C14_2_C14_4_C14_15_compilePropertiesReadBack() throws {
        _ = try compile([])
        for property in Self.valid {
            let compiled = try compile([property])
            // The number of streams and threads are what became of the wish.
            if ["NUM_STREAMS", "INFERENCE_NUM_THREADS"].contains(property.name) {
                XCTAssertGreaterThanOrEqual(try compiled.get_property(property.name).value(as: Int.self), 1)
            } else {
                XCTAssertEqual(try compiled.get_property(property.name), property.value, "\(property)")
            }
        }
    }

    func test_C14_13_C14_14_C14_21_factsOfACompiledModel() throws {
        let compiled = try compile()
        XCTAssertEqual(try compiled.get_property(Property.model_name), "fake model")
        XCTAssertGreaterThanOrEqual(try compiled.get_property(Property.optimal_number_of_infer_requests), 1)
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"])
        XCTAssertEqual(try compiled.get_property(Property.loaded_from_cache), false)
    }

    func test_B59_C14_9_C17_10_C18_24_25_defaults() throws {
        let defaults: [Property] = [
            .hint.inference_precision(.f32), .hint.performance_mode(.LATENCY), .hint.execution_mode(.PERFORMANCE), .hint.num_requests(0),
            .enable_profiling(false), .num_streams(1), .inference_num_threads(0), .hint.enable_cpu_pinning(true),
            .hint.enable_hyper_threading(true), .hint.scheduling_core_type(.ANY_CORE), .log.level(.NO), .device.id(""), .enable_mmap(true),
        ]
        for property in defaults { XCTAssertEqual(try Core().get_property("CPU", property.name), property.value, property.name) }
    }

    func test_C17_16_precisions() throws {
        var accepted: [ElementType] = []
        for type in [.f32, .f16, .bf16, .f64, .i8, .u8, .i4, .u1, .string, .dynamic, .boolean] as [ElementType] {
            do {
                try core.set_property("CPU", [.hint.inference_precision(type)])
                XCTAssertEqual(try core.get_property("CPU", Property.hint.inference_precision), type)
                accepted.append(type)
            } catch let error as RuntimeError {
                XCTAssertTrue(error.message.contains("Wrong value") && error.message.contains("Supported values"), error.message)
            }
        }
        XCTAssertTrue(accepted.contains(.f32))
    }

    func test_C17_8_C17_15_C17_18_19_C18_41_C18_49_C18_59_C18_66_67_idsOfTheProcessor() throws {
        for name in core.available_devices { XCTAssertFalse(try core.get_versions(name).isEmpty) }
        try core.set_property("CPU", [.device.id("0"), .enable_profiling(true)])
        XCTAssertEqual(try core.get_property("CPU", Property.device.id), "0")
        XCTAssertEqual(
            "\(try core.get_property("CPU.0", "PERF_COUNT"))", "YES", "there is one processor: its id and its name mean the same")
        try core.set_property("CPU.0", [.enable_profiling(false)])
        XCTAssertEqual(try core.get_property("CPU", Property.enable_profiling), false)
        XCTAssertEqual(
            try core.get_property("CPU", Property.device.full_name, [.device.id("0")]),
            try core.get_property("CPU", Property.device.full_name))
        let model = try Self.makeModel([[2, 2]])
        XCTAssertNotNil(try core.query_model(model, "CPU.0")["plus"])
        for name in ["CPU.0", "HETERO:CPU.0", "MULTI:CPU.0"] { try core.compile_model(model, name).create_infer_request().infer() }
    }

    func test_C17_30_propertiesOfSeveralDevices() throws {
        let device = FakeDevice()
        try core.register_plugin(device, "FAKE")
        try core.set_property("CPU", [.enable_profiling(true)])
        try core.set_property("FAKE", [Property("FAKE_COUNT", 1)])
        XCTAssertEqual(try core.get_property("CPU", Property.enable_profiling), true)
        XCTAssertEqual(device.control.counted("set_property"), 1)
    }

    func test_B45_streamsByHint() throws {
        let all = try compile().get_property(Property.inference_num_threads)
        for (properties, streams, requests) in [
            ([.hint.performance_mode(.LATENCY)], 1, 1), ([.hint.performance_mode(.THROUGHPUT)], all, all),
            ([.hint.performance_mode(.CUMULATIVE_THROUGHPUT)], all, all),
            ([.hint.performance_mode(.THROUGHPUT), .hint.num_requests(1)], 1, 1),
            ([.hint.performance_mode(.THROUGHPUT), .inference_num_threads(1)], 1, 1), ([.num_streams(1)], 1, 1),
            ([.num_streams(Property.streams.AUTO)], all, all), ([.num_streams(1000)], all, all), ([.num_streams(0)], 0, 1),
            ([Property("NUM_STREAMS", "1"), Property("PERFORMANCE_HINT", "THROUGHPUT")], 1, 1),
        ] as [([Property], Int, Int)] {
            let compiled = try compile(properties)
            XCTAssertEqual(try compiled.get_property(Property.num_streams), streams, "\(properties)")
            XCTAssertEqual(try compiled.get_property(Property.optimal_number_of_infer_requests), requests, "\(properties)")
            try compiled.create_infer_request().infer()
        }
        XCTAssertThrowsError(try compile([.num_streams(-10)]))
    }

    func test_threadsThatAreAskedFor() throws {
        let all = try compile().get_property(Property.inference_num_threads)
        XCTAssertEqual(try compile([.inference_num_threads(1)]).get_property(Property.inference_num_threads), 1)
        XCTAssertEqual(try compile([.inference_num_threads(1000)]).get_property(Property.inference_num_threads), all)
        let cores = try compile([.hint.enable_hyper_threading(false)]).get_property(Property.inference_num_threads)
        XCTAssertTrue((1...all).contains(cores), "\(cores) of \(all)")
    }

    func test_compiledModelsTellWhatBecameOfWishes() throws {
        let compiled = try compile([.hint.enable_cpu_pinning(true), .hint.dynamic_quantization_group_size(64), .key_cache_group_size(8)])
        XCTAssertEqual(try compiled.get_property(Property.hint.enable_cpu_pinning), false, "threads are the system's to place")
        XCTAssertEqual(try compiled.get_property(Property.hint.dynamic_quantization_group_size), 0, "nothing is quantised on the fly")
        XCTAssertEqual(try compiled.get_property(Property.key_cache_group_size), 0)
        for property in [Property.key_cache_precision(.u8), Property.hint.kv_cache_precision(.u8), Property("TBB_PARTITIONER", "LOUD")] {
            XCTAssertThrowsError(try compile([property])) { XCTAssertTrue("\($0)".contains(property.name), "\($0)") }
        }
    }

    func test_propertiesOfOtherDevicesAreRefused() throws {
        // What OpenVINO's processor does not have either.
        for property in [
            Property.compilation_num_threads(2), Property("OPTIMAL_BATCH_SIZE", 2), Property("MAX_BATCH_SIZE", 2),
            .hint.model_priority(.HIGH), .workload_type(.EFFICIENT), .hint.activations_scale_factor(1),
        ] {
            assertThrows(.unsupported, property.name, "CPU") { try self.core.set_property("CPU", [property]) }
            assertThrows(.unsupported, property.name, "CPU") { try self.core.get_property("CPU", property.name) }
            assertThrows(.unsupported, property.name, "CPU") { try self.compile([property]) }
        }
        XCTAssertEqual(try core.get_property("CPU", Property.optimal_number_of_infer_requests), 1)
        assertThrows(.unsupported, "OPTIMAL_NUMBER_OF_INFER_REQUESTS") {
            try self.core.set_property("CPU", [Property("OPTIMAL_NUMBER_OF_INFER_REQUESTS", 2)])
        }
        try core.set_property("CPU", [.weights_path("model.bin")])
        XCTAssertNoThrow(try compile([.weights_path("model.bin"), .enable_weightless(true)]))
    }

    func test_whetherAnExportedModelCanBeImported() throws {
        let requirements = try compile().get_property(Property.runtime_requirements)
        func check(_ arguments: [Property]) throws -> CompatibilityCheck {
            try core.get_property("CPU", Property.compatibility_check, arguments)
        }
        XCTAssertEqual(try check([.runtime_requirements(requirements)]), .SUPPORTED)
        XCTAssertEqual(try check([.runtime_requirements("of another runtime")]), .UNSUPPORTED)
        XCTAssertEqual(try check([]), .NOT_APPLICABLE)
        let exported = try compile([.enable_weightless(true)]).export_model()
        XCTAssertEqual(exported.prefix(requirements.utf8.count), Data(requirements.utf8))
        let again = try core.import_model(exported, "CPU", [.weights_path("not needed")])
        XCTAssertEqual(try again([Tensor.counting([2, 2])])[0].floats, [1, 2, 3, 4])
    }

    func test_autoKeepsWhatTheProcessorKnows() throws {
        let compiled = try core.compile_model(Self.makeModel([[2, 2]]), "AUTO", [.enable_profiling(true), .hint.model_priority(.LOW)])
        XCTAssertEqual(try compiled.get_property(Property.enable_profiling), true)
        XCTAssertEqual(try compiled.get_property(Property.hint.performance_mode), .LATENCY)
        XCTAssertEqual(try compiled.get_property(Property.execution_devices), ["CPU"])
    }

    func test_C14_1_C14_3_propertiesOfTheCoreAreAccepted() throws {
        let compiled = try compile([
            .enable_mmap(false), .cache_mode(.OPTIMIZE_SIZE), .hint.allow_auto_batching(false), .auto_batch_timeout(5),
        ])
        try compiled.create_infer_request().infer()
    }
}
