import XCTest

final class ReductionInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            ReduceSum opset1 | f32[1,?,3]; i64[2] | keep_dims=true | f32[?,?,?]
            ReduceSum opset1 | f32[1,?,3]; i64[2] | keep_dims=false | f32[...]
            ReduceSum opset1 | f32[1,?,3]; i64[2]{1,1} | keep_dims=false | f32[1,3]
            ReduceSum opset1 | f32[1,?,3]; i64[1]{3} | keep_dims=false | error
            ReduceSum opset1 | f32[1,?,3]; i64[2,2] | keep_dims=false | error
            ReduceSum opset1 | f32[]; i64[1]{0} | keep_dims=false | f32[]
            ReduceSum opset1 | f32[]; i64[1]{-1} | keep_dims=false | f32[]
            ReduceSum opset1 | f32[1,?,3]; i64[0]{} | keep_dims=false | f32[1,?,3]
            ReduceSum opset1 | f32[1,?,3]; i64[]{-1} | keep_dims=true | f32[1,?,1]
            ReduceSum opset1 | f32[...]; i64[]{-1} | keep_dims=true | f32[...]
            ReduceSum opset1 | boolean[2,3]; i64[1]{-1} | keep_dims=true | error
            ReduceMax opset1 | f32[2,3]; f32[1]{1} | keep_dims=true | error
            ReduceL2 opset4 | f32[2,3..4]; i32[1]{-2} | | f32[3..4]
            ReduceLogicalAnd opset1 | boolean[2,3]; i64[1]{0} | keep_dims=true | boolean[1,3]
            ReduceLogicalOr opset1 | f32[2,3]; i64[1]{0} | keep_dims=true | error
            """
        ).check()
    }
}
