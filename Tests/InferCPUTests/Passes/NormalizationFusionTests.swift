import InferGraph
import InferTensors
import XCTest

@testable import InferCPU

final class NormalizationFusionTests: PassTestCase {
    private static let fused = ["LayerNormalization"]
    private static let dynamic: [PartialShape] = [[.dynamic, .dynamic, 12]]

    private func variance(_ x: Output, _ axes: [Int64]) throws -> Output {
        let difference = try binary("Subtract", x, try mean(x, axes))
        return try mean(try binary("Power", difference, try scalar(2)), axes)
    }

    func testMVNWithScaleAndShift() throws {
        try check(NormalizationFusion.run, seed: 1, [[2, 5, 12]], declared: Self.dynamic, types: Self.fused) { x, random in
            let y = try opset.create("MVN", [x[0], try self.integers([-1])], ["eps": .real(1e-5)])
            return [
                try self.binary(
                    "Add", try self.constant([12], &random), try self.binary("Multiply", y, try self.constant([1, 1, 12], &random)))
            ]
        }
    }

    func testMVNAloneStays() throws {
        try check(NormalizationFusion.run, seed: 2, [[2, 5, 12]], types: ["MVN"]) { x, _ in
            [try opset.create("MVN", [x[0], try self.integers([-1])])]
        }
    }

    func testInstanceNormalizationOfChannelsLastTensors() throws {
        try check(NormalizationFusion.run, seed: 3, [[2, 6, 5, 4]], types: ["Convolution", "LayerNormalization"]) { x, random in
            let filters = try self.constant([8, 6, 1, 1], &random)
            let y = try opset.create(
                "MVN", [try opset.create("Convolution", [x[0], filters]), try self.integers([2, 3])], ["eps": .real(1e-5)])
            let scaled = try self.binary("Multiply", y, try self.constant([1, 8, 1, 1], &random))
            return [try self.binary("Add", scaled, try self.constant([8, 1, 1], &random))]
        }
    }

    /// As PyTorch's exporter writes it: the same difference squared and divided.
    func testSquaresRootAndQuotient() throws {
        try check(NormalizationFusion.run, seed: 4, [[2, 5, 12]], declared: Self.dynamic, types: Self.fused) { x, random in
            let difference = try self.binary("Subtract", x[0], try self.mean(x[0], [-1]))
            let square = try self.mean(try self.binary("Power", difference, try self.scalar(2)), [-1])
            let root = try self.unary("Sqrt", try self.binary("Add", square, try self.scalar(1e-5)))
            let y = try self.binary("Divide", difference, root)
            return [
                try self.binary(
                    "Add", try self.binary("Multiply", y, try self.constant([12], &random)), try self.constant([12], &random))
            ]
        }
    }

    func testPowersAndFactorsInAnyOrder() throws {
        try check(NormalizationFusion.run, seed: 5, [[3, 12]], types: Self.fused) { x, random in
            let spread = try self.mean(try self.binary("SquaredDifference", x[0], try self.mean(x[0], [1])), [1])
            let inverse = try self.binary("Power", try self.binary("Add", try self.scalar(1e-3), spread), try self.scalar(-0.5))
            let scaled = try self.binary("Multiply", try self.constant([12], &random), inverse)
            return [try self.binary("Multiply", scaled, try self.binary("Subtract", x[0], try self.mean(x[0], [-1])))]
        }
    }

    /// As TensorFlow's batch normalisation computes a layer normalisation.
    func testDataAndMeanScaledSeparately() throws {
        try check(NormalizationFusion.run, seed: 6, [[3, 4, 12]], types: Self.fused) { x, random in
            let mean = try self.mean(x[0], [2])
            let spread = try self.mean(try self.binary("SquaredDifference", mean, x[0]), [2])
            let root = try self.unary("Sqrt", try self.binary("Add", spread, try self.scalar(1e-3)))
            let factor = try self.binary(
                "Multiply", try self.binary("Divide", try self.scalar(1), root), try self.constant([12], &random))
            let shift = try self.binary("Subtract", try self.constant([12], &random), try self.binary("Multiply", mean, factor))
            return [try self.binary("Add", try self.binary("Multiply", x[0], factor), shift)]
        }
    }

