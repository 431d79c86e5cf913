import InferTensors

/// A sum of products of tensors over shared axes, as an Einstein sum says.
///
/// General rather than fast: each element of the result walks over the axes that are summed.
package struct TensorContraction: Sendable {
    private let kept: [Int]
    private let summed: [Int]
    /// For each operand its strides, in elements, along the kept and the summed axes.
    private let keptStrides: [[Int]]
    private let summedStrides: [[Int]]

    /// - Parameters:
    ///   - kept: the lengths of the result's axes; `summed` of those that are summed.
    ///   - keptStrides: for each operand its strides along them, 0 where it does not have one; `summedStrides` likewise.
    package init(kept: [Int], summed: [Int], keptStrides: [[Int]], summedStrides: [[Int]]) {
        self.kept = kept
        self.summed = summed
        self.keptStrides = keptStrides
        self.summedStrides = summedStrides
    }

    /// - Throws: `RuntimeError` for elements that are no numbers of whole bytes.
    package func run(_ type: ElementType, output: UnsafeMutableRawPointer, inputs: [UnsafeRawPointer], team: WorkerTeam) throws {
        try Run(plan: self, output: output, inputs: inputs, team: team).dispatch(type, operation: "Einsum")
    }

    private struct Run: NumericElementVisitor {
        let plan: TensorContraction
        let output: UnsafeMutableRawPointer
        let inputs: [UnsafeRawPointer]
        let team: WorkerTeam

        func visit<Element: NumericElement & BitwiseCopyable>(_ type: Element.Type) {
            let output = output.assumingMemoryBound(to: Element.self)
            let terms = plan.summed.reduce(1, *)
            let operands = inputs.indices
            let sumRows = BroadcastRows(shape: plan.summed, operands: plan.summedStrides)
            Parallel.run(plan.kept.reduce(1, *), grain: max(1, 4096 / max(terms, 1)), team) { range in
                var places = [UnsafePointer<Element>]()
                for place in range {
                    places.removeAll(keepingCapacity: true)
                    for operand in operands {
                        var rest = place
                        var offset = 0
                        for axis in plan.kept.indices.reversed() {
                            offset += rest % plan.kept[axis] * plan.keptStrides[operand][axis]
                            rest /= plan.kept[axis]
                        }
                        places.append(inputs[operand].assumingMemoryBound(to: Element.self) + offset)
                    }
                    output[place] = sum(places, sumRows)
                }
            }
        }

        private func sum<Element: NumericElement>(_ places: [UnsafePointer<Element>], _ rows: BroadcastRows) -> Element {
            var integer: Int64 = 0
            var real = 0.0
            let isInteger = Element.form == .integer || Element.form == .unsigned64
            for row in 0..<rows.rowCount {
                for column in 0..<rows.columnCount {
                    if isInteger {
                        var product: Int64 = 1
                        for (operand, place) in places.enumerated() {
                            product &*= place[rows.offset(operand, row: row) + column * rows.columnStrides[operand]].integer
                        }
                        integer &+= product
                    } else {
                        var product = 1.0
                        for (operand, place) in places.enumerated() {
                            product *= place[rows.offset(operand, row: row) + column * rows.columnStrides[operand]].double
                        }
                        real += product
                    }
                }
            }
            return isInteger ? Element.make(integer: integer) : Element.make(double: real)
        }
    }
}
