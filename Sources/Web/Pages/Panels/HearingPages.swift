import Casework
import HTML
import Practice
import Records

/// What the panel made of a child's case: recommendation with reasons, dissent, taken higher, its own judgements, or put off (S-OOC-09, S-OOC-10).
enum HearingPages {
    static let routes: [Route] = [
        .get("/children/{child}/panel-items/{id}/hearing", .may(.runPanel)) { visit in
            try await part.open(visit, prefix: prefix) { try page($0, $1) }
        },
        .post("/children/{child}/panel-items/{id}/hearing", .may(.runPanel)) { try await save($0) },
        .post("/children/{child}/panel-items/{id}/deferral", .may(.runPanel)) { try await putOff($0) },
    ]

    private static let prefix = "hearing-"
    private static let part = PartForm<PanelItem>(
        fields: [
            "recommendation", "recommendation_reason", "dissent", "escalated_on", "escalated_to", "escalated_result", "escalated_reason",
            "panel_reoffending", "panel_serious_harm", "panel_safety_wellbeing", "panel_risk_reason", "victim_reason",
        ], action: "panel_item.hear", raisedIn: "Panel result",
        known: { form, _, _, _ in
            // Blank only when it was taken higher, or when contact with the victim is known.
            form.neededLater = [
                "recommendation", "recommendation_reason", "victim_reason", "escalated_to", "escalated_result", "escalated_reason",
            ]
        })

