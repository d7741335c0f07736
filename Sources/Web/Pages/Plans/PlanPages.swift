import Casework
import HTML
import Practice
import Records

/// Plans made with the child, and their targets (S-PLN-01, S-PLN-02, S-PLN-04, S-PLN-09).
enum PlanPages {
    static let routes: [Route] =
        [.get("/children/{child}/plans/{id}/print", .may(.openFile)) { try await PlanPrint.page($0) }]
        + RecordPages(layout).routes + RecordPages(target).routes

    private static let words = ["childs_words", "how_to_help", "diversity"]

    static let layout = RecordLayout<Plan>(
        title: { plan, _ in "Plan" + (plan.agreedOn.map { " agreed \($0.words)" } ?? "") },
        begin: { form, visit in form.typed["programme_ref"] = visit.query("programme") ?? "" },
        ownBody: { form, _, address in
            // A new plan has no target yet, so it cannot be agreed: that is asked on its page.
            let isNew = address.path.hasSuffix("/new")
            return form.beside + form.controls(words + ["knife", "programme_ref"])
                + when(
                    !isNew, "<h2>Agreed and signed</h2>" + form.controls(["agreed_on", "signed_on", "not_signed_reason", "copy_given_on"]))
        },
        aside: ["knife"],
        neededWhere: [
            "signed_on": "the plan is agreed and no reason is given below", "not_signed_reason": "the plan is agreed and not signed",
        ],
        beside: { reader, file, visit in try PlanOwnWords(reader, file)?.offer(reader, visit) ?? .empty },
        check: { reader, file, plan, current, form in try problems(reader, file, plan, current, form) },
        alongside: { writer, file, plan, form in try PlanOwnWords(writer.reader, file)?.take(&plan, form) },
        ownShow: { reader, file, record, visit, words in try PlanPage(reader, file, record, visit, words).html },
        carry: { form, visit, reader, file in try carry(&form, visit, reader, file) })

    private static func problems(_ reader: Reader, _ file: FileHead, _ plan: Plan, _ current: Plan?, _ form: RecordForm<Plan>) throws
        -> [Problem]
    {
        var found: [Problem] = []
        func add(_ field: String, _ message: String) { found.append(Problem(field: field, message: message)) }
        for (name, day) in [("agreed_on", plan.agreedOn), ("signed_on", plan.signedOn), ("copy_given_on", plan.copyGivenOn)] {
            if let day, day > form.today { add(name, "That day is in the future.") }
        }
        guard let agreed = plan.agreedOn, current?.agreedOn != agreed else { return found }
        if plan.signedOn == nil, plan.notSignedReason == nil { add("signed_on", "Say when the child signed it, or why it is not signed.") }
        guard let id = form.id, let stored = try reader.record(Plan.self, child: file.id, id: id) else {
            add("agreed_on", "A plan needs at least one target before it is agreed. Save it, then add targets.")
            return found
        }
        for sentence in try PlanFile(reader, file, stored).missing { add("agreed_on", sentence) }
        return found
    }

    /// What is known is not asked again: what the child wants, their strengths, who they are, and whether it is a knife case (promise 2).
    private static func carry(_ form: inout RecordForm<Plan>, _ visit: Visit, _ reader: Reader, _ file: FileHead) throws {
        let child = file.child.value
        let basis = try PlanFile.basis(reader, file)
        let onFile = try reader.trails([file.child.from])[file.child.from].map { "From the child’s file, \($0.recordedAt.londonDay.words)" }
        func set(_ field: String, _ text: String?, _ source: String?) {
            guard let text, form.typed[field].map(\.isEmpty) ?? true else { return }
            form.typed[field] = text
            form.sources[field] = source
        }
        set("childs_words", child.whatTheyWant, onFile)
        set("how_to_help", [child.strengths, child.communicationTip].compactMap { $0 }.joined(separator: "\n").nonEmpty, onFile)
        set("diversity", child.diversityNeeds, onFile)
        // What the child wrote of themselves is more closed than a plan: it is offered, and not filled in (decision 0093).
        let told = try ToldInAssessment(reader, child: file.id)
        set("childs_words", told[.wishes]?.text, told[.wishes]?.source)
        // What they say of the offence is not what they want; it stands only where nobody asked that.
        let assessed = basis?.value.childViewOn ?? basis?.completedOn
        if let view = basis?.value.childView { set("childs_words", view, assessed.map { "From the assessment, \($0.words)" }) }
        set("how_to_help", told[.strengths]?.text, told[.strengths]?.source)
        set("diversity", told[.diversity]?.text, told[.diversity]?.source)
        let programmes = try reader.records(Programme.self, child: file.id)
        // Begun from the referral, before or after its programme: the plan is that programme's once there is one.
        if let id = visit.query("referral").flatMap(RecordID.init), let referral = try reader.record(Referral.self, child: file.id, id: id)
        {
            if form.typed["programme_ref"].map(\.isEmpty) ?? true {
                let own = programmes.filter { $0.value.isOf(referral.entry) && !BackToPanel.isOfEarlierDecision($0.value, referral.value) }
                form.typed["programme_ref"] = own.max { $0.id < $1.id }?.id.description
            }
            let offences = try reader.records(Offence.self, child: file.id).filter { referral.offences.contains($0.id) }
            setKnife(&form, offences: offences.map(\.value), isKnife: KnifeCase.holds(offences: offences.map(\.value)))
        }
        let running = programmes.filter { $0.completed == nil && $0.endDate == nil }
        if form.typed["programme_ref"].map(\.isEmpty) ?? true, running.count == 1, let only = running.first {
            form.typed["programme_ref"] = only.id.description
        }
        if let id = form.typed["programme_ref"].flatMap(RecordID.init), let programme = programmes.first(where: { $0.id == id }) {
            let whole = try ProgrammeFile(reader, file, programme, on: visit.service.today)
            setKnife(&form, offences: whole.offences.map(\.value), isKnife: whole.isKnife)
        }
    }

