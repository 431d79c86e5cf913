@testable import InferAssembler

/// What operands a vector instruction takes, to draw them at random.
struct VectorForm {
    /// The width of a register that is not as wide as the instruction: the source of what widens, the target of what narrows.
    enum Part {
        case whole, half, quarter, xmm, ymm

        func width(of whole: VectorWidth) -> VectorWidth {
            switch self {
            case .whole: whole
            case .half: whole == .zmm ? .ymm : .xmm
            case .quarter, .xmm: .xmm
            case .ymm: .ymm
            }
        }
    }

    enum Sources {
        case any, registers, memory
    }

    enum Shape {
        case three((Assembler, VectorRegister, VectorRegister, VectorOperand) -> Void)
        case threeControl((Assembler, VectorRegister, VectorRegister, VectorOperand, UInt8) -> Void)
        case two((Assembler, VectorRegister, VectorOperand) -> Void)
        case twoControl((Assembler, VectorRegister, VectorOperand, UInt8) -> Void)
        case narrow((Assembler, VectorRegister, VectorRegister) -> Void)
        case extract((Assembler, VectorRegister, VectorRegister, UInt8) -> Void)
        case store((Assembler, MemoryOperand, VectorRegister) -> Void)
        case storeControl((Assembler, MemoryOperand, VectorRegister, UInt8) -> Void)
    }

    let row: VectorInstruction
    let shape: Shape
    let widths: [VectorWidth]
    let part: Part
    let sources: Sources
    /// Names that differ from the row's.
    let vexName: String?
    let evexName: String?

    init(
        _ row: VectorInstruction, _ shape: Shape, widths: [VectorWidth] = [.xmm, .ymm, .zmm], part: Part = .whole,
        sources: Sources = .any, vexName: String? = nil, evexName: String? = nil
    ) {
        self.row = row
        self.shape = shape
        self.widths = widths
        self.part = part
        self.sources = sources
        self.vexName = vexName
        self.evexName = evexName
    }

    var source: EncodingSource {
        EncodingSource(name: "\(row.name) \(shapeName)") { assembler, numbers in
            var draw = Draw(self, &numbers)
            let operands = write(assembler, &draw, &numbers)
            return draw.prefix + ((draw.needsEVEX ? evexName : vexName) ?? row.name) + " " + operands.joined(separator: ", ")
        }
    }

    private var shapeName: String {
        switch shape {
        case .three, .threeControl: "of three"
        case .two: "of two"
        case .twoControl: "of two with control"
        case .narrow: "narrowing"
        case .extract: "extracting"
        case .store, .storeControl: "storing"
        }
    }

    private func write(_ assembler: Assembler, _ draw: inout Draw, _ numbers: inout SampleNumbers) -> [String] {
        let width = draw.width
        let control = numbers.control()
        switch shape {
        case .three(let method):
            let (goal, first, last) = (draw.target(width, &numbers), draw.register(width, &numbers), draw.last(&numbers))
            method(assembler, goal, first, last)
            draw.note(goal, first, last)
            return [goal.text, first.text, draw.text(last)]
        case .threeControl(let method):
            let (goal, first, last) = (draw.target(width, &numbers), draw.register(width, &numbers), draw.last(&numbers))
            method(assembler, goal, first, last, control)
            draw.note(goal, first, last)
            return [goal.text, first.text, draw.text(last), "\(control)"]
        case .two(let method):
            let (goal, last) = (draw.target(width, &numbers), draw.last(&numbers))
            method(assembler, goal, last)
            draw.note(goal, nil, last)
            return [goal.text, draw.text(last)]
        case .twoControl(let method):
            let (goal, last) = (draw.target(width, &numbers), draw.last(&numbers))
            method(assembler, goal, last, control)
            draw.note(goal, nil, last)
            return [goal.text, draw.text(last), "\(control)"]
        case .narrow(let method):
            let (goal, last) = (draw.target(part.width(of: width), &numbers), draw.register(width, &numbers))
            method(assembler, goal, last)
            draw.note(goal, nil, .register(last))
            return [goal.text, last.text]
        case .extract(let method):
            let (goal, last) = (draw.target(part.width(of: width), &numbers), draw.register(width, &numbers))
            method(assembler, goal, last, control)
            draw.note(last, nil, .register(goal))
            return [goal.text, last.text, "\(control)"]
        case .store(let method):
            let (place, last) = (draw.place(&numbers), draw.target(width, zeroing: false, &numbers))
            method(assembler, place, last)
            draw.note(last, nil, .memory(place))
            return [draw.text(.memory(place)) + last.maskText, last.resized(width).text]
        case .storeControl(let method):
            let (place, last) = (draw.place(&numbers), draw.target(width, zeroing: false, &numbers))
            method(assembler, place, last, control)
            draw.note(last, nil, .memory(place))
            return [draw.text(.memory(place)) + last.maskText, last.resized(width).text, "\(control)"]
        }
    }

