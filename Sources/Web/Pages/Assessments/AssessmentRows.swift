import Casework
import HTML
import Practice
import Records

/// Rows under an assessment, added and changed on its own page: who is at risk of what, and what is done if things get worse (S-ASM-04, S-PLN-03).
struct AssessmentRows<R: RecordKind>: Sendable {
    let part: AssessmentFile.Part
    /// What one is called on a button.
    let one: String
    let about: String
    let fields: [String]
    let rows: @Sendable (AssessmentFile) -> [Stored<R>]
    let belong: @Sendable (inout R, RecordID) -> Void
    let show: @Sendable (R, AssessmentFile) -> HTML
    let title: @Sendable (R, Words) -> String

    private var kind: AnyKind { AnyKind(R.self) }

    var routes: [Route] {
        [
            .get("/children/{child}/assessments/{id}/\(part.id)", .may(.writeRecords)) { try await ask($0) },
            .post("/children/{child}/assessments/{id}/\(part.id)", .may(.writeRecords)) { try await save($0) },
        ]
    }

    private func subject(_ desk: AssessmentFile, _ row: RecordID?) -> String { row?.description ?? "new-\(desk.child)" }

    private func blank(_ desk: AssessmentFile, _ visit: Visit) -> RecordForm<R> {
        RecordForm(R.self, access: visit.person.access, codes: desk.words.codes, today: visit.service.today)
    }

    private func ask(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite(kind.name) else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let row = visit.query("row").flatMap(RecordID.init)
        let draft = try await visit.service.draft(visit.person, form: kind.name, subject: row?.description ?? "new-\(child)")
        return try await visit.service.read(Scope(visit.person)) { reader in
            let desk = try AssessmentFile(reader, child, id)
            guard desk.isOpen(to: visit) else {
                return try desk.closed(visit, reader, draft: draft, at: At.draft(kind.name, subject(desk, row), desk.child))
            }
            var form = blank(desk, visit)
            let record = rows(desk).first { $0.id == row }
            if row != nil, record == nil { throw NotFound() }
            if let record { form.fill(record.value) }
            if let direction = visit.query("for"), let first = fields.first { form.typed[first] = direction }
            if let draft { form.fill(own(Form(draft.fields))) }
            return page(visit, reader, desk, form, record, draft: draft)
        }
    }

    /// Only these fields are taken from a form: which assessment a row belongs to is the address's to say.
    private func own(_ form: Form) -> Form {
        let allowed = Set(fields)
        return Form(form.fields.filter { allowed.contains($0.name) })
    }

    private func page(
        _ visit: Visit, _ reader: Reader, _ desk: AssessmentFile, _ form: RecordForm<R>, _ row: Stored<R>?, draft: Draft? = nil,
        above: HTML = .empty, status: Int = 200
    ) -> Reply {
        let written = rows(desk).filter { $0.id != row?.id }
        let shownRows = written.map { one -> HTML in
            section(
                title(one.value, desk.words), id: "row-\(one.id)", level: 3,
                action: link(to: desk.address(part, [("row", one.id.description)]), "Change", about: title(one.value, desk.words)),
                show(one.value, desk)
                    + "<p>\(link(to: At.withdrawal(desk.child, kind, one.id), "Entered in error", about: title(one.value, desk.words)))</p>"
            )
        }
        let asked = desk.blockers.filter { $0.part == part.id }
        let missing: HTML =
            asked.isEmpty ? .empty : alertBanner("Still missing", .warning, list(asked.map { HTML(escaping: $0.message) }))
        let next = desk.next(after: part.id).map { desk.address($0) } ?? At.assessment(desk.child, desk.id)
        let main =
            form.summary + heading(part.title, caption: "\(desk.title) · \(desk.file.name)") + above + desk.admission
            + AssessmentParts.comments(desk, reader)
            + when(visit.query("saved") != nil, notification("Saved", "It is on the child's file.")) + "<p>\(about)</p>" + missing
            + shownRows.joined()
            + section(
                row == nil ? (written.isEmpty ? "Add \(article(one))" : "Add another") : "Change this \(one)", id: "add",
                draftNote(draft, at: At.draft(kind.name, subject(desk, row?.id), desk.child))
                    + sendForm(
                        action: row == nil ? desk.address(part) : desk.address(part, [("row", row?.id.description ?? "")]),
                        draft: At.draft(kind.name, subject(desk, row?.id), desk.child), once: once(visit, over: draft),
                        (row.map { hidden("from", String($0.from)) } ?? .empty) + form.controls(fields)
                            + ConcernPart(visit, draft, codes: form.codes).fields
                            + buttonGroup([
                                button(row == nil ? "Add this \(one)" : "Save"),
                                link(to: next, "Go on"), link(to: At.assessment(desk.child, desk.id), "All parts"),
                            ])))
        return .page(
            visit, title: part.title, shows: .child(desk.child), status: status, hasErrors: !form.problems.isEmpty,
            crumbs: desk.file.crumbs,
            main)
    }

