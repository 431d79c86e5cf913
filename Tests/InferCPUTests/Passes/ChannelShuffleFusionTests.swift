import InferDevices
import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class ChannelShuffleFusionTests: XCTestCase {
    /// Concat, shuffle in groups, and a split or none.
    private func model(channels: Int, groups: Int = 2, parts: [Int64]?, batch: InferTensors.Dimension = 1) throws -> Model {
        let shape = PartialShape([batch, InferTensors.Dimension(channels), 3, 5])
        let (a, b) = (try opset.parameter(.f32, shape, name: "a"), try opset.parameter(.f32, shape, name: "b"))
        let both = try opset.create("Concat", [a, b], ["axis": 1])
        let divided = try opset.constant([-1, Int64(groups), Int64(2 * channels / groups), 3, 5], shape: [5])
        let whole = try opset.constant([-1, Int64(2 * channels), 3, 5], shape: [4])
        let reshaped = try opset.create("Reshape", [both, divided], ["special_zero": false])
        let order = try opset.constant([Int64(0), 2, 1, 3, 4], shape: [5])
        let shuffled = try opset.create(
            "Reshape", [try opset.create("Transpose", [reshaped, order]), whole], ["special_zero": false])
        guard let parts else { return try Model([shuffled], [a, b]) }
        let split = try opset.create(
            "VariadicSplit", [shuffled, try opset.constant([Int64(1)], shape: []), try opset.constant(parts, shape: [parts.count])])
        return try Model(split.node.outputs, [a, b])
    }

    private func types(_ model: Model) throws -> [String] {
        try CPUPasses.run(model, CompileOptions())
        return model.get_ordered_ops().map(\.type_name).filter { $0 != "Parameter" && $0 != "Result" && $0 != "Constant" }
    }

    func testConcatShuffleAndSplitBecomeOneNode() throws {
        XCTAssertEqual(try types(model(channels: 6, parts: [6, 6])), ["ChannelInterleave"])
        XCTAssertEqual(try types(model(channels: 6, parts: nil, batch: .dynamic)), ["ChannelInterleave"])
    }

    func testOtherGroupsAndOddPartsAreLeftAlone() throws {
        XCTAssertFalse(try types(model(channels: 6, groups: 3, parts: nil)).contains("ChannelInterleave"))
        XCTAssertEqual(try types(model(channels: 6, parts: [5, 7])), ["ChannelInterleave", "VariadicSplit"])
    }

    func testAnswersAreThoseOfTheDefinition() throws {
        var generator = SeededGenerator(seed: 7)
        for (channels, parts) in [(6, [4, 8]), (58, [58, 58]), (20, nil)] as [(Int, [Int64]?)] {
            for threads in [1, 2] {
                let inputs = [
                    try ModelRunner.random([2, channels, 3, 5], &generator), try ModelRunner.random([2, channels, 3, 5], &generator),
                ]
                let (a, b) = (try ModelRunner.floats(inputs[0]), try ModelRunner.floats(inputs[1]))
                let outputs = try ModelRunner.run(model(channels: channels, parts: parts, batch: .dynamic), inputs, threads: threads)
                var start = 0
                for output in outputs {
                    let got = try ModelRunner.floats(output)
                    let length = output.shape[1]
                    for item in 0..<2 {
                        for channel in 0..<length {
                            for pixel in 0..<15 {
                                let source = start + channel
                                let place = (item * channels + source / 2) * 15 + pixel
                                XCTAssertEqual(got[(item * length + channel) * 15 + pixel], source % 2 == 0 ? a[place] : b[place])
                            }
                        }
                    }
                    start += length
                }
            }
        }
    }
}
