import Casework
import HTML
import Practice
import Records

/// The report on one child that goes to a panel: begun from what is known, written, marked ready (S-OOC-06, S-OOC-07, S-OOC-24).
enum ReportOfItem {
    static let kind = AnyKind(PanelItem.self)

    static let routes: [Route] =
        [
            .post("/children/{child}/panel-items", .may(.writeRecords)) { try await begin($0) },
            .get("/children/{child}/panel-items/{id}", .may(.openFile)) { try await ItemPage.show($0) },
            .get("/children/{child}/panel-items/{id}/edit", .may(.writeRecords)) { visit in
                try await ItemForm.part.open(visit) { try ItemForm.page($0, $1) }
            },
            .post("/children/{child}/panel-items/{id}", .may(.writeRecords)) { try await ItemForm.save($0) },
        ] + RecordPages(layout).routes.filter { $0.pattern.hasSuffix("/withdrawal") }

    private static let layout = RecordLayout<PanelItem>(title: { _, _ in "The panel report" })

    /// What other records say of the checks a report needs.
    struct Known: Sendable {
        var scores: [GravityScore] = []
        var policeOn: Day?
        var policeBy: String?
        var policeResult: String?
        var elsewhere: String?
    }

    static func known(_ reader: Reader, _ one: PanelCase) throws -> Known {
        var known = Known(scores: try reader.serviceRecords(GravityScore.self).map(\.value))
        let enquiries = try reader.records(Enquiry.self, child: one.file.id)
            .filter { $0.referral == nil || $0.referral == one.referral.id }.sorted {
                ($0.receivedOn ?? .unset) < ($1.receivedOn ?? .unset)
            }
        // What a colleague wrote of the police's answer is no check of the record: an officer wrote it, or nobody has checked (S-OOC-03).
        if let police = enquiries.last(where: { $0.agency == "POLICE" && $0.receivedOn != nil }),
            let officer = try officerWho(answered: police, reader, child: one.file.id)
        {
            known.policeOn = police.receivedOn
            known.policeBy = one.words.staff[officer]
            // Known or not says nothing of earlier outcomes: only with what was found written does “not known” say that there are none.
            known.policeResult = police.isKnown == false ? (police.result == nil ? nil : "NONE") : one.earlierHere != nil ? "SOME" : nil
        }
        if let other = enquiries.last(where: { $0.agency == "OTHER_YJS" && $0.receivedOn != nil }), other.isKnown == false,
            other.result != nil
        {
            known.elsewhere = "NONE"
        }
        return known
    }

    /// The officer who recorded the police's answer; nil when a colleague of another agency did.
    private static func officerWho(answered: Stored<Enquiry>, _ reader: Reader, child: RecordID) throws -> RecordID? {
        let versions = try reader.history(Enquiry.self, child: child, id: answered.id).filter { $0.receivedOn != nil }
        for trail in try reader.trails(versions.map(\.from)).values {
            if let staff = trail.staff, try reader.holders(of: .policeOfficer, on: trail.recordedAt.londonDay).contains(staff) {
                return staff
            }
        }
        return nil
    }

    /// A new report with all that is known in it.
    static func begun(_ one: PanelCase, _ known: Known) -> PanelItem {
        var item = PanelItem()
        item.referral = one.referral.id
        if let before = one.item, before.state == "HEARD" {
            // A second hearing: what was found out for the first is not asked again; what is to be weighed and decided is (S-OOC-11).
            item = before.value
            (item.panel, item.state, item.reportOn, item.reportBy, item.deferredReason) = (nil, nil, nil, nil, nil)
            (item.options, item.whyNotLower, item.recommendation, item.recommendationReason) = (nil, nil, nil, nil)
            (item.dissent, item.escalatedOn, item.escalatedTo, item.escalatedResult, item.escalatedReason) = (nil, nil, nil, nil, nil)
            (item.panelReoffending, item.panelSeriousHarm, item.panelSafetyWellbeing, item.panelRiskReason) = (nil, nil, nil, nil)
            return item
        }
        let gravest = one.offences.max { ($0.gravityBase ?? $0.gravity ?? 0) < ($1.gravityBase ?? $1.gravity ?? 0) }
        item.gravityMatrix = gravest?.gravityMatrix ?? GravityLookup.current
        item.gravityBase =
            gravest?.gravityBase
            ?? GravityLookup.base(known.scores, matrix: item.gravityMatrix ?? "", offences: one.offences.map(\.value))?.score
        if let assessed = one.assessment {
            (item.childView, item.childViewOn, item.childViewHow) = (assessed.childView, assessed.childViewOn, assessed.childViewHow)
            (item.parentView, item.parentViewOn, item.parentViewHow) = (assessed.parentView, assessed.parentViewOn, assessed.parentViewHow)
        }
        (item.recordCheckedOn, item.recordCheckedBy) = (known.policeOn, known.policeBy)
        (item.recordResult, item.outcomesElsewhere) = (known.policeResult, known.elsewhere)
        return item
    }

