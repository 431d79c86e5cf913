import Foundation

/// The network's files, which come with the program.
enum NetworkFiles {
    /// The path of the network in IR; its weights lie beside it.
    static var model: String { folder.appendingPathComponent("model.xml").path }

    /// - Throws: An error of the file system or of decoding.
    static func configuration() throws -> ModelConfiguration {
        try JSONDecoder().decode(ModelConfiguration.self, from: Data(contentsOf: folder.appendingPathComponent("config.json")))
    }

    /// What is known of each label.
    ///
    /// - Throws: An error of the file system or of decoding.
    static func contentTypes() throws -> [String: ContentType] {
        try JSONDecoder().decode([String: ContentType].self, from: Data(contentsOf: folder.appendingPathComponent("content_types.json")))
    }

    /// Not called "Resources": bundles of some platforms have a folder of that name, with a meaning of its own.
    private static var folder: URL { (Bundle.module.resourceURL ?? Bundle.module.bundleURL).appendingPathComponent("Magika") }
}
