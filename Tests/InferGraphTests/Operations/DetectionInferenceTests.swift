import XCTest

final class DetectionInferenceTests: XCTestCase {
    func testTypesAndShapes() {
        InferenceTable(
            """
            DetectionOutput opset1 | f32[2,60]; f32[2,15]; f32[1,2,20] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true; top_k=5 | error
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,2,60] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true; top_k=5 | f32[1,1,14,7]
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,2,60] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=5 | f32[1,1,30,7]
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[2,2,60] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=-1 | f32[1,1,90,7]
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,1,60] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=-1; variance_encoded_in_target=true | f32[1,1,90,7]
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,1,60] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=-1 | error
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,2,75] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=false; top_k=-1 | f32[1,1,90,7]
            DetectionOutput opset1 | f32[2,180]; f32[2,45]; f32[1,2,60] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=-1; share_location=false | f32[1,1,90,7]
            DetectionOutput opset1 | f32[2,61]; f32[2,45]; f32[1,2,60] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true | error
            DetectionOutput opset1 | f32[2,60]; f32[2,44]; f32[1,2,60] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true | error
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,2,60]; f32[2,30]; f32[2,60] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true | f32[1,1,14,7]
            DetectionOutput opset1 | f32[2,60]; f32[2,45]; f32[1,2,60]; f32[2,31]; f32[2,60] | num_classes=3; keep_top_k=7; nms_threshold=0.5; normalized=true | error
            DetectionOutput opset1 | f32[?,60]; f32[2,?]; f32[1,2,?] | num_classes=3; keep_top_k=-1; nms_threshold=0.5; normalized=true | f32[1,1,90,7]
            DetectionOutput opset8 | f32[2,60]; f32[2,45]; f32[1,2,60] | keep_top_k=7; nms_threshold=0.5; normalized=true | f32[1,1,14,7]
            DetectionOutput opset8 | f32[2,60]; f32[2,45]; f32[1,2,60] | keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=4 | f32[1,1,24,7]
            DetectionOutput opset8 | f32[2,60]; f32[2,?]; f32[1,2,60] | keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=4 | f32[1,1,?,7]
            DetectionOutput opset8 | f32[...]; f32[...]; f32[...] | keep_top_k=-1; nms_threshold=0.5; normalized=true; top_k=4 | f32[1,1,?,7]
            PriorBox opset1 | i64[2]{3,4}; i64[2]{30,40} | min_size=8,16; max_size=20; aspect_ratio=2,0.5; flip=true; offset=0.5; variance=0.1 | f32[2,336]
            PriorBox opset1 | i64[2]{3,4}; i64[2]{30,40} | min_size=8,16; max_size=20; aspect_ratio=2,3; flip=true; offset=0.5; variance=0.1; scale_all_sizes=false | f32[2,288]
            PriorBox opset1 | i64[2]{3,4}; i64[2]{30,40} | fixed_size=8,16; fixed_ratio=1,2; density=2,3; offset=0.5; variance=0.1 | f32[2,1152]
            PriorBox opset1 | i64[2]{3,4}; i64[2]{30,40} | fixed_size=8,16; density=2,3; aspect_ratio=2; offset=0.5; variance=0.1 | f32[2,1248]
            PriorBox opset1 | i64[2]; i64[2] | min_size=8; offset=0.5; variance=0.1 | f32[2,?]
            PriorBox opset1 | i64[3]; i64[3] | min_size=8; offset=0.5; variance=0.1 | error | OpenVINO: f32[2,?]
            PriorBox opset1 | f32[2]; i64[2] | min_size=8; offset=0.5; variance=0.1 | error
            PriorBox opset1 | i64[2]{3,4}; i64[2]{30,40} | min_size=8; offset=0.5; variance=0.1,0.2 | error | OpenVINO: f32[2,48]
            PriorBox opset8 | i64[2]{3,4}; i64[2]{30,40} | min_size=8; max_size=9; offset=0.5; variance=0.1 | f32[2,96]
            PriorBoxClustered opset1 | i64[2]{3,4}; i64[2]{30,40} | width=8,9,10; height=1,2,3; offset=0.5; variance=0.1 | f32[2,144]
            PriorBoxClustered opset1 | i64[2]{3,4}; i64[2]{30,40} | width=8,9; height=1,2,3; offset=0.5; variance=0.1 | error
            PriorBoxClustered opset1 | i64[2]; i64[2]{30,40} | width=8,9; height=1,2; offset=0.5; variance=0.1 | f32[2,?]
            Proposal opset4 | f32[1,12,34,62]; f32[1,24,34,62]; f32[3] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | f32[8,5]; f32[8]
            Proposal opset1 | f32[1,12,34,62]; f32[1,24,34,62]; f32[4] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | f32[8,5]
            Proposal opset1 | f32[1,12,34,62]; f32[1,25,34,62]; f32[4] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | error
            Proposal opset1 | f32[1,12,34,62]; f32[1,24,34,63]; f32[4] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | error | OpenVINO: f32[8,5]
            Proposal opset1 | f32[1,12,34,62]; f32[1,24,34,62]; f32[5] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | error
            Proposal opset1 | f32[?,12,34,62]; f32[2,24,34,62]; f32[3] | base_size=16; pre_nms_topn=20; post_nms_topn=8; nms_thresh=0.6; feat_stride=16; min_size=4; ratio=0.5,1; scale=1,2 | f32[16,5]
            PSROIPooling opset1 | f32[1,72,14,14]; f32[5,5] | output_dim=2; group_size=6; spatial_scale=1; mode=average | f32[5,2,6,6]
            PSROIPooling opset1 | f32[1,72,14,14]; f32[5,5] | output_dim=2; group_size=5; spatial_scale=1; mode=average | error
            PSROIPooling opset1 | f32[1,12,14,14]; f32[?,5] | output_dim=2; group_size=3; spatial_scale=1; mode=bilinear; spatial_bins_x=2; spatial_bins_y=3 | f32[?,2,3,3]
            PSROIPooling opset1 | f32[1,72,14,14]; f32[5,4] | output_dim=2; group_size=6; spatial_scale=1; mode=average | error
            PSROIPooling opset1 | f32[...]; f32[...] | output_dim=2; group_size=6; spatial_scale=1; mode=average | f32[?,2,6,6]
            DeformablePSROIPooling opset1 | f32[1,72,14,14]; f32[5,5]; f32[5,2,6,6] | output_dim=2; group_size=6; spatial_scale=1 | f32[5,2,6,6]
            DeformablePSROIPooling opset1 | f32[1,72,14,14]; f32[?,5] | output_dim=2; spatial_scale=1 | f32[?,2,1,1]
            DeformablePSROIPooling opset1 | f32[1,72,14]; f32[?,5] | output_dim=2; spatial_scale=1 | error
            ROIPooling opset2 | f32[1,3,14,14]; f32[5,5] | output_roi=6,7; spatial_scale=0.5; method=max | f32[5,3,6,7]
            ROIPooling opset2 | f32[1,3,14,14]; f32[5,5] | pooled_h=6; pooled_w=7; spatial_scale=0.5; method=bilinear | f32[5,3,6,7]
            ROIPooling opset2 | f32[1,3,14,14]; f32[5,4] | pooled_h=6; pooled_w=7; spatial_scale=0.5; method=bilinear | error
            ROIPooling opset2 | f32[1,?,14,14]; f32[?,5] | pooled_h=6; pooled_w=7; spatial_scale=-0.5; method=bilinear | error
            ROIAlign opset9 | f32[1,3,14,14]; f32[5,4]; i32[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=avg | f32[5,3,6,7]
            ROIAlign opset9 | f32[1,3,14,14]; f32[5,4]; i32[6] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=avg | error
            ROIAlign opset9 | f32[1,3,14,14]; f32[5,5]; i32[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=avg | error
            ROIAlign opset3 | f32[1,?,14,14]; f32[?,4]; i64[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=max | f32[5,?,6,7]
            ROIAlign opset3 | f32[1,?,14,14]; f32[?,4]; f32[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=max | error
            ROIAlign opset3 | f32[...]; f32[...]; i32[...] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; mode=max | f32[?,?,6,7]
            ROIAlignRotated opset15 | f32[1,3,14,14]; f32[5,5]; i32[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; clockwise_mode=true | f32[5,3,6,7]
            ROIAlignRotated opset15 | f32[1,3,14,14]; f32[5,4]; i32[5] | pooled_h=6; pooled_w=7; sampling_ratio=2; spatial_scale=0.5; clockwise_mode=true | error
            RegionYolo opset1 | f32[1,125,13,13] | axis=1; coords=4; classes=20; end_axis=3; num=5; do_softmax=true; mask=0,1,2; anchors=1,2 | f32[1,21125]
            RegionYolo opset1 | f32[1,255,26,?] | axis=1; coords=4; classes=80; end_axis=3; num=9; do_softmax=false; mask=0,1,2 | f32[1,255,26,?]
            RegionYolo opset1 | f32[1,125,?,13] | axis=1; coords=4; classes=20; end_axis=3; num=5; do_softmax=true; mask=0,1,2 | f32[1,?]
            RegionYolo opset1 | f32[1,125,13] | axis=1; coords=4; classes=20; end_axis=3; num=5; do_softmax=true; mask=0,1,2 | error
            GenerateProposals opset9 | f32[2,3]; f32[6,7,3,4]; f32[2,12,6,7]; f32[2,3,6,7] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5 | f32[..10,4]; f32[..10]; i64[2]
            GenerateProposals opset9 | f32[2,4]; f32[6,7,3,4]; f32[2,12,6,7]; f32[2,3,6,8] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5 | error
            GenerateProposals opset9 | f32[?,4]; f32[6,7,3,4]; f32[?,12,6,7]; f32[?,3,6,7] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5; roi_num_type=i32 | f32[?,4]; f32[?]; i32[?]
            GenerateProposals opset9 | f32[2,5]; f32[6,7,3,4]; f32[2,12,6,7]; f32[2,3,6,7] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5 | error
            ExperimentalDetectronGenerateProposalsSingleImage opset6 | f32[3]; f32[126,4]; f32[12,6,7]; f32[3,6,7] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5 | f32[5,4]; f32[5]
            ExperimentalDetectronGenerateProposalsSingleImage opset6 | f32[3]; f32[126,4]; f32[12,6,7]; f32[4,6,7] | min_size=1; nms_threshold=0.5; pre_nms_count=10; post_nms_count=5 | error | OpenVINO: f32[5,4]; f32[5]
            ExperimentalDetectronDetectionOutput opset6 | f32[16,4]; f32[16,324]; f32[16,81]; f32[1,3] | score_threshold=0.1; nms_threshold=0.5; max_delta_log_wh=4; num_classes=81; post_nms_count=20; max_detections_per_image=10; class_agnostic_box_regression=false; deltas_weights=10,10,5,5 | f32[10,4]; i32[10]; f32[10]
            ExperimentalDetectronDetectionOutput opset6 | f32[16,4]; f32[15,324]; f32[16,81]; f32[1,3] | score_threshold=0.1; nms_threshold=0.5; max_delta_log_wh=4; num_classes=81; post_nms_count=20; max_detections_per_image=10; class_agnostic_box_regression=false; deltas_weights=10,10,5,5 | error
            ExperimentalDetectronPriorGridGenerator opset6 | f32[3,4]; f32[1,16,4,5]; f32[1,3,100,200] | flatten=true; h=0; w=0; stride_x=4; stride_y=4 | f32[60,4]
            ExperimentalDetectronPriorGridGenerator opset6 | f32[3,4]; f32[1,16,4,5]; f32[1,3,100,200] | flatten=false; h=0; w=0; stride_x=4; stride_y=4 | f32[4,5,3,4]
            ExperimentalDetectronPriorGridGenerator opset6 | f32[3,4]; f32[1,16,4,5]; f32[1,3,100,200] | flatten=true; h=6; w=7; stride_x=4; stride_y=4 | f32[60,4]
            ExperimentalDetectronPriorGridGenerator opset6 | f32[3,5]; f32[1,16,4,5]; f32[1,3,100,200] | flatten=true; h=0; w=0; stride_x=4; stride_y=4 | error
            ExperimentalDetectronPriorGridGenerator opset6 | f32[?,4]; f32[1,16,?,5]; f32[1,3,100,200] | flatten=false; h=0; w=0; stride_x=4; stride_y=4 | f32[?,5,?,4]
            ExperimentalDetectronROIFeatureExtractor opset6 | f32[10,4]; f32[1,16,8,8]; f32[1,16,4,4] | output_size=7; sampling_ratio=2; pyramid_scales=4,8; aligned=false | f32[10,16,7,7]; f32[10,4]
            ExperimentalDetectronROIFeatureExtractor opset6 | f32[10,4]; f32[1,16,8,8]; f32[1,17,4,4] | output_size=7; sampling_ratio=2; pyramid_scales=4,8; aligned=false | error
            ExperimentalDetectronROIFeatureExtractor opset6 | f32[10,4]; f32[2,16,8,8] | output_size=7; sampling_ratio=2; pyramid_scales=4; aligned=false | error
            ExperimentalDetectronTopKROIs opset6 | f32[10,4]; f32[10] | max_rois=5 | f32[5,4]
            ExperimentalDetectronTopKROIs opset6 | f32[10,4]; f32[11] | max_rois=5 | error
            ExperimentalDetectronTopKROIs opset6 | f32[10,5]; f32[10] | max_rois=5 | error
            """
        ).check()
    }
}
