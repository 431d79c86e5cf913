import InferAssembler
import InferTensors

/// The code that converts whole vectors of elements.
struct ConversionCode: KernelSpecification {
    enum Conversion: Hashable {
        case halfToSingle, singleToHalf, brainToSingle, byteToSingle, signedByteToSingle, integerToSingle, byteToInteger,
            signedByteToInteger

        private static let types: [Conversion: (source: ElementType.Kind, target: ElementType.Kind)] = [
            .halfToSingle: (.f16, .f32), .singleToHalf: (.f32, .f16), .brainToSingle: (.bf16, .f32), .byteToSingle: (.u8, .f32),
            .signedByteToSingle: (.i8, .f32), .integerToSingle: (.i32, .f32), .byteToInteger: (.u8, .i32),
            .signedByteToInteger: (.i8, .i32),
        ]

        /// nil for types that there is no code for.
        init?(_ source: ElementType.Kind, _ target: ElementType.Kind) {
            guard let found = Self.types.first(where: { $0.value == (source, target) }) else { return nil }
            self = found.key
        }

        /// Bytes of an element.
        var sourceSize: Int {
            switch self {
            case .halfToSingle, .brainToSingle: 2
            case .singleToHalf, .integerToSingle: 4
            case .byteToSingle, .signedByteToSingle, .byteToInteger, .signedByteToInteger: 1
            }
        }
        var targetSize: Int { self == .singleToHalf ? 2 : 4 }
    }

    struct Arguments {
        var output: UnsafeMutableRawPointer
        var input: UnsafeRawPointer
        /// At least 1.
        var vectors: Int
    }

    let instructionSet: InstructionSet
    let conversion: Conversion
    var name: String { "convert_\(conversion)" }

    func emit(_ emitter: KernelEmitter) {
        let a = emitter.assembler
        emitter.function {
            a.mov(.rsi, emitter.argument(\Arguments.input))
            a.mov(.rdx, emitter.argument(\Arguments.output))
            a.mov(.rcx, emitter.argument(\Arguments.vectors))
            emitter.loop(counting: .rcx) {
                convert(emitter, MemoryOperand(.rdx), MemoryOperand(.rsi))
                a.add(.rsi, emitter.lanes * conversion.sourceSize)
                a.add(.rdx, emitter.lanes * conversion.targetSize)
            }
        }
    }

    private func convert(_ emitter: KernelEmitter, _ target: MemoryOperand, _ source: MemoryOperand) {
        let (a, x) = (emitter.assembler, emitter.vector(0))
        switch conversion {
        case .halfToSingle: a.vcvtph2ps(x, source)
        case .singleToHalf:
            emitter.load(x, source)
            // To nearest, ties to even.
            return a.vcvtps2ph(target, x, 0)
        case .brainToSingle:
            a.vpmovzxwd(x, source)
            a.vpslld(x, x, 16)
        case .byteToSingle, .byteToInteger: a.vpmovzxbd(x, source)
        case .signedByteToSingle, .signedByteToInteger: a.vpmovsxbd(x, source)
        case .integerToSingle: emitter.load(x, source)
        }
        if [.byteToSingle, .signedByteToSingle, .integerToSingle].contains(conversion) { a.vcvtdq2ps(x, x) }
        emitter.store(target, x)
    }
}
