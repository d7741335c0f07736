import Casework
import Storage

/// A half-written form as typed: raw text, outside journal, figures and the case file.
public struct Draft: Sendable {
    public let form: String
    public let subject: String
    public let child: RecordID?
    public let fields: [(name: String, value: String)]
    public let savedAt: Instant

    /// Who began it, where it was taken over; the field is kept beside what was typed.
    public var begunBy: String? { fields.first { $0.name == Draft.begunField }?.value }
    public static let begunField = "draft_begun_by"
}

extension Service {
    /// Keeps what a person has typed so far in a form about a subject, over what they kept before. On disk when it returns.
    /// - Parameters:
    ///   - form: the form's name, such as `contact`.
    ///   - subject: the record's id, or the child's id and `new`.
    ///   - fields: with the form's token as `once`, where it has one.
    ///   - isMeant: that it takes the place of what another window kept, as its writer said.
    /// - Throws: `DraftElsewhere` where another window kept something else since this one was opened: nothing changes.
    @discardableResult
    public func keepDraft(
        _ person: Person, form: String, subject: String, child: RecordID?, fields: [(name: String, value: String)], isMeant: Bool = false
    ) async throws -> Instant {
        let saved = now
        let typed = fields.filter { $0.name != Draft.begunField }
        let id = id
        try await store.write { db in
            let before = try db.draft(service: id, of: person, form: form, subject: subject)
            if let before, !isMeant, !before.mayGive(way: FormToken(among: typed)) { throw DraftElsewhere(keptAt: before.keptAt) }
            // Who began a draft that was taken over stays with it, whatever is typed.
            let text = DraftText.write(typed + (before?.fields.filter { $0.name == Draft.begunField } ?? []))
            try db.run(
                """
                INSERT INTO draft (service, staff, form, subject, child, fields, saved_at)
                VALUES (\(id), \(person.id.uuid), \(form), \(subject), \(child.value.sql), \(text), \(saved.iso))
                ON CONFLICT (service, staff, form, subject) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at
                """)
        }
        return saved
    }

    /// What a person last kept of a form; nil when nothing.
    public func draft(_ person: Person, form: String, subject: String) async throws -> Draft? {
        try await drafts(of: person).first { $0.form == form && $0.subject == subject }
    }

    /// Every draft a person has, newest first.
    public func drafts(of person: Person) async throws -> [Draft] { try await drafts(ofStaff: person.id) }

    /// What somebody left half-written and has not touched today, for a manager who hands their work over; of somebody who may not sign in
    /// any more, all of it.
    /// - Throws: `NotAllowed` for whoever does not allocate work.
    public func drafts(leftBy staff: RecordID, to manager: Person) async throws -> [Draft] {
        guard manager.access.may(.allocate), manager.id != staff else { throw NotAllowed() }
        let isGone = try await read(Scope(manager)) { try $0.serviceRecord(Staff.self, id: staff)?.disabled == true }
        let day = today
        return try await drafts(ofStaff: staff).filter { isGone || $0.savedAt.londonDay < day }
    }

    /// How many forms about children each member of staff left half-written, counted as `drafts(leftBy:to:)` takes them, on every file.
    /// - Throws: `NotAllowed` for whoever does not allocate work.
    public func draftsLeft(to manager: Person) async throws -> [RecordID: Int] {
        guard manager.access.may(.allocate) else { throw NotAllowed() }
        let gone = Set(try await read(Scope(manager)) { try $0.serviceRecords(Staff.self).filter { $0.disabled == true }.map(\.id) })
        let (id, day) = (id, today)
        let kept = try await store.read { db in
            try db.rows("SELECT staff, saved_at FROM draft WHERE service = \(id) AND child IS NOT NULL") { row in
                (staff: row.id(0).map(RecordID.init), savedAt: try row.instant(1))
            }
        }
        return kept.reduce(into: [:]) { found, one in
            guard let staff = one.staff, gone.contains(staff) || one.savedAt.londonDay < day else { return }
            found[staff, default: 0] += 1
        }
    }

    /// Makes somebody's draft the manager's own, marked with who began it.
    /// - Returns: false where the manager has a draft of the same form already: then nothing changes.
    public func takeDraft(_ draft: Draft, of staff: RecordID, named name: String, by manager: Person) async throws -> Bool {
        guard manager.access.may(.allocate), manager.id != staff else { throw NotAllowed() }
        let (id, form, subject) = (id, draft.form, draft.subject)
        return try await store.write { db in
            func fields(of whom: RecordID) throws -> String? {
                try db.first(
                    "SELECT fields FROM draft WHERE service = \(id) AND staff = \(whom.uuid) AND form = \(form) AND subject = \(subject)"
                ) { $0.text(0) ?? "" }
            }
            // Read again: they may have come back and gone on writing.
            guard try fields(of: manager.id) == nil, let typed = try fields(of: staff) else { return false }
            let begun = DraftText.read(typed).first { $0.name == Draft.begunField }?.value ?? name
            let text = DraftText.write(DraftText.read(typed).filter { $0.name != Draft.begunField } + [(Draft.begunField, begun)])
            try db.run(
                """
                UPDATE draft SET staff = \(manager.id.uuid), fields = \(text)
                WHERE service = \(id) AND staff = \(staff.uuid) AND form = \(form) AND subject = \(subject)
                """)
            return true
        }
    }