    private static func begin(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("panel_item") else { throw NotAllowed() }
        guard let referral = RecordID(visit.form["referral"]) else { throw NotFound() }
        let child = try visit.id("child")
        let today = visit.service.today
        let id = try await visit.service.write(Scope(visit.person), action: "panel_item.begin") { writer -> RecordID in
            let one = try PanelCase(writer.reader, child: child, referral: referral, today: today)
            // Pressed twice, or begun by a colleague: there is one report at a time.
            if let item = one.item, item.state != "HEARD" { return item.id }
            return try writer.create(begun(one, try known(writer.reader, one)), child: child)
        }
        return .see(At.panelItem(child, id, "edit"))
    }
}

/// The report as it is written.
enum ItemForm {
    static let part = PartForm<PanelItem>(
        fields: [
            "gravity_matrix", "gravity_base", "aggravating", "mitigating", "gravity", "gravity_reason", "child_view", "child_view_on",
            "child_view_how", "parent_view", "parent_view_on", "parent_view_how", "victim_reason", "intelligence", "record_checked_on",
            "record_checked_by", "record_result", "outcomes_elsewhere", "options", "why_not_lower",
        ], action: "panel_item.correct", raisedIn: "Panel report",
        known: { form, _, _, _ in
            form.neededWhere = ["gravity_reason": "the final score is not the one the factors give"]
            form.neededLater = [
                "gravity_matrix", "gravity_base", "aggravating", "mitigating", "gravity", "child_view", "victim_reason", "options",
                "why_not_lower",
            ]
        }, begin: { form, item, visit, _ in checkedNow(&form, item, visit) })

    /// The officer who opens the report is nearly always the one who checks the record, on that day.
    private static func checkedNow(_ form: inout RecordForm<PanelItem>, _ item: PanelItem, _ visit: Visit) {
        guard visit.person.access.role == .policeOfficer, item.recordCheckedOn == nil, item.recordCheckedBy == nil else { return }
        form.typed["record_checked_on"] = visit.service.today.typed
        form.typed["record_checked_by"] = visit.person.name
        for name in ["record_checked_on", "record_checked_by"] {
            form.sources[name] = "You, today: kept once you say what the check found."
        }
    }

    /// A day and a name nobody typed are no check until something was found, or nothing was.
    private static func withoutCheck(_ item: inout PanelItem, _ visit: Visit) {
        guard item.recordResult == nil, item.outcomesElsewhere == nil, item.recordCheckedOn == visit.service.today,
            item.recordCheckedBy == visit.person.name
        else { return }
        (item.recordCheckedOn, item.recordCheckedBy) = (nil, nil)
    }

