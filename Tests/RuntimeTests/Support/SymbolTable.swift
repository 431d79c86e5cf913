#if canImport(Glibc) && (arch(x86_64) || arch(arm64))
    import Glibc

    /// The symbols by which the loaded objects of the process refer to each other's functions.
    enum SymbolTable {
        /// One loaded object, as `dl_iterate_phdr` tells it.
        private struct LoadedObject {
            let address: UInt
            let name: UnsafePointer<CChar>?
            let headers: UnsafePointer<Elf64_Phdr>?
            let headerCount: UInt16
        }

        /// What `dladdr` tells of an address.
        private struct AddressInformation {
            var file: UnsafePointer<CChar>?
            var base: UnsafeMutableRawPointer?
            var symbol: UnsafePointer<CChar>?
            var address: UnsafeMutableRawPointer?
        }

        private typealias Visit = @convention(c) (UnsafeRawPointer, Int, UnsafeMutableRawPointer?) -> Int32
        private typealias ForEachObject = @convention(c) (Visit, UnsafeMutableRawPointer?) -> Int32
        private typealias FindAddress = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer) -> Int32
        private typealias Demangle =
            @convention(c) (UnsafePointer<CChar>, Int, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UInt32) -> UnsafeMutablePointer<
                CChar
            >?

        /// Makes every loaded object that calls a named function call its replacement.
        ///
        /// - Returns: Whether any does.
        static func redirect(_ replacements: [String: UnsafeRawPointer]) -> Bool {
            guard let forEachObject = dlsym(nil, "dl_iterate_phdr").map({ unsafeBitCast($0, to: ForEachObject.self) }) else { return false }
            var objects: [LoadedObject] = []
            withUnsafeMutablePointer(to: &objects) { objects in
                _ = forEachObject(
                    { object, _, objects in
                        objects?.assumingMemoryBound(to: [LoadedObject].self).pointee.append(
                            object.loadUnaligned(as: LoadedObject.self))
                        return 0
                    }, objects)
            }
            var found = false
            for object in objects where redirect(object, replacements) { found = true }
            return found
        }

        private static func redirect(_ object: LoadedObject, _ replacements: [String: UnsafeRawPointer]) -> Bool {
            let headers = UnsafeBufferPointer(start: object.headers, count: Int(object.headerCount))
            guard let dynamic = headers.first(where: { $0.p_type == UInt32(PT_DYNAMIC) }) else { return false }
            let constants = headers.first { $0.p_type == 0x6474_e552 }  // PT_GNU_RELRO
            var entries: [Int: UInt] = [:]
            var entry = UnsafePointer<Elf64_Dyn>(bitPattern: object.address + UInt(dynamic.p_vaddr))
            while let current = entry?.pointee, current.d_tag != 0 {
                entries[Int(current.d_tag)] = UInt(current.d_un.d_ptr)
                entry = entry?.advanced(by: 1)
            }
            // Most addresses have been made absolute when the object was loaded.
            func pointer<Pointee>(_ tag: Int32, as type: Pointee.Type) -> UnsafePointer<Pointee>? {
                guard let value = entries[Int(tag)] else { return nil }
                return UnsafePointer(bitPattern: value < object.address ? value + object.address : value)
            }
            guard let symbols = pointer(DT_SYMTAB, as: Elf64_Sym.self), let names = pointer(DT_STRTAB, as: CChar.self) else { return false }
            var found = false
            for (table, size) in [(DT_RELA, DT_RELASZ), (DT_JMPREL, DT_PLTRELSZ)] {
                guard let relocations = pointer(table, as: Elf64_Rela.self) else { continue }
                for index in 0..<Int(entries[Int(size)] ?? 0) / MemoryLayout<Elf64_Rela>.stride {
                    let relocation = relocations[index]
                    guard isFunctionReference(relocation), let slot = slot(object.address + UInt(relocation.r_offset)) else { continue }
                    let name = String(cString: names + Int(symbols[Int(relocation.r_info >> 32)].st_name))
                    guard let replacement = replacements[name] else { continue }
                    found = true
                    if slot.pointee == UInt(bitPattern: replacement) { continue }
                    let isConstant = constants.map {
                        relocation.r_offset >= $0.p_vaddr && relocation.r_offset < $0.p_vaddr + $0.p_memsz
                    }
                    write(replacement, to: slot, isConstant: isConstant ?? false)
                }
            }
            return found
        }

        private static func slot(_ address: UInt) -> UnsafeMutablePointer<UInt>? { UnsafeMutablePointer(bitPattern: address) }

        /// Whether the relocation stores a symbol's address as it is.
        private static func isFunctionReference(_ relocation: Elf64_Rela) -> Bool {
            guard relocation.r_info >> 32 != 0, relocation.r_addend == 0 else { return false }
            #if arch(x86_64)
                return [1, 6, 7].contains(relocation.r_info & 0xffff_ffff)  // R_X86_64_64, GLOB_DAT, JUMP_SLOT
            #else
                return [257, 1025, 1026].contains(relocation.r_info & 0xffff_ffff)  // R_AARCH64_ABS64, GLOB_DAT, JUMP_SLOT
            #endif
        }

        private static func write(_ replacement: UnsafeRawPointer, to slot: UnsafeMutablePointer<UInt>, isConstant: Bool) {
            let pageBytes = UInt(sysconf(Int32(_SC_PAGESIZE)))
            guard isConstant, let page = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: slot) & ~(pageBytes - 1)) else {
                slot.pointee = UInt(bitPattern: replacement)
                return
            }
            guard mprotect(page, Int(pageBytes), PROT_READ | PROT_WRITE) == 0 else { return }
            slot.pointee = UInt(bitPattern: replacement)
            mprotect(page, Int(pageBytes), PROT_READ)
        }

        /// The function at an address, as far as it is known.
        static func name(of address: UnsafeRawPointer) -> String {
            var information = AddressInformation()
            guard let find = dlsym(nil, "dladdr").map({ unsafeBitCast($0, to: FindAddress.self) }), find(address, &information) != 0 else {
                return "?"
            }
            guard let symbol = information.symbol else {
                let file = information.file.map { String(cString: $0) } ?? "?"
                return
                    "\(file.split(separator: "/").last ?? "?")+\(String(UInt(bitPattern: address) - UInt(bitPattern: information.base), radix: 16))"
            }
            guard let demangle = dlsym(nil, "swift_demangle").map({ unsafeBitCast($0, to: Demangle.self) }),
                let text = demangle(symbol, strlen(symbol), nil, nil, 0)
            else { return String(cString: symbol) }
            defer { free(text) }
            return String(cString: text)
        }
    }
#endif
