/// How the channels of a picture are stored.
public enum ColorFormat: String, Hashable, Sendable, CaseIterable {
    /// Not said.
    case UNDEFINED
    /// Brightness, then the two colours in turn at half the size, in one plane: `[N, H * 3 / 2, W, 1]`.
    case NV12_SINGLE_PLANE
    /// Brightness `[N, H, W, 1]`, and the two colours in turn, `[N, H / 2, W / 2, 2]`.
    case NV12_TWO_PLANES
    /// Brightness, then one colour, then the other at half the size, in one plane: `[N, H * 3 / 2, W, 1]`.
    case I420_SINGLE_PLANE
    /// Brightness `[N, H, W, 1]`, and each colour `[N, H / 2, W / 2, 1]`.
    case I420_THREE_PLANES
    /// Red, green, blue.
    case RGB
    /// Blue, green, red.
    case BGR
    /// One channel.
    case GRAY
    /// Red, green, blue, and a byte that means nothing.
    case RGBX
    /// Blue, green, red, and a byte that means nothing.
    case BGRX

    /// The names of the planes where they are inputs of their own.
    var planes: [String] {
        switch self {
        case .NV12_TWO_PLANES: ["y", "uv"]
        case .I420_THREE_PLANES: ["y", "u", "v"]
        default: []
        }
    }

    /// The operation that makes colours of planes, without the order of the colours.
    var planarOperation: String? {
        switch self {
        case .NV12_SINGLE_PLANE, .NV12_TWO_PLANES: "NV12"
        case .I420_SINGLE_PLANE, .I420_THREE_PLANES: "I420"
        default: nil
        }
    }

    /// The number of channels, where they lie side by side.
    var channels: Int? {
        switch self {
        case .RGB, .BGR: 3
        case .RGBX, .BGRX: 4
        case .GRAY: 1
        default: nil
        }
    }

    /// Whether blue comes first.
    var isBlueFirst: Bool { self == .BGR || self == .BGRX }
}

/// How pictures are brought to another size.
public enum ResizeAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// Between the nearest elements in a straight line.
    case RESIZE_LINEAR
    /// Along a cubic curve.
    case RESIZE_CUBIC
    /// The nearest element.
    case RESIZE_NEAREST
    /// As the Python library Pillow does it bilinearly.
    case RESIZE_BILINEAR_PILLOW
    /// As the Python library Pillow does it bicubically.
    case RESIZE_BICUBIC_PILLOW

    /// The mode of the operation `Interpolate`.
    var mode: String {
        switch self {
        case .RESIZE_LINEAR: "linear"
        case .RESIZE_CUBIC: "cubic"
        case .RESIZE_NEAREST: "nearest"
        case .RESIZE_BILINEAR_PILLOW: "bilinear_pillow"
        case .RESIZE_BICUBIC_PILLOW: "bicubic_pillow"
        }
    }
}

/// What the elements around a padded tensor are.
public enum PaddingMode: String, Hashable, Sendable, CaseIterable {
    /// A given value.
    case CONSTANT
    /// The element at the edge.
    case EDGE
    /// The elements mirrored, without the edge.
    case REFLECT
    /// The elements mirrored, with the edge.
    case SYMMETRIC
}
