import InferTensors

/// Conversion of row-major elements between any two types but strings, packed ones included.
///
/// Semantics are OpenVINO's: real numbers are cut towards zero and integers keep their low bits; narrow floats round to nearest even;
/// `f8e4m3` overflows to NaN, `f4e2m1` and `nf4` saturate. For strided operands of whole bytes see ``ElementwisePlan``.
package struct ConversionPlan: Sendable {
    private let source: ElementType.Kind
    private let destination: ElementType.Kind
    private let sourceSize: Int
    private let destinationSize: Int
    private let kernel: BlockKernel
    private let count: Int

    /// Elements at a time: whole groups of every packed type, and at most 1 KB of scratch.
    private static var strip: Int { 256 }

    /// `nil` for strings.
    package init?(converting source: ElementType.Kind, to destination: ElementType.Kind, count: Int) {
        let from = PackedElements.unpackedType(source) ?? source
        let to = PackedElements.unpackedType(destination).map { $0 == .i8 ? .u8 : $0 } ?? destination
        guard let kernel = ConversionKernels.kernel(from: from, to: to) else { return nil }
        self.source = source
        self.destination = destination
        self.kernel = kernel
        self.count = count
        sourceSize = ConversionPlan.size(from)
        destinationSize = ConversionPlan.size(to)
    }

    private static func size(_ type: ElementType.Kind) -> Int { (ElementType(type).bitwidth + 7) / 8 }

    package func run(output: UnsafeMutableRawPointer, input: UnsafeRawPointer, team: WorkerTeam? = nil) {
        Parallel.run((count + Self.strip - 1) / Self.strip, grain: 32, team, Job(plan: self, output: output, input: input))
    }

    private struct Job: RangeJob {
        let plan: ConversionPlan
        let output: UnsafeMutableRawPointer
        let input: UnsafeRawPointer

        func perform(_ strips: Range<Int>) { plan.convert(strips, output, input) }
    }

    private func convert(_ strips: Range<Int>, _ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer) {
        let isUnpacking = PackedElements.unpackedType(source) != nil
        let isPacking = PackedElements.unpackedType(destination) != nil
        if !isUnpacking, !isPacking {
            let start = strips.lowerBound * Self.strip
            convert(output + start * destinationSize, input + start * sourceSize, min(strips.upperBound * Self.strip, count) - start)
            return
        }
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { unpacked in
            withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { converted in
                guard let unpacked = unpacked.baseAddress, let converted = converted.baseAddress else { return }
                for strip in strips {
                    let start = strip * Self.strip
                    let count = min(Self.strip, count - start)
                    var from = input + start * sourceSize
                    if isUnpacking {
                        let group = PackedElements.group(source)
                        PackedElements.unpack(source, input + start / group.elements * group.bytes, count: count, into: unpacked)
                        from = UnsafeRawPointer(unpacked)
                    }
                    if isPacking {
                        let group = PackedElements.group(destination)
                        convert(converted, from, count)
                        PackedElements.pack(destination, converted, count: count, into: output + start / group.elements * group.bytes)
                    } else {
                        convert(output + start * destinationSize, from, count)
                    }
                }
            }
        }
    }

    private func convert(_ output: UnsafeMutableRawPointer, _ input: UnsafeRawPointer, _ count: Int) {
        kernel(
            StridedBlock(
                output: output, first: input, second: input, third: input, rows: 1, columns: count, rowStrides: .zero,
                columnStrides: SIMD4(destinationSize, sourceSize, 0, 0)), ElementwiseParameters())
    }
}
