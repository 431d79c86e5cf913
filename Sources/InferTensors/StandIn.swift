// Stands in for Tensor and Layout until they land; delete this file then.
public protocol TensorScalar: Sendable { static var scalarElementType: ElementType { get } }
extension Float: TensorScalar { public static var scalarElementType: ElementType { .f32 } }
extension Int64: TensorScalar { public static var scalarElementType: ElementType { .i64 } }
extension Int32: TensorScalar { public static var scalarElementType: ElementType { .i32 } }

public final class Tensor: @unchecked Sendable {  // Stand-in.
    public let element_type: ElementType
    public let shape: Shape
    public let data: UnsafeMutableRawPointer
    public init(_ element_type: ElementType, _ shape: Shape) throws {
        self.element_type = element_type
        self.shape = shape
        data = .allocate(byteCount: max(shape_size(shape), 1) * 8, alignment: 64)
    }
    public init(_ element_type: ElementType, _ shape: Shape, _ host_ptr: UnsafeMutableRawPointer) throws {
        self.element_type = element_type
        self.shape = shape
        data = host_ptr
    }
    public convenience init<Scalar: TensorScalar>(_ scalars: [Scalar], shape: Shape) throws {
        try self.init(Scalar.scalarElementType, shape)
        scalars.withUnsafeBytes { data.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    }
    package var snapshot: TensorSnapshot {
        TensorSnapshot(element_type: element_type, shape: shape, strides: [], data: data, byteSize: 0, isContinuous: true)
    }
    public func set_shape(_ shape: Shape) throws {}
    public var byte_size: Int { 0 }
    public func copy_to(_ destination: Tensor) throws {}
}

package struct TensorSnapshot {
    package let element_type: ElementType
    package let shape: Shape
    package let strides: Strides
    package let data: UnsafeMutableRawPointer
    package let byteSize: Int
    package let isContinuous: Bool
}

public struct Layout: Hashable, Sendable {
    public init() {}
    package func check(against shape: PartialShape, _ subject: String) throws {}
}
