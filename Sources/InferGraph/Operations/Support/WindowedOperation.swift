import InferTensors

/// An operation whose kernel walks over the spatial axes of a tensor `[N, C, spatial…]`.
package protocol WindowedOperation: Operation {
    /// Steps along each spatial axis; empty means 1 everywhere.
    var strides: [Int] { get }
    /// Distances between the kernel's elements; empty means 1 everywhere.
    var dilations: [Int] { get }
    /// Elements added in front of each spatial axis (negative: removed); empty means none.
    var padsBegin: [Int] { get }
    /// Elements added behind each spatial axis (negative: removed); empty means none.
    var padsEnd: [Int] { get }
    var autoPad: AutoPad { get }
}

/// The attributes of a ``WindowedOperation`` with one entry for each spatial axis.
package struct Window: Hashable, Sendable {
    package var strides: [Int]
    package var dilations: [Int]
    package var padsBegin: [Int]
    package var padsEnd: [Int]
}

extension WindowedOperation {
    /// The attributes with the lists that were left out filled in.
    package func window(spatialRank: Int) -> Window {
        func filled(_ list: [Int], _ element: Int) -> [Int] { list.isEmpty ? Array(repeating: element, count: spatialRank) : list }
        return Window(
            strides: filled(strides, 1), dilations: filled(dilations, 1), padsBegin: filled(padsBegin, 0), padsEnd: filled(padsEnd, 0))
    }

    /// The elements added in front of and behind each spatial axis, whatever `auto_pad` is.
    ///
    /// - Parameters:
    ///   - input: the lengths of the input's spatial axes.
    ///   - kernel: the kernel's lengths, before dilation.
    package func padding(input: [Int], kernel: [Int]) -> (begin: [Int], end: [Int]) {
        let window = window(spatialRank: input.count)
        switch autoPad {
        case .explicit: return (window.padsBegin, window.padsEnd)
        case .valid:
            let none = Array(repeating: 0, count: input.count)
            return (none, none)
        case .sameLower, .sameUpper:
            var less: [Int] = []
            var more: [Int] = []
            for axis in 0..<min(input.count, kernel.count, window.strides.count, window.dilations.count) {
                let stride = max(window.strides[axis], 1)
                let steps = Dimension.ceilingQuotient(input[axis], stride) - 1
                let reach = Dimension.saturatingSum(
                    Dimension.saturatingProduct(max(steps, 0), stride), dilated(kernel[axis], window.dilations[axis]))
                let total = Dimension.saturatingDifference(reach, input[axis])
                less.append(total / 2)
                more.append(total - total / 2)
            }
            return autoPad == .sameUpper ? (less, more) : (more, less)
        }
    }

    /// The number of spatial axes that the attributes tell; nil when they tell none.
    var spatialRankOfAttributes: Int? { [strides, dilations, padsBegin, padsEnd].first { !$0.isEmpty }?.count }

    /// Throws unless there is one positive stride and dilation, and a padding, for each spatial axis, none of them so large that kernels
    /// could not add up what they reach.
    func checkWindow(_ window: Window, spatialRank: Int, _ context: InferenceContext) throws {
        for (name, list) in [
            ("strides", window.strides), ("dilations", window.dilations), ("pads_begin", window.padsBegin), ("pads_end", window.padsEnd),
        ] {
            try context.check(
                list.count == spatialRank, "\(name) has \(list.count) entries; expected one for each of \(spatialRank) spatial axes")
            try context.check(
                list.allSatisfy { $0.magnitude <= Int32.max }, "\(name) are \(list); expected at most \(Int32.max) elements along an axis")
        }
        try context.check(window.strides.allSatisfy { $0 > 0 }, "strides are \(window.strides); expected positive numbers")
        try context.check(window.dilations.allSatisfy { $0 > 0 }, "dilations are \(window.dilations); expected positive numbers")
    }
}

/// The number of elements from the first to the last element of a dilated kernel.
func dilated(_ kernel: Int, _ dilation: Int) -> Int {
    kernel < 1 ? kernel : Dimension.saturatingSum(Dimension.saturatingProduct(kernel - 1, dilation), 1)
}

func dilated(_ kernel: Dimension, _ dilation: Int) -> Dimension { kernel.mapBounds { dilated($0, dilation) } }

/// A sum that stops at the least and greatest integer.
func clampedSum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? (second > 0 ? .max : .min) : sum
}

/// A difference that stops at the least and greatest integer.
func clampedDifference(_ first: Int, _ second: Int) -> Int {
    let (difference, overflow) = first.subtractingReportingOverflow(second)
    return overflow ? (second < 0 ? .max : .min) : difference
}

/// A product that stops at the least and greatest integer.
func clampedProduct(_ first: Int, _ second: Int) -> Int {
    let (product, overflow) = first.multipliedReportingOverflow(by: second)
    return overflow ? ((first < 0) == (second < 0) ? .max : .min) : product
}