    private func drafts(ofStaff staff: RecordID) async throws -> [Draft] {
        let id = id
        return try await store.read { db in
            let identities = try Reader(db: db, service: self, scope: .wholeService(reason: "drafts")).sealedIdentities()
            return try db.rows(
                "SELECT form, subject, child, fields, saved_at FROM draft WHERE service = \(id) AND staff = \(staff.uuid) ORDER BY saved_at DESC"
            ) { row in
                let child = row.id(2).map(RecordID.init)
                return Draft(
                    form: row.text(0) ?? "", subject: row.text(1) ?? "", child: child,
                    fields: DraftText.read(row.text(3) ?? "").map { ($0.name, identities.clean($0.value, of: child)) },
                    savedAt: try row.instant(4))
            }
        }
    }

    public func dropDraft(_ person: Person, form: String, subject: String) async throws {
        let id = id
        try await store.write { db in
            try db.run("DELETE FROM draft WHERE service = \(id) AND staff = \(person.id.uuid) AND form = \(form) AND subject = \(subject)")
        }
    }
}

extension Writer {
    /// Consumes a draft in the transaction that saves the record. What another window kept since the form was opened is not in it, and stays.
    /// - Parameter once: the form's token as it was sent.
    public func consumeDraft(form: String, subject: String, once: String) throws {
        guard let person = reader.scope.person else { return }
        guard let kept = try db.draft(service: service.id, of: person, form: form, subject: subject),
            kept.mayGive(way: FormToken(once))
        else { return }
        try db.run(
            "DELETE FROM draft WHERE service = \(service.id) AND staff = \(person.id.uuid) AND form = \(form) AND subject = \(subject)")
    }

    /// The record a form's one-time token already saved: a resend after a dropped line saves nothing twice.
    ///
    /// A token is a form's own: one that saved another kind, or on another child's file, says nothing of this one.
    public func saved(once token: String, kind: String, of child: RecordID? = nil) throws -> RecordID? {
        let found = try db.first("SELECT id, kind, child FROM once WHERE service = \(service.id) AND token = \(token)") { row in
            (id: row.id(0).map(RecordID.init), kind: row.text(1), child: row.id(2).map(RecordID.init))
        }
        guard let found, found.kind == kind else { return nil }
        if let child, let own = found.child, try !reader.aliases().group(of: child).contains(own) { return nil }
        return found.id
    }

    /// Whether a token has saved anything.
    public func isUsed(once token: String) throws -> Bool {
        try db.integer("SELECT 1 FROM once WHERE service = \(service.id) AND token = \(token)") != nil
    }

    /// Remembers what a token saved, and forgets tokens of more than thirty days ago: no browser resends a form for so long.
    public func keep(once token: String, kind: String, child: RecordID?, id: RecordID) throws {
        let monthAgo = Instant(milliseconds: recordedAt.milliseconds - 30 * 86_400_000)
        try db.run(
            """
            DELETE FROM once WHERE service = \(service.id) AND position <= coalesce(
            (SELECT position FROM journal WHERE service = \(service.id) AND recorded_at < \(monthAgo.iso)
            ORDER BY recorded_at DESC, position DESC LIMIT 1), 0)
            """)
        try db.run(
            "INSERT INTO once (service, token, child, kind, id, position) VALUES (\(service.id), \(token), \(child.value.sql), \(kind), \(id.uuid), \(position)) ON CONFLICT (service, token) DO NOTHING"
        )
    }
}

/// What is kept of one form.
private struct KeptDraft {
    let fields: [(name: String, value: String)]
    let keptAt: Instant

    /// Whether what a form holds may take its place: the form that kept it, or one that was opened with it as it stands. Whoever says nothing
    /// of their window stands in nobody's way.
    func mayGive(way mine: FormToken?) -> Bool {
        guard let own = FormToken(among: fields), let mine else { return true }
        return own.form == mine.form || keptAt == mine.openedWith
    }
}

extension SQLConnection {
    fileprivate func draft(service: Int64, of person: Person, form: String, subject: String) throws -> KeptDraft? {
        try first(
            """
            SELECT fields, saved_at FROM draft
            WHERE service = \(service) AND staff = \(person.id.uuid) AND form = \(form) AND subject = \(subject)
            """
        ) { KeptDraft(fields: DraftText.read($0.text(0) ?? ""), keptAt: try $0.instant(1)) }
    }
}

/// Fields as one text: unit separators between name and value, record separators between fields; both are stripped from what was typed.
enum DraftText {
    static func write(_ fields: [(name: String, value: String)]) -> String {
        fields.map { clean($0.name) + "\u{1F}" + clean($0.value) }.joined(separator: "\u{1E}")
    }
    static func read(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "\u{1E}").map { field in
            let parts = field.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }
    private static func clean(_ text: String) -> String { text.filter { $0 != "\u{1E}" && $0 != "\u{1F}" && $0 != "\0" } }
}
