/// The axes of a layout that have the usual names, as OpenVINO's functions of these names tell them.
public enum layout_helpers {
    /// Whether the layout names a batch axis, `N`.
    public static func has_batch(_ layout: Layout) -> Bool { layout.has_name("N") }
    /// The batch axis; throws ``RuntimeError`` of kind `notFound` if there is none.
    public static func batch_idx(_ layout: Layout) throws -> Int { try layout.get_index_by_name("N") }
    /// Whether the layout names an axis of channels, `C`.
    public static func has_channels(_ layout: Layout) -> Bool { layout.has_name("C") }
    /// The axis of channels; throws ``RuntimeError`` of kind `notFound` if there is none.
    public static func channels_idx(_ layout: Layout) throws -> Int { try layout.get_index_by_name("C") }
    /// Whether the layout names a depth axis, `D`.
    public static func has_depth(_ layout: Layout) -> Bool { layout.has_name("D") }
    /// The depth axis; throws ``RuntimeError`` of kind `notFound` if there is none.
    public static func depth_idx(_ layout: Layout) throws -> Int { try layout.get_index_by_name("D") }
    /// Whether the layout names an axis of rows, `H`.
    public static func has_height(_ layout: Layout) -> Bool { layout.has_name("H") }
    /// The axis of rows; throws ``RuntimeError`` of kind `notFound` if there is none.
    public static func height_idx(_ layout: Layout) throws -> Int { try layout.get_index_by_name("H") }
    /// Whether the layout names an axis of columns, `W`.
    public static func has_width(_ layout: Layout) -> Bool { layout.has_name("W") }
    /// The axis of columns; throws ``RuntimeError`` of kind `notFound` if there is none.
    public static func width_idx(_ layout: Layout) throws -> Int { try layout.get_index_by_name("W") }
}
