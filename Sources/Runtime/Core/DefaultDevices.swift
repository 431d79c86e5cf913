import InferCPU
import InferDevices

/// A device that every ``Core`` has.
struct DefaultDevice: Sendable {
    let name: String
    /// Whether it runs models on other devices.
    let isMeta: Bool
    let make: DeviceRegistry.Factory

    /// The devices that every ``Core`` has, the most wanted first.
    static let all: [DefaultDevice] = [
        DefaultDevice(name: "CPU", isMeta: false) { _ in CPUDevice() },
        DefaultDevice(name: "AUTO", isMeta: true) { SchedulingDevice($0, isMulti: false) },
        DefaultDevice(name: "MULTI", isMeta: true) { SchedulingDevice($0, isMulti: true) },
        DefaultDevice(name: "HETERO", isMeta: true) { SplittingDevice($0) },
        DefaultDevice(name: "BATCH", isMeta: true) { BatchingDevice($0) },
    ]
}
