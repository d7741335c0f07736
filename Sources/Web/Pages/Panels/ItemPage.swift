import Casework
import HTML
import Practice
import Records

/// The report as the panel reads it, with what came of it.
enum ItemPage {
    static func show(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { reader in
            let history = try reader.history(PanelItem.self, child: child, id: id)
            guard let item = history.last else { throw NotFound() }
            let one = try PanelCase(reader, child: child, referral: item.referral, item: id, today: visit.service.today)
            let access = visit.person.access
            let canWrite = visit.asAt == nil && access.mayWrite("panel_item") && !item.withdrawn
            let versions = Versions(
                history: history, trails: try reader.trails(history.map(\.from)), words: one.words, access: access)
            let panel = try item.panel.flatMap { try reader.serviceRecord(Panel.self, id: $0) }
            let status: HTML =
                item.withdrawn
                ? tag("Entered in error", .bad)
                : item.value.isWithHigher
                    ? tag("Taken higher", .warning)
                    : item.state.map { tag(one.words.code("panel_state", $0), $0 == "HEARD" ? .good : .info) }
                        ?? (item.reportOn == nil ? tag("Being written") : tag("Ready", .good))
            let body =
                (try saved(reader, one, item, panel, visit))
                + heading("The panel report", caption: one.file.name, status: status) + one.admission
                + when(canWrite, acts(one, item, panel, access)) + HeardReport.changes(history, one, access)
                + parts(one, item, access, menu: try menu(reader, one)) + result(one, item)
                + section("History", id: "history", try versions.history(visit, address: At.panelItem(child, id)))
            return .page(visit, title: "The panel report", shows: .child(child), crumbs: one.crumbs, body)
        }
    }

    /// What it waits for now, and where to go on.
    private static func saved(_ reader: Reader, _ one: PanelCase, _ item: Stored<PanelItem>, _ panel: Stored<Panel>?, _ visit: Visit) throws
        -> HTML
    {
        let note = SavedNote(reader, one.file, item, visit)
        if item.value.isWithHigher { return try note.html(state: "It stands with what waits until they answer.") }
        if item.state == "HEARD" {
            let back = panel.map { (words: "Back to the \(PanelPages.title($0.value).lowercasedFirst)", to: At.panel($0.id)) }
            return try note.html(back, state: "It waits for the police’s decision.")
        }
        guard item.state == nil, item.reportOn != nil else { return try note.html() }
        let next = try reader.serviceRecords(Panel.self).filter { $0.heldOn >= visit.service.today && $0.cancelledReason == nil }
            .min { $0.heldOn < $1.heldOn }
        guard let next else { return try note.html(state: "It is ready. No panel is in the calendar.") }
        let puts = visit.person.access.may(.runPanel) ? "Put it on the agenda of the" : "It can be put on the agenda of the"
        return try note.html(
            (words: "\(puts) \(PanelPages.title(next.value).lowercasedFirst)", to: At.panel(next.id)), state: "It is ready.")
    }

    private static func acts(_ one: PanelCase, _ item: Stored<PanelItem>, _ panel: Stored<Panel>?, _ access: Access) -> HTML {
        var links = [
            buttonLink(
                to: At.panelItem(one.file.id, item.id, "edit"), item.state == "HEARD" ? "Correct the report" : "Write the report",
                style: .secondary)
        ]
        if access.may(.runPanel), item.panel != nil {
            let asked = item.value.isWithHigher ? "Record what they decided" : "Record the result"
            links.append(link(to: At.panelItem(one.file.id, item.id, "hearing"), asked))
        }
        if access.may(.recordDecision) { links.append(link(to: At.decision(one.file.id, one.referral.id), "The police's decision")) }
        links.append(link(to: At.outcome(one.file.id, one.referral.id), "Outcome"))
        if let panel { links.append(link(to: At.panel(panel.id), PanelPages.title(panel.value))) }
        links.append(link(to: At.withdrawal(one.file.id, ReportOfItem.kind, item.id), "Entered in error"))
        return buttonGroup(links)
    }