    static func page(_ reader: Reader, _ view: PartForm<PanelItem>.View) throws -> Reply {
        guard let record = try reader.record(PanelItem.self, child: view.file.id, id: view.id) else { throw NotFound() }
        let one = try PanelCase(
            reader, child: view.file.id, referral: record.referral, item: view.id, today: view.visit.service.today)
        let form = view.form
        let body =
            form.summary + heading("The panel report", caption: view.file.name) + view.above + PartForm.draftNote(view) + one.secondTime
            + one.admission
            + section(one.referral.value.isNotAdmitted ? "Alleged" : "Offences", id: "offences", one.offenceList)
            + PartForm.markup(
                view, action: At.panelItem(view.file.id, view.id),
                "<p>The report can be saved as it is. What is not marked optional is needed before it is ready.</p><h2>Gravity</h2>"
                    + gravity(form, one, try ReportOfItem.known(reader, one).scores)
                    + "<h2>Views</h2>" + views(form, one)
                    + "<h2>The victim</h2>" + one.victim + when(one.contacts.isEmpty, form.controls(["victim_reason"]))
                    + "<h2>Police</h2>"
                    + form.controls(["intelligence", "record_checked_on", "record_checked_by", "record_result", "outcomes_elsewhere"])
                    + "<h2>Options</h2>" + options(form, one) + control(form, "why_not_lower") { asBefore(&$0, one) }
                    + HeardReport.ask(record.value, view.visit, form.problems) + view.concern
                    + buttonGroup([
                        button("Save"), button("Save and mark ready", name: "action", value: "ready", style: .secondary),
                        button("Save draft", name: "action", value: "draft", style: .secondary),
                        link(to: At.panelItem(view.file.id, view.id), "Cancel"),
                    ]))
        return .page(
            view.visit, title: "Write the panel report", shows: .child(view.file.id), status: view.status,
            hasErrors: !form.problems.isEmpty,
            crumbs: one.crumbs, body)
    }

    private static func control(_ form: RecordForm<PanelItem>, _ name: String, _ change: (inout FieldControl) -> Void) -> HTML {
        guard var control = form.control(name) else { return .empty }
        change(&control)
        return field(control)
    }

    private static func gravity(_ form: RecordForm<PanelItem>, _ one: PanelCase, _ scores: [GravityScore]) -> HTML {
        let matrix = form.typed["gravity_matrix"] ?? ""
        let found = GravityLookup.base(scores, matrix: matrix, offences: one.offences.map(\.value))
        let meanings = (1...5).compactMap { score in
            GravityMeaning.words(matrix: matrix, score: score).map { HTML("\(score): \($0)") }
        }
        let inOffence = one.offences.compactMap(\.gravityBase).max()
        return form.controls(["gravity_matrix"])
            + control(form, "gravity_base") {
                $0.source =
                    found.map { "The matrix as loaded says \($0.score), by \($0.by) (\($0.basis))." }
                    ?? inOffence.map { "Recorded with the offence: \($0)." }
                    ?? "The service has loaded no score for these offences in this matrix: read it from the matrix."
            }
            + form.controls(["aggravating", "mitigating"])
            + "<p class=\"hint\">Any aggravating factor puts the score one up, any mitigating factor one down.</p>"
            + when(!meanings.isEmpty, details("What each score means in this matrix", list(meanings)))
            + control(form, "gravity") {
                $0.hint = "Blank takes the score the factors give."
                $0.isRequired = false
            } + form.controls(["gravity_reason"])
    }

    /// A view carried from the assessment says so; one that differs from it shows both.
    private static func views(_ form: RecordForm<PanelItem>, _ one: PanelCase) -> HTML {
        func part(_ name: String, _ assessed: String?, _ on: Day?) -> HTML {
            let day = (on ?? one.assessment?.completedOn)?.words ?? "no date"
            return control(form, name) { box in
                guard let assessed else { return }
                box.source =
                    assessed == box.value ? "From the assessment, \(day)." : "The assessment of \(day) says otherwise: “\(assessed)”"
            } + form.controls(["\(name)_on", "\(name)_how"])
        }
        return part("child_view", one.assessment?.childView, one.assessment?.childViewOn)
            + part("parent_view", one.assessment?.parentView, one.assessment?.parentViewOn)
    }

    private static func options(_ form: RecordForm<PanelItem>, _ one: PanelCase) -> HTML {
        control(form, "options") { box in
            box.hint = "Lowest first. Tick each one weighed."
            box.kind = .checkboxes(one.options.map { Choice($0.outcome, one.name($0.outcome), hint: Self.hint($0, one)) })
            asBefore(&box, one)
        }
    }