    private func save(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite(kind.name) else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let rowID = visit.query("row").flatMap(RecordID.init)
        return try await visit.service.write(Scope(visit.person), action: "assessment.\(kind.name)") { writer -> Reply in
            let desk = try AssessmentFile(writer.reader, child, id)
            let done = Reply.see(desk.address(part, [("saved", "yes")]))
            let token = visit.form["once"]
            if !token.isEmpty, try writer.saved(once: token, kind: kind.name, of: child) != nil { return done }
            guard desk.isOpen(to: visit) else { return try desk.closed(visit, writer.reader) }
            let row = rows(desk).first { $0.id == rowID }
            if rowID != nil, row == nil { throw NotFound() }
            var form = blank(desk, visit)
            if let row { form.fill(row.value) }
            form.fill(own(visit.form))
            var value = form.read(over: row?.value ?? R(), child: desk.file.child.value)
            belong(&value, id)
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems += concern.problems
            guard form.problems.isEmpty else { return page(visit, writer.reader, desk, form, row, status: 422) }
            do {
                if let row {
                    let from = sentVersion(visit)
                    if from != row.from {
                        let unasked = Set(kind.fields.map(\.name)).subtracting(fields)
                        let above = try Versions.clash(
                            row, value, writer.reader, desk.words, visit.person.access, leaveOut: unasked)
                        guard let above else {
                            try concern.create(writer, child: child, in: kind.title)
                            return done
                        }
                        return page(visit, writer.reader, desk, form, row, above: above, status: 409)
                    }
                    try writer.correct(R.self, child: child, id: row.id, from: from) { $0 = value }
                } else {
                    let made = try writer.create(value, child: child)
                    if !token.isEmpty { try writer.keep(once: token, kind: kind.name, child: child, id: made) }
                }
                try concern.create(writer, child: child, in: kind.title)
                try writer.consumeDraft(form: kind.name, subject: subject(desk, row?.id), once: visit.form["once"])
                return done
            } catch let problems as Problems {
                form.problems = problems.all
                return page(visit, writer.reader, desk, form, row, status: 422)
            }
        }
    }
}

extension AssessmentRows<Risk> {
    static let risks = AssessmentRows(
        part: .risks, one: "risk", about: "One for each person or group at risk: who, of what, how soon, when, and what holds it.",
        fields: ["direction", "who", "who_words", "nature", "imminence", "circumstances", "controls", "level"], rows: { $0.risks },
        belong: { $0.assessment = $1 }, show: { RiskWords.risk($0, $1) }, title: PathwayRoutes.risk.title)
}

extension AssessmentRows<Contingency> {
    static let contingencies = AssessmentRows(
        part: .contingencies, one: "contingency",
        about: "If this happens, then that is done, by a named person, so soon. Needed where a judgement is medium or above.",
        fields: ["concern", "if_happens", "then_do", "who", "by_when"], rows: { $0.contingencies }, belong: { $0.assessment = $1 },
        show: { RiskWords.contingency($0, $1) }, title: PathwayRoutes.contingency.title)
}

/// Risks and contingencies as they are read.
enum RiskWords {
    static func risk(_ risk: Risk, _ desk: AssessmentFile) -> HTML {
        let words = desk.words
        let blanks = SubmitRule.blanks(risk)
        var rows: [(String, HTML)] = []
        func add(_ label: String, _ value: HTML?) { if let value { rows.append((label, value)) } }
        add("Who", "\(words.code("who_at_risk", risk.who))\(risk.whoWords.map { ": \($0)" })")
        add("Of what", risk.nature.map { paragraphs($0) })
        add("How soon", risk.imminence.map { HTML(escaping: words.code("imminence", $0)) })
        add("In which circumstances", risk.circumstances.map { paragraphs($0) })
        add("What holds it", risk.controls.map { paragraphs($0) })
        add("Level", risk.level.map { AssessmentFile.judgement($0, words.codes) })
        return summaryList(rows)
            + when(!blanks.isEmpty, "<p>\(tag("Incomplete", .warning)) Does not say \(blanks.joined(separator: ", ")).</p>")
    }

    static func contingency(_ one: Contingency, _ desk: AssessmentFile) -> HTML {
        var rows: [(String, HTML)] = []
        func add(_ label: String, _ value: String?) { if let value { rows.append((label, HTML(escaping: value))) } }
        add("About", desk.words.code("contingency_concern", one.concern))
        add("If", one.ifHappens)
        add("Then", one.thenDo)
        add("Who", one.who)
        add("How soon", one.byWhen)
        return summaryList(rows)
    }
}
