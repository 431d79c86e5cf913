/// What a matrix product or convolution does to its result while that is still in a cache: add a bias, then a few operations in order.
///
/// A plain value without references, made anew for each run because it holds that run's pointers.
package struct Epilogue {
    /// A tensor that takes part element by element.
    ///
    /// The element that meets the result at batch item `n`, spatial position `(d, h, w)` and channel `c` is at
    /// `pointer[n · batchStride + d · depthStride + h · heightStride + w · rowStride + c · columnStride]`; broadcast by strides of 0. For
    /// the rows of a matrix product, `w` is the row and `n` the batch item.
    package struct Operand {
        package var pointer: UnsafePointer<Float>
        package var batchStride: Int
        package var depthStride: Int
        package var heightStride: Int
        package var rowStride: Int
        package var columnStride: Int

        package init(
            _ pointer: UnsafePointer<Float>, batchStride: Int = 0, depthStride: Int = 0, heightStride: Int = 0, rowStride: Int = 0,
            columnStride: Int = 1
        ) {
            self.pointer = pointer
            self.batchStride = batchStride
            self.depthStride = depthStride
            self.heightStride = heightStride
            self.rowStride = rowStride
            self.columnStride = columnStride
        }
    }

    /// A function of the result and one operand.
    package enum Combination: Sendable {
        case add, subtract, multiply, divide, maximum, minimum
        /// PRelu: a negative result is multiplied by the operand.
        case slope
    }

    /// One step.
    package enum Operation {
        case activation(Activation)
        /// result ← combination(result, operand); a per-channel scale is `multiply` with all strides but the column's 0.
        case combine(Combination, Operand)
    }

    /// How many operations fit.
    package static let capacity = 6

    /// Added first: one value per column (output channel).
    package var bias: UnsafePointer<Float>?
    /// How many operations there are.
    package private(set) var count = 0
    private var slots: (Operation, Operation, Operation, Operation, Operation, Operation) = (
        .activation(.relu), .activation(.relu), .activation(.relu), .activation(.relu), .activation(.relu), .activation(.relu)
    )

    /// An epilogue with a bias or nothing.
    package init(bias: UnsafePointer<Float>? = nil) { self.bias = bias }

    /// Adds an operation at the end; false if there are ``capacity`` already.
    @discardableResult
    package mutating func append(_ operation: Operation) -> Bool {
        switch count {
        case 0: slots.0 = operation
        case 1: slots.1 = operation
        case 2: slots.2 = operation
        case 3: slots.3 = operation
        case 4: slots.4 = operation
        case 5: slots.5 = operation
        default: return false
        }
        count += 1
        return true
    }

    /// The operation at a position in `0..<count`.
    package subscript(_ index: Int) -> Operation {
        switch index {
        case 0: slots.0
        case 1: slots.1
        case 2: slots.2
        case 3: slots.3
        case 4: slots.4
        default: slots.5
        }
    }

    /// The bounds of a leading ReLU or Clamp, which tiles apply in registers.
    var leadingClamp: (low: Float, high: Float)? {
        guard count > 0, case .activation(let activation) = self[0] else { return nil }
        switch activation {
        case .relu: return (0, .infinity)
        case .clamp(let low, let high): return (low, high)
        default: return nil
        }
    }
}
