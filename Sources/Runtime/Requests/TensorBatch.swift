import InferTensors

/// A batch that is given as one tensor for each item and gathered at every run.
struct TensorBatch: Sendable {
    let items: [Tensor]
    private let itemShape: Shape
    private let port: RequestPort
    private let gathered: Tensor
    /// The places of the items in the gathered tensor.
    private let places: [Tensor]

    /// Checks the items against each other and the port.
    init(_ items: [Tensor], _ port: RequestPort) throws {
        let subject = "set_tensors/set_input_tensors for \(port.description)"
        guard port.layout.has_name("N") else {
            throw RuntimeError(
                .invalidArgument, "\(subject) can be used only for inputs with N (batch) dimension in their layout; it is \(port.layout)")
        }
        let batchAxis = try port.layout.get_index_by_name("N")
        guard batchAxis == 0 else {
            throw RuntimeError(
                .notImplemented, "\(subject): the batch dimension must come first; its index is \(batchAxis) in layout \(port.layout)")
        }
        itemShape = try items[0].snapshot.shape
        guard let batch = itemShape.first, batch == 1 else {
            throw RuntimeError(.mismatch, "\(subject): each tensor must have batch 1; the first has shape \(itemShape)")
        }
        for (index, item) in items.enumerated() {
            guard item.element_type == port.element_type else {
                throw RuntimeError(
                    .mismatch, "\(subject): tensor \(index) has element type \(item.element_type) instead of \(port.element_type)")
            }
            guard item.shape == itemShape else {
                throw RuntimeError(.mismatch, "\(subject): tensor \(index) has shape \(item.shape) where the first has \(itemShape)")
            }
            guard item.is_continuous else {
                throw RuntimeError(.mismatch, "\(subject): strides for batched tensors should be default; tensor \(index) has gaps")
            }
        }
        var shape = itemShape
        shape[0] = items.count
        guard port.allows(shape) else {
            throw RuntimeError(
                .mismatch, "\(subject): \(items.count) tensors of shape \(itemShape) do not make up the shape \(port.partial_shape)")
        }
        self.items = items
        self.port = port
        let gathered = try Tensor(port.element_type, shape)
        self.gathered = gathered
        let rest = itemShape.dropFirst()
        if port.element_type.bitwidth % 8 == 0 {
            places = try items.indices.map { index in
                try Tensor(gathered, Coordinate([index] + rest.map { _ in 0 }), Coordinate([index + 1] + rest))
            }
        } else {
            guard items[0].size * port.element_type.bitwidth % 8 == 0 else {
                throw RuntimeError(
                    .unsupported, "\(subject): items of \(items[0].size) elements of \(port.element_type) do not end at whole bytes")
            }
            places = []
        }
    }

    /// Checks that nobody has given an item another shape.
    func check() throws {
        for (index, item) in items.enumerated() {
            let shape = try item.snapshot.shape
            guard shape == itemShape else {
                throw RuntimeError(
                    .mismatch, "Tensor \(index) of the batch for \(port.description) has shape \(shape) instead of \(itemShape)")
            }
        }
    }

    /// The batch as one tensor, with the items' present elements.
    func gather() throws -> Tensor {
        if places.isEmpty {
            let length = gathered.byte_size / items.count
            for (index, item) in items.enumerated() {
                (gathered.data + index * length).copyMemory(from: item.data, byteCount: length)
            }
        }
        for (place, item) in zip(places, items) { try item.copy_to(place) }
        return gathered
    }
}
