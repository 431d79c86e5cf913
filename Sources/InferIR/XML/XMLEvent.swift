/// What an ``XMLPullParser`` comes upon.
enum XMLEvent {
    /// A start tag; the parser's `name` and `attributes` are its own. An empty-element tag gives a start and an end.
    case start
    /// An end tag; `name` is its own.
    case end
    /// Characters; `text` holds them. Runs of bare white space are not reported, and a comment or CDATA section divides a run.
    case text
    /// The end of the document, again and again.
    case endOfDocument
}
