// swift-tools-version: 6.2
import PackageDescription

// Modules import downward only; Tests/ArchitectureTests holds the sources to the dependencies written here.
let package = Package(
    name: "swift-infer",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "Runtime", targets: ["Runtime"]),
        .executable(name: "identify", targets: ["InferIdentify"]),
        .executable(name: "benchmark_app", targets: ["InferBenchmark"]),
        .executable(name: "kernel_benchmark", targets: ["InferKernelBenchmark"]),
    ],
    targets: [
        .target(name: "InferTensors"),
        .target(name: "InferAssembler"),
        .target(name: "InferGraph", dependencies: ["InferTensors"]),
        .target(name: "InferPreprocessing", dependencies: ["InferGraph", "InferTensors"]),
        .target(name: "InferIR", dependencies: ["InferGraph", "InferTensors"]),
        .target(name: "InferDevices", dependencies: ["InferGraph", "InferTensors"]),
        .target(name: "InferKernels", dependencies: ["InferTensors"]),
        .target(name: "InferGenerated", dependencies: ["InferAssembler", "InferKernels", "InferTensors"]),
        .target(
            name: "InferCPU",
            dependencies: ["InferIR", "InferDevices", "InferGenerated", "InferKernels", "InferAssembler", "InferGraph", "InferTensors"]),
        .target(
            name: "Runtime", dependencies: ["InferCPU", "InferIR", "InferDevices", "InferPreprocessing", "InferGraph", "InferTensors"]),
        .executableTarget(name: "InferIdentify", dependencies: ["Runtime"], resources: [.copy("Magika")]),
        .executableTarget(name: "InferBenchmark", dependencies: ["Runtime"]),
        .executableTarget(name: "InferKernelBenchmark", dependencies: ["InferGenerated", "InferKernels", "InferAssembler"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "InferTensorsTests", dependencies: ["InferTensors"]),
        .testTarget(name: "InferAssemblerTests", dependencies: ["InferAssembler"]),
        .testTarget(name: "InferGraphTests", dependencies: ["InferGraph", "InferTensors"]),
        .testTarget(
            name: "InferCPUTests",
            dependencies: ["InferCPU", "InferDevices", "InferGenerated", "InferKernels", "InferAssembler", "InferGraph", "InferTensors"]),
        .testTarget(name: "InferKernelsTests", dependencies: ["InferKernels"]),
        .testTarget(name: "InferGeneratedTests", dependencies: ["InferGenerated", "InferKernels", "InferAssembler", "InferTensors"]),
        .testTarget(name: "InferIdentifyTests", dependencies: ["InferIdentify"]),
        .testTarget(name: "InferBenchmarkTests", dependencies: ["InferBenchmark"]),
        .testTarget(name: "InferIRTests", dependencies: ["InferIR", "InferGraph", "InferTensors"]),
        .testTarget(name: "InferDevicesTests", dependencies: ["InferDevices", "InferGraph", "InferTensors"]),
        .testTarget(name: "RuntimeTests", dependencies: ["Runtime"]),
    ],
    swiftLanguageModes: [.v6]
)
