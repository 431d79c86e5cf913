import InferGraph

/// Keeps the names of a model's tensors apart: a name that another tensor has already gets a number behind it, as in OpenVINO.
struct IRTensorNames {
    private var owners: [String: Output] = [:]
    private var reserved: Set<String>
    /// The last number given to a name, so that a name which thousands of tensors bear costs no search each time.
    private var numbers: [String: Int] = [:]

    /// - Parameter names: All names that the file has; none is made up.
    init(reserving names: [String]) { reserved = Set(names) }

    /// The names with which the tensor differs from those named before.
    mutating func unique(_ names: [String], for output: Output) -> Set<String> {
        var result: Set<String> = []
        for name in names {
            guard let owner = owners[name], owner != output else {
                owners[name] = output
                result.insert(name)
                continue
            }
            var number = numbers[name, default: 0] + 1
            while !reserved.insert("\(name)_\(number)").inserted { number += 1 }
            numbers[name] = number
            owners["\(name)_\(number)"] = output
            result.insert("\(name)_\(number)")
        }
        return result
    }
}
