/// A port of a layer with the type and shape that the file records. They are inferred again: these serve only in error messages.
package struct IRPort: Sendable {
    /// The id that edges use.
    package var id: Int
    /// The element type as the file spells it (`FP32`); empty where the file gives none.
    package var precision: String = ""
    /// The sizes, -1 where one is dynamic. None for a scalar and for a dynamic rank alike.
    package var dimensions: [Int] = []
    /// The names of the tensor.
    package var names: [String] = []
    /// The `rt_info` of the port, if it has one.
    package var runtimeInformation: IRElement?
}
