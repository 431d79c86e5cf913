import InferTensors
import XCTest

final class LayoutTests: XCTestCase {
    func testB52_parse() throws {
        let texts: [(String, String)] = [
            ("nchw", "[N,C,H,W]"), ("N1", "[N,1]"), ("", "[...]"), ("...", "[...]"), ("[N,C,H,W]", "[N,C,H,W]"), ("[ N , C ]", "[N,C]"),
            ("[n,channels]", "[N,C]"), ("N...C", "[N,...,C]"), ("NC?", "[N,C,?]"), ("[...,C]", "[...,C]"), ("[N,...,C]", "[N,...,C]"),
            ("[?]", "[?]"), ("????", "[?,?,?,?]"), ("[batch,Channels,HEIGHT]", "[N,C,H]"), ("[scalar]", "[SCALAR]"),
            ("[a1_b,c]", "[A1_B,C]"),
            ("[...]", "[...]"), ("?N...C?", "[?,N,...,C,?]"), ("**SCALAR**", "**SCALAR**"), (" NCHW ", "[N,C,H,W]"), (" ... ", "[...]"),
            ("[NC,N]", "[NC,N]"),
        ]
        for (text, printed) in texts { XCTAssertEqual(try Layout(text).description, printed, text) }
        for text in [
            "NN", "N...C...", "N C", "NC[", "[N", "N.C", "[]", "[N,,C]", "....", "..", "SCALAR", "[N,...,...]", "N-C", "_N", "11", "[1,1]",
            "[**]", "[N,BATCH]", " ", "[N...C]", "N... C", "Ñ", "[ ]",
        ] {
            XCTAssertThrowsError(try Layout(text), text) { XCTAssertTrue("\($0)".contains("'\(text)'"), "\($0)") }
        }
    }

    func testB52_names() throws {
        XCTAssertEqual(try Layout("nchw"), try Layout("NCHW"))
        XCTAssertEqual(try Layout(""), Layout())
        XCTAssertEqual(try Layout("..."), Layout())
        XCTAssertTrue(Layout().empty)
        XCTAssertFalse(try Layout("N...").empty)
        XCTAssertFalse(Layout.scalar().empty)
        XCTAssertNotEqual(Layout.scalar(), Layout())
        XCTAssertEqual(try Layout("N...C").get_index_by_name("C"), -1)
        XCTAssertEqual(try Layout("N...CH").get_index_by_name("c"), -2)
        XCTAssertEqual(try Layout("NCHW").get_index_by_name("n"), 0)
        XCTAssertEqual(try Layout("[frames,H]").get_index_by_name("FRAMES"), 0)
        XCTAssertThrowsError(try Layout("NCHW").get_index_by_name("D")) { XCTAssertTrue("\($0)".contains("'D'")) }
        XCTAssertThrowsError(try Layout("?NC").get_index_by_name("?"))
        XCTAssertTrue(try Layout("NC").has_name("batch"))
        XCTAssertFalse(try Layout("?NC").has_name("?"))
        XCTAssertFalse(Layout().has_name("N"))
    }

    func testB66_aliases() throws {
        XCTAssertEqual(try Layout("[N,CHANNELS]"), try Layout("NC"))
        XCTAssertEqual(try Layout("[BATCH,CHANNELS,DEPTH,HEIGHT,WIDTH]"), try Layout("NCDHW"))
        XCTAssertEqual(try layout_helpers.batch_idx(try Layout("N...C")), 0)
        XCTAssertEqual(try layout_helpers.channels_idx(try Layout("N...C")), -1)
        XCTAssertFalse(layout_helpers.has_width(try Layout("N...C")))
        XCTAssertThrowsError(try layout_helpers.height_idx(try Layout("N...C")))
    }

    func testB53_shapesThatALayoutCanDescribe() throws {
        let rows: [(String, String, Bool)] = [
            ("NCHW", "1,2,3", false), ("NCHW", "1,2,3,4", true), ("N...", "1,2", true), ("N...CHW", "1,2", false), ("N...C", "1", false),
            ("N...C", "1,2", true), ("...", "1", true), ("N...C", "...", true), ("**SCALAR**", "", true), ("**SCALAR**", "1", false),
            ("**SCALAR**", "...", true), ("?", "1", true), ("?", "", false), ("...C", "", false),
        ]
        for (layout, shape, fits) in rows {
            XCTAssertEqual(try Layout(layout).fits(try PartialShape(shape)), fits, "\(layout) \(shape)")
        }
        XCTAssertThrowsError(try Layout("NC").check(against: [1], "layout of 'x'")) {
            XCTAssertEqual("\($0)", "layout of 'x': layout [N,C] is not compatible with shape [1].")
        }
    }
}
