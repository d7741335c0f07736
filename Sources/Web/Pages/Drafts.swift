import Casework
import HTML
import Records

/// Keeps what is typed while it is typed, and lists what a person left half-written.
enum DraftRoutes {
    /// Where what is typed is kept while it is typed.
    static let keeping = "/drafts/{form}/{subject}"

    static let all: [Route] = [
        .get("/drafts", .signedIn) { visit in
            let drafts = try await visit.service.drafts(of: visit.person)
            return try await visit.service.read(Scope(visit.person)) { reader in
                let rows = try drafts.compactMap { draft -> [HTML]? in
                    if draft.form == "report", let id = RecordID(draft.subject) {
                        guard let report = try reader.serviceRecord(Report.self, id: id), report.issuedOn == nil else { return nil }
                        return [link(to: At.report(id, "edit"), ReportPages.title(report.value)), "\(draft.savedAt.words)"]
                    }
                    guard let child = draft.child, let kind = anyKind(draft.form), let file = try? FileHead(reader, child) else {
                        return nil
                    }
                    if kind.name == "assessment", let part = assessmentPart(draft.subject, child) {
                        return [link(to: part, "\(kind.title), \(file.name)"), "\(draft.savedAt.words)"]
                    }
                    let address =
                        draft.subject.hasPrefix("new-")
                        ? At.newRecord(child, kind, about(Form(draft.fields)).map { [($0.0, $0.1.description)] } ?? [])
                        : RecordID(draft.subject).map { At.editRecord(child, kind, $0) }
                    return [link(to: address ?? At.child(child), "\(kind.title), \(file.name)"), "\(draft.savedAt.words)"]
                }
                return .page(visit, title: "Drafts", shows: .list("list", drafts.compactMap(\.child))) {
                    heading("Drafts")
                        + "<p>Half-written forms of yours. They are no part of any file until you save them.</p>"
                        + table(
                            caption: "Your drafts", columns: [Column("Form"), Column("Last kept")], rows: rows, empty: "You have no drafts."
                        )
                }
            }
        },
        .post(keeping, .may(.writeRecords)) { visit in
            let (form, subject) = (try visit.request.parameter("form"), try visit.request.parameter("subject"))
            guard let kind = anyKind(form), visit.person.access.mayWrite(kind.name), subject.utf8.count <= 60 else { throw NotFound() }
            let child = visit.query("child").flatMap(RecordID.init)
            if visit.form["action"] == "drop" {
                try await visit.service.dropDraft(visit.person, form: form, subject: subject)
                return .see(child.map { At.child($0) } ?? At.home)
            }
            // Nothing is kept about a child whose file is not open to them, and nothing is said to be: it would be listed nowhere.
            if let child {
                guard try await visit.service.glance(Scope(visit.person), { try $0.opens(child) && !$0.files(of: child).isEmpty }) else {
                    throw NotFound()
                }
            }
            return try await visit.keepDraft(form, subject, child)
        },
    ]

    /// An assessment is written part by part: its id, a hyphen, the part.
    private static func assessmentPart(_ subject: String, _ child: RecordID) -> Address? {
        if subject.hasPrefix("else-") { return At.assessmentElsewhere(child) }
        guard let id = RecordID(String(subject.prefix(36))), subject.count > 37 else { return nil }
        let part = String(subject.dropFirst(37))
        return At.assessment(child, id, part == "sign" ? part : "write/\(part)")
    }

    /// The field in which a new record's form says what it is about.
    static let aboutField = "about"
    /// What a new record may be begun from, as its address names it.
    private static let beginnings = ["referral", "programme", "plan", "offence", "concern", "assessment", "document"]

    /// What on the file a new record is begun from: by its address, or by its form once sent.
    static func about(_ visit: Visit) -> (String, RecordID)? {
        for name in beginnings { if let id = visit.query(name).flatMap(RecordID.init) { return (name, id) } }
        return about(visit.form)
    }

    private static func about(_ form: Form) -> (String, RecordID)? {
        let parts = form[aboutField].split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, beginnings.contains(parts[0]), let id = RecordID(parts[1]) else { return nil }
        return (parts[0], id)
    }
}

extension Visit {
    /// The field of a form that says that it is to take the place of what another window kept.
    private static let instead = "instead"

    /// Keeps what the form holds, as its page asks while people type: 409 where another window of theirs kept something else meanwhile.
    func keepDraft(_ form: String, _ subject: String, _ child: RecordID? = nil) async throws -> Reply {
        do {
            return .text("Draft saved \(try await keep(form, subject, child).londonTime)")
        } catch let elsewhere as DraftElsewhere {
            return .text(words(elsewhere), status: 409)
        }
    }

    /// Keeps what the form holds, as its button asks.
    func saveDraft(_ form: String, _ subject: String, _ child: RecordID? = nil, back: Address) async throws -> Reply {
        do {
            _ = try await keep(form, subject, child)
            return .see(back)
        } catch let elsewhere as DraftElsewhere {
            let title = "Also open in another window"
            return .page(self, title: title, shows: .nobody, status: 409) {
                heading(title) + "<p>\(words(elsewhere)) That draft was left as it is.</p>"
                    + (Onward(request)?.again(with: [(Visit.instead, "yes")], "Keep this as the draft instead") ?? .empty)
                    + "<p>\(link(to: back, "Go on with that draft"))</p>"
            }
        }
    }

    private func words(_ elsewhere: DraftElsewhere) -> String {
        "This form is open in another window too, or was on a page you left, where you typed something else, kept at \(elsewhere.keptAt.londonTime)."
    }

    /// Everything but the buttons is worth keeping. A box emptied is kept empty, or what was deleted would come back.
    private func keep(_ name: String, _ subject: String, _ child: RecordID?) async throws -> Instant {
        try await service.keepDraft(
            person, form: name, subject: subject, child: child,
            fields: form.fields.filter { !["action", Visit.instead].contains($0.name) },
            isMeant: form[Visit.instead] == "yes")
    }
}

/// What stands over a form opened with a draft in it, with the button that throws the draft away.
/// - Parameter part: what it is no part of until it is saved: "the file", "the report".
func draftNote(_ draft: Draft?, at address: Address, part: String = "the file") -> HTML {
    guard let draft else { return .empty }
    return notification(
        "Draft", tone: .info,
        (draft.begunBy.map { "<strong>\($0) began this and you took it over.</strong> " } ?? .empty)
            + "This is your draft, kept on \(draft.savedAt.words). It is not part of \(part) until you save it."
            + sendForm(action: address, hidden("action", "drop") + button("Throw the draft away", style: .secondary)))
}

/// What stands over a form that somebody else saved meanwhile, with both versions side by side.
func savedFirst(_ both: HTML) -> HTML {
    alertBanner(
        "Someone saved this first", .warning,
        "Both versions are below. The form holds what you typed: saving it now replaces theirs; the history keeps both.") + both
}
