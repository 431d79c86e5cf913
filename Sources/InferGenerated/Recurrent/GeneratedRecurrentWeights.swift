import InferAssembler
import InferKernels

/// How generated kernels pack the weights of a recurrent layer. Of each direction: input weights, recurrent weights, biases.
package struct GeneratedRecurrentWeights: Sendable {
    package let layer: RecurrentLayer
    package let instructionSet: InstructionSet
    let panels: RecurrentPanels

    package init(_ layer: RecurrentLayer, _ instructionSet: InstructionSet) {
        self.layer = layer
        self.instructionSet = instructionSet
        panels = RecurrentPanels(instructionSet, layer.cell, hiddenSize: layer.hiddenSize)
    }

    /// Vectors of a panel of the input weights.
    static let inputPanelVectors = 2
    var inputPanelColumns: Int { GeneratedRecurrentWeights.inputPanelVectors * panels.lanes }
    var inputPanels: Int { (panels.gateColumns + inputPanelColumns - 1) / inputPanelColumns }

    private var inputFloats: Int { inputPanels * inputPanelColumns * layer.inputSize }
    private var directionFloats: Int { rounded(inputFloats + panels.recurrentCount + panels.biasCount) }
    private func rounded(_ count: Int) -> Int { (count + 15) & ~15 }

    /// Floats of the packed weights of all directions.
    package var packedCount: Int { layer.directionCount * directionFloats }

    /// The parts of one direction's packed weights.
    func parts(_ packed: UnsafePointer<Float>, _ direction: Int) -> (
        input: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>
    ) {
        let start = packed + direction * directionFloats
        return (start, start + inputFloats, start + inputFloats + panels.recurrentCount)
    }

    /// Packs weights as the operations give them.
    ///
    /// - Parameters:
    ///   - weights: [directions, gates · hidden, input].
    ///   - recurrent: [directions, gates · hidden, hidden].
    ///   - bias: [directions, biases · hidden]; nil for none.
    ///   - packed: ``packedCount`` floats, aligned to 64 bytes.
    package func pack(
        weights: UnsafePointer<Float>, recurrent: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        into packed: UnsafeMutablePointer<Float>
    ) {
        let rows = layer.cell.gateCount * layer.hiddenSize
        for direction in 0..<layer.directionCount {
            let start = packed + direction * directionFloats
            packInput(weights + direction * rows * layer.inputSize, into: start)
            panels.pack(recurrent: recurrent + direction * rows * layer.hiddenSize, into: start + inputFloats)
            panels.pack(
                bias: bias.map { $0 + direction * layer.cell.biasCount * layer.hiddenSize },
                into: start + inputFloats + panels.recurrentCount)
        }
    }

    /// Panels `[panel][k][column]` of the columns of a step's gates.
    private func packInput(_ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
        let width = inputPanelColumns
        for panel in 0..<inputPanels {
            let target = packed + panel * width * layer.inputSize
            for column in 0..<width {
                let place = panel * width + column
                let row = place < panels.gateColumns ? panels.row(ofColumn: place) : nil
                if let row {
                    let source = weights + row * layer.inputSize
                    for k in 0..<layer.inputSize { target[k &* width &+ column] = source[k] }
                } else {
                    for k in 0..<layer.inputSize { target[k &* width &+ column] = 0 }
                }
            }
        }
    }
}
