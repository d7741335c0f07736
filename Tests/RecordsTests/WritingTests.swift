import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Writing and reading records")
struct WritingTests {
    @Test("What was written is read back, field by field", arguments: Engine.available)
    func readsBack(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            let found = try await service.read(Scope(manager)) { reader in
                (
                    child: try reader.record(Child.self, child: made.child, id: made.child),
                    contact: try reader.record(Contact.self, child: made.child, id: made.contact),
                    outcomes: try reader.records(Outcome.self, child: made.child)
                )
            }
            #expect(found.child?.value.nameUsed == "Robin Vale")
            #expect(found.child?.dateOfBirth == Day(iso: "2011-03-09"))
            #expect(found.contact?.at == Instant("2026-09-14T15:30"))
            #expect(found.contact?.programme == made.programme)
            #expect(found.outcomes.map(\.offence) == [made.offence])
            #expect(found.contact?.definition == Contact.kind.version)
        }
    }

    @Test("S-INF-11: a correction keeps every earlier version, with who wrote it, when and why", arguments: Engine.available)
    func history(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (writer, manager) = (try await service.person(as: .caseManager), try await service.person(as: .teamManager))
            let made = try await service.makeCase(by: writer)
            clock.advance(days: 2)
            let first = try await contact(made, service, manager)
            try await service.write(Scope(manager), action: "contact.correct", note: "Wrong school named") {
                try $0.correct(Contact.self, child: made.child, id: made.contact, from: first.from) {
                    $0.content = "Talked about sixth form."
                }
            }
            let (versions, trails) = try await service.read(Scope(manager)) { reader in
                let versions = try reader.history(Contact.self, child: made.child, id: made.contact)
                return (versions, try reader.trails(versions.map(\.from)))
            }
            #expect(versions.map(\.value.content) == ["Talked about college.", "Talked about sixth form."])
            #expect(versions.first?.to == versions.last?.from)
            #expect(versions.last?.to == nil)
            let said = versions.compactMap { trails[$0.from] }
            #expect(said.map(\.staff) == [writer.id, manager.id])
            #expect(said.map(\.note) == [nil, "Wrong school named"])
            #expect(said.map(\.recordedAt) == [TestClock.start, clock.now])
        }
    }

    @Test("Who saves second is told, and nothing of theirs is written", arguments: Engine.available)
    func conflict(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            let seen = try await contact(made, service, manager)
            try await service.write(Scope(manager), action: "contact.correct") {
                try $0.correct(Contact.self, child: made.child, id: made.contact, from: seen.from) { $0.aim = "First" }
            }
            await #expect(throws: Conflict.self) {
                try await service.write(Scope(manager), action: "contact.correct") {
                    try $0.correct(Contact.self, child: made.child, id: made.contact, from: seen.from) { $0.aim = "Second" }
                }
            }
            await #expect(throws: Conflict.self) {
                try await service.write(Scope(manager), action: "contact.withdraw") {
                    try $0.withdraw(Contact.self, child: made.child, id: made.contact, from: seen.from)
                }
            }
            #expect(try await contact(made, service, manager).aim == "First")
        }
    }

    @Test("Of many who save the same version at once, exactly one succeeds", arguments: Engine.available)
    func race(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            let seen = try await contact(made, service, manager)
            let won = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        do {
                            try await service.write(Scope(manager), action: "contact.correct") {
                                try $0.correct(Contact.self, child: made.child, id: made.contact, from: seen.from) {
                                    $0.aim = "Saver \(index)"
                                }
                            }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(won == 1)
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("Nothing is written when nothing differs", arguments: Engine.available)
    func nothingDiffers(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            let seen = try await contact(made, service, manager)
            let before = try await service.read(Scope(manager)) { try $0.headPosition() }
            let wrote = try await service.write(Scope(manager), action: "contact.correct") {
                try $0.correct(Contact.self, child: made.child, id: made.contact, from: seen.from) { $0.content = "Talked about college." }
            }
            #expect(!wrote)
            #expect(try await service.read(Scope(manager)) { try $0.headPosition() } == before)
        }
    }

    @Test("What a person may not see keeps what it holds when they edit the rest", arguments: Engine.available)
    func unseenFields(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (manager, support) = (try await service.person(as: .caseManager), try await service.person(as: .businessSupport))
            var child = Fixtures.child()
            child.nhsNumber = "943 476 5919"
            let id = try await service.write(Scope(manager), action: "child.add") { [child] in try $0.create(child) }
            let seen = try await service.read(Scope(support)) { try $0.record(Child.self, child: id, id: id) }
            let found = try #require(seen)
            #expect(found.nhsNumber == nil)
            // What their form sends holds the blank it showed them.
            try await service.write(Scope(support), action: "child.correct") {
                try $0.correct(Child.self, child: id, id: id, from: found.from) {
                    $0 = found.value
                    $0.knownAs = "Rob"
                    $0.nhsNumber = "000"
                }
            }
            let after = try await service.read(Scope(manager)) { try $0.record(Child.self, child: id, id: id) }
            #expect(after?.knownAs == "Rob")
            #expect(after?.nhsNumber == "943 476 5919")
            let second = try await service.write(Scope(support), action: "child.add") { [child] in try $0.create(child) }
            let made = try await service.read(Scope(manager)) { try $0.record(Child.self, child: second, id: second) }
            #expect(made?.value.nameUsed == "Robin Vale")
            #expect(made?.nhsNumber == nil)
        }
    }

    @Test("A link must name a live record of the same child", arguments: Engine.available)
    func links(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let (made, other) = (try await service.makeCase(by: manager), try await service.makeCase("Ash", by: manager))
            let absent = RecordID.new(at: service.now)
            for offence in [absent, other.offence, made.contact] {
                let fields = await problems {
                    try await service.write(Scope(manager), action: "x") { try $0.create(Fixtures.outcome(of: offence), child: made.child) }
                }
                #expect(fields == ["offence_ref"])
            }
            let fields = await problems {
                try await service.write(Scope(manager), action: "x") {
                    try $0.create(Fixtures.programme(of: other.offence), child: made.child)
                }
            }
            #expect(fields == ["offence_refs"])
            try await withdraw(Contact.self, made.contact, made, service, manager)
            try await withdraw(Programme.self, made.programme, made, service, manager)
            let gone = await problems {
                try await service.write(Scope(manager), action: "x") {
                    try $0.create(Fixtures.contact(programme: made.programme), child: made.child)
                }
            }
            #expect(gone == ["programme_ref"])
        }
    }

    @Test("A record others point at is not withdrawn; once they are, it is, and keeps its history", arguments: Engine.available)
    func withdrawing(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            for refused in [made.offence] {
                let found = await problems { try await withdraw(Offence.self, refused, made, service, manager) }
                #expect(found == [""])
            }
            #expect(await problems { try await withdraw(Child.self, made.child, made, service, manager) } == [""])
            try await withdraw(Contact.self, made.contact, made, service, manager)
            try await withdraw(Programme.self, made.programme, made, service, manager)
            try await withdraw(Outcome.self, made.outcome, made, service, manager)
            try await withdraw(Offence.self, made.offence, made, service, manager)
            let (left, one, history) = try await service.read(Scope(manager)) { reader in
                (
                    try reader.records(Offence.self, child: made.child).count,
                    try reader.record(Offence.self, child: made.child, id: made.offence)?.id,
                    try reader.history(Offence.self, child: made.child, id: made.offence)
                )
            }
            #expect(left == 0)
            #expect(one == nil)
            #expect(history.map(\.withdrawn) == [false, true])
            await #expect(throws: Conflict.self) {
                try await service.write(Scope(manager), action: "x") { [from = history[1].from] in
                    try $0.correct(Offence.self, child: made.child, id: made.offence, from: from) { $0.place = "Mill Lane" }
                }
            }
        }
    }

    @Test("A record is corrected only through the child whose file it is in", arguments: Engine.available)
    func throughTheChild(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let (made, other) = (try await service.makeCase(by: manager), try await service.makeCase("Ash", by: manager))
            let seen = try await contact(made, service, manager)
            for child in [other.child, nil] {
                await #expect(throws: NotAllowed.self) {
                    try await service.write(Scope(manager), action: "x") {
                        try $0.correct(Contact.self, child: child, id: made.contact, from: seen.from) { $0.aim = "No" }
                    }
                }
            }
            let elsewhere = try await service.read(Scope(manager)) { reader in
                (
                    try reader.record(Contact.self, child: other.child, id: made.contact),
                    try reader.history(Contact.self, child: nil, id: made.contact).count
                )
            }
            #expect(elsewhere.0 == nil)
            #expect(elsewhere.1 == 0)
        }
    }

    @Test("Everything wrong with a record is said at once, and then nothing of the command is written", arguments: Engine.available)
    func problemsTogether(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = try await service.person(as: .caseManager)
            let made = try await service.makeCase(by: manager)
            var outcome = Fixtures.outcome(of: made.offence, on: "2027-01-01", "NO_SUCH_CODE")
            outcome.homeOfficeOutcome = 99
            let found = await problems { [outcome] in
                try await service.write(Scope(manager), action: "x") { writer in
                    try writer.create(Fixtures.offence(), child: made.child)
                    try writer.create(outcome, child: made.child)
                }
            }
            #expect(found == ["outcome", "home_office_outcome", "outcome_date"])
            #expect(try await service.read(Scope(manager)) { try $0.records(Offence.self, child: made.child).count } == 1)
            let blank = await problems {
                try await service.write(Scope(manager), action: "x") { try $0.create(Contact(), child: made.child) }
            }
            #expect(blank == ["at"])
        }
    }

    @Test("Each role writes its own kinds and no other", arguments: Engine.available)
    func roles(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            for role in Role.allCases {
                let person = try await service.person(as: role)
                let may = person.access.mayWrite("contact")
                do {
                    try await service.write(Scope(person), action: "x") { try $0.create(Fixtures.contact(), child: made.child) }
                    #expect(may, "\(role) wrote a contact")
                } catch is NotAllowed {
                    #expect(!may, "\(role) could not write a contact")
                }
            }
        }
    }

    private func contact(_ made: MadeCase, _ service: Service, _ person: Person) async throws -> Stored<Contact> {
        try #require(try await service.read(Scope(person)) { try $0.record(Contact.self, child: made.child, id: made.contact) })
    }

    private func withdraw<R: RecordKind>(_ type: R.Type, _ id: RecordID, _ made: MadeCase, _ service: Service, _ person: Person)
        async throws
    {
        try await service.write(Scope(person), action: "withdraw", note: "Entered in error") { writer in
            guard let found = try writer.reader.record(type, child: made.child, id: id) else { throw NotAllowed() }
            try writer.withdraw(type, child: made.child, id: id, from: found.from)
        }
    }

    /// The fields a command was refused for; nil when it was not.
    private func problems<T: Sendable>(_ command: () async throws -> T) async -> [String]? {
        do {
            _ = try await command()
            return nil
        } catch let problems as Problems {
            return problems.all.map(\.field)
        } catch {
            return ["\(error)"]
        }
    }
}
