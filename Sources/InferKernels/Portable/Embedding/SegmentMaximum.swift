import InferTensors

/// SegmentMax: the greatest elements of rows that belong together.
package enum SegmentMaximum {
    /// - Parameters:
    ///   - segments: the segment of each row, in ascending order; those beyond `count` are left out.
    ///   - lowest: whether empty segments are filled with the type's lowest number, rather than with zeros.
    /// - Throws: `RuntimeError` for elements that are no numbers of whole bytes.
    package static func run(
        _ type: ElementType, data: UnsafeRawPointer, segments: [Int], width: Int, count: Int, lowest: Bool,
        output: UnsafeMutableRawPointer
    ) throws {
        try Run(data: data, segments: segments, width: width, count: count, fill: lowest ? Self.lowest(type) : 0, output: output)
            .dispatch(type, operation: "SegmentMax")
    }

    /// The lowest finite number of a type.
    private static func lowest(_ type: ElementType) -> Double {
        switch type.kind {
        case .i8: Double(Int8.min)
        case .i16: Double(Int16.min)
        case .i32: Double(Int32.min)
        case .i64: Double(Int64.min)
        case .f16: -65504
        case .bf16: -Double(Float(bitPattern: 0x7f7f_0000))
        case .f32: -Double(Float.greatestFiniteMagnitude)
        case .f64: -Double.greatestFiniteMagnitude
        default: 0
        }
    }

    private struct Run: NumericElementVisitor {
        let data: UnsafeRawPointer
        let segments: [Int]
        let width: Int
        let count: Int
        let fill: Double
        let output: UnsafeMutableRawPointer

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) {
            let data = data.assumingMemoryBound(to: Element.self)
            let output = output.assumingMemoryBound(to: Element.self)
            output.update(repeating: Element.make(double: fill), count: count * width)
            for (row, segment) in segments.enumerated() where segment >= 0 && segment < count {
                let target = output + segment * width
                let isFirst = row == 0 || segments[row - 1] != segment
                for column in 0..<width {
                    let value = data[row * width + column]
                    if isFirst || ElementSum.isLess(target[column], value) { target[column] = value }
                }
            }
        }
    }
}
