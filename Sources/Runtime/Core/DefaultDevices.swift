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
        DefaultDevice(name: "AUTO", isMeta: true) { AutoDevice($0) },
    ]
}
