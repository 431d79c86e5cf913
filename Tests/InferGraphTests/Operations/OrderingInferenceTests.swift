import XCTest

final class OrderingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            TopK opset11 | f32[2,5..9,4]; i64[]{3} | axis=1; mode=max; sort=value | f32[2,3,4]; i32[2,3,4]
            TopK opset11 | f32[2,5,4]; i64[]{7} | axis=1; mode=max; sort=value | f32[2,7,4]; i32[2,7,4]
            TopK opset11 | f32[2,5..9,4]; i64[] | axis=1; mode=max; sort=value; index_element_type=i64 | f32[2,..9,4]; i64[2,..9,4]
            TopK opset11 | f32[2,5,4]; i64[] | axis=1; mode=max; sort=value; index_element_type=i64 | f32[2,..5,4]; i64[2,..5,4]
            TopK opset11 | f32[...]; i64[]{1} | axis=1; mode=max; sort=value; index_element_type=i64 | f32[...]; i64[...]
            TopK opset11 | f32[2,5]; i64[1]{1} | axis=1; mode=max; sort=value; index_element_type=i64 | error
            TopK opset11 | f32[2,5]; i64[]{0} | axis=1; mode=max; sort=value; index_element_type=i64 | f32[2,0]; i64[2,0]
            TopK opset11 | f32[2,5]; i64[]{-1} | axis=1; mode=max; sort=value; index_element_type=i64 | error
            TopK opset11 | f32[2,5]; f32[]{1} | axis=1; mode=max; sort=value; index_element_type=i64 | error
            TopK opset11 | f32[2,5]; i64[]{1} | axis=2; mode=max; sort=value; index_element_type=i64 | error
            TopK opset11 | f32[2,5]; i64[]{1} | axis=-2; mode=min; sort=none; index_element_type=i32; stable=true | error
            TopK opset11 | f32[2,5]; i64[]{1} | axis=-2; mode=min; sort=index; index_element_type=f32 | error
            TopK opset3 | f32[2,?]; i32[]{3} | axis=-1; mode=min; sort=index | f32[2,3]; i32[2,3]
            TopK opset1 | f32[2,?]; i32[]{3} | axis=-1; mode=min; sort=index | f32[2,3]; i32[2,3]
            TopK opset1 | f32[2,?]; i32[]{0} | axis=-1; mode=min; sort=index | f32[2,0]; i32[2,0]
            TopK opset1 | f32[2,?]; i32[] | axis=-1; mode=min; sort=index | f32[2,?]; i32[2,?]
            CumSum opset3 | f32[2,?]; i64[]{1} | exclusive=true | f32[2,?]
            CumSum opset3 | f32[2,?]; i64[]{2} | exclusive=true | error | OpenVINO: f32[2,?]
            CumSum opset3 | f32[2,?]; f32[]{1} | exclusive=true | error
            CumSum opset3 | f32[2,?] | | f32[2,?] | OpenVINO: error
            CumSum opset3 | f32[2,?]; i64[2]{1,1} | exclusive=true | f32[2,?]
            NonZero opset3 | f32[2,3..4] | output_type=i32 | i32[2,..8]
            NonZero opset3 | f32[2,?] | output_type=i64 | i64[2,?]
            NonZero opset3 | f32[] | output_type=i64 | i64[?,?]
            NonZero opset3 | f32[...] | output_type=i64 | i64[?,?]
            NonZero opset3 | f32[2,?] | output_type=f32 | error
            NonZero opset3 | boolean[0,3] | | i64[2,0]
            Unique opset10 | f32[2,3..4] | | f32[1..8]; i64[1..8]; i64[6..8]; i64[1..8] | OpenVINO: f32[?]; i64[?]; i64[?]; i64[?]
            Unique opset10 | f32[2,3] | | f32[1..6]; i64[1..6]; i64[6]; i64[1..6]
            Unique opset10 | f32[2,?] | | f32[?]; i64[?]; i64[?]; i64[?]
            Unique opset10 | f32[2,3..4]; i64[]{1} | index_element_type=i32 | f32[2,1..4]; i32[1..4]; i32[3..4]; i64[1..4] | OpenVINO: f32[2,1..4]; i32[?]; i32[3..4]; i64[?]
            Unique opset10 | f32[2,3..4]; i64[] | | f32[?,?]; i64[?]; i64[?]; i64[?] | OpenVINO: error
            Unique opset10 | f32[2,3..4]; i64[]{2} | | error
            Unique opset10 | f32[...] | | f32[?]; i64[?]; i64[?]; i64[?]
            Unique opset10 | f32[...]; i64[]{1} | | f32[...]; i64[?]; i64[?]; i64[?]
            Unique opset10 | f32[] | | f32[1]; i64[1]; i64[1]; i64[1]
            Unique opset10 | f32[2,0] | | f32[0]; i64[0]; i64[0]; i64[0] | OpenVINO: f32[?]; i64[?]; i64[?]; i64[?]
            Unique opset10 | f32[2,0]; i64[]{1} | | f32[2,0]; i64[0]; i64[0]; i64[0]
            Unique opset10 | f32[2,3]; f32[]{1} | | error
            Bucketize opset3 | f32[2,?]; f32[5] | output_type=i32 | i32[2,?]
            Bucketize opset3 | f32[2,?]; f32[5,1] | output_type=i32 | error
            Bucketize opset3 | f32[2,?]; i32[5] | output_type=f32 | error
            Bucketize opset3 | boolean[2,?]; i32[5] | | error
            SearchSorted opset15 | f32[2,3,5]; f32[2,3,7] | right_mode=true | i64[2,3,7]
            SearchSorted opset15 | f32[5]; f32[2,3,7] | output_type=i32 | i32[2,3,7]
            SearchSorted opset15 | f32[2,3,5]; f32[2,4,7] | | error
            SearchSorted opset15 | f32[2,3,5]; f32[3,7] | | error
            SearchSorted opset15 | f32[2,?,5]; f32[?,3,7] | | i64[2,3,7]
            SearchSorted opset15 | f32[...]; f32[?,3,7] | | i64[?,3,7]
            SearchSorted opset15 | f32[2,3,5]; f32[...] | | i64[2,3,?]
            SearchSorted opset15 | f32[5]; f32[] | | i64[]
            SearchSorted opset15 | f32[2,3,5]; i32[2,3,7] | | error
            """
        ).check()
    }
}
