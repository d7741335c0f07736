import Casework
import HTML
import Practice
import Records

/// Programmes and what belongs to one: conditions, compliance, reviews, its end.
enum ProgrammePages {
    static let routes: [Route] =
        [
            .get("/children/{child}/programmes/{id}/end", .may(.writeRecords)) { try await ProgrammeEndPages.ask($0) },
            .post("/children/{child}/programmes/{id}/end", .may(.writeRecords)) { try await ProgrammeEndPages.end($0) },
        ] + RecordPages(condition).routes + RecordPages(compliance).routes + RecordPages(review).routes

    static let layout = RecordLayout<Programme>(
        parts: [
            (
                nil,
                [
                    "disposal", "start_date", "latest_end", "extension_reason", "provider", "activity", "offence_refs", "referral_ref",
                    "outcome_ref",
                ]
            ),
            ("When it has ended", ["end_date", "completed", "end_reason", "police_told_date"]),
            ("If it was breached", ["breach_refs"]),
        ],
        title: { programme, words in words.code("disposal", programme.disposal) },
        begin: { form, visit in form.typed["start_date"] = visit.service.today.typed },
        filled: ["latest_end"],
        neededWhere: ["extension_reason": "it runs longer than its disposal allows"],
        settled: { reader, file, visit in try ProgrammeCorrection.settled(reader, file, visit) },
        check: { reader, file, programme, current, form in
            let apart = try ProgrammeCorrection.problems(reader, file, programme, current, form)
            if !apart.isEmpty { return apart }
            if let start = programme.startDate, start != current?.startDate,
                let sentence = ProgrammeLength.refusal(start: start, on: form.today)
            {
                return [Problem(field: "start_date", message: sentence)]
            }
            // One that stood so before, as an import left it, may still be changed.
            if programme.latestEnd != current?.latestEnd || programme.startDate != current?.startDate, let start = programme.startDate,
                let end = programme.latestEnd, let sentence = ProgrammeLength.refusal(start: start, end: end)
            {
                return [Problem(field: "latest_end", message: sentence)]
            }
            let type = try ProgrammeFile.type(reader, programme, on: form.today)
            let length = ProgrammeLength(programme, type: type, on: form.today)
            guard length.needsReason, let longest = length.longest else { return [] }
            // A programme that merely runs on may still be changed; one planned or ended past its longest says why.
            guard programme.latestEnd.map({ $0 > longest }) ?? false || programme.endDate.map({ $0 > longest }) ?? false else { return [] }
            return [
                Problem(
                    field: "extension_reason",
                    message: "This disposal allows \((type?.mostWeeks ?? 0).counted("week")), to \(longest.words). Say why it runs longer.")
            ]
        },
        alongside: { writer, file, programme, form in
            try ProgrammeCorrection.follow(writer, file, programme, form)
            guard programme.latestEnd == nil, programme.endDate == nil, let start = programme.startDate else { return }
            let type = try ProgrammeFile.type(writer.reader, programme, on: form.today)
            programme.latestEnd = type?.weeks.map { start + $0 * 7 }
        },
        created: { writer, file, id, programme in try PlanPages.adopt(writer, file, id, programme) },
        ownShow: { reader, file, record, visit, words in try ProgrammePage(reader, file, record, visit, words).html },
        carry: { form, visit, reader, file in try carry(&form, visit, reader, file) },
        refusal: { reader, file, programme, visit in try ProgrammeCorrection.refusal(reader, file, programme, visit) },
        withdrawn: { writer, file, programme, visit in
            if programme.completed == false { try ProgrammeCorrection.takeBack(writer, file, programme, visit.person.access) }
        })

