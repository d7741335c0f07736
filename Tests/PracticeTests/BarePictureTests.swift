import Testing
import TestSupport

@testable import Practice

@Suite("Pictures without what was written beside them")
struct BarePictureTests {
    /// What each sample says of its maker, place, time or programs.
    private static let words = ["Made-up maker", "made up", "2026:01:02", "xmp", "Exif\0\0II"]

    private func holds(_ bytes: [UInt8], _ text: String) -> Bool { bytes.firstRange(of: Array(text.utf8)) != nil }

    @Test(
        "ASVS 14.2.8: every sort of picture loses place, time, device and comments, stays a picture, and loses nothing a second time",
        arguments: ["jpeg", "progressive", "png", "webp", "gif", "tiff", "heic"])
    func samples(_ name: String) throws {
        let sent = try BarePictures.sample(name)
        let type = try #require(MediaType(of: sent))
        let bare = try #require(BarePicture.of(sent, type: type))
        #expect(Self.words.contains { holds(sent, $0) }, "the sample says something")
        for word in Self.words { #expect(!holds(bare, word), "\(word)") }
        #expect(MediaType(of: bare) == type)
        #expect(BarePicture.of(bare, type: type) == bare)
        // Cut anywhere, it is refused or still says nothing.
        for length in stride(from: 8, to: sent.count - 1, by: 3) {
            guard let cut = BarePicture.of(Array(sent.prefix(length)), type: type) else { continue }
            for word in Self.words { #expect(!holds(cut, word), "cut at \(length): \(word)") }
        }
    }

    @Test("The picture's own data stays byte for byte, and which way is up is kept")
    func data() throws {
        let jpeg = try BarePictures.sample("jpeg")
        let scan = try #require(jpeg.firstRange(of: [0xFF, 0xDA])?.lowerBound)
        let bare = try #require(BareJPEG.of(jpeg))
        #expect(bare.suffix(jpeg.count - scan) == jpeg[scan...])
        let exif = try #require(bare.firstRange(of: Array("Exif\0\0".utf8))?.upperBound)
        #expect(BareTIFF.orientation(Array(bare[exif...])) == 6)

        let png = try BarePictures.sample("png")
        let pixels = try #require(png.firstRange(of: Array("IDAT".utf8))?.lowerBound)
        let plain = try #require(BarePNG.of(png))
        let kept = try #require(plain.firstRange(of: Array("IDAT".utf8))?.lowerBound)
        #expect(plain[kept...].prefix(20) == png[pixels...].prefix(20))
        // The chunk made anew has the sum its readers check: of a known chunk it is the known one.
        #expect(plain.suffix(12) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])

        let heic = try BarePictures.sample("heic")
        let still = try #require(BareHEIC.of(heic))
        #expect(still.count == heic.count && holds(still, "PICTUREDATAPICTUREDATA"))
        let tiff = try #require(BareTIFF.of(try BarePictures.sample("tiff")))
        #expect(BareTIFF.orientation(tiff) == 6)
    }

    @Test("A picture whose parts lead in circles or name the same bytes without end is refused, not followed")
    func hostile() throws {
        // A page of a TIFF that is its own next one.
        let circle: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 8]
        #expect(BareTIFF.of(circle) == nil)
        #expect(BareJPEG.of([0xFF, 0xD8, 0xFF, 0xD9]) == nil && BareJPEG.of([0xFF, 0xD8, 0xFF, 0xE1, 0, 1]) == nil)
        #expect(BareHEIC.of(Array("\0\0\0\u{8}ftyp".utf8)) == nil)
        #expect(BareGIF.of(Array("GIF89a".utf8)) == nil && BareWebP.of(Array("RIFF\0\0\0\0WEBP".utf8)) == nil)
        // A moving picture has places and times of its own.
        let still = try BarePictures.sample("heic")
        #expect(BareHEIC.of(still) != nil)
        #expect(BareHEIC.of(still + box("moov", [])) == nil)
        #expect(BarePicture.of(Array("%PDF-1.7".utf8), type: .pdf) == Array("%PDF-1.7".utf8))
    }

    @Test("A HEIC whose EXIF lies in no place of it, or in billions that take no room, is refused")
    func places() throws {
        #expect(BareHEIC.of(try BarePictures.sample("heic-crossing")) == nil)
        // Where the box for data begins.
        let start: [UInt8] = [0, 0, 0, 20]
        let four: [UInt8] = [0, 0, 0, 4]
        func item(_ reference: UInt8, extents: [UInt8]) -> [UInt8] { [0, 2, 0, reference] + extents }
        let good = item(0, extents: [0, 1]) + start + four
        #expect(BareHEIC.of(exif([0x44, 0], good)) != nil)
        // What is overwritten lies in a box for data, whole: elsewhere it would spoil the boxes (found by the fuzzer).
        #expect(BareHEIC.of(exif([0x44, 0], item(0, extents: [0, 1]) + [0, 0, 0, 0] + four)) == nil, "in the file's head")
        #expect(BareHEIC.of(exif([0x44, 0], item(0, extents: [0, 1]) + [0, 0, 0, 21] + four)) == nil, "across the end of the data")
        #expect(BareHEIC.of(exif([0x44, 0], item(1, extents: [0, 1]) + start + four)) == nil, "in another file")
        #expect(BareHEIC.of(exif([0x44, 0], item(0, extents: [0, 0]))) == nil, "in no piece")
        #expect(BareHEIC.of(exif([0x44, 0], [], count: 0)) == nil, "not told")
        // Made of another item (construction method 2), and of a box that is not there (1).
        for method: UInt8 in [1, 2] {
            let made: [UInt8] = [0, 2, 0, method, 0, 0, 0, 1]
            #expect(BareHEIC.of(exif([0x44, 0], made + start + four, version: 1)) == nil, "method \(method)")
        }
        #expect(BareHEIC.of(exif([0, 0], item(0, extents: [0, 1]))) == nil, "a piece without room")
        #expect(BareHEIC.of(exif([0, 0], item(0, extents: [0xFF, 0xFF]))) == nil)
        // 10,001 pieces of one byte.
        let pieces = [[UInt8]](repeating: [0, 0, 0, 1], count: 10_001).flatMap { $0 }
        #expect(BareHEIC.of(exif([0x04, 0], item(0, extents: [0x27, 0x11]) + pieces)) == nil)
    }

    /// A HEIC of an EXIF alone, with a table of where it lies.
    private func exif(_ sizes: [UInt8], _ items: [UInt8], version: UInt8 = 0, count: UInt8 = 1) -> [UInt8] {
        let entry = box("infe", [2, 0, 0, 0, 0, 2, 0, 0] + Array("Exif".utf8))
        let entries = box("iinf", [0, 0, 0, 0, 0, 1] + entry)
        let head: [UInt8] = [version, 0, 0, 0]
        let table = box("iloc", head + sizes + [0, count] + items)
        let start: [UInt8] = [0, 0, 0, 0]
        return box("ftyp", Array("heic".utf8)) + box("mdat", [1, 2, 3, 4]) + box("meta", start + entries + table)
    }

    private func box(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let size = UInt32(data.count + 8)
        let head = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
        return head + Array(name.utf8) + data
    }
}
