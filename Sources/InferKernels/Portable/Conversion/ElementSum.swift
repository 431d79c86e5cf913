/// Arithmetic of elements of any type: integers wrap around in 64 bits, others go through their own form.
enum ElementSum {
    @inline(__always) static func add<Element: NumericElement>(_ a: Element, _ b: Element) -> Element {
        switch Element.form {
        case .integer, .unsigned64: Element.make(integer: a.integer &+ b.integer)
        case .single: Element.make(single: a.single + b.single)
        case .double: Element.make(double: a.double + b.double)
        }
    }

    @inline(__always) static func multiply<Element: NumericElement>(_ a: Element, _ b: Element) -> Element {
        switch Element.form {
        case .integer, .unsigned64: Element.make(integer: a.integer &* b.integer)
        case .single: Element.make(single: a.single * b.single)
        case .double: Element.make(double: a.double * b.double)
        }
    }

    /// The quotient by a count; of integers, cut towards zero.
    @inline(__always) static func divide<Element: NumericElement>(_ a: Element, by count: Int) -> Element {
        switch Element.form {
        case .integer: Element.make(integer: a.integer / Int64(max(count, 1)))
        case .unsigned64: Element.make(integer: Int64(bitPattern: UInt64(bitPattern: a.integer) / UInt64(max(count, 1))))
        case .single: Element.make(single: a.single / Float(count))
        case .double: Element.make(double: a.double / Double(count))
        }
    }

    @inline(__always) static func isLess<Element: NumericElement>(_ a: Element, _ b: Element) -> Bool {
        switch Element.form {
        case .integer: a.integer < b.integer
        case .unsigned64: UInt64(bitPattern: a.integer) < UInt64(bitPattern: b.integer)
        case .single: a.single < b.single
        case .double: a.double < b.double
        }
    }
}
