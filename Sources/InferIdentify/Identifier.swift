import Runtime
import Synchronization

/// Identifies files with the network: one inference request a stream, so that the device always has work while the next file is read.
final class Identifier: Sendable {
    private let configuration: ModelConfiguration
    private let contentTypes: [String: ContentType]
    private let queue: AsyncInferQueue

    /// Loads the network.
    ///
    /// - Parameter expectedFiles: How many files will come; one alone is given all cores.
    init(_ configuration: ModelConfiguration, _ contentTypes: [String: ContentType], expectedFiles: Int) throws {
        let core = Core()
        let model = try core.read_model(NetworkFiles.model)
        try model.reshape([1, Dimension(configuration.beginningSize + configuration.endSize)])
        let mode: PerformanceMode = expectedFiles > 1 ? .THROUGHPUT : .LATENCY
        let compiled = try core.compile_model(model, "CPU", [.hint.performance_mode(mode)])
        queue = try AsyncInferQueue(compiled)
        self.configuration = configuration
        self.contentTypes = contentTypes
    }

    /// Identifies files, several at a time.
    ///
    /// - Parameter report: Takes the answer for the file with an index, on any thread, in any order.
    func identify(_ files: [FileLister.Entry], report: @escaping @Sendable (Int, Answer) -> Void) throws {
        try queue.set_callback { [configuration, contentTypes] request, index in
            let scores = try request.get_output_tensor()
            let decision = try Decision(
                scores: UnsafeBufferPointer(start: scores.data(Float.self), count: scores.size), configuration, contentTypes)
            guard let index = index as? Int, let decision else {
                throw RuntimeError(.mismatch, "The network gives \(scores.size) scores for \(configuration.labels.count) labels")
            }
            report(index, .success(decision))
        }
        for (index, file) in files.enumerated() {
            do {
                switch try features(of: file) {
                case .row(let row): try queue.start_async([Tensor(row, shape: [1, row.count])], userdata: index)
                case .few(let label): report(index, .success(Decision(certain: label)))
                }
            } catch let error as FileError {
                report(index, .failure(error))
            }
        }
        try queue.wait_all()
    }

    private func features(of file: FileLister.Entry) throws -> FileFeatures {
        switch try file.kind.get() {
        case .file: try FileFeatures(of: file.path, configuration)
        case .folder: .few(label: "directory")
        case .link: .few(label: "symlink")
        // The reference takes devices for files without a byte.
        case .device: .few(label: "empty")
        case .special: .few(label: "unknown")
        }
    }
}
