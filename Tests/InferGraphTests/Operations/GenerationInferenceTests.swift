import XCTest

final class GenerationInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Range opset4 | i32[]; i64[]{10}; i64[]{1} | output_type=i32 | i32[?]
            Range opset4 | i64[]{0}; i64[]{10}; i64[]{3} | output_type=i32 | i32[4]
            Range opset4 | i64[]{10}; i64[]{0}; i64[]{-3} | output_type=i64 | i64[4]
            Range opset4 | i64[]{10}; i64[]{0}; i64[]{3} | output_type=i64 | i64[0]
            Range opset4 | i64[]{10}; i64[]{0}; i64[]{0} | output_type=i64 | error
            Range opset4 | f32[]{0.5}; f32[]{3.7}; f32[]{0.8} | output_type=f32 | f32[4]
            Range opset4 | f32[]{0.5}; f32[]{3.7}; f32[]{1.8} | output_type=i64 | i64[3]
            Range opset4 | i64[1]{0}; i64[1]{10}; i64[]{3} | output_type=i32 | error
            Range opset4 | i64[2]{0,1}; i64[1]{10}; i64[]{3} | output_type=i32 | error
            Range opset4 | boolean[]; i64[]{10}; i64[]{3} | output_type=i32 | error
            Range opset4 | i64[]{0}; i64[]{10}; i64[]{3} | output_type=boolean | error
            Range opset1 | i64[]{0}; i64[]{10}; i64[]{3} | | i64[4]
            Range opset1 | i64[]{0}; i32[]{10}; i64[]{3} | | error
            Range opset1 | i64[1]{0}; i64[]{10}; i64[]{3} | | error
            Range opset1 | f32[]; f32[]; f32[]{0} | | error
            Range opset1 | f32[]{1}; f32[]{2}; f32[]{0.25} | | f32[4]
            OneHot opset1 | i64[2,?]; i64[]{5}; f32[]; f32[] | axis=-1 | f32[2,?,5]
            OneHot opset1 | i64[2,?]; i64[]{5}; f32[]; f32[] | axis=0 | f32[5,2,?]
            OneHot opset1 | i64[2,?]; i64[]; f32[]; f32[] | axis=1 | f32[2,?,?]
            OneHot opset1 | i64[2,?]; i64[]{5}; f32[]; i32[] | axis=1 | error
            OneHot opset1 | i64[2,?]; i64[]{-1}; f32[]; f32[] | axis=1 | error
            OneHot opset1 | i64[2,?]; i64[]{0}; f32[]; f32[] | axis=1 | f32[2,0,?]
            OneHot opset1 | f32[2,?]; i64[]{3}; f32[]; f32[] | axis=1 | error
            OneHot opset1 | i64[2,?]; i64[1]{3}; f32[]; f32[] | axis=1 | error
            OneHot opset1 | i64[2,?]; i64[]{3}; f32[1]; f32[] | axis=1 | error
            OneHot opset1 | i64[2,?]; i64[]{3}; f32[]; f32[] | axis=3 | error
            OneHot opset16 | i64[]; i64[]{3}; f32[]; f32[] | axis=-1; negative_indices_mode=normalize | f32[3]
            OneHot opset16 | i64[...]; i64[]{3}; f32[]; f32[] | axis=-1 | f32[...]
            Eye opset9 | i64[]{3}; i64[]{4}; i64[]{0} | output_type=f32 | f32[3,4]
            Eye opset9 | i64[1]{3}; i64[]; i64[]{0}; i64[2]{5,6} | output_type=i8 | i8[5,6,3,?]
            Eye opset9 | i64[]{3}; i64[]{4}; i64[]{0}; i64[2] | output_type=i8 | i8[?,?,3,4]
            Eye opset9 | i64[]{3}; i64[]{4}; i64[]{0}; i64[?] | output_type=i8 | i8[...]
            Eye opset9 | i64[]{-3}; i64[]{4}; i64[]{0} | output_type=f32 | error
            Eye opset9 | i64[2]{3,3}; i64[]{4}; i64[]{0} | output_type=f32 | error
            Eye opset9 | f32[]{3}; i64[]{4}; i64[]{0} | output_type=f32 | error
            RandomUniform opset8 | i64[2]{3,4}; f32[]{0}; f32[]{1} | output_type=f32 | f32[3,4]
            RandomUniform opset8 | i64[2]; f32[]{0}; f32[1]{1} | output_type=f32 | f32[?,?]
            RandomUniform opset8 | i64[?]; i32[]{0}; i32[]{1} | output_type=i32 | i32[...]
            RandomUniform opset8 | i64[2]{3,4}; f32[]{1}; f32[]{1} | output_type=f32 | error
            RandomUniform opset8 | i64[2]{3,4}; i32[]{0}; f32[]{1} | output_type=f32 | error
            RandomUniform opset8 | i64[2]{3,4}; i8[]; i8[] | output_type=i8 | error
            RandomUniform opset8 | i64[2]{3,4}; f32[2]; f32[] | output_type=f32 | error
            RandomUniform opset8 | i64[]{3}; f32[]; f32[] | output_type=f32 | error
            RandomUniform opset8 | f32[1]{3}; f32[]; f32[] | output_type=f32 | error
            Multinomial opset13 | f32[2,5]; i64[]{3} | convert_type=i64; with_replacement=true; log_probs=false; global_seed=0; op_seed=0 | i64[2,3]
            Multinomial opset13 | f32[2,?]; i32[1]{3} | convert_type=i32; with_replacement=false; log_probs=false; global_seed=0; op_seed=0 | i32[2,3]
            Multinomial opset13 | f32[2,2]; i32[1]{3} | convert_type=i32; with_replacement=false; log_probs=false; global_seed=0; op_seed=0 | error | OpenVINO: i32[2,3]
            Multinomial opset13 | f32[2,2]; i32[1] | convert_type=i32; with_replacement=false; log_probs=false; global_seed=0; op_seed=0 | i32[2,?]
            Multinomial opset13 | f32[2]; i32[1]{1} | convert_type=i32; with_replacement=false; log_probs=false; global_seed=0; op_seed=0 | error
            Multinomial opset13 | f32[...]; i32[1]{1} | convert_type=i32; with_replacement=false; log_probs=false; global_seed=0; op_seed=0 | i32[?,1] | OpenVINO: i32[...]
            """
        ).check()
    }
}
