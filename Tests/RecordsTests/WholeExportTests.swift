import Casework
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Records

@Suite("A whole export")
struct WholeExportTests {
    /// The files as they came.
    private final class Folder: Sendable {
        private let all = Mutex<(files: [String: [UInt8]], last: String)>(([:], ""))

        func take(_ piece: WholePiece) {
            all.withLock { all in
                switch piece {
                case .file(let name):
                    #expect(all.files[name] == nil, "\(name) is begun once")
                    (all.files[name], all.last) = ([], name)
                case .bytes(let bytes): all.files[all.last, default: []] += bytes
                }
            }
        }

        var files: [String: [UInt8]] { all.withLock { $0.files } }
        func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }
        func lines(_ name: String) throws -> [JSON] {
            try text(name).split(separator: "\n", omittingEmptySubsequences: true).map { try JSON(String($0)) }
        }
        /// Everything, for looking for a word.
        var whole: String { files.values.map { String(decoding: $0, as: UTF8.self) }.joined() }
    }

    private func taken(_ service: Service) async throws -> (folder: Folder, counts: [WholeCount]) {
        let folder = Folder()
        return (folder, try await service.exportWhole { folder.take($0) })
    }

    @Test(
        "S-INF-13: every version of every record kind is in it, counted against the tables, each field by its name; secrets and other services are not",
        arguments: Engine.available)
    func everyKind(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { TestClock.start })
            _ = try await other.makeCase("Quillon", "Zebedith")
            let (folder, counts) = try await taken(service)
            #expect(Set(folder.files.keys) == Set(WholeCount.kinds.map { "records/\($0.name).jsonl" } + ["contents.jsonl", "README.txt"]))
            #expect(
                Set(allKinds.map(\.name)).subtracting(counts.map(\.kind)) == [
                    "credential", "second_factor", "identity_seal", "identity_opening",
                ])
            for (kind, count) in zip(WholeCount.kinds, counts) {
                let rows = try await service.store.read { db in
                    try db.first(
                        SQL("SELECT count(*), count(DISTINCT id) FROM \(raw: kind.name)_version WHERE service = \(service.id)")
                    ) { ($0.integer(0), $0.integer(1)) }
                }
                let lines = try folder.lines("records/\(kind.name).jsonl")
                #expect(lines.count > 2 && Int64(lines.count) == rows?.0 && count.versions == lines.count, "\(kind.name)")
                #expect(Int64(count.records) == rows?.1 && count.sealed == 0, "\(kind.name)")
                let names = kind.fields.map(\.name)
                for line in lines { #expect(line["fields"]?.members?.map(\.key) == names, "\(kind.name)") }
                #expect(
                    folder.text("README.txt").contains("records/\(kind.name).jsonl  \(count.records) records, \(count.versions) versions."))
            }
            #expect(!folder.whole.contains("Zebedith"))
        }
    }

    @Test(
        "S-INF-13: a line says from when to when, by whom and why; more versions than are held at a time; documents' bytes by their hash",
        arguments: Engine.available)
    func lines(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await service.makeCase()
            let worker = try await service.person(as: .caseManager)
            let bytes: [UInt8] = (0...255).map { UInt8($0) }
            try await service.write(.wholeService(reason: "test"), action: "test.many") { writer in
                var document = Document()
                (document.type, document.title) = ("LETTER", "A “letter” of C:\\")
                try writer.keep(bytes, mediaType: "application/pdf", for: &document)
                try writer.create(document, child: made.child)
                for number in 0..<1_200 { try writer.create(Fixtures.contact(content: "Number \(number)"), child: made.child) }
            }
            clock.advance(days: 1)
            try await service.write(Scope(worker), action: "contact.correct", note: "The day was wrong") { writer in
                let one = try #require(try writer.reader.record(Contact.self, child: made.child, id: made.contact))
                try writer.correct(Contact.self, child: made.child, id: made.contact, from: one.from) { $0.content = "Put\nright" }
            }
            let (folder, counts) = try await taken(service)
            #expect(counts.first { $0.kind == "contact" }?.versions == 1_202 && counts.first { $0.kind == "contact" }?.records == 1_201)
            let contacts = try folder.lines("records/contact.jsonl")
            #expect(Set(contacts.compactMap { $0["fields"]?["content"]?.text }).count == 1_202)
            let mine = contacts.filter { $0["id"]?.text == made.contact.description }
            let (first, second) = (try #require(mine.first), try #require(mine.last))
            #expect(mine.count == 2 && first["child"]?.text == made.child.description)
            #expect(first["to"]?.text == second["from"]?.text && second["from"]?.text == clock.now.iso)
            #expect(first["to_entry"]?.number == second["from_entry"]?.number && second["to"]?.text == nil)
            #expect(second["by"]?.text == worker.id.description && second["action"]?.text == "contact.correct")
            #expect(second["why"]?.text == "The day was wrong" && first["why"]?.text == nil && second["withdrawn"]?.flag == false)
            #expect(
                second["fields"]?["content"]?.text == "Put\nright" && second["fields"]?["programme_ref"]?.text == made.programme.description
            )
            #expect(try folder.lines("records/document.jsonl").first?["fields"]?["title"]?.text == "A “letter” of C:\\")
            let hash = Content.hash(bytes)
            #expect(folder.files["contents/\(hash)"] == bytes)
            #expect(
                folder.text("contents.jsonl")
                    == "{\"hash\":\"\(hash)\",\"media_type\":\"application/pdf\",\"size\":256,\"whole\":true}\n")
        }
    }

    @Test(
        "S-INF-13, S-PEO-14: what is sealed of a former identity, what was taken off the wrong file and what was erased leave with nobody",
        arguments: Engine.available)
    func sealed(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let wrong = try await service.makeCase("Robin", "Vale", born: "2010-05-06")
            let right = try await service.makeCase("Ash", "Reed", born: "2010-05-06")
            let gone = try await service.makeCase("Perdita", "Umberfold", born: "2010-05-06")
            try await service.say("Met at Umberfold House", on: gone)
            try await service.say("Moved from the wrong file", on: wrong)
            let open = try await taken(service).folder.whole
            for word in ["Quillon", "2011-03-09", "Former Lane", "Perdita", "Umberfold"] { #expect(open.contains(word), "\(word)") }
            _ = try await made.seal(service)
            _ = try await service.move(
                RecordKey(kind: "contact", id: wrong.contact), of: wrong.child, to: right.child, reason: "Typed on the wrong file",
                by: try await service.person(as: .teamManager))
            _ = try await service.write(Scope(try await service.person(as: .serviceManager)), action: "erasure") { writer in
                try writer.erase(nil, of: gone.child, why: "RETENTION_ENDED", rule: "A rule")
            }
            let (folder, counts) = try await taken(service)
            for word in ["Quillon", "2011-03-09", "9 March 2011", "Former Lane", "Perdita", "Umberfold"] {
                #expect(!folder.whole.contains(word), "\(word)")
            }
            #expect(folder.text("records/child.jsonl").contains("Juniper"))
            // The entry stands on the right file with its history, and nothing of it on the wrong one.
            let contacts = try folder.lines("records/contact.jsonl")
            #expect(
                contacts.filter { $0["child"]?.text == right.child.description }.contains {
                    $0["fields"]?["content"]?.text == "Moved from the wrong file"
                })
            #expect(!contacts.contains { $0["id"]?.text == wrong.contact.description })
            for kind in WholeCount.kinds {
                let rows = try await service.store.read { db in
                    try db.integer("SELECT count(*) FROM \(raw: kind.name)_version WHERE service = \(service.id)")
                }
                let count = try #require(counts.first { $0.kind == kind.name })
                #expect(rows == Int64(count.versions + count.sealed), "\(kind.name)")
            }
            #expect(counts.first { $0.kind == "contact" }?.sealed == 3 && counts.first { $0.kind == "address" }?.sealed == 1)
        }
    }
}
