import Foundation
import Testing

@testable import Practice

@Suite("What a document says of who made it")
struct DocumentAuthorsTests {
    /// A Word file as a word processor packs it, whose properties, comment and tracked change name four made-up people and a company.
    static let word: [UInt8] =
        Data(
            base64Encoded: """
                UEsDBBQAAAAIAIMYIloG8pnQggAAAKEAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbCWOSQ7CMAxFrxJlTx1YsEBJuqDcgAtYkTuITEoMKrcnoUv7/e9nPe7B
                iw+VuqVo5HlQcrT6+c1URSOxGrky5xtAdSsFrEPKFBuZUwnIbSwLZHQvXAguSl3BpcgU+cT9hrR6ohnfnsVjb+vD0upS3I9cVxmJOfvNITcMnYLV8H/C/gBQ
                SwMEFAAAAAgAgxgiWnkYJYpuAAAAmgAAABEAAABkb2NQcm9wcy9jb3JlLnhtbGWNMQ7CMBAEv2LlARDayDgSfQRp6Yy9UU46fNH5QPB7CBWCdnZW4/vHld0d
                WknKvtlt2qYPPi1dEsVJZYEaoQafU5cU0UTDeCNmKe6MCzLZ7Ldf4/rlWG2QTBMhH57haCZMBW6IWt/2v/FhP8UXUEsDBBQAAAAIAIMYIloYJpbVRAAAAFIA
                AAAQAAAAZG9jUHJvcHMvYXBwLnhtbLOxr8jNUShLLSrOzM+zVTLUM1Cyt7MJKMovSC0qyUwttrNxzs8tSMyrtAtLLcrNzAGqyknMS1XwKUmx0YdJ2egjaQAA
                UEsDBBQAAAAIAIMYIlosUujVhQAAAKgAAAARAAAAd29yZC9kb2N1bWVudC54bWw9js0OgyAQhF+FcLddab0Q0KTPwKm3VTbVFMEg9OftCx56+WaSmeyOGj6r
                Yy+K+xK85u0J+NCrt7Rhyiv5VP1WsfidFdrS4cVgTnOImt8wehy/zMwRHdXEYiLNBYiugbYBYeAi4Sqhu/N6J/UG3ZMswzHkxKbgHD1InWtSWf4cuh38z/gB
                UEsDBBQAAAAIAIMYIlqSc2IzZQAAAIQAAAARAAAAd29yZC9jb21tZW50cy54bWyzsa/IzVEoSy0qzszPs1Uy1DNQsrezKbdKzs/NTc0rKUZiK5RbJZaWZOQX
                2Sq5pRalZKYqBJYmVuakKgElMvMySzITc4qBUoFKID0ldj75+dnFCkWZ6RklNvogARAJNQqZXWwHAFBLAwQUAAAACACDGCJajM4OEEIAAABAAAAAFQAAAHdv
                cmQvbWVkaWEvaW1hZ2UxLnBuZ2NgZGJmYWVj5+Dk4ubh5eMXEBQSFhEVE5eQlJKWkZWTV1BUUlZRVVPX0NTS1tHV0zcwNDI2MTUzt7C0sraxtbMHAFBLAQIU
                AxQAAAAIAIMYIloG8pnQggAAAKEAAAATAAAAAAAAAAAAAACAAQAAAABbQ29udGVudF9UeXBlc10ueG1sUEsBAhQDFAAAAAgAgxgiWnkYJYpuAAAAmgAAABEA
                AAAAAAAAAAAAAIABswAAAGRvY1Byb3BzL2NvcmUueG1sUEsBAhQDFAAAAAgAgxgiWhgmltVEAAAAUgAAABAAAAAAAAAAAAAAAIABUAEAAGRvY1Byb3BzL2Fw
                cC54bWxQSwECFAMUAAAACACDGCJaLFLo1YUAAACoAAAAEQAAAAAAAAAAAAAAgAHCAQAAd29yZC9kb2N1bWVudC54bWxQSwECFAMUAAAACACDGCJaknNiM2UA
                AACEAAAAEQAAAAAAAAAAAAAAgAF2AgAAd29yZC9jb21tZW50cy54bWxQSwECFAMUAAAACACDGCJajM4OEEIAAABAAAAAFQAAAAAAAAAAAAAAgAEKAwAAd29y
                ZC9tZWRpYS9pbWFnZTEucG5nUEsFBgAAAAAGAAYAfwEAAH8DAAAAAA==
                """, options: .ignoreUnknownCharacters
        ).map { Array($0) } ?? []

