import Synchronization

/// Elements of one type in the shape of a box: a handle to memory that several may share.
///
/// A tensor owns its memory, lies over a caller's memory (with strides if need be), or is a region of interest of another tensor, whose memory it
/// shares. Equality is identity: two handles are equal if they are the same tensor.
///
/// Shape and storage change as one, whichever threads ask. Who reads and writes the elements when is the user's to order.
public final class Tensor: Sendable {
    /// The type of the elements.
    public let element_type: ElementType

    let backing: Backing
    let state: Mutex<State>

    /// Where the memory comes from, which decides what shapes the tensor can take.
    enum Backing: Sendable {
        /// Memory of its own, replaced when a shape needs more.
        case owned
        /// Packed in memory that has room for a number of elements.
        case view(capacity: Int)
        /// Strided in a caller's memory, which reaches as far as the first shape does.
        case stridedView(Shape)
        /// Part of another tensor.
        case region(Region)
    }

    /// What changes, as one.
    struct State {
        /// The tensor as it is; of a region, as it was when last seen.
        var current: TensorSnapshot
        /// The bytes that owned memory has.
        var capacity: Int
        /// Of a region, the tensor it is part of as that was when last seen.
        var parent: TensorSnapshot?
    }

    private init(_ backing: Backing, _ state: State) {
        element_type = state.current.element_type
        self.backing = backing
        self.state = Mutex(state)
    }

    /// Creates a tensor with memory of its own: zeros, or empty strings.
    ///
    /// The memory is aligned to 64 bytes. ``data`` points somewhere even if there are no elements.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` for the type `dynamic`, for negative lengths and for more elements than can be
    ///   counted, of kind `outOfMemory` when the memory cannot be had.
    public convenience init(_ element_type: ElementType, _ shape: Shape) throws {
        let allocated = try Self.allocate(element_type, shape)
        self.init(.owned, State(current: allocated.snapshot, capacity: allocated.capacity))
    }

    /// Creates a tensor over a caller's memory, which must stay valid as long as the tensor and everything that shares its memory.
    ///
    /// - Parameters:
    ///   - host_ptr: The first element. `nil` is taken only if there are no elements. Memory of `u3` and `u6` is in whole groups of three bytes. Memory
    ///     of `string` holds an initialised `String` every 32 bytes.
    ///   - strides: The steps along each axis in bytes; `nil` for packed elements. Each must be a multiple of the element's size and reach past what
    ///     lies within it.
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when pointer, shape or strides do not fit together.
    public convenience init(
        _ element_type: ElementType, _ shape: Shape, _ host_ptr: UnsafeMutableRawPointer?, _ strides: Strides? = nil
    ) throws {
        let memory = try Self.refer(element_type, shape, host_ptr)
        guard let strides else {
            try self.init(packed: element_type, shape, memory)
            return
        }
        try Self.check(strides, element_type, shape)
        let current = try TensorSnapshot(element_type, shape, strides, memory.pointer, memory)
        self.init(.stridedView(shape), State(current: current, capacity: 0))
    }

    /// Creates a tensor over memory that `owner` keeps valid, such as a mapped file's.
    package convenience init(
        _ element_type: ElementType, _ shape: Shape, owner: any AnyObject & Sendable, _ pointer: UnsafeMutableRawPointer
    ) throws {
        try self.init(packed: element_type, shape, TensorMemory(pointer, owner: owner))
    }

    private convenience init(packed element_type: ElementType, _ shape: Shape, _ memory: TensorMemory) throws {
        let current = try TensorSnapshot(element_type, shape, try element_type.packedStrides(shape), memory.pointer, memory)
        try Self.check(element_type)
        self.init(.view(capacity: current.elementCount), State(current: current, capacity: 0))
    }

    /// Creates a region of interest: the elements from `begin` up to, not including, `end` on each axis. It shares the owner's memory and strides and
    /// keeps the owner alive.
    ///
    /// The region follows an owner that changes its shape as long as it fits. Once it does not, what uses the region throws; the memory that it had
    /// stays valid.
    ///
    /// - Throws: ``RuntimeError`` of kind `invalidArgument` when the region is not within the owner, or the type is smaller than a byte.
    public convenience init(_ owner: Tensor, _ begin: Coordinate, _ end: Coordinate) throws {
        let parent = try owner.snapshot
        let region = Region(parent: owner, begin: begin, end: end)
        try region.check(owner: parent)
        let current = try region.view(of: parent, shape: region.extent)
        self.init(.region(region), State(current: current, capacity: 0, parent: parent))
    }
}

extension Tensor {
    /// Memory for a shape, and its bytes.
    static func allocate(_ element_type: ElementType, _ shape: Shape) throws -> (snapshot: TensorSnapshot, capacity: Int) {
        try check(element_type)
        let count = try shape.elementCount()
        guard let byteCount = element_type.storageByteCount(count) else {
            throw RuntimeError(.invalidArgument, "Cannot allocate memory for type \(element_type) and shape \(shape): the sizes overflow.")
        }
        let strides = try element_type.packedStrides(shape)
        do {
            let memory = element_type == .string ? try TensorMemory(stringCount: count) : try TensorMemory(byteCount: byteCount)
            return (try TensorSnapshot(element_type, shape, strides, memory.pointer, memory), byteCount)
        } catch let error as RuntimeError where error.kind == .outOfMemory {
            throw RuntimeError(.outOfMemory, "Cannot allocate memory for type \(element_type) and shape \(shape). \(error.message)")
        }
    }

    private static func check(_ element_type: ElementType) throws {
        guard element_type.is_static else {
            throw RuntimeError(.invalidArgument, "A tensor's element type must be known; it is \(element_type).")
        }
    }

    private static func refer(_ element_type: ElementType, _ shape: Shape, _ host_ptr: UnsafeMutableRawPointer?) throws -> TensorMemory {
        if let host_ptr { return TensorMemory(host_ptr) }
        guard try shape.elementCount() == 0 else {
            throw RuntimeError(.invalidArgument, "A tensor of type \(element_type) and shape \(shape) cannot be at a null pointer.")
        }
        return try TensorMemory(byteCount: 0)
    }

    private static func check(_ strides: Strides, _ element_type: ElementType, _ shape: Shape) throws {
        try check(element_type)
        func refuse(_ reason: String) -> RuntimeError {
            RuntimeError(.invalidArgument, "\(strides) (bytes) do not fit shape \(shape) of type \(element_type): \(reason).")
        }
        guard !element_type.isSubByte else { throw refuse("elements smaller than a byte have no strides") }
        guard strides.count == shape.count else { throw refuse("there must be one stride an axis") }
        let packed = try element_type.packedStrides(shape)
        // What lies within an axis: the stride of the next axis out must reach past it.
        var inner = 0
        for axis in shape.indices.reversed() {
            let stride = strides[axis]
            guard stride >= packed[axis], stride >= inner else { throw refuse("the stride of axis \(axis) is too small, elements overlap") }
            guard stride % element_type.size == 0 else {
                throw refuse("the stride of axis \(axis) is not a multiple of the element's size")
            }
            let reach = stride.multipliedReportingOverflow(by: shape[axis])
            guard !reach.overflow else { throw refuse("the stride of axis \(axis) reaches too far") }
            inner = reach.partialValue
        }
    }
}
