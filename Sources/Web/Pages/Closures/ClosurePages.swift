import Casework
import HTML
import Practice
import Records

/// The end of the work on a referral: a checklist, then a manager's approval, which closes the referral (S-TRN-10, S-VOC-02).
enum ClosurePages {
    static let routes: [Route] =
        RecordPages(layout).routes + [
            .post("/children/{child}/closures/{id}/sending", .may(.writeRecords)) { visit in
                try await send(visit, try visit.id("child"), try visit.id("id"))
            },
            .post("/children/{child}/closures/{id}/approval", .may(.countersign)) { try await decide($0) },
            .get("/closures", .may(.countersign)) { try await ClosureQueue.page($0) },
        ]

    private static let parts: [(heading: String, fields: [String])] = [
        ("Exit interviews", ["child_interview_reason", "parent_interview_reason"]),
        ("Who was told", ["police_told_date", "police_reason", "victim_told_date", "victim_reason"]),
        ("What remains", ["unmet_need", "unmet_need_to", "unmet_need_reason", "targets_reason", "plan_reason", "documents_reason"]),
        ("How it ended", ["summary"]),
    ]

    static let layout = RecordLayout<Closure>(
        title: { closure, _ in closure.approvedOn == nil ? "Closing the work" : "Work closed" },
        begin: { form, visit in form.typed["referral_ref"] = visit.query("referral") ?? "" },
        ownBody: { form, _, _ in
            form.controls(["referral_ref"])
                + parts.map { part -> HTML in
                    let boxes = form.controls(part.fields)
                    return boxes.isEmpty ? .empty : "<h2>\(part.heading)</h2>" + boxes
                }.joined()
        },
        fixed: ["asked_on", "approved_on", "approved_by"],
        // Where every step is done elsewhere there is no reason to write.
        mayBeBare: true,
        settled: { reader, file, visit in try ClosureFile.asked(reader, file, visit)?.settled ?? [] },
        // Outside the form: what of it is begun by one press has a form of its own.
        above: { reader, file, visit in
            try ClosureFile.asked(reader, file, visit).map { whole in
                section("What must be done or reasoned", id: "checklist", another(reader, file, whole) + whole.list(visit))
            } ?? .empty
        },
        check: { reader, file, closure, current, form in
            var found: [Problem] = []
            if current?.approvedOn != nil {
                found.append(Problem(field: "summary", message: "The closure was approved: it can no longer be changed."))
            }
            let others = try reader.records(Closure.self, child: file.id).filter { $0.referral == closure.referral }
            if current == nil, !others.isEmpty {
                found.append(Problem(field: "referral_ref", message: "The closing of this referral was already begun."))
            }
            for (field, day) in [("police_told_date", closure.policeToldDate), ("victim_told_date", closure.victimToldDate)] {
                if let day, day > form.today { found.append(Problem(field: field, message: "That day is in the future.")) }
            }
            return found
        },
        // What is changed after it was sent has to be sent again.
        alongside: { _, _, closure, _ in closure.askedOn = nil },
        ownShow: { reader, file, record, visit, words in try ClosurePage(reader, file, record, visit, words).html },
        carry: { form, visit, reader, file in try ClosureCarry.carry(&form, reader, file) },
        mayChange: { closure, visit, isWithdrawal in
            closure.approvedOn == nil || isWithdrawal && visit.person.access.may(.countersign)
        }, finish: ("Save and send for approval", { visit, child, id in try await send(visit, child, id) }))

    private static func another(_ reader: Reader, _ file: FileHead, _ whole: ClosureFile) -> HTML {
        guard whole.closure == nil,
            let begun = try? reader.records(Closure.self, child: file.id).first(where: { $0.referral == whole.referral.id })
        else { return .empty }
        return inset("The closing of this referral was already begun. \(link(to: At.closure(file.id, begun.id), "Go on with it")).")
    }

    // MARK: Sending and approving

