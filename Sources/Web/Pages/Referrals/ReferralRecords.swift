import Casework
import HTML
import Practice
import Records

/// What a referral has led to so far, each a link to its own page; what there is none of is not spoken of.
struct ReferralRecords {
    private let page: ReferralPage
    private var file: FileHead { page.file }
    private var words: Words { page.words }
    private var referral: Referral { page.record.value }
    private var access: Access { page.visit.person.access }

    init(_ page: ReferralPage) { self.page = page }

    var all: HTML { get throws { try assessments + panelItems + decision + programmes + documents + feedback + closures + oversight } }

    private func records<R: RecordKind>(_ type: R.Type) throws -> [Stored<R>] { try page.reader.records(type, child: file.id) }

    private func item<R: RecordKind>(_ type: R.Type, _ id: RecordID, _ text: String) -> HTML {
        link(to: At.record(file.id, AnyKind(type), id), text)
    }

    private func part(_ title: String, id: String, _ items: [HTML]) -> HTML {
        items.isEmpty ? .empty : section(title, id: id, list(items))
    }

    private var assessments: HTML {
        get throws {
            let items = try records(Assessment.self).filter { $0.value.referral == page.id }.map { one -> HTML in
                let day = one.completedOn.map { "completed \($0.words)" } ?? "not completed"
                let judged = [one.value.reoffending, one.seriousHarm, one.safetyWellbeing].compactMap { $0 }.map {
                    words.code("judgement", $0)
                }
                return item(Assessment.self, one.id, "\(words.code("assessment_type", one.type)), \(day)")
                    + when(
                        !judged.isEmpty,
                        " \(referral.isNotAdmitted ? "Likelihood of offending" : "Likelihood of reoffending"), harm to others, safety: \(judged.joined(separator: ", ").lowercased())"
                    )
            }
            return part("Assessments", id: "assessments", items)
        }
    }

    private var panelItems: HTML {
        get throws {
            let panels = Dictionary(
                try page.reader.serviceRecords(Panel.self).map { ($0.id, $0.value.heldOn) }, uniquingKeysWith: { first, _ in first })
            let items = try records(PanelItem.self).filter { $0.value.referral == page.id }.map { one -> HTML in
                let sat = one.panel.flatMap { panels[$0] }.map { "panel of \($0.words)" } ?? "not yet on an agenda"
                let said = one.recommendation.map { ": recommends \(words.code("outcome", $0).lowercasedFirst)" } ?? ""
                return item(PanelItem.self, one.id, "\(one.state.map { words.code("panel_state", $0) } ?? "Being prepared"), \(sat)")
                    + "\(said)"
            }
            return part("Panel", id: "panel", items)
        }
    }

    /// The panel's recommendation and the police's decision, apart.
    private var decision: HTML {
        var rows: [(String, HTML)] = []
        func add(_ label: String, _ text: String?) { if let text { rows.append((label, "\(text)")) } }
        add("Panel sat", referral.panelDate?.words)
        add("Panel recommends", referral.recommendation.map { words.code("outcome", $0) })
        add("Decision", referral.decision.map { words.code("outcome", $0) })
        add("Decided", referral.decisionDate?.words)
        add("Decided by", referral.decidedBy.map { words.code("decided_by", $0) })
        add("Rank and name", referral.decider)
        if let reason = referral.decisionReason { rows.append(("Why it differs from the recommendation", paragraphs(reason))) }
        add("Police told", referral.policeToldDate?.words)
        add("Decided before", referral.decidedBefore(words))
        return rows.isEmpty ? .empty : section("Recommendation and decision", id: "decision", summaryList(rows))
    }

    private var programmes: HTML {
        get throws {
            let offences = Set(referral.offences)
            let items = try records(Programme.self).filter { one in
                one.value.referral == page.id || (one.value.referral == nil && !offences.isDisjoint(with: one.value.offences))
            }.map { one -> HTML in
                let end = one.endDate.map { " to \($0.words)" } ?? ""
                return item(
                    Programme.self, one.id,
                    "\(words.code("disposal", one.disposal)), \(one.startDate.map { "from \($0.words)" } ?? "not started")\(end)")
            }
            return part("Programmes", id: "programmes", items)
        }
    }

    private var documents: HTML {
        get throws {
            guard access.sees(Document.kind) else { return .empty }
            return try DocumentsPart(page.reader, file, page.visit, words).ofReferral(page.record.entry, isLive: page.isOpenToWork)
        }
    }

    /// Who reports back to the panel, and when (S-OOC-17).
    private var feedback: HTML {
        let mayWrite = page.isOpenToWork && access.mayWrite("referral")
        var rows: [(String, HTML)] = []
        if let from = referral.feedbackFrom { rows.append(("Who reports back", "\(from)")) }
        if let due = referral.feedbackDue {
            rows.append(("Due", referral.feedbackOn == nil && page.visit.asAt == nil ? dueWords(due, page.day) : "\(due.words)"))
        }
        if let on = referral.feedbackOn { rows.append(("Reported back", "\(on.words)")) }
        if let text = referral.feedback { rows.append(("What was reported", paragraphs(text))) }
        guard mayWrite || !rows.isEmpty else { return .empty }
        let words = rows.isEmpty ? "Ask for a report back" : referral.feedbackOn == nil ? "Record the report" : "Change the report"
        return section(
            "Report back to the panel", id: "feedback",
            (rows.isEmpty ? "<p class=\"none\">Nobody was asked to report back.</p>" : summaryList(rows))
                + when(mayWrite, "<p>\(link(to: At.referral(file.id, page.id, "feedback"), words))</p>"))
    }

    private var closures: HTML {
        get throws {
            var items = try records(Closure.self).filter { $0.value.referral == page.id }.map { one -> HTML in
                item(Closure.self, one.id, one.approvedOn.map { "Closure approved \($0.words)" } ?? "Closure, not approved yet")
            }
            if let closed = referral.closedDate {
                items.append("Closed \(closed.words)\(referral.closedReason.map { ": \($0)" } ?? "")")
            }
            return part("Close", id: "closure", items)
        }
    }

    private var oversight: HTML {
        get throws {
            let items = try records(Oversight.self).filter { $0.value.referral == page.id }.map { one in
                item(Oversight.self, one.id, "\(words.code("oversight_trigger", one.trigger)), \(one.heldOn.words)")
            }
            return part("Oversight", id: "oversight", items)
        }
    }
}

extension ReferralPage {
    /// A mark may rest on what a role is not shown: then it is not said that there is none.
    var nothingMarked: HTML {
        let access = visit.person.access
        return access.sees(Assessment.kind) && access.sees(Alert.kind) && access.sees(Concern.kind)
            ? "Nothing marked" : "Nothing marked in what is shown to your role"
    }
}

extension String {
    /// Itself, or nil when nothing is in it.
    var nilIfBlank: String? { isEmpty ? nil : self }
}
