import XCTest

final class SignalInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            DFT opset7 | f32[1,?,8,2]; i64[2]{1,2} | | f32[1,?,8,2]
            DFT opset7 | f32[1,?,8,2]; i64[2]{1,2}; i64[2]{5,-1} | | f32[1,5,8,2]
            DFT opset7 | f32[1,?,8,2]; i64[2]; i64[2]{5,-1} | | f32[?,?,?,2]
            DFT opset7 | f32[1,?,8,2]; i64[2]{1,2}; i64[2] | | f32[1,?,?,2]
            DFT opset7 | f32[1,?,8,3]; i64[2]{1,2} | | error
            DFT opset7 | f32[1,?,8,2]; i64[2]{1,3} | | error
            DFT opset7 | f32[1,?,8,2]; i64[2]{1,1} | | error
            DFT opset7 | f32[1,?,8,2]; i64[2]{-1,0} | | f32[1,?,8,2]
            DFT opset7 | f32[1,?,8,2]; i64[1]{1}; i64[2]{1,2} | | error
            DFT opset7 | i32[1,?,8,2]; i64[1]{1} | | error
            DFT opset7 | f32[...]; i64[1]{1} | | f32[...]
            DFT opset7 | f32[2]; i64[1]{0} | | error
            IDFT opset7 | f32[1,?,8,2]; i64[2]{1,2}; i64[2]{5,-1} | | f32[1,5,8,2]
            RDFT opset9 | f32[1,?,8]; i64[2]{1,2} | | f32[1,?,5,2]
            RDFT opset9 | f32[1,5..6,8]; i64[2]{2,1} | | f32[1,3..4,8,2]
            RDFT opset9 | f32[1,?,8]; i64[2]{1,2}; i64[2]{5,7} | | f32[1,5,4,2]
            RDFT opset9 | f32[1,?,8]; i64[2]{1,2}; i64[2]{5,-1} | | f32[1,5,5,2]
            RDFT opset9 | f32[1,?,8]; i64[2] | | f32[?,?,?,2]
            RDFT opset9 | f32[1,?,8]; i64[2]; i64[2] | | f32[?,?,?,2]
            RDFT opset9 | f32[1,?,8]; i64[2]{1,2}; i64[2] | | f32[1,?,1..,2] | OpenVINO: f32[1,?,?,2]
            RDFT opset9 | f32[...]; i64[2]{1,2} | | f32[...]
            IRDFT opset9 | f32[1,?,8,2]; i64[2]{1,2} | | f32[1,?,14]
            IRDFT opset9 | f32[1,5..6,8,2]; i64[2]{2,1} | | f32[1,8..10,8]
            IRDFT opset9 | f32[1,?,8,2]; i64[2]{1,2}; i64[2]{5,7} | | f32[1,5,7]
            IRDFT opset9 | f32[1,?,8,2]; i64[2]{1,2}; i64[2]{5,-1} | | f32[1,5,14]
            IRDFT opset9 | f32[1,?,8,2]; i64[2]; i64[2] | | f32[?,?,?]
            IRDFT opset9 | f32[1,?,8,2]; i64[2]{1,2}; i64[2] | | f32[1,?,?]
            IRDFT opset9 | f32[1,?,8,3]; i64[2]{1,2} | | error
            STFT opset15 | f32[2,100]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=true | f32[2,9,22,2]
            STFT opset15 | f32[2,100]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=false | f32[2,22,9,2]
            STFT opset15 | f32[100]; f32[11]; i64[]{15}; i64[]{3} | transpose_frames=false | f32[29,8,2]
            STFT opset15 | f32[2,?]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=false | f32[2,1..,9,2]
            STFT opset15 | f32[2,80..100]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=false | f32[2,17..22,9,2]
            STFT opset15 | f32[2,100]; f32[16]; i64[]; i64[]{4} | transpose_frames=false | f32[2,?,?,2]
            STFT opset15 | f32[2,100]; f32[17]; i64[]{16}; i64[]{4} | transpose_frames=false | error
            STFT opset15 | f32[2,10]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=false | error
            STFT opset15 | f32[2,100]; f32[16]; i64[]{16}; i64[]{0} | transpose_frames=false | error
            STFT opset15 | f32[...]; f32[16]; i64[]{16}; i64[]{4} | transpose_frames=false | f32[...]
            ISTFT opset16 | f32[2,9,22,2]; f32[16]; i64[]{16}; i64[]{4} | center=false; normalized=false | f32[2,100]
            ISTFT opset16 | f32[2,9,22,2]; f32[16]; i64[]{16}; i64[]{4} | center=true; normalized=false | f32[2,84]
            ISTFT opset16 | f32[9,22,2]; f32[16]; i64[]{16}; i64[]{4}; i64[]{90} | center=true; normalized=false | f32[90]
            ISTFT opset16 | f32[9,22,2]; f32[16]; i64[]{16}; i64[]{4}; i64[] | center=true; normalized=false | f32[?]
            ISTFT opset16 | f32[9,?,2]; f32[16]; i64[]{16}; i64[]{4} | center=true; normalized=false | f32[?]
            ISTFT opset16 | f32[9,5..8,2]; f32[16]; i64[]{16}; i64[]{4} | center=false; normalized=false | f32[32..44]
            ISTFT opset16 | f32[8,5,2]; f32[16]; i64[]{16}; i64[]{4} | center=false; normalized=false | error
            ISTFT opset16 | f32[8,5,2]; f32[15]; i64[]{15}; i64[]{4} | center=true; normalized=false | f32[17]
            ISTFT opset16 | f32[9,5,3]; f32[16]; i64[]{16}; i64[]{4} | center=false; normalized=false | error | OpenVINO: f32[32]
            ISTFT opset16 | f32[9,5,2]; f32[17]; i64[]{16}; i64[]{4} | center=false; normalized=false | error
            ISTFT opset16 | f32[...]; f32[16]; i64[]{16}; i64[]{4} | center=false; normalized=false | f32[...]
            ISTFT opset16 | f32[9,5,2]; f32[16]; i64[]; i64[]{4} | center=false; normalized=false | f32[?]
            """
        ).check()
    }
}
