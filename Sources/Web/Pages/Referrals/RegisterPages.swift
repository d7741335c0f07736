import Casework
import HTML
import Practice
import Records

/// The register of referrals across children (S-REF-01), what the court sent back (S-OOC-08), and how long each step took (S-REF-07).
enum RegisterPages {
    static let routes: [Route] = [
        .get("/referrals", .may(.findChildren)) { try await show($0) },
        .get("/referrals.csv", .may(.findChildren)) { try await RegisterFile.reply($0) },
    ]

    private static func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(Referral.kind) else { throw NotAllowed() }
        let ask = ReferralAsk(visit)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let day = visit.service.today
            let list = try ReferralList(reader, ask, on: day)
            let page = RegisterPage(list: list, ask: ask, visit: visit, codes: try reader.codes(), day: day)
            return .page(visit, title: "Referrals", shows: .list("list", page.shown)) { page.body }
        }
    }
}

struct RegisterPage {
    let list: ReferralList
    let ask: ReferralAsk
    let visit: Visit
    let codes: Codes
    let day: Day

    /// Waits are told by assessments too: who may not see those is not told the wait.
    var seesWaits: Bool { visit.person.access.sees(.casework) }

    var shown: [RecordID] {
        let children: [RecordID] =
            switch ask.view {
            case .register, .bounced: list.found.map(\.child)
            case .ageing: ask.slice(list.timelines, page: list.page).map(\.progress.child)
            }
        return Array(Set(children)).sorted()
    }

    var body: HTML {
        let add =
            visit.person.access.mayWrite("referral")
            ? details(
                "New referral: find the child first",
                Searches.box()
                    + "<p>Not here yet? \(notHere)</p>") : .empty
        let looks: [(ReferralAsk.Look, String)] = [(.register, "Register"), (.bounced, "Sent back by the court"), (.ageing, "Ageing")]
        return heading("Referrals") + add
            + tabs(
                looks.map { look, name in
                    NavItem(
                        name, At.referrals(look == .register ? [] : [("view", look.rawValue)]), isCurrent: look == ask.view)
                }, label: "Views of the referrals") + filter + asked + spreadsheetLink("/referrals", ask.query(["page": ""]))
    }

    /// For a child nobody has added: the form, or who has it.
    private var notHere: HTML {
        if visit.person.access.may(.addChild) {
            return link(to: Address("/children/new", query: [("then", "referral")]), "Add the child, then the referral")
        }
        let adders = Role.allCases.filter { Access($0).may(.addChild) }.map(\.title.lowercasedFirst)
        return "Ask first for the child to be added, by a \(adders.dropLast().joined(separator: ", ")) or \(adders.last ?? "")."
    }

    // MARK: Filter

    private var filter: HTML {
        func choices(_ list: String, _ any: String) -> [Choice] {
            [Choice("", any)] + codes.all(list).map { Choice($0.token, $0.label) }
        }
        let states = [Choice("open", "Open")] + ReferralState.allCases.dropFirst().map { Choice($0.rawValue, $0.title) }
        var controls = [
            FieldControl(
                id: "pathway", label: "Pathway", kind: .choice(choices("pathway", "Any")), value: ask.pathway ?? "", isRequired: true),
            FieldControl(id: "source", label: "From", kind: .choice(choices("referral_source", "Anybody")), value: ask.source ?? ""),
            FieldControl(
                id: "state", label: "State", kind: .choice(states + [Choice("all", "All")]), value: ask.state?.rawValue ?? "all"),
        ]
        if seesWaits {
            let waits =
                [Choice("", "Anything or nothing")] + ReferralWait.allCases.map { Choice($0.rawValue, $0.title) }
                + [Choice("feedback", "A report back to the panel")]
            controls.append(
                FieldControl(
                    id: "waiting", label: "Waiting for", kind: .choice(waits),
                    value: ask.waiting?.rawValue ?? (ask.isFeedbackDue ? "feedback" : "")))
        }
        if ask.view == .register {
            controls.append(
                FieldControl(
                    id: "bounced", label: "Only those the court sent back", kind: .checkbox, value: ask.isBounced ? "yes" : "",
                    isRequired: false))
        }
        controls.append(
            FieldControl(
                id: "size", label: "Lines on a page", kind: .choice(ReferralAsk.sizes.map { Choice(String($0), String($0)) }),
                value: String(ask.size)))
        let look: HTML = ask.view == .register ? .empty : hidden("view", ask.view.rawValue)
        let first: HTML = details("Filter", isOpen: !applied.isEmpty, look + fields(controls))
        return filterForm(
            action: At.referrals(), applied: applied,
            clear: At.referrals(ask.view == .register ? [] : [("view", ask.view.rawValue)]), first)
    }

