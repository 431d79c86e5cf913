import InferKernels

/// What the code of a ``WinogradOutputSpecification`` is called with. The code changes it.
package struct WinogradOutputArguments {
    /// The first tile's row in the product matrix of position 0.
    package var products: UnsafePointer<Float>
    /// The first channel of the first result of the first tile.
    package var target: UnsafeMutablePointer<Float>
    /// Between the rows of the result.
    package var rowBytes: Int
    /// Tiles that follow each other along a row of the result; at least 1.
    package var tiles: Int
    /// The rows and columns of each tile that are part of the result.
    package var height: Int
    package var width: Int
    /// The number of the first result, from the one that the epilogue's operands begin at, in steps of their rows.
    package var pixel: Int
    /// How many numbers further the next row of the result is.
    package var rowPixels: Int
    /// The bias and the operands of result 0.
    package var epilogue = EpilogueArguments()
    /// The number of the result whose epilogue is computed.
    private var current = 0

    package init(
        products: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>, rowBytes: Int, tiles: Int, height: Int, width: Int,
        pixel: Int = 0, rowPixels: Int = 0
    ) {
        self.products = products
        self.target = target
        self.rowBytes = rowBytes
        self.tiles = tiles
        self.height = height
        self.width = width
        self.pixel = pixel
        self.rowPixels = rowPixels
    }

    static var currentOffset: Int { MemoryLayout<Self>.offset(of: \.current) ?? 0 }
}
