import InferTensors

extension RuntimeError {
    /// The error for a property that a device or compiled model does not have, with the nearest name that it has.
    package static func unsupportedProperty(_ name: String, device: String, known: [String]) -> RuntimeError {
        let suggestion = nearestName(to: name, among: known).map { ". Did you mean \($0)?" } ?? ""
        return RuntimeError(.unsupported, "Unsupported property \(name) by \(device)\(suggestion)")
    }
}

/// The name that takes the fewest edits to become `name`, if they are few for its length.
package func nearestName(to name: String, among names: [String]) -> String? {
    let wanted = Array(name.uppercased().utf8)
    let limit = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in names {
        let distance = editDistance(wanted, Array(candidate.uppercased().utf8))
        if distance <= limit, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
}

/// The number of insertions, deletions and replacements that turn one sequence into the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (byte == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
        }
    }
    return row[right.count]
}