    /// Sums times the inverse count, axes put back by a reshape, and the mean of squares minus the square of the mean.
    private func normalizedByMoments(_ x: Output, length: Int, width: Int, epsilon: Float, _ random: inout SeededGenerator) throws -> Output
    {
        func mean(_ y: Output) throws -> Output {
            let sum = try opset.create("ReduceSum", [y, try integers([1])], ["keep_dims": .boolean(false)])
            return try binary("Multiply", sum, try scalar(1 / Float(length), rank: 2))
        }
        func spread(_ y: Output) throws -> Output {
            try opset.create("Reshape", [y, try integers([0, 1, Int64(width)])], ["special_zero": .boolean(true)])
        }
        let center = try mean(x)
        let squares = try mean(try binary("Multiply", x, x))
        let variance = try binary("Subtract", squares, try binary("Multiply", center, center))
        let held = try binary("Maximum", try scalar(0, rank: 2), variance)
        let root = try unary("Sqrt", try binary("Add", try spread(held), try scalar(epsilon)))
        let inverse = try binary("Divide", try scalar(1, rank: 3), root)
        let factor = try binary("Multiply", inverse, try constant([1, length, 1], &random))
        let y = try binary("Multiply", try binary("Subtract", x, try spread(center)), factor)
        return try binary("Add", y, try constant([1, length, 1], &random))
    }

    func testMomentsBySumsOverAMiddleAxis() throws {
        try check(NormalizationFusion.run, seed: 7, [[2, 16, 5]], declared: [[.dynamic, 16, 5]], types: Self.fused, tolerance: 1e-4) {
            x, random in [try self.normalizedByMoments(x[0], length: 16, width: 5, epsilon: 1e-3, &random)]
        }
    }

    /// Most elements are the same, so that the variance by moments is made of little but what was rounded off: the answer depends on it.
    func testMomentsOfElementsMostlyAlikeAreRoundedAsTheGraphRounds() throws {
        // Portable reductions, which compute what is not fused, add more exactly than one element after the other.
        try XCTSkipIf(CompileOptions().instructionSet == .portable, "compares with generated reductions")
        try check(
            NormalizationFusion.run, seed: 14, [[1, 512, 20]], declared: [[.dynamic, 512, 20]], types: ["Clamp", "LayerNormalization"]
        ) { x, random in
            let alike = try opset.create("Clamp", [x[0]], ["min": .real(0.7), "max": .real(0.701)])
            return [try self.normalizedByMoments(alike, length: 512, width: 20, epsilon: 1e-6, &random)]
        }
    }

    func testEpsilonOutsideTheRoot() throws {
        try check(NormalizationFusion.run, seed: 8, [[4, 9]], types: Self.fused) { x, _ in
            let root = try self.unary("Sqrt", try self.variance(x[0], [1]))
            let difference = try self.binary("Subtract", x[0], try self.mean(x[0], [1]))
            return [try self.binary("Divide", difference, try self.binary("Add", root, try self.scalar(1e-2)))]
        }
    }

    func testRootOfTheMeanOfSquares() throws {
        try check(NormalizationFusion.run, seed: 9, [[2, 3, 12]], declared: Self.dynamic, types: Self.fused) { x, random in
            let squares = try self.mean(try self.binary("Power", x[0], try self.scalar(2)), [-1])
            let root = try self.unary("Sqrt", try self.binary("Add", squares, try self.scalar(1e-6)))
            let y = try self.binary("Multiply", x[0], try self.binary("Divide", try self.scalar(1), root))
            return [try self.binary("Multiply", try self.constant([12], &random), y)]
        }
    }

    func testAVarianceThatIsReadElsewhereStays() throws {
        try check(
            NormalizationFusion.run, seed: 10, [[4, 9]],
            types: ["ReduceMean", "Subtract", "ReduceMean", "Subtract", "Power", "ReduceMean", "Add", "Sqrt", "Divide"]
        ) { x, _ in
            let root = try self.unary("Sqrt", try self.binary("Add", try self.variance(x[0], [1]), try self.scalar(1e-2)))
            let difference = try self.binary("Subtract", x[0], try self.mean(x[0], [1]))
            return [try self.binary("Divide", difference, root), root]
        }
    }

    func testOtherAxesAndOtherDataStay() throws {
        for (seed, axes) in [(UInt64(11), [Int64(0)]), (12, [0, 1])] {
            try check(
                NormalizationFusion.run, seed: seed, [[4, 9]],
                types: ["ReduceMean", "Subtract", "ReduceMean", "Subtract", "Power", "ReduceMean", "Add", "Sqrt", "Divide"]
            ) { x, _ in
                let root = try self.unary("Sqrt", try self.binary("Add", try self.variance(x[0], [1]), try self.scalar(1e-2)))
                let difference = try self.binary("Subtract", x[0], try self.mean(x[0], axes))
                return [try self.binary("Divide", difference, root)]
            }
        }
    }

    func testAScaleThatEnlargesTheDataStays() throws {
        try check(NormalizationFusion.run, seed: 13, [[1, 12]], types: ["MVN", "Multiply"]) { x, random in
            let y = try opset.create("MVN", [x[0], try self.integers([-1])])
            return [try self.binary("Multiply", y, try self.constant([3, 12], &random))]
        }
    }
}
