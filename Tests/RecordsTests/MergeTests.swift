import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Merging two records of one child")
struct MergeTests {
    @Test("S-PEO-01: merged records come together under the child that stays, and no id is rewritten", arguments: Engine.available)
    func together(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (kept, merged) = (try await service.makeCase("Robin"), try await service.makeCase("Rob"))
            let before = try await service.anchors()
            try await service.merge(merged.child, into: kept.child)
            let after = try await service.anchors()
            #expect(after.filter { !$0.hasPrefix("merge") } == before)
            for asked in [kept.child, merged.child] {
                let (files, contacts, one) = try await service.read(.wholeService(reason: "test")) { reader in
                    (
                        try reader.files(of: asked), Set(try reader.records(Contact.self, child: asked).map(\.id)),
                        try reader.record(Contact.self, child: asked, id: merged.contact)?.child
                    )
                }
                #expect(files == [kept.child, merged.child])
                #expect(contacts == [kept.contact, merged.contact])
                #expect(one == merged.child, "it stays where it was written")
            }
        }
    }

    @Test("A file's records stand in the order of their references, those of a merged record among them", arguments: Engine.available)
    func ordered(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (kept, merged) = (try await service.makeCase("Robin"), try await service.makeCase("Rob"))
            try await service.write(.wholeService(reason: "test"), action: "x") { writer in
                for (child, ref) in [(kept.child, "k9"), (kept.child, "k3"), (merged.child, "k7"), (merged.child, "k1")] {
                    try writer.create(Fixtures.contact(), child: child, ref: ref)
                }
            }
            func refs() async throws -> [String] {
                try await service.read(.wholeService(reason: "test")) { reader in
                    var found: [String] = []
                    try reader.caseFiles([Need(Contact.self)]) { file in
                        if file.child.id == kept.child { found = file[Contact.self].map(\.ref).filter { $0.hasPrefix("k") } }
                    }
                    return found
                }
            }
            #expect(try await refs() == ["k3", "k9"])
            try await service.merge(merged.child, into: kept.child)
            #expect(try await refs() == ["k1", "k3", "k7", "k9"])
        }
    }

    @Test("Undoing a merge takes the records apart again, derived tables and all", arguments: Engine.available)
    func undone(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (kept, merged) = (try await service.makeCase("Robin"), try await service.makeCase("Rob"))
            let before = (try await service.snapshot(of: [kept.child, merged.child]), try await service.derivedRows())
            let merge = try await service.merge(merged.child, into: kept.child)
            #expect(try await service.derivedRows().filter { $0.hasPrefix("child_list") }.count == 1)
            try await service.undo(merge: merge, of: kept.child)
            #expect(try await service.snapshot(of: [kept.child, merged.child]) == before.0)
            #expect(try await service.derivedRows() == before.1)
        }
    }

    @Test("A chain of merges answers as one child, and undoing the last link leaves the first", arguments: Engine.available)
    func chained(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (a, b, c) = (try await service.makeCase("Ash"), try await service.makeCase("Bo"), try await service.makeCase("Cam"))
            try await service.merge(a.child, into: b.child)
            let last = try await service.merge(b.child, into: c.child)
            #expect(try await files(service, a.child) == [c.child] + [a.child, b.child].sorted())
            #expect(try await same(service))
            try await service.undo(merge: last, of: a.child)
            #expect(try await files(service, a.child) == [b.child, a.child])
            #expect(try await files(service, c.child) == [c.child])
            #expect(try await same(service))
        }
    }

    @Test("A record is merged once, and never into itself", arguments: Engine.available)
    func refused(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (a, b, c) = (try await service.makeCase("Ash"), try await service.makeCase("Bo"), try await service.makeCase("Cam"))
            try await service.merge(a.child, into: b.child)
            for (merged, into) in [(a.child, a.child), (b.child, a.child), (a.child, b.child), (a.child, c.child), (c.child, c.child)] {
                await #expect(throws: Problems.self) { try await service.merge(merged, into: into) }
            }
        }
    }

    @Test("A new record that links into a merged record is kept with it, so undoing the merge takes it along", arguments: Engine.available)
    func newLinked(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (kept, merged) = (try await service.makeCase("Robin"), try await service.makeCase("Rob"))
            let merge = try await service.merge(merged.child, into: kept.child)
            let (linked, single, free) = try await service.write(.wholeService(reason: "test"), action: "x") { writer in
                let linked = try writer.create(Fixtures.outcome(of: merged.offence, "REFERRAL_ORDER"), child: kept.child)
                // Its list names the other file's offence first, but its one outcome cannot leave the merged record.
                var programme = Fixtures.programme(of: kept.offence)
                programme.offences = [kept.offence, merged.offence]
                programme.outcome = merged.outcome
                return (linked, try writer.create(programme, child: kept.child), try writer.create(Fixtures.contact(), child: merged.child))
            }
            #expect(try await service.verify().faults == [])
            try await service.undo(merge: merge, of: kept.child)
            let apart = try await service.read(.wholeService(reason: "test")) { reader in
                (
                    try reader.record(Outcome.self, child: merged.child, id: linked)?.id,
                    try reader.record(Programme.self, child: merged.child, id: single)?.id,
                    try reader.record(Contact.self, child: kept.child, id: free)?.id
                )
            }
            #expect(apart == (linked, single, free))
        }
    }

    @Test("All files at once are the same as each file asked for alone, whichever was made first", arguments: Engine.available)
    func caseFiles(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            var made: [MadeCase] = []
            for name in ["Ash", "Bo", "Cam", "Dee", "Eli"] { made.append(try await service.makeCase(name)) }
            try await service.merge(made[0].child, into: made[3].child)
            try await service.merge(made[4].child, into: made[1].child)
            #expect(try await same(service))
            let files = try await service.read(.wholeService(reason: "test")) { try $0.dumpFiles().filter { $0.hasPrefix("child ") } }
            #expect(files.count == 3)
        }
    }

    private func files(_ service: Service, _ child: RecordID) async throws -> [RecordID] {
        try await service.read(.wholeService(reason: "test")) { try $0.files(of: child) }
    }

    /// Whether the scan of all files and the reading of each agree.
    private func same(_ service: Service) async throws -> Bool {
        let id = service.id
        return try await service.read(.wholeService(reason: "test")) { reader in
            let children = try reader.db.rows("SELECT id FROM child WHERE service = \(id) ORDER BY id") { $0.id(0).map(RecordID.init) }
                .compactMap { $0 }
            let alone = try children.filter { try reader.files(of: $0).first == $0 }.flatMap { try reader.dumpFiles(of: [$0]) }
            // However many read a share of it, also more than there are children, together they read each file once and whole.
            let shared = try (1...7).allSatisfy { try CaseloadShare.split($0).flatMap { try reader.dumpFiles(share: $0) } == alone }
            return try shared && reader.dumpFiles() == alone && reader.dumpFiles(of: children) == alone
        }
    }
}

extension Service {
    /// Every anchor of a child's file.
    func anchors() async throws -> [String] {
        try await store.read { db in
            var lines: [String] = []
            for kind in allKinds where kind.scope == .child {
                try db.each("SELECT child, id, ref FROM \(raw: kind.name)") { row in
                    lines.append(
                        "\(kind.name) \(row.id(0).map(RecordID.init)?.description ?? "") \(row.id(1).map(RecordID.init)?.description ?? "") \(row.text(2) ?? "")"
                    )
                }
            }
            return lines.sorted()
        }
    }
}