    static func menu(_ reader: Reader, _ one: PanelCase) throws -> HTML {
        let options = try reader.serviceRecords(PanelOption.self).map(\.value)
        var domains: Set<String> = []
        try reader.caseFiles(PanelMenu.needs, of: [one.file.id]) { domains = PanelMenu.domains($0, on: one.today) }
        let fitting = PanelMenu.fitting(options, categories: Set(one.offences.compactMap(\.category)), domains: domains)
        let rows = fitting.map { found -> [HTML] in
            let why =
                found.domains.map { one.words.code("need_domain", $0) } + found.categories.map { one.words.code("offence_category", $0) }
            let with = PanelMenu.list(found.option.outcomes).map(one.name).joined(separator: ", ")
            return ["\(found.option.title)", "\(found.option.provider)", "\(why.joined(separator: ", "))", "\(with)"]
        }
        return table(
            caption: "From the menu of options", columns: [Column("Option"), Column("Who gives it"), Column("For"), Column("With")],
            rows: rows,
            captionHidden: true, empty: "Nothing on the menu fits the needs and offences recorded.")
    }

    static func scoreWords(_ item: PanelItem, _ one: PanelCase) -> HTML {
        guard let matrix = item.gravityMatrix else { return "<p>\(tag("Missing", .bad)) No gravity matrix has been used.</p>" }
        func factors(_ tokens: String?, _ list: String) -> HTML {
            tokens.map { "\(PanelMenu.list($0).map { one.words.code(list, $0) }.joined(separator: "; "))" }
                ?? "\(tag("Not considered", .bad))"
        }
        let byFactors = item.gravityBase.map { item.scoreByFactors(from: $0) }
        let meaning = item.gravity.flatMap { GravityMeaning.words(matrix: matrix, score: $0) }
        return summaryList(
            [
                ("Matrix", "\(one.words.code("gravity_matrix", matrix))"),
                ("Score to start from", "\(item.gravityBase.map(String.init) ?? "Not given")"),
                ("Aggravating factors", factors(item.aggravating, "aggravating_factor")),
                ("Mitigating factors", factors(item.mitigating, "mitigating_factor")),
                ("Score the factors give", "\(byFactors.map(String.init) ?? "")"),
                ("Final score", "\(item.gravity.map(String.init) ?? "Not given")\(meaning.map { ": \($0)" } ?? "")"),
            ] + (item.gravityReason.map { [("Why it differs", paragraphs($0))] } ?? []))
            + when(
                GravityMeaning.needsCPS(matrix: matrix, score: item.gravity),
                warningText("Under this matrix a score of 4 goes to the Crown Prosecution Service before anything else."))
    }

