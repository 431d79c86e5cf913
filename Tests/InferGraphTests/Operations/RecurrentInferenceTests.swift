import XCTest

final class RecurrentInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            RNNCell opset1 | f32[2,4]; f32[2,5]; f32[5,4]; f32[5,5]; f32[5] | hidden_size=5 | f32[2,5]
            RNNCell opset1 | f32[2,4]; f32[3,5]; f32[5,4]; f32[5,5]; f32[5] | hidden_size=5 | error
            RNNCell opset1 | f32[2,4]; f32[2,5]; f32[6,4]; f32[5,5]; f32[5] | hidden_size=5 | error
            GRUCell opset3 | f32[2,4]; f32[?,5]; f32[15,4]; f32[15,5]; f32[15] | hidden_size=5 | f32[2,5]
            GRUCell opset3 | f32[2,4]; f32[?,5]; f32[15,4]; f32[15,5]; f32[15] | hidden_size=5; linear_before_reset=true | error
            GRUCell opset3 | f32[2,4]; f32[?,5]; f32[15,4]; f32[15,5]; f32[20] | hidden_size=5; linear_before_reset=true | f32[2,5]
            GRUCell opset3 | f32[?,?]; f32[?,?]; f32[15,4]; f32[?,?]; f32[?] | hidden_size=5 | f32[?,5]
            GRUCell opset3 | f32[...]; f32[...]; f32[...]; f32[...]; f32[...] | hidden_size=5 | f32[?,?]
            GRUCell opset3 | f32[2,4]; f32[?,5]; f32[15,4]; f32[15,5]; f16[15] | hidden_size=5 | error
            GRUCell opset3 | i32[2,4]; i32[?,5]; i32[15,4]; i32[15,5]; i32[15] | hidden_size=5 | error | OpenVINO: i32[2,5]
            GRUCell opset3 | f32[2,4]; f32[?,5]; f32[15,4]; f32[15,5]; f32[15] | hidden_size=5; activations=sigmoid,foo | error
            LSTMCell opset4 | f32[2,4]; f32[2,5]; f32[2,5]; f32[20,4]; f32[20,5]; f32[20] | hidden_size=5 | f32[2,5]; f32[2,5]
            LSTMCell opset4 | f32[2,4]; f32[2,5]; f32[2,6]; f32[20,4]; f32[20,5]; f32[20] | hidden_size=5 | error
            LSTMCell opset4 | f32[2,4,1]; f32[2,5]; f32[2,5]; f32[20,4]; f32[20,5]; f32[20] | hidden_size=5 | error
            LSTMCell opset1 | f32[2,4]; f32[2,5]; f32[2,5]; f32[20,4]; f32[20,5]; f32[20] | hidden_size=5; weights_format=fico; input_forget=false | f32[2,5]; f32[2,5]
            LSTMCell opset1 | f32[2,4]; f32[2,5]; f32[2,5]; f32[20,4]; f32[20,5]; f32[20]; f32[15] | hidden_size=5; weights_format=ifco; input_forget=true | f32[2,5]; f32[2,5]
            RNNSequence opset5 | f32[2,7,4]; f32[2,1,5]; i64[2]; f32[1,5,4]; f32[1,5,5]; f32[1,5] | direction=forward; hidden_size=5 | f32[2,1,7,5]; f32[2,1,5]
            RNNSequence opset5 | f32[2,7,4]; f32[2,1,5]; i64[2]; f32[1,5,4]; f32[1,5,5]; f32[1,5] | direction=bidirectional; hidden_size=5 | error
            GRUSequence opset5 | f32[?,?,4]; f32[2,2,5]; i64[?]; f32[2,15,4]; f32[2,15,5]; f32[2,15] | direction=bidirectional; hidden_size=5 | f32[2,2,?,5]; f32[2,2,5]
            GRUSequence opset5 | f32[?,?,4]; f32[2,2,5]; i64[3]; f32[2,15,4]; f32[2,15,5]; f32[2,15] | direction=bidirectional; hidden_size=5 | error
            GRUSequence opset5 | f32[?,3..7,4]; f32[?,1,?]; i64[?]; f32[1,15,4]; f32[1,15,?]; f32[1,15] | direction=reverse; hidden_size=5 | f32[?,1,3..7,5]; f32[?,1,5]
            GRUSequence opset5 | f32[...]; f32[...]; i64[?]; f32[1,15,4]; f32[1,15,5]; f32[1,15] | direction=reverse; hidden_size=5 | f32[?,1,?,5]; f32[?,1,5]
            GRUSequence opset5 | f32[2,7,4]; f32[2,1,5]; f32[2]; f32[1,15,4]; f32[1,15,5]; f32[1,15] | direction=reverse; hidden_size=5 | error | OpenVINO: f32[2,1,7,5]; f32[2,1,5]
            LSTMSequence opset5 | f32[2,7,4]; f32[2,1,5]; f32[2,1,5]; i64[2]; f32[1,20,4]; f32[1,20,5]; f32[1,20] | direction=forward; hidden_size=5 | f32[2,1,7,5]; f32[2,1,5]; f32[2,1,5]
            LSTMSequence opset5 | f32[2,?,4]; f32[2,1,5]; f32[2,1,5]; i64[2]; f32[1,20,4]; f32[1,20,5]; f32[1,19] | direction=forward; hidden_size=5 | error
            LSTMSequence opset5 | f32[2,?,4]; f32[2,1,5]; f32[2,1,5]; i32[2]; f32[1,20,4]; f32[1,20,5]; f32[1,20] | direction=forward; hidden_size=5 | f32[2,1,?,5]; f32[2,1,5]; f32[2,1,5]
            """
        ).check()
    }
}