    /// Each filter in force with the address that takes it away.
    private var applied: [(String, Address)] {
        var chips: [(String, Address)] = []
        func chip(_ words: String?, _ name: String, _ value: String = "") {
            if let words { chips.append((words, At.referrals(ask.query([name: value])))) }
        }
        chip(codes.label("pathway", ask.pathway), "pathway")
        chip(codes.label("referral_source", ask.source), "source")
        let usual: ReferralState? = ask.view == .bounced ? nil : .open
        if ask.state != usual { chip(ask.state?.title ?? "All states", "state") }
        chip(
            ask.waiting.map { "Waiting for \($0.title.lowercasedFirst)" } ?? (ask.isFeedbackDue ? "Report back is awaited" : nil), "waiting"
        )
        if ask.isBounced, ask.view == .register { chip("Sent back by the court", "bounced") }
        return chips
    }

    // MARK: Tables

    private var asked: HTML {
        switch ask.view {
        case .register: register
        case .bounced: bounced
        case .ageing: ageing
        }
    }

    private func pages(_ noun: String) -> HTML {
        let (count, here, pages) = (list.count, list.page, list.pages)
        let summary = count.counted(noun) + (pages > 1 ? ", page \(here) of \(pages)" : "")
        return pagination(page: here, of: pages, summary: summary) { At.referrals(ask.query(["page": String($0)])) }
    }

    private func who(_ one: ReferralProgress) -> HTML { link(to: At.child(one.child), list.name(one.child)) }

    static func marks(_ one: ReferralProgress) -> HTML {
        var marks: [HTML] = []
        if one.isKnife { marks.append(tag("Knife", .bad)) }
        if one.isSexualHarm { marks.append(tag("Sexual harm", .bad)) }
        if one.isHighSafety { marks.append(tag("High safety", .bad)) }
        if one.referral.urgency == "URGENT" { marks.append(tag("Urgent", .warning)) }
        if one.referral.unableReason != nil { marks.append(tag("Cannot go on", .warning)) }
        if one.referral.value.isSentBack { marks.append(tag("Sent back by the court")) }
        return marks.joined(separator: " ")
    }

    /// The first offence, and how many more there are.
    func offences(_ one: ReferralProgress) -> String {
        guard let first = one.offences.first else { return "" }
        let name = first.value.description ?? codes.label("offence_category", first.category) ?? "Offence"
        return one.offences.count == 1 ? name : "\(name), and \(one.offences.count - 1) more"
    }

    private var register: HTML {
        let rows = list.found.map { one -> [HTML] in
            let referral = one.referral.value
            var cells: [HTML] = [
                who(one),
                link(to: At.referral(one.child, one.referral.id), referral.receivedDate.words, about: list.name(one.child)),
                "\(codes.label("referral_source", referral.source) ?? "Not known")",
                "\(codes.label("pathway", referral.pathway) ?? "Not known")",
                "\(offences(one))",
                RegisterPage.marks(one),
            ]
            if seesWaits {
                cells.append("\(one.waiting?.title ?? "Nothing")")
                cells.append("\(one.daysWaiting(on: day).map(String.init) ?? "")")
            }
            return cells + ["\(one.daysOpen(on: day))", tag(one.state.title, one.state == .open ? .info : .neutral)]
        }
        var columns = ["Child", "Received", "From", "Pathway", "Offences", "Look first"].map { Column($0) }
        if seesWaits { columns += [Column("Waiting for"), Column("Days waiting", isNumeric: true)] }
        columns += [Column("Days since it came", isNumeric: true), Column("State")]
        return table(
            caption: "Referrals: the open ones by knife, sexual harm and high safety, then the longest wait; then those that ended last",
            columns: columns, rows: rows,
            empty: "No referral fits.")
            + pages("referral")
    }

