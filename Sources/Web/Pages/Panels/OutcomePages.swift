import Casework
import HTML
import Practice
import Records

/// What follows a decision, by its type: the outcome with its own day, the programme, or the programme first (S-OOC-03, S-OOC-11, S-OOC-12).
enum OutcomePages {
    static let routes: [Route] = [
        .get("/children/{child}/referrals/{id}/outcome", .may(.openFile)) { visit in
            try await visit.service.read(visit.scope) { reader in
                let one = try PanelCase(
                    reader, child: try visit.id("child"), referral: try visit.id("id"), today: visit.service.today)
                return page(visit, one, try OutcomeForms(visit, reader, one, typed: nil))
            }
        },
        .post("/children/{child}/referrals/{id}/outcome", .may(.writeRecords)) { try await save($0) },
    ]

    private static func page(_ visit: Visit, _ one: PanelCase, _ forms: OutcomeForms, status: Int = 200) -> Reply {
        let body =
            forms.summary + heading("Outcome of the referral", caption: one.file.name)
            + when(visit.query("saved") == "decision", notification("Saved", "The decision is on the child's file."))
            + when(visit.query("saved") == "yes", notification("Saved", "It is on the child's file."))
            + one.secondTime + one.admission + section("Offences", id: "offences", one.offenceList) + decision(one) + recorded(one)
            + when(visit.asAt == nil, forms.body)
        return .page(
            visit, title: "Outcome of the referral", shows: .child(one.file.id), status: status, hasErrors: !forms.problems.isEmpty,
            crumbs: one.crumbs, body)
    }

    private static func decision(_ one: PanelCase) -> HTML {
        guard let token = one.referral.decision else {
            return section("Decision", id: "decision", "<p class=\"none\">The police's decision is not recorded yet.</p>")
        }
        let by = one.referral.value.decider.map { ", by \($0)" } ?? ""
        var rows: [(String, HTML)] = [
            ("Decided", "\(one.name(token)), \(one.referral.decisionDate?.words ?? "no date")\(by)"),
            ("Recommended", "\(one.referral.recommendation.map(one.name) ?? "Nothing recorded")"),
        ]
        if let before = one.referral.value.decidedBefore(one.words) { rows.append(("Decided before", "\(before)")) }
        if let reason = one.referral.decisionReason {
            rows.append((one.referral.recommendation == nil ? "Reasons" : "Why it differs", paragraphs(reason)))
        }
        if let type = one.option(token) {
            rows.append(("Outcome recorded", "\(one.words.code("recorded_when", type.recordedWhen))"))
            rows.append(("If it fails", "\(one.words.code("on_failure", type.onFailure))"))
            rows.append(("First-time entrant?", "\(one.wouldEnter(token).words)"))
            rows.append(("Documents required", required(type, one)))
        }
        return section("Decision", id: "decision", summaryList(rows))
    }

    /// The signed papers this type asks for, each on the file or missing.
    private static func required(_ type: DisposalType, _ one: PanelCase) -> HTML {
        let tokens = PanelMenu.list(type.documents)
        guard !tokens.isEmpty else { return "None" }
        return list(
            tokens.map { token in
                let isThere = one.documents.contains(token)
                return "\(one.words.code("document_type", token)) \(isThere ? tag("On the file", .good) : tag("Missing", .bad))"
            })
    }

    private static func recorded(_ one: PanelCase) -> HTML {
        var rows = one.ownOutcomes.map { outcome -> (String, HTML) in
            let offence = one.words.name(outcome.offence)
            let given = [outcome.givenBy.map { "given by \($0)" }, outcome.appropriateAdult.map { "with \($0) as appropriate adult" }]
                .compactMap { $0 }.joined(separator: ", ")
            return (
                offence,
                link(
                    to: At.record(one.file.id, AnyKind(Outcome.self), outcome.id),
                    "\(one.name(outcome.outcome)), \(outcome.outcomeDate.words)") + when(!given.isEmpty, "<br>\(given)")
            )
        }
        if let programme = one.programme {
            let ended = programme.endDate.map { ", ended \($0.words)" } ?? ""
            let how = programme.completed.map { $0 ? ", completed" : ", not completed" } ?? ""
            rows.append(
                (
                    "Programme",
                    link(
                        to: At.record(one.file.id, AnyKind(Programme.self), programme.id),
                        "From \(programme.startDate?.words ?? "no date")\(ended)\(how)")
                        + (programme.latestEnd.map { "<br>To end by \($0.words)" } ?? .empty)
                ))
        }
        let times = PanelTimes(one.referral.value, outcome: one.ownOutcomes.map(\.outcomeDate).min(), on: one.today)
        func days(_ number: Int?) -> String { number?.counted("day") ?? "not yet" }
        rows.append(
            (
                "From the referral of \(one.referral.receivedDate.words)",
                "to the panel \(days(times.toPanel)), to the decision \(days(times.toDecision)), to the outcome \(days(times.toOutcome)); target \(times.target.counted("day"))"
                    + when(times.isLate, " \(tag("Late", .bad))") + (one.referral.slipReason.map { "<br>\($0)" } ?? .empty)
            ))
        return section("Recorded", id: "recorded", summaryList(rows))
    }

    private enum Saved: Sendable {
        case page(Reply)
        case done
        case nothing
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let (child, id, today) = (try visit.id("child"), try visit.id("id"), visit.service.today)
        let access = visit.person.access
        guard access.mayWrite("outcome") || access.mayWrite("programme") else { throw NotAllowed() }
        let saved = try await visit.service.write(Scope(visit.person), action: "outcome.by_type") { writer -> Saved in
            let one = try PanelCase(writer.reader, child: child, referral: id, today: today)
            var forms = try OutcomeForms(visit, writer.reader, one, typed: visit.form)
            // A second copy of a form that was saved finds nothing left to record: harmless.
            guard forms.asksOutcome || forms.asksProgramme else { return .nothing }
            forms.check(one)
            guard forms.problems.isEmpty else { return .page(page(visit, one, forms, status: 422)) }
            do {
                var first = one.ownOutcomes.first?.id
                if forms.asksOutcome {
                    for offence in one.referral.offences {
                        var outcome = forms.outcome
                        outcome.offence = offence
                        try Residence.fill(&outcome, writer.reader, child: one.file.id)
                        let made = try writer.create(outcome, child: one.file.id)
                        first = first ?? made
                    }
                }
                if forms.asksProgramme {
                    var programme = forms.programme
                    programme.outcome = first
                    let made = try writer.create(programme, child: one.file.id)
                    try PlanPages.adopt(writer, one.file, made, programme)
                }
                try forms.concern.create(writer, child: one.file.id, in: "Outcome")
                return .done
            } catch let problems as Problems {
                forms.problems = problems.all
                return .page(page(visit, one, forms, status: 422))
            }
        }
        switch saved {
        case .page(let reply): return reply
        case .nothing: return .see(At.outcome(child, id))
        case .done: return .see(At.outcome(child, id, [("saved", "yes")]))
        }
    }
}