    /// A programme that follows a decision begins with what was decided (promise 2).
    private static func carry(_ form: inout RecordForm<Programme>, _ visit: Visit, _ reader: Reader, _ file: FileHead) throws {
        guard let id = visit.query("referral").flatMap(RecordID.init),
            let referral = try reader.record(Referral.self, child: file.id, id: id)
        else { return }
        form.typed["referral_ref"] = id.description
        form.typed["offence_refs"] = referral.offences.map(\.description).joined(separator: " ")
        guard let decision = referral.decision else { return }
        form.typed["disposal"] = decision
        form.sources["disposal"] = "From the decision" + (referral.decisionDate.map { ", \($0.words)" } ?? "")
        var begun = Programme()
        (begun.disposal, begun.startDate) = (decision, visit.service.today)
        let type = try ProgrammeFile.type(reader, begun, on: visit.service.today)
        if let weeks = type?.weeks {
            form.sources["latest_end"] = "Left blank: \(weeks.counted("week")) from the start, usual for this disposal"
        }
    }

    private static func back<R>(_ programme: @escaping @Sendable (R) -> RecordID?) -> @Sendable (R, RecordID) -> Address? {
        { record, child in programme(record).map { At.record(child, AnyKind(Programme.self), $0, [("saved", "yes")]) } }
    }

    static let condition = RecordLayout<Condition>(
        title: { condition, _ in condition.what },
        begin: { form, visit in form.typed["programme_ref"] = visit.query("programme") ?? "" },
        neededWhere: ["met_on": "the condition is met", "note": "the condition is not met"],
        check: { _, _, condition, _, form in
            var found: [Problem] = []
            if condition.isMet == true, condition.metOn == nil { found.append(Problem(field: "met_on", message: "Say when it was met.")) }
            if let met = condition.metOn, met > form.today {
                found.append(Problem(field: "met_on", message: "It cannot have been met in the future."))
            }
            if condition.isMet == false, condition.note == nil {
                found.append(Problem(field: "note", message: "Say why the condition is not met."))
            }
            return found
        },
        after: back { $0.programme })

    static let compliance = RecordLayout<Compliance>(
        title: { step, words in "\(words.code("compliance_type", step.type)), \(step.onDate.words)" },
        begin: { form, visit in
            form.typed["on_date"] = visit.service.today.typed
            form.typed["type"] = visit.query("type") ?? ""
            form.typed["programme_ref"] = visit.query("programme") ?? ""
        },
        below: { step, file, visit, words in PoliceAnswer.part(step, file, visit, words.codes) },
        neededWhere: ["police_told_date": "the case is about a knife", "police_answer": "the day they answered is given"],
        check: { reader, file, step, current, form in
            let unsaid = PoliceAnswer.problems(step, since: current, form)
            guard step.policeToldDate == nil, step.programme != .unset,
                let programme = try reader.record(Programme.self, child: file.id, id: step.programme)
            else { return unsaid }
            let isKnife = try ProgrammeFile(reader, file, programme, on: form.today).isKnife
            guard ProgrammeEnd.mustTellPolice(step: step.type, isKnife: isKnife) else { return unsaid }
            return unsaid + [
                Problem(
                    field: "police_told_date", message: "This is a knife case: the police are told of non-compliance. Say on which day.")
            ]
        },
        alongside: { writer, file, step, form in try PoliceAnswer.answerOthers(writer, file, step, except: form.id) },
        after: back { $0.programme })

    static let review = RecordLayout<Review>(
        title: { review, words in "\(words.code("review_type", review.type)), \(review.heldOn.words)" },
        begin: { form, visit in
            form.typed["held_on"] = visit.service.today.typed
            form.typed["programme_ref"] = visit.query("programme") ?? ""
            form.typed["type"] = visit.query("type") ?? ""
        },
        aside: ["held_on", "type"],
        beside: { reader, file, visit in try ProgrammePage.reviewMemory(reader, file, visit) },
        after: back { $0.programme })
}

/// `section(…)` of the HTML target, which a page's own `section` would hide.
func filePart(_ title: String, id: String, action: HTML? = nil, _ body: HTML) -> HTML { section(title, id: id, action: action, body) }