    /// What the report heard before weighed stands beside the boxes of a second one, which begin blank: it is weighed again (S-OOC-11).
    private static func asBefore(_ box: inout FieldControl, _ one: PanelCase) {
        guard let heard = one.heard?.value else { return }
        let before = box.name == "options" ? PanelMenu.list(heard.options).map(one.name).joined(separator: ", ") : heard.whyNotLower ?? ""
        guard !before.isEmpty else { return }
        box.source = "The report heard before, \(heard.reportOn?.words ?? "of no date"), said: \(before)"
    }

    static func hint(_ type: DisposalType, _ one: PanelCase) -> String {
        var parts: [String] = []
        if !type.needsInWords.isEmpty { parts.append("Needs \(type.needsInWords.joined(separator: ", ")).") }
        if case .blocked = one.fit(type.outcome) { parts.append("Not open: no admission.") }
        if case .warned = one.fit(type.outcome) { parts.append("There is no admission.") }
        if type.makesEntrant == true { parts.append("A statutory caution.") }
        return parts.joined(separator: " ")
    }

    static func save(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let wantsReady = visit.form["action"] == "ready"
        let (person, today) = (visit.person.id, visit.service.today)
        return try await part.save(
            visit, done: At.panelItem(child, id, nil, [("saved", "yes")]), back: At.panelItem(child, id, "edit"), page: page
        ) { reader, file, item in
            let one = try PanelCase(reader, child: file.id, referral: item.referral, item: id, today: today)
            withoutCheck(&item, visit)
            if item.gravity == nil, item.aggravating != nil, item.mitigating != nil {
                item.gravity = item.gravityBase.map(item.scoreByFactors)
            }
            let lacking = lacking(item, one)
            if wantsReady {
                guard lacking.isEmpty else { return .init(problems: lacking) }
                if item.reportOn == nil { (item.reportOn, item.reportBy) = (today, person) }
            } else if !lacking.isEmpty, item.state != "HEARD" {
                (item.reportOn, item.reportBy) = (nil, nil)
            }
            let current = try reader.record(PanelItem.self, child: file.id, id: id)?.value
            return HeardReport.check(item, since: current, visit) ?? .init()
        }
    }

    /// What stands between a report and the panel, beside the question that mends it.
    static func lacking(_ item: PanelItem, _ one: PanelCase) -> [Problem] {
        var problems: [Problem] = []
        func lack(_ field: String, _ message: String) { problems.append(Problem(field: field, message: message)) }
        if item.gravityMatrix == nil { lack("gravity_matrix", "Choose the gravity matrix: a report cannot be ready without its score.") }
        if item.gravityBase == nil { lack("gravity_base", "Enter the score the matrix starts from.") }
        if item.aggravating == nil { lack("aggravating", "Tick the aggravating factors, or that none was found.") }
        if item.mitigating == nil { lack("mitigating", "Tick the mitigating factors, or that none was found.") }
        if item.gravity == nil { lack("gravity", "Enter the final score.") }
        if item.childView == nil, item.childViewHow != "NOT_ASKED" {
            lack("child_view", "Write the child's view, or that they were not asked.")
        }
        var known = CaseFile(child: one.file.child.entry)
        known[VictimContact.self] = one.contacts.map(\.entry)
        known[Offence.self] = one.offences.map(\.entry)
        if !Readiness.isVictimKnown(known, referral: one.referral.value, reason: item.victimReason) {
            lack("victim_reason", "Say why there is no contact with the victim, or ask the victim worker to record it.")
        }
        let weighed = PanelMenu.list(item.options)
        if weighed.isEmpty { lack("options", "Tick the options weighed.") }
        for token in weighed { if case .blocked(let why) = one.fit(token) { lack("options", why) } }
        if item.whyNotLower == nil, weighed != ["NO_FURTHER_ACTION"] { lack("why_not_lower", "Say why not a lower option.") }
        return problems
    }
}
