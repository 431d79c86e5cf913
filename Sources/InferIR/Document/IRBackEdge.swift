/// Joins a Result of a body to a Parameter of it, for the next iteration.
package struct IRBackEdge: Sendable, Hashable {
    package var resultLayer: Int
    package var parameterLayer: Int
}