    private var bounced: HTML {
        let rows = list.found.map { one -> [HTML] in
            let referral = one.referral.value
            return [
                who(one),
                link(to: At.referral(one.child, one.referral.id), referral.receivedDate.words, about: list.name(one.child)),
                "\(referral.courtDate?.words ?? "Not known")", "\(referral.solicitorFirm ?? "Not known")",
                "\(referral.bounceReason ?? "Not known")",
                "\(codes.label("admission", referral.admission) ?? "Not known")",
                "\(codes.label("admission", referral.admissionNow) ?? "Not asked again")",
                "\(codes.label("outcome", referral.decision) ?? "Not decided")",
            ]
        }
        return section(
            "Firms of solicitors", id: "firms",
            table(
                caption: "How often each firm's cases came back, of \(list.count)",
                columns: [
                    Column("Firm"), Column("Sent back", isNumeric: true), Column("No comment in interview", isNumeric: true),
                    Column("Last court date"),
                ], rows: firms, captionHidden: false, empty: "Nothing was sent back."))
            + section(
                "Cases", id: "cases",
                table(
                    caption: "What the court sent back",
                    columns: ["Child", "Received", "Court date", "Firm of solicitors", "Reason", "In interview", "Now", "Decision"].map {
                        Column($0)
                    }, rows: rows, captionHidden: true, empty: "Nothing was sent back.")
                    + pages("case"))
    }

    /// The firms of all cases, the most often seen first: one spelled with other capitals is the same.
    private var firms: [[HTML]] {
        let groups = Dictionary(grouping: list.all) { $0.solicitorFirm.map { Names.fold($0) } ?? "" }
        return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { key, cases in
            let name = key.isEmpty ? "Not known" : cases.compactMap(\.solicitorFirm).min() ?? "Not known"
            let silent = cases.count { $0.admission == "NO_COMMENT" }
            return [
                "\(name)", "\(cases.count)", "\(silent) of \(cases.count)",
                "\(cases.compactMap(\.courtDate).max()?.words ?? "Not known")",
            ]
        }
    }

    /// The steps this person is told of.
    var stepNames: [String] {
        seesWaits ? OffenceTimeline.names : OffenceTimeline.names.filter { $0 != "Assessment completed" && $0 != "Allocated" }
    }

    private var ageing: HTML {
        let names = stepNames
        let rows = ask.slice(list.timelines, page: list.page).map { one -> [HTML] in
            [
                who(one.progress),
                link(
                    to: At.referral(one.progress.child, one.progress.referral.id),
                    one.offence.value.description ?? codes.label("offence_category", one.offence.category) ?? "Offence",
                    about: list.name(one.progress.child)),
                "\(one.total)\(when(one.isRunning, " \(tag("Running", .info))"))",
            ]
                + one.steps.filter { names.contains($0.name) }.map { step in
                    guard let day = step.day else { return "<span class=\"none\">None</span>" }
                    return "\(day.words)\(step.elapsed.map { " (\(ElapsedWords.days($0)))" } ?? "")"
                }
        }
        return "<p>Each step with the days since the step before it. The longest way from the first day to the outcome comes first.</p>"
            + table(
                caption: "Offences, longest first",
                columns: [Column("Child"), Column("Offence"), Column("Days in all", isNumeric: true)] + names.map { Column($0) },
                rows: rows, empty: "No offence fits.")
            + pages("offence")
    }
}

/// Days between two steps in words.
enum ElapsedWords {
    static func days(_ days: Int) -> String {
        days < 0 ? "\((-days).counted("day")) before" : days == 0 ? "same day" : "\(days.counted("day"))"
    }
}
