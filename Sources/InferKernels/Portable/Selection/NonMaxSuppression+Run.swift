#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension NonMaxSuppression {
    /// Chooses boxes; returns how many.
    /// - Parameter scratch: ``scratchBytes(maximumPerClass:threads:)`` bytes, which hold the choice until it is written.
    package func select(
        boxes: UnsafePointer<Float>, scores: UnsafePointer<Float>, parameters: Parameters, scratch: UnsafeMutableRawPointer,
        team: WorkerTeam
    ) -> Int {
        let limit = limit(parameters)
        let groups = batches * classes
        guard limit > 0, groups > 0 else { return 0 }
        let results = scratch.assumingMemoryBound(to: Candidate.self)
        let counts = (scratch + groups * limit * MemoryLayout<Candidate>.stride).assumingMemoryBound(to: Int32.self)
        team.run(
            Job(
                suppression: self, boxes: boxes, scores: scores, parameters: parameters, limit: limit, results: results, counts: counts,
                workers: scratch + resultBytes(limit)), tasks: groups)
        var total = Int(counts[0])
        for group in 1..<max(1, groups) {
            let found = Int(counts[group])
            if total != group * limit { (results + total).update(from: results + group * limit, count: found) }
            total += found
        }
        if sortsAll { sort(results, total) { $0.precedesOverall($1) } }
        return total
    }

    private struct Job: WorkerJob {
        let suppression: NonMaxSuppression
        let boxes: UnsafePointer<Float>
        let scores: UnsafePointer<Float>
        let parameters: Parameters
        let limit: Int
        let results: UnsafeMutablePointer<Candidate>
        let counts: UnsafeMutablePointer<Int32>
        let workers: UnsafeMutableRawPointer

        func perform(task group: Int, worker: Int) {
            let found = suppression.choose(
                boxes: boxes + group / suppression.classes * suppression.boxes * 4, scores: scores + group * suppression.boxes,
                group: group, parameters, limit, results + group * limit, workers + worker * suppression.workerBytes(limit))
            counts[group] = Int32(truncatingIfNeeded: found)
        }
    }

    /// Writes what was chosen: indices [batch item, class, box] and scores [batch item, class, score], either of which may be missing.
    /// - Parameter capacity: rows of the results; those past `count` are filled with -1.
    package func write(
        count: Int, capacity: Int, indices: IndexOutput?, scores: UnsafeMutablePointer<Float>?, scratch: UnsafeRawPointer
    ) {
        let results = scratch.assumingMemoryBound(to: Candidate.self)
        for row in 0..<min(count, capacity) {
            let result = results[row]
            let batch = Int(result.group) / classes
            let number = Int(result.group) % classes
            indices?.store(batch, at: 3 * row)
            indices?.store(number, at: 3 * row + 1)
            indices?.store(Int(result.box), at: 3 * row + 2)
            guard let scores else { continue }
            scores[3 * row] = Float(batch)
            scores[3 * row + 1] = Float(number)
            scores[3 * row + 2] = result.score
        }
        for place in 3 * min(count, capacity)..<3 * capacity {
            indices?.store(-1, at: place)
            scores?[place] = -1
        }
    }

    /// Corners with the lower coordinates first: y1, x1, y2, x2.
    @inline(__always)
    private func corners(_ box: UnsafePointer<Float>) -> SIMD4<Float> {
        switch encoding {
        case .corner: SIMD4(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        case .center: SIMD4(box[1] - box[3] / 2, box[0] - box[2] / 2, box[1] + box[3] / 2, box[0] + box[2] / 2)
        }
    }

    /// The boxes of one class of one batch item, best first; returns how many.
    private func choose(
        boxes: UnsafePointer<Float>, scores: UnsafePointer<Float>, group: Int, _ parameters: Parameters, _ limit: Int,
        _ chosen: UnsafeMutablePointer<Candidate>, _ scratch: UnsafeMutableRawPointer
    ) -> Int {
        let heap = scratch.assumingMemoryBound(to: Candidate.self)
        let chosenCorners = (scratch + ((self.boxes * MemoryLayout<Candidate>.stride + 63) & ~63)).assumingMemoryBound(to: Float.self)
        let stride = cornerStride(limit)
        var waiting = 0
        for box in 0..<self.boxes where scores[box] > parameters.scoreThreshold {
            heap[waiting] = Candidate(
                score: scores[box], box: Int32(truncatingIfNeeded: box), firstUnseen: 0, group: Int32(truncatingIfNeeded: group))
            waiting += 1
        }
        heapify(heap, waiting) { $0.precedes($1) }
        let isSoft = parameters.softSigma > 0
        let decay = isSoft ? -0.5 / parameters.softSigma : 0
        var found = 0
        while waiting > 0, found < limit {
            var candidate = heap[0]
            let original = candidate.score
            let corners = corners(boxes + Int(candidate.box) * 4)
            let area = (corners.z - corners.x) * (corners.w - corners.y)
            var isSuppressed = false
            var place = found - 1
            while place >= Int(candidate.firstUnseen) {
                let top = max(corners.x, chosenCorners[place])
                let left = max(corners.y, chosenCorners[stride + place])
                let bottom = min(corners.z, chosenCorners[2 * stride + place])
                let right = min(corners.w, chosenCorners[3 * stride + place])
                let otherArea = chosenCorners[4 * stride + place]
                var overlap: Float = 0
                if area > 0, otherArea > 0 {
                    let common = max(bottom - top, 0) * max(right - left, 0)
                    overlap = common / (area + otherArea - common)
                }
                if isSoft {
                    candidate.score *= exp(decay * overlap * overlap)
                    isSuppressed = candidate.score <= parameters.scoreThreshold
                } else {
                    isSuppressed = suppressesEqual ? overlap >= parameters.overlapThreshold : overlap > parameters.overlapThreshold
                }
                if isSuppressed { break }
                place -= 1
            }
            if !isSuppressed, candidate.score != original {
                // Its score fell: it waits again, to be compared with what is chosen in between.
                candidate.firstUnseen = Int32(truncatingIfNeeded: found)
                heap[0] = candidate
                sink(heap, 0, waiting) { $0.precedes($1) }
                continue
            }
            waiting -= 1
            heap[0] = heap[waiting]
            sink(heap, 0, waiting) { $0.precedes($1) }
            guard !isSuppressed else { continue }
            chosen[found] = candidate
            for side in 0..<4 { chosenCorners[side * stride + found] = corners[side] }
            chosenCorners[4 * stride + found] = area
            found += 1
        }
        return found
    }

    @inline(__always)
    private func sink(
        _ heap: UnsafeMutablePointer<Candidate>, _ start: Int, _ count: Int, _ precedes: (Candidate, Candidate) -> Bool
    ) {
        guard start < count else { return }
        let value = heap[start]
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < count else { break }
            if child + 1 < count, precedes(heap[child + 1], heap[child]) { child += 1 }
            guard precedes(heap[child], value) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = value
    }

    @inline(__always)
    private func heapify(_ heap: UnsafeMutablePointer<Candidate>, _ count: Int, _ precedes: (Candidate, Candidate) -> Bool) {
        var parent = count / 2
        while parent > 0 {
            parent -= 1
            sink(heap, parent, count, precedes)
        }
    }

    /// Sorts in place, as no two candidates are equal: by heap.
    private func sort(_ values: UnsafeMutablePointer<Candidate>, _ count: Int, _ precedes: (Candidate, Candidate) -> Bool) {
        heapify(values, count) { precedes($1, $0) }
        var end = count
        while end > 1 {
            end -= 1
            (values[0], values[end]) = (values[end], values[0])
            sink(values, 0, end) { precedes($1, $0) }
        }
    }
}
