/// Up to two numbers that an elementwise function is made with; each ``UnaryFunction`` says which.
package struct ElementwiseParameters: Hashable, Sendable {
    package var alpha: Double
    package var beta: Double

    package init(_ alpha: Double = 0, _ beta: Double = 0) {
        self.alpha = alpha
        self.beta = beta
    }
}
