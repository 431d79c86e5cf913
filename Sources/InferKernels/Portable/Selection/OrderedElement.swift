/// An element that kernels compare, and sum: by its key, the type itself or what its bits stand for.
protocol OrderedElement: BitwiseCopyable, SendableMetatype {
    associatedtype Key: Comparable & BitwiseCopyable
    var key: Key { get }
    init(key: Key)
    static var zeroKey: Key { get }
    static func sum(_ a: Key, _ b: Key) -> Key
}

extension OrderedElement where Key == Self {
    @inline(__always) var key: Self { self }
    @inline(__always) init(key: Self) { self = key }
}

extension OrderedElement where Key: FixedWidthInteger {
    @inline(__always) static func sum(_ a: Key, _ b: Key) -> Key { a &+ b }
    @inline(__always) static var zeroKey: Key { 0 }
}

extension OrderedElement where Key: BinaryFloatingPoint {
    @inline(__always) static func sum(_ a: Key, _ b: Key) -> Key { a + b }
    @inline(__always) static var zeroKey: Key { 0 }
}

extension Int8: OrderedElement { typealias Key = Int8 }
extension UInt8: OrderedElement { typealias Key = UInt8 }
extension Int16: OrderedElement { typealias Key = Int16 }
extension UInt16: OrderedElement { typealias Key = UInt16 }
extension Int32: OrderedElement { typealias Key = Int32 }
extension UInt32: OrderedElement { typealias Key = UInt32 }
extension Int64: OrderedElement { typealias Key = Int64 }
extension UInt64: OrderedElement { typealias Key = UInt64 }
extension Float: OrderedElement { typealias Key = Float }
extension Double: OrderedElement { typealias Key = Double }

extension Float16Bits: OrderedElement {
    @inline(__always) var key: Float { single }
    @inline(__always) init(key: Float) { self.init(single: key) }
}

extension BFloat16Bits: OrderedElement {
    @inline(__always) var key: Float { single }
    @inline(__always) init(key: Float) { self.init(single: key) }
}
