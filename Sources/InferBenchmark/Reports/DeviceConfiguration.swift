/// The properties to set on each device, by OpenVINO's names, as the files of `-load_config` and `-dump_config` hold them.
struct DeviceConfiguration: Equatable {
    /// Properties by device, then by name.
    var devices: [String: [String: String]] = [:]

    init() {}

    /// - Throws: ``InputError`` that names the file.
    init(contentsOf path: String) throws {
        let file: JSON
        do {
            file = try JSON(contentsOf: path)
        } catch {
            throw InputError("Can't load config file \(path): \(error.reason)")
        }
        guard case .object(let devices) = file else { throw InputError("Can't load config file \(path): an object by device is expected") }
        for (device, properties) in devices {
            guard case .object(let properties) = properties else {
                throw InputError("Can't load config file \(path): the properties of \(device) are not an object")
            }
            for (name, value) in properties {
                self.devices[device, default: [:]][name] =
                    switch value {
                    case .string(let value): value
                    case .integer(let value): "\(value)"
                    case .number(let value): "\(value)"
                    case .boolean(let value): value ? "YES" : "NO"
                    case .array, .object:
                        throw InputError("Can't load config file \(path): property \(name) of \(device) is not a string, number or boolean")
                    }
            }
        }
    }

    /// Writes a file that can be loaded again.
    func write(to path: String) throws {
        try JSON.object(devices.mapValues { .object($0.mapValues { .string($0) }) }).write(to: path)
    }

    /// The properties that the flags ask for on one device; they go before what was loaded.
    mutating func apply(_ options: Options, device: String) throws {
        var properties = devices[device, default: [:]]
        if options.hint != Options.Hint.none {
            properties["PERFORMANCE_HINT"] =
                options.hint?.property ?? properties["PERFORMANCE_HINT"] ?? (options.measuredAPI == .sync ? "LATENCY" : "THROUGHPUT")
        } else {
            properties["PERFORMANCE_HINT"] = nil
        }
        func set(_ name: String, _ value: String?) {
            if let value { properties[name] = value }
        }
        set("PERFORMANCE_HINT_NUM_REQUESTS", options.requests.map { "\($0)" })
        set("INFERENCE_NUM_THREADS", options.threads.map { "\($0)" })
        set("ENABLE_CPU_PINNING", options.pinning.map { $0 ? "YES" : "NO" })
        set("NUM_STREAMS", try Self.value(of: options.streams, device, flag: "-nstreams"))
        set("INFERENCE_PRECISION_HINT", try Self.value(of: options.precision, device, flag: "-infer_precision"))
        set("CACHE_DIR", options.cacheFolder)
        if options.measuresCounters {
            properties["PERF_COUNT"] = "YES"
        }
        devices[device] = properties
    }

    /// The part for one device of `value` or `device:value,device:value`.
    private static func value(of text: String?, _ device: String, flag: String) throws -> String? {
        var found: String?
        for part in text?.split(separator: ",") ?? [] {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            switch pair.count {
            case 1: found = String(pair[0])
            case 2 where pair[0] == device: found = String(pair[1])
            case 2: throw InputError("\(flag) names the device '\(pair[0])', the target device is '\(device)'")
            default: throw InputError("Unknown string format: \(flag) \(text ?? "")")
            }
        }
        return found
    }
}
