import XCTest

final class PoolingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            MaxPool opset1 | f32[1,3,10..20,?] | kernel=3,3; strides=2,2; pads_begin=1,1; pads_end=1,1; rounding_type=floor | f32[1,3,5..10,1..]
            MaxPool opset1 | f32[1,3,10..20,11] | kernel=3,3; strides=2,2; pads_begin=1,1; pads_end=1,1; rounding_type=ceil | f32[1,3,6..11,6]
            MaxPool opset1 | f32[1,3,10..20,11] | kernel=3,3; strides=2,2; pads_begin=1,1; pads_end=1,1; auto_pad=same_upper | f32[1,3,?,6]
            MaxPool opset1 | f32[1,3,10..20,11] | kernel=3,3; strides=2,2; pads_begin=1,1; pads_end=1,1; auto_pad=valid | f32[1,3,4..9,5]
            MaxPool opset1 | f32[1,3,2,11] | kernel=3,3; strides=2,2; pads_begin=0,0; pads_end=0,0 | error
            MaxPool opset1 | f32[1,3,5,11] | kernel=3,3; strides=2,2; pads_begin=3,0; pads_end=0,0 | f32[1,3,3,5]
            MaxPool opset1 | f32[1,3,5,11] | kernel=3,3; strides=2,2; pads_begin=0,0; pads_end=3,0 | f32[1,3,3,5]
            MaxPool opset1 | f32[...] | kernel=3,3; strides=2,2; pads_begin=0,0; pads_end=0,0 | f32[?,?,?,?]
            MaxPool opset1 | f32[1,3,5,11] | kernel=3; strides=2; pads_begin=0; pads_end=0 | error
            MaxPool opset1 | f32[0,3,5,11] | kernel=3,3; strides=2,2; pads_begin=0,0; pads_end=0,0 | error
            MaxPool opset1 | f32[1,3,5,11] | kernel=3,3 | f32[1,3,3,9] | OpenVINO: error
            MaxPool opset1 | f32[1,3,5,11] | kernel=3,3; strides=2,2; pads_begin=0,0; pads_end=0,0; rounding_type=ceil_torch | error
            MaxPool opset8 | f32[1,3,9,11] | kernel=3,3; strides=2,2; dilations=2,1; pads_begin=1,1; pads_end=1,1; index_element_type=i32; axis=-2 | f32[1,3,4,6]; i32[1,3,4,6]
            MaxPool opset8 | f32[1,3,9,11] | kernel=3,3; strides=2,2; dilations=2,1; pads_begin=1,1; pads_end=1,1; index_element_type=i32; axis=4 | error
            MaxPool opset8 | f32[1,3,9,11] | kernel=3,3; strides=2,2; dilations=2,1; pads_begin=1,1; pads_end=1,1; index_element_type=f32 | error | OpenVINO: f32[1,3,4,6]; f32[1,3,4,6]
            MaxPool opset8 | f32[?,?,..9,11] | kernel=3,3; strides=2,2; auto_pad=same_lower | f32[?,?,?,6]; i64[?,?,?,6]
            MaxPool opset14 | f32[1,3,10,12] | kernel=2,3; strides=3,3; pads_begin=1,1; pads_end=1,1; rounding_type=ceil_torch | f32[1,3,4,5]; i64[1,3,4,5]
            MaxPool opset14 | f32[1,3,10,12] | kernel=2,3; strides=3,3; pads_begin=1,1; pads_end=1,1; rounding_type=ceil | f32[1,3,5,5]; i64[1,3,5,5]
            MaxPool opset14 | f32[1,3,9..12,12] | kernel=2,3; strides=3,3; pads_begin=1,1; pads_end=1,1; rounding_type=ceil_torch | f32[1,3,4..5,5]; i64[1,3,4..5,5]
            AvgPool opset1 | f32[1,3,10,?] | kernel=3,2; strides=2,2; pads_begin=1,0; pads_end=1,0; exclude-pad=true | f32[1,3,5,1..]
            AvgPool opset1 | f32[1,3,10,7] | kernel=3,2; strides=2,2; pads_begin=3,0; pads_end=1,0; exclude-pad=true | error
            AvgPool opset14 | f32[1,3,10,7] | kernel=3,2; strides=2,2; pads_begin=2,0; pads_end=1,0; exclude-pad=true; rounding_type=ceil_torch | f32[1,3,6,4]
            AvgPool opset16 | f32[1,3,10,7] | kernel=3,2; strides=2,2; dilations=2,3; pads_begin=2,0; pads_end=1,0; exclude-pad=true | f32[1,3,5,2]
            AvgPool opset16 | f32[1,3,10,7,5] | kernel=3,2,2; strides=2,2,1; pads_begin=2,0,1; pads_end=1,0,1; exclude-pad=false; auto_pad=same_upper | f32[1,3,5,4,5]
            AdaptiveAvgPool opset8 | f32[1,3,10,?]; i64[2]{3,4} | | f32[1,3,3,4]
            AdaptiveAvgPool opset8 | f32[1,3,10,?]; i64[2] | | f32[1,3,?,?]
            AdaptiveAvgPool opset8 | f32[1,3,10,?]; i64[3]{1,2,3} | | error
            AdaptiveAvgPool opset8 | f32[...]; i64[3]{1,2,3} | | f32[...]
            AdaptiveMaxPool opset8 | f32[1,3,10]; i32[1]{4} | index_element_type=i32 | f32[1,3,4]; i32[1,3,4]
            AdaptiveMaxPool opset8 | f32[1,3,10]; i32[1]{4} | | f32[1,3,4]; i64[1,3,4]
            """
        ).check()
    }
}
