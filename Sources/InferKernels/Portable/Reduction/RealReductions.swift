/// The reductions of the other real types, in an accumulator of their choice.
enum RealReductions {
    /// A real type and the one that it is added up in.
    protocol Pairing: Sendable {
        associatedtype Element: NumericElement & BitwiseCopyable
        associatedtype Wide: NumericElement & BinaryFloatingPoint & BitwiseCopyable
    }
    enum DoublePair: Pairing {
        typealias Element = Double
        typealias Wide = Double
    }
    enum SmallPair<Element: SmallFloat>: Pairing {
        typealias Wide = Float
    }

    enum Sum<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { 0 }
        @inline(__always) static func combine(_ sum: Pair.Wide, _ x: Pair.Element) -> Pair.Wide { sum + Pair.Wide.converting(x) }
        @inline(__always) static func finish(_ sum: Pair.Wide, count: Int) -> Pair.Element { Pair.Element.converting(sum) }
    }
    enum Mean<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { 0 }
        @inline(__always) static func combine(_ sum: Pair.Wide, _ x: Pair.Element) -> Pair.Wide { sum + Pair.Wide.converting(x) }
        @inline(__always) static func finish(_ sum: Pair.Wide, count: Int) -> Pair.Element {
            Pair.Element.converting(count == 0 ? 0 : sum / Pair.Wide(count))
        }
    }
    enum L1<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { 0 }
        @inline(__always) static func combine(_ sum: Pair.Wide, _ x: Pair.Element) -> Pair.Wide { sum + Pair.Wide.converting(x).magnitude }
        @inline(__always) static func finish(_ sum: Pair.Wide, count: Int) -> Pair.Element { Pair.Element.converting(sum) }
    }
    enum L2<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { 0 }
        @inline(__always) static func combine(_ sum: Pair.Wide, _ x: Pair.Element) -> Pair.Wide {
            let value = Pair.Wide.converting(x)
            return sum + value * value
        }
        @inline(__always) static func finish(_ sum: Pair.Wide, count: Int) -> Pair.Element { Pair.Element.converting(sum.squareRoot()) }
    }
    enum Product<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { 1 }
        @inline(__always) static func combine(_ product: Pair.Wide, _ x: Pair.Element) -> Pair.Wide { product * Pair.Wide.converting(x) }
        @inline(__always) static func finish(_ product: Pair.Wide, count: Int) -> Pair.Element { Pair.Element.converting(product) }
    }
    enum Maximum<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { -.infinity }
        @inline(__always) static func combine(_ best: Pair.Wide, _ x: Pair.Element) -> Pair.Wide {
            let value = Pair.Wide.converting(x)
            return value > best ? value : best
        }
        @inline(__always) static func finish(_ best: Pair.Wide, count: Int) -> Pair.Element {
            Pair.Element.converting(count == 0 ? -Pair.Wide.greatestFiniteMagnitude : best)
        }
    }
    enum Minimum<Pair: Pairing>: ReductionFunction {
        static var initial: Pair.Wide { .infinity }
        @inline(__always) static func combine(_ best: Pair.Wide, _ x: Pair.Element) -> Pair.Wide {
            let value = Pair.Wide.converting(x)
            return value < best ? value : best
        }
        @inline(__always) static func finish(_ best: Pair.Wide, count: Int) -> Pair.Element {
            Pair.Element.converting(count == 0 ? Pair.Wide.greatestFiniteMagnitude : best)
        }
    }

    @inline(__always) static func table<Pair: Pairing>(_ type: Pair.Type) -> [ReductionOperation: ReductionKernel] {
        [
            .sum: ReductionLoops.scalar(Sum<Pair>.self), .mean: ReductionLoops.scalar(Mean<Pair>.self),
            .l1: ReductionLoops.scalar(L1<Pair>.self), .l2: ReductionLoops.scalar(L2<Pair>.self),
            .product: ReductionLoops.scalar(Product<Pair>.self), .maximum: ReductionLoops.scalar(Maximum<Pair>.self),
            .minimum: ReductionLoops.scalar(Minimum<Pair>.self),
        ]
    }
}