    /// Operands of one sample, and what they mean for its encoding.
    private struct Draw {
        let form: VectorForm
        let width: VectorWidth
        private let isExtended: Bool
        private let mask: MaskRegister?
        private(set) var needsEVEX: Bool
        private(set) var prefix = ""

        init(_ form: VectorForm, _ numbers: inout SampleNumbers) {
            self.form = form
            let hasVEX = form.row.vexFeatures != nil
            isExtended = form.row.evexFeatures != nil && (!hasVEX || numbers.number(below: 2) == 0)
            let isExtended = isExtended
            let widths = form.row.isScalar ? [.xmm] : form.widths.filter { $0 != .zmm || isExtended }
            width = numbers.choice(widths)
            mask = isExtended && numbers.number(below: 2) == 0 && form.row.isMaskable ? numbers.mask(from: 1) : nil
            needsEVEX = !hasVEX || width == .zmm || mask != nil
        }

        func register(_ width: VectorWidth, _ numbers: inout SampleNumbers) -> VectorRegister {
            numbers.vector(width, below: isExtended ? 32 : 16)
        }

        func target(_ width: VectorWidth, zeroing: Bool = true, _ numbers: inout SampleNumbers) -> VectorRegister {
            let register = register(width, &numbers)
            guard let mask else { return register }
            return register.masked(mask, zeroing: zeroing && numbers.number(below: 2) == 0)
        }

        func place(_ numbers: inout SampleNumbers) -> MemoryOperand {
            numbers.memory(unit: form.row.displacementUnit(width, isBroadcast: false))
        }

        func last(_ numbers: inout SampleNumbers) -> VectorOperand {
            // Shifts by an immediate take memory only in EVEX.
            let allowsMemory = form.sources != .registers && (form.row.extensionDigit == nil || isExtended)
            if !allowsMemory || (form.sources == .any && numbers.number(below: 2) == 0) {
                return .register(register(form.part.width(of: width), &numbers))
            }
            var isBroadcast = false
            if case .full = form.row.tuple { isBroadcast = isExtended && numbers.number(below: 2) == 0 }
            let memory = numbers.memory(unit: form.row.displacementUnit(width, isBroadcast: isBroadcast))
            return .memory(isBroadcast ? memory.broadcast : memory)
        }

        mutating func note(_ goal: VectorRegister, _ first: VectorRegister?, _ last: VectorOperand) {
            let others = first.map { [goal.index, $0.index] } ?? [goal.index]
            switch last {
            case .register(let register):
                needsEVEX = needsEVEX || max(others.max()!, register.index) > 15
                // Where the last register is a high one, others swap operands to save a byte, which this assembler does not.
                if !needsEVEX, register.index > 7, others.last! < 8 { prefix = "{vex3} " }
            case .memory(let memory):
                needsEVEX = needsEVEX || others.max()! > 15 || memory.isBroadcast || form.row.extensionDigit != nil
            }
        }

        func text(_ operand: VectorOperand) -> String {
            switch operand {
            case .register(let register): return register.text
            case .memory(let memory):
                let bytes = form.row.displacementUnit(width, isBroadcast: memory.isBroadcast)
                return memory.text(bytes: bytes, lanes: width.bytes / bytes)
            }
        }
    }
}

extension VectorInstruction {
    fileprivate var isMaskable: Bool { name != "vmovntps" && name != "vmovhlps" }
}
