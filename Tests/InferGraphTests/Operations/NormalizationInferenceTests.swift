import XCTest

final class NormalizationInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            MVN opset6 | f32[1,3,?]; i64[2]{1,2} | eps=1e-9; normalize_variance=true; eps_mode=INSIDE_SQRT | f32[1,3,?]
            MVN opset6 | f32[1,3,?]; i64[2]{1,3} | eps=1e-9; normalize_variance=true; eps_mode=INSIDE_SQRT | error | OpenVINO: f32[1,3,?]
            MVN opset6 | f32[1,3,?]; f32[2]{1,2} | eps=1e-9; normalize_variance=true; eps_mode=INSIDE_SQRT | error | OpenVINO: f32[1,3,?]
            MVN opset6 | i32[1,3,?]; i64[2]{1,2} | eps=1e-9; normalize_variance=true; eps_mode=INSIDE_SQRT | error | OpenVINO: i32[1,3,?]
            MVN opset6 | f32[...]; i64[2]{1,2} | eps=1e-9; normalize_variance=true; eps_mode=OUTSIDE_SQRT | f32[...]
            MVN opset2 | f32[1,3,?] | eps=1e-9; normalize_variance=true; across_channels=false | f32[1,3,?]
            MVN opset2 | f32[1,3,?] | eps=1e-9; normalize_variance=true; reduction_axes=1,2 | f32[1,3,?]
            BatchNormInference opset5 | f32[1,?,4]; f32[3]; f32[3]; f32[3]; f32[3] | epsilon=0.001 | f32[1,3,4]
            BatchNormInference opset5 | f32[1,4,4]; f32[3]; f32[3]; f32[3]; f32[3] | epsilon=0.001 | error
            BatchNormInference opset5 | f32[1,3,4]; f32[3]; f32[3]; f32[3]; f32[3] | epsilon=-0.001 | error
            BatchNormInference opset5 | f32[1]; f32[3]; f32[3]; f32[3]; f32[3] | epsilon=0.001 | error
            BatchNormInference opset5 | f32[...]; f32[3]; f32[3]; f32[3]; f32[3] | epsilon=0.001 | f32[...]
            BatchNormInference opset5 | f32[1,3,4]; f32[3]; f32[3]; f32[3,1]; f32[3] | epsilon=0.001 | error
            BatchNormInference opset5 | f32[1,3,4]; f32[3]; f32[3]; f16[3]; f32[3] | epsilon=0.001 | error
            BatchNormInference opset1 | f32[3]; f32[3]; f32[1,?,4]; f32[3]; f32[3] | epsilon=0.001 | f32[1,3,4]
            BatchNormInference opset1 | i32[3]; i32[3]; i32[1,?,4]; i32[3]; i32[3] | epsilon=0.001 | error
            LRN opset1 | f32[1,3,4,?]; i64[1]{1} | alpha=1; beta=1; bias=1; size=5 | f32[1,3,4,?]
            LRN opset1 | f32[1,3,4,?]; i64[]{1} | alpha=1; beta=1; bias=1; size=5 | error
            LRN opset1 | f32[1,3,4,?]; i64[1]{4} | alpha=1; beta=1; bias=1; size=5 | error
            LRN opset1 | f32[1,3]; i64[3]{0,1,1} | alpha=1; beta=1; bias=1; size=5 | error
            LRN opset1 | f32[1,3]; f32[1]{0} | alpha=1; beta=1; bias=1; size=5 | error
            GRN opset1 | f32[1,3,4,?] | bias=0.1 | f32[1,3,4,?]
            GRN opset1 | f32[1] | bias=0.1 | error
            GRN opset1 | f32[1,2,3,4,5] | bias=0.1 | error
            NormalizeL2 opset1 | f32[1,3,?]; i64[1]{1} | eps=0.1; eps_mode=add | f32[1,3,?]
            NormalizeL2 opset1 | f32[1,3,?]; i64[]{1} | eps=0.1; eps_mode=max | f32[1,3,?]
            NormalizeL2 opset1 | f32[1,3,?]; i64[0]{} | eps=0.1; eps_mode=max | f32[1,3,?]
            NormalizeL2 opset1 | f32[1,3,?]; i64[1]{3} | eps=0.1; eps_mode=max | error
            NormalizeL2 opset1 | f32[1,3,?]; i64[1,1]{1} | eps=0.1; eps_mode=max | error
            NormalizeL2 opset1 | f32[1,3,?]; f32[1]{1} | eps=0.1; eps_mode=max | error | OpenVINO: f32[1,3,?]
            GroupNormalization opset12 | f32[1,6,?]; f32[6]; f32[6] | num_groups=3; epsilon=0.001 | f32[1,6,?]
            GroupNormalization opset12 | f32[1,6,?]; f32[6]; f32[6] | num_groups=4; epsilon=0.001 | error
            GroupNormalization opset12 | f32[1,6,?]; f32[5]; f32[6] | num_groups=3; epsilon=0.001 | error
            GroupNormalization opset12 | f32[1,6,?]; f32[6]; f32[6] | num_groups=0; epsilon=0.001 | error
            GroupNormalization opset12 | f32[1,6,?]; f32[6]; f32[6] | num_groups=3; epsilon=0 | error | OpenVINO: f32[1,6,?]
            GroupNormalization opset12 | f32[1,?,?]; f32[6]; f32[6] | num_groups=3; epsilon=0.001 | f32[1,?,?]
            GroupNormalization opset12 | f32[6]; f32[6]; f32[6] | num_groups=3; epsilon=0.001 | error
            GroupNormalization opset12 | i32[1,6]; i32[6]; i32[6] | num_groups=3; epsilon=0.001 | error | OpenVINO: i32[1,6]
            """
        ).check()
    }
}
