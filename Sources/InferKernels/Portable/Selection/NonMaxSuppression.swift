import InferTensors

/// NonMaxSuppression of all versions: of boxes that overlap, those with the highest score, for each batch item and class apart.
///
/// Two steps, because the results' length is known after the first: ``select(boxes:scores:parameters:scratch:team:)`` and
/// ``write(count:capacity:indices:scores:scratch:)``.
package struct NonMaxSuppression: Sendable {
    /// What four coordinates say.
    package enum BoxEncoding: Hashable, Sendable {
        /// [y1, x1, y2, x2], any two opposite corners.
        case corner
        /// [x centre, y centre, width, height].
        case center
    }

    /// The values that come as inputs.
    package struct Parameters: Hashable, Sendable {
        package var maximumPerClass: Int
        package var overlapThreshold: Float
        package var scoreThreshold: Float
        package var softSigma: Float

        package init(maximumPerClass: Int, overlapThreshold: Float = 0, scoreThreshold: Float = 0, softSigma: Float = 0) {
            self.maximumPerClass = maximumPerClass
            self.overlapThreshold = overlapThreshold
            self.scoreThreshold = scoreThreshold
            self.softSigma = softSigma
        }
    }

    let encoding: BoxEncoding
    let sortsAll: Bool
    let suppressesEqual: Bool
    let batches: Int
    let classes: Int
    let boxes: Int

    /// Prepares for dense boxes [batches, boxes, 4] and scores [batches, classes, boxes].
    /// - Parameters:
    ///   - sortsAll: `sort_result_descending`: results of all batch items and classes by falling score.
    ///   - suppressesEqual: whether a box goes that overlaps by exactly the threshold: so with OpenVINO's processor device and the reference of
    ///     version 5; by the text of the specification it stays.
    /// - Throws: `RuntimeError` for sizes that are negative or too large to number.
    package init(encoding: BoxEncoding, sortsAll: Bool, suppressesEqual: Bool = true, batches: Int, classes: Int, boxes: Int) throws {
        guard batches >= 0, classes >= 0, boxes >= 0, boxes <= Int(Int32.max) else {
            throw RuntimeError(.invalidArgument, "NonMaxSuppression: \(batches) batch items, \(classes) classes, \(boxes) boxes")
        }
        self.encoding = encoding
        self.sortsAll = sortsAll
        self.suppressesEqual = suppressesEqual
        self.batches = batches
        self.classes = classes
        self.boxes = boxes
    }

    /// A box that was or may be chosen.
    struct Candidate: BitwiseCopyable {
        var score: Float
        var box: Int32
        /// The first of the chosen boxes that it was not compared with yet.
        var firstUnseen: Int32
        var group: Int32

        /// Whether it goes before another of its class.
        @inline(__always)
        func precedes(_ other: Candidate) -> Bool { score > other.score || (score == other.score && box < other.box) }
        /// Whether it goes before another among all results.
        func precedesOverall(_ other: Candidate) -> Bool {
            score != other.score ? score > other.score : group != other.group ? group < other.group : box < other.box
        }
    }

    /// How many boxes a class of a batch item can yield.
    func limit(_ parameters: Parameters) -> Int { max(0, min(parameters.maximumPerClass, boxes)) }

    /// The most boxes that can be chosen in all.
    package func capacity(_ parameters: Parameters) -> Int { batches * classes * limit(parameters) }

    /// Bytes of scratch, aligned to 64, for both steps and a team of so many threads.
    package func scratchBytes(maximumPerClass: Int, threads: Int) -> Int {
        let limit = limit(Parameters(maximumPerClass: maximumPerClass))
        return resultBytes(limit) + threads * workerBytes(limit)
    }

    /// Chosen boxes of all groups, `limit` places each, then how many each group has.
    func resultBytes(_ limit: Int) -> Int {
        let groups = batches * classes
        return (groups * limit * MemoryLayout<Candidate>.stride + groups * MemoryLayout<Int32>.stride + 63) & ~63
    }
    /// The heap of candidates, then corners and areas of chosen boxes.
    func workerBytes(_ limit: Int) -> Int {
        ((boxes * MemoryLayout<Candidate>.stride + 63) & ~63) + 5 * cornerStride(limit) * MemoryLayout<Float>.stride
    }
    func cornerStride(_ limit: Int) -> Int { (limit + 15) & ~15 }
}
