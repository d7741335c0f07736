import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Verify")
struct VerifyTests {
    @Test("A store nobody tampered with is whole, and says how far it reaches", arguments: Engine.available)
    func whole(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            let result = try await service.verify()
            #expect(result.faults == [])
            #expect(result.isWhole)
            #expect(result.head.position == result.entries)
            #expect(result.accessHead.position == result.accessEntries)
            #expect(JournalHead(result.head.text) == result.head)
            #expect(try await service.verify(noted: result.head, notedAccess: result.accessHead).isWhole)
        }
    }

    @Test(
        "Every change behind the program's back to the records or their journal is found and its entry named", arguments: Engine.available)
    func records(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            let missed = try await tamper(Tampering.records, service.store.reaching(.whole)) { db, kind in
                let check = JournalCheck(service: service, db: db, erased: try Erased(service: service, db: db))
                // Of the other kinds an attack on one kind's table changes nothing.
                try check.run(noted: nil, kinds: kind.map { [$0] } ?? allKinds)
                return check.sentences
            }
            #expect(missed == [])
            #expect(try await service.verify().faults == [], "everything was rolled back")
        }
    }

    @Test(
        "Every change behind the program's back to the access log or the sessions is found and its entry named", arguments: Engine.available
    )
    func access(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            let person = try await service.person(as: .caseManager)
            let account = OutsideAccount(issuer: "https://a.test", subject: "s", name: "n")
            let cookie = try await service.keepWaiting(account, onward: "/")
            let waiting = try #require(try await service.waitingAccount(cookie))
            try await service.linkWaiting(waiting, cookie: cookie, to: try await service.person(as: .caseManager))
            _ = try await service.makeToken(
                name: "Test", scopes: [.readChildren], of: person.id, until: Instant(milliseconds: service.now.milliseconds + 1000),
                by: person,
                page: "/account/tokens")
            let missed = try await tamper(Tampering.access, service.accessStore.reaching(.whole)) { db, _ in
                var check = AccessCheck(service: service, db: db)
                try check.run(noted: nil, services: [1, 2])
                return check.faults.map { String($0.dropFirst("access ".count)) }
            }
            #expect(missed == [])
        }
    }

    @Test("A session made out of an ended one, or beside another, is found", arguments: Engine.available)
    func revivedSession(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let token = try await service.startSession(staff: person.id)
            let kept = try await service.accessStore.read { db in
                try db.first("SELECT token, entry, made_at, ends_at FROM session") { row in
                    (row.blob(0) ?? [], row.integer(1) ?? 0, try row.instant(2).iso, try row.instant(3).iso)
                }
            }
            let (hash, entry, made, ends) = try #require(kept)
            try await service.endSession(token, person: person)
            #expect(try await service.verify().isWhole)
            try await service.accessStore.write { db in
                try db.run(
                    """
                    INSERT INTO session (token, service, staff, entry, made_at, seen_at, ends_at)
                    VALUES (\(SQLValue.blob(hash)), 1, \(person.id.uuid), \(entry), \(made), \(made), \(ends))
                    """)
            }
            #expect(try await service.verify().faults == ["access entry \(entry): an ended session runs again"])
        }
    }

    @Test("A sign-in that is not done is held to its bounds: how long it may take, and how it may have begun", arguments: Engine.available)
    func steps(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            _ = try await service.startStep(staff: person.id)
            #expect(try await service.verify().isWhole)
            let late = Instant(milliseconds: clock.now.milliseconds + 3_600_000).iso
            try await service.accessStore.write { db in
                try db.run(
                    """
                    INSERT INTO sign_in_step (service, token, staff, factor, ends_at, way)
                    VALUES (1, \(SQLValue.blob([1])), \(person.id.uuid), 1, \(late), 'by_hand')
                    """)
            }
            let found = try await service.verify().faults
            #expect(found.contains("sign-in step: one that lasts longer than a sign-in may take"))
            #expect(found.contains("sign-in step: one that began in no way there is"))
        }
    }

    @Test("A tail dropped without a trace is found against the head noted earlier", arguments: Engine.available)
    func tail(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            try await service.makeCase()
            try await service.record(View("open", page: "/children/{child}"), by: person)
            let before = try await service.verify()
            try await service.makeCase("Ash")
            try await service.record(View("open", page: "/children/{child}"), by: person)
            let noted = try await service.verify()
            try await service.store.write { db in
                try Tampering.disarm(db)
                for kind in allKinds {
                    let new = "SELECT id FROM \(kind.name)_version WHERE from_position = \(noted.head.position)"
                    try db.script("DELETE FROM \(kind.name) WHERE id IN (\(new));")
                    try db.script("DELETE FROM \(kind.name)_version WHERE from_position = \(noted.head.position);")
                }
                for table in ["journal_row", "journal"] { try db.run("DELETE FROM \(raw: table) WHERE position = \(noted.head.position)") }
                try db.run("UPDATE journal_head SET position = \(before.head.position), hash = \(SQLValue.blob(before.head.hash))")
            }
            try await service.accessStore.write { db in
                if db.dialect == .sqlite { try Tampering.disarm(db) }
                try db.run("DELETE FROM access_entry WHERE position = \(noted.accessHead.position)")
                try db.run(
                    "UPDATE access_head SET position = \(before.accessHead.position), hash = \(SQLValue.blob(before.accessHead.hash))")
            }
            #expect(try await service.verify().isWhole, "without a noted head nothing shows")
            let found = try await service.verify(noted: noted.head, notedAccess: noted.accessHead).faults
            #expect(found.contains("entry \(noted.head.position): missing; the journal was noted up to \(noted.head.position)"))
            #expect(
                found.contains("access entry \(noted.accessHead.position): missing; the log was noted up to \(noted.accessHead.position)"))
            #expect(found.count == 2)
        }
    }

    /// Runs every attack on every table, each undone, and answers those that went unnoticed or were put down to the wrong entry.
    private func tamper(
        _ tables: [Tampering], _ store: any SQLStore, _ check: @escaping @Sendable (any SQLConnection, AnyKind?) throws -> [String]
    ) async throws -> [String] {
        do {
            try await store.write { db in
                var missed: [String] = []
                try Tampering.disarm(db)
                for table in tables {
                    for attack in try table.attacks(db) {
                        try db.script("SAVEPOINT attack;")
                        let faults: [String]
                        do {
                            try attack.run(db)
                            faults = try check(db, table.kind)
                        } catch {
                            throw Done(missed: ["\(table.table): \(attack.name) could not be run: \(error)"])
                        }
                        let named = Set(faults.compactMap { Int64($0.dropFirst("entry ".count).prefix { $0.isNumber }) })
                        if faults.isEmpty { missed.append("\(table.table): \(attack.name)") }
                        if let entries = attack.entries, named.isDisjoint(with: entries), !faults.isEmpty {
                            missed.append("\(table.table): \(attack.name), \(entries) not among \(faults)")
                        }
                        try db.script("ROLLBACK TO SAVEPOINT attack;")
                        try db.script("RELEASE SAVEPOINT attack;")
                    }
                }
                throw Done(missed: missed)
            }
            return ["nothing ran"]
        } catch let done as Done {
            return done.missed
        }
    }
    private struct Done: Error { let missed: [String] }
}

