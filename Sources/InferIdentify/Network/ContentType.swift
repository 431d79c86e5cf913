/// What is known of a label.
struct ContentType: Decodable, Sendable {
    /// For people to read; a few labels have none.
    let description: String?
    /// "code", "image", "archive" …; a few labels have none.
    let group: String?
    /// Whether files of the type are text.
    let isText: Bool

    enum CodingKeys: String, CodingKey {
        case description, group
        case isText = "is_text"
    }
}