    private static func page(_ reader: Reader, _ view: PartForm<PanelItem>.View) throws -> Reply {
        guard let record = try reader.record(PanelItem.self, child: view.file.id, id: view.id) else { throw NotFound() }
        let one = try PanelCase(reader, child: view.file.id, referral: record.referral, item: view.id, today: view.visit.service.today)
        let panel = try record.panel.flatMap { try reader.serviceRecord(Panel.self, id: $0) }
        let members = try panel.map { try PanelPages.members(reader, of: $0.id).map(\.value) } ?? []
        let quorum = Quorum(members, needed: panel?.quorum, settings: try reader.settings())
        let form = view.form
        func choice(_ name: String) -> HTML {
            guard var box = form.control(name) else { return .empty }
            // What the report weighed is nearly always what is recommended: first, and marked.
            let weighed = PanelMenu.list(record.options).filter { token in one.options.contains { $0.outcome == token } }
            box.kind = .choice(
                weighed.map { Choice($0, "\(one.name($0)) (weighed)") }
                    + one.options.filter { !weighed.contains($0.outcome) }.map { Choice($0.outcome, one.name($0.outcome)) })
            if name == "recommendation" { box.hint = "Leave it blank only when the panel did not agree and it was taken higher." }
            if name == "escalated_result" {
                box.hint = "While they have not answered leave this and their reasons blank: it is listed as waiting."
            }
            return field(box)
        }
        func judgement(_ name: String, _ field: String, _ assessed: String?) -> HTML {
            guard var box = form.control(name) else { return .empty }
            box.label = "\(one.judgementLabel(field)), as the panel judged"
            box.source = assessed.map { "The assessment says \(one.words.code("judgement", $0).lowercasedFirst)." }
            return HTMLField(box)
        }
        let hasSat = panel.map { PanelPages.hasSat($0.value, on: one.today) } ?? true
        let lacks = lacking(record.value, one, quorum, hasSat: hasSat)
        let came: HTML = (hasSat ? "" : "Quorum: ") + PanelPages.quorumWords(quorum, hasSat: hasSat)
        let needsTick = form.problems.contains { $0.field == "override" } || !lacks.isEmpty
        let tick = FieldControl(
            id: "override", label: "Go on all the same; the reasons above say why", kind: .checkbox,
            error: form.problems.first { $0.field == "override" }?.message, value: view.visit.form["override"])
        let body =
            form.summary + heading("What the panel recommends", caption: view.file.name) + view.above
            + PartForm.draftNote(view, prefix: prefix) + one.secondTime + one.admission
            + when(
                !lacks.isEmpty,
                alertBanner(
                    "Not as it should be", .warning,
                    "<p>Missing: \(lacks.joined(separator: "; ")). Mend it first, or go on with a reason.</p>"))
            + (panel.map { "<p>\(link(to: At.panel($0.id), PanelPages.title($0.value))) \(came)</p>" } ?? .empty)
            + section("Gravity", id: "gravity", ItemPage.scoreWords(record.value, one))
            + ItemPage.weighed(record.value, one)
            + section(
                "First-time entrant?", id: "entrant",
                list(
                    one.options.filter { $0.makesEntrant == true }.map { "\(one.name($0.outcome)): \(one.wouldEnter($0.outcome).words)" }))
            + section("The victim", id: "victim", one.victim)
            + PartForm.markup(
                view, action: At.panelItem(view.file.id, view.id, "hearing"), prefix: prefix,
                choice("recommendation") + form.controls(["recommendation_reason", "dissent"])
                    + when(
                        needsTick || GravityMeaning.needsCPS(matrix: record.gravityMatrix, score: record.gravity)
                            || one.referral.value.isNotAdmitted, field(tick))
                    + when(one.contacts.isEmpty, form.controls(["victim_reason"]))
                    + details(
                        "No agreement: taken higher",
                        isOpen: form.problems.contains { $0.field.hasPrefix("escalated") || $0.field == "recommendation" }
                            || record.escalatedOn != nil,
                        form.controls(["escalated_on", "escalated_to"]) + choice("escalated_result") + form.controls(["escalated_reason"]))
                    + details(
                        "The panel changes a judgement",
                        isOpen: form.problems.contains { $0.field.hasPrefix("panel_") } || record.panelRiskReason != nil,
                        judgement("panel_reoffending", "reoffending", one.assessment?.reoffending)
                            + judgement("panel_serious_harm", "serious_harm", one.assessment?.seriousHarm)
                            + judgement("panel_safety_wellbeing", "safety_wellbeing", one.assessment?.safetyWellbeing)
                            + form.controls(["panel_risk_reason"])
                            + "<p class=\"hint\">It is written back to the assessment, and a risk meeting is asked for when it is raised.</p>"
                    ) + view.concern
                    + buttonGroup([
                        button("Save the result"), button("Save draft", name: "action", value: "draft", style: .secondary),
                        link(to: At.panelItem(view.file.id, view.id), "Cancel"),
                    ]))
            + section(
                "Put off", id: "put-off",
                putOffForm(
                    view.file.id, view.id, record.from, value: "", error: nil,
                    // The page's own form asks above: this one's boxes begin blank.
                    ConcernPart(Form(), view.visit, codes: form.codes).fields(of: "put-off")))
        return .page(
            view.visit, title: "What the panel recommends", shows: .child(view.file.id), status: view.status,
            hasErrors: !form.problems.isEmpty, crumbs: one.crumbs, body)
    }

    private static func HTMLField(_ control: FieldControl) -> HTML { field(control) }

    private static func save(_ visit: Visit) async throws -> Reply {
        let (child, id, today) = (try visit.id("child"), try visit.id("id"), visit.service.today)
        let goesOn = visit.form["override"] == "yes"
        return try await part.save(
            visit, prefix: prefix, done: At.panelItem(child, id, nil, [("saved", "yes")]), back: At.panelItem(child, id, "hearing"),
            page: page,
            check: { reader, file, item in
                let one = try PanelCase(reader, child: file.id, referral: item.referral, item: id, today: today)
                let panel = try item.panel.flatMap { try reader.serviceRecord(Panel.self, id: $0) }
                let members = try panel.map { try PanelPages.members(reader, of: $0.id).map(\.value) } ?? []
                let quorum = Quorum(members, needed: panel?.quorum, settings: try reader.settings())
                // Of a panel that has not sat nothing is saved: what is asked of it is not asked here.
                let lacks = lacking(item, one, quorum, hasSat: panel.map { PanelPages.hasSat($0.value, on: today) } ?? true)
                var check = problems(item, one, panel?.value, lacks: lacks, goesOn: goesOn, today: today)
                if check.problems.isEmpty { item.state = "HEARD" }
                if !goesOn { check.note = nil }
                return check
            },
            also: { writer, file, item in try carry(writer, file, item, today: today) })
    }

