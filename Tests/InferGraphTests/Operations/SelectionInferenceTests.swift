import XCTest

final class SelectionInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Gather opset8 | f32[2,?,4]; i64[5,6]; i64[]{1} | batch_dims=0 | f32[2,5,6,4]
            Gather opset8 | f32[2,?,4]; i64[5,6]; i64[] | batch_dims=0 | f32[?,?,?,?]
            Gather opset8 | f32[2,?,4]; i64[2,6]; i64[]{2} | batch_dims=1 | f32[2,?,6]
            Gather opset8 | f32[2,?,4]; i64[3,6]; i64[]{2} | batch_dims=1 | error
            Gather opset8 | f32[2,?,4]; i64[2,6]; i64[]{3} | batch_dims=1 | error
            Gather opset8 | f32[2,?,4]; i64[2,6]; i64[2]{1,2} | batch_dims=1 | error
            Gather opset8 | f32[2,?,4]; f32[2,6]; i64[]{1} | batch_dims=1 | error
            Gather opset8 | f32[2,?,4]; i64[...]; i64[]{1} | batch_dims=1 | f32[...]
            Gather opset8 | f32[2,?,4]; i64[2,6]; i64[1]{-1} | batch_dims=-1 | f32[2,?,6]
            Gather opset8 | f32[2,3,4]; i64[2,6]; i64[1]{0} | batch_dims=1 | error
            Gather opset8 | f32[2,3,4]; i64[2,6]; i64[1]{2} | batch_dims=3 | error
            Gather opset8 | f32[...]; i64[2,6]; i64[1]{2} | batch_dims=1 | f32[...]
            Gather opset8 | f32[2]; i64[]; i64[]{0} | batch_dims=0 | f32[]
            Gather opset1 | f32[2,3]; i64[]; i64[]{-1} | | f32[2]
            Gather opset7 | f32[2,3]; i64[2]; i64[]{-1} | batch_dims=1 | f32[2]
            Slice opset8 | f32[10..20,?,8]; i64[2]{1,-3}; i64[2]{9,9223372036854775807}; i64[2]{2,1}; i64[2]{0,1} | | f32[4,..3,8]
            Slice opset8 | f32[10..20,?,8]; i64[2]{-1,5}; i64[2]{-9223372036854775807,0}; i64[2]{-2,-1}; i64[2]{0,2} | | f32[5..10,?,5]
            Slice opset8 | f32[10..20,?,8]; i64[1]; i64[1]{5}; i64[1]{1}; i64[1]{0} | | f32[..20,?,8]
            Slice opset8 | f32[10..20,?,8]; i64[1]{0}; i64[1]{5}; i64[1]{1}; i64[1] | | f32[..20,?,..8]
            Slice opset8 | f32[10..20,?,8]; i64[1]{0}; i64[1]{5}; i64[1]{1} | | f32[5,?,8]
            Slice opset8 | f32[10..20,?,8]; i64[1]{0}; i64[1]{5}; i64[1]{0}; i64[1]{0} | | error
            Slice opset8 | f32[10,8]; i64[2]{0,0}; i64[2]{5,5}; i64[2]{1,1}; i64[2]{0,0} | | error
            Slice opset8 | f32[10,8]; i64[2]{0,0}; i64[1]{5}; i64[2]{1,1}; i64[2]{0,1} | | error
            Slice opset8 | f32[10,8]; i64[3]{0,0,0}; i64[3]{5,1,1}; i64[3]{1,1,1} | | error
            Slice opset8 | f32[10,8]; i64[1]{3}; i64[1]{1}; i64[1]{1}; i64[1]{0} | | f32[0,8]
            Slice opset8 | f32[10,8]; i64[1]{3}; i64[1]{1}; i64[1]{1}; i64[1]{2} | | error
            Slice opset8 | f32[]; i64[1]{3}; i64[1]{1}; i64[1]{1}; i64[1]{0} | | error
            Slice opset8 | f32[...]; i64[1]{3}; i64[1]{1}; i64[1]{1}; i64[1]{0} | | f32[...]
            Slice opset8 | f32[?]; i64[1]{-5}; i64[1]{9223372036854775807}; i64[1]{1}; i64[1]{0} | | f32[..5]
            Slice opset8 | f32[?]; i64[1]{1}; i64[1]{-1}; i64[1]{1}; i64[1]{0} | | f32[?]
            Slice opset8 | f32[?]; i64[1]{2}; i64[1]{7}; i64[1]{3}; i64[1]{0} | | f32[..2]
            Slice opset8 | f32[?]; i64[1]{-1}; i64[1]{-4}; i64[1]{-1}; i64[1]{0} | | f32[..3]
            Slice opset8 | f32[?]; i64[1]{7}; i64[1]{2}; i64[1]{-2}; i64[1]{0} | | f32[..3]
            Slice opset8 | f32[3..]; i64[1]{0}; i64[1]{-1}; i64[1]{1}; i64[1]{0} | | f32[2..]
            Slice opset8 | f32[10,8]; f32[1]{3}; i64[1]{1}; i64[1]{1}; i64[1]{0} | | error
            StridedSlice opset1 | f32[10..20,?,8]; i64[2]{1,-3}; i64[2]{9,0}; i64[2]{2,1} | begin_mask=0,0; end_mask=0,1; new_axis_mask=; shrink_axis_mask=; ellipsis_mask= | f32[4,..3,8]
            StridedSlice opset1 | f32[4,5,6]; i64[3]{0,1,0}; i64[3]{0,2,0}; i64[3]{1,1,1} | begin_mask=1,0,1; end_mask=1,0,1; new_axis_mask=; shrink_axis_mask=0,1,0; ellipsis_mask= | f32[4,6]
            StridedSlice opset1 | f32[4,5,6]; i64[3]{0,1,0}; i64[3]{0,2,0}; i64[3]{1,1,1} | begin_mask=0,0,0; end_mask=0,0,0; new_axis_mask=0,1; shrink_axis_mask=0,1,1; ellipsis_mask=1,0,0 | error
            StridedSlice opset1 | f32[4,5,6]; i64[3]{0,1,0}; i64[3]{0,2,0}; i64[3]{1,1,1} | begin_mask=0,0,0; end_mask=0,0,0; new_axis_mask=; shrink_axis_mask=; ellipsis_mask=1,1,0 | error
            StridedSlice opset1 | f32[4,5]; i64[3]{0,1,0}; i64[3]{0,2,0}; i64[3]{1,1,1} | begin_mask=0,0,0; end_mask=0,0,0; new_axis_mask=; shrink_axis_mask=; ellipsis_mask= | error
            StridedSlice opset1 | f32[4,5]; i64[2]; i64[2]{1,2}; i64[2]{1,1} | begin_mask=0,0; end_mask=0,0 | f32[..4,..5]
            StridedSlice opset1 | f32[4,5]; i64[2]; i64[2]; i64[2] | begin_mask=1,0; end_mask=1,0 | f32[..4,..5]
            StridedSlice opset1 | f32[4,5]; i64[?]; i64[?]; i64[?] | begin_mask=1,0; end_mask=1,0 | f32[...]
            StridedSlice opset1 | f32[4,5]; i64[2]{0,0}; i64[2]{3,3} | begin_mask=0,0; end_mask=0,0 | f32[3,3]
            StridedSlice opset1 | f32[4,5]; i64[2]{0,0}; i64[3]{3,3,3} | begin_mask=0,0; end_mask=0,0 | error
            StridedSlice opset1 | f32[4,5]; i64[2]{0,0}; i64[2]{3,3}; i64[2]{0,1} | begin_mask=0,0; end_mask=0,0 | error
            StridedSlice opset1 | f32[...]; i64[2]{0,0}; i64[2]{3,3}; i64[2]{0,1} | begin_mask=0,0; end_mask=0,0 | f32[...]
            StridedSlice opset1 | f32[4,5]; i64[1]{-1}; i64[1]{-9}; i64[1]{-1} | begin_mask=0; end_mask=0 | f32[4,5]
            StridedSlice opset1 | f32[4,5]; i64[1]{0}; i64[1]{0}; i64[1]{-2} | begin_mask=1; end_mask=1 | f32[2,5]
            StridedSlice opset1 | f32[?,5]; i64[1]{0}; i64[1]{0}; i64[1]{-2} | begin_mask=1; end_mask=1 | f32[?,5]
            StridedSlice opset1 | f32[4,5]; i64[1]{0}; i64[1]{0}; i64[1]{1} | begin_mask=2; end_mask=1 | error
            SliceScatter opset15 | f32[10,8]; f32[4,8]; i64[1]{1}; i64[1]{9}; i64[1]{2}; i64[1]{0} | | f32[10,8]
            SliceScatter opset15 | f32[10,8]; f32[5,8]; i64[1]{1}; i64[1]{9}; i64[1]{2}; i64[1]{0} | | error
            SliceScatter opset15 | f32[10,?]; f32[?,8]; i64[1]{1}; i64[1]{9}; i64[1]{2} | | f32[10,?]
            GatherElements opset6 | f32[3,4]; i64[2,4] | axis=0 | f32[2,4]
            GatherElements opset6 | f32[3,4]; i64[2,3] | axis=0 | error
            GatherElements opset6 | f32[3,?]; i64[?,4..5] | axis=-2 | f32[?,4..5]
            GatherElements opset6 | f32[3,4]; i64[2,3,1] | axis=0 | error
            GatherElements opset6 | f32[...]; i64[2,3] | axis=0 | f32[2,3]
            GatherElements opset6 | f32[3,4]; i64[...] | axis=0 | f32[?,4]
            GatherElements opset6 | f32[3,4]; i64[3,4] | axis=2 | error
            GatherElements opset6 | f32[3,4]; f32[3,4] | axis=1 | error
            GatherND opset8 | f32[2,3,4,5]; i64[2,3,6,2] | batch_dims=2 | f32[2,3,6]
            GatherND opset5 | f32[2,3,4,5]; i64[2,3,6,2] | batch_dims=2 | f32[6,6]
            GatherND opset5 | f32[2,3,4,5]; i64[2,3,6,2] | batch_dims=1 | f32[2,3,6,5]
            GatherND opset8 | f32[2,3,4,5]; i64[2,3,6,?] | batch_dims=1 | f32[...]
            GatherND opset8 | f32[2,3,4,5]; i64[2,3,6,4] | batch_dims=1 | error
            GatherND opset8 | f32[2,3,4,5]; i64[3,3,6,1] | batch_dims=1 | error
            GatherND opset8 | f32[...]; i64[3,3,6,1] | batch_dims=1 | f32[...]
            GatherND opset8 | f32[2,3]; i64[] | batch_dims=0 | error
            GatherND opset8 | f32[2,3]; i64[2,1] | batch_dims=2 | error
            GatherND opset8 | f32[?,3]; i64[2..3,1] | batch_dims=1 | f32[2..3]
            GatherTree opset1 | f32[?,2,3]; f32[4,2,3]; f32[2]; f32[] | | f32[4,2,3]
            GatherTree opset1 | f32[5,2,3]; f32[4,2,3]; f32[2]; f32[] | | error
            GatherTree opset1 | f32[...]; f32[4,?,3]; f32[2]; f32[] | | f32[4,2,3]
            GatherTree opset1 | f32[4,2,3]; f32[4,2,3]; f32[3]; f32[] | | error
            GatherTree opset1 | f32[4,2,3]; i32[4,2,3]; f32[2]; f32[] | | error
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; f32[4,2,6]; i64[]{1} | | f32[4,5,6]
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; f32[4,3,6]; i64[]{1} | | error
            ScatterUpdate opset3 | f32[4,5,6]; i64[2,3]; f32[4,2,3,6]; i64[]{1} | | f32[4,5,6]
            ScatterUpdate opset3 | f32[4,5,6]; i64[]; f32[4,6]; i64[]{1} | | f32[4,5,6]
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; f32[4,6]; i64[]{1} | | error
            ScatterUpdate opset3 | f32[4,?,6]; i64[2]; f32[4,2,6]; i64[] | | f32[4,?,6]
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; i32[4,2,6]; i64[]{1} | | error
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; f32[4,2,6]; i64[]{3} | | error
            ScatterUpdate opset3 | f32[4,5,6]; i64[2]; f32[4,2,6]; f32[]{1} | | error
            ScatterUpdate opset3 | f32[4]; i64[1]; f32[]; i64[]{0} | | error
            ScatterElementsUpdate opset12 | f32[4,5]; i64[2,5]; f32[2,5]; i64[]{0} | reduction=sum; use_init_val=false | f32[4,5]
            ScatterElementsUpdate opset12 | f32[4,5]; i64[2,5]; f32[3,5]; i64[]{0} | reduction=sum; use_init_val=false | error
            ScatterElementsUpdate opset12 | f32[4,?]; i64[2,5,1]; f32[2,5,1]; i64[]{0} | | error
            ScatterElementsUpdate opset3 | f32[4,5]; i64[2,5]; f32[2,5]; i64[]{2} | | error
            ScatterElementsUpdate opset3 | f32[4,5]; f32[2,5]; f32[2,5]; i64[]{1} | | error
            ScatterElementsUpdate opset3 | f32[4,5]; i64[2,5]; f32[2,5]; i64[2]{0,1} | | error | OpenVINO: f32[4,5]
            ScatterElementsUpdate opset3 | f32[...]; i64[2,5]; f32[2,5]; i64[]{1} | | f32[...]
            ScatterNDUpdate opset15 | f32[4,5,6]; i64[3,2]; f32[3,6] | reduction=max | f32[4,5,6]
            ScatterNDUpdate opset15 | f32[4,5,6]; i64[3,2]; f32[4,6] | reduction=max | error
            ScatterNDUpdate opset4 | f32[4,5,6]; i64[3,4]; f32[3] | | error
            ScatterNDUpdate opset4 | f32[4,5,6]; i64[3,?]; f32[3] | | f32[4,5,6]
            ScatterNDUpdate opset4 | f32[4,5,6]; i64[3,2]; f32[] | | error
            ScatterNDUpdate opset4 | f32[...]; i64[3,2]; f32[3] | | f32[...]
            ScatterNDUpdate opset4 | f32[4,?]; i64[?,1]; f32[3,7] | | f32[4,?]
            """
        ).check()
    }
}
