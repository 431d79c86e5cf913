/// The arguments of ``RecurrentSteps``; the code changes them. Strides are in bytes.
package struct RecurrentStepsArguments {
    /// One item of the batch; after a call, as the next step finds it.
    package struct Row {
        /// The gates of the next step: for each vector of units, one vector for each gate.
        package var gates: UnsafeRawPointer
        /// The state before the next step.
        package var state: UnsafeRawPointer
        /// Where the next step's state goes.
        package var output: UnsafeMutableRawPointer
        /// The cell state of an LSTM, which every step replaces.
        package var cell: UnsafeMutableRawPointer
        /// Two padded vectors of units for a GRU that resets first: the update gate, and the state that was reset.
        package var scratch: UnsafeMutableRawPointer
        /// Steps that are left. The code does not look at it.
        package var remaining: Int
        /// Where the last state goes too. The code does not look at it.
        package var last: UnsafeMutableRawPointer?

        package init(
            gates: UnsafeRawPointer, state: UnsafeRawPointer, output: UnsafeMutableRawPointer, cell: UnsafeMutableRawPointer,
            scratch: UnsafeMutableRawPointer, remaining: Int, last: UnsafeMutableRawPointer? = nil
        ) {
            self.gates = gates
            self.state = state
            self.output = output
            self.cell = cell
            self.scratch = scratch
            self.remaining = remaining
            self.last = last
        }
    }

    /// At least one; zero afterwards.
    package var steps: Int
    /// From one step to the next; negative when time runs backwards.
    package var gatesStep: Int
    package var outputStep: Int
    /// The recurrent weights.
    package var weights: UnsafeRawPointer
    /// The bias of a GRU's recurrent hidden part, padded.
    package var bias: UnsafeRawPointer
    /// Which units are computed, for a cell of one phase: where they begin in bytes, how many passes of whole vectors they take, and
    /// whether (1) or not (0) the last pass of all is among them. ``weights`` are those of the first.
    package var firstUnit = 0
    package var passes: Int
    package var hasLastPass: Int
    package var rows: (Row, Row, Row)

    /// All units; all rows are `row` until they are set.
    package init(
        steps: Int, gatesStep: Int, outputStep: Int, weights: UnsafeRawPointer, bias: UnsafeRawPointer, passes: RecurrentSteps.Passes,
        row: Row
    ) {
        self.steps = steps
        self.gatesStep = gatesStep
        self.outputStep = outputStep
        self.weights = weights
        self.bias = bias
        self.passes = passes.count
        hasLastPass = passes.last > 0 ? 1 : 0
        rows = (row, row, row)
    }

    /// A row by its number.
    package subscript(row: Int) -> Row {
        get {
            switch row {
            case 0: rows.0
            case 1: rows.1
            default: rows.2
            }
        }
        set {
            switch row {
            case 0: rows.0 = newValue
            case 1: rows.1 = newValue
            default: rows.2 = newValue
            }
        }
    }
}