    private static func problems(
        _ item: PanelItem, _ one: PanelCase, _ panel: Panel?, lacks: [String], goesOn: Bool, today: Day
    ) -> PartForm<PanelItem>.Check {
        var check = PartForm<PanelItem>.Check()
        func lack(_ field: String, _ message: String) { check.problems.append(Problem(field: field, message: message)) }
        if panel == nil || panel?.cancelledReason != nil {
            lack("", "Put the case on a panel's agenda first: the result carries that panel's day.")
        } else if let held = panel?.heldOn, held > today {
            lack("", "That panel has not sat yet.")
        }
        let isVictimKnown: Bool = {
            var known = CaseFile(child: one.file.child.entry)
            known[VictimContact.self] = one.contacts.map(\.entry)
            known[Offence.self] = one.offences.map(\.entry)
            return Readiness.isVictimKnown(known, referral: one.referral.value, reason: item.victimReason)
        }()
        if !isVictimKnown {
            lack("victim_reason", "A case is not closed without contact with the victim or the reason why there is none.")
        }
        if item.escalatedOn != nil {
            if item.escalatedTo == nil { lack("escalated_to", "Name who it was taken to, of the service and of the police.") }
            // Until they answer both stay blank, and it stands with what waits.
            if item.escalatedResult == nil, item.escalatedReason != nil { lack("escalated_result", "Choose what they decided.") }
            if item.escalatedResult != nil, item.escalatedReason == nil { lack("escalated_reason", "Give their reasons.") }
            if let panel, let on = item.escalatedOn, on < panel.heldOn {
                lack("escalated_on", "It cannot be taken higher before the panel sat.")
            }
        } else if item.recommendation == nil {
            lack("recommendation", "Choose what the panel recommends, or say who it was taken higher to.")
        }
        for (field, token) in [("recommendation", item.recommendation), ("escalated_result", item.escalatedResult)] {
            switch one.fit(token) {
            case .fits: break
            case .blocked(let why): lack(field, why)
            case .warned(let why):
                if !goesOn { lack("override", why) }
                check.note = "Went on without an admission."
            }
        }
        if !lacks.isEmpty {
            let words = lacks.joined(separator: "; ")
            if !goesOn { lack("override", "Not as it should be: \(words). Tick to go on all the same; the reasons say why.") }
            check.note = (check.note.map { $0 + " " } ?? "") + "Heard although \(words)."
        }
        if GravityMeaning.needsCPS(matrix: item.gravityMatrix, score: item.gravity) {
            if !goesOn {
                lack("override", "Under this matrix a score of 4 goes to the Crown Prosecution Service. Tick once they have sent it back.")
            }
            check.note = "The Crown Prosecution Service had it first. " + (check.note ?? "")
        }
        return check
    }

    /// What a recommendation rests on and has not: quorum, assessment, gravity and its factors, as far as the visitor may know (S-OOC-04,
    /// S-OOC-06).
    private static func lacking(_ item: PanelItem, _ one: PanelCase, _ quorum: Quorum, hasSat: Bool) -> [String] {
        let gaps = Readiness.hearingGaps(item, assessment: one.assessment?.value).filter {
            one.seesAssessments || $0 != .assessment && $0 != .countersigned
        }
        let agencies = quorum.present.counted("agency", "agencies")
        return (quorum.isMet || !hasSat ? [] : ["the quorum is not met, \(agencies) of \(quorum.needed) came"]) + gaps.map(\.words)
    }

