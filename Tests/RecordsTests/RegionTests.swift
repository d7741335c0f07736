import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("A region beside services")
struct RegionTests {
    @Test(
        "S-INF-11: a region's own transactions reach no row of a service, even where the program forgets whose",
        .enabled(if: Engine.available.contains(.postgres)))
    func rowsOfServices() async throws {
        try await withService(.postgres) { service, _ in
            try await service.fillEveryKind()
            try await service.makeCase()
            try await service.join(region: "WEST", name: "The west")
            try await service.carryToRegion()
            let region = try await Service.open("WEST", store: service.store, access: service.accessStore, clock: { TestClock.start })
            var (looked, foreign) = (0, [String]())
            for table in TableLayout.records + TableLayout.access where table.columns.contains(where: { $0.name == "service" }) {
                let seen = try await region.store.read { db in
                    try db.rows("SELECT DISTINCT service FROM \(raw: table.name)") { $0.integer(0) ?? 0 }
                }
                looked += 1
                if seen.contains(where: { $0 != region.id }) { foreign.append(table.name) }
            }
            #expect(looked > 100 && foreign == [])
            let children = try await region.store.read { try $0.integer("SELECT count(*) FROM child_version") }
            #expect(children == 0)
            let members = try await region.store.read { try $0.integer("SELECT count(*) FROM region_member") }
            #expect(members == 1, "and it does see its own")
            #expect(try await region.rowSecurityFaults() == [])
        }
    }

    @Test("a service writes into a region that took it in, and into no other service's records", arguments: Engine.available)
    func onlyItsRegion(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { TestClock.start })
            // A membership nobody made with the command.
            try await service.write(.wholeService(reason: "test"), action: "test") { writer in
                var row = RegionMember()
                (row.region, row.regionName, row.member, row.memberName, row.joinedOn) = (
                    "OTH", "Otherham", "SAN", "Sandholme", writer.recordedAt.londonDay
                )
                try writer.create(row)
                var report = RegionReport()
                (report.region, report.member, report.memberName, report.period) = ("OTH", "SAN", "Sandholme", "2026Q1")
                (report.asAt, report.issuedOn, report.sharedOn) = (
                    writer.recordedAt, writer.recordedAt.londonDay, writer.recordedAt.londonDay
                )
                (report.reportHash, report.figures) = ("0", "measure\n")
                try writer.create(report)
            }
            let before = try await other.read(.wholeService(reason: "test")) { try $0.headPosition() }
            try await service.carryToRegion()
            #expect(try await other.read(.wholeService(reason: "test")) { try $0.serviceRecords(RegionReport.self) }.isEmpty)
            #expect(try await other.read(.wholeService(reason: "test")) { try $0.headPosition() } == before)
        }
    }
}
