import XCTest

@testable import InferIdentify

final class DecisionTests: XCTestCase {
    func testConfigurationNamesWhatTheNetworkGives() throws {
        let configuration = try NetworkFiles.configuration()
        XCTAssertEqual(configuration.labels.count, 214)
        XCTAssertEqual([configuration.beginningSize, configuration.endSize, configuration.blockSize], [1024, 1024, 4096])
        XCTAssertEqual(configuration.minimumSize, 8)
        XCTAssertEqual(configuration.paddingToken, 256)
        let contentTypes = try NetworkFiles.contentTypes()
        let special = ["empty", "txt", "unknown", "directory", "symlink"]
        XCTAssertEqual((configuration.labels + special).filter { contentTypes[$0] == nil }, [])
    }

    func testBestScoreAboveItsThresholdIsTheAnswer() throws {
        XCTAssertEqual(try decide(["python": 0.6, "txt": 0.3]), Answer("python", 0.6))
    }

    func testScoreBelowTheCommonThresholdIsOnlyTextOrNot() throws {
        XCTAssertEqual(try decide(["python": 0.49]), Answer("txt", 0.49, guess: "python"))
        XCTAssertEqual(try decide(["png": 0.49]), Answer("unknown", 0.49, guess: "png"))
    }

    func testLabelsHaveThresholdsOfTheirOwn() throws {
        XCTAssertEqual(try decide(["markdown": 0.74]), Answer("txt", 0.74, guess: "markdown"))
        XCTAssertEqual(try decide(["markdown": 0.75]), Answer("markdown", 0.75))
        XCTAssertEqual(try decide(["latex": 0.94]), Answer("txt", 0.94, guess: "latex"))
    }

    func testReplacedLabels() throws {
        XCTAssertEqual(try decide(["randombytes": 0.8]), Answer("unknown", 0.8))
        XCTAssertEqual(try decide(["randombytes": 0.2]), Answer("unknown", 0.2, guess: "randombytes"))
        XCTAssertEqual(try decide(["randomtxt": 0.8]), Answer("txt", 0.8))
    }

    func testAnswerIsNotItsOwnGuess() throws {
        XCTAssertEqual(try decide(["txt": 0.1]), Answer("txt", 0.1))
    }

    func testFirstOfEqualScoresWins() throws {
        XCTAssertEqual(try decide(["python": 0.5, "zip": 0.5]), Answer("python", 0.5))
    }

    func testWrongNumberOfScoresIsNoDecision() throws {
        let decision = try [0.5, 0.5].withUnsafeBufferPointer {
            Decision(scores: $0, try NetworkFiles.configuration(), [:])
        }
        XCTAssertNil(decision)
    }

    private struct Answer: Equatable {
        let label: String
        let score: Float
        let guess: String?

        init(_ label: String, _ score: Float, guess: String? = nil) {
            self.label = label
            self.score = score
            self.guess = guess
        }
    }

    private func decide(_ scores: [String: Float]) throws -> Answer {
        let configuration = try NetworkFiles.configuration()
        let row = configuration.labels.map { scores[$0] ?? 0 }
        let decision = try XCTUnwrap(
            row.withUnsafeBufferPointer { Decision(scores: $0, configuration, try NetworkFiles.contentTypes()) })
        return Answer(decision.label, decision.score, guess: decision.guess)
    }
}
