import InferAssembler

/// The transforms of both dimensions of an image, and the sizes that follow from them.
package struct WinogradTile: Hashable, Sendable {
    package let vertical: WinogradTransform
    package let horizontal: WinogradTransform

    package init(_ vertical: WinogradTransform.Kind, _ horizontal: WinogradTransform.Kind) {
        self.vertical = WinogradTransform(vertical)
        self.horizontal = WinogradTransform(horizontal)
    }

    /// The products of one tile and pair of channels: as many matrices are multiplied.
    package var positions: Int { vertical.products * horizontal.products }

    /// Whether the registers hold what its transforms keep at a time: the samples of the rows of a group, and two vectors to compute with.
    package func fits(_ instructionSet: InstructionSet) -> Bool {
        let group = LinearMap(vertical.input).rowGroups.map(\.count).max() ?? 1
        return group * horizontal.samples + 2 <= instructionSet.registerCount
    }

    /// The name in profiles, such as `4x4k3x3`.
    package var name: String {
        "\(vertical.outputs)x\(horizontal.outputs)k\(vertical.taps)x\(horizontal.taps)\(horizontal.stride == 1 ? "" : "s\(horizontal.stride)")"
    }
}
