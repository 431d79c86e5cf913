/// An enumeration that is the value of a property and travels as its OpenVINO name.
public protocol PropertyEnumeration: PropertyConvertible, CaseIterable, Hashable, RawRepresentable where RawValue == String {}

extension PropertyEnumeration {
    /// The case of that name.
    public init?(propertyValue: PropertyValue) {
        guard case .string(let name) = propertyValue else { return nil }
        self.init(rawValue: name)
    }
    /// The name.
    public var propertyValue: PropertyValue { .string(rawValue) }
    /// The names of all cases.
    public static var propertyExpectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
}

/// What to optimise a compiled model for.
public enum PerformanceMode: String, PropertyEnumeration {
    /// Each inference as fast as it can be.
    case LATENCY
    /// As many inferences a second as the device can do.
    case THROUGHPUT
    /// As many inferences a second as all devices together can do.
    case CUMULATIVE_THROUGHPUT
}

/// Whether a device may trade accuracy for speed.
public enum ExecutionMode: String, PropertyEnumeration {
    /// Speed may cost accuracy.
    case PERFORMANCE
    /// Results are as exact as the model's own precision.
    case ACCURACY
}

/// The importance of a model among those that share devices.
public enum Priority: String, PropertyEnumeration {
    /// Yields to others.
    case LOW
    /// Neither yields nor takes precedence.
    case MEDIUM
    /// Takes precedence.
    case HIGH

    /// The priority of a model that says nothing.
    public static let DEFAULT = Priority.MEDIUM
}

/// The kinds of cores that may compute.
public enum SchedulingCoreType: String, PropertyEnumeration {
    /// Any core.
    case ANY_CORE
    /// Performance cores only.
    case PCORE_ONLY
    /// Efficiency cores only.
    case ECORE_ONLY
}

/// How a model may be spread over several sockets or devices.
public enum ModelDistributionPolicy: String, PropertyEnumeration {
    /// Each operation is split.
    case TENSOR_PARALLEL
    /// Operations follow each other on different devices.
    case PIPELINE_PARALLEL
}

/// Whether cached models are small or quick to load.
public enum CacheMode: String, PropertyEnumeration {
    /// Small files.
    case OPTIMIZE_SIZE
    /// Quick loading.
    case OPTIMIZE_SPEED
}

/// Whether inference should spare energy.
public enum WorkloadType: String, PropertyEnumeration {
    /// The device's usual speed.
    case DEFAULT
    /// Slower and less demanding.
    case EFFICIENT
}

/// How much a device reports about what it does.
public enum LogLevel: String, PropertyEnumeration {
    /// Nothing.
    case NO = "LOG_NONE"
    /// Errors.
    case ERR = "LOG_ERROR"
    /// Errors and warnings.
    case WARNING = "LOG_WARNING"
    /// What happens.
    case INFO = "LOG_INFO"
    /// What helps to find faults.
    case DEBUG = "LOG_DEBUG"
    /// Everything.
    case TRACE = "LOG_TRACE"
}

/// Whether a device shares the machine's memory.
public enum DeviceType: String, PropertyEnumeration {
    /// It shares the machine's memory.
    case INTEGRATED = "integrated"
    /// It has memory of its own.
    case DISCRETE = "discrete"
}

/// Whether a compiled model can be imported on a device.
public enum CompatibilityCheck: String, PropertyEnumeration {
    /// The question makes no sense for the device.
    case NOT_APPLICABLE
    /// It can be imported.
    case SUPPORTED
    /// It cannot be imported.
    case UNSUPPORTED
}
