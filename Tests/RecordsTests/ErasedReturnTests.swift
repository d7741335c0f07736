import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("An old folder after an erasure")
struct ErasedReturnTests {
    private static let children = """
        child_ref,given_name,family_name,date_of_birth
        c1,Quillon,Zebedith,2011-03-09
        c2,Ash,Reed,2010-01-02

        """
    private static let offences = """
        offence_ref,child_ref,offence_date
        o1,c1,2026-05-02
        o2,c2,2026-05-03

        """

    private func erase(_ service: Service, _ child: RecordID) async throws {
        try await service.write(.wholeService(reason: "test"), action: "child.erase") { writer in
            _ = try writer.erase(nil, of: child, why: "RETENTION_ENDED", rule: "test")
        }
    }

    @Test(
        "S-PEO-14: an erased child's rows are refused with a reason, others are taken, and nothing of the child is kept for it",
        arguments: Engine.available)
    func folderAgain(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let files = folder(("children.csv", Self.children), ("offences.csv", Self.offences))
            #expect(try await service.bringIn(files).refusals == [])
            let child = try #require(try await service.stored(Child.self, ref: "c1").first).id
            try await erase(service, child)
            let again = try await service.bringIn(files)
            #expect(again.refusals.count == 2 && again.new == 0, "\(again.refusals)")
            #expect(again.refusals[0].contains("children.csv 2: child_ref: This child’s records were erased here"))
            #expect(again.refusals[1].hasPrefix("offences.csv 2"))
            #expect(try await service.stored(Child.self, ref: "c1").isEmpty)
            // From another system the same reference with the same birth date is the same child; with another it is not.
            #expect(try await service.bringIn(files, source: "other").refusals.count == 2)
            let else_ = Self.children.replacing("2011-03-09", with: "2012-12-12")
            #expect(try await service.bringIn(folder(("children.csv", else_)), source: "third").refusals == [])
            let kept = try await service.store.reaching(.whole).read { db in
                try db.rows("SELECT source, ref, hash FROM imported WHERE kind LIKE 'erased%'") { row in
                    (row.text(0) ?? "") + (row.text(1) ?? "") + String(decoding: row.blob(2) ?? [], as: UTF8.self)
                }
            }
            #expect(kept.count == 3, "a key and two hashes")
            #expect(!kept.contains { $0.contains("c1") && $0.count < 20 || $0.contains("Quillon") || $0.contains("2011") })
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("S-PEO-14: our own export of before the erasure does not bring the child back either", arguments: Engine.available)
    func ownExport(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (gone, kept) = (
                try await service.makeCase("Quillon", "Zebedith"), try await service.makeCase("Ash", "Reed", born: "2010-01-02")
            )
            let export = try await service.export().filter { ["children.csv", "offences.csv"].contains($0.name) }
            try await erase(service, gone.child)
            let report = try await service.bringIn(export, source: "old")
            #expect(report.new == 0 && report.refusals.contains { $0.contains("were erased here") }, "\(report.refusals)")
            #expect(
                try await service.read(.wholeService(reason: "test")) { try $0.record(Child.self, child: kept.child, id: kept.child) }
                    != nil)
        }
    }
}
