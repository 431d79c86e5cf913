import InferTensors

/// A model inside an operation, and how its Parameters and Results are joined to the operation's inputs and outputs.
///
/// All indices are checked by who makes the description: `parameter` and `result` count in the model, `input` and `output` at the
/// operation's node.
package struct ControlFlowBody: Sendable {
    /// What the operation does with the model.
    package enum Role: String, Sendable, CaseIterable {
        case body, then_body, else_body
    }

    /// How an axis is cut into parts for the iterations, or put together from them.
    package struct Slice: Hashable, Sendable {
        package var axis: Int
        /// Negative positions count from the end; -1 is the last, as an end it is included.
        package var start: Int
        package var end: Int
        /// Negative: from the end to the beginning.
        package var stride: Int
        package var partSize: Int

        package init(axis: Int, start: Int = 0, end: Int = -1, stride: Int = 1, partSize: Int = 1) {
            self.axis = axis
            self.start = start
            self.end = end
            self.stride = stride
            self.partSize = partSize
        }
    }

    /// What a Parameter of the model takes.
    package struct InputLink: Hashable, Sendable {
        package var parameter: Int
        /// The operation's input; nil where there is none (`Loop`'s iteration counter).
        package var input: Int?
        /// Each iteration takes a part of the input; nil: the whole.
        package var slice: Slice?
        /// The Result whose value the Parameter takes in all iterations but the first.
        package var backEdgeResult: Int?

        package init(parameter: Int, input: Int?, slice: Slice? = nil, backEdgeResult: Int? = nil) {
            self.parameter = parameter
            self.input = input
            self.slice = slice
            self.backEdgeResult = backEdgeResult
        }
    }

    /// What becomes of a Result of the model.
    package struct OutputLink: Hashable, Sendable {
        package var result: Int
        package var output: Int
        /// The values of all iterations are concatenated; nil: the last one's value is taken.
        package var slice: Slice?

        package init(result: Int, output: Int, slice: Slice? = nil) {
            self.result = result
            self.output = output
            self.slice = slice
        }
    }

    package var role: Role
    package var model: Model
    package var inputs: [InputLink]
    package var outputs: [OutputLink]
    /// The Parameter that takes the number of the iteration, if any.
    package var iterationParameter: Int?
    /// The Result that says whether to go on, if any.
    package var conditionResult: Int?

    package init(
        role: Role, model: Model, inputs: [InputLink], outputs: [OutputLink], iterationParameter: Int? = nil, conditionResult: Int? = nil
    ) {
        self.role = role
        self.model = model
        self.inputs = inputs
        self.outputs = outputs
        self.iterationParameter = iterationParameter
        self.conditionResult = conditionResult
    }
}
