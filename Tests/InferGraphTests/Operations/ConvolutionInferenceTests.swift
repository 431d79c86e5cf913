import XCTest

final class ConvolutionInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            Convolution opset1 | f32[1,3,10..20,?]; f32[8,3,3,5] | strides=2,1; dilations=1,2; pads_begin=1,1; pads_end=1,0 | f32[1,8,5..10,1..]
            Convolution opset1 | f32[1,3,10,11]; f32[8,3,3,5] | strides=2,3; dilations=1,1; pads_begin=0,0; pads_end=0,0; auto_pad=same_upper | f32[1,8,5,4]
            Convolution opset1 | f32[1,3,10,11]; f32[8,3,3,5] | strides=2,3; dilations=1,1; pads_begin=4,4; pads_end=4,4; auto_pad=valid | f32[1,8,4,3]
            Convolution opset1 | f32[?,?,3..9]; f32[8,3,?] | strides=1; dilations=1; pads_begin=0; pads_end=0 | f32[?,8,1..9]
            Convolution opset1 | f32[...]; f32[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[?,8,1..,1..]
            Convolution opset1 | f32[1,3,10,10]; f32[...] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,?,1..10,1..10]
            Convolution opset1 | f32[...]; f32[...] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[?,?,1..,1..]
            Convolution opset1 | f32[1,3,10,10]; f32[8,4,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,10,10]; f16[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,2,2]; f32[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,10,10]; f32[8,3,3,3] | strides=0,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,10,10]; f32[8,3,3,3] | strides=1,1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,10,10]; f32[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=-2,0; pads_end=0,-1 | f32[1,8,6,7] | OpenVINO: f32[1,8,8,8..]
            Convolution opset1 | f32[1,3]; f32[8,3] | | error
            Convolution opset1 | boolean[1,3,10,10]; boolean[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            Convolution opset1 | f32[1,3,10,10]; f32[8,3,3,3] | | f32[1,8,8,8]
            Convolution opset1 | f32[1,3,4..8,10]; f32[8,3,3,3] | auto_pad=same_lower; strides=3,3; dilations=1,1 | f32[1,8,2..3,4]
            Convolution opset1 | f32[1,3,1..8,10]; f32[8,3,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,8,1..6,8]
            GroupConvolution opset1 | f32[1,6,10,10]; f32[3,4,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,12,8,8]
            GroupConvolution opset1 | f32[1,?,10,10]; f32[3,4,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,12,8,8]
            GroupConvolution opset1 | f32[1,6,10,10]; f32[?,4,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,12,8,8]
            GroupConvolution opset1 | f32[1,6,10,10]; f32[3,4,1,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            GroupConvolution opset1 | f32[1,6,10,10]; f32[...] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[1,?,1..10,1..10]
            GroupConvolution opset1 | f32[1,6,10,10]; f32[3,4,2,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            ConvolutionBackpropData opset1 | f32[1,6,5..8,?]; f32[6,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1; output_padding=1,0 | f32[1,4,10..16,1..]
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3] | strides=2,2; dilations=2,1; pads_begin=1,1; pads_end=1,1; auto_pad=same_upper | f32[1,4,13,11]
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3] | strides=2,2; dilations=2,1; pads_begin=1,1; pads_end=1,1; auto_pad=valid | f32[1,4,13,11]
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3]; i64[2]{9,12} | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | f32[1,4,9,12]
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3]; i64[2] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | f32[1,4,?,?]
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3]; i64[3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | error
            ConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[6,4,3,3]; f32[2] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | error
            ConvolutionBackpropData opset1 | f32[1,5,5,5]; f32[6,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | error
            ConvolutionBackpropData opset1 | f32[...]; f32[6,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | f32[?,4,1..,1..]
            ConvolutionBackpropData opset1 | f32[...]; f32[...]; i64[2] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | f32[?,?,?,?]
            GroupConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[3,2,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1; output_padding=0,1 | f32[1,12,9,10]
            GroupConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[?,2,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | f32[1,12,9,9]
            GroupConvolutionBackpropData opset1 | f32[1,6,5,5]; f32[2,2,4,3,3] | strides=2,2; dilations=1,1; pads_begin=1,1; pads_end=1,1 | error
            BinaryConvolution opset1 | f32[1,8,5,5..9]; f32[4,8,3,3] | strides=1,1; dilations=1,1; pads_begin=1,1; pads_end=1,1; mode=xnor-popcount; pad_value=0 | f32[1,4,5,5..9]
            BinaryConvolution opset1 | f32[1,8,5]; f32[4,8,3] | strides=1; dilations=1; pads_begin=1; pads_end=1; mode=xnor-popcount; pad_value=0 | error
            DeformableConvolution opset8 | f32[1,4,8,8]; f32[1,36,6,6]; f32[6,2,3,3]; f32[1,18,6,6] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0; group=2; deformable_group=2 | f32[1,6,6,6]
            DeformableConvolution opset8 | f32[1,4,8,8]; f32[1,36,6,?]; f32[6,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0; group=2; deformable_group=2 | f32[1,6,6,6]
            DeformableConvolution opset1 | f32[?,4,8,5..8]; f32[2,18,6,?]; f32[6,4,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | f32[2,6,6,3..6] | OpenVINO: error
            DeformableConvolution opset1 | f32[1,4,8,8]; f32[1,17,6,6]; f32[6,4,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            DeformableConvolution opset1 | f32[1,4,8,8]; f32[1,18,5,6]; f32[6,4,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0 | error
            DeformableConvolution opset1 | f32[1,4,8,8]; f32[1,18,6,6]; f32[6,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0; group=2 | f32[1,6,6,6] | OpenVINO: error
            DeformableConvolution opset1 | f32[...]; f32[...]; f32[6,2,3,3] | strides=1,1; dilations=1,1; pads_begin=0,0; pads_end=0,0; group=2 | f32[?,6,1..,1..] | OpenVINO: error
            """
        ).check()
    }
}
