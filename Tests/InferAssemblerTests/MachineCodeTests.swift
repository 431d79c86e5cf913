import XCTest

@testable import InferAssembler

final class MachineCodeTests: XCTestCase {
    func testCodeRunsOnItsArguments() throws {
        try XCTSkipUnless(Self.isSupported, "needs x86-64")
        let assembler = Assembler(features: [])
        assembler.mov(.rax, MemoryOperand(.rdi, 0))
        assembler.imul(.rax, .rax, 1000)
        assembler.add(.rax, MemoryOperand(.rdi, 8))
        assembler.mov(MemoryOperand(.rdi, 16), .rax)
        assembler.ret()
        let code = try MachineCode(assembler, name: "test")
        var arguments = (41, 7, 0)
        withUnsafeMutableBytes(of: &arguments) { code.call($0.baseAddress!) }
        XCTAssertEqual(arguments.2, 41_007)
    }

    func testAnUnplacedLabelIsAnError() {
        let assembler = Assembler(features: [])
        assembler.jump(assembler.makeLabel())
        XCTAssertThrowsError(try MachineCode(assembler, name: "test"))
    }

    func testAMissingFeatureIsAnErrorThatNamesTheInstruction() {
        let assembler = Assembler(features: .avx2Level)
        assembler.vaddps(.zmm(0), .zmm(1), .zmm(2))
        XCTAssertThrowsError(try MachineCode(assembler, name: "test")) { XCTAssertTrue("\($0)".contains("vaddps"), "\($0)") }
    }

    func testConstantsAreSharedAndAligned() throws {
        try XCTSkipUnless(CPUFeatures.native.contains(.avx2Level), "needs AVX2")
        let assembler = Assembler(features: .native)
        let four = assembler.constant(words: Array(repeating: Float(1.5).bitPattern, count: 8))
        assembler.vmovaps(.ymm(0), four)
        assembler.vaddps(.ymm(0), .ymm(0), assembler.constant(words: Array(repeating: Float(1.5).bitPattern, count: 8)))
        assembler.vmovups(MemoryOperand(.rdi), .ymm(0))
        assembler.vzeroupper()
        assembler.ret()
        let code = try MachineCode(assembler, name: "test")
        var result = [Float](repeating: 0, count: 8)
        result.withUnsafeMutableBytes { code.call($0.baseAddress!) }
        XCTAssertEqual(result, Array(repeating: 3, count: 8))
        XCTAssertLessThan(code.byteCount, 96)
    }

    /// A constant's distance counts from the end of the instruction, immediates included; jumps go both ways, short and long.
    func testDistancesAreThoseThatTheProcessorTakes() throws {
        try XCTSkipUnless(CPUFeatures.native.contains(.avx2Level), "needs AVX2")
        let assembler = Assembler(features: .native)
        let words = (1...8).map { Float($0).bitPattern }
        assembler.vpermilps(.ymm(0), assembler.constant(words: words), 0b00_01_10_11)
        assembler.vmovups(MemoryOperand(.rdi), .ymm(0))
        assembler.mov(.rax, 0)
        assembler.mov(.rcx, 3)
        let far = assembler.makeLabel()
        let long = assembler.placedLabel()
        assembler.add(.rax, 1)
        assembler.jump(far)
        for _ in 0..<20 { assembler.nop(9) }
        assembler.place(far)
        assembler.dec(.rcx)
        assembler.jump(.notZero, long)
        assembler.mov(.rcx, 4)
        let short = assembler.placedLabel()
        assembler.add(.rax, 10)
        assembler.dec(.rcx)
        assembler.jump(.notZero, short)
        assembler.mov(MemoryOperand(.rdi, 32), .rax)
        assembler.vzeroupper()
        assembler.ret()
        let code = try MachineCode(assembler, name: "test")
        var result = [Float](repeating: 0, count: 10)
        result.withUnsafeMutableBytes { code.call($0.baseAddress!) }
        XCTAssertEqual(Array(result[..<8]), [4, 3, 2, 1, 8, 7, 6, 5])
        XCTAssertEqual(result[8].bitPattern, 43)
    }

    private static var isSupported: Bool {
        #if arch(x86_64)
            true
        #else
            false
        #endif
    }
}
