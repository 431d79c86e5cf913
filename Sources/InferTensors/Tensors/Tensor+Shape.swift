extension Tensor {
    /// One consistent look at the tensor; allocates nothing unless a region's owner has changed.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` for a region that no longer fits its owner.
    package var snapshot: TensorSnapshot {
        get throws {
            try state.withLock { state in
                try refresh(&state)
                return state.current
            }
        }
    }

    /// The look at the tensor for what cannot fail: of a region that no longer fits, the last one when it did.
    var lastingSnapshot: TensorSnapshot {
        state.withLock { state in
            // A region that no longer fits is what it was; what uses it throws.
            try? refresh(&state)
            return state.current
        }
    }

    /// Brings a region up to date with its owner.
    private func refresh(_ state: inout State) throws {
        guard case .region(let region) = backing else { return }
        let owner = try region.parent.snapshot
        if let seen = state.parent, seen.memory === owner.memory, seen.data == owner.data, seen.shape == owner.shape,
            seen.strides == owner.strides
        {
            return
        }
        guard region.fits(owner.shape) else {
            throw RuntimeError(
                .mismatch,
                "The region of interest from \(region.begin) to \(region.end) is no longer within its owner, now of shape \(owner.shape).")
        }
        state.current = try region.view(of: owner, shape: state.current.shape)
        state.parent = owner
    }

    /// The lengths of the axes.
    public var shape: Shape { lastingSnapshot.shape }

    /// The number of elements.
    public var size: Int { lastingSnapshot.elementCount }

    /// The bytes of the elements alone; sub-byte elements are rounded up to a byte together.
    ///
    /// OpenVINO 2026.4 counts `u3` and `u6` in whole groups of three bytes, and its newer tests count as here.
    public var byte_size: Int { lastingSnapshot.byteSize }

    /// Whether the elements lie in one span in row-major order; always true of sub-byte types and without elements.
    public var is_continuous: Bool { lastingSnapshot.isContinuous }

    /// The steps from one element to the next along each axis, in bytes; a region has its owner's.
    ///
    /// - Throws: ``RuntimeError`` of kind `unsupported` for types smaller than a byte, of kind `mismatch` for a region that no longer fits its owner.
    public var strides: Strides {
        get throws {
            guard !element_type.isSubByte else {
                throw RuntimeError(.unsupported, "There are no strides for type \(element_type): its elements are smaller than a byte.")
            }
            return try snapshot.strides
        }
    }

    /// Whether the tensor takes a shape without moving.
    package func hasRoom(for shape: Shape) -> Bool {
        state.withLock { state in
            guard case .owned = backing, let count = try? shape.elementCount(), let bytes = element_type.storageByteCount(count) else {
                return false
            }
            return bytes <= state.capacity
        }
    }

    /// Changes the shape.
    ///
    /// A tensor with memory of its own takes any shape; it moves, and loses its contents, only when the shape needs more bytes than it ever had. One
    /// over packed memory takes shapes of as many elements as it was made with; one over strided memory shapes of the same rank within the
    /// first one, keeping the strides; a region shapes within its box, with lengths of 1 before it if need be.
    ///
    /// - Throws: ``RuntimeError`` of kind `mismatch` when the memory has no room, of kind `invalidArgument` for negative lengths and for more elements than can
    ///   be counted, of kind `outOfMemory`. The tensor stays as it was.
    public func set_shape(_ shape: Shape) throws {
        try state.withLock { state in
            try refresh(&state)
            let current = state.current
            guard shape != current.shape else { return }
            switch backing {
            case .owned:
                let count = try shape.elementCount()
                if let byteCount = element_type.storageByteCount(count), byteCount <= state.capacity {
                    let strides = try element_type.packedStrides(shape)
                    state.current = try TensorSnapshot(element_type, shape, strides, current.data, current.memory)
                } else {
                    (state.current, state.capacity) = try Self.allocate(element_type, shape)
                }
            case .view(let capacity):
                guard try shape.elementCount() <= capacity else {
                    throw RuntimeError(
                        .mismatch, "Could not set new shape \(shape): the tensor's memory has room for \(capacity) elements.")
                }
                let strides = try element_type.packedStrides(shape)
                state.current = try TensorSnapshot(element_type, shape, strides, current.data, current.memory)
            case .stridedView(let first):
                guard shape.count == first.count, zip(shape, first).allSatisfy({ 0 <= $0 && $0 <= $1 }) else {
                    throw RuntimeError(.mismatch, "Could not set new shape \(shape): the tensor's strided memory has room for \(first).")
                }
                state.current = try TensorSnapshot(element_type, shape, current.strides, current.data, current.memory)
            case .region(let region):
                try region.check(shape, insteadOf: current.shape)
                guard let parent = state.parent else {
                    throw RuntimeError(.internalInconsistency, "A region of interest has not seen its owner.")
                }
                state.current = try region.view(of: parent, shape: shape)
            }
        }
    }
}

extension Tensor: Hashable {
    /// Whether both are the same tensor.
    public static func == (first: Tensor, second: Tensor) -> Bool { first === second }

    /// Hashes the tensor's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
