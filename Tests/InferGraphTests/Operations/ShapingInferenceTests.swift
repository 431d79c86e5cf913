import XCTest

final class ShapingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Reshape opset1 | f32[?,0,4]; i64[2]{-1,4} | special_zero=false | f32[0,4]
            Reshape opset1 | f32[2..4,6]; i64[2]{-1,4} | special_zero=false | f32[3..6,4]
            Reshape opset1 | f32[2..4,6]; i64[3]{0,-1,3} | special_zero=true | f32[2..4,2,3]
            Reshape opset1 | f32[?,?,6]; i64[4]{0,0,-1,3} | special_zero=true | f32[?,?,2,3]
            Reshape opset1 | f32[?,?,6]; i64[2]{-1,6} | special_zero=true | f32[?,6]
            Reshape opset1 | f32[2,3,0]; i64[2]{-1,0} | special_zero=false | f32[1,0]
            Reshape opset1 | f32[2..6,3]; i64[2]{-1,9} | special_zero=false | f32[1..2,9]
            Reshape opset1 | f32[2,3]; i64[2]{-1,4} | special_zero=false | error
            Reshape opset1 | f32[2,3]; i64[2]{-1,-1} | special_zero=false | error
            Reshape opset1 | f32[2,3]; i64[2]{-2,3} | special_zero=false | error
            Reshape opset1 | f32[2,3]; i64[2]{3,3} | special_zero=false | error
            Reshape opset1 | f32[2,3]; i64[3]{2,3,0} | special_zero=true | error
            Reshape opset1 | f32[2,3]; f32[2]{2,3} | special_zero=true | error
            Reshape opset1 | f32[...]; i64[2]{0,3} | special_zero=true | f32[?,3]
            Reshape opset1 | f32[...]; i64[2]{-1,3} | special_zero=false | f32[?,3] | OpenVINO: f32[1..,3]
            Reshape opset1 | f32[2,3]; i64[3] | special_zero=false | f32[?,?,?]
            Reshape opset1 | f32[2,3]; i64[?] | special_zero=false | f32[...]
            Reshape opset1 | f32[2,3]; i64[] | special_zero=false | error
            Reshape opset1 | f32[2,3]; i64[...] | special_zero=false | f32[...]
            Reshape opset1 | f32[2,?]; i64[2]{4,5} | special_zero=false | f32[4,5]
            Reshape opset1 | f32[3,?]; i64[2]{4,5} | special_zero=false | f32[4,5]
            Reshape opset1 | f32[]; i64[0]{} | special_zero=false | f32[]
            Reshape opset1 | f32[1]; i64[0]{} | special_zero=false | f32[]
            Reshape opset1 | f32[2..3,?,8]; i64[4]{0,0,2,-1} | special_zero=true | f32[2..3,?,2,4]
            Reshape opset1 | f32[?,?,8]; i64[2]{0,-1} | special_zero=true | f32[?,?]
            Reshape opset1 | f32[?,4,8]; i64[2]{-1,0} | special_zero=true | f32[?,4]
            Squeeze opset1 | f32[1,?,3]; i64[1]{0} | | f32[?,3]
            Squeeze opset1 | f32[1,?,3] | | f32[...]
            Squeeze opset1 | f32[1,2..4,3] | | f32[2..4,3]
            Squeeze opset1 | f32[1,?,3]; i64[1] | | f32[?,?]
            Squeeze opset1 | f32[1,?,3]; i64[1]{2} | | f32[1,?,3]
            Squeeze opset1 | f32[1,?,3]; i64[1]{1} | | f32[1,3]
            Squeeze opset1 | f32[1,?,3]; i64[1]{-3} | | f32[?,3]
            Squeeze opset1 | f32[1,?,3]; i64[1]{3} | | error
            Squeeze opset1 | f32[1,2..4,3]; i64[2]{0,1} | | f32[2..4,3]
            Squeeze opset1 | f32[1,1,1]; i64[0]{} | | f32[]
            Squeeze opset1 | f32[...]; i64[1]{0} | | f32[...]
            Squeeze opset1 | f32[1,2]; i64[]{0} | | f32[2]
            Squeeze opset1 | f32[1,2]; i64[1,1]{0} | | error
            Squeeze opset15 | f32[1,?,3]; i64[1]{1} | allow_axis_skip=true | f32[...]
            Squeeze opset15 | f32[1,4,3]; i64[2]{0,1} | allow_axis_skip=true | f32[4,3]
            Squeeze opset15 | f32[1,4,3]; i64[2]{0,1} | allow_axis_skip=false | f32[4,3]
            Squeeze opset15 | f32[1,4,3] | allow_axis_skip=true | f32[4,3]
            Unsqueeze opset1 | f32[1,?,3]; i64[2] | | f32[...]
            Unsqueeze opset1 | f32[1,?,3]; i64[2]{0,0} | | f32[1,1,?,3]
            Unsqueeze opset1 | f32[1,?,3]; i64[2]{0,-5} | | f32[1,1,?,3]
            Unsqueeze opset1 | f32[1,?,3]; i64[2]{0,-1} | | f32[1,1,?,3,1]
            Unsqueeze opset1 | f32[1,?,3]; i64[1]{5} | | error
            Unsqueeze opset1 | f32[1,?,3]; i64[0]{} | | error
            Unsqueeze opset1 | f32[]; i64[]{0} | | f32[1]
            Unsqueeze opset1 | f32[...]; i64[1]{0} | | f32[...]
            Unsqueeze opset1 | f32[2]; i64[3]{0,4,4} | | error
            Transpose opset1 | f32[1,2..3,?]; i64[3]{2,0,1} | | f32[?,1,2..3]
            Transpose opset1 | f32[1,2..3,?]; i64[0]{} | | f32[?,2..3,1]
            Transpose opset1 | f32[1,2..3,?]; i64[3] | | f32[?,?,?]
            Transpose opset1 | f32[1,2..3,?]; i64[2] | | error
            Transpose opset1 | f32[1,2..3,?]; i64[3]{2,0,0} | | error
            Transpose opset1 | f32[1,2..3,?]; i64[3]{-1,0,1} | | error
            Transpose opset1 | f32[...]; i64[3]{2,0,1} | | f32[?,?,?]
            Transpose opset1 | f32[...]; i64[3] | | f32[?,?,?] | OpenVINO: f32[...]
            Transpose opset1 | f32[1,2]; i64[?] | | f32[?,?]
            Transpose opset1 | f32[1,2]; f32[2]{1,0} | | error
            Concat opset1 | f32[1,2..3,?]; f32[1,4,5] | axis=1 | f32[1,6..7,5]
            Concat opset1 | f32[1,2..3,?]; f32[1,4,5] | axis=-1 | error
            Concat opset1 | f32[1,?]; f32[...] | axis=1 | f32[1,?]
            Concat opset1 | f32[1,2]; f32[2,2] | axis=1 | error
            Concat opset1 | f32[1,2]; f32[1,2,2] | axis=1 | error
            Concat opset1 | f32[1,2]; i32[1,2] | axis=1 | error
            Concat opset1 | f32[1,2]; f32[1,2] | axis=2 | error
            Concat opset1 | f32[]; f32[] | axis=0 | error
            Concat opset1 | f32[...]; f32[...] | axis=0 | f32[...]
            Concat opset1 | f32[1..3,2]; f32[2..5,2] | axis=1 | f32[2..3,4]
            Split opset1 | f32[3..8,2]; i64[]{0} | num_splits=3 | f32[1..2,2]; f32[1..2,2]; f32[1..2,2]
            Split opset1 | f32[1..2,2]; i64[]{0} | num_splits=3 | error
            Split opset1 | f32[3,2]; i64[] | num_splits=3 | f32[?,?]; f32[?,?]; f32[?,?]
            Split opset1 | f32[4,2]; i64[]{0} | num_splits=3 | error
            Split opset1 | f32[4,2]; i64[1]{0} | num_splits=2 | error
            Split opset1 | f32[?,2]; i64[]{-2} | num_splits=2 | f32[?,2]; f32[?,2]
            Split opset1 | f32[...]; i64[]{-2} | num_splits=2 | f32[...]; f32[...]
            Split opset1 | f32[4,2]; i64[]{2} | num_splits=2 | error
            Split opset1 | f32[4,2]; i64[]{0} | num_splits=0 | error
            VariadicSplit opset1 | f32[4..8,2]; i64[]{0}; i64[2]{1,-1} | | f32[1,2]; f32[3..7,2] | OpenVINO: f32[1,2]; f32[?,2]
            VariadicSplit opset1 | f32[8,2]; i64[]{0}; i64[2]{1,-1} | | f32[1,2]; f32[7,2]
            VariadicSplit opset1 | f32[?,2]; i64[]{0}; i64[2] | | f32[?,2]; f32[?,2]
            VariadicSplit opset1 | f32[?,2]; i64[]; i64[2]{1,2} | | f32[?,?]; f32[?,?]
            VariadicSplit opset1 | f32[8,2]; i64[]{0}; i64[3]{1,-1,-1} | | error
            VariadicSplit opset1 | f32[8,2]; i64[]{0}; i64[2]{1,2} | | error
            VariadicSplit opset1 | f32[8,2]; i64[]{0}; i64[2]{9,-1} | | error | OpenVINO: f32[9,2]; f32[?,2]
            VariadicSplit opset1 | f32[8,2]; i64[1]{0}; i64[2]{6,2} | | f32[6,2]; f32[2,2]
            VariadicSplit opset1 | f32[...]; i64[1]{0}; i64[2]{6,2} | | f32[...]; f32[...]
            Broadcast opset3 | f32[1,?]; i64[3]{2,4,3} | mode=numpy | f32[2,4,3]
            Broadcast opset3 | f32[1,?]; i64[3] | mode=numpy | f32[?,?,?]
            Broadcast opset3 | f32[1,?,5]; i64[2]{4,1} | mode=bidirectional | f32[1,4,5]
            Broadcast opset3 | f32[1,?,5]; i64[2] | mode=bidirectional | f32[1,?,5]
            Broadcast opset3 | f32[...]; i64[2]{4,1} | mode=bidirectional | f32[...]
            Broadcast opset3 | f32[...]; i64[2]{4,1} | mode=numpy | f32[4,1]
            Broadcast opset3 | f32[2,?]; i64[2]{4,3} | mode=numpy | error
            Broadcast opset3 | f32[2,2,2]; i64[2]{2,2} | mode=numpy | error
            Broadcast opset3 | f32[3]; i64[3]{2,3,4}; i64[1]{1} | mode=explicit | f32[2,3,4]
            Broadcast opset3 | f32[3]; i64[3]{2,3,4}; i64[1]{2} | mode=explicit | error
            Broadcast opset3 | f32[3,4]; i64[3]{2,3,4}; i64[1]{1} | mode=explicit | error
            Broadcast opset3 | f32[3,2]; i64[3]{2,3,4}; i64[2]{1,0} | mode=explicit | error
            Broadcast opset3 | f32[]; i64[3]{2,3,1}; i64[1]{2} | mode=explicit | f32[2,3,1]
            Broadcast opset3 | f32[3]; i64[3]{2,3,4} | mode=explicit | error
            Broadcast opset3 | f32[1,3]; i64[3]{2,-1,3} | mode=numpy | error | OpenVINO: f32[2,?,3]
            Broadcast opset1 | f32[3]; i64[3]{2,3,4}; i64[1]{1} | mode=none | f32[2,3,4]
            Broadcast opset1 | f32[4]; i64[3]{2,3,4} | mode=numpy | f32[2,3,4]
            Broadcast opset1 | f32[4]; i64[3]{2,3,4}; i64[1]{0} | mode=numpy | f32[2,3,4]
            Tile opset1 | f32[2..3,4]; i64[1]{2} | | f32[2..3,8]
            Tile opset1 | f32[2..3,4]; i64[3]{5,1,-2} | | f32[5,2..3,0]
            Tile opset1 | f32[2..3,4]; i64[3] | | f32[?,?,?]
            Tile opset1 | f32[...]; i64[2]{1,2} | | f32[...]
            Tile opset1 | f32[2,3]; i64[?] | | f32[...]
            Tile opset1 | f32[2,3]; i64[2,1] | | error
            Pad opset12 | f32[2..5,?]; i64[2]{1,2}; i64[2]{0,-1}; f32[]{0} | pad_mode=constant | f32[3..6,1..]
            Pad opset12 | f32[2,?]; i64[2]{-3,2}; i64[2]{0,-1}; f32[]{0} | pad_mode=constant | error | OpenVINO: f32[?,1..]
            Pad opset12 | f32[2..3,3]; i64[2]{0,2}; i64[2]{0,-1} | pad_mode=constant | f32[2..3,4]
            Pad opset1 | f32[4,4]; i64[2]{-1,0}; i64[2]{0,0} | pad_mode=constant | f32[3,4]
            Pad opset12 | f32[4,4]; i64[2]{4,0}; i64[2]{0,0} | pad_mode=reflect | error
            Pad opset12 | f32[4,4]; i64[2]{3,0}; i64[2]{0,0} | pad_mode=reflect | f32[7,4]
            Pad opset12 | f32[4,4]; i64[2]{5,0}; i64[2]{0,0} | pad_mode=symmetric | error
            Pad opset12 | f32[4,4]; i64[2]{4,0}; i64[2]{0,0} | pad_mode=symmetric | f32[8,4]
            Pad opset12 | f32[?,4]; i64[2]; i64[2]{0,0} | pad_mode=constant | f32[?,?]
            Pad opset12 | f32[3,4]; i64[2]; i64[2]{0,1} | pad_mode=constant | f32[?,?]
            Pad opset12 | f32[?,4]; i64[2]; i64[2] | pad_mode=constant | f32[?,?]
            Pad opset12 | f32[...]; i64[2]{0,1}; i64[2]{0,0} | pad_mode=constant | f32[?,?] | OpenVINO: f32[...]
            Pad opset12 | f32[0..3,4]; i64[2]{4,0}; i64[2]{0,0} | pad_mode=edge | f32[4..7,4]
            Pad opset12 | f32[0,4]; i64[2]{4,0}; i64[2]{0,0} | pad_mode=edge | error
            Pad opset12 | f32[3,4]; i64[3]{4,0,0}; i64[3]{0,0,0} | pad_mode=edge | error
            Pad opset12 | f32[3,4]; i64[2]{4,0}; i64[2]{0,0}; i32[]{0} | pad_mode=constant | error
            Pad opset12 | f32[3,4]; f32[2]{4,0}; i64[2]{0,0} | pad_mode=constant | error
            Pad opset12 | f32[3,4]; i64[2]{4,0}; i64[2]{0,0}; f32[1]{0} | pad_mode=constant | error
            ShapeOf opset3 | f32[1,?,2..3] | output_type=i32 | i32[3]
            ShapeOf opset3 | f32[...] | output_type=i32 | i32[?]
            ShapeOf opset3 | f32[1] | output_type=f32 | error
            ShapeOf opset1 | f32[] | | i64[0]
            """
        ).check()
    }
}
