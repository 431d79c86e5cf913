import Foundation

@testable import InferIR

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a document says, in one comparable form for the package's parser and for Foundation's.
enum XMLTrace {
    /// The trace of the package's parser.
    static func own(_ document: [UInt8]) throws -> [String] {
        var trace: [String] = []
        var text = ""
        try document.withUnsafeBufferPointer { bytes in
            var parser = try XMLPullParser(bytes, file: "test.xml")
            while true {
                let event = try parser.next()
                if event != .text { flush(&text, &trace) }
                switch event {
                case .start:
                    let attributes = try parser.attributes.map { ($0.name.rawString, try parser.string($0)) }
                    trace.append(start(parser.name.rawString, attributes))
                case .end: trace.append("end \(parser.name.rawString)")
                case .text: text += try parser.text()
                case .endOfDocument: return
                }
            }
        }
        return trace
    }

    /// The trace of Foundation's parser; nil where it refuses the document.
    static func foundation(_ document: [UInt8]) -> [String]? {
        let collector = Collector()
        let parser = XMLParser(data: Data(document))
        parser.shouldResolveExternalEntities = false
        parser.delegate = collector
        guard parser.parse(), !collector.hasFailed else { return nil }
        return collector.trace
    }

    private static func start(_ name: String, _ attributes: [(String, String)]) -> String {
        "start \(name)" + attributes.sorted { $0.0 < $1.0 }.map { " \($0.0)=[\($0.1)]" }.joined()
    }

    private static func flush(_ text: inout String, _ trace: inout [String]) {
        // Foundation may divide or keep white space otherwise; only what surrounds the words is disregarded.
        let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if !words.isEmpty { trace.append("text \(words)") }
        text = ""
    }

    private final class Collector: NSObject, XMLParserDelegate {
        var trace: [String] = []
        var hasFailed = false
        private var text = ""

        func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { hasFailed = true }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            flush(&text, &trace)
            trace.append(start(name, attributes.map { ($0.key, $0.value) }))
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            flush(&text, &trace)
            trace.append("end \(name)")
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, foundCDATA block: Data) { text += String(decoding: block, as: UTF8.self) }
    }
}
