import Casework
import HTML
import Practice
import Records

/// The page of one plan: the child's words first, then what will be done, and what is done if things get worse.
struct PlanPage {
    private let whole: PlanFile
    private let file: FileHead
    private let visit: Visit
    private let words: Words
    private let factors: [String]
    private let day: Day
    private var plan: Stored<Plan> { whole.plan }

    init(_ reader: Reader, _ file: FileHead, _ plan: Stored<Plan>, _ visit: Visit, _ words: Words) throws {
        whole = try PlanFile(reader, file, plan)
        self.file = file
        self.visit = visit
        self.words = words
        factors = whole.factors(words.codes)
        day = visit.asAt?.londonDay ?? visit.service.today
    }

    private func mayWrite(_ kind: String) -> Bool { visit.asAt == nil && !plan.withdrawn && visit.person.access.mayWrite(kind) }

    /// A target's state in a word and a colour.
    static func state(_ target: Target, _ words: Words, on day: Day) -> HTML {
        let word = target.state.map { words.code("target_state", $0) } ?? "Planned"
        switch target.state {
        case "DONE": return tag(word, .good)
        case "NOT_DONE": return tag(word, .bad)
        default:
            if let by = target.byDate, by < day { return "\(tag(word, .info)) \(tag("Late", .bad))" }
            return tag(word, target.state == "STARTED" ? .info : .neutral)
        }
    }

    var html: HTML { before + child + targets + contingencies + agreed + management }

    /// What still stops it from being agreed, each with where it is mended.
    private var before: HTML {
        let programme: HTML = whole.programme.map { "<p>For \(link(to: At.programme(file.id, $0.id), words.name($0.id))).</p>" } ?? .empty
        let print = buttonGroup([buttonLink(to: At.plan(file.id, plan.id, "print"), "Easy version to print", style: .secondary)])
        guard plan.agreedOn == nil, !whole.missing.isEmpty else { return programme + print }
        return programme + alertBanner("Before it is agreed", .warning, list(whole.missing.map { "\($0)" })) + print
    }

    private var child: HTML {
        let rows: [(String, String?)] = [
            ("What I want", plan.childsWords), ("What helps me", plan.howToHelp), ("How the plan fits who the child is", plan.diversity),
        ]
        let knife: HTML = plan.isKnife == true ? "<p>\(tag("Knife plan", .info)) This plan is for carrying a knife.</p>" : .empty
        let prompt: HTML =
            plan.diversity == nil
            ? "<p>\(tag("To write", .warning)) Nothing says how the plan fits who the child is.</p>" : .empty
        let written = rows.compactMap { label, text in text.map { (label, paragraphs($0)) } }
        return section(
            "What the child says", id: "child",
            (written.isEmpty ? "<p class=\"none\">Nothing is written yet.</p>" : summaryList(written)) + knife + prompt)
    }

    // MARK: Targets

    private var targets: HTML {
        let blocks = whole.targets.enumerated().map { index, target in block(target, index + 1) }
        return section(
            "Targets", id: "targets",
            (blocks.isEmpty ? "<p class=\"none\">No target yet.</p>" : blocks.joined()) + when(mayWrite("target"), add))
    }

    private func block(_ target: Stored<Target>, _ number: Int) -> HTML {
        var rows: [(String, HTML)] = []
        func add(_ label: String, _ text: String?) { if let text { rows.append((label, paragraphs(text))) } }
        add("In the child’s words", target.value.childsWords)
        add("For", target.purpose.map { words.code("target_purpose", $0) })
        add("Area of life", target.domain.map { words.code("need_domain", $0) })
        add("Answers", target.factor)
        add("Who", target.who)
        add("By", target.byDate?.words)
        add("What came of it", target.result.map { text in (target.closedOn.map { "\($0.words). " } ?? "") + text })
        add("What the child says of it", target.childFeedback)
        let isOpen = !["DONE", "NOT_DONE"].contains(target.value.state)
        let about = "target \(number)"
        let forms: HTML =
            mayWrite("target")
            ? when(
                isOpen,
                details(
                    "Close target \(number)",
                    InlineForm(target, file.id, visit, words.codes, ["closed_on": visit.service.today.typed, "state": "DONE"]).html(
                        ["state", "closed_on", "result", "child_feedback"], neededWhere: PlanPages.target.neededWhere, button: "Close it",
                        about: about)))
                + buttonGroup([
                    when(
                        isOpen && target.value.state != "STARTED",
                        InlineForm(target, file.id, visit, words.codes, [:]).html(
                            [], set: ["state": "STARTED"], button: "Mark as started", about: about)),
                    link(to: At.editRecord(file.id, AnyKind(Target.self), target.id), "Change", about: about),
                ]) : .empty
        return
            "<article class=\"target\" id=\"target-\(target.ref)\"><h3>\(target.value.place ?? number). \(target.what) \(PlanPage.state(target.value, words, on: day))</h3>\(summaryList(rows))\(forms)</article>"
    }

