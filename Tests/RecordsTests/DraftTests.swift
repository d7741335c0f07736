import Casework
import TestSupport
import Testing

@testable import Records

@Suite("Drafts and one-time tokens")
struct DraftTests {
    @Test("What was typed is kept as typed, over what was kept before, and is nobody else's", arguments: Engine.available)
    func kept(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (mine, other) = (try await service.person(as: .caseManager), try await service.person(as: .teamManager))
            let child = try await service.makeCase().child
            let fields = [("aim", " 31/02/2026 ‘x’ \n<b>"), ("aim", "twice"), ("blank", ""), ("odd", "a=b\u{1E}c\0d")]
            try await service.keepDraft(mine, form: "contact", subject: "new", child: child, fields: [("aim", "First")])
            clock.advance(minutes: 1)
            let saved = try await service.keepDraft(mine, form: "contact", subject: "new", child: child, fields: fields)
            #expect(saved == clock.now)
            let found = try #require(try await service.draft(mine, form: "contact", subject: "new"))
            #expect(found.fields.map(\.name) == ["aim", "aim", "blank", "odd"])
            #expect(found.fields.map(\.value) == [" 31/02/2026 ‘x’ \n<b>", "twice", "", "a=bcd"])
            #expect(found.child == child)
            #expect(found.savedAt == saved)
            #expect(try await service.drafts(of: mine).count == 1)
            #expect(try await service.drafts(of: other).isEmpty)
            #expect(try await service.draft(mine, form: "contact", subject: "another") == nil)
            try await service.dropDraft(mine, form: "contact", subject: "new")
            #expect(try await service.drafts(of: mine).isEmpty)
        }
    }

    @Test("A draft is consumed by the command that saves, and stays when it fails", arguments: Engine.available)
    func consumed(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let child = try await service.makeCase().child
            try await service.keepDraft(person, form: "contact", subject: "new", child: child, fields: [("aim", "Talk")])
            await #expect(throws: Problems.self) {
                try await service.write(Scope(person), action: "contact.record") { writer in
                    try writer.consumeDraft(form: "contact", subject: "new", once: "")
                    try writer.create(Contact(), child: child)
                }
            }
            #expect(try await service.drafts(of: person).count == 1)
            try await service.write(Scope(person), action: "contact.record") { writer in
                try writer.create(Fixtures.contact(), child: child)
                try writer.consumeDraft(form: "contact", subject: "new", once: "")
            }
            #expect(try await service.drafts(of: person).isEmpty)
        }
    }

    @Test("What one window kept is neither replaced nor consumed by another that has not seen it", arguments: Engine.available)
    func windows(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let child = try await service.makeCase().child
            func token(over draft: Draft? = nil) -> String { FormToken(for: person, over: draft, at: clock.now).text }
            func keep(_ token: String, _ words: String, isMeant: Bool = false) async throws {
                clock.advance(minutes: 1)
                try await service.keepDraft(
                    person, form: "contact", subject: "new", child: child, fields: [("aim", words), ("once", token)], isMeant: isMeant)
            }
            func kept() async throws -> Draft? { try await service.draft(person, form: "contact", subject: "new") }
            func words() async throws -> String? { try await kept()?.fields.first { $0.name == "aim" }?.value }
            let (desk, phone) = (token(), token())
            try await keep(desk, "At the desk")
            try await keep(desk, "At the desk, on")
            await #expect(throws: DraftElsewhere.self) { try await keep(phone, "On the phone") }
            #expect(try await words() == "At the desk, on")
            // Opened with what was kept, and told from one that was opened with what was kept before that.
            let (early, late) = (token(over: try await kept()), token(over: try await kept()))
            try await keep(desk, "At the desk, and on")
            await #expect(throws: DraftElsewhere.self) { try await keep(early, "Over what stood before") }
            try await keep(token(over: try await kept()), "Opened again")
            await #expect(throws: DraftElsewhere.self) { try await keep(desk, "At the desk, later") }
            try await keep(late, "As its writer says", isMeant: true)
            try await keep(late, "And on")
            #expect(try await words() == "And on")
            // What is saved from one window takes no other's draft with it.
            func save(_ token: String) async throws {
                try await service.write(Scope(person), action: "contact.record") { writer in
                    try writer.create(Fixtures.contact(), child: child)
                    try writer.consumeDraft(form: "contact", subject: "new", once: token)
                }
            }
            try await save(desk)
            #expect(try await words() == "And on")
            try await save(token(over: try await kept()))
            #expect(try await words() == nil)
        }
    }

    @Test("One-time tokens are forgotten after thirty days; a draft never is", arguments: Engine.available)
    func forgotten(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let child = try await service.makeCase().child
            try await service.keepDraft(person, form: "contact", subject: "new", child: child, fields: [("aim", "Talk")])
            func save(_ token: String) async throws {
                try await service.write(Scope(person), action: "contact.record") { writer in
                    let id = try writer.create(Fixtures.contact(), child: child)
                    try writer.keep(once: token, kind: "contact", child: child, id: id)
                }
            }
            func known(_ token: String) async throws -> Bool {
                try await service.write(Scope(person), action: "test") { try $0.saved(once: token, kind: "contact") != nil }
            }
            try await save("first")
            clock.advance(days: 29)
            try await save("second")
            #expect(try await known("first"))
            clock.advance(days: 2)
            try await save("third")
            #expect(try await !known("first"))
            #expect(try await known("second"))
            #expect(try await service.drafts(of: person).count == 1)
        }
    }

    @Test("A form sent twice, even at the same time, saves once", arguments: Engine.available)
    func once(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let child = try await service.makeCase().child
            let saved = try await withThrowingTaskGroup(of: RecordID.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await service.write(Scope(person), action: "contact.record") { writer in
                            if let saved = try writer.saved(once: "token", kind: "contact") { return saved }
                            let id = try writer.create(Fixtures.contact(), child: child)
                            try writer.keep(once: "token", kind: "contact", child: child, id: id)
                            return id
                        }
                    }
                }
                return try await group.reduce(into: Set<RecordID>()) { $0.insert($1) }
            }
            #expect(saved.count == 1)
            #expect(try await service.read(Scope(person)) { try $0.records(Contact.self, child: child).count } == 2)
        }
    }
}