extension Service {
    /// Two records of every kind, each with a closed version and a current one, notes, views, a session that runs and one that ended,
    /// and a second service on the same store. Values are only of the right sort: what rules ask is another test's.
    func fillEveryKind() async throws {
        let clock = clock
        let other = try await Service.open("OTH", name: "Otherham", store: store, access: accessStore, clock: clock)
        try await other.accessLog.record(View("list", page: "/children"), staff: nil)
        var ids: [String: [RecordID]] = [:]
        for kind in allKinds { ids[kind.name] = (0..<2).map { _ in RecordID.new(at: now) } }
        let all = ids
        let child = all["child"]?.first ?? .unset
        let first = try await write(.wholeService(reason: "test"), action: "fill", note: "To be altered") { writer in
            func fill<R: RecordKind>(_ type: R.Type) {
                for (index, id) in (all[R.kind.name] ?? []).enumerated() {
                    let home = R.kind.scope == .service ? nil : R.kind.name == "child" ? id : child
                    writer.stage(
                        R.filled(index, all), child: home, id: id, source: "test", ref: "T\(index)", withdrawn: false, isNew: true,
                        closes: nil)
                }
            }
            for kind in allKinds { fill(kind.type) }
            return writer.position
        }
        try await write(.wholeService(reason: "test"), action: "fill.again", note: "To be altered too") { writer in
            func fill<R: RecordKind>(_ type: R.Type) {
                for (index, id) in (all[R.kind.name] ?? []).enumerated() {
                    let home = R.kind.scope == .service ? nil : R.kind.name == "child" ? id : child
                    writer.stage(
                        R.filled(index + 2, all), child: home, id: id, source: "test", ref: "T\(index)", withdrawn: false, isNew: false,
                        closes: first)
                }
            }
            for kind in allKinds { fill(kind.type) }
        }
        let person = try await person(as: .caseManager)
        try await record(View("open", page: "/children/{child}", child: child, asAt: 3), by: person)
        let ended = [try await startSession(staff: person.id), try await startSession(staff: person.id)]
        for token in ended { try await endSession(token, person: person) }
        for _ in 0..<2 { _ = try await startSession(staff: person.id) }
    }
}

extension RecordKind {
    /// A record with a value in every field, another for each number.
    static func filled(_ number: Int, _ ids: [String: [RecordID]]) -> Self {
        var record = Self()
        for field in kind.fields {
            let value: Value =
                switch field.kind {
                case .text, .longText, .code, .codes, .secret: .text("text \(number)")
                case .day: .day(Day(number: 20_000 + number))
                case .instant: .instant(Instant(milliseconds: 1_700_000_000_000 + Int64(number)))
                case .number(let range): .number(range.lowerBound + number % 2)
                case .flag: .flag(number % 2 == 0)
                case .link(let target): .id(ids[target]?.last ?? .unset)
                case .links(let target): .ids(ids[target] ?? [])
                }
            _ = field.set(&record, value)
        }
        return record
    }
}
