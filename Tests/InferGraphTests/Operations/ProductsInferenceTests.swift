import XCTest

final class ProductsInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            MatMul opset1 | f32[3]; f32[3] | transpose_a=true; transpose_b=true | f32[]
            MatMul opset1 | f32[2,?,3]; f32[1..5,3,4] | transpose_a=false; transpose_b=false | f32[2,?,4]
            MatMul opset1 | f32[]; f32[3] | transpose_a=false; transpose_b=false | error
            MatMul opset1 | f32[2]; f32[3,2] | transpose_a=false; transpose_b=true | f32[3]
            MatMul opset1 | f32[2]; f32[3] | transpose_a=false; transpose_b=true | error
            MatMul opset1 | f32[2,3]; f32[4,2] | transpose_a=true; transpose_b=true | f32[3,4]
            MatMul opset1 | f32[2,3]; f32[2,2] | transpose_a=false; transpose_b=false | error
            MatMul opset1 | f32[2,1,2,3]; f32[3,3,2] | transpose_a=false; transpose_b=false | f32[2,3,2,2]
            MatMul opset1 | f32[2,2,3]; f32[3,3,2] | transpose_a=false; transpose_b=false | error
            MatMul opset1 | f32[...]; f32[3,2] | transpose_a=false; transpose_b=false | f32[...]
            MatMul opset1 | f32[5,2,3]; f32[3] | transpose_a=false; transpose_b=false | f32[5,2]
            MatMul opset1 | f32[2,3]; f16[3,2] | | error
            MatMul opset1 | i32[2,3]; i32[3,2] | | i32[2,2]
            MatMul opset1 | f32[?,2..4,3..5]; f32[?,4..9,2] | | f32[?,2..4,2]
            ScaledDotProductAttention opset13 | f32[1,8,?,64]; f32[1,8,10,64]; f32[1,8,10,32] | causal=false | f32[1,8,?,32]
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,2,10,64]; f32[1,8,10,32] | causal=false | error
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,1,10,64]; f32[1,1,10,32]; f32[5,10] | causal=true | f32[1,8,5,32]
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,10,32]; boolean[1,1,5,10]; f32[] | causal=false | f32[1,8,5,32]
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,10,32]; f32[]; f32[1] | causal=false | f32[1,8,5,32]
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,60]; f32[1,8,10,32] | causal=false | error
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,11,32] | causal=false | error
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,10,32]; f32[4,10] | causal=false | error
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,10,32]; f32[0] | causal=false | error
            ScaledDotProductAttention opset13 | f32[8,5,64]; f32[8,10,64]; f32[...] | causal=false | f32[8,5,?]
            ScaledDotProductAttention opset13 | f32[5,64]; f32[10,64]; f32[10,32] | causal=false | error
            ScaledDotProductAttention opset13 | i32[8,5,64]; i32[8,10,64]; i32[8,10,3] | causal=false | error
            ScaledDotProductAttention opset13 | f32[1,8,5,64]; f32[1,8,10,64]; f32[1,8,10,32]; f32[5,10]; f32[2] | causal=false | error
            ScaledDotProductAttention opset13 | f32[?,8,5..6,64]; f32[2,8,?,64]; f32[?,8,3..9,?]; f32[?,?] | causal=false | f32[2,8,5..6,?]
            Einsum opset7 | f32[2,3]; f32[3,4] | equation=ij,jk->ik | f32[2,4]
            Einsum opset7 | f32[2,3]; f32[3,4] | equation=ij,jk | f32[2,4]
            Einsum opset7 | f32[2,3]; f32[4,4] | equation=ij,jk->ik | error
            Einsum opset7 | f32[2,1]; f32[4,4] | equation=ij,jk->ik | f32[2,4]
            Einsum opset7 | f32[3,3] | equation=ii->i | f32[3]
            Einsum opset7 | f32[3,3] | equation=ii-> | f32[]
            Einsum opset7 | f32[3,4,5]; f32[1,5,6] | equation=...ij,...jk->...ik | f32[3,4,6]
            Einsum opset7 | f32[2,1,4,5]; f32[3,5,6] | equation=...ij,...jk->...ik | f32[2,3,4,6]
            Einsum opset7 | f32[2,1,4,5]; f32[5,6] | equation=b...j,jk->b...k | f32[2,1,4,6]
            Einsum opset7 | f32[2,?]; f32[3..5,4] | equation=ab,bc->ac | f32[2,4]
            Einsum opset7 | f32[2,3] | equation=ij->ji | f32[3,2]
            Einsum opset7 | f32[2,3] | equation=ij->k | error
            Einsum opset7 | f32[2,3] | equation=ijk->k | error
            Einsum opset7 | f32[2,3]; f32[3] | equation=ij->ij | error
            Einsum opset7 | f32[2,3] | equation=i1->i | error
            Einsum opset7 | f32[2,3] | equation=ba | f32[3,2]
            Einsum opset7 | f32[...]; f32[3,4] | equation=ij,jk->ik | f32[?,4]
            Einsum opset7 | f32[...]; f32[3,4] | equation=...j,jk->...k | f32[...]
            Einsum opset7 | i32[2,3]; f32[3,4] | equation=ij,jk->ik | error
            Einsum opset7 | f32[2,3] | equation=ij->ii | error | OpenVINO: f32[2,2]
            Inverse opset14 | f32[2,3,3] | adjoint=true | f32[2,3,3]
            Inverse opset14 | f32[2,3,?] | | f32[2,3,?]
            Inverse opset14 | f32[2,3,4] | | error
            Inverse opset14 | f32[3] | | error
            Inverse opset14 | i32[3,3] | | error
            GroupedMatMul opset17 | f32[10,4]; f32[3,5,4]; i32[3] | | f32[10,5]
            GroupedMatMul opset17 | f32[3,10,4]; f32[3,5,4] | | f32[3,10,5]
            GroupedMatMul opset17 | f32[10,4]; f32[3,5,4] | | error
            GroupedMatMul opset17 | f32[10,4]; f32[3,5,3]; i32[3] | | error
            GroupedMatMul opset17 | f32[10,?]; f32[3,5,4]; i32[2] | | error | OpenVINO: f32[10,5]
            GroupedMatMul opset17 | f32[...]; f32[3,5,4]; i32[3] | | f32[?,5] | OpenVINO: f32[...]
            GroupedMatMul opset17 | f32[...]; f32[3,5,4] | | f32[3,?,5] | OpenVINO: f32[...]
            GroupedMatMul opset17 | f32[3,10,4]; f32[2,5,4] | | error
            GroupedMatMul opset17 | f32[3,10,4]; f32[3,5,4]; i32[3] | | f32[3,10,5]
            """
        ).check()
    }
}
