import Foundation
import XCTest

@testable import InferAssembler

/// Compares what the assembler writes, instruction by instruction, with what LLVM's does.
final class EncodingTests: XCTestCase {
    private static let frozenSeed: UInt64 = 1
    private static let frozenCount = 4

    /// Set to a file's name, the frozen table is written there instead of compared.
    private static let recordVariable = "RECORD_ENCODINGS"

    /// Against bytes that were written down.
    func testInstructionsAreEncodedAsFrozen() throws {
        let samples = try EncodingSource.all.flatMap { try $0.samples(Self.frozenCount, seed: Self.frozenSeed) }
        if let file = ProcessInfo.processInfo.environment[Self.recordVariable] { return try record(samples, file) }
        var frozen: [Substring: Substring] = [:]
        for line in FrozenEncodings.table.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            frozen[parts[1]] = parts[0]
        }
        for sample in samples {
            guard let expected = frozen[Substring(sample.text)] else {
                XCTFail("no frozen encoding of \(sample.text); record them with \(Self.recordVariable)=FrozenEncodings.swift")
                continue
            }
            XCTAssertEqual(hexadecimal(sample.bytes), String(expected), sample.text)
        }
    }

    /// Against LLVM itself, with operands that no one has chosen.
    func testInstructionsAreEncodedAsByAnotherAssembler() throws {
        guard let reference = ReferenceAssembler() else { throw XCTSkip("needs clang in the search path") }
        let seed = UInt64.random(in: 0...UInt64.max)
        let samples = try EncodingSource.all.flatMap { try $0.samples(8, seed: seed) }
        let expected = try reference.assemble(samples.map(\.text))
        XCTAssertEqual(samples.count, expected.count)
        for (sample, bytes) in zip(samples, expected) where sample.bytes != bytes {
            XCTFail("\(sample.text): \(hexadecimal(sample.bytes)) instead of \(hexadecimal(bytes)), seed \(seed)")
        }
    }

    func testOperandsWithoutAnEncodingAreErrors() {
        let cases: [(String, (Assembler) -> Void)] = [
            ("a fifth bit in VEX", { $0.vblendps(.ymm(16), .ymm(1), .ymm(2), 0) }),
            ("rsp as an index", { $0.mov(.rax, MemoryOperand(.rax, .rsp)) }),
            ("one element for all lanes of a load", { $0.vmovups(.zmm(0), MemoryOperand(.rax).broadcast) }),
            ("a displacement beyond 32 bits", { $0.mov(.rax, MemoryOperand(.rax, 1 << 31)) }),
            ("an immediate beyond 32 bits", { $0.add(.rax, 1 << 31) }),
            ("a register that moves do not reach", { $0.vmovd(VectorRegister(16, .xmm), .rax) }),
        ]
        for (what, write) in cases {
            let assembler = Assembler(features: CPUFeatures(rawValue: .max))
            write(assembler)
            XCTAssertThrowsError(try assembler.finish(), what)
        }
    }

    private func record(_ samples: [EncodingSample], _ file: String) throws {
        let reference = try XCTUnwrap(ReferenceAssembler(), "needs clang in the search path")
        let lines = zip(samples, try reference.assemble(samples.map(\.text))).map { "\(hexadecimal($1)) \($0.text)" }
        // Equal samples of instructions without operands are written once.
        var seen: Set<String> = []
        let table = lines.filter { seen.insert($0).inserted }.map { "        \($0)\n" }.joined()
        let text = """
            /// What LLVM's assembler makes of the samples: a line for each, the code and then the instruction.
            enum FrozenEncodings {
                static let table = \"\"\"
            \(table)        \"\"\"
            }

            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
