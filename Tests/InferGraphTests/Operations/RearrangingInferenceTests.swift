import XCTest

final class RearrangingInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Reverse opset1 | f32[2,?,3]; i64[2]{0,2} | mode=index | f32[2,?,3]
            Reverse opset1 | f32[2,?,3]; i64[2]{0,3} | mode=index | error
            Reverse opset1 | f32[2,?,3]; i64[2]{0,-1} | mode=index | error | OpenVINO: f32[2,?,3]
            Reverse opset1 | f32[2,?,3]; boolean[3]{1,0,1} | mode=mask | f32[2,?,3]
            Reverse opset1 | f32[2,?,3]; boolean[2]{1,0} | mode=mask | error
            Reverse opset1 | f32[2,?,3]; i64[3]{1,0,1} | mode=mask | error
            Reverse opset1 | f32[2,?,3]; i64[4]{0,1,2,2} | mode=index | error | OpenVINO: f32[2,?,3]
            ReverseSequence opset1 | f32[?,5,3]; i64[4] | batch_axis=0; seq_axis=1 | f32[4,5,3]
            ReverseSequence opset1 | f32[3,5,3]; i64[4] | batch_axis=0; seq_axis=1 | error
            ReverseSequence opset1 | f32[3,5,3]; f32[3] | batch_axis=-1; seq_axis=1 | f32[3,5,3]
            ReverseSequence opset1 | f32[3,5,3]; i32[3] | batch_axis=0; seq_axis=3 | error
            ReverseSequence opset1 | f32[3]; i32[3] | batch_axis=0; seq_axis=0 | error
            ReverseSequence opset1 | f32[3,4]; i32[3] | batch_axis=0; seq_axis=0 | f32[3,4]
            ReverseSequence opset1 | f32[...]; i32[3] | batch_axis=0; seq_axis=1 | f32[...]
            Roll opset7 | f32[2,?]; i64[2]{1,2}; i64[2]{0,1} | | f32[2,?]
            Roll opset7 | f32[2,?]; i64[]{1}; i64[2]{0,1} | | f32[2,?]
            Roll opset7 | f32[2,?]; i64[3]; i64[2]{0,1} | | error
            Roll opset7 | f32[2,?]; i64[1]; i64[2]{0,2} | | error
            Roll opset7 | f32[2,?]; f32[1]; i64[2]{0,1} | | error
            Roll opset7 | f32[2,?]; i64[1,1]; i64[2]{0,1} | | error
            ShuffleChannels opset1 | f32[2,6,?] | axis=1; group=3 | f32[2,6,?]
            ShuffleChannels opset1 | f32[2,6,?] | axis=1; group=4 | error
            ShuffleChannels opset1 | f32[2,6,?] | axis=3; group=1 | error
            ShuffleChannels opset1 | f32[2,6,?] | axis=-1; group=0 | error
            ShuffleChannels opset1 | f32[...] | axis=-1; group=2 | f32[...]
            DepthToSpace opset1 | f32[1,8,3..4,?] | block_size=2; mode=blocks_first | f32[1,2,6..8,?]
            DepthToSpace opset1 | f32[1,6,3,4] | block_size=2; mode=blocks_first | error
            DepthToSpace opset1 | f32[1,6..9,3,4] | block_size=2; mode=depth_first | f32[1,2,6,8]
            DepthToSpace opset1 | f32[1,8,3] | block_size=2; mode=depth_first | f32[1,4,6]
            DepthToSpace opset1 | f32[1,8] | block_size=2; mode=depth_first | error
            DepthToSpace opset1 | f32[1,16,2,2,2] | block_size=2; mode=depth_first | f32[1,2,4,4,4]
            DepthToSpace opset1 | f32[...] | block_size=2; mode=depth_first | f32[...]
            DepthToSpace opset1 | f32[1,8,3,4] | block_size=0; mode=depth_first | error
            SpaceToDepth opset1 | f32[1,3,4,6..9] | block_size=2; mode=blocks_first | f32[1,12,2,3..4]
            SpaceToDepth opset1 | f32[1,3,5,6] | block_size=2; mode=blocks_first | error
            SpaceToDepth opset1 | f32[1,?,4,6] | block_size=2; mode=depth_first | f32[1,?,2,3]
            SpaceToBatch opset2 | f32[2,6,10,3]; i64[4]{1,2,4,3}; i64[4]{0,0,1,0}; i64[4]{0,0,1,0} | | f32[48,3,3,1]
            SpaceToBatch opset2 | f32[2,6,10,3]; i64[4]{1,2,4,3}; i64[4]{0,0,1,0}; i64[4]{0,0,2,0} | | error
            SpaceToBatch opset2 | f32[2..3,5..6,10]; i64[3]{1,2,2}; i64[3]{0,0,0}; i64[3]{0,1,0} | | f32[8..12,3,5]
            SpaceToBatch opset2 | f32[2,6,10]; i64[3]; i64[3]{0,0,0}; i64[3]{0,1,0} | | f32[?,?,?]
            SpaceToBatch opset2 | f32[2,6,10]; i64[3]{1,2,2}; i64[3]; i64[3]{0,1,0} | | f32[8,?,?]
            SpaceToBatch opset2 | f32[2,6,10]; i64[2]{1,2}; i64[3]; i64[3]{0,1,0} | | error
            SpaceToBatch opset2 | f32[2,6,10]; i64[3]{0,2,2}; i64[3]{0,0,0}; i64[3]{0,0,0} | | error | OpenVINO: f32[0,3,5]
            SpaceToBatch opset2 | f32[...]; i64[3]{1,2,2}; i64[3]{0,0,0}; i64[3]{0,0,0} | | f32[?,?,?] | OpenVINO: f32[...]
            BatchToSpace opset2 | f32[12,3,4]; i64[3]{1,2,3}; i64[3]{0,1,0}; i64[3]{0,0,2} | | f32[2,5,10]
            BatchToSpace opset2 | f32[12,3,4]; i64[3]{1,2,3}; i64[3]{0,4,0}; i64[3]{0,3,2} | | error
            BatchToSpace opset2 | f32[11,3,4]; i64[3]{1,2,3}; i64[3]{0,1,0}; i64[3]{0,0,2} | | error
            BatchToSpace opset2 | f32[?,3..5,4]; i64[3]{1,2,3}; i64[3]{0,1,0}; i64[3]{0,0,2} | | f32[?,5..9,10]
            BatchToSpace opset2 | f32[12,3,4]; i64[3]; i64[3]{0,1,0}; i64[3]{0,0,2} | | f32[?,?,?] | OpenVINO: f32[?,2..,2..]
            BatchToSpace opset2 | f32[12,3,4]; i64[3]{1,2,3}; i64[3]; i64[3]{0,0,2} | | f32[2,?,?]
            BatchToSpace opset2 | f32[12,3,4]; i64[3]{1,2,3}; i64[3]{0,-1,0}; i64[3]{0,0,2} | | error
            ReorgYolo opset2 | f32[1,8,4,6] | stride=2 | f32[1,32,2,3]
            ReorgYolo opset2 | f32[1,8,4,?] | stride=2 | f32[1,32,2,?]
            ReorgYolo opset2 | f32[1,8,5,6] | stride=2 | error
            ReorgYolo opset2 | f32[1,2,4,6] | stride=2 | error
            ReorgYolo opset2 | f32[1,8,4] | stride=2 | error
            ExtractImagePatches opset3 | f32[1,3,10,8] | sizes=3,3; strides=2,2; rates=1,1; auto_pad=valid | f32[1,27,4,3]
            ExtractImagePatches opset3 | f32[1,3,10..12,?] | sizes=3,3; strides=2,2; rates=2,1; auto_pad=valid | f32[1,27,3..4,?]
            ExtractImagePatches opset3 | f32[1,3,10..12,8] | sizes=3,3; strides=2,3; rates=1,1; auto_pad=same_upper | f32[1,27,5..6,3]
            ExtractImagePatches opset3 | f32[1,3,2,8] | sizes=3,3; strides=2,3; rates=1,1; auto_pad=valid | f32[1,27,0,2]
            ExtractImagePatches opset3 | f32[1,3,10] | sizes=3,3; strides=2,3; rates=1,1; auto_pad=valid | error
            ExtractImagePatches opset3 | f32[1,3,10,8] | sizes=3,3; strides=2,0; rates=1,1; auto_pad=valid | error
            ExtractImagePatches opset3 | f32[1,3,10,8] | sizes=3,3; strides=2,1; rates=1,1; auto_pad=explicit | error
            ExtractImagePatches opset3 | f32[...] | sizes=3,3; strides=2,1; rates=1,1; auto_pad=valid | f32[?,?,?,?]
            Col2Im opset15 | f32[2,12,81]; i64[2]{16,16}; i64[2]{2,2} | strides=2,2; dilations=2,2; pads_begin=2,2; pads_end=2,2 | f32[2,3,16,16]
            Col2Im opset15 | f32[2,12,9]; i64[2]{4,4}; i64[2]{2,2} | | f32[2,3,4,4] | OpenVINO: crash
            Col2Im opset15 | f32[2,12,8]; i64[2]{4,4}; i64[2]{2,2} | | error | OpenVINO: crash
            Col2Im opset15 | f32[2,11,9]; i64[2]{4,4}; i64[2]{2,2} | | error
            Col2Im opset15 | f32[12,9]; i64[2]{4,4}; i64[2]{2,2} | | f32[3,4,4] | OpenVINO: crash
            Col2Im opset15 | f32[?,12..16,?]; i64[2]{4,4}; i64[2]{2,2} | | f32[?,3..4,4,4] | OpenVINO: f32[?,?,4,4]
            Col2Im opset15 | f32[2,12,9]; i64[2]; i64[2]{2,2} | | f32[2,3,?,?]
            Col2Im opset15 | f32[2,12,9]; i64[2]{4,4}; i64[2] | | f32[2,?,4,4]
            Col2Im opset15 | f32[...]; i64[2]{4,4}; i64[2]{2,2} | | f32[...]
            Col2Im opset15 | f32[2,12,9]; i64[3]{4,4,4}; i64[2]{2,2} | | error
            """
        ).check()
    }
}
