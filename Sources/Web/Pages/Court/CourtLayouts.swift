import Casework
import HTML
import Practice
import Records

/// The forms of what happens before court, in it and after it: police bail, hearings, requirements of orders, remand episodes, and transfers between services.
enum CourtLayouts {
    static let routes: [Route] =
        RecordPages(policeBail).routes + RecordPages(hearing).routes + RecordPages(requirement).routes + RecordPages(remand).routes
        + RecordPages(transfer).routes

    static let policeBail = RecordLayout<PoliceBail>(
        title: { bail, words in
            (bail.status.map { words.code("police_bail_status", $0) } ?? "Police bail") + (bail.startDate.map { " from \($0.words)" } ?? "")
        },
        begin: { form, visit in form.typed["offence_ref"] = visit.query("offence") ?? "" })

    static let hearing = RecordLayout<Hearing>(
        parts: [
            (nil, ["hearing_date", "court", "court_type", "offence_refs"]), ("Bail and remand", ["remand_proposal", "remand_decision"]),
            ("Result", ["sentence_proposal", "outcome_note"]),
        ],
        title: { hearing, _ in "Hearing, \(hearing.hearingDate.words)" + (hearing.court.map { ", \($0)" } ?? "") },
        below: { hearing, file, visit, _ in
            guard let kind = Remands.kind(ofDecision: hearing.remandDecision), visit.person.access.mayWrite("remand") else { return .empty }
            let what = kind == "BAIL_SUPPORT" ? "Record the bail support it began" : "Record the remand it began"
            return "<p>\(link(to: At.newRecord(file.id, AnyKind(Remand.self), [("hearing", hearing.id.description)]), what))</p>"
        })

    static let requirement = RecordLayout<OrderRequirement>(
        title: { one, words in words.code("requirement", one.requirement) },
        begin: { form, visit in form.typed["outcome_ref"] = visit.query("outcome") ?? "" },
        neededWhere: [
            "hours_ordered": "it is unpaid work", "term": "the unit of the term is given", "term_unit": "a term is given",
        ],
        check: { reader, file, one, current, form in
            let others = try reader.records(OrderRequirement.self, child: file.id).filter { $0.id != form.id }
            let order = try reader.records(Outcome.self, child: file.id).first { $0.id == one.outcome }
            return problems(
                OrderRequirements.problems(one, of: order?.value, among: others.map(\.value)), of: one, since: current,
                unlessLeftBlank: ["hours_ordered"])
        },
        carry: { form, visit, reader, file in
            guard let id = visit.query("outcome").flatMap(RecordID.init),
                let order = try reader.record(Outcome.self, child: file.id, id: id)
            else { return }
            form.typed["start_date"] = order.outcomeDate.typed
            if let end = order.value.endDate { form.typed["end_date"] = end.typed }
        },
        after: { _, child in At.child(child, "court") })

    static let remand = RecordLayout<Remand>(
        parts: [
            (nil, ["kind", "establishment_type", "offence_refs", "start_date"]), ("When it has ended", ["end_date", "end_reason"]),
        ],
        title: { remand, words in
            words.code("remand_kind", remand.type) + (remand.startDate.map { " from \($0.words)" } ?? "")
        },
        needed: ["kind", "start_date"],
        neededWhere: ["establishment_type": "it is youth detention accommodation", "end_reason": "it has ended"],
        check: { reader, file, remand, current, form in
            let others = try reader.records(Remand.self, child: file.id).filter { $0.id != form.id }
            return problems(
                Remands.problems(remand, among: others.map(\.value)), of: remand, since: current,
                unlessLeftBlank: ["kind", "start_date", "establishment_type"])
        },
        carry: { form, visit, reader, file in
            // What the hearing decided is not typed again.
            guard let id = visit.query("hearing").flatMap(RecordID.init),
                let hearing = try reader.record(Hearing.self, child: file.id, id: id)
            else { return }
            form.typed["kind"] = Remands.kind(ofDecision: hearing.remandDecision) ?? ""
            form.typed["start_date"] = hearing.hearingDate.typed
            form.typed["offence_refs"] = hearing.value.offences.map(\.description).joined(separator: " ")
            for field in ["kind", "start_date", "offence_refs"] { form.sources[field] = "From the hearing of \(hearing.hearingDate.words)" }
        })

    static let transfer = RecordLayout<Transfer>(
        title: { transfer, words in
            words.code("transfer_kind", transfer.type) + (transfer.otherService.map { ", \($0)" } ?? "") + ", \(transfer.date.words)"
        },
        begin: { form, visit in form.typed["date"] = visit.service.today.typed },
        check: { reader, file, transfer, current, form in
            let others = try reader.records(Transfer.self, child: file.id).filter { $0.id != form.id }
            return Transfers.problems(transfer, among: others.map(\.value))
        },
        carry: { form, visit, _, file in
            // The task of planning it leads here: to probation one goes at 18, unless another day is agreed (S-TRN-02).
            guard visit.query("kind") == "PROBATION" else { return }
            form.typed["kind"] = "PROBATION"
            guard let birth = file.child.value.dateOfBirth else { return }
            form.typed["date"] = birth.reaching(months: 216).typed
            form.sources["date"] = "The 18th birthday"
        })
}
