import XCTest

final class ResamplingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Interpolate opset4 | f32[1,3,10,?]; i64[2]{20,30}; f32[2]{2,3}; i64[2]{2,3} | mode=nearest; shape_calculation_mode=sizes | f32[1,3,20,30]
            Interpolate opset4 | f32[1,3,10,?]; i64[2]{20,30}; f32[2]{2,3}; i64[2]{2,3} | mode=nearest; shape_calculation_mode=scales | f32[1,3,20,?]
            Interpolate opset4 | f32[1,3,10,7..9]; i64[2]{20,30}; f32[2]{2.1,0.3}; i64[2]{2,3} | mode=linear; shape_calculation_mode=scales; pads_begin=0,0,1,0; pads_end=0,0,0,2 | f32[1,3,23,2..3]
            Interpolate opset4 | f32[1,3,10,7]; i64[4]{1,3,5,6}; f32[4] | mode=cubic; shape_calculation_mode=sizes | f32[1,3,5,6]
            Interpolate opset4 | f32[1,3,10,7]; i64[4]; f32[4] | mode=cubic; shape_calculation_mode=sizes | f32[?,?,?,?]
            Interpolate opset4 | f32[1,3,10,7]; i64[2]; f32[2]; i64[2]{2,3} | mode=cubic; shape_calculation_mode=scales | f32[1,3,?,?]
            Interpolate opset4 | f32[1,3,10,7]; i64[2]; f32[2]; i64[2] | mode=cubic; shape_calculation_mode=scales | f32[?,?,?,?]
            Interpolate opset4 | f32[1,3,10,7]; i64[1]{4}; f32[2]; i64[2]{2,3} | mode=cubic; shape_calculation_mode=sizes | error
            Interpolate opset4 | f32[1,3,10,7]; i64[2]{4,5}; f32[2]; i64[2]{2,4} | mode=cubic; shape_calculation_mode=sizes | error
            Interpolate opset4 | f32[1,3,10,7]; i64[2]{4,5}; f32[2]; i64[2]{2,-1} | mode=cubic; shape_calculation_mode=sizes | error
            Interpolate opset4 | f32[...]; i64[2]{4,5}; f32[2]; i64[2]{2,1} | mode=cubic; shape_calculation_mode=sizes | f32[...]
            Interpolate opset4 | f32[1,3,10,7]; f32[2]{4,5}; f32[2]; i64[2]{2,3} | mode=cubic; shape_calculation_mode=sizes | error
            Interpolate opset4 | f32[1,3,10,7]; i64[2]{4,5}; i64[2]{1,2}; i64[2]{2,3} | mode=cubic; shape_calculation_mode=scales | error
            Interpolate opset4 | i32[1,3,10,7]; i64[2]{4,5}; f32[2]; i64[2]{2,3} | mode=nearest; shape_calculation_mode=sizes | i32[1,3,4,5]
            Interpolate opset4 | f32[1,3,10,7]; i64[2]{4,5}; f32[2]; i64[2]{2,3} | mode=bilinear_pillow; shape_calculation_mode=sizes | error
            Interpolate opset11 | f32[1,3,10,7]; f32[2]{1.5,0.3333333}; i64[2]{2,3} | mode=bilinear_pillow; shape_calculation_mode=scales | f32[1,3,15,2]
            Interpolate opset11 | f32[1,3,10,9]; f32[2]{1.5,0.33333334}; i64[2]{2,3} | mode=nearest; shape_calculation_mode=scales | f32[1,3,15,3]
            Interpolate opset11 | f32[1,3,10,7]; i64[4]{1,3,5,6} | mode=linear_onnx; shape_calculation_mode=sizes | f32[1,3,5,6]
            Interpolate opset11 | boolean[1,3,10,7]; i64[4]{1,3,5,6} | mode=linear_onnx; shape_calculation_mode=sizes | error
            Interpolate opset11 | f32[1,3,10,7]; i64[2,1]; i64[2]{2,3} | mode=linear_onnx; shape_calculation_mode=sizes | error
            Interpolate opset1 | f32[1,3,10,?]; i64[2]{20,30} | axes=2,3; mode=nearest | f32[1,3,20,30]
            Interpolate opset1 | f32[1,3,10,?]; i64[2] | axes=2,3; mode=nearest | f32[1,3,?,?]
            Interpolate opset1 | f32[1,3,10,?]; i64[2]{2,3} | axes=2,4; mode=nearest | error
            Interpolate opset1 | f32[1,3,10,?]; f32[2] | axes=2,3; mode=nearest | error
            GridSample opset9 | f32[2,3,4,5]; f32[2,6,7,2] | mode=bicubic | f32[2,3,6,7]
            GridSample opset9 | f32[?,3,4,5]; f32[2,?,7,2] | padding_mode=border | f32[2,3,?,7]
            GridSample opset9 | f32[2,3,4,5]; f32[2,6,7,3] | | error
            GridSample opset9 | f32[2,3,4,5]; i32[2,6,7,2] | | error
            GridSample opset9 | f32[...]; f32[2,6,7,2] | | f32[2,?,6,7]
            GridSample opset9 | f32[3,3,4,5]; f32[2,6,7,2] | | error
            """
        ).check()
    }
}
