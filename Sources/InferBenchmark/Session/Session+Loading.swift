import Runtime

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Session {
    func printVersions() throws {
        Log.info("Device info:")
        for (device, version) in try core.get_versions(options.device).sorted(by: { $0.key < $1.key }) {
            Log.info(device)
            Log.info("Build ................................. \(version.build_number)")
        }
    }

    /// Steps 4 to 7.
    mutating func load() throws -> (CompiledModel, name: String, InputPlan) {
        guard !options.model.hasSuffix(".blob") else { return try importModel() }
        Log.step(4)
        Log.info("Loading model files")
        var start = Clock.now()
        let model = try core.read_model(options.model)
        took("Read model", "read model time (ms)", "read_model_time", since: start)
        Log.info("Original model I/O parameters:")
        printPorts(model.inputs, model.outputs)

        Log.step(5)
        let plan = try InputPlan(model.inputs, options)
        if !plan.reshaping.isEmpty {
            let shapes = plan.ports.map { "'\($0.name)': \($0.partial_shape)" }.joined(separator: ", ")
            Log.info("Reshaping model: \(shapes)")
            start = Clock.now()
            try model.reshape(plan.reshaping)
            took("Reshape model", "reshape model time (ms)", "reshape_model_time", since: start)
        }

        Log.step(6)
        printPorts(model.inputs, model.outputs)

        Log.step(7)
        start = Clock.now()
        let compiled = try core.compile_model(model, options.device, properties)
        took("Compile model", "compile model time (ms)", "load_model_time", since: start)
        return (compiled, model.friendly_name, plan)
    }

    private mutating func importModel() throws -> (CompiledModel, name: String, InputPlan) {
        for step in 4...6 {
            Log.step(step)
            Log.info("Skipping the step for compiled model")
        }
        Log.step(7)
        let start = Clock.now()
        let blob: Data
        do {
            blob = try Data(contentsOf: URL(filePath: options.model), options: .mappedIfSafe)
        } catch {
            throw InputError("Cannot open model file \(options.model): \(error.reason)")
        }
        let compiled = try core.import_model(blob, options.device, properties)
        took("Import model", "import model time (ms)", "import_model_time", since: start)
        printPorts(compiled.inputs, compiled.outputs)
        let plan = try InputPlan(compiled.inputs, options)
        guard plan.reshaping.isEmpty else { throw InputError("A compiled model can't be reshaped: -shape and -b are for models") }
        return (compiled, (try? compiled.get_property(Property.model_name)) ?? "", plan)
    }

    mutating func took(_ what: String, _ title: String, _ key: String, since start: Int64) {
        let milliseconds = Clock.milliseconds(since: start)
        Log.took(what, milliseconds: milliseconds)
        report?.add(.results, title, key, .number(milliseconds))
    }

    private func printPorts(_ inputs: [Output], _ outputs: [Output]) {
        for (title, ports) in [("Model inputs:", inputs), ("Model outputs:", outputs)] {
            Log.info(title)
            for port in ports {
                let names = port.names.isEmpty ? "***NO_NAME***" : port.names.sorted().joined(separator: " , ")
                Log.info("    \(names) (node: \(port.node.friendly_name)) : \(port.element_type) / \(port.partial_shape)")
            }
        }
    }

    /// Step 8.
    ///
    /// - Returns: The number of streams, where the device tells.
    func printProperties(_ compiled: CompiledModel) -> String? {
        Log.info("Model:")
        for property in (try? compiled.get_property(Property.supported_properties)) ?? [] where property.name != "SUPPORTED_PROPERTIES" {
            if let value = try? compiled.get_property(property.name) {
                Log.info("  \(property.name): \(value)")
            }
        }
        return (try? compiled.get_property("NUM_STREAMS")).map { "\($0)" }
    }
}
