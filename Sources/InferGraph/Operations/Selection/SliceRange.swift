import InferTensors

/// The elements from a start to a stop, in steps, of an axis: the arithmetic that slices share.
///
/// Negative starts and stops count from the end; what lies outside is brought inside, as Python does.
package struct SliceRange: Hashable, Sendable {
    /// The index of the first element.
    package let start: Int
    package let step: Int
    /// The number of elements.
    package let count: Int

    /// - Parameter step: not zero.
    package init(length: Int, start: Int, stop: Int, step: Int) {
        func fromFront(_ index: Int) -> Int { index < 0 ? clampedSum(index, length) : index }
        let least = step > 0 ? 0 : -1
        let from = Swift.min(Swift.max(fromFront(start), 0), step > 0 ? length : Swift.max(length - 1, 0))
        let to = Swift.min(Swift.max(fromFront(stop), least), length)
        let distance = step > 0 ? to - from : from - to
        let size = step > 0 ? step : (step == .min ? .max : -step)
        self.start = from
        self.step = step
        count = length > 0 && distance > 0 ? (distance - 1) / size + 1 : 0
    }

    /// The index of an element.
    package subscript(index: Int) -> Int { clampedSum(start, clampedProduct(index, step)) }

    /// The number of elements where the length and the ends are known within bounds.
    static func length(of whole: Dimension, start: ValueBounds, stop: ValueBounds, step: Int) -> Dimension {
        // Ends that may count from the front or from the end lie anywhere.
        func spread(_ bound: ValueBounds) -> (least: Int, greatest: Int) {
            guard bound.lower < 0, bound.upper >= 0 else { return (bound.lower, bound.upper) }
            let reach = whole.isBounded ? whole.maximum : Int.max
            return (
                !whole.isBounded || clampedSum(bound.lower, reach) >= 0 ? 0 : bound.lower,
                !whole.isBounded || bound.upper < reach ? -1 : bound.upper
            )
        }
        let first = spread(start)
        let last = spread(stop)
        func count(_ length: Int, _ start: Int, _ stop: Int) -> Int {
            SliceRange(length: length, start: start, stop: stop, step: step).count
        }
        let longest: Int
        let shortest: Int
        if step > 0 {
            shortest = count(whole.minimum, first.greatest, last.least)
            longest = count(whole.maximum, first.least, last.greatest)
        } else {
            shortest = count(whole.minimum, first.least, last.greatest)
            longest = count(whole.maximum, first.greatest, last.least)
        }
        if whole.isBounded { return Dimension(Swift.min(shortest, longest), longest) }
        // Without a bound of the length the count has one only where both ends are on the same side.
        let isUnbounded = longest > Int.max / 2 / (step == .min ? .max : abs(step))
        return Dimension(Swift.min(shortest, longest), isUnbounded ? -1 : longest)
    }
}
