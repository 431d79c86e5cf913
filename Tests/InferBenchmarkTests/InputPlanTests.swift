import Runtime
import XCTest

@testable import InferBenchmark

final class InputPlanTests: XCTestCase {
    func testModelsShapesStayWhereNothingIsSaid() throws {
        let plan = try plan("1,3,8,16") { _ in }
        XCTAssertEqual(plan.reshaping, [:])
        XCTAssertEqual(try plan.ports[0].shapes, [Shape([1, 3, 8, 16])])
        XCTAssertEqual(plan.ports[0].layout, try Layout("NCHW"))
        XCTAssertTrue(try plan.hasOneShapeAPort)
    }

    func testShapeReshapes() throws {
        let plan = try plan("?,3,8,16") { $0.shapes = "x:0[2,3,?,16]" }
        XCTAssertEqual(plan.reshaping, [0: try PartialShape("[2,3,?,16]")])
        XCTAssertEqual(try plan.batch(ofGroup: 0), 1)
    }

    func testBatchReshapesTheDimensionThatTheLayoutNames() throws {
        XCTAssertEqual(try plan("1,3,8,16") { $0.batch = 4 }.reshaping, [0: try PartialShape("[4,3,8,16]")])
        XCTAssertEqual(try plan("7,5") { ($0.batch, $0.layouts) = (4, "[CN]") }.reshaping, [0: try PartialShape("[7,4]")])
        XCTAssertEqual(try plan("7,4") { ($0.batch, $0.layouts) = (4, "[CN]") }.batch(ofGroup: 0), 4)
        let guessed = try plan("?,5") { $0.batch = 4 }
        XCTAssertEqual(guessed.reshaping, [0: try PartialShape("[4,5]")])
        XCTAssertEqual(guessed.warnings.count, 1)
        XCTAssertThrowsError(try plan("7,5") { $0.batch = 4 })
    }

    func testDataShapesAreForDynamicInputs() throws {
        let plan = try plan("?,3,8..16,?") { $0.dataShapes = "[1,3,8,8][2,3,16,9]" }
        XCTAssertEqual(try plan.ports[0].shapes, [Shape([1, 3, 8, 8]), Shape([2, 3, 16, 9])])
        XCTAssertEqual([try plan.batch(ofGroup: 0), try plan.batch(ofGroup: 1), try plan.batch(ofGroup: 2)], [1, 2, 1])
        XCTAssertFalse(try plan.hasOneShapeAPort)
        XCTAssertEqual(
            try self.plan("1,2") { $0.dataShapes = "[1,2]" }.warnings,
            ["Input 'x:0' has static shape. Provided data shapes for this input will be ignored."])
        XCTAssertThrowsError(try self.plan("?,3") { $0.dataShapes = "[?,3]" }) {
            XCTAssertEqual("\($0)", "Data shape always should be static, [?,3] is dynamic.")
        }
        XCTAssertThrowsError(try self.plan("?,3") { $0.dataShapes = "[1,4]" }) {
            XCTAssertEqual(
                "\($0)", "Data shape '[1,4]' provided for input 'x:0' is not compatible with partial shape '[?,3]' for this input.")
        }
    }

    func testRandomDataIsTheSameForTheSameSeed() throws {
        var plan = try plan("?,4") { $0.dataShapes = "[1,4][3,4]" }
        var options = Options()
        let first = try InputData(&plan, options)
        XCTAssertEqual(first.groupCount, 2)
        XCTAssertEqual(first.group(3).map(\.shape), [Shape([3, 4])])
        XCTAssertEqual(try first.group(0)[0].scalars(as: Float.self), try InputData(&plan, options).group(0)[0].scalars(as: Float.self))
        options.seed = 1
        XCTAssertNotEqual(try first.group(0)[0].scalars(as: Float.self), try InputData(&plan, options).group(0)[0].scalars(as: Float.self))
    }

    func testDynamicInputWithoutDataIsAnError() throws {
        var plan = try plan("?,4") { _ in }
        XCTAssertThrowsError(try InputData(&plan, Options())) {
            XCTAssertEqual(
                "\($0)", "Input 'x:0' has the dynamic shape [?,4]: give the shape of its data with -data_shape, or data with -i")
        }
    }

    func testFilesBringTheirShapes() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("data-\(UUID().uuidString).npy").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1)}"
        var file = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8))
        file.append(contentsOf: [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40])
        try file.write(to: URL(fileURLWithPath: path))
        var options = Options()
        options.inputs = ["x:0:\(path)"]
        var dynamic = try plan("?,1") { _ in }
        let data = try InputData(&dynamic, options)
        XCTAssertEqual(try dynamic.ports[0].shapes, [Shape([2, 1])])
        XCTAssertEqual(try data.group(0)[0].scalars(as: Float.self), [1, 2])
        var other = try plan("?,2") { _ in }
        XCTAssertThrowsError(try InputData(&other, options)) {
            XCTAssertEqual("\($0)", "\(path) has the shape [2,1], input 'x:0' the shape [?,2]")
        }
    }

    private func plan(_ shape: String, _ change: (inout Options) -> Void) throws -> InputPlan {
        var options = Options()
        change(&options)
        return try InputPlan(try TinyModel.passThrough(shape).inputs, options)
    }
}
