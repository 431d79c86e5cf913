import InferKernels

extension DirectJob.Block {
    /// Copies the inputs of the block's lines side by side, zeros in place of padding. Rows that do not exist are left as they are: nothing
    /// reads them.
    func fillStrip() {
        let taps = phase.height.tapCount
        let layout = phase.strip
        for plane in phase.depth.taps(at: depth) {
            let base = strip + plane &* layout.planeBytes
            let depthInput = phase.depth.input(depth) &+ plane &* phase.depth.tapStep
            if layout.sharesRows {
                let first = phase.height.input(lines.lowerBound)
                let rows = (lines.count &- 1) &* layout.lineStep &+ taps
                for row in 0..<rows { copy(depthInput, first &+ row, to: base + row &* layout.rowBytes) }
                continue
            }
            for (place, line) in lines.enumerated() {
                for tap in 0..<taps {
                    let row = tap &* layout.tapStep &+ place
                    copy(depthInput, phase.height.input(line) &+ tap &* phase.height.tapStep, to: base + row &* layout.rowBytes)
                }
            }
        }
    }

    /// Copies the columns of one input row that the block's positions meet.
    private func copy(_ depth: Int, _ row: Int, to target: UnsafeMutableRawPointer) {
        guard 0..<phase.height.inputLength ~= row else { return }
        let strides = shape.inputStrides
        let columns = phase.width.span(positions.count)
        let first = phase.width.input(positions.lowerBound)
        let before = min(columns, max(0, 0 &- first))
        let inside = max(0, min(columns, phase.width.inputLength &- first) &- before)
        let behind = columns &- before &- inside
        var place = item &* strides.batch &+ group &* shape.inputChannels &* strides.channel
        place &+= depth &* strides.depth &+ row &* strides.height &+ (first &+ before) &* strides.width
        let source = job.input + place
        let channels = shape.inputChannels
        switch shape.order {
        case .planar:
            for channel in 0..<channels {
                let line = target + channel &* phase.strip.columns &* 4
                copy(source + channel &* strides.channel, to: line, before &* 4, inside &* 4, behind &* 4)
            }
        case .channelsLast:
            if strides.width == channels {
                copy(source, to: target, before &* channels &* 4, inside &* channels &* 4, behind &* channels &* 4)
                return
            }
            let pixel = channels &* 4
            target.initializeMemory(as: UInt8.self, repeating: 0, count: before &* pixel)
            for column in 0..<inside {
                (target + (before &+ column) &* pixel).copyMemory(from: source + column &* strides.width, byteCount: pixel)
            }
            (target + (before &+ inside) &* pixel).initializeMemory(as: UInt8.self, repeating: 0, count: behind &* pixel)
        }
    }

    /// Zeros, bytes and zeros.
    private func copy(
        _ source: UnsafePointer<Float>, to target: UnsafeMutableRawPointer, _ before: Int, _ inside: Int, _ behind: Int
    ) {
        if before > 0 { target.initializeMemory(as: UInt8.self, repeating: 0, count: before) }
        if inside > 0 { (target + before).copyMemory(from: source, byteCount: inside) }
        if behind > 0 { (target + before + inside).initializeMemory(as: UInt8.self, repeating: 0, count: behind) }
    }
}