    private static func send(_ visit: Visit, _ child: RecordID, _ id: RecordID) async throws -> Reply {
        guard visit.person.access.mayWrite("closure") else { throw NotAllowed() }
        return try await visit.service.write(Scope(visit.person), action: "closure.send") { writer in
            let (file, record) = try found(writer.reader, child, id)
            let back = At.record(file.id, AnyKind(Closure.self), record.id, [("saved", "yes")])
            // Sent twice is sent once.
            guard record.askedOn == nil, record.approvedOn == nil else { return .see(back) }
            let problems = try blockers(writer.reader, file, record, visit)
            guard problems.isEmpty else { return try page(visit, writer.reader, file, record, problems) }
            try writer.correct(Closure.self, child: file.id, id: record.id, from: record.from) { $0.askedOn = visit.service.today }
            return .see(back)
        }
    }

    private static func decide(_ visit: Visit) async throws -> Reply {
        let (decision, reason) = (visit.form["decision"], visit.form["reason"])
        let isReturn = decision == "return"
        return try await visit.service.write(
            Scope(visit.person), action: isReturn ? "closure.return" : "closure.approve", note: reason.isEmpty ? nil : reason
        ) { writer in
            let (file, record) = try found(writer.reader, try visit.id("child"), try visit.id("id"))
            let back = At.record(file.id, AnyKind(Closure.self), record.id, [("saved", "yes")])
            if record.approvedOn != nil { return .see(back) }
            var problems: [ErrorItem] = []
            if record.askedOn == nil { problems.append(ErrorItem(field: nil, "This closure has not been sent for approval.")) }
            if Int64(visit.form["from"]) != record.from {
                problems.append(ErrorItem(field: nil, "Someone changed this closure just now. Look at it again first."))
            }
            if !["approve", "return"].contains(decision) {
                problems.append(ErrorItem(field: nil, "Choose to approve it or to send it back."))
            }
            if isReturn, reason.isEmpty { problems.append(ErrorItem(field: "reason", "Say what has to be done first.")) }
            if !isReturn {
                if try ClosurePage.authors(writer.reader, file, record).contains(visit.person.id) {
                    problems.append(ErrorItem(field: nil, "You wrote or sent this closure yourself: another manager approves it."))
                }
                problems += try blockers(writer.reader, file, record, visit)
            }
            let concern = ConcernPart(visit, codes: try writer.reader.codes())
            problems += concern.problems.map(ErrorItem.init)
            guard problems.isEmpty else { return try page(visit, writer.reader, file, record, problems) }
            try concern.create(writer, child: file.id, in: "Approval of a closure")
            if isReturn {
                try writer.correct(Closure.self, child: file.id, id: record.id, from: record.from) { $0.askedOn = nil }
                return .see(back)
            }
            guard let referral = try writer.reader.record(Referral.self, child: file.id, id: record.referral) else { throw NotFound() }
            let whole = try ClosureFile(writer.reader, file, referral, record, on: visit.service.today)
            try writer.correct(Closure.self, child: file.id, id: record.id, from: record.from) {
                $0.approvedOn = visit.service.today
                $0.approvedBy = visit.person.id
            }
            try writer.correct(Referral.self, child: file.id, id: referral.id, from: referral.from) {
                $0.closedDate = $0.closedDate ?? visit.service.today
                $0.closedReason = $0.closedReason ?? ClosureChecklist.reason(whole.facts.programmes)
            }
            return .see(back)
        }
    }

    private static func found(_ reader: Reader, _ child: RecordID, _ id: RecordID) throws -> (FileHead, Stored<Closure>) {
        let file = try FileHead(reader, child)
        guard let record = try reader.record(Closure.self, child: file.id, id: id) else { throw NotFound() }
        return (file, record)
    }

    private static func blockers(_ reader: Reader, _ file: FileHead, _ record: Stored<Closure>, _ visit: Visit) throws -> [ErrorItem] {
        guard let referral = try reader.record(Referral.self, child: file.id, id: record.referral) else { throw NotFound() }
        return try ClosureFile(reader, file, referral, record, on: visit.service.today).checklist.blockers.map {
            // In the list each leads to where it is done.
            ErrorItem(field: "checklist", $0.words)
        }
    }

    private static func page(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ record: Stored<Closure>, _ problems: [ErrorItem]) throws
        -> Reply
    {
        let words = try Words(reader, file: file.id)
        return .page(
            visit, title: "Closing the work", shows: .child(file.id), status: 422, hasErrors: true, crumbs: file.crumbs,
            errorSummary(problems) + heading("Closing the work", caption: file.name)
                + (try ClosurePage(reader, file, record, visit, words, problems: problems).html))
    }
}