    /// Whether it is a knife case, where the offences say.
    private static func setKnife(_ form: inout RecordForm<Plan>, offences: [Offence], isKnife: Bool) {
        guard isKnife || !offences.isEmpty && offences.allSatisfy({ $0.knife == false }) else { return }
        form.typed["knife"] = isKnife ? "yes" : "no"
        form.sources["knife"] = "From the offence"
    }

    /// Whether a plan was first written on a day or later.
    static func isWritten(_ plan: Stored<Plan>, since day: Day, _ reader: Reader, _ child: RecordID) throws -> Bool {
        guard let first = try reader.history(Plan.self, child: child, id: plan.id).first else { return false }
        return try reader.trails([first.from])[first.from].map { $0.recordedAt.londonDay >= day } ?? false
    }

    /// A plan written since the work came and before its programme began is that programme's from its start. Where another referral of the
    /// child waits for its programme too, nobody but its author knows whose plan it is: they choose the programme on the plan.
    static func adopt(_ writer: Writer, _ file: FileHead, _ id: RecordID, _ programme: Programme) throws {
        let reader = writer.reader
        guard let referral = try programme.referral.flatMap({ try reader.record(Referral.self, child: file.id, id: $0) }) else { return }
        let others = try reader.records(Programme.self, child: file.id).compactMap(\.value.referral)
        let options = try reader.outOfCourtOptions()
        let isUnclear = try reader.records(Referral.self, child: file.id).contains { one in
            guard one.id != referral.id, one.value.isOpenOutOfCourt, let day = one.decisionDate, !others.contains(one.id) else {
                return false
            }
            return one.decision.flatMap { options.option($0, on: day) }?.weeks ?? 0 > 0
        }
        guard !isUnclear else { return }
        for plan in try reader.records(Plan.self, child: file.id) where plan.programme == nil && plan.child == file.id {
            guard try isWritten(plan, since: referral.receivedDate, reader, file.id) else { continue }
            try writer.correct(Plan.self, child: file.id, id: plan.id, from: plan.from) { $0.programme = id }
        }
    }

    static let target = RecordLayout<Target>(
        parts: [
            (nil, ["plan_ref", "what", "childs_words", "purpose", "domain", "factor", "who", "by_date", "place"]),
            ("How it goes", ["state", "closed_on", "result", "child_feedback"]),
        ],
        title: { target, _ in target.what }, begin: { form, visit in form.typed["plan_ref"] = visit.query("plan") ?? "" },
        neededWhere: ["result": "the target is done or not done"],
        check: { _, _, target, _, form in
            var found: [Problem] = []
            if target.state == "DONE", target.result == nil { found.append(Problem(field: "result", message: "Say what came of it.")) }
            if let closed = target.closedOn, closed > form.today {
                found.append(Problem(field: "closed_on", message: "It cannot be closed in the future."))
            }
            return found
        },
        alongside: { _, _, target, form in
            if target.state == "DONE" || target.state == "NOT_DONE" { target.closedOn = target.closedOn ?? form.today }
        },
        after: { target, child in At.record(child, AnyKind(Plan.self), target.plan, [("saved", "yes")]) })
}
