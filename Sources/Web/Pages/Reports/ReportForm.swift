import Casework
import HTML
import Records
import Reports
import Statistics

/// Writing the text between a report's figures, until it is issued.
enum ReportForm {
    private static let texts = ["introduction", "on_entrants", "on_reoffending", "on_custody", "on_outcomes", "on_out_of_court"]

    private static func blank(_ visit: Visit, _ reader: Reader, _ report: Report) throws -> RecordForm<Report> {
        var form = RecordForm(Report.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.fill(report)
        return form
    }

    /// Takes over what was typed; what the form does not ask stays as the record has it.
    private static func take(_ typed: Form, into form: inout RecordForm<Report>) {
        for name in ["audience", "as_at"] + texts where typed.has(name) { form.typed[name] = typed[name] }
        // No box ticked sends nothing.
        form.typed["left_out"] = typed["left_out"]
        // A day alone is its end, here as on every page.
        let day = (form.typed["as_at"] ?? "").trimmed
        if !day.contains(":"), let moment = AsAt.moment(day) { form.typed["as_at"] = moment.iso }
    }

    static func edit(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        let draft = try await visit.service.draft(visit.person, form: "report", subject: id.description)
        return try await visit.service.read(Scope(visit.person)) { reader in
            guard let stored = try reader.serviceRecord(Report.self, id: id) else { throw NotFound() }
            guard stored.value.issuedOn == nil else { return .see(At.report(id)) }
            var form = try blank(visit, reader, stored.value)
            if let draft { take(Form(draft.fields), into: &form) }
            let from = draft.flatMap { Int64(Form($0.fields)["from"]) } ?? stored.from
            return page(visit, stored, form, from: from, draft: draft)
        }
    }

    private static func page(
        _ visit: Visit, _ stored: Stored<Report>, _ form: RecordForm<Report>, from: Int64, draft: Draft? = nil, above: HTML = .empty,
        twins: ReportTwins = .none, status: Int = 200
    ) -> Reply {
        let id = stored.id
        let questions =
            form.controls(["audience"]) + twins.box + form.controls(["left_out"]) + form.controls(texts) + form.controls(["as_at"])
        let buttons = buttonGroup([
            button("Save"), button("Save draft", name: "action", value: "draft", style: .secondary), link(to: At.report(id), "Cancel"),
        ])
        return .page(
            visit, title: "Write the report", shows: .nobody, status: status, hasErrors: !form.problems.isEmpty,
            crumbs: ReportPages.crumbs(id, stored.value)
        ) {
            form.summary + heading("Write the report", caption: Period(stored.value.period)?.words) + above + twins.html
                + draftNote(draft, at: At.report(id, "draft"), part: "the report")
                + "<p>Name no child: the report leaves the service. An empty line begins a new paragraph.</p>"
                + sendForm(
                    action: At.report(id), draft: At.report(id, "draft"), once: once(visit, over: draft),
                    hidden("from", String(from)) + questions + buttons)
        }
    }

    static func keepDraft(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        if visit.form["action"] == "drop" {
            try await visit.service.dropDraft(visit.person, form: "report", subject: id.description)
            return .see(At.report(id, "edit"))
        }
        return try await visit.keepDraft("report", id.description)
    }

    static func update(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        if visit.form["action"] == "draft" {
            return try await visit.saveDraft("report", id.description, back: At.report(id, "edit"))
        }
        let from = sentVersion(visit)
        let again = try await visit.service.write(Scope(visit.person), action: "report.write") { writer -> Reply? in
            guard let stored = try writer.reader.serviceRecord(Report.self, id: id) else { throw NotFound() }
            guard stored.value.issuedOn == nil else {
                let above = alertBanner(
                    "Issued", .warning, "<p>The report has been issued in the meantime, and an issued report does not change.</p>")
                return .page(visit, title: "Issued", shows: .nobody, status: 409, crumbs: ReportPages.crumbs(id, stored.value)) {
                    heading("Issued") + above
                }
            }
            var form = try blank(visit, writer.reader, stored.value)
            take(visit.form, into: &form)
            let read = form.read(over: stored.value, child: nil)
            if form.problems.isEmpty, let moment = read.asAt, moment > writer.recordedAt {
                form.problems.append(Problem(field: "as_at", message: "That moment has not come yet."))
            }
            guard form.problems.isEmpty else { return page(visit, stored, form, from: from, status: 422) }
            var report = stored.value
            (report.introduction, report.onEntrants, report.onReoffending) = (read.introduction, read.onEntrants, read.onReoffending)
            (report.onCustody, report.onOutcomes, report.onOutOfCourt) = (read.onCustody, read.onOutcomes, read.onOutOfCourt)
            (report.audience, report.leftOut) = (read.audience, read.leftOut)
            // The box holds minutes; what it has not changed keeps its milliseconds.
            if form.typed["as_at"] != FieldKind.instant.write(stored.value.asAt.value, .form) { report.asAt = read.asAt }
            // Asked once: readers it had already are not asked about each time its words are saved.
            if stored.from == from, report.audience != stored.value.audience {
                let twins = try ReportTwins(of: report, except: id, visit, writer.reader)
                if twins.asks {
                    form.problems = [Problem(field: "audience", message: twins.sentence)]
                    return page(visit, stored, form, from: from, twins: twins, status: 422)
                }
            }
            if stored.from != from {
                let words = try Words(writer.reader, file: .unset)
                guard let above = try Versions.clash(stored, report, writer.reader, words, visit.person.access) else { return nil }
                return page(visit, stored, form, from: stored.from, above: above, status: 409)
            }
            do {
                try writer.correct(Report.self, child: nil, id: id, from: from) { $0 = report }
            } catch let problems as Problems {
                form.problems = problems.all
                return page(visit, stored, form, from: from, status: 422)
            }
            try writer.consumeDraft(form: "report", subject: id.description, once: visit.form["once"])
            return nil
        }
        return again ?? .see(At.report(id))
    }
}
