/// What LLVM's assembler makes of the samples: a line for each, the code and then the instruction.
enum FrozenEncodings {
    static let table = """
        4901ca add r10, rcx
        4d01c8 add r8, r9
        4801c6 add rsi, rax
        4d01ef add r15, r13
        4829f2 sub rdx, rsi
        4929f8 sub r8, rdi
        4829fd sub rbp, rdi
        4d29d5 sub r13, r10
        4c21eb and rbx, r13
        4821dc and rsp, rbx
        4821fc and rsp, rdi
        4921ea and r10, rbp
        4d09f4 or r12, r14
        4d09e0 or r8, r12
        4809d2 or rdx, rdx
        4d09d6 or r14, r10
        4d31cc xor r12, r9
        4d31ea xor r10, r13
        4c31f0 xor rax, r14
        4d31ef xor r15, r13
        4d39f2 cmp r10, r14
        4d39fa cmp r10, r15
        4d39f1 cmp r9, r14
        4839df cmp rdi, rbx
        4985fc test r12, rdi
        4885f0 test rax, rsi
        4c85e4 test rsp, r12
        4c85ea test rdx, r13
        4c0fafc8 imul r9, rax
        490fafc4 imul rax, r12
        4c0fafda imul r11, rdx
        480faffe imul rdi, rsi
        4989fb mov r11, rdi
        4c89d5 mov rbp, r10
        4d89e6 mov r14, r12
        4989c1 mov r9, rax
        4c0f4cf9 cmovl r15, rcx
        4d0f4ce0 cmovl r12, r8
        490f4cdf cmovl rbx, r15
        4c0f4cfc cmovl r15, rsp
        4c0f43e5 cmovae r12, rbp
        490f43cb cmovae rcx, r11
        480f43ef cmovae rbp, rdi
        4c0f43d3 cmovae r10, rbx
        4531e4 xor r12d, r12d
        4431ca xor edx, r9d
        4431f2 xor edx, r14d
        4431db xor ebx, r11d
        c442c8f5d2 bzhi r10, r10, rsi
        c442a8f5c0 bzhi r8, r8, r10
        c442b8f5d7 bzhi r10, r15, r8
        c4c2f8f5d1 bzhi rdx, r9, rax
        48ffc9 dec rcx
        48ffcf dec rdi
        49ffc9 dec r9
        48f7da neg rdx
        48f7dd neg rbp
        49f7d9 neg r9
        48f7de neg rsi
        53 push rbx
        4156 push r14
        54 push rsp
        5d pop rbp
        58 pop rax
        5e pop rsi
        4903a48780000000 add rsp, qword ptr [r15 + 4*rax + 128]
        4a034c258d add rcx, qword ptr [rbp + 1*r12 - 115]
        4e034c14da add r9, qword ptr [rsp + 1*r10 - 38]
        4f0384aa12590000 add r8, qword ptr [r10 + 4*r13 + 22802]
        4c2b4a82 sub r9, qword ptr [rdx - 126]
        492bbc0673360000 sub rdi, qword ptr [r14 + 1*rax + 13939]
        482bbc697fffffff sub rdi, qword ptr [rcx + 2*rbp - 129]
        492b5b80 sub rbx, qword ptr [r11 - 128]
        4d3bb42400000080 cmp r14, qword ptr [r12 - 2147483648]
        4c3b1e cmp r11, qword ptr [rsi]
        493b78cb cmp rdi, qword ptr [r8 - 53]
        483b27 cmp rsp, qword ptr [rdi]
        4d0faf16 imul r10, qword ptr [r14]
        480faf7ee6 imul rdi, qword ptr [rsi - 26]
        490fafa900000080 imul rbp, qword ptr [r9 - 2147483648]
        4c0faf846a00000080 imul r8, qword ptr [rdx + 2*rbp - 2147483648]
        488b4cbc8f mov rcx, qword ptr [rsp + 4*rdi - 113]
        4b8b5c127f mov rbx, qword ptr [r10 + 1*r10 + 127]
        4c8b70ed mov r14, qword ptr [rax - 19]
        488b4b59 mov rcx, qword ptr [rbx + 89]
        4d6350c7 movsxd r10, dword ptr [r8 - 57]
        4963a352720000 movsxd rsp, dword ptr [r11 + 29266]
        4863643e7f movsxd rsp, dword ptr [rsi + 1*rdi + 127]
        4d63565a movsxd r10, dword ptr [r14 + 90]
        8b4cbc8f mov ecx, dword ptr [rsp + 4*rdi - 113]
        438b5c127f mov ebx, dword ptr [r10 + 1*r10 + 127]
        448b70ed mov r14d, dword ptr [rax - 19]
        8b4b59 mov ecx, dword ptr [rbx + 89]
        4d8d429c lea r8, [r10 - 100]
        498d8cbd9e910000 lea rcx, [r13 + 4*rdi + 37278]
        498d658f lea rsp, [r13 - 113]
        4f8d746ce5 lea r14, [r12 + 2*r13 - 27]
        4989b3ffffff7f mov qword ptr [r11 + 2147483647], rsi
        4d894c190d mov qword ptr [r9 + 1*rbx + 13], r9
        4b89bccaffffff7f mov qword ptr [r10 + 8*r9 + 2147483647], rdi
        4889a25f940000 mov qword ptr [rdx + 37983], rsp
        4189b3ffffff7f mov dword ptr [r11 + 2147483647], esi
        45894c190d mov dword ptr [r9 + 1*rbx + 13], r9d
        4389bccaffffff7f mov dword ptr [r10 + 8*r9 + 2147483647], edi
        89a25f940000 mov dword ptr [rdx + 37983], esp
        0f184c90ff prefetcht0 [rax + 4*rdx - 1]
        0f184c737b prefetcht0 [rbx + 2*rsi + 123]
        420f184c70ba prefetcht0 [rax + 2*r14 - 70]
        430f184c77e3 prefetcht0 [r15 + 2*r14 - 29]
        410f1810 prefetcht1 [r8]
        410f18542480 prefetcht1 [r12 - 128]
        410f1894f800000080 prefetcht1 [r8 + 8*rdi - 2147483648]
        410f18941900000080 prefetcht1 [r9 + 1*rbx - 2147483648]
        410f185d5c prefetcht2 [r13 + 92]
        0f181c24 prefetcht2 [rsp]
        0f185aa2 prefetcht2 [rdx - 94]
        410f18587f prefetcht2 [r8 + 127]
        0f1842b3 prefetchnta [rdx - 77]
        420f180424 prefetchnta [rsp + 1*r12]
        0f188252b8ffff prefetchnta [rdx - 18350]
        410f1802 prefetchnta [r10]
        410fae9522990000 ldmxcsr [r13 + 39202]
        430fae54833e ldmxcsr [r11 + 4*r8 + 62]
        420fae94762fe1ffff ldmxcsr [rsi + 2*r14 - 7889]
        420fae546f33 ldmxcsr [rdi + 2*r13 + 51]
        410fae9cc290890000 stmxcsr [r10 + 8*rax + 35216]
        410fae5ced13 stmxcsr [r13 + 8*rbp + 19]
        410fae9d38e9ffff stmxcsr [r13 - 5832]
        0fae5a9c stmxcsr [rdx - 100]
        4881c5a0860100 add rbp, 100000
        4881c3ffffff7f add rbx, 2147483647
        4881c400000080 add rsp, -2147483648
        4883c6ff add rsi, -1
        4883ebff sub rbx, -1
        4983ecff sub r12, -1
        4883e801 sub rax, 1
        4981efffffff7f sub r15, 2147483647
        4883e780 and rdi, -128
        4981e37fffffff and r11, -129
        4983e5ff and r13, -1
        4981e080000000 and r8, 128
        4881fb00000080 cmp rbx, -2147483648
        4983fd01 cmp r13, 1
        4881fa80000000 cmp rdx, 128
        4881f900000080 cmp rcx, -2147483648
        48c1e703 shl rdi, 3
        49c1e32a shl r11, 42
        49c1e031 shl r8, 49
        49c1e604 shl r14, 4
        49c1eb3c shr r11, 60
        48c1e81f shr rax, 31
        48c1ea2c shr rdx, 44
        49c1e93b shr r9, 59
        48c1f911 sar rcx, 17
        49c1fc2b sar r12, 43
        48c1f906 sar rcx, 6
        49c1fc34 sar r12, 52
        49c7c7ffffffff mov r15, -1
        48c7c6ffffffff mov rsi, -1
        49be0000000000000080 mov r14, -9223372036854775808
        49c7c100000080 mov r9, -2147483648
        ba01000000 mov edx, 1
        be01000000 mov esi, 1
        41bdffffff7f mov r13d, 2147483647
        b9ffffffff mov ecx, 4294967295
        4d69f900000080 imul r15, r9, -2147483648
        496be9ff imul rbp, r9, -1
        4969cc00000080 imul rcx, r12, -2147483648
        496be601 imul rsp, r14, 1
        0fa2 cpuid
        0f01d0 xgetbv
        0f31 rdtsc
        f390 pause
        c5f877 vzeroupper
        c3 ret
        90 nop
        c4c14c58db {vex3} vaddps ymm3, ymm6, ymm11
        c5d058d7 vaddps xmm2, xmm5, xmm7
        628104da58bc5ac6ffffff vaddps zmm23{k2}{z}, zmm15, dword ptr [r10 + 2*r11 - 58]{1to16}
        c44174585664 vaddps ymm10, ymm1, ymmword ptr [r14 + 100]
        c42124596cf500 vmulps ymm13, ymm11, ymmword ptr [rbp + 8*r14]
        c4c10c59ed vmulps ymm5, ymm14, ymm13
        c56c59cd vmulps ymm9, ymm2, ymm5
        c4411059f8 vmulps xmm15, xmm13, xmm8
        c5a85cfc vsubps xmm7, xmm10, xmm4
        c5c45cf2 vsubps ymm6, ymm7, ymm2
        62414c265ce0 vsubps ymm28{k6}, ymm22, ymm8
        62c164505c5500 vsubps zmm18, zmm19, dword ptr [r13]{1to16}
        620124485df1 vminps zmm30, zmm11, zmm25
        628154305dac0700000080 vminps ymm21, ymm21, dword ptr [r15 + 1*r8 - 2147483648]{1to8}
        c441385d3424 vminps xmm14, xmm8, xmmword ptr [r12]
        c4c1085dec vminps xmm5, xmm14, xmm12
        62515caf5e8c3e00000080 vdivps ymm9{k7}{z}, ymm4, ymmword ptr [r14 + 1*rdi - 2147483648]
        c441045e041e vdivps ymm8, ymm15, ymmword ptr [r14 + 1*rbx]
        62a15c4b5ed4 vdivps zmm18{k3}, zmm4, zmm20
        624104485ecf vdivps zmm25, zmm15, zmm15
        62f164de5f7c722d vmaxps zmm7{k6}{z}, zmm3, dword ptr [rdx + 2*rsi + 180]{1to16}
        62d174a15fcf vmaxps ymm1{k1}{z}, ymm17, ymm15
        62e144405fc9 vmaxps zmm17, zmm23, zmm1
        c441145fea vmaxps ymm13, ymm13, ymm10
        c59a58ce vaddss xmm1, xmm12, xmm6
        62b1460858e3 vaddss xmm4, xmm7, xmm19
        c5625864d384 vaddss xmm12, xmm3, dword ptr [rbx + 8*rdx - 124]
        c59a58e1 vaddss xmm4, xmm12, xmm1
        62113e0859cc vmulss xmm9, xmm8, xmm28
        623106015954267f vmulss xmm10{k1}, xmm31, dword ptr [rsi + 1*r12 + 508]
        629176095944ad7f vmulss xmm0{k1}, xmm1, dword ptr [r13 + 4*r13 + 508]
        c421325984f53aabffff vmulss xmm8, xmm9, dword ptr [rbp + 8*r14 - 21702]
        62f13e845c4fbe vsubss xmm1{k4}{z}, xmm24, dword ptr [rdi - 264]
        62d12e005cd3 vsubss xmm2, xmm26, xmm11
        c4a11a5c4ce65c vsubss xmm1, xmm12, dword ptr [rsi + 8*r12 + 92]
        623156005c54347f vsubss xmm10, xmm21, dword ptr [rsp + 1*r14 + 508]
        c441725dff {vex3} vminss xmm15, xmm1, xmm15
        c5825df3 vminss xmm6, xmm15, xmm3
        c5525d7c4413 vminss xmm15, xmm5, dword ptr [rsp + 2*rax + 19]
        62611e005db7fcfdffff vminss xmm30, xmm28, dword ptr [rdi - 516]
        c5425ee4 vdivss xmm12, xmm7, xmm4
        c4c16a5e0b vdivss xmm1, xmm2, dword ptr [r11]
        c4c14a5e6c248f vdivss xmm5, xmm6, dword ptr [r12 - 113]
        622136865ef4 vdivss xmm30{k6}{z}, xmm25, xmm20
        c5525f2c5e vmaxss xmm13, xmm5, dword ptr [rsi + 2*rbx]
        621126825f8cece7ffffff vmaxss xmm9{k2}{z}, xmm27, dword ptr [r12 + 8*r13 - 25]
        62317e075fc7 vmaxss xmm8{k7}, xmm16, xmm23
        c5425f4f14 vmaxss xmm9, xmm7, dword ptr [rdi + 20]
        62516e00518c3400000080 vsqrtss xmm9, xmm18, dword ptr [r12 + 1*rsi - 2147483648]
        c4c11a51e8 vsqrtss xmm5, xmm12, xmm8
        62110e0251d1 vsqrtss xmm10{k2}, xmm30, xmm25
        62e1560d5144ab9b vsqrtss xmm16{k5}, xmm5, dword ptr [rbx + 4*rbp - 404]
        62418da558f6 vaddpd ymm30{k5}{z}, ymm30, ymm14
        c4c15d58de {vex3} vaddpd ymm3, ymm4, ymm14
        c56958df vaddpd xmm11, xmm2, xmm7
        c50158c6 vaddpd xmm8, xmm15, xmm6
        c441255956d4 vmulpd ymm10, ymm11, ymmword ptr [r14 - 44]
        c4c13d59d8 vmulpd ymm3, ymm8, ymm8
        c53159bf50050000 vmulpd xmm15, xmm9, xmmword ptr [rdi + 1360]
        6201f58c59d5 vmulpd xmm26{k4}{z}, xmm1, xmm29
        6261adce5cf2 vsubpd zmm30{k6}{z}, zmm10, zmm2
        62f195495cc4 vsubpd zmm0{k1}, zmm13, zmm4
        c481015cac5effffff7f vsubpd xmm5, xmm15, xmmword ptr [r14 + 2*r11 + 2147483647]
        62d195005c603f vsubpd xmm4, xmm29, xmmword ptr [r8 + 1008]
        c5995de3 vminpd xmm4, xmm12, xmm3
        6221b5255dea vminpd ymm29{k5}, ymm25, ymm18
        c401415da4311b580000 vminpd xmm12, xmm7, xmmword ptr [r9 + 1*r14 + 22555]
        6291c5a95dfe vminpd ymm7{k1}{z}, ymm7, ymm30
        6251d5cf5ed9 vdivpd zmm11{k7}{z}, zmm5, zmm9
        6271a5135e30 vdivpd xmm14{k3}, xmm27, qword ptr [rax]{1to2}
        c5f95eac41f0070000 vdivpd xmm5, xmm0, xmmword ptr [rcx + 2*rax + 2032]
        62c19d095e44aa16 vdivpd xmm16{k1}, xmm12, xmmword ptr [r10 + 4*rbp + 352]
        62a1bdd95f0cc2 vmaxpd zmm17{k1}{z}, zmm8, qword ptr [rdx + 8*r8]{1to8}
        6261cdc15ffb vmaxpd zmm31{k1}{z}, zmm22, zmm3
        62f1a5a95fda vmaxpd ymm3{k1}{z}, ymm11, ymm2
        626195085fe1 vmaxpd xmm28, xmm13, xmm1
        c4415854c7 {vex3} vandps xmm8, xmm4, xmm15
        c53c54e5 vandps ymm12, ymm8, ymm5
        c4c16854e6 {vex3} vandps xmm4, xmm2, xmm14
        c4413c54f7 vandps ymm14, ymm8, ymm15
        62a14c0655d9 vandnps xmm19{k6}, xmm22, xmm17
        c4c13855f3 vandnps xmm6, xmm8, xmm11
        c4c12c550471 vandnps ymm0, ymm10, ymmword ptr [r9 + 2*rsi]
        627104205598ecaaffff vandnps ymm11, ymm31, ymmword ptr [rax - 21780]
        c40130564412e4 vorps xmm8, xmm9, xmmword ptr [r10 + 1*r10 - 28]
        c4c17856ea {vex3} vorps xmm5, xmm0, xmm10
        626154385694d3ffffff7f vorps ymm26, ymm5, dword ptr [rbx + 8*rdx + 2147483647]{1to8}
        c564568c2400000080 vorps ymm9, ymm3, ymmword ptr [rsp - 2147483648]
        62713cc757ed vxorps zmm13{k7}{z}, zmm24, zmm5
        c52857fe vxorps xmm15, xmm10, xmm6
        c5045787f6bcffff vxorps ymm8, ymm15, ymmword ptr [rdi - 17162]
        62c13c2b57f5 vxorps ymm22{k3}, ymm8, ymm13
        c5f014d8 vunpcklps xmm3, xmm1, xmm0
        62b114c514e6 vunpcklps zmm4{k5}{z}, zmm29, zmm22
        c5f01480303d0000 vunpcklps xmm0, xmm1, xmmword ptr [rax + 15664]
        62613c0014ba4f570000 vunpcklps xmm31, xmm24, xmmword ptr [rdx + 22351]
        62616c08156dbb vunpckhps xmm29, xmm2, xmmword ptr [rbp - 1104]
        c59815fd vunpckhps xmm7, xmm12, xmm5
        c50c1594bae00f0000 vunpckhps ymm10, ymm14, ymmword ptr [rdx + 4*rdi + 4064]
        c568158cc6b0010000 vunpckhps xmm9, xmm2, xmmword ptr [rsi + 8*rax + 432]
        c48175149407e0090000 vunpcklpd ymm2, ymm1, ymmword ptr [r15 + 1*r8 + 2528]
        c53d14cf vunpcklpd ymm9, ymm8, ymm7
        6281859f14849e5b000000 vunpcklpd xmm16{k7}{z}, xmm15, qword ptr [r14 + 4*r11 + 91]{1to2}
        62f1dd4814f3 vunpcklpd zmm6, zmm4, zmm3
        62d1ed0015db vunpckhpd xmm3, xmm18, xmm11
        62f1cd00154c8c66 vunpckhpd xmm1, xmm22, xmmword ptr [rsp + 4*rcx + 1632]
        c5c515c7 vunpckhpd ymm0, ymm7, ymm7
        62e18d28157c247f vunpckhpd ymm23, ymm14, ymmword ptr [rsp + 4064]
        62e13d1ffe56f9 vpaddd xmm18{k7}, xmm8, dword ptr [rsi - 28]{1to4}
        62d17d40fefb vpaddd zmm7, zmm16, zmm11
        c4c155fefb {vex3} vpaddd ymm7, ymm5, ymm11
        c4c109fef5 vpaddd xmm6, xmm14, xmm13
        c59dfa7f2e vpsubd ymm7, ymm12, ymmword ptr [rdi + 46]
        62012508fa1c5c vpsubd xmm27, xmm11, xmmword ptr [r12 + 2*r11]
        c56dfae7 vpsubd ymm12, ymm2, ymm7
        c4c175fad2 {vex3} vpsubd ymm2, ymm1, ymm10
        62212d0062e6 vpunpckldq xmm28, xmm26, xmm22
        c4417162bc4cf0f7ffff vpunpckldq xmm15, xmm1, xmmword ptr [r12 + 2*rcx - 2064]
        62312d2062da vpunpckldq ymm11, ymm26, ymm18
        c52162d9 vpunpckldq xmm11, xmm11, xmm1
        62515d486ae3 vpunpckhdq zmm12, zmm4, zmm11
        c5cd6ac4 vpunpckhdq ymm0, ymm6, ymm4
        c5b96ae9 vpunpckhdq xmm5, xmm8, xmm1
        6251350a6aef vpunpckhdq xmm13{k2}, xmm9, xmm15
        c5f1dbed vpand xmm5, xmm1, xmm5
        62c13510db64ff08 vpandd xmm20, xmm25, dword ptr [r15 + 8*rdi + 32]{1to4}
        c4c151dbe9 {vex3} vpand xmm5, xmm5, xmm9
        62c1758bdbff vpandd xmm23{k3}{z}, xmm1, xmm15
        c565dfda vpandn ymm11, ymm3, ymm2
        c541dff7 vpandn xmm14, xmm7, xmm7
        62c15505dff2 vpandnd xmm22{k5}, xmm21, xmm10
        c44135dfe1 vpandn ymm12, ymm9, ymm9
        c5c5eb4e52 vpor ymm1, ymm7, ymmword ptr [rsi + 82]
        c4416debd0 {vex3} vpor ymm10, ymm2, ymm8
        62416d50eb23 vpord zmm28, zmm18, dword ptr [r11]{1to16}
        c5adeb9c19ffffff7f vpor ymm3, ymm10, ymmword ptr [rcx + 1*rbx + 2147483647]
        c5d9efc6 vpxor xmm0, xmm4, xmm6
        c51defbc24e0040000 vpxor ymm15, ymm12, ymmword ptr [rsp + 1248]
        62616510ef2b vpxord xmm29, xmm19, dword ptr [rbx]{1to4}
        62c16510ef9c29fcfdffff vpxord xmm19, xmm19, dword ptr [r9 + 1*rbp - 516]{1to4}
        62616d20fc96e0efffff vpaddb ymm26, ymm18, ymmword ptr [rsi - 4128]
        c52dfcfb vpaddb ymm15, ymm10, ymm3
        c555fcd4 vpaddb ymm10, ymm5, ymm4
        c4c111fc8cbaf0070000 vpaddb xmm1, xmm13, xmmword ptr [r10 + 4*rdi + 2032]
        62111520fddb vpaddw ymm11, ymm29, ymm27
        c4c131fd8a20faffff vpaddw xmm1, xmm9, xmmword ptr [r10 - 1504]
        6231750dfdc2 vpaddw xmm8{k5}, xmm1, xmm18
        c519fdfa vpaddw xmm15, xmm12, xmm2
        c42159f8744b4c vpsubb xmm14, xmm4, xmmword ptr [rbx + 2*r9 + 76]
        62d15548f8fc vpsubb zmm7, zmm5, zmm12
        c53df8eb vpsubb ymm13, ymm8, ymm3
        c44171f89fc2b2ffff vpsubb xmm11, xmm1, xmmword ptr [r15 - 19774]
        c4c119d47454e2 vpaddq xmm6, xmm12, xmmword ptr [r12 + 2*rdx - 30]
        62319dcdd4bcf300000080 vpaddq zmm15{k5}{z}, zmm12, zmmword ptr [rbx + 8*r14 - 2147483648]
        6261f50cd4c6 vpaddq xmm24{k4}, xmm1, xmm6
        c5e9d4fe vpaddq xmm7, xmm2, xmm6
        6231fd406cacd1ffffff7f vpunpcklqdq zmm13, zmm16, zmmword ptr [rcx + 8*r10 + 2147483647]
        c5096cbc8b00000080 vpunpcklqdq xmm15, xmm14, xmmword ptr [rbx + 4*rcx - 2147483648]
        c4c17d6c948940f6ffff vpunpcklqdq ymm2, ymm0, ymmword ptr [r9 + 4*rcx - 2496]
        c5bd6cef vpunpcklqdq ymm5, ymm8, ymm7
        627185486def vpunpckhqdq zmm13, zmm15, zmm7
        6271dd006dc5 vpunpckhqdq xmm8, xmm20, xmm5
        62c1d59c6d90ffffff7f vpunpckhqdq xmm18{k4}{z}, xmm5, qword ptr [r8 + 2147483647]{1to2}
        62d19dc66de3 vpunpckhqdq zmm4{k6}{z}, zmm28, zmm11
        6291654c60f6 vpunpcklbw zmm6{k4}, zmm3, zmm30
        62c14dac60e1 vpunpcklbw ymm20{k4}{z}, ymm6, ymm9
        c54d602cde vpunpcklbw ymm13, ymm6, ymmword ptr [rsi + 8*rbx]
        c4412160c8 vpunpcklbw xmm9, xmm11, xmm8
        62e16582686af6 vpunpckhbw xmm21{k2}{z}, xmm19, xmmword ptr [rdx - 160]
        62f13d006864bd4e vpunpckhbw xmm4, xmm24, xmmword ptr [rbp + 4*rdi + 1248]
        621135006854d380 vpunpckhbw xmm10, xmm25, xmmword ptr [r11 + 8*r10 - 2048]
        62e1550468fa vpunpckhbw xmm23{k4}, xmm21, xmm2
        c42101618431c24cffff vpunpcklwd xmm8, xmm15, xmmword ptr [rcx + 1*r14 - 45886]
        62611d2161e2 vpunpcklwd ymm28{k1}, ymm28, ymm2
        c4a15d61946c3a8f0000 vpunpcklwd ymm2, ymm4, ymmword ptr [rsp + 2*r13 + 36666]
        62717d4861e1 vpunpcklwd zmm12, zmm0, zmm1
        62c11521699a5d000000 vpunpckhwd ymm19{k1}, ymm29, ymmword ptr [r10 + 93]
        c56169949b037d0000 vpunpckhwd xmm10, xmm3, xmmword ptr [rbx + 4*rbx + 32003]
        62617d00693c24 vpunpckhwd xmm31, xmm16, xmmword ptr [rsp]
        c5ed69df vpunpckhwd ymm3, ymm2, ymm7
        62410582f502 vpmaddwd xmm24{k2}{z}, xmm31, xmmword ptr [r10]
        62f11548f584e97e8effff vpmaddwd zmm0, zmm13, zmmword ptr [rcx + 8*rbp - 29058]
        c559f5e6 vpmaddwd xmm12, xmm4, xmm6
        62013d0ff5ac4400000080 vpmaddwd xmm29{k7}, xmm8, xmmword ptr [r12 + 2*r8 - 2147483648]
        c48201048465ffffff7f vpmaddubsw xmm0, xmm15, xmmword ptr [r13 + 2*r12 + 2147483647]
        62323da204d6 vpmaddubsw ymm10{k2}{z}, ymm24, ymm22
        c4e25504d6 vpmaddubsw ymm2, ymm5, ymm6
        62126544046c7091 vpmaddubsw zmm13{k4}, zmm19, zmmword ptr [r8 + 2*r14 - 7104]
        62917dcc6be7 vpackssdw zmm4{k4}{z}, zmm0, zmm31
        627105386b02 vpackssdw ymm8, ymm15, dword ptr [rdx]{1to8}
        c4c1656be2 {vex3} vpackssdw ymm4, ymm3, ymm10
        62b165036bcb vpackssdw xmm1{k3}, xmm19, xmm19
        62d245302b44b17f vpackusdw ymm0, ymm23, dword ptr [r9 + 4*rsi + 508]{1to8}
        62c25d3d2bae5142ffff vpackusdw ymm21{k5}, ymm4, dword ptr [r14 - 48559]{1to8}
        c4e22d2be6 vpackusdw ymm4, ymm10, ymm6
        62e225202bb419e97d0000 vpackusdw ymm22, ymm27, ymmword ptr [rcx + 1*rbx + 32233]
        62411d4063442430 vpacksswb zmm24, zmm28, zmmword ptr [r12 + 3072]
        6211050863e1 vpacksswb xmm12, xmm15, xmm25
        c579635c9256 vpacksswb xmm11, xmm0, xmmword ptr [rdx + 4*rdx + 86]
        c4414963e5 {vex3} vpacksswb xmm12, xmm6, xmm13
        c599675e57 vpackuswb xmm3, xmm12, xmmword ptr [rsi + 87]
        c559672b vpackuswb xmm13, xmm4, xmmword ptr [rbx]
        62416d286720 vpackuswb ymm28, ymm2, ymmword ptr [r8]
        c4a13567041b vpackuswb ymm0, ymm9, ymmword ptr [rbx + 1*r11]
        62d24dc400987f000000 vpshufb zmm3{k4}{z}, zmm22, zmmword ptr [r8 + 127]
        62c205c10044061f vpshufb zmm16{k1}{z}, zmm31, zmmword ptr [r14 + 1*rax + 1984]
        62d23520004851 vpshufb ymm1, ymm25, ymmword ptr [r8 + 2592]
        62520d230080ffffff7f vpshufb ymm8{k3}, ymm30, ymmword ptr [r8 + 2147483647]
        c599769b00f8ffff vpcmpeqd xmm3, xmm12, xmmword ptr [rbx - 2048]
        c53576e2 vpcmpeqd ymm12, ymm9, ymm2
        c4a12576b468ffffff7f vpcmpeqd ymm6, ymm11, ymmword ptr [rax + 2*r13 + 2147483647]
        c4c17176a0ffffff7f vpcmpeqd xmm4, xmm1, xmmword ptr [r8 + 2147483647]
        c4c121668b30040000 vpcmpgtd xmm1, xmm11, xmmword ptr [r11 + 1072]
        c4c11966ab2af5ffff vpcmpgtd xmm5, xmm12, xmmword ptr [r11 - 2774]
        c4c15566ac2460040000 vpcmpgtd ymm5, ymm5, ymmword ptr [r12 + 1120]
        c5d1668900000080 vpcmpgtd xmm1, xmm5, xmmword ptr [rcx - 2147483648]
        c4c20547d5 vpsllvd ymm2, ymm15, ymm13
        c4e24147c5 vpsllvd xmm0, xmm7, xmm5
        62a24d1547a4c6ffffff7f vpsllvd xmm20{k5}, xmm22, dword ptr [rsi + 8*r8 + 2147483647]{1to4}
        c4622547d3 vpsllvd ymm10, ymm11, ymm3
        62422d8f45d9 vpsrlvd xmm27{k7}{z}, xmm10, xmm9
        c42221450432 vpsrlvd xmm8, xmm11, xmmword ptr [rdx + 1*r14]
        c4c24145ea {vex3} vpsrlvd xmm5, xmm7, xmm10
        c462354594b4a0fbffff vpsrlvd ymm10, ymm9, ymmword ptr [rsp + 4*rsi - 1120]
        62527d8a40c6 vpmulld xmm8{k2}{z}, xmm0, xmm14
        6252452640ea vpmulld ymm13{k6}, ymm23, ymm10
        c42221403403 vpmulld xmm14, xmm11, xmmword ptr [rbx + 1*r8]
        62627d8240a952000000 vpmulld xmm29{k2}{z}, xmm16, xmmword ptr [rcx + 82]
        62c24d823d84fdffffff7f vpmaxsd xmm16{k2}{z}, xmm22, xmmword ptr [r13 + 8*rdi + 2147483647]
        c4e2193deb vpmaxsd xmm5, xmm12, xmm3
        c4e2153d6c141c vpmaxsd ymm5, ymm13, ymmword ptr [rsp + 1*rdx + 28]
        62e255463deb vpmaxsd zmm21{k6}, zmm21, zmm3
        62d24dcc391408 vpminsd zmm2{k4}{z}, zmm6, zmmword ptr [r8 + 1*rcx]
        c4e22539ca vpminsd ymm1, ymm11, ymm2
        6242558d39e3 vpminsd xmm28{k5}{z}, xmm5, xmm11
        6252755039a300000080 vpminsd zmm12, zmm17, dword ptr [r11 - 2147483648]{1to16}
        c4e2013fd6 vpmaxud xmm2, xmm15, xmm6
        62c20d233f842fffffff7f vpmaxud ymm16{k3}, ymm30, ymmword ptr [r15 + 1*rbp + 2147483647]
        c4c2253fe8 vpmaxud ymm5, ymm11, ymm8
        62526d183fbcec00000080 vpmaxud xmm15, xmm2, dword ptr [r12 + 8*rbp - 2147483648]{1to4}
        c4424d3bd1 {vex3} vpminud ymm10, ymm6, ymm9
        62b215003bf5 vpminud xmm6, xmm29, xmm21
        c462153bb9ffffff7f vpminud ymm15, ymm13, ymmword ptr [rcx + 2147483647]
        c442093bcf vpminud xmm9, xmm14, xmm15
        c4425598ff {vex3} vfmadd132ps ymm15, ymm5, ymm15
        c4e20d98ac8aab4e0000 vfmadd132ps ymm5, ymm14, ymmword ptr [rdx + 4*rcx + 20139]
        62a25d0298f5 vfmadd132ps xmm22{k2}, xmm20, xmm21
        6242554a98478c vfmadd132ps zmm24{k2}, zmm5, zmmword ptr [r15 - 7424]
        62b2350299fd vfmadd132ss xmm7{k2}, xmm25, xmm21
        c4c20199d2 vfmadd132ss xmm2, xmm15, xmm10
        c4624199d6 vfmadd132ss xmm10, xmm7, xmm6
        c4c23999d1 vfmadd132ss xmm2, xmm8, xmm9
        c4626da8df vfmadd213ps ymm11, ymm2, ymm7
        c46241a8d2 vfmadd213ps xmm10, xmm7, xmm2
        62d2654aa8bcfa00000080 vfmadd213ps zmm7{k2}, zmm3, zmmword ptr [r10 + 8*rdi - 2147483648]
        c4421da8e2 vfmadd213ps ymm12, ymm12, ymm10
        c46251a997fcfdffff vfmadd213ss xmm10, xmm5, dword ptr [rdi - 516]
        62f25d00a96a04 vfmadd213ss xmm5, xmm20, dword ptr [rdx + 16]
        c46239a9b443acfeffff vfmadd213ss xmm14, xmm8, dword ptr [rbx + 2*rax - 340]
        62e27500a9c3 vfmadd213ss xmm16, xmm17, xmm3
        62521da2b8d9 vfmadd231ps ymm11{k2}{z}, ymm28, ymm9
        c4e27db8b45affffff7f vfmadd231ps ymm6, ymm0, ymmword ptr [rdx + 2*rbx + 2147483647]
        c4e221b88650030000 vfmadd231ps xmm0, xmm11, xmmword ptr [rsi + 848]
        c42275b8846340f6ffff vfmadd231ps ymm8, ymm1, ymmword ptr [rbx + 2*r12 - 2496]
        62725d00b9a49600000080 vfmadd231ss xmm12, xmm20, dword ptr [rsi + 4*rdx - 2147483648]
        c4c241b99cd200000080 vfmadd231ss xmm3, xmm7, dword ptr [r10 + 8*rdx - 2147483648]
        62822508b9e7 vfmadd231ss xmm20, xmm11, xmm31
        62e24d00b99e1f000000 vfmadd231ss xmm19, xmm22, dword ptr [rsi + 31]
        62e245879ac6 vfmsub132ps xmm16{k7}{z}, xmm23, xmm6
        c4624d9ae5 vfmsub132ps ymm12, ymm6, ymm5
        c4a2719abc71b4350000 vfmsub132ps xmm7, xmm1, xmmword ptr [rcx + 2*r14 + 13748]
        c4621d9aeb vfmsub132ps ymm13, ymm12, ymm3
        c462799bdd vfmsub132ss xmm11, xmm0, xmm5
        c4e2719bfd vfmsub132ss xmm7, xmm1, xmm5
        62d2350c9bc6 vfmsub132ss xmm0{k4}, xmm9, xmm14
        c482119bbc8309dfffff vfmsub132ss xmm7, xmm13, dword ptr [r11 + 4*r8 - 8439]
        62127538aa548015 vfmsub213ps ymm10, ymm1, dword ptr [r8 + 4*r8 + 84]{1to8}
        62626d53aaa200000080 vfmsub213ps zmm28{k3}, zmm18, dword ptr [rdx - 2147483648]{1to16}
        62d22548aaff vfmsub213ps zmm7, zmm11, zmm15
        c44265aacd {vex3} vfmsub213ps ymm9, ymm3, ymm13
        c46231abfb vfmsub213ss xmm15, xmm9, xmm3
        c4e269ab94fd00000080 vfmsub213ss xmm2, xmm2, dword ptr [rbp + 8*rdi - 2147483648]
        62521d83abfe vfmsub213ss xmm15{k3}{z}, xmm28, xmm14
        62227500abb49cffffff7f vfmsub213ss xmm30, xmm17, dword ptr [rsp + 4*r11 + 2147483647]
        c4c25dba04d6 vfmsub231ps ymm0, ymm4, ymmword ptr [r14 + 8*rdx]
        62521d59ba941fd2ffffff vfmsub231ps zmm10{k1}, zmm12, dword ptr [r15 + 1*rbx - 46]{1to16}
        c4426dbad9 {vex3} vfmsub231ps ymm11, ymm2, ymm9
        c4623dbaf1 vfmsub231ps ymm14, ymm8, ymm1
        c48209bb6c3a2c vfmsub231ss xmm5, xmm14, dword ptr [r10 + 1*r15 + 44]
        62a21d89bbf6 vfmsub231ss xmm22{k1}{z}, xmm12, xmm22
        62524d07bbc7 vfmsub231ss xmm8{k7}, xmm22, xmm15
        62b24d00bb1cda vfmsub231ss xmm3, xmm22, dword ptr [rdx + 8*r11]
        621215a99cd4 vfnmadd132ps ymm10{k1}{z}, ymm13, ymm28
        c462359cec vfnmadd132ps ymm13, ymm9, ymm4
        c4e2659cc5 vfnmadd132ps ymm0, ymm3, ymm5
        62e2752d9c5580 vfnmadd132ps ymm18{k5}, ymm1, ymmword ptr [rbp - 4096]
        c442299d37 vfnmadd132ss xmm14, xmm10, dword ptr [r15]
        c4e2319ddd vfnmadd132ss xmm3, xmm9, xmm5
        6242650f9da79bffffff vfnmadd132ss xmm28{k7}, xmm3, dword ptr [r15 - 101]
        6282250d9dfa vfnmadd132ss xmm23{k5}, xmm11, xmm26
        62d245c7acee vfnmadd213ps zmm5{k7}{z}, zmm23, zmm14
        c4e25dacb5e00f0000 vfnmadd213ps ymm6, ymm4, ymmword ptr [rbp + 4064]
        62523540acdd vfnmadd213ps zmm11, zmm25, zmm13
        62824533ac6c7d80 vfnmadd213ps ymm21{k3}, ymm23, dword ptr [r13 + 2*r15 - 512]{1to8}
        62b20d0aada45185ffffff vfnmadd213ss xmm4{k2}, xmm14, dword ptr [rcx + 2*r10 - 123]
        c46269adf0 vfnmadd213ss xmm14, xmm2, xmm0
        c4e229adee vfnmadd213ss xmm5, xmm10, xmm6
        62123d08ade7 vfnmadd213ss xmm12, xmm8, xmm31
        c4c245bcbc4800000080 vfnmadd231ps ymm7, ymm7, ymmword ptr [r8 + 2*rcx - 2147483648]
        c4c21dbcd9 vfnmadd231ps ymm3, ymm12, ymm9
        c4c249bcd6 {vex3} vfnmadd231ps xmm2, xmm6, xmm14
        62c205cebccc vfnmadd231ps zmm17{k6}{z}, zmm15, zmm12
        62226d00bd1434 vfnmadd231ss xmm26, xmm18, dword ptr [rsp + 1*r14]
        c4c279bd9700000080 vfnmadd231ss xmm2, xmm0, dword ptr [r15 - 2147483648]
        c4c219bd9e00feffff vfnmadd231ss xmm3, xmm12, dword ptr [r14 - 512]
        c4c209bdc1 vfnmadd231ss xmm0, xmm14, xmm9
        c4e2059ec2 vfnmsub132ps ymm0, ymm15, ymm2
        62d21d109e6c4821 vfnmsub132ps xmm5, xmm28, dword ptr [r8 + 2*rcx + 132]{1to4}
        624225429e95cfffffff vfnmsub132ps zmm26{k2}, zmm27, zmmword ptr [r13 - 49]
        c462019e9700080000 vfnmsub132ps xmm10, xmm15, xmmword ptr [rdi + 2048]
        62c26d009f07 vfnmsub132ss xmm16, xmm18, dword ptr [r15]
        c4c2199f463c vfnmsub132ss xmm0, xmm12, dword ptr [r14 + 60]
        c422199f2c69 vfnmsub132ss xmm13, xmm12, dword ptr [rcx + 2*r13]
        c4e2799ffe vfnmsub132ss xmm7, xmm0, xmm6
        c4c241ae01 vfnmsub213ps xmm0, xmm7, xmmword ptr [r9]
        62427dc1aef6 vfnmsub213ps zmm30{k1}{z}, zmm16, zmm14
        c4a201aeb4a3f0f7ffff vfnmsub213ps xmm6, xmm15, xmmword ptr [rbx + 4*r12 - 2064]
        c4c241aef7 {vex3} vfnmsub213ps xmm6, xmm7, xmm15
        c46229afc8 vfnmsub213ss xmm9, xmm10, xmm0
        c4e279afda vfnmsub213ss xmm3, xmm0, xmm2
        c4e231afa4bcffffff7f vfnmsub213ss xmm4, xmm9, dword ptr [rsp + 4*rdi + 2147483647]
        c4c259af85785f0000 vfnmsub213ss xmm0, xmm4, dword ptr [r13 + 24440]
        c4a219be8c4500000080 vfnmsub231ps xmm1, xmm12, xmmword ptr [rbp + 2*r8 - 2147483648]
        c4a211beb47dffffff7f vfnmsub231ps xmm6, xmm13, xmmword ptr [rbp + 2*r15 + 2147483647]
        62b235a3bec6 vfnmsub231ps ymm0{k3}{z}, ymm25, ymm22
        c4c229beb6b0feffff vfnmsub231ps xmm6, xmm10, xmmword ptr [r14 - 336]
        c44269bfdd {vex3} vfnmsub231ss xmm11, xmm2, xmm13
        62726500bff1 vfnmsub231ss xmm14, xmm19, xmm1
        62220d81bfd5 vfnmsub231ss xmm26{k1}{z}, xmm30, xmm21
        c46229bfc7 vfnmsub231ss xmm8, xmm10, xmm7
        62a2f52bb8e2 vfmadd231pd ymm20{k3}, ymm1, ymm18
        62e2cd05b84fdd vfmadd231pd xmm17{k5}, xmm22, xmmword ptr [rdi - 560]
        6222edc1b8ac6a00200000 vfmadd231pd zmm29{k1}{z}, zmm18, zmmword ptr [rdx + 2*r13 + 8192]
        6292bd48b88cacffffff7f vfmadd231pd zmm1, zmm8, zmmword ptr [r12 + 4*r13 + 2147483647]
        c4c24516ca {vex3} vpermps ymm1, ymm7, ymm10
        c4c25d1654d500 vpermps ymm2, ymm4, ymmword ptr [r13 + 8*rdx]
        6292752f16d1 vpermps ymm2{k7}, ymm1, ymm25
        62e2654016e9 vpermps zmm21, zmm19, zmm1
        62625558366c244f vpermd zmm29, zmm5, dword ptr [rsp + 316]{1to16}
        c4e235369bffffff7f vpermd ymm3, ymm9, ymmword ptr [rbx + 2147483647]
        62926dae36ce vpermd ymm1{k6}{z}, ymm2, ymm30
        c4c26d36ea {vex3} vpermd ymm5, ymm2, ymm10
        62c215080ce6 vpermilps xmm20, xmm13, xmm14
        c4c25d0c51a8 vpermilps ymm2, ymm4, ymmword ptr [r9 - 88]
        6222154a0cd6 vpermilps zmm26{k2}, zmm13, zmm22
        62a255860ced vpermilps xmm21{k6}{z}, xmm21, xmm21
        627245287f9aaa6cffff vpermt2ps ymm11, ymm7, ymmword ptr [rdx - 37718]
        62b22d487fc3 vpermt2ps zmm0, zmm10, zmm19
        626235487ffc vpermt2ps zmm31, zmm9, zmm4
        62c2352e7fbae0efffff vpermt2ps ymm23{k6}, ymm9, ymmword ptr [r10 - 4128]
        62d255bc779351000000 vpermi2ps ymm2{k4}{z}, ymm5, dword ptr [r11 + 81]{1to8}
        62823da677f3 vpermi2ps ymm22{k6}{z}, ymm24, ymm27
        62a24550779c7c24b6ffff vpermi2ps zmm19, zmm23, dword ptr [rsp + 2*r15 - 18908]{1to16}
        62b27d2077d5 vpermi2ps ymm2, ymm16, ymm21
        6212c5087dfb vpermt2w xmm15, xmm7, xmm27
        625295007da357000000 vpermt2w xmm12, xmm29, xmmword ptr [r11 + 87]
        620295207dcd vpermt2w ymm25, ymm29, ymm29
        6252e5477dac2bd71d0000 vpermt2w zmm13{k7}, zmm19, zmmword ptr [r11 + 1*rbp + 7639]
        62d27d20657a7f vblendmps ymm7, ymm16, ymmword ptr [r10 + 4064]
        62520da165f4 vblendmps ymm14{k1}{z}, ymm30, ymm12
        62721540659f06ad0000 vblendmps zmm11, zmm29, zmmword ptr [rdi + 44294]
        6292252c657cf980 vblendmps ymm7{k4}, ymm11, ymmword ptr [r9 + 8*r15 - 4096]
        62422d382c5500 vscalefps ymm26, ymm10, dword ptr [r13]{1to8}
        62e25d5b2caccb00000080 vscalefps zmm21{k3}, zmm4, dword ptr [rbx + 8*rcx - 2147483648]{1to16}
        625275482c9c5e00000080 vscalefps zmm11, zmm1, zmmword ptr [r14 + 2*rbx - 2147483648]
        626205182c7721 vscalefps xmm30, xmm15, dword ptr [rdi + 132]{1to4}
        62322d4050d4 vpdpbusd zmm10, zmm26, zmm20
        62626528509ddf4dffff vpdpbusd ymm27, ymm3, ymmword ptr [rbp - 45601]
        62d225a35086dda8ffff vpdpbusd ymm0{k3}{z}, ymm27, ymmword ptr [r14 - 22307]
        6252750050a8ffffff7f vpdpbusd xmm13, xmm17, xmmword ptr [r8 + 2147483647]
        62d20eaf52e5 vdpbf16ps ymm4{k7}{z}, ymm14, ymm13
        62522e18525827 vdpbf16ps xmm11, xmm10, dword ptr [r8 + 156]{1to4}
        6232262052f0 vdpbf16ps ymm14, ymm27, ymm16
        62b2764952fb vdpbf16ps zmm7{k1}, zmm1, zmm19
        62226f087254fd7f vcvtne2ps2bf16 xmm26, xmm2, xmmword ptr [rbp + 8*r15 + 2032]
        6212270a72f2 vcvtne2ps2bf16 xmm14{k2}, xmm11, xmm26
        62621f387287fcfdffff vcvtne2ps2bf16 ymm24, ymm12, dword ptr [rdi - 516]{1to8}
        62d20728724180 vcvtne2ps2bf16 ymm0, ymm15, ymmword ptr [r9 - 4096]
        6251240012c4 vmovhlps xmm8, xmm27, xmm12
        6291440012c1 vmovhlps xmm0, xmm23, xmm25
        c4410012fc vmovhlps xmm15, xmm15, xmm12
        62814c0012c3 vmovhlps xmm16, xmm22, xmm27
        62a17c9dc69c4c00020000e9 vshufps xmm19{k5}{z}, xmm0, dword ptr [rsp + 2*r9 + 512]{1to4}, 233
        62317400c6c0d0 vshufps xmm8, xmm17, xmm16, 208
        c4a108c6a4058004000036 vshufps xmm4, xmm14, xmmword ptr [rbp + 1*r8 + 1152], 54
        62017448c6e6a8 vshufps zmm28, zmm1, zmm30, 168
        62217c2a51e7 vsqrtps ymm28{k2}, ymm23
        c5fc519300fcffff vsqrtps ymm2, ymmword ptr [rbx - 1024]
        62c17c58518424fcfdffff vsqrtps zmm16, dword ptr [r12 - 516]{1to16}
        c4417851c6 vsqrtps xmm8, xmm14
        c5f853fd vrcpps xmm7, xmm5
        c57c53c1 vrcpps ymm8, ymm1
        c4417853cc vrcpps xmm9, xmm12
        c5fc53d2 vrcpps ymm2, ymm2
        c5fc52db vrsqrtps ymm3, ymm3
        c4c17c52e2 {vex3} vrsqrtps ymm4, ymm10
        c5f852bb1cbbffff vrsqrtps xmm7, xmmword ptr [rbx - 17636]
        c4417852ea vrsqrtps xmm13, xmm10
        62717c485b814850ffff vcvtdq2ps zmm8, zmmword ptr [rcx - 44984]
        62517c0c5bcb vcvtdq2ps xmm9{k4}, xmm11
        c4c1785bdc {vex3} vcvtdq2ps xmm3, xmm12
        c57c5bdf vcvtdq2ps ymm11, ymm7
        c4417d5b8f40f2ffff vcvtps2dq ymm9, ymmword ptr [r15 - 3520]
        c5f95bdd vcvtps2dq xmm3, xmm5
        62917d4e5bec vcvtps2dq zmm5{k6}, zmm28
        c4a17d5b9cbe95360000 vcvtps2dq ymm3, ymmword ptr [rsi + 4*r15 + 13973]
        62d17edd5b50fb vcvttps2dq zmm2{k5}{z}, dword ptr [r8 - 20]{1to16}
        c4c17a5ba40fffffff7f vcvttps2dq xmm4, xmmword ptr [r15 + 1*rcx + 2147483647]
        c4417e5b98ffffff7f vcvttps2dq ymm11, ymmword ptr [r8 + 2147483647]
        62617eca5b82b1980000 vcvttps2dq zmm24{k2}{z}, zmmword ptr [rdx + 39089]
        62717c8e5acd vcvtps2pd xmm9{k6}{z}, xmm5
        c5fc5abb00f8ffff vcvtps2pd ymm7, xmmword ptr [rbx - 2048]
        c4c17c5a7c8c08 vcvtps2pd ymm7, xmmword ptr [r12 + 4*rcx + 8]
        c4417c5adf vcvtps2pd ymm11, xmm15
        c57d5aef vcvtpd2ps xmm13, ymm7
        c4c1795aef {vex3} vcvtpd2ps xmm5, xmm15
        62a1fd485ae6 vcvtpd2ps ymm20, zmm22
        6251fd485aea vcvtpd2ps ymm13, zmm10
        c4417d700fb8 vpshufd ymm9, ymmword ptr [r15], 184
        62d17d4870fb42 vpshufd zmm7, zmm11, 66
        62e17d9c70342496 vpshufd xmm22{k4}{z}, dword ptr [rsp]{1to4}, 150
        62517d4870830000008012 vpshufd zmm8, zmmword ptr [r11 - 2147483648], 18
        c5bd72f711 vpslld ymm8, ymm7, 17
        62b13d8272f7c1 vpslld xmm24{k2}{z}, xmm23, 193
        c5e972f629 vpslld xmm2, xmm6, 41
        62917508723409fc vpslld xmm1, xmmword ptr [r9 + 1*r9], 252
        62d16d387292bbffffffd5 vpsrld ymm2, dword ptr [r10 - 69]{1to8}, 213
        c4c11572d030 vpsrld ymm13, ymm8, 48
        c5bd72d68f vpsrld ymm8, ymm6, 143
        c59d72d786 vpsrld ymm12, ymm7, 134
        c4c12d72e0f8 vpsrad ymm10, ymm8, 248
        62913d2872a463e7ffffff28 vpsrad ymm8, ymmword ptr [r11 + 2*r12 - 25], 40
        62914d2872e51c vpsrad ymm6, ymm29, 28
        c5b172e4dc vpsrad xmm9, xmm4, 220
        c4e27d1ed8 vpabsd ymm3, ymm0
        c422791e8471aa7affff vpabsd xmm8, xmmword ptr [rcx + 2*r14 - 34134]
        c442791ea2ffffff7f vpabsd xmm12, xmmword ptr [r10 + 2147483647]
        62427dad18ac2cffffff7f vbroadcastss ymm29{k5}{z}, dword ptr [r12 + 1*rbp + 2147483647]
        c4427918f0 vbroadcastss xmm14, xmm8
        62127d8d18fb vbroadcastss xmm15{k5}{z}, xmm27
        c4c27d18f1 {vex3} vbroadcastss ymm6, xmm9
        62b27d4858dc vpbroadcastd zmm3, xmm20
        c4427d584866 vpbroadcastd ymm9, dword ptr [r8 + 102]
        c4c27d58622b vpbroadcastd ymm4, dword ptr [r10 + 43]
        c46279588004a7ffff vpbroadcastd xmm8, dword ptr [rax - 22780]
        62c2fd2819e8 vbroadcastsd ymm21, xmm8
        c4c27d19ef {vex3} vbroadcastsd ymm5, xmm15
        6212fd4b19c3 vbroadcastsd zmm8{k3}, xmm27
        62e2fd4e19a07a000000 vbroadcastsd zmm20{k6}, qword ptr [rax + 122]
        c4c27d1a8bae50ffff vbroadcastf128 ymm1, xmmword ptr [r11 - 44882]
        62c27d281abef0f7ffff vbroadcastf32x4 ymm23, xmmword ptr [r14 - 2064]
        c4827d1abc0e40030000 vbroadcastf128 ymm7, xmmword ptr [r14 + 1*r9 + 832]
        c4427d1a9c88c6b0ffff vbroadcastf128 ymm11, xmmword ptr [r8 + 4*rcx - 20282]
        6222fd4b1b9cc83f000000 vbroadcastf64x4 zmm27{k3}, ymmword ptr [rax + 8*r9 + 63]
        6232fd481bb46760ceffff vbroadcastf64x4 zmm14, ymmword ptr [rdi + 2*r12 - 12704]
        62f2fd491bafa4ffffff vbroadcastf64x4 zmm5{k1}, ymmword ptr [rdi - 92]
        6262fd491ba129000000 vbroadcastf64x4 zmm28{k1}, ymmword ptr [rcx + 41]
        62527d9c4c1f vrcp14ps xmm11{k4}{z}, dword ptr [r15]{1to4}
        62b27d8f4ccc vrcp14ps xmm1{k7}{z}, xmm20
        62827d294ce3 vrcp14ps ymm20{k1}, ymm27
        62e27d484c4c24ce vrcp14ps zmm17, zmmword ptr [rsp - 3200]
        62627d3e4ebb00020000 vrsqrt14ps ymm31{k6}, dword ptr [rbx + 512]{1to8}
        62727d184e12 vrsqrt14ps xmm10, dword ptr [rdx]{1to4}
        62e27d8f4e5b98 vrsqrt14ps xmm19{k7}{z}, xmmword ptr [rbx - 1664]
        62327d2c4ef8 vrsqrt14ps ymm15{k4}, ymm16
        62b27ddf42b4412e000000 vgetexpps zmm6{k7}{z}, dword ptr [rcx + 2*r8 + 46]{1to16}
        62d27d4842db vgetexpps zmm3, zmm11
        62327d8d42fe vgetexpps xmm15{k5}{z}, xmm22
        62727d4942d6 vgetexpps zmm10{k1}, zmm6
        62c27d8e31c2 vpmovzxbd xmm16{k6}{z}, xmm10
        c4627d31b48e00000080 vpmovzxbd ymm14, qword ptr [rsi + 4*rcx - 2147483648]
        c4427931e8 vpmovzxbd xmm13, xmm8
        c4227931549e36 vpmovzxbd xmm10, dword ptr [rsi + 4*r11 + 54]
        c4e27921f3 vpmovsxbd xmm6, xmm3
        62227d2f21f9 vpmovsxbd ymm31{k7}, xmm17
        c462792190ffffff7f vpmovsxbd xmm10, dword ptr [rax + 2147483647]
        c4e2792136 vpmovsxbd xmm6, dword ptr [rsi]
        c4427d330479 vpmovzxwd ymm8, xmmword ptr [r9 + 2*rdi]
        c46279337ca87f vpmovzxwd xmm15, qword ptr [rax + 4*rbp + 127]
        62727dce33cb vpmovzxwd zmm9{k6}{z}, ymm3
        62027d08337432ac vpmovzxwd xmm30, qword ptr [r10 + 1*r14 - 672]
        c4e279239c8af8fbffff vpmovsxwd xmm3, qword ptr [rdx + 4*rcx - 1032]
        62027d48230cc7 vpmovsxwd zmm25, ymmword ptr [r15 + 8*r8]
        c4427d238900f8ffff vpmovsxwd ymm9, xmmword ptr [r9 - 2048]
        62327d29239cd787ffffff vpmovsxwd ymm11{k1}, xmmword ptr [rdi + 8*r10 - 121]
        62d27e2831b3dcffffff vpmovdb qword ptr [r11 - 36], ymm6
        62e27e4e31a8a1ffffff vpmovdb xmmword ptr [rax - 95]{k6}, zmm21
        62c27e283144d3ed vpmovdb qword ptr [r11 + 8*rdx - 152], ymm16
        62c27e2d318577000000 vpmovdb qword ptr [r13 + 119]{k5}, ymm16
        62127e4933b4208c210000 vpmovdw ymmword ptr [r8 + 1*r12 + 8588]{k1}, zmm14
        62b27e0833bc3b00040000 vpmovdw qword ptr [rbx + 1*r15 + 1024], xmm7
        62627e0f336827 vpmovdw qword ptr [rax + 312]{k7}, xmm29
        62a27e083344ff11 vpmovdw qword ptr [rdi + 8*r15 + 136], xmm16
        62527e28111a vpmovusdb qword ptr [r10], ymm11
        62627e0811ad3857ffff vpmovusdb dword ptr [rbp - 43208], xmm29
        62327e2811bcdd624fffff vpmovusdb qword ptr [rbp + 8*r11 - 45214], ymm15
        62027e29114c95f3 vpmovusdb qword ptr [r13 + 4*r10 - 104]{k1}, ymm25
        62527e0d21b40ba655ffff vpmovsdb dword ptr [r11 + 1*rcx - 43610]{k5}, xmm14
        62c27e082189ffffff7f vpmovsdb dword ptr [r9 + 2147483647], xmm17
        62f27e0821baac9dffff vpmovsdb dword ptr [rdx - 25172], xmm7
        62c27e4c218600080000 vpmovsdb xmmword ptr [r14 + 2048]{k4}, zmm16
        62927dae13541c80 vcvtph2ps ymm2{k6}{z}, xmmword ptr [r12 + 1*r11 - 2048]
        c4e27d13d9 vcvtph2ps ymm3, xmm1
        62a27d2813e5 vcvtph2ps ymm20, xmm21
        62a27d09139c0551b3ffff vcvtph2ps xmm19{k1}, qword ptr [rbp + 1*r8 - 19631]
        62427e4c72eb vcvtneps2bf16 ymm29{k4}, zmm11
        62f27e0872ea vcvtneps2bf16 xmm5, xmm2
        62227e8d72e0 vcvtneps2bf16 xmm28{k5}{z}, xmm16
        62827e4c72dc vcvtneps2bf16 ymm19{k4}, zmm28
        62837d0808e50a vrndscaleps xmm20, xmm29, 10
        62b37dcf08ff55 vrndscaleps zmm7{k7}{z}, zmm23, 85
        62537d3f080c2409 vrndscaleps ymm9{k7}, dword ptr [r12]{1to8}, 9
        62437d1808b42400020000a3 vrndscaleps xmm30, dword ptr [r12 + 512]{1to4}, 163
        6263453050bc13c78dffff88 vrangeps ymm31, ymm23, dword ptr [rbx + 1*rdx - 29241]{1to8}, 136
        6213450f5044aa79f1 vrangeps xmm8{k7}, xmm7, xmmword ptr [r10 + 4*r13 + 1936], 241
        62a35d0150c9f8 vrangeps xmm17{k1}, xmm20, xmm17, 248
        62f32d30507408f00c vrangeps ymm6, ymm26, dword ptr [rax + 1*rcx - 64]{1to8}, 12
        62c37dcd26046930 vgetmantps zmm16{k5}{z}, zmmword ptr [r9 + 2*rbp], 48
        62d37d2826f695 vgetmantps ymm6, ymm14, 149
        62537d4826e37a vgetmantps zmm12, zmm11, 122
        62a37d2826dc20 vgetmantps ymm19, ymm20, 32
        c4437908e710 vroundps xmm12, xmm15, 16
        c4237908b4c3ffffff7f59 vroundps xmm14, xmmword ptr [rbx + 8*r8 + 2147483647], 89
        c4c37d08ef19 {vex3} vroundps ymm5, ymm15, 25
        c4a379088c60f0010000a0 vroundps xmm1, xmmword ptr [rax + 2*r12 + 496], 160
        c4637d04622a5e vpermilps ymm12, ymmword ptr [rdx + 42], 94
        c4e37d04cbe2 vpermilps ymm1, ymm3, 226
        c4c37d048de0efffff30 vpermilps ymm1, ymmword ptr [r13 - 4128], 48
        62937d0804e676 vpermilps xmm4, xmm30, 118
        c463fd00900000008013 vpermq ymm10, ymmword ptr [rax - 2147483648], 19
        c4e3fd00b700f3ffffa5 vpermq ymm6, ymmword ptr [rdi - 3328], 165
        6273fddf009c24ffffff7ff4 vpermq zmm11{k7}{z}, qword ptr [rsp + 2147483647]{1to8}, 244
        6203fd2c00c101 vpermq ymm24{k4}, ymm25, 1
        c4c3fd01fb38 {vex3} vpermpd ymm7, ymm11, 56
        6293fd4c01f879 vpermpd zmm7{k4}, zmm24, 121
        c4c3fd01c2ef {vex3} vpermpd ymm0, ymm10, 239
        62c3fd28010481e0 vpermpd ymm16, ymmword ptr [r9 + 4*rax], 224
        c4e31d06f39d vperm2f128 ymm6, ymm12, ymm3, 157
        c44355063970 vperm2f128 ymm15, ymm5, ymmword ptr [r9], 112
        c4e35d067ba736 vperm2f128 ymm7, ymm4, ymmword ptr [rbx - 89], 54
        c46375062c24fd vperm2f128 ymm13, ymm1, ymmword ptr [rsp], 253
        c463150c2c574f vblendps ymm13, ymm13, ymmword ptr [rdi + 2*rdx], 79
        c4c3250c846f95a4000074 vblendps ymm0, ymm11, ymmword ptr [r15 + 2*rbp + 42133], 116
        c463210cce8a vblendps xmm9, xmm11, xmm6, 138
        c4e3390cdbca vblendps xmm3, xmm8, xmm3, 202
        c4435518c56b {vex3} vinsertf128 ymm8, ymm5, xmm13, 107
        c4e35d18fa72 vinsertf128 ymm7, ymm4, xmm2, 114
        c4435518f29d {vex3} vinsertf128 ymm14, ymm5, xmm10, 157
        c4432518d078 vinsertf128 ymm10, ymm11, xmm8, 120
        6223452b189c6f000800001b vinsertf32x4 ymm27{k3}, ymm7, xmmword ptr [rdi + 2*r13 + 2048], 27
        62c335221869e792 vinsertf32x4 ymm21{k2}, ymm25, xmmword ptr [r9 - 400], 146
        62637d281859db00 vinsertf32x4 ymm27, ymm0, xmmword ptr [rcx - 592], 0
        62f30548184e7fa9 vinsertf32x4 zmm1, zmm15, xmmword ptr [rsi + 2032], 169
        62d37dc91a7e7ff0 vinsertf32x8 zmm7{k1}{z}, zmm0, ymmword ptr [r14 + 4064], 240
        62232dc11aec6b vinsertf32x8 zmm29{k1}{z}, zmm26, ymm20, 107
        6203654e1a9408ffffff7f12 vinsertf32x8 zmm26{k6}, zmm3, ymmword ptr [r8 + 1*r9 + 2147483647], 18
        62531d401a143955 vinsertf32x8 zmm10, zmm28, ymmword ptr [r9 + 1*rdi], 85
        c4237d19bcd570f8ffff01 vextractf128 xmmword ptr [rbp + 8*r10 - 1936], ymm15, 1
        c4637d1985ffffff7fa8 vextractf128 xmmword ptr [rbp + 2147483647], ymm8, 168
        c4237d1974b8ac11 vextractf128 xmmword ptr [rax + 4*r15 - 84], ymm14, 17
        c4237d198ccf8e9cffff28 vextractf128 xmmword ptr [rdi + 8*r9 - 25458], ymm9, 40
        c4437d19eb24 vextractf128 xmm11, ymm13, 36
        c4637d19ca93 vextractf128 xmm2, ymm9, 147
        c4437d19d894 vextractf128 xmm8, ymm11, 148
        c4e37d19ffae vextractf128 xmm7, ymm7, 174
        62837d4f197c09e3a7 vextractf32x4 xmmword ptr [r9 + 1*r9 - 464]{k7}, zmm23, 167
        62637d2819b42455000000cf vextractf32x4 xmmword ptr [rsp + 85], ymm30, 207
        62a37d4c19940e0008000061 vextractf32x4 xmmword ptr [rsi + 1*r9 + 2048]{k4}, zmm18, 97
        62e37d2819833c00000066 vextractf32x4 xmmword ptr [rbx + 60], ymm16, 102
        62837d2819c08e vextractf32x4 xmm24, ymm16, 142
        62637d4819d447 vextractf32x4 xmm4, zmm26, 71
        62a37dce19d57e vextractf32x4 xmm21{k6}{z}, zmm18, 126
        62d37d4819db96 vextractf32x4 xmm11, zmm3, 150
        62e37d4d1b441316e0 vextractf32x8 ymmword ptr [rbx + 1*rdx + 704]{k5}, zmm16, 224
        62f37d491b4c88923a vextractf32x8 ymmword ptr [rax + 4*rcx - 3520]{k1}, zmm1, 58
        62f37d4f1b8ae260ffffe5 vextractf32x8 ymmword ptr [rdx - 40734]{k7}, zmm1, 229
        62237d4a1ba4e39cffffff60 vextractf32x8 ymmword ptr [rbx + 8*r12 - 100]{k2}, zmm28, 96
        62137dcc1bc237 vextractf32x8 ymm26{k4}{z}, zmm8, 55
        62337dcb1bc932 vextractf32x8 ymm17{k3}{z}, zmm9, 50
        62e37d481bdb01 vextractf32x8 ymm3, zmm19, 1
        62237d491bfecb vextractf32x8 ymm22{k1}, zmm31, 203
        620375b6238c8e0c93000088 vshuff32x4 ymm25{k6}{z}, ymm17, dword ptr [r14 + 4*r9 + 37644]{1to8}, 136
        62731dca23d22d vshuff32x4 zmm10{k2}{z}, zmm12, zmm2, 45
        62c35558238c3c648f000038 vshuff32x4 zmm17, zmm5, dword ptr [r12 + 1*rdi + 36708]{1to16}, 56
        62f37d4023fb24 vshuff32x4 zmm7, zmm16, zmm3, 36
        6243552803f5c2 valignd ymm30, ymm5, ymm13, 194
        6293650803d5fe valignd xmm2, xmm3, xmm29, 254
        62b315d6038448474000003d valignd zmm0{k6}{z}, zmm29, dword ptr [rax + 2*r9 + 16455]{1to16}, 61
        62435d3e036a8014 valignd ymm29{k6}, ymm4, dword ptr [r10 - 512]{1to8}, 20
        62b355202594fd54000000a8 vpternlogd ymm2, ymm21, ymmword ptr [rbp + 8*r15 + 84], 168
        62237d2025eeef vpternlogd ymm29, ymm16, ymm22, 239
        62735d5025b1bb07000090 vpternlogd zmm14, zmm20, dword ptr [rcx + 1979]{1to16}, 144
        6263654e25f4a1 vpternlogd zmm30{k6}, zmm3, zmm4, 161
        62e37d281d9df0f7ffffe2 vcvtps2ph xmmword ptr [rbp - 2064], ymm19, 226
        c4437d1db660fdffff37 vcvtps2ph xmmword ptr [r14 - 672], ymm14, 55
        62c37d2d1d94b7ffffff7f0d vcvtps2ph xmmword ptr [r15 + 4*rsi + 2147483647]{k5}, ymm18, 13
        c4837d1dace2f0f7ffffe9 vcvtps2ph xmmword ptr [r10 + 8*r12 - 2064], ymm5, 233
        62237d081def1a vcvtps2ph xmm23, xmm29, 26
        c463791dc9fe vcvtps2ph xmm1, xmm9, 254
        c4c3791dd9d3 {vex3} vcvtps2ph xmm9, xmm3, 211
        62737d0d1de96a vcvtps2ph xmm1{k5}, xmm13, 106
        62917c2810c2 vmovups ymm0, ymm26
        62d17c0a10ce vmovups xmm1{k2}, xmm14
        62c17c281094f387d3ffff vmovups ymm18, ymmword ptr [r11 + 8*rsi - 11385]
        c441781039 vmovups xmm15, xmmword ptr [r9]
        c4817c11b4c267900000 vmovups ymmword ptr [r10 + 8*r8 + 36967], ymm6
        c4017c115c5fe1 vmovups ymmword ptr [r15 + 2*r11 - 31], ymm11
        c57c1134fe vmovups ymmword ptr [rsi + 8*rdi], ymm14
        c4417c118ee00e0000 vmovups ymmword ptr [r14 + 3808], ymm9
        c4c17c2892e1daffff vmovaps ymm2, ymmword ptr [r10 - 9503]
        62917c2b28e0 vmovaps ymm4{k3}, ymm24
        62317c0f28941c911c0000 vmovaps xmm10{k7}, xmmword ptr [rsp + 1*r11 + 7313]
        c5f8288200080000 vmovaps xmm0, xmmword ptr [rdx + 2048]
        c40178293c3e vmovaps xmmword ptr [r14 + 1*r15], xmm15
        c5f8297cdd00 vmovaps xmmword ptr [rbp + 8*rbx], xmm7
        62017c0d299c09ffffff7f vmovaps xmmword ptr [r9 + 1*r9 + 2147483647]{k5}, xmm27
        c578298cf6ffffff7f vmovaps xmmword ptr [rsi + 8*rsi + 2147483647], xmm9
        c441782ba8ffffff7f vmovntps xmmword ptr [r8 + 2147483647], xmm13
        62617c282b14d8 vmovntps ymmword ptr [rax + 8*rbx], ymm26
        c57c2ba900100000 vmovntps ymmword ptr [rcx + 4096], ymm13
        62617c082b885c000000 vmovntps xmmword ptr [rax + 92], xmm25
        62117e4f6f7ce880 vmovdqu32 zmm15{k7}, zmmword ptr [r8 + 8*r13 - 8192]
        62417e2f6f8bbfc4ffff vmovdqu32 ymm25{k7}, ymmword ptr [r11 - 15169]
        62917e0e6fc2 vmovdqu32 xmm0{k6}, xmm26
        62617e486f7c9e98 vmovdqu32 zmm31, zmmword ptr [rsi + 4*rbx - 6656]
        c4c17e7f9100f6ffff vmovdqu ymmword ptr [r9 - 2560], ymm2
        c5fe7f96ffffff7f vmovdqu ymmword ptr [rsi + 2147483647], ymm2
        c4c17e7fb200000080 vmovdqu ymmword ptr [r10 - 2147483648], ymm6
        62417e087fbbffffff7f vmovdqu32 xmmword ptr [r11 + 2147483647], xmm31
        62317f286f5ce507 vmovdqu8 ymm11, ymmword ptr [rbp + 8*r12 + 224]
        62d17f8b6fd0 vmovdqu8 xmm2{k3}{z}, xmm8
        62317fae6f9c8900000080 vmovdqu8 ymm11{k6}{z}, ymmword ptr [rcx + 4*r9 - 2147483648]
        62d17f8c6f648fab vmovdqu8 xmm4{k4}{z}, xmmword ptr [r15 + 4*rcx - 1360]
        62617f0b7f0a vmovdqu8 xmmword ptr [rdx]{k3}, xmm25
        62c17f487f550e vmovdqu8 zmmword ptr [r13 + 896], zmm18
        62e17f487f9c87d7170000 vmovdqu8 zmmword ptr [rdi + 4*rax + 6103], zmm19
        62517f0f7fb6ffffff7f vmovdqu8 xmmword ptr [r14 + 2147483647]{k7}, xmm14
        6231ffcd6ffb vmovdqu16 zmm15{k5}{z}, zmm19
        62b1ff286f6ce080 vmovdqu16 ymm5, ymmword ptr [rax + 8*r12 - 4096]
        62f1ff486f8ad6710000 vmovdqu16 zmm1, zmmword ptr [rdx + 29142]
        6231ff286fb47ce0efffff vmovdqu16 ymm14, ymmword ptr [rsp + 2*r15 - 4128]
        6251ff2e7f856d000000 vmovdqu16 ymmword ptr [r13 + 109]{k6}, ymm8
        62f1ff287f6a80 vmovdqu16 ymmword ptr [rdx - 4096], ymm5
        62d1ff087f8cb66e2e0000 vmovdqu16 xmmword ptr [r14 + 4*rsi + 11886], xmm1
        6251ff4e7f8939000000 vmovdqu16 zmmword ptr [r9 + 57]{k6}, zmm9
        62517e0e109800000080 vmovss xmm11{k6}, dword ptr [r8 - 2147483648]
        62c17e0b1076b8 vmovss xmm22{k3}, dword ptr [r14 - 288]
        62617e0c10ac29ffffff7f vmovss xmm29{k4}, dword ptr [rcx + 1*rbp + 2147483647]
        62c17e08105880 vmovss xmm19, dword ptr [r8 - 512]
        62d17e0d113483 vmovss dword ptr [r11 + 4*rax]{k5}, xmm6
        c4817a11b4237c92ffff vmovss dword ptr [r11 + 1*r12 - 28036], xmm6
        62d17e0b11a4345fbfffff vmovss dword ptr [r12 + 1*rsi - 16545]{k3}, xmm4
        c5fa1133 vmovss dword ptr [rbx], xmm6
        c4817b10944548ffffff vmovsd xmm2, qword ptr [r13 + 2*r8 - 184]
        6261ff08109d00000080 vmovsd xmm27, qword ptr [rbp - 2147483648]
        6241ff0e109424dfffffff vmovsd xmm26{k6}, qword ptr [r12 - 33]
        62e1ff08108200000080 vmovsd xmm16, qword ptr [rdx - 2147483648]
        6251ff0d115694 vmovsd qword ptr [r14 - 864]{k5}, xmm10
        c5fb114c98f9 vmovsd qword ptr [rax + 4*rbx - 7], xmm1
        c4417b117b50 vmovsd qword ptr [r11 + 80], xmm15
        c5fb119b0540ffff vmovsd qword ptr [rbx - 49147], xmm3
        c4417a169846020000 vmovshdup xmm11, xmmword ptr [r8 + 582]
        c57e16c0 vmovshdup ymm8, ymm0
        62017e0a168c18ffffff7f vmovshdup xmm25{k2}, xmmword ptr [r8 + 1*r11 + 2147483647]
        62617e2816642447 vmovshdup ymm28, ymmword ptr [rsp + 2272]
        c5fc41f1 kandw k6, k0, k1
        c5f441d0 kandw k2, k1, k0
        c5dc41e5 kandw k4, k4, k5
        c5fc41f3 kandw k6, k0, k3
        c5dc45cb korw k1, k4, k3
        c5e445e0 korw k4, k3, k0
        c5cc45f3 korw k6, k6, k3
        c5dc45c2 korw k0, k4, k2
        c5ec46e6 kxnorw k4, k2, k6
        c5dc46c3 kxnorw k0, k4, k3
        c5ec46cd kxnorw k1, k2, k5
        c5c446db kxnorw k3, k7, k3
        c5f844ff knotw k7, k7
        c5f844d3 knotw k2, k3
        c5f844c5 knotw k0, k5
        c5f844ec knotw k5, k4
        c5f898ea kortestw k5, k2
        c5f898d9 kortestw k3, k1
        c5f898c7 kortestw k0, k7
        c5f898d7 kortestw k2, k7
        c4c17892d5 kmovw k2, r13d
        c5f892e6 kmovw k4, esi
        c4c17892d2 kmovw k2, r10d
        c5f892c2 kmovw k0, edx
        c5f893e1 kmovw esp, k1
        c57893d3 kmovw r10d, k3
        c57893c2 kmovw r8d, k2
        c4c1fb92cd kmovq k1, r13
        c4e1fb92d6 kmovq k2, rsi
        c4e1fb92c6 kmovq k0, rsi
        c4e1fb92f8 kmovq k7, rax
        c461fb93f3 kmovq r14, k3
        c4e1fb93c6 kmovq rax, k6
        c461fb93d4 kmovq r10, k4
        c461fb93f5 kmovq r14, k5
        c5796ed9 vmovd xmm11, ecx
        c5f96ee2 vmovd xmm4, edx
        c5796ee9 vmovd xmm13, ecx
        c5f96ee9 vmovd xmm5, ecx
        c5797efd vmovd ebp, xmm15
        c5f97ef8 vmovd eax, xmm7
        c5797ed3 vmovd ebx, xmm10
        c441797ec1 vmovd r9d, xmm8
        c4a21d9264cd00 vgatherdps ymm4, [rbp + 8*ymm9], ymm12
        c4e279926c4e74 vgatherdps xmm5, [rsi + 2*xmm1 + 116], xmm0
        c4a2299274872c vgatherdps xmm6, [rdi + 4*xmm8 + 44], xmm10
        c4a20992845900020000 vgatherdps xmm0, [rcx + 2*xmm11 + 512], xmm14
        62527d239284d6f1ffffff vgatherdps ymm8{k3}, [r14 + 8*ymm18 - 15]
        62727d0492544180 vgatherdps xmm10{k4}, [rcx + 2*xmm16 - 512]
        62627d2292a48600000080 vgatherdps ymm28{k2}, [rsi + 4*ymm16 - 2147483648]
        62727d2292548f1d vgatherdps ymm10{k2}, [rdi + 4*ymm17 + 116]
        62915c08c2d006 vcmpps k2, xmm4, xmm24, 6
        62911418c24c40e40e vcmpps k1, xmm13, dword ptr [r8 + 2*r8 - 112]{1to4}, 14
        62f17c10c2a5ffffff7f01 vcmpps k4, xmm16, dword ptr [rbp + 2147483647]{1to4}, 1
        62f17400c2d000 vcmpps k2, xmm17, xmm0, 0
        c4625d2c3c24 vmaskmovps ymm15, ymm4, ymmword ptr [rsp]
        c482752ca4ce00000080 vmaskmovps ymm4, ymm1, ymmword ptr [r14 + 8*r9 - 2147483648]
        c4421d2c79b6 vmaskmovps ymm15, ymm12, ymmword ptr [r9 - 74]
        c442092cbffca2ffff vmaskmovps xmm15, xmm14, xmmword ptr [r15 - 23812]
        c402612ea4162eabffff vmaskmovps xmmword ptr [r14 + 1*r10 - 21714], xmm3, xmm12
        c4e2652e671b vmaskmovps ymmword ptr [rdi + 27], ymm3, ymm4
        c462052ea468ffffff7f vmaskmovps ymmword ptr [rax + 2*rbp + 2147483647], ymm15, ymm12
        c422352e54b3e1 vmaskmovps ymmword ptr [rbx + 4*r14 - 31], ymm9, ymm10
        c463654ae6d0 vblendvps ymm12, ymm3, ymm6, ymm13
        c4e3754ac760 vblendvps ymm0, ymm1, ymm7, ymm6
        c4633d4acc40 vblendvps ymm9, ymm8, ymm4, ymm4
        c443154aff40 vblendvps ymm15, ymm13, ymm15, ymm4
        """
}
