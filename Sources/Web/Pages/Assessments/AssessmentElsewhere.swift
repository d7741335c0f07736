import Casework
import HTML
import Practice
import Records

/// An assessment done elsewhere, by the national tool or another service: its author, day, judgements, signature and document. It counts as
/// the assessment.
enum AssessmentElsewhere {
    private static let fields = [
        "type", "stage", "referral_ref", "programme_refs", "form", "author", "started_on", "completed_on", "safety_wellbeing",
        "safety_wellbeing_reason",
        "serious_harm", "serious_harm_reason", "reoffending", "reoffending_reason", "countersigned_on", "countersigned_outside",
        "document_ref",
    ]

    static func new(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let child = try visit.id("child")
        let draft = try await visit.service.draft(visit.person, form: "assessment", subject: "else-\(child)")
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            var form = try blank(visit, reader, file)
            let running = try reader.records(Referral.self, child: file.id).filter { $0.closedDate == nil && $0.accepted != false }
                .max { $0.receivedDate < $1.receivedDate }
            form.typed["type"] = "OUT_OF_COURT"
            form.typed["stage"] = visit.query("stage") ?? "START"
            form.typed["form"] = "PDAT"
            form.typed["referral_ref"] = visit.query("referral") ?? running?.id.description ?? ""
            form.typed["document_ref"] = visit.query("document") ?? ""
            if let draft { form.fill(own(Form(draft.fields))) }
            return try page(visit, reader, file, form, record: nil, draft: draft)
        }
    }

    static func edit(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let desk = try AssessmentFile(reader, child, id)
            // Our own are written part by part.
            guard desk.isElsewhere, desk.isOpen(to: visit) else { return .see(At.assessment(desk.child, id)) }
            var form = try blank(visit, reader, desk.file)
            form.fill(desk.record.value)
            return try page(visit, reader, desk.file, form, record: desk.record)
        }
    }

    private static func blank(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> RecordForm<Assessment> {
        var form = RecordForm(Assessment.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.options = try Words(reader, file: file.id).choices
        form.neededLater = ["type", "author", "completed_on", "safety_wellbeing", "serious_harm", "reoffending"]
        form.neededWhere = ["countersigned_outside": "it was countersigned"]
        return form
    }

    private static func own(_ form: Form) -> Form {
        let allowed = Set(fields)
        return Form(form.fields.filter { allowed.contains($0.name) })
    }

    private static func page(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ form: RecordForm<Assessment>, record: Stored<Assessment>?,
        draft: Draft? = nil, above: HTML? = nil, status: Int = 200
    ) throws -> Reply {
        func part(_ title: String, _ names: [String]) -> HTML { "<h2>\(title)</h2>" + form.controls(names) }
        let referral = try form.typed["referral_ref"].flatMap(RecordID.init).flatMap {
            try reader.record(Referral.self, child: file.id, id: $0)
        }
        let words = try Words(reader, file: file.id)
        let admission: HTML = visit.person.access.sees(.offending) ? referral.map { Admission.banner($0.value, words) } ?? .empty : .empty
        /// Nobody offends again who has admitted nothing.
        func likelihood(_ name: String, _ label: String) -> HTML {
            guard var box = form.control(name) else { return .empty }
            if referral?.isNotAdmitted == true { box.label = label }
            return field(box)
        }
        let document = "<p>If its document is not on the file yet, save this: the next page takes it.</p>" as HTML
        let unsigned = form.problems.contains { $0.field == "countersigned_on" && $0.message == notYet }
        let main =
            form.summary + heading("An assessment done elsewhere", caption: file.name) + (above ?? .empty) + admission
            + draftNote(draft, at: At.draft("assessment", "else-\(file.id)", file.id))
            + "<p>It counts as the assessment: its judgements go to the panel and the plan. A judgement of medium or above needs risks and a contingency, which are written here before it counts as countersigned.</p>"
            + sendForm(
                action: record.map { At.assessment(file.id, $0.id) } ?? At.assessmentElsewhere(file.id),
                draft: record == nil ? At.draft("assessment", "else-\(file.id)", file.id) : nil, once: once(visit, over: draft),
                (record.map { hidden("from", String($0.from)) } ?? .empty)
                    + form.controls(["type", "stage", "referral_ref", "programme_refs", "form", "author", "started_on", "completed_on"])
                    + part(
                        "Judgements",
                        [
                            "safety_wellbeing", "safety_wellbeing_reason", "serious_harm", "serious_harm_reason",
                        ])
                    + likelihood("reoffending", "Likelihood of offending")
                    + likelihood("reoffending_reason", "Reasons for the likelihood of offending")
                    + part("Signature and document", ["countersigned_on", "countersigned_outside", "document_ref"]) + document
                    + ConcernPart(visit, draft, codes: form.codes).fields
                    + buttonGroup(
                        [button("Save")]
                            + (unsigned
                                ? [button("Save without the signature", name: "action", value: "unsigned", style: .secondary)] : [])
                            + [link(to: At.child(file.id), "Cancel")]))
        return .page(
            visit, title: "An assessment done elsewhere", shows: .child(file.id), status: status,
            hasErrors: above != nil || !form.problems.isEmpty, crumbs: file.crumbs, main)
    }

    private static let notYet =
        "A judgement of medium or above needs risks and a contingency before it counts as countersigned. Save it without the signature first: the next page says what is missing. Then add it."

    /// A judgement of medium or above asks for risks and a contingency before any signature counts, also one given where it was written
    /// (S-ASM-04, S-PLN-03).
    private static func signature(_ a: Assessment, _ desk: AssessmentFile?) -> [Problem] {
        guard a.countersignedOn != nil, a.countersignedOn != desk?.record.countersignedOn else { return [] }
        guard !SubmitRule.control(a, desk?.facts ?? SubmitFacts()).isEmpty else { return [] }
        return [Problem(field: "countersigned_on", message: notYet)]
    }

    /// What one done elsewhere must say to count.
    private static func demands(_ a: Assessment) -> [Problem] {
        var found: [Problem] = []
        func need(_ field: String, _ holds: Bool, _ message: String) { if !holds { found.append(Problem(field: field, message: message)) } }
        need("type", Assessments.isJudging(a), "Choose a type that judges safety, harm and offending.")
        need("author", a.author != nil, "Enter who wrote it and where they work.")
        need("completed_on", a.completedOn != nil, "Enter the day it was completed.")
        need("safety_wellbeing", a.safetyWellbeing != nil, "Choose the judgement of safety and wellbeing.")
        need("serious_harm", a.seriousHarm != nil, "Choose the judgement of serious harm.")
        need("reoffending", a.reoffending != nil, "Choose the likelihood.")
        need(
            "countersigned_outside", a.countersignedOn == nil || a.countersignedOutside != nil,
            "Enter who countersigned it and where they work.")
        need("countersigned_on", a.countersignedOutside == nil || a.countersignedOn != nil, "Enter the day it was countersigned.")
        return found
    }

    static func create(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        return try await write(visit, nil)
    }

    static func update(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        return try await write(visit, try visit.id("id"))
    }

    private static func write(_ visit: Visit, _ id: RecordID?) async throws -> Reply {
        let child = try visit.id("child")
        return try await visit.service.write(Scope(visit.person), action: "assessment.attach") { writer -> Reply in
            let reader = writer.reader
            let file = try FileHead(reader, child)
            let token = visit.form["once"]
            if id == nil, !token.isEmpty, let saved = try writer.saved(once: token, kind: "assessment", of: child) {
                return .see(At.assessment(child, saved))
            }
            let desk = try id.map { try AssessmentFile(reader, child, $0) }
            if let desk, !desk.isElsewhere || !desk.isOpen(to: visit) { throw NotFound() }
            let from = Int64(visit.form["from"])
            if desk != nil, from == nil { throw NotFound() }
            var form = try blank(visit, reader, file)
            if let desk { form.fill(desk.record.value) }
            form.fill(own(visit.form))
            var value = form.read(over: desk?.record.value ?? Assessment(), child: file.child.value)
            if visit.form["action"] == "unsigned" { (value.countersignedOn, value.countersignedOutside) = (nil, nil) }
            let known = Set(form.problems.map(\.field))
            form.problems += (demands(value) + signature(value, desk)).filter { !known.contains($0.field) }
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems += concern.problems
            if let desk, desk.record.from != from {
                let words = try Words(reader, file: file.id)
                if let above = try Versions.clash(desk.record, value, reader, words, visit.person.access) {
                    return try page(visit, reader, file, form, record: desk.record, above: above, status: 409)
                }
                if form.problems.isEmpty { return .see(At.assessment(child, desk.id, nil, [("saved", "yes")])) }
            }
            guard form.problems.isEmpty else { return try page(visit, reader, file, form, record: desk?.record, status: 422) }
            // Not signed where it was written: a manager here reads it, once what its judgements ask for is there.
            if value.countersignedOn == nil, value.submittedOn == nil, value.returnedOn == nil,
                SubmitRule.blockers(value, desk?.facts ?? SubmitFacts()).isEmpty
            {
                value.submittedOn = visit.service.today
            }
            do {
                if let desk, let from {
                    try writer.correct(Assessment.self, child: child, id: desk.id, from: from) { $0 = value }
                    try concern.create(writer, child: child, in: "Assessment done elsewhere")
                    return .see(At.assessment(child, desk.id, nil, [("saved", "yes")]))
                }
                value.writtenBy = visit.person.id
                let made = try writer.create(value, child: child)
                try concern.create(writer, child: child, in: "Assessment done elsewhere")
                if !token.isEmpty { try writer.keep(once: token, kind: "assessment", child: child, id: made) }
                try writer.consumeDraft(form: "assessment", subject: "else-\(child)", once: visit.form["once"])
                return .see(At.assessment(child, made, nil, [("saved", "yes")]))
            } catch let problems as Problems {
                form.problems = problems.all
                return try page(visit, reader, file, form, record: desk?.record, status: 422)
            }
        }
    }
}
