import Casework
import HTML
import Practice
import Records

/// The police's decision, apart from what the panel recommended and shown with it.
enum DecisionPages {
    static let routes: [Route] = [
        .get("/children/{child}/referrals/{id}/decision", .may(.recordDecision)) { visit in
            try await part.open(visit, prefix: prefix) { try page($0, $1) }
        },
        .post("/children/{child}/referrals/{id}/decision", .may(.recordDecision)) { try await save($0) },
    ]

    private static let prefix = "decision-"
    private static let part = PartForm<Referral>(
        fields: [
            "decision", "decided_by", "decision_officer", "decision_rank", "decision_date", "decision_reason", "police_told_date",
            "slip_reason",
        ], action: "referral.decide", raisedIn: "Police decision",
        demanded: [
            "decision": "Choose what was decided.", "decided_by": "Choose who decided.",
            "decision_officer": "Enter the name of who decided.", "decision_rank": "Enter their rank or post.",
            "decision_date": "Enter the day of the decision.",
        ],
        known: { form, reader, file, record in
            // A second decision begins blank: the first stands beside it.
            let one = try PanelCase(reader, child: file.id, referral: record.id, today: form.today)
            form.neededWhere["decision_reason"] = "it is not what was recommended, or is decided before what it rests on is there"
            if let taken = one.takenHigherOn {
                form.demanded["decision_reason"] = "Taken higher on \(taken.words) and not answered: say why it is decided meanwhile."
            }
            guard one.back != nil else { return }
            for name in [
                "decision", "decided_by", "decision_officer", "decision_rank", "decision_date", "decision_reason", "police_told_date",
            ] {
                form.typed[name] = ""
            }
        }, begin: { form, referral, visit, reader in try begun(&form, referral, visit, reader) })

    /// What a decision not recorded yet begins with: as the panel recommended, today, and by the officer who records it.
    private static func begun(_ form: inout RecordForm<Referral>, _ referral: Referral, _ visit: Visit, _ reader: Reader) throws {
        guard referral.decision == nil, referral.decisionDate == nil else { return }
        if let recommended = referral.recommendation, (form.typed["decision"] ?? "").isEmpty {
            form.typed["decision"] = recommended
            form.sources["decision"] = "As the panel recommended. Change it if the decision differs."
        }
        form.typed["decision_date"] = visit.service.today.typed
        form.sources["decision_date"] = "Today. Change it if it was decided earlier."
        guard visit.person.access.role == .policeOfficer else { return }
        if (form.typed["decided_by"] ?? "").isEmpty { form.typed["decided_by"] = "POLICE" }
        guard referral.decisionOfficer == nil else { return }
        form.typed["decision_officer"] = visit.person.name
        form.sources["decision_officer"] = "You. Change it if somebody else decided."
        let rank = try Officers.rank(of: visit.person.name, reader)
        guard referral.decisionRank == nil, let rank else { return }
        form.typed["decision_rank"] = rank.rank
        form.sources["decision_rank"] = "From the decision of \(rank.on.words)"
    }

    private static func page(_ reader: Reader, _ view: PartForm<Referral>.View) throws -> Reply {
        let one = try PanelCase(reader, child: view.file.id, referral: view.id, today: view.visit.service.today)
        let form = view.form
        var decision = HTML.empty
        if var box = form.control("decision") {
            // The ladder first; a court's sentence is no out-of-court decision.
            box.kind = .choice(one.options.map { Choice($0.outcome, one.name($0.outcome)) })
            decision = field(box)
        }
        let lacks = gaps(one, one.options.first { $0.needsAssessment == true })
        let needsTick = form.problems.contains { $0.field == "override" } || one.referral.value.isNotAdmitted || !lacks.isEmpty
        var reason = HTML.empty
        if var box = form.control("decision_reason") {
            box.hint =
                one.takenHigherOn.map { "Taken higher on \($0.words) and not answered: say why it is decided meanwhile." } ?? box.hint
            if needsTick { box.hint = "Also why it goes on without something, where you tick that below." }
            reason = field(box)
        }
        let tick = FieldControl(
            id: "override", label: "Go on all the same; the reasons say why", kind: .checkbox,
            error: form.problems.first { $0.field == "override" }?.message, value: view.visit.form["override"])
        let times = PanelTimes(one.referral.value, outcome: one.ownOutcomes.map(\.outcomeDate).min(), on: one.today)
        let body =
            form.summary + heading("The police’s decision", caption: view.file.name) + view.above
            + PartForm.draftNote(view, prefix: prefix) + one.secondTime + one.admission
            + section("Offences", id: "offences", one.offenceList)
            + recommended(one)
            + when(
                !lacks.isEmpty,
                alertBanner(
                    "Not there yet", .warning,
                    "<p>Missing: \(lacks.map(\.words).joined(separator: "; ")). An option with our involvement is decided without it only with a reason.</p>"
                ))
            + PartForm.markup(
                view, action: At.decision(view.file.id, view.id), prefix: prefix,
                decision + form.controls(["decided_by", "decision_officer", "decision_rank", "decision_date"]) + reason
                    + when(needsTick, field(tick)) + form.controls(["police_told_date"])
                    + when(times.isLate || one.referral.slipReason != nil, form.controls(["slip_reason"])) + view.concern
                    + buttonGroup([
                        button("Save the decision"), button("Save draft", name: "action", value: "draft", style: .secondary),
                        link(to: At.child(view.file.id), "Cancel"),
                    ]))
        return .page(
            view.visit, title: "The police's decision", shows: .child(view.file.id), status: view.status, hasErrors: !form.problems.isEmpty,
            crumbs: one.crumbs, body)
    }

