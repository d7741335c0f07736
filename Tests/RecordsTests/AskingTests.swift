import Casework
import Storage
import TestSupport
import Testing

@testable import Records

/// From where something was asked for is in the access log, and in its chain.
@Suite("Asked from where")
struct AskingTests {
    @Test(
        "ASVS 16.2.1: entries of an earlier Waymark stay whole beside those that say from where, and neither can be made to look like the other",
        arguments: Engine.available)
    func earlierEntries(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            let earlier = Migrations.access.filter { $0.id != AskingColumns.migration.id }
            try await Migrator.migrate(store, Migrations.records + (engine == .postgres ? earlier : []))
            if engine == .sqlite { try await Migrator.migrate(access, earlier) }
            try await Self.writeAsBefore(3, store, access)

            let clock = TestClock(TestClock.start)
            let service = try await Service.open("SAN", store: store, access: access, clock: { clock.now })
            #expect(try await service.verify().faults == [])
            #expect(try await service.verify().accessEntries == 3)
            try await service.hireOneOfEach()
            let person = try await service.person(as: .caseManager)
            _ = try await service.startSession(staff: person.id)
            try await Asking.$current.withValue(Asking(request: "r1")) {
                try await Asking.by(session: 4) { try await service.record(View("list", page: "/children"), by: person) }
            }
            let whole = try await service.verify()
            #expect(whole.faults == [] && whole.accessEntries == 5)
            let lines = try await service.accessLines(after: 0).map(\.line)
            #expect(lines.last?.contains("\"request\":\"r1\",\"session\":4,") == true)
            #expect(!lines[0].contains("request") && !lines[0].contains("session"))

            for (change, entry) in [
                ("request = NULL, session = NULL WHERE position = 5", 5), ("request = NULL WHERE position = 5", 5),
                ("session = NULL WHERE position = 5", 5), ("session = 3 WHERE position = 5", 5), ("request = 'r2' WHERE position = 5", 5),
                ("request = NULL WHERE position = 4", 4), ("request = '' WHERE position = 2", 2), ("session = 1 WHERE position = 2", 2),
            ] {
                let found = try await access.reaching(.whole).faults(after: "UPDATE access_entry SET \(change)", of: service)
                #expect(found == ["access entry \(entry): it, or the session it started, changed since it was written"], "\(change)")
            }
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("ASVS 16.2.1: what asks is kept through a move to the other engine, and through a renewed session", arguments: Engine.available)
    func kept(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let token = try await service.startSession(staff: person.id)
            let entry = try #require(try await service.person(session: token) { _, _ in }?.entry)
            let renewed = try await Asking.$current.withValue(Asking(request: "again")) {
                try await Asking.by(session: entry) { try await service.renewSession(token, of: person, page: "/account") }
            }
            let cookie = try #require(renewed)
            let next = try #require(try await service.person(session: cookie) { _, _ in }?.entry)
            #expect(next > entry)
            // The entry that renewed it leads from the one session to the other.
            let last = try #require(try await service.accessLines(after: next - 1).first?.line)
            #expect(last.contains("\"action\":\"password_again\"") && last.contains("\"session\":\(entry),"))
            try await withStore(.sqlite) { copy in
                try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                #expect(try await Backup.verify(copy).first?.found.faults == [])
                let other: Engine = engine == .sqlite ? .postgres : .sqlite
                try await withStores(Engine.available.contains(other) ? other : engine) { records, views in
                    try await Backup.restore(from: copy, records: records, access: views)
                    let back = try await Service.open("SAN", store: records, access: views, clock: { TestClock.start })
                    #expect(try await back.verify().faults == [])
                    #expect(try await back.accessLines(after: 0).map(\.line) == service.accessLines(after: 0).map(\.line))
                }
            }
        }
    }

    /// Entries as the release before wrote them, hashed by its own text.
    private static func writeAsBefore(_ count: Int64, _ store: any SQLStore, _ access: any SQLStore) async throws {
        try await store.reaching(.whole).write { db in
            try db.run("INSERT INTO service (id, code, name) VALUES (1, 'SAN', 'Sandholme')")
            let genesis = SQLValue.blob(JournalEntry.genesis(service: "SAN", name: "Sandholme"))
            try db.run(
                "INSERT INTO journal_head (service, position, recorded_at, hash) VALUES (1, 0, '1970-01-01T00:00:00.000Z', \(genesis))")
        }
        try await access.reaching(.whole).write { db in
            let (at, staff) = (TestClock.start, RecordID.new(at: TestClock.start))
            var previous = AccessEntry.genesis(service: "SAN")
            for position in 1...count {
                var canon = Canon()
                canon.add("waymark-access-1")
                canon.add("SAN")
                canon.add(position)
                canon.add(at.milliseconds)
                canon.add(staff as RecordID?)
                canon.add("open")
                canon.add("/children/{child}")
                canon.add(nil as RecordID?)
                canon.add("role")
                canon.add(0 as Int64)
                canon.add(0 as Int64)
                canon.add([] as [UInt8])
                canon.add(previous)
                let hash = canon.digest()
                try db.run(
                    """
                    INSERT INTO access_entry (service, position, at, staff, action, page, child, shown, as_at, previous, hash)
                    VALUES (1, \(position), \(at.iso), \(staff.uuid), 'open', '/children/{child}', NULL, 'role', NULL,
                    \(SQLValue.blob(previous)), \(SQLValue.blob(hash)))
                    """)
                previous = hash
            }
            try db.run("INSERT INTO access_head (service, position, hash) VALUES (1, \(count), \(SQLValue.blob(previous)))")
        }
    }
}

/// Thrown to take a change back.
private struct TakenBack: Error { let faults: [String] }

extension SQLStore {
    /// What the check of the access log finds after a change behind the program's back, which is taken back.
    fileprivate func faults(after change: String, of service: Service) async throws -> [String] {
        do {
            try await write { db in
                try Tampering.disarm(db)
                try db.run(SQL(raw: change))
                var check = AccessCheck(service: service, db: db)
                try check.run(noted: nil, services: [service.id])
                throw TakenBack(faults: check.faults)
            }
            return []
        } catch let taken as TakenBack { return taken.faults }
    }
}
