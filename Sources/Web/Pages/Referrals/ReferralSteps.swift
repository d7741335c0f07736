import Casework
import HTML
import Records

/// Steps of a referral that have a page of their own: taking it on or not (S-REF-01), the day its papers are complete (S-REF-05), and the
/// report back to the panel (S-OOC-17).
enum ReferralSteps {
    static let routes: [Route] = acceptance.routes + papers.routes + feedback.routes

    private static let acceptance = ReferralStep(
        part: "acceptance", title: "Accept, decline or pass on", done: "referral.accept",
        fields: ["not_accepted_reason", "passed_on_to"],
        neededWhere: ["not_accepted_reason": "it is not accepted", "passed_on_to": "it is passed on"],
        above: { form, visit in
            let choices = [
                Choice("ACCEPT", "Accept"), Choice("DECLINE", "Decline", hint: "Say why."),
                Choice("PASS_ON", "Pass on", hint: "Say to whom, and why."),
            ]
            return field(
                FieldControl(
                    id: "answer", label: "What becomes of the referral", kind: .radios(choices),
                    error: form.problems.first { $0.field == "answer" }?.message, value: form.other["answer"] ?? ""))
        },
        begin: { form, referral in
            form.other["answer"] =
                referral.accepted.map { $0 ? "ACCEPT" : referral.passedOnTo == nil ? "DECLINE" : "PASS_ON" } ?? ""
        },
        apply: { value, form in
            let answer = form.other["answer"] ?? ""
            guard ["ACCEPT", "DECLINE", "PASS_ON"].contains(answer) else {
                return [Problem(field: "answer", message: "Choose what becomes of the referral.")]
            }
            value.accepted = answer == "ACCEPT"
            var problems: [Problem] = []
            if answer == "ACCEPT" { (value.notAcceptedReason, value.passedOnTo) = (nil, nil) }
            if answer == "DECLINE" { value.passedOnTo = nil }
            if answer == "PASS_ON", value.passedOnTo == nil {
                problems.append(Problem(field: "passed_on_to", message: "Say to whom it is passed on."))
            }
            if answer != "ACCEPT", value.notAcceptedReason == nil {
                problems.append(Problem(field: "not_accepted_reason", message: "Say why it is not accepted."))
            }
            return problems
        })

    private static let papers = ReferralStep(
        part: "papers", title: "All papers in", done: "referral.papers", fields: ["complete_date"],
        demanded: ["complete_date": "Enter the day the last of the papers came."],
        apply: { value, form in
            guard let day = value.completeDate else { return [] }
            if day > form.today { return [Problem(field: "complete_date", message: "The papers cannot be complete in the future.")] }
            return day < value.receivedDate
                ? [Problem(field: "complete_date", message: "The papers cannot be complete before the referral was received.")] : []
        })

    private static let feedback = ReferralStep(
        part: "feedback", title: "Report back to the panel", done: "referral.feedback",
        fields: ["feedback_from", "feedback_due", "feedback_on", "feedback"],
        demanded: ["feedback_from": "Say who reports back.", "feedback_due": "Enter the day the report is due."],
        neededWhere: ["feedback": "the report has come back"],
        apply: { value, form in
            var problems: [Problem] = []
            if value.feedbackOn != nil, value.feedback == nil {
                problems.append(Problem(field: "feedback", message: "Write what was reported back."))
            }
            return problems
        })
}

/// A page that asks some fields of a referral and nothing else.
struct ReferralStep: Sendable {
    let part: String
    let title: String
    /// The journal's word for it.
    let done: String
    let fields: [String]
    /// By field, the sentence when it is blank.
    var demanded: [String: String] = [:]
    var neededWhere: [String: String] = [:]
    var above: (@Sendable (RecordForm<Referral>, Visit) -> HTML)?
    var begin: (@Sendable (inout RecordForm<Referral>, Referral) -> Void)?
    /// Completes the value and says what is wrong.
    let apply: @Sendable (inout Referral, RecordForm<Referral>) -> [Problem]

    var routes: [Route] {
        [
            .get("/children/{child}/referrals/{id}/\(part)", .may(.writeRecords)) { try await show($0) },
            .post("/children/{child}/referrals/{id}/\(part)", .may(.writeRecords)) { try await save($0) },
        ]
    }

    private func blank(_ visit: Visit, _ reader: Reader, _ current: Referral) throws -> RecordForm<Referral> {
        var form = RecordForm(Referral.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        // Only what this page asks is taken.
        form.fixed = Set(Referral.kind.fields.map(\.name)).subtracting(fields)
        (form.demanded, form.neededWhere) = (demanded, neededWhere)
        form.fill(current)
        begin?(&form, current)
        return form
    }

    private func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("referral") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard let record = try reader.record(Referral.self, child: child, id: id) else { throw NotFound() }
            return page(
                visit, file, record, try blank(visit, reader, record.value), from: record.from, words: try Words(reader, file: child))
        }
    }

    private func page(
        _ visit: Visit, _ file: FileHead, _ record: Stored<Referral>, _ form: RecordForm<Referral>, from: Int64, words: Words,
        above: HTML = .empty, status: Int = 200
    ) -> Reply {
        .page(
            visit, title: title, shows: .child(file.id), status: status, hasErrors: !form.problems.isEmpty,
            crumbs: file.crumbs + [NavItem("Referral", At.referral(file.id, record.id))]
        ) {
            form.summary + heading(title, caption: "Referral received \(record.receivedDate.words) · \(file.name)")
                + Admission.banner(record.value, words) + above
                + sendForm(
                    action: At.referral(file.id, record.id, part),
                    hidden("from", String(from)) + (self.above?(form, visit) ?? .empty) + form.controls(fields)
                        + ConcernPart(visit, codes: form.codes).fields
                        + buttonGroup([button("Save"), link(to: At.referral(file.id, record.id), "Cancel")]))
        }
    }

    private func save(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("referral") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let from = sentVersion(visit)
        let failed = try await visit.service.write(Scope(visit.person), action: done) { writer -> Reply? in
            let file = try FileHead(writer.reader, child)
            guard let current = try writer.reader.record(Referral.self, child: child, id: id) else { throw NotFound() }
            let words = try Words(writer.reader, file: child)
            var form = try blank(visit, writer.reader, current.value)
            form.fill(visit.form)
            var value = form.read(over: current.value, child: file.child.value)
            let known = Set(form.problems.map(\.field))
            form.problems += apply(&value, form).filter { !known.contains($0.field) }
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems += concern.problems
            guard form.problems.isEmpty else { return page(visit, file, current, form, from: from, words: words, status: 422) }
            if current.from != from {
                // A second copy of a form already saved finds what it wanted to write already written.
                guard let above = try Versions.clash(current, value, writer.reader, words, visit.person.access) else {
                    try concern.create(writer, child: child, in: "Referral, \(part)")
                    return nil
                }
                return page(visit, file, current, form, from: current.from, words: words, above: above, status: 409)
            }
            try writer.correct(Referral.self, child: child, id: id, from: from) { [value] in $0 = value }
            try concern.create(writer, child: child, in: "Referral, \(part)")
            return nil
        }
        return failed ?? .see(At.referral(child, id))
    }
}

/// Every route of the area.
enum ReferralRoutes {
    static let all: [Route] = RegisterPages.routes + ReferralChecks.routes + ReferralSteps.routes
}
