import XCTest

final class EmbeddingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            EmbeddingBagOffsetsSum opset3 | f32[5,2,3]; i64[4]; i64[3]; i64[]; f32[4] | | f32[3,2,3]
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; i32[4]; i32[?]; i32[]{0} | | f32[?,2]
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; i64[4]; i32[3] | | error
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; i64[4]; i64[3]; i64[1] | | error
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; i64[4]; i64[3]; i64[]; f32[3] | | error
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; f32[4]; i64[3] | | error
            EmbeddingBagOffsetsSum opset3 | f32[...]; i64[4]; i64[3] | | f32[...]
            EmbeddingBagOffsetsSum opset3 | f32[5,2]; i64[4]; i64[3]; i64[]; f16[4] | | error
            EmbeddingBagOffsets opset15 | f32[5,2]; i64[4]; i64[3]; i64[]; f32[4] | reduction=sum | f32[3,2]
            EmbeddingBagOffsets opset15 | f32[5,2]; i64[4]; i64[3]; i64[]; f32[4] | reduction=mean | error
            EmbeddingBagOffsets opset15 | f32[5,2]; i64[4]; i64[3] | reduction=mean | f32[3,2]
            EmbeddingBagPackedSum opset3 | f32[5,2]; i64[3,4]; f32[3,4] | | f32[3,2]
            EmbeddingBagPackedSum opset3 | f32[5,2]; i64[3,4]; f32[3,5] | | error
            EmbeddingBagPackedSum opset3 | f32[5,2]; i64[3] | | error
            EmbeddingBagPackedSum opset3 | f32[5,2]; i64[?,4] | | f32[?,2]
            EmbeddingBagPacked opset15 | f32[5,2]; i64[3,4]; f32[3,4] | reduction=mean | error
            EmbeddingBagPacked opset15 | f32[5,2]; i64[3,4] | reduction=mean | f32[3,2]
            EmbeddingSegmentsSum opset3 | f32[5,2]; i64[4]; i64[4]; i64[]{6}; i64[]; f32[4] | | f32[6,2]
            EmbeddingSegmentsSum opset3 | f32[5,2]; i64[4]; i64[4]; i64[] | | f32[?,2]
            EmbeddingSegmentsSum opset3 | f32[5,2]; i64[4]; i64[3]; i64[]{6} | | error
            EmbeddingSegmentsSum opset3 | f32[5,2]; i64[4]; i64[4]; i64[1]{6} | | error
            SparseFillEmptyRows opset16 | f32[3]; i64[2]{5,6}; i64[3,2]; f32[] | | i64[?,2]; f32[?]; boolean[5]
            SparseFillEmptyRows opset16 | f32[3]; i64[2]{5,6}; i64[3,2]{0,0,2,1,2,2}; f32[] | | i64[6,2]; f32[6]; boolean[5]
            SparseFillEmptyRows opset16 | f32[3]; i64[2]; i64[3,2]; f32[] | | i64[?,2]; f32[?]; boolean[?]
            SparseFillEmptyRows opset16 | f32[3]; i64[3]{5,6,7}; i64[3,2]; f32[] | | error
            SparseFillEmptyRows opset16 | f32[3]; i64[2]{5,6}; i64[4,2]; f32[] | | error
            SparseFillEmptyRows opset16 | f32[3]; i64[2]{5,6}; i64[3,2]; i32[] | | error | OpenVINO: i64[?,2]; f32[?]; boolean[5]
            SparseFillEmptyRows opset16 | f32[3]; i64[2]{5,6}; i32[3,2]; f32[] | | error
            SegmentMax opset16 | f32[5,2]; i64[5]{0,0,1,1,3} | fill_mode=zero | f32[4,2]
            SegmentMax opset16 | f32[5,2]; i64[5]{0,0,1,1,3}; i64[]{6} | fill_mode=zero | f32[6,2]
            SegmentMax opset16 | f32[5,2]; i64[5]{0,2,1,1,3}; i64[]{6} | fill_mode=zero | error
            SegmentMax opset16 | f32[5,2]; i64[5]; i64[] | fill_mode=lowest | f32[?,2]
            SegmentMax opset16 | f32[5,2]; i64[4] | fill_mode=lowest | error
            SegmentMax opset16 | f32[?,2]; i64[4] | fill_mode=lowest | f32[?,2]
            CTCGreedyDecoder opset1 | f32[?,3,5]; f32[7,3] | ctc_merge_repeated=true | f32[3,7,1,1]
            CTCGreedyDecoder opset1 | f32[6,3,5]; f32[7,3] | ctc_merge_repeated=true | error
            CTCGreedyDecoder opset1 | f32[7,3]; f32[7,3] | ctc_merge_repeated=true | error
            CTCGreedyDecoderSeqLen opset6 | f32[3,7,5]; i32[3]; i32[] | merge_repeated=true; classes_index_type=i64; sequence_length_type=i32 | i64[3,7]; i32[3]
            CTCGreedyDecoderSeqLen opset6 | f32[3,7,5]; i32[4] | merge_repeated=true | error
            CTCGreedyDecoderSeqLen opset6 | f32[3,?,5]; i64[?] | merge_repeated=true | i32[3,?]; i32[3]
            CTCGreedyDecoderSeqLen opset6 | f32[3,7,5]; f32[3] | merge_repeated=true | error | OpenVINO: i32[3,7]; i32[3]
            CTCLoss opset4 | f32[3,7,5]; i32[3]; i32[3,7]; i32[3]; i32[] | | f32[3]
            CTCLoss opset4 | f32[3,7,5]; i32[3]; i32[3,6]; i32[3] | | error
            CTCLoss opset4 | f32[?,7,5]; i32[?]; i32[?,7]; i32[3] | | f32[3]
            CTCLoss opset4 | f32[3,7,5]; i32[3]; i32[3,7]; i32[4] | | error
            CTCLoss opset4 | f32[3,7,5]; i32[3]; i32[3,7]; i64[3] | | f32[3]
            NV12toRGB opset8 | u8[1,15,10,1] | | u8[1,10,10,3]
            NV12toRGB opset8 | u8[1,16,10,1] | | error
            NV12toRGB opset8 | u8[1,18,10,1] | | u8[1,12,10,3]
            NV12toRGB opset8 | u8[1,18,11,1] | | error
            NV12toRGB opset8 | f32[?,?,10,1] | | f32[?,?,10,3]
            NV12toRGB opset8 | u8[1,10,12,1]; u8[1,5,6,2] | | u8[1,10,12,3]
            NV12toRGB opset8 | u8[1,10,12,1]; u8[1,5,7,2] | | error
            NV12toRGB opset8 | u8[1,10,?,1]; u8[?,5,6,2] | | u8[1,10,12,3]
            NV12toRGB opset8 | u8[1,10,12,1]; f32[1,5,6,2] | | error
            NV12toRGB opset8 | i32[1,18,10,1] | | error
            NV12toBGR opset8 | u8[1,18,10,3] | | error
            NV12toBGR opset8 | u8[...] | | u8[?,?,?,3]
            I420toRGB opset8 | u8[1,10,12,1]; u8[1,5,6,1]; u8[1,5,6,1] | | u8[1,10,12,3]
            I420toRGB opset8 | u8[1,10,12,1]; u8[1,5,6,1]; u8[1,5,7,1] | | error
            I420toBGR opset8 | u8[1,18,?,1] | | u8[1,12,?,3]
            I420toBGR opset8 | u8[1,18,10,1]; u8[1,9,5,2] | | error
            RGBtoNV12 opset17 | u8[1,10,12,3] | single_plane=true | u8[1,15,12,1]
            RGBtoNV12 opset17 | u8[1,10,12,3] | single_plane=false | u8[1,10,12,1]; u8[1,5,6,2]
            RGBtoNV12 opset17 | u8[1,11,12,3] | single_plane=false | error
            BGRtoNV12 opset17 | f32[1,?,12,3] | single_plane=true | f32[1,?,12,1]
            BGRtoNV12 opset17 | f32[1,?,12,3] | single_plane=false | f32[1,?,12,1]; f32[1,?,6,2]
            BGRtoNV12 opset17 | f32[1,4..8,12,4] | single_plane=false | error
            BGRtoNV12 opset17 | i32[1,4,12,3] | single_plane=true | error
            StringTensorPack opset15 | i64[3,2]; i64[3,2]; u8[?] | | string[3,2]
            StringTensorPack opset15 | i64[3,2]; i64[3,1]; u8[?] | | error
            StringTensorPack opset15 | i64[3,2]; i64[3,2]; u8[2,3] | | error
            StringTensorPack opset15 | i64[3,2]; i64[3,2]; i8[2] | | error
            StringTensorUnpack opset15 | string[3,?] | | i32[3,?]; i32[3,?]; u8[?]
            StringTensorUnpack opset15 | u8[3,?] | | error
            ReadValue opset6 | f32[2,3] | variable_id=a; variable_type=f32; variable_shape=2,? | f32[2,?]
            ReadValue opset6 | f32[2,3] | variable_id=a; variable_type=i32; variable_shape=2,? | error
            ReadValue opset6 | f32[2,3] | variable_id=a; variable_type=f32; variable_shape=3,? | error
            ReadValue opset6 | f32[2,?] | variable_id=a; variable_type=f32; variable_shape=2,3 | error
            ReadValue opset6 | f32[2,?] | variable_id=a; variable_type=dynamic; variable_shape=... | f32[2,?]
            ReadValue opset3 | f32[2,?] | variable_id=a | f32[2,?]
            """
        ).check()
    }
}
