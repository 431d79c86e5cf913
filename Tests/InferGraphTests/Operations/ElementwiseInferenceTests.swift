import XCTest

final class ElementwiseInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Clamp opset1 | f32[2,?] | min=0; max=6 | f32[2,?]
            Clamp opset1 | f32[2,?] | min=6; max=0 | error
            Clamp opset1 | boolean[2,?] | min=0; max=1 | error
            Clamp opset1 | i32[...] | min=0; max=1 | i32[...]
            Elu opset1 | f32[2,?] | alpha=1 | f32[2,?]
            Elu opset1 | i32[2,?] | alpha=1 | i32[2,?]
            HardSigmoid opset1 | f32[2,?]; f32[]; f32[] | | f32[2,?]
            HardSigmoid opset1 | f32[2,?]; f32[1]; f32[] | | error
            HardSigmoid opset1 | f32[2,?]; f16[]; f32[] | | error
            Selu opset1 | f32[2,?]; f32[1]; f32[1] | | f32[2,?]
            Selu opset1 | f32[2,?]; f32[2]; f32[1] | | error | OpenVINO: f32[2,?]
            Selu opset1 | i32[2,?]; i32[1]; i32[1] | | error
            PRelu opset1 | f32[2,?]; f32[7] | | f32[2,?]
            PRelu opset1 | f32[2,?]; f16[7] | | error | OpenVINO: f32[2,?]
            PRelu opset1 | f32[2,3,4]; f32[5] | | f32[2,3,4]
            Gelu opset7 | f32[2,?] | approximation_mode=TANH | f32[2,?]
            Gelu opset7 | i32[2,?] | approximation_mode=ERF | error
            Gelu opset2 | f32[2,?] | | f32[2,?]
            Swish opset4 | f32[2,?]; f32[] | | f32[2,?]
            Swish opset4 | f32[2,?]; f32[1] | | error
            Swish opset4 | i32[2,?] | | error
            Softmax opset8 | f32[2,?] | axis=-2 | f32[2,?]
            Softmax opset8 | f32[2,?] | axis=2 | error
            Softmax opset1 | f32[2,?] | axis=1 | f32[2,?]
            Softmax opset1 | f32[2,?] | axis=2 | error
            Softmax opset8 | f32[...] | axis=7 | f32[...]
            Softmax opset8 | i32[2,3] | axis=1 | i32[2,3]
            Softmax opset8 | f32[] | axis=0 | f32[]
            LogSoftmax opset5 | f32[2,?] | axis=-1 | f32[2,?]
            LogSoftmax opset5 | f32[2,?] | axis=-3 | error
            IsInf opset10 | f32[2,?] | detect_negative=false | boolean[2,?]
            IsInf opset10 | i32[2,?] | | error
            Round opset5 | f32[2] | mode=half_away_from_zero | f32[2]
            Round opset5 | i32[2] | mode=half_to_even | i32[2]
            Round opset5 | boolean[2] | mode=half_to_even | boolean[2]
            Select opset1 | boolean[2,1]; f32[1,3]; f32[?,3] | auto_broadcast=numpy | f32[2,3]
            Select opset1 | boolean[2,1]; f32[1,3]; f32[4,3] | auto_broadcast=numpy | error
            Select opset1 | boolean[2,3]; f32[2,3]; f32[2,3] | auto_broadcast=none | f32[2,3]
            Select opset1 | boolean[2,3]; f32[2,3]; f32[1,3] | auto_broadcast=none | error
            Select opset1 | f32[2,3]; f32[2,3]; f32[2,3] | auto_broadcast=numpy | error
            Select opset1 | boolean[2,3]; f32[2,3]; i32[2,3] | auto_broadcast=numpy | error
            Select opset1 | boolean[...]; f32[2,3]; f32[2,3] | auto_broadcast=numpy | f32[...]
            Select opset1 | boolean[2]; f32[2,3]; f32[2,3] | auto_broadcast=pdpd | error | OpenVINO: f32[2,3]
            Select opset1 | boolean[3]; f32[2,3]; f32[3] | auto_broadcast=pdpd | f32[2,3] | OpenVINO: error
            Convert opset1 | f32[2,?] | destination_type=i64 | i64[2,?]
            ConvertLike opset1 | f32[2,?]; i8[3] | | i8[2,?]
            Identity opset16 | f32[2,?] | | f32[2,?]
            ConvertPromoteTypes opset14 | f32[2]; i64[3] | promote_unsafe=true | f32[2]; f32[3]
            ConvertPromoteTypes opset14 | f32[2]; i64[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | f64[2]; i64[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | f64[2]; i32[3] | promote_unsafe=false | f64[2]; f64[3]
            ConvertPromoteTypes opset14 | f32[2]; i16[3] | promote_unsafe=false | f32[2]; f32[3]
            ConvertPromoteTypes opset14 | f16[2]; bf16[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | f16[2]; bf16[3] | promote_unsafe=true | f32[2]; f32[3]
            ConvertPromoteTypes opset14 | f16[2]; f32[3] | promote_unsafe=false | f32[2]; f32[3]
            ConvertPromoteTypes opset14 | i8[2]; u8[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | i16[2]; u8[3] | promote_unsafe=false | i16[2]; i16[3]
            ConvertPromoteTypes opset14 | i32[2]; u32[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | i32[2]; u64[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | i32[2]; u64[3] | promote_unsafe=true | f32[2]; f32[3]
            ConvertPromoteTypes opset14 | i32[2]; u64[3] | promote_unsafe=true; u64_integer_promotion_target=i64 | i64[2]; i64[3]
            ConvertPromoteTypes opset14 | boolean[2]; u64[3] | promote_unsafe=false | u64[2]; u64[3]
            ConvertPromoteTypes opset14 | boolean[2]; f16[3] | promote_unsafe=false | f16[2]; f16[3]
            ConvertPromoteTypes opset14 | f32[]; i64[3] | promote_unsafe=true; pytorch_scalar_promotion=true | f32[]; f32[3]
            ConvertPromoteTypes opset14 | f64[]; i64[3] | promote_unsafe=true; pytorch_scalar_promotion=true | f64[]; f64[3]
            ConvertPromoteTypes opset14 | f64[]; f16[3] | promote_unsafe=true; pytorch_scalar_promotion=true | f16[]; f16[3]
            ConvertPromoteTypes opset14 | i64[]; i8[3] | promote_unsafe=true; pytorch_scalar_promotion=true | i8[]; i8[3]
            ConvertPromoteTypes opset14 | i64[]; f16[3] | promote_unsafe=true; pytorch_scalar_promotion=true | f16[]; f16[3]
            ConvertPromoteTypes opset14 | i64[]; boolean[3] | promote_unsafe=true; pytorch_scalar_promotion=true | i64[]; i64[3]
            ConvertPromoteTypes opset14 | f8e4m3[2]; f8e5m2[3] | promote_unsafe=true | f16[2]; f16[3]
            ConvertPromoteTypes opset14 | f8e4m3[2]; bf16[3] | promote_unsafe=true | bf16[2]; bf16[3]
            ConvertPromoteTypes opset14 | i4[2]; u4[3] | promote_unsafe=true | i8[2]; i8[3]
            ConvertPromoteTypes opset14 | f16[2]; i64[3] | promote_unsafe=true | f16[2]; f16[3]
            ConvertPromoteTypes opset14 | f16[2]; i8[3] | promote_unsafe=false | f16[2]; f16[3]
            ConvertPromoteTypes opset14 | f16[2]; i16[3] | promote_unsafe=false | error
            ConvertPromoteTypes opset14 | u8[2]; u16[3] | promote_unsafe=false | u16[2]; u16[3]
            FakeQuantize opset1 | f32[1,?,4,4]; f32[]; f32[]; f32[1,8,1,1]; f32[1,8,1,1] | levels=256 | f32[1,?,4,4]
            FakeQuantize opset1 | f32[1,8,4,4]; f32[]; f32[]; f32[1,7,1,1]; f32[1,8,1,1] | levels=256 | error
            FakeQuantize opset1 | f32[1,8,4,4]; f32[]; f32[]; f32[1,8,1,1]; f32[1,8,1,1] | levels=1 | error | OpenVINO: f32[1,8,4,4]
            FakeQuantize opset1 | f32[4,4]; f32[]; f32[]; f32[1,4,4]; f32[] | levels=2 | f32[4,4]
            FakeQuantize opset1 | f32[1,4]; f32[]; f32[]; f32[4,4]; f32[] | levels=2 | error | OpenVINO: f32[1,4]
            FakeQuantize opset1 | f32[1,4]; f32[]; f32[]; f16[]; f32[] | levels=2 | error | OpenVINO: f32[1,4]
            FakeConvert opset13 | f32[1,4]; f32[1,1]; f32[1,1] | destination_type=f8e5m2 | f32[1,4]
            FakeConvert opset13 | f32[1,4]; f32[4]; f32[] | destination_type=f8e5m2 | error
            FakeConvert opset13 | f32[1,4]; f32[3] | destination_type=f8e5m2 | error
            FakeConvert opset13 | f32[1,4]; f32[] | destination_type=f16 | error
            FakeConvert opset13 | f64[1,4]; f64[] | | error
            FakeConvert opset13 | f32[4]; f32[1,1] | | error
            """
        ).check()
    }
}
