import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Moving between engines")
struct MoveTests {
    @Test("S-INF-11: what is moved to the other engine and back is the same, row by row, head by head", arguments: Engine.available)
    func thereAndBack(from: Engine) async throws {
        let to = Engine.available.last { $0 != from } ?? from
        try await withService(from) { service, clock in
            try await service.fillEveryKind()
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            let before = (try await service.verify(), try await service.export())
            #expect(before.0.faults == [])
            try await withStores(to) { records, access in
                let sums = try await Backup.move(from: (service.store, service.accessStore), to: (records, access))
                #expect(sums.count == TableLayout.records.count + TableLayout.access.count)
                try await same(before, "SAN", records, access, clock)
                try await withStores(from) { back, views in
                    #expect(try await Backup.move(from: (records, access), to: (back, views)) == sums)
                    try await same(before, "SAN", back, views, clock)
                    // The second service of the store came along.
                    let other = try await Service.open("OTH", store: back, access: views, clock: { clock.now })
                    #expect(try await other.verify().faults == [])
                }
            }
        }
    }

    private func same(
        _ before: (Verification, [(name: String, bytes: [UInt8])]), _ code: String, _ records: any SQLStore, _ access: any SQLStore,
        _ clock: TestClock
    ) async throws {
        let there = try await Service.open(code, store: records, access: access, clock: { clock.now })
        let after = try await there.verify(noted: before.0.head, notedAccess: before.0.accessHead)
        #expect(after.faults == [])
        #expect((after.head, after.accessHead) == (before.0.head, before.0.accessHead))
        #expect((after.entries, after.versions, after.accessEntries) == (before.0.entries, before.0.versions, before.0.accessEntries))
        for (a, b) in zip(try await there.export(), before.1) { #expect(a.name == b.name && a.bytes == b.bytes, "\(a.name)") }
    }

    @Test("S-INF-11: a table's hash shows one changed value and one row fewer, and not the order of rows", arguments: Engine.available)
    func sums(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.makeCase()
            func sum() async throws -> TableSum? {
                try await Backup.sums(records: service.store, access: service.accessStore).first { $0.table == "search_key" }
            }
            let first = try #require(try await sum())
            #expect(first.rows > 1)
            try await service.store.write { db in
                try db.run("UPDATE search_key SET key = key || 'x' WHERE key = (SELECT min(key) FROM search_key)")
            }
            let second = try #require(try await sum())
            #expect(second.rows == first.rows && second.hash != first.hash)
            try await service.store.write { db in
                try db.run("DELETE FROM search_key WHERE key = (SELECT min(key) FROM search_key)")
            }
            #expect(try await sum()?.rows ?? 0 < first.rows)
        }
    }

    @Test("S-INF-11: nothing is moved over something that is there", arguments: Engine.available)
    func onlyIntoEmpty(engine: Engine) async throws {
        try await withService(.sqlite) { service, _ in
            try await withService(engine) { other, _ in
                let head = try await other.verify().head
                await #expect(throws: BackupError.notEmpty) {
                    try await Backup.move(from: (service.store, service.accessStore), to: (other.store, other.accessStore))
                }
                #expect(try await other.verify().head == head)
            }
        }
    }
}
