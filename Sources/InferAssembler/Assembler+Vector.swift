/// A method per vector instruction: target first, as the manuals write them.
extension Assembler {
    package func vaddps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vaddps, target, first, second)
    }
    package func vmulps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmulps, target, first, second)
    }
    package func vsubps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vsubps, target, first, second)
    }
    package func vminps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vminps, target, first, second)
    }
    package func vdivps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vdivps, target, first, second)
    }
    package func vmaxps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmaxps, target, first, second)
    }
    package func vaddss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vaddss, target, first, second)
    }
    package func vmulss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmulss, target, first, second)
    }
    package func vsubss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vsubss, target, first, second)
    }
    package func vminss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vminss, target, first, second)
    }
    package func vdivss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vdivss, target, first, second)
    }
    package func vmaxss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmaxss, target, first, second)
    }
    package func vsqrtss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vsqrtss, target, first, second)
    }
    package func vaddpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vaddpd, target, first, second)
    }
    package func vmulpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmulpd, target, first, second)
    }
    package func vsubpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vsubpd, target, first, second)
    }
    package func vminpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vminpd, target, first, second)
    }
    package func vdivpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vdivpd, target, first, second)
    }
    package func vmaxpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vmaxpd, target, first, second)
    }
    package func vandps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vandps, target, first, second)
    }
    package func vandnps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vandnps, target, first, second)
    }
    package func vorps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vorps, target, first, second)
    }
    package func vxorps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vxorps, target, first, second)
    }
    package func vunpcklps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vunpcklps, target, first, second)
    }
    package func vunpckhps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vunpckhps, target, first, second)
    }
    package func vunpcklpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vunpcklpd, target, first, second)
    }
    package func vunpckhpd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vunpckhpd, target, first, second)
    }
    package func vshufps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vshufps, target, first, second, immediate: control)
    }
    package func vsqrtps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vsqrtps, target, nil, source) }
    package func vrcpps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vrcpps, target, nil, source) }
    package func vrsqrtps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vrsqrtps, target, nil, source) }
    package func vcvtdq2ps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vcvtdq2ps, target, nil, source) }
    package func vcvtps2dq(_ target: VectorRegister, _ source: some VectorSource) { emit(.vcvtps2dq, target, nil, source) }
    package func vcvttps2dq(_ target: VectorRegister, _ source: some VectorSource) { emit(.vcvttps2dq, target, nil, source) }
    package func vcvtps2pd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vcvtps2pd, target, nil, source) }
    /// From a register alone: memory would not tell its width.
    package func vcvtpd2ps(_ target: VectorRegister, _ source: VectorRegister) { emit(.vcvtpd2ps, target, nil, source) }
    package func vpaddd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpaddd, target, first, second)
    }
    package func vpsubd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpsubd, target, first, second)
    }
    package func vpunpckldq(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpckldq, target, first, second)
    }
    package func vpunpckhdq(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpckhdq, target, first, second)
    }
    package func vpand(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpand, target, first, second)
    }
    package func vpandn(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpandn, target, first, second)
    }
    package func vpor(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) { emit(.vpor, target, first, second) }
    package func vpxor(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpxor, target, first, second)
    }
    package func vpaddb(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpaddb, target, first, second)
    }
    package func vpaddw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpaddw, target, first, second)
    }
    package func vpsubb(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpsubb, target, first, second)
    }
    package func vpaddq(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpaddq, target, first, second)
    }
    package func vpunpcklqdq(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpcklqdq, target, first, second)
    }
    package func vpunpckhqdq(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpckhqdq, target, first, second)
    }
    package func vpunpcklbw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpcklbw, target, first, second)
    }
    package func vpunpckhbw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpckhbw, target, first, second)
    }
    package func vpunpcklwd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpcklwd, target, first, second)
    }
    package func vpunpckhwd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpunpckhwd, target, first, second)
    }
    package func vpmaddwd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpmaddwd, target, first, second)
    }
    package func vpmaddubsw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpmaddubsw, target, first, second)
    }
    package func vpackssdw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpackssdw, target, first, second)
    }
    package func vpackusdw(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpackusdw, target, first, second)
    }
    package func vpacksswb(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpacksswb, target, first, second)
    }
    package func vpackuswb(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpackuswb, target, first, second)
    }
    package func vpshufb(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpshufb, target, first, second)
    }
    package func vpcmpeqd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpcmpeqd, target, first, second)
    }
    package func vpcmpgtd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpcmpgtd, target, first, second)
    }
    package func vpshufd(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vpshufd, target, nil, source, immediate: control)
    }
    package func vpslld(_ target: VectorRegister, _ source: some VectorSource, _ count: UInt8) {
        emit(.vpslld, into: target, source, immediate: count)
    }
    package func vpsrld(_ target: VectorRegister, _ source: some VectorSource, _ count: UInt8) {
        emit(.vpsrld, into: target, source, immediate: count)
    }
    package func vpsrad(_ target: VectorRegister, _ source: some VectorSource, _ count: UInt8) {
        emit(.vpsrad, into: target, source, immediate: count)
    }
    package func vpsllvd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpsllvd, target, first, second)
    }
    package func vpsrlvd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpsrlvd, target, first, second)
    }
    package func vpmulld(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpmulld, target, first, second)
    }
    package func vpmaxsd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpmaxsd, target, first, second)
    }
    package func vpminsd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpminsd, target, first, second)
    }
    package func vpmaxud(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpmaxud, target, first, second)
    }
    package func vpminud(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpminud, target, first, second)
    }
    package func vpabsd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpabsd, target, nil, source) }
    package func vbroadcastss(_ target: VectorRegister, _ source: some VectorSource) { emit(.vbroadcastss, target, nil, source) }
    package func vpbroadcastd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpbroadcastd, target, nil, source) }
    package func vbroadcastsd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vbroadcastsd, target, nil, source) }
    package func vbroadcastf128(_ target: VectorRegister, _ source: some VectorSource) { emit(.vbroadcastf128, target, nil, source) }
    package func vbroadcastf64x4(_ target: VectorRegister, _ source: some VectorSource) { emit(.vbroadcastf64x4, target, nil, source) }
    package func vfmadd132ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd132ps, target, first, second)
    }
    package func vfmadd132ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd132ss, target, first, second)
    }
    package func vfmadd213ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd213ps, target, first, second)
    }
    package func vfmadd213ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd213ss, target, first, second)
    }
    package func vfmadd231ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd231ps, target, first, second)
    }
    package func vfmadd231ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd231ss, target, first, second)
    }
    package func vfmsub132ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub132ps, target, first, second)
    }
    package func vfmsub132ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub132ss, target, first, second)
    }
    package func vfmsub213ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub213ps, target, first, second)
    }
    package func vfmsub213ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub213ss, target, first, second)
    }
    package func vfmsub231ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub231ps, target, first, second)
    }
    package func vfmsub231ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmsub231ss, target, first, second)
    }
    package func vfnmadd132ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd132ps, target, first, second)
    }
    package func vfnmadd132ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd132ss, target, first, second)
    }
    package func vfnmadd213ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd213ps, target, first, second)
    }
    package func vfnmadd213ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd213ss, target, first, second)
    }
    package func vfnmadd231ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd231ps, target, first, second)
    }
    package func vfnmadd231ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd231ss, target, first, second)
    }
    package func vfnmsub132ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub132ps, target, first, second)
    }
    package func vfnmsub132ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub132ss, target, first, second)
    }
    package func vfnmsub213ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub213ps, target, first, second)
    }
    package func vfnmsub213ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub213ss, target, first, second)
    }
    package func vfnmsub231ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub231ps, target, first, second)
    }
    package func vfnmsub231ss(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmsub231ss, target, first, second)
    }
    package func vfmadd231pd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfmadd231pd, target, first, second)
    }
    package func vfnmadd231pd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vfnmadd231pd, target, first, second)
    }
    package func vpermps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermps, target, first, second)
    }
    package func vpermd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermd, target, first, second)
    }
    package func vpermilps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermilps, target, first, second)
    }
    package func vpermt2ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermt2ps, target, first, second)
    }
    package func vpermi2ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermi2ps, target, first, second)
    }
    package func vpermt2w(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpermt2w, target, first, second)
    }
    package func vblendmps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vblendmps, target, first, second)
    }
    package func vscalefps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vscalefps, target, first, second)
    }
    package func vrcp14ps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vrcp14ps, target, nil, source) }
    package func vrsqrt14ps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vrsqrt14ps, target, nil, source) }
    package func vgetexpps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vgetexpps, target, nil, source) }
    package func vpmovzxbd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpmovzxbd, target, nil, source) }
    package func vpmovsxbd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpmovsxbd, target, nil, source) }
    package func vpmovzxwd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpmovzxwd, target, nil, source) }
    package func vpmovsxwd(_ target: VectorRegister, _ source: some VectorSource) { emit(.vpmovsxwd, target, nil, source) }
    package func vpmovdb(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vpmovdb, target, source) }
    package func vpmovdw(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vpmovdw, target, source) }
    package func vpmovusdb(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vpmovusdb, target, source) }
    package func vpmovsdb(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vpmovsdb, target, source) }
    package func vcvtph2ps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vcvtph2ps, target, nil, source) }
    package func vpdpbusd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vpdpbusd, target, first, second)
    }
    package func vdpbf16ps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vdpbf16ps, target, first, second)
    }
    /// From a register alone: memory would not tell its width.
    package func vcvtneps2bf16(_ target: VectorRegister, _ source: VectorRegister) { emit(.vcvtneps2bf16, target, nil, source) }
    package func vcvtne2ps2bf16(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource) {
        emit(.vcvtne2ps2bf16, target, first, second)
    }
    package func vrndscaleps(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vrndscaleps, target, nil, source, immediate: control)
    }
    package func vrangeps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vrangeps, target, first, second, immediate: control)
    }
    package func vgetmantps(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vgetmantps, target, nil, source, immediate: control)
    }
    package func vroundps(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vroundps, target, nil, source, immediate: control)
    }
    package func vpermilps(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vpermilpsi, target, nil, source, immediate: control)
    }
    package func vpermq(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vpermq, target, nil, source, immediate: control)
    }
    package func vpermpd(_ target: VectorRegister, _ source: some VectorSource, _ control: UInt8) {
        emit(.vpermpd, target, nil, source, immediate: control)
    }
    package func vperm2f128(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vperm2f128, target, first, second, immediate: control)
    }
    package func vblendps(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vblendps, target, first, second, immediate: control)
    }
    package func vinsertf128(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vinsertf128, target, first, second, immediate: control)
    }
    package func vinsertf32x4(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vinsertf32x4, target, first, second, immediate: control)
    }
    package func vinsertf32x8(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vinsertf32x8, target, first, second, immediate: control)
    }
    package func vextractf128(_ target: MemoryOperand, _ source: VectorRegister, _ control: UInt8) {
        emitStore(.vextractf128, target, source, immediate: control)
    }
    package func vextractf128(_ target: VectorRegister, _ source: VectorRegister, _ control: UInt8) {
        emitExtract(.vextractf128, target, source, immediate: control)
    }
    package func vextractf32x4(_ target: MemoryOperand, _ source: VectorRegister, _ control: UInt8) {
        emitStore(.vextractf32x4, target, source, immediate: control)
    }
    package func vextractf32x4(_ target: VectorRegister, _ source: VectorRegister, _ control: UInt8) {
        emitExtract(.vextractf32x4, target, source, immediate: control)
    }
    package func vextractf32x8(_ target: MemoryOperand, _ source: VectorRegister, _ control: UInt8) {
        emitStore(.vextractf32x8, target, source, immediate: control)
    }
    package func vextractf32x8(_ target: VectorRegister, _ source: VectorRegister, _ control: UInt8) {
        emitExtract(.vextractf32x8, target, source, immediate: control)
    }
    package func vshuff32x4(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vshuff32x4, target, first, second, immediate: control)
    }
    package func valignd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.valignd, target, first, second, immediate: control)
    }
    package func vpternlogd(_ target: VectorRegister, _ first: VectorRegister, _ second: some VectorSource, _ control: UInt8) {
        emit(.vpternlogd, target, first, second, immediate: control)
    }
    package func vcvtps2ph(_ target: MemoryOperand, _ source: VectorRegister, _ control: UInt8) {
        emitStore(.vcvtps2ph, target, source, immediate: control)
    }
    package func vcvtps2ph(_ target: VectorRegister, _ source: VectorRegister, _ control: UInt8) {
        emitExtract(.vcvtps2ph, target, source, immediate: control)
    }
    package func vmovups(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovups, target, nil, source) }
    package func vmovups(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovupsStore, target, source) }
    package func vmovaps(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovaps, target, nil, source) }
    package func vmovaps(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovapsStore, target, source) }
    package func vmovntps(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovntps, target, source) }
    package func vmovdqu(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovdqu, target, nil, source) }
    package func vmovdqu(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovdquStore, target, source) }
    package func vmovdqu8(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovdqu8, target, nil, source) }
    package func vmovdqu8(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovdqu8Store, target, source) }
    package func vmovdqu16(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovdqu16, target, nil, source) }
    package func vmovdqu16(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovdqu16Store, target, source) }
    package func vmovss(_ target: VectorRegister, _ source: MemoryOperand) { emit(.vmovss, target, nil, source) }
    package func vmovss(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovssStore, target, source) }
    package func vmovsd(_ target: VectorRegister, _ source: MemoryOperand) { emit(.vmovsd, target, nil, source) }
    package func vmovsd(_ target: MemoryOperand, _ source: VectorRegister) { emitStore(.vmovsdStore, target, source) }
    package func vmovhlps(_ target: VectorRegister, _ first: VectorRegister, _ second: VectorRegister) {
        emit(.vmovhlps, target, first, second)
    }
    package func vmovshdup(_ target: VectorRegister, _ source: some VectorSource) { emit(.vmovshdup, target, nil, source) }
}