    private static func parts(_ one: PanelCase, _ item: Stored<PanelItem>, _ access: Access, menu: HTML) -> HTML {
        func view(_ text: String?, _ on: Day?, _ how: String?) -> HTML {
            guard let text else { return how == "NOT_ASKED" ? "<p>Not asked.</p>" : "<p class=\"none\">Not recorded</p>" }
            let source = [on?.words, how.map { one.words.code("view_method", $0).lowercasedFirst }].compactMap { $0 }.joined(
                separator: ", ")
            return paragraphs(text) + when(!source.isEmpty, "<p class=\"source\">\(source)</p>")
        }
        let judgements = one.assessment.map { assessed in
            summaryList(
                [
                    ("reoffending", assessed.reoffending), ("serious_harm", assessed.seriousHarm),
                    ("safety_wellbeing", assessed.safetyWellbeing),
                ].map { (one.judgementLabel($0.0), "\(one.words.code("judgement", $0.1))") }
                    + [
                        ("Completed", "\(assessed.completedOn?.words ?? "not yet")"),
                        ("Countersigned", "\(assessed.countersignedOn?.words ?? "not yet")"),
                    ])
        }
        let checked = one.checks.open.isEmpty ? tag("Checked", .good) : tag("Not checked", .warning)
        let police: HTML =
            item.recordCheckedOn.map {
                "\(one.words.code("record_result", item.recordResult)), checked on \($0.words) by \(item.recordCheckedBy ?? "nobody named")"
            } ?? "Not checked"
        let elsewhere: HTML = "\(item.outcomesElsewhere.map { one.words.code("record_result", $0) } ?? "Not checked")"
        var out = section(one.referral.value.isNotAdmitted ? "Alleged" : "Offences", id: "offences", one.offenceList)
        out += section("Gravity", id: "gravity", scoreWords(item.value, one))
        out += section("The child's view", id: "child-view", view(item.childView, item.childViewOn, item.childViewHow))
        out += section("The parent's or carer's view", id: "parent-view", view(item.parentView, item.parentViewOn, item.parentViewHow))
        if access.sees(.casework) {
            out += section("Assessment", id: "assessment", judgements ?? "<p class=\"none\">There is none for this referral.</p>")
        }
        out += section("The victim", id: "victim", one.victim)
        out += section(
            "Police record", id: "record",
            summaryList([("Police record", police), ("Outcomes in other areas", elsewhere), ("Both checks", checked)]))
        if access.sees(.intelligence), let text = item.intelligence {
            out += section("Police intelligence", id: "intelligence", paragraphs(text))
        }
        out += weighed(item.value, one)
        if access.sees(.casework) { out += section("From the menu", id: "menu", menu) }
        return out
    }

    /// The options a report weighs, each with what it would make of the child, and why not a lower one (S-OOC-06).
    static func weighed(_ item: PanelItem, _ one: PanelCase) -> HTML {
        func optionLine(_ token: String) -> HTML {
            var line: HTML = "\(one.name(token)). "
            if let type = one.option(token) { line += HTML(escaping: ItemForm.hint(type, one)) }
            if one.fit(token) != .fits { line += " " + tag("No admission", .bad) }
            return line + "<br>First-time entrant? \(one.wouldEnter(token).words)"
        }
        let weighed = PanelMenu.list(item.options)
        var choice: HTML = weighed.isEmpty ? "<p class=\"none\">None yet</p>" : list(weighed.map(optionLine))
        if let why = item.whyNotLower { choice += "<h3>Why not a lower one</h3>" + paragraphs(why) }
        return section("Options weighed", id: "options", choice)
    }

    static func result(_ one: PanelCase, _ item: Stored<PanelItem>) -> HTML {
        guard item.recommendation != nil || item.escalatedOn != nil || item.deferredReason != nil else { return .empty }
        var rows: [(String, HTML)] = []
        if let token = item.recommendation { rows.append(("Recommendation", "\(one.name(token))")) }
        if let text = item.recommendationReason { rows.append(("Reasons", paragraphs(text))) }
        if let text = item.dissent { rows.append(("Who did not agree, and why", paragraphs(text))) }
        if let day = item.escalatedOn {
            rows.append(("Taken higher", "\(day.words), to \(item.escalatedTo ?? "nobody named")"))
            let answer: HTML = item.escalatedResult.map { "\(one.name($0))" } ?? tag("Not answered yet", .warning)
            rows.append(("What they decided", answer + (item.escalatedReason.map(paragraphs) ?? .empty)))
        }
        for (label, token) in [
            (one.judgementLabel("reoffending"), item.panelReoffending), (one.judgementLabel("serious_harm"), item.panelSeriousHarm),
            (one.judgementLabel("safety_wellbeing"), item.panelSafetyWellbeing),
        ] {
            if let token { rows.append(("\(label), as the panel judged", "\(one.words.code("judgement", token))")) }
        }
        if let text = item.panelRiskReason { rows.append(("Why the panel changed a judgement", paragraphs(text))) }
        if let text = item.deferredReason { rows.append(("Put off", "\(text)")) }
        return section("What the panel recommended", id: "result", summaryList(rows))
    }
}