    private func parts(_ bytes: [UInt8]) -> [String: String] {
        var budget = 1_000_000
        let entries = ZipFile(bytes)?.entries ?? []
        return Dictionary(
            entries.map { ($0.name, String(decoding: ZipFile(bytes)?.content($0, within: &budget) ?? [], as: UTF8.self)) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test("ASVS 14.2.8: a Word file's makers are named, and a copy without them is the same file else")
    func office() throws {
        #expect(MediaType(of: Self.word) == .docx)
        #expect(
            DocumentAuthors.found(in: Self.word, type: .docx).said == [
                "Author: Quillon Zebedith", "Last changed by: Ottoline Marsh", "Company: Vermilionlane Ltd",
                "Comments or changes by: Barnaby Thrale; Ferdie Quayle",
            ])
        let bare = try #require(DocumentAuthors.without(Self.word, type: .docx))
        #expect(MediaType(of: bare) == .docx && DocumentAuthors.found(in: bare, type: .docx).said == [])
        let (before, after) = (parts(Self.word), parts(bare))
        #expect(before.keys.sorted() == after.keys.sorted() && after.count == 6)
        for name in ["Quillon", "Ottoline", "Vermilionlane", "Barnaby", "Ferdie", "\"FQ\""] {
            #expect(!after.values.contains { $0.contains(name) }, "\(name)")
        }
        #expect(after["word/document.xml"]?.contains("Talked about college") == true)
        #expect(after["word/document.xml"]?.contains("w:date=\"2025-01-02T03:04:05Z\"") == true)
        #expect(
            before["word/media/image1.png"] == after["word/media/image1.png"]
                && before["[Content_Types].xml"] == after["[Content_Types].xml"])
        // What is gone over again is the same.
        #expect(DocumentAuthors.without(bare, type: .docx) == bare)
    }

    @Test("ASVS 14.2.8: a PDF's author is named where it stands in plain, and is not taken out; what cannot be read whole is not passed on")
    func others() {
        let pdf = Array("%PDF-1.7 1 0 obj << /Author (Quillon Zebedith) >> endobj".utf8)
        #expect(DocumentAuthors.found(in: pdf, type: .pdf).said == ["Author: Quillon Zebedith"])
        #expect(DocumentAuthors.without(pdf, type: .pdf) == nil)
        #expect(DocumentAuthors.without(Array(Self.word.dropLast(40)), type: .docx) == nil)
        var locked = Self.word
        // Bit 0 of the first part's flags, where the list of parts says them.
        if let list = locked.indices.dropLast(4).first(where: { Array(locked[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] }) {
            locked[list + 8] |= 1
        }
        #expect(DocumentAuthors.without(locked, type: .docx) == nil)
    }

    @Test(
        "ASVS 14.2.8: a PDF's author is read however it is written: in hexadecimal digits, two bytes a letter, escaped, with brackets",
        arguments: [
            ("/Author <FEFF005100750069006C006C006F006E0020005A>", "Quillon Z"), ("/Author<51 75 69\n6C>", "Quil"),
            ("/Author\n(Quillon \\(Q\\) Z\\351bedith)", "Quillon (Q) Zébedith"), ("/Author (Zeb (Q) edith)", "Zeb (Q) edith"),
            ("/Author (\\376\\377\\000Q\\000Z)", "QZ"), ("/Author(Zébedith)", "Zébedith"),
        ])
    func written(_ text: String, _ name: String) {
        #expect(DocumentAuthors.found(in: Array("%PDF-1.7 << \(text) >>".utf8), type: .pdf).said == ["Author: \(name)"])
    }

    @Test("ASVS 14.2.8: a PDF's author that does not end, or is no text, is none")
    func broken() {
        for text in ["/Author (Quillon", "/Author <51", "/Author <zz>", "/Author 12 0 R", "/Author", "/Author ()", "/Author (a\\"] {
            #expect(DocumentAuthors.found(in: Array("%PDF-1.7 << \(text)".utf8), type: .pdf) == .init(), "\(text)")
        }
    }

    @Test("ASVS 14.2.8: nothing was found is said only where all was looked through, and a copy is offered only where there is one")
    func whole() {
        let found = DocumentAuthors.found(in: Self.word, type: .docx)
        #expect(found.isWhole && found.canBeTakenOut)
        let bare = DocumentAuthors.without(Self.word, type: .docx) ?? []
        #expect(DocumentAuthors.found(in: bare, type: .docx) == .init(isWhole: true, canBeTakenOut: true))
        // A part that says it is larger than it is, in the list of parts: the comments, then the properties.
        for (part, canBeTakenOut) in [("word/comments.xml", false), ("docProps/core.xml", true)] {
            var lying = Self.word
            let name = Array(part.utf8)
            // Its name stands in the list last.
            guard let at = lying.indices.dropLast(name.count).last(where: { lying[$0..<$0 + name.count].elementsEqual(name) }) else {
                continue
            }
            lying[at - 46 + 24] &+= 1
            let found = DocumentAuthors.found(in: lying, type: .docx)
            #expect(!found.isWhole && found.canBeTakenOut == canBeTakenOut, "\(part)")
            #expect((DocumentAuthors.without(lying, type: .docx) != nil) == canBeTakenOut, "\(part)")
        }
        for type in [MediaType.doc, .xls, .rtf, .msg, .pdf] {
            #expect(DocumentAuthors.found(in: [1, 2, 3], type: type) == .init(), "\(type)")
        }
        #expect(DocumentAuthors.found(in: [1, 2, 3], type: .jpeg) == .init(isWhole: true))
    }
}