    /// What the result changes elsewhere on the file, in the same command: the referral, the assessment, and a meeting to hold.
    private static func carry(_ writer: Writer, _ file: FileHead, _ item: PanelItem, today: Day) throws {
        let one = try PanelCase(writer.reader, child: file.id, referral: item.referral, today: today)
        guard let held = try item.panel.flatMap({ try writer.reader.serviceRecord(Panel.self, id: $0)?.heldOn }) else { return }
        try writer.correct(Referral.self, child: file.id, id: one.referral.id, from: one.referral.from) {
            ($0.panelDate, $0.recommendation) = (held, item.isWithHigher ? nil : item.escalatedResult ?? item.recommendation)
        }
        guard let assessed = one.assessment else { return }
        let before = assessed.value
        let why = item.panelRiskReason.map { "The panel of \(held.words): \($0)" }
        func with(_ reason: String?) -> String? { [reason, why].compactMap { $0 }.joined(separator: "\n\n") }
        let wrote = try writer.correct(Assessment.self, child: file.id, id: assessed.id, from: assessed.from) { next in
            if let new = item.panelReoffending, new != before.reoffending {
                (next.reoffending, next.reoffendingReason) = (new, with(before.reoffendingReason))
            }
            if let new = item.panelSeriousHarm, new != before.seriousHarm {
                (next.seriousHarm, next.seriousHarmReason) = (new, with(before.seriousHarmReason))
            }
            if let new = item.panelSafetyWellbeing, new != before.safetyWellbeing {
                (next.safetyWellbeing, next.safetyWellbeingReason) = (new, with(before.safetyWellbeingReason))
            }
        }
        let isRaised =
            PanelJudgement.isRaised(from: before.reoffending, to: item.panelReoffending)
            || PanelJudgement.isRaised(from: before.seriousHarm, to: item.panelSeriousHarm)
            || PanelJudgement.isRaised(from: before.safetyWellbeing, to: item.panelSafetyWellbeing)
        guard wrote, isRaised else { return }
        var action = Action()
        (action.what, action.arose, action.aroseOn) = ("Hold a risk meeting", "PANEL", held)
        action.dueOn = PanelJudgement.meetingDue(after: held)
        let worker = Workers.current(try writer.reader.records(Allocation.self, child: file.id).map(\.value), on: today)
        action.owner = worker?.staff ?? writer.reader.scope.person?.id
        try writer.create(action, child: file.id)
    }

    // MARK: Put off

    private static func putOffForm(_ child: RecordID, _ id: RecordID, _ from: Int64, value: String, error: String?, _ concern: HTML) -> HTML
    {
        sendForm(
            action: At.panelItem(child, id, "deferral"),
            hidden("from", String(from))
                + field(
                    FieldControl(
                        id: "deferred_reason", label: "Why the panel put it off", hint: "It goes back to those waiting for a panel.",
                        error: error,
                        value: value)) + concern + button("Put it off", style: .secondary))
    }

    private static func putOff(_ visit: Visit) async throws -> Reply {
        let (child, id, reason) = (try visit.id("child"), try visit.id("id"), visit.form["deferred_reason"])
        guard visit.person.access.mayWrite("panel_item") else { throw NotAllowed() }
        let from = sentVersion(visit)
        let refused = try await visit.service.write(Scope(visit.person), action: "panel_item.defer") { writer -> Reply? in
            let file = try FileHead(writer.reader, child)
            let concern = ConcernPart(visit, codes: try writer.reader.codes())
            func again(_ message: String?, status: Int, from: Int64) -> Reply {
                let items = message.map { [ErrorItem(field: "deferred_reason", $0)] } ?? []
                return .page(
                    visit, title: "Put off", shows: .child(child), status: status, hasErrors: true, crumbs: file.crumbs,
                    errorSummary(items + concern.problems.map(ErrorItem.init))
                        + heading("Put off", caption: file.name)
                        + putOffForm(child, id, from, value: reason, error: message, concern.fields))
            }
            guard let item = try writer.reader.record(PanelItem.self, child: child, id: id) else { throw NotFound() }
            guard !reason.isEmpty else { return again("Say why it was put off.", status: 422, from: from) }
            guard reason.count <= 500 else { return again("Why it was put off must be 500 characters or fewer.", status: 422, from: from) }
            guard concern.problems.isEmpty else { return again(nil, status: 422, from: from) }
            guard item.from == from else {
                return again("Someone changed it just now. Send it again to put it off.", status: 409, from: item.from)
            }
            try writer.correct(PanelItem.self, child: child, id: id, from: from) { ($0.state, $0.deferredReason) = ("DEFERRED", reason) }
            try concern.create(writer, child: child, in: "Deferral at panel")
            return nil
        }
        return refused ?? .see(At.panelItem(child, id, nil, [("saved", "yes")]))
    }
}