    private var add: HTML {
        var inline = InlineForm(
            new: Target.self, file.id, part: "target", visit, words.codes,
            ["place": String((whole.targets.compactMap(\.value.place).max() ?? whole.targets.count) + 1), "state": "PLANNED"])
        inline.suggest("factor", factors)
        // Most of what a plan asks is the child's to do, by the end of the programme.
        let child = file.child.value
        inline.know("who", child.knownAs ?? child.givenName, from: "The child. Change it if somebody else does it.")
        inline.know("by_date", whole.programme?.latestEnd?.typed, from: "From the programme, which ends by then")
        return details(
            "Add a target", isOpen: whole.targets.isEmpty,
            inline.html(
                ["what", "childs_words", "purpose", "domain", "factor", "who", "by_date", "place"],
                set: ["plan_ref": plan.id.description, "state": "PLANNED"], button: "Add the target", style: .primary))
    }

    // MARK: If things get worse

    private var contingencies: HTML {
        guard visit.person.access.sees(.safeguarding) else { return .empty }
        let rows = whole.contingencies.map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Contingency.self), one.id), "If \(one.ifHappens.lowercasedFirst)"), "\(one.thenDo)",
                "\(one.who)", "\(one.byWhen)", "\(words.code("contingency_concern", one.concern))",
            ]
        }
        let source: HTML =
            whole.basis.map {
                "<p class=\"source\">From \(link(to: At.record(file.id, AnyKind(Assessment.self), $0.id), words.name($0.id)))</p>"
            }
            ?? .empty
        return section(
            "If things get worse", id: "contingency",
            table(
                caption: "If this happens, then that is done", columns: ["If", "Then", "Who", "How soon", "About"].map { Column($0) },
                rows: rows, captionHidden: true, empty: "Nothing is written.")
                + source
                + when(
                    mayWrite("contingency"),
                    "<p>\(link(to: At.newRecord(file.id, AnyKind(Contingency.self), whole.basis.map { [("assessment", $0.id.description)] } ?? []), "Add what is done if things get worse"))</p>"
                ))
    }

    // MARK: Agreed, signed, given; and the manager's look

    private var agreed: HTML {
        let rows: [(String, HTML)] = [
            ("Agreed with the child", plan.agreedOn.map { "\($0.words)" } ?? tag("Not yet", .warning)),
            (
                "Signed by the child",
                plan.signedOn.map { "\($0.words)" } ?? plan.notSignedReason.map { "Not signed: \($0)" } ?? tag("Not yet", .warning)
            ),
            ("Copy given to the child", plan.copyGivenOn.map { "\($0.words)" } ?? tag("Not yet", .warning)),
        ]
        let isDone = plan.agreedOn != nil && plan.copyGivenOn != nil && (plan.signedOn != nil || plan.notSignedReason != nil)
        let today = visit.service.today.typed
        let form: HTML =
            mayWrite("plan") && !isDone
            ? details(
                "Agree, sign and give a copy", isOpen: whole.missing.isEmpty,
                InlineForm(
                    plan, file.id, visit, words.codes,
                    [
                        "agreed_on": plan.agreedOn?.typed ?? today, "signed_on": plan.signedOn?.typed ?? "",
                        "copy_given_on": plan.copyGivenOn?.typed ?? "",
                    ]
                ).html(
                    ["agreed_on", "signed_on", "not_signed_reason", "copy_given_on"], neededWhere: PlanPages.layout.neededWhere,
                    button: "Save")) : .empty
        return section("Agreed and signed", id: "agreed", summaryList(rows) + form)
    }

    /// The manager's look at the plan: are these the right things for what was found (S-PLN-06).
    private var management: HTML {
        let rows = whole.oversight.map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Oversight.self), one.id), one.heldOn.words),
                "\(one.value.by.map { words.name($0) })", "\(one.decision)", "\(one.value.planChanges)",
            ]
        }
        let query = whole.referral.map { [("referral", $0.id.description)] } ?? []
        return section(
            "Management oversight", id: "oversight",
            table(
                caption: "Oversight entries, newest first", columns: ["Day", "By", "Decision", "Changes to the plan"].map { Column($0) },
                rows: rows, captionHidden: true, empty: "No manager has looked at this plan yet.")
                + when(
                    mayWrite("oversight"),
                    "<p>\(link(to: At.newRecord(file.id, AnyKind(Oversight.self), query), "Write an oversight entry"))</p>"
                ))
    }
}
