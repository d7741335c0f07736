import Casework
import HTML
import Practice
import Records

/// The plain forms of the pathway's kinds: what their own pages do not ask in another way.
enum PathwayRoutes {
    static let all: [Route] = work + safety + needs

    private static let work: [Route] =
        RecordPages(enquiry).routes + RecordPages(victimContact).routes + RecordPages(risk).routes + RecordPages(contingency).routes
        + PlanPages.routes + ProgrammePages.routes + ClosurePages.routes
    private static let safety: [Route] =
        RecordPages(concern).routes + RecordPages(safeguardingReferral).routes + RecordPages(oversight).routes + RecordPages(action).routes
    private static let needs: [Route] =
        RecordPages(care).routes + NeedsLayouts.routes + RecordPages(health).routes + RecordPages(consent).routes

    static let enquiry = RecordLayout<Enquiry>(
        title: { enquiry, words in "Check with \(words.code("agency", enquiry.agency).lowercasedFirst)" },
        begin: { form, visit in
            form.typed["asked_on"] = visit.service.today.typed
            form.typed["asked_by"] = visit.person.id.description
            form.typed["agency"] = visit.query("agency") ?? ""
            form.typed["referral_ref"] = visit.query("referral") ?? ""
        },
        settled: { reader, file, visit in
            guard let id = visit.request.parameters["id"].flatMap(RecordID.init) else { return [] }
            return try reader.record(Enquiry.self, child: file.id, id: id)?.value.closed(to: visit.person.access.sight) ?? []
        })
    static let victimContact = RecordLayout<VictimContact>(
        title: { contact, words in "Victim contact: \(words.code("victim_state", contact.state).lowercasedFirst)" },
        begin: { form, visit in
            form.typed["on_date"] = visit.service.today.typed
            form.typed["offence_ref"] = visit.query("offence") ?? ""
        },
        facts: { contact, _, words in [VictimContactCheck.panelReads(contact, words)] },
        ownBody: { form, _, address in
            // Of a victim met for the first time nobody knows yet how the work will end.
            let isFirst = address.path.hasSuffix("/new")
            return form.controls(["offence_ref", "state", "on_date", "summary", "wishes", "name", "details"])
                + when(
                    !isFirst, "<h2>When the work with the child has ended</h2>" + form.controls(["end_told_on", "end_not_told_reason"]))
        },
        neededWhere: ["summary": "the victim has given views and nothing is chosen under restorative justice"],
        check: { _, _, contact, current, form in VictimContactCheck.problems(contact, since: current, today: form.today) },
        // The victims still to be reached, or told, are listed there.
        onward: { _, _, visit in visit.person.access.role == .victimWorker ? ("Back to my day", At.home) : nil })
    static let risk = RecordLayout<Risk>(
        title: { risk, words in
            "Risk \(words.code("risk_direction", risk.direction).lowercasedFirst): \(words.code("who_at_risk", risk.who).lowercasedFirst)"
        },
        begin: { form, visit in form.typed["assessment_ref"] = visit.query("assessment") ?? "" })
    static let contingency = RecordLayout<Contingency>(
        title: { one, _ in "If \(one.ifHappens.lowercasedFirst)" },
        begin: { form, visit in form.typed["assessment_ref"] = visit.query("assessment") ?? "" })
    static let concern = RecordLayout<Concern>(
        parts: [(nil, ["type", "what", "raised_at", "done", "safety_plan", "review_date"])],
        title: { concern, words in "\(words.code("concern_type", concern.type)) concern, \(concern.raisedAt.words)" },
        begin: { form, visit in
            form.typed["raised_at"] = "\(visit.service.now.londonDay.typed) \(visit.service.now.londonTime)"
        },
        stamp: { concern, visit in (concern.raisedBy, concern.raisedIn) = (visit.person.id, "Urgent concern") },
        below: { concern, file, visit, _ in ConcernPages.next(concern, file, visit) },
        ownShow: { reader, file, record, visit, words in try ConcernPages.page(reader, file, record, visit, words) },
        // Whoever raised it may say more; only a manager says it was no concern.
        mayChange: { concern, visit, isWithdrawal in
            // Who may not read it again says more in a new one.
            visit.person.access.sees(.concern)
                && (visit.person.access.may(.oversee) || !isWithdrawal && concern.isOpen && concern.raisedBy == visit.person.id)
        })
    static let safeguardingReferral = RecordLayout<SafeguardingReferral>(
        title: { one, words in "Referral to \(words.code("safeguarding_to", one.to).lowercasedFirst), \(one.sentOn.words)" },
        begin: startToday("sent_on"),
        ownBody: { form, _, _ in
            // The concern it comes from is told by the link that led here.
            hidden("concern_ref", form.typed["concern_ref"] ?? "") + form.controls(form.fields.map(\.name).filter { $0 != "concern_ref" })
        },
        ownShow: { reader, file, record, visit, words in
            let known = Versions(history: [record], trails: [:], words: words, access: visit.person.access, leaveOut: ["concern_ref"])
            let concern = try record.concern.flatMap { try reader.record(Concern.self, child: file.id, id: $0) }.map { one in
                SummaryRow(
                    "From the urgent concern",
                    link(to: At.record(file.id, AnyKind(Concern.self), one.id), PathwayRoutes.concern.title(one.value, words)))
            }
            return summaryList(known.rows(of: record) + [concern].compactMap(\.self))
        },
        carry: { form, visit, reader, file in
            // From a concern: what is happening is known already.
            guard let id = visit.query("concern").flatMap(RecordID.init),
                let concern = try reader.record(Concern.self, child: file.id, id: id)
            else { return }
            form.typed["concern_ref"] = id.description
            form.typed["why"] = [concern.what, concern.done].compactMap { $0 }.joined(separator: "\n\n")
        },
        mayChange: { _, visit, _ in visit.person.access.sees(.concern) })
    static let oversight = RecordLayout<Oversight>(
        title: { one, words in "Oversight: \(words.code("oversight_trigger", one.trigger).lowercasedFirst), \(one.heldOn.words)" },
        begin: { form, visit in
            form.typed["held_on"] = visit.service.today.typed
            form.typed["overseen_by"] = visit.person.id.description
            form.typed["referral_ref"] = visit.query("referral") ?? ""
        })
    static let action = RecordLayout<Action>(
        title: { action, _ in action.what }, begin: { form, visit in form.typed["owner"] = visit.person.id.description },
        below: { action, file, visit, _ in ActionPages.steps(action, child: file.id, back: "file", visit) })

    static let care = RecordLayout<Care>(
        title: { care, words in words.code("care_status", care.status) }, begin: startToday("checked_on"))
    /// A referral to a voluntary service is not recorded without the consent it rests on (S-PEO-11).
    static let health = RecordLayout<HealthNeed>(
        title: { need, words in words.code("health_need", need.need) },
        check: { reader, file, need, current, _ in
            // What was recorded before is not held against a later change to something else.
            guard current?.referredDate != need.referredDate || current?.need != need.need else { return [] }
            let consents = try reader.records(Consent.self, child: file.id).map(\.value)
            return NeedsPicture.refusal(need, consents: consents, codes: try reader.codes()).map {
                [Problem(field: "referred_date", message: $0)]
            } ?? []
        })
    static let consent = RecordLayout<Consent>(
        title: { consent, words in
            "\(words.code("consent_purpose", consent.purpose)): \(words.code("consent_answer", consent.answer).lowercasedFirst)"
        },
        begin: startToday("on_date"))

    private static func startToday<R>(_ field: String) -> @Sendable (inout RecordForm<R>, Visit) -> Void {
        { form, visit in form.typed[field] = visit.service.today.typed }
    }
}