    private static func recommended(_ one: PanelCase) -> HTML {
        guard let item = one.item, item.value.isWithHigher || one.referral.recommendation != nil || item.recommendation != nil else {
            return section("What the panel recommended", id: "result", "<p class=\"none\">No recommendation is recorded.</p>")
        }
        return ItemPage.result(one, item)
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let (child, id, today) = (try visit.id("child"), try visit.id("id"), visit.service.today)
        let goesOn = visit.form["override"] == "yes"
        return try await part.save(
            visit, prefix: prefix, done: At.outcome(child, id, [("saved", "decision")]), back: At.decision(child, id), page: page,
            check: { reader, _, referral in
                let one = try PanelCase(reader, child: child, referral: id, today: today)
                let check = problems(referral, one, goesOn: goesOn)
                // A decision after one whose programme failed keeps the one before: what was given under it was given.
                let isAnew = one.programme?.completed == false && one.referral.decision.map { $0 != referral.decision } ?? false
                if one.back != nil || isAnew {
                    (referral.earlierDecision, referral.earlierDecisionDate) = (one.referral.decision, one.referral.decisionDate)
                }
                return check
            })
    }

    private static func problems(_ referral: Referral, _ one: PanelCase, goesOn: Bool) -> PartForm<Referral>.Check {
        var check = PartForm<Referral>.Check()
        func lack(_ field: String, _ message: String) { check.problems.append(Problem(field: field, message: message)) }
        if let end = one.back?.endDate, let decided = referral.decisionDate, decided < end {
            lack("decision_date", "The second decision cannot come before the programme ended on \(end.words).")
        }
        // Decided anew without a programme that failed: what was given or runs under the decision before is settled first.
        if one.back == nil, one.programme?.completed != false, let before = one.referral.decision, let decided = referral.decision,
            decided != before
        {
            let since = one.referral.decisionDate ?? .unset
            if let given = one.ownOutcomes.first(where: { $0.outcome != decided && $0.outcomeDate >= since }) {
                lack(
                    "decision",
                    "“\(one.name(given.outcome))” of \(given.outcomeDate.words) is recorded. If it was never given, mark that outcome as entered in error first; what was given stands."
                )
            } else if let runs = one.programme, runs.completed == nil, runs.disposal != decided {
                lack("decision", "The programme under “\(one.name(runs.disposal))” still runs: end it first.")
            }
        }
        if let asked = referral.recommendation, let decided = referral.decision, asked != decided, referral.decisionReason == nil {
            lack(
                "decision_reason", "The panel recommended “\(one.name(asked))”. Say why the decision differs.")
        }
        var without: [(sentence: String, noun: String)] = []
        switch one.fit(referral.decision) {
        case .fits: break
        case .blocked(let why): lack("decision", why)
        case .warned(let why): without.append((why, "an admission"))
        }
        let lacks = gaps(one, one.option(referral.decision)).map(\.words).joined(separator: "; ")
        if !lacks.isEmpty {
            without.append(("Not there yet: \(lacks). Tick to go on all the same, and say why in the reasons.", "what it rests on"))
        }
        guard !without.isEmpty else { return check }
        if !goesOn { lack("override", without.map(\.sentence).joined(separator: " ")) }
        if goesOn, referral.decisionReason == nil {
            lack("decision_reason", "Say why it goes on without \(without.map(\.noun).joined(separator: " and ")).")
        }
        if goesOn {
            check.note = "Went on without \(without.map(\.noun).joined(separator: " and "))" + (lacks.isEmpty ? "." : ": \(lacks).")
        }
        return check
    }

    /// What a decision for that option lacks, as far as the visitor may know (S-OOC-06, S-OOC-07).
    private static func gaps(_ one: PanelCase, _ type: DisposalType?) -> [Readiness.Gap] {
        Readiness.decisionGaps(
            type, assessment: one.assessment?.value, item: one.item?.value, offences: one.offences.map(\.value)
        ).filter { $0 != .assessment || one.seesAssessments }
    }
}
