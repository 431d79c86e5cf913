import XCTest

final class SuppressionInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            NonMaxSuppression opset1 | f32[1,10,4]; f32[1,3,10]; i64[]{2}; f32[]; f32[] | | i64[..6,3] | OpenVINO: i64[6,3]
            NonMaxSuppression opset4 | f32[2,10,4]; f32[2,3,10]; i64[]{2}; f32[]; f32[] | output_type=i32 | i32[..12,3] | OpenVINO: i32[12,3]
            NonMaxSuppression opset5 | f32[2,10,4]; f32[2,3,10]; i64[]{2}; f32[]; f32[] | output_type=i32 | i32[..12,3]; f32[..12,3]; i32[1]
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,10]; i64[]{20}; f32[]; f32[]; f32[] | | i64[..60,3]; f32[..60,3]; i64[1]
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,10]; i64[]; f32[]; f32[]; f32[] | | i64[..60,3]; f32[..60,3]; i64[1] | OpenVINO: i64[?,3]; f32[?,3]; i64[1]
            NonMaxSuppression opset9 | f32[2,5..10,4]; f32[2,3,?]; i64[]{7}; f32[]; f32[]; f32[] | | i64[..42,3]; f32[..42,3]; i64[1]
            NonMaxSuppression opset9 | f32[?,10,4]; f32[?,3..4,?]; i64[1]{7}; f32[]; f32[]; f32[] | | i64[?,3]; f32[?,3]; i64[1]
            NonMaxSuppression opset9 | f32[...]; f32[2,3,10]; i64[]{7}; f32[]; f32[]; f32[] | | i64[?,3]; f32[?,3]; i64[1]
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,9]; i64[]{2}; f32[]; f32[]; f32[] | | error
            NonMaxSuppression opset9 | f32[2,10,5]; f32[2,3,10]; i64[]{2}; f32[]; f32[]; f32[] | | error
            NonMaxSuppression opset9 | f32[2,10,4]; f32[3,3,10]; i64[]{2}; f32[]; f32[]; f32[] | | error
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,10]; i64[2]{2,2}; f32[]; f32[]; f32[] | | error
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,10]; i64[]{2}; f32[]; f32[]; f32[] | output_type=f32 | error
            NonMaxSuppression opset9 | f32[2,10]; f32[2,3,10]; i64[]{2}; f32[]; f32[]; f32[] | | error
            NonMaxSuppression opset9 | f32[2,10,4]; f32[2,3,10] | | i64[0,3]; f32[0,3]; i64[1] | OpenVINO: i64[?,3]; f32[?,3]; i64[1]
            NonMaxSuppression opset9 | f16[2,10,4]; f16[2,3,10]; i64[]{2}; f16[]; f16[]; f16[] | | i64[..12,3]; f32[..12,3]; i64[1]
            MatrixNms opset8 | f32[2,10,4]; f32[2,3,10] | nms_top_k=5; keep_top_k=7; background_class=0 | f32[..14,6]; i64[..14,1]; i64[2]
            MatrixNms opset8 | f32[2,10,4]; f32[2,3,10] | nms_top_k=-1; keep_top_k=-1; background_class=0; output_type=i32 | f32[..60,6]; i32[..60,1]; i32[2]
            MatrixNms opset8 | f32[2,?,4]; f32[2,3,?] | nms_top_k=-1; keep_top_k=-1; background_class=-1 | f32[?,6]; i64[?,1]; i64[2]
            MatrixNms opset8 | f32[2,?,4]; f32[2,3,?] | nms_top_k=5; keep_top_k=-1; background_class=-1 | f32[..30,6]; i64[..30,1]; i64[2] | OpenVINO: f32[?,6]; i64[?,1]; i64[2]
            MatrixNms opset8 | f32[2,10,4]; f32[2,3,9] | | error
            MatrixNms opset8 | f32[2,10,4]; f32[2,3,10] | nms_top_k=-2 | error
            MatrixNms opset8 | f32[...]; f32[2,3,10] | | f32[?,6]; i64[?,1]; i64[?]
            MulticlassNms opset8 | f32[2,10,4]; f32[2,3,10] | nms_top_k=5; keep_top_k=7; background_class=0 | f32[..14,6]; i64[..14,1]; i64[2]
            MulticlassNms opset9 | f32[2,10,4]; f32[2,3,10] | nms_top_k=5; keep_top_k=7; background_class=0 | f32[..14,6]; i64[..14,1]; i64[2]
            MulticlassNms opset9 | f32[2,10,4]; f32[2,3,10] | nms_top_k=5; keep_top_k=-1; background_class=0 | f32[..30,6]; i64[..30,1]; i64[2]
            MulticlassNms opset9 | f32[3,10,4]; f32[3,10]; i64[2] | nms_top_k=5; keep_top_k=-1; background_class=-1 | f32[..30,6]; i64[..30,1]; i64[2]
            MulticlassNms opset9 | f32[3,10,4]; f32[3,10]; i64[?] | nms_top_k=5; keep_top_k=3; background_class=-1; output_type=i32 | f32[?,6]; i32[?,1]; i32[?]
            MulticlassNms opset9 | f32[3,10,4]; f32[3,11]; i64[2] | | error
            MulticlassNms opset9 | f32[3,10,4]; f32[2,3,10]; i64[2] | | error
            NMSRotated opset13 | f32[2,10,5]; f32[2,3,10]; i64[]{2}; f32[]; f32[] | | i64[..12,3]; f32[..12,3]; i64[1]
            NMSRotated opset13 | f32[2,10,4]; f32[2,3,10]; i64[]{2}; f32[]; f32[] | | error
            NMSRotated opset13 | f32[2,10,5]; f32[2,3,10]; i64[]; f32[]; f32[] | output_type=i32 | i32[..60,3]; f32[..60,3]; i32[1] | OpenVINO: i32[?,3]; f32[?,3]; i32[1]
            NMSRotated opset13 | f32[?,10,5]; f32[?,?,10]; i64[]{4}; f32[]; f32[] | output_type=i32 | i32[?,3]; f32[?,3]; i32[1]
            """
        ).check()
    }
}
