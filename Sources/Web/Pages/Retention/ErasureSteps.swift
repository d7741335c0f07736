import Casework
import HTML
import Practice
import Records

/// An erasure takes two people: one reviews the file and proposes, another confirms, and only then it goes (S-PEO-14).
enum ErasureSteps {
    /// The proposal that waits for an answer.
    static func open(_ reader: Reader, _ child: RecordID) throws -> Stored<ErasureReview>? {
        try reader.serviceRecords(ErasureReview.self).first { $0.value.child == child.description && $0.answer == nil }
    }

    static func reference(_ visit: Visit, _ file: FileHead, _ error: String?) -> FieldControl {
        FieldControl(
            id: "ref", label: "The child’s reference, to confirm", hint: "It is \(file.child.ref).", error: error, value: visit.form["ref"],
            width: .w20)
    }

    /// What would go, by key and version, as one hash: who confirms, confirms what was reviewed.
    private static func records(_ reader: Reader, _ file: FileHead, _ retention: Retention, _ what: String) throws -> String {
        let all = what == "DUE" ? retention.due.flatMap(\.records) : retention.cases.flatMap(\.records) + retention.rest
        let versions = try reader.lastVersions(child: file.id)
        var keys = all.map { "\($0.kind):\($0.id):\(versions[$0.id] ?? 0)" }
        if what == "FILE" { keys.append("child:\(file.id):\(file.child.from)") }
        return Content.hash(Array(keys.sorted().joined(separator: " ").utf8))
    }

    /// What is wrong with erasing so much for such a reason.
    private static func refusals(_ reader: Reader, _ file: FileHead, _ retention: Retention, _ what: String, _ why: String) throws
        -> [ErrorItem]
    {
        if retention.hold != nil { return [ErrorItem(field: nil, "A hold keeps this file.")] }
        if try reader.records(SubjectAccess.self, child: file.id).contains(where: { $0.value.isOpen }) {
            let message = "A subject access request on this file is open. Answer it, or record how it ended, before anything is erased."
            return [ErrorItem(field: nil, message)]
        }
        if what == "DUE", retention.due.isEmpty { return [ErrorItem(field: "what", "No period of this file has passed.")] }
        if what == "FILE", why == "RETENTION_ENDED", !retention.isWholeFileDue {
            return [
                ErrorItem(
                    field: "what", "Not every period of this file has passed: erase the cases that are due, or say why it goes before.")
            ]
        }
        return []
    }

    static func propose(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let (what, why, ref) = (visit.form["what"].uppercased(), visit.form["why"], visit.form["ref"])
        return try await visit.service.write(Scope(visit.person), action: "erasure.propose") { writer in
            let (reader, today) = (writer.reader, visit.service.today)
            let file = try FileHead(reader, child)
            if try open(reader, file.id) != nil { return .see(At.retention(file.id)) }
            guard let retention = try RetentionReview.retention(reader, file.id, today) else { throw NotFound() }
            var problems = try refusals(reader, file, retention, what, why)
            if !["DUE", "FILE"].contains(what) { problems.append(ErrorItem(field: "what", "Choose what is erased.")) }
            if try !reader.codes().inForce("erasure_reason", on: today).contains(where: { $0.token == why }) {
                problems.append(ErrorItem(field: "why", "Choose why it is erased."))
            }
            if ref != file.child.ref { problems.append(ErrorItem(field: "ref", "Type the child’s reference as it stands beside the box.")) }
            guard problems.isEmpty else { return try RetentionReview.page(visit, reader, problems: problems) }
            var review = ErasureReview()
            (review.child, review.what, review.why) = (file.id.description, what, why)
            review.records = try records(reader, file, retention, what)
            (review.proposedBy, review.proposedAt) = (visit.person.id, writer.recordedAt)
            try writer.create(review)
            return .see(At.retention(file.id))
        }
    }

    /// What the second person sees, and the first while it waits.
    static func answering(
        _ visit: Visit, _ file: FileHead, _ open: Stored<ErasureReview>, _ staff: [RecordID: String], _ codes: Codes,
        _ problems: [ErrorItem]
    ) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let which: HTML = hidden("proposal", open.id.description) + hidden("from", String(open.from))
        let isOwn = open.proposedBy == visit.person.id
        let what = codes.label("erasure_extent", open.what) ?? open.what
        let about: HTML =
            "<p>\(open.proposedBy.flatMap { staff[$0] } ?? "Waymark") proposed it on \(open.proposedAt.words): \(what.lowercasedFirst), because \((codes.label("erasure_reason", open.why) ?? open.why).lowercasedFirst).</p>"
        let note = FieldControl(
            id: "note", label: "Why not", hint: "Needed where you decline it. Name nobody.", error: message("note"),
            value: visit.form["note"])
        guard !isOwn else {
            return about + "<p>Somebody else confirms it. You may take it back.</p>"
                + sendForm(
                    action: Address("\(At.retention(file.id).path)/answer"),
                    which + field(note) + buttonGroup([button("Take it back", name: "answer", value: "DECLINED", style: .secondary)]))
        }
        return about
            + inset("Look at what is kept and until when above. What is erased cannot be brought back, by anybody.")
            + sendForm(
                action: Address("\(At.retention(file.id).path)/answer"),
                which + field(reference(visit, file, message("ref")))
                    + field(PasswordAgain.control(message(PasswordAgain.name), label: "Your password, to erase")) + field(note)
                    + buttonGroup([
                        button("Erase for good", name: "answer", value: "CONFIRMED", style: .warning),
                        button("Decline", name: "answer", value: "DECLINED", style: .secondary),
                    ]))
    }

    private enum Answered: Sendable {
        case page(Reply)
        case declined
        case erased
    }

    static func answer(_ visit: Visit) async throws -> Reply {
        // Declining takes nothing away.
        guard visit.form["answer"] == "CONFIRMED" else { return try await answered(visit) }
        return try await PasswordAgain.asked(visit) { problem in
            try await visit.service.read(Scope(visit.person)) { try RetentionReview.page(visit, $0, problems: [problem]) }
        } then: {
            try await answered(visit)
        }
    }

    private static func answered(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let (answer, ref, note) = (visit.form["answer"], visit.form["ref"], visit.form["note"])
        let asked = (proposal: visit.form["proposal"], from: visit.form["from"])
        let done = try await visit.service.write(Scope(visit.person), action: "child.erase") { writer -> Answered in
            let (reader, today) = (writer.reader, visit.service.today)
            let file = try FileHead(reader, child)
            guard let open = try open(reader, file.id), let retention = try RetentionReview.retention(reader, file.id, today) else {
                return .page(.see(At.retention(file.id)))
            }
            var problems: [ErrorItem] = []
            if answer == "DECLINED" {
                if note.isEmpty { problems.append(ErrorItem(field: "note", "Say why not.")) }
                if note.count > 300 { problems.append(ErrorItem(field: "note", "Why not must be 300 characters or fewer.")) }
            } else {
                guard open.proposedBy != visit.person.id else { throw NotAllowed() }
                problems = try refusals(reader, file, retention, open.what, open.why).map { ErrorItem(field: nil, $0.message) }
                if ref != file.child.ref {
                    problems.append(ErrorItem(field: "ref", "Type the child’s reference as it stands beside the box."))
                }
                if try records(reader, file, retention, open.what) != open.records {
                    problems.append(
                        ErrorItem(field: nil, "The file has changed since this was proposed. Decline it; whoever proposed it looks again."))
                }
            }
            if asked.proposal != open.id.description || asked.from != String(open.from) {
                let message = "Another proposal waits than the one you had before you. Read this one: nothing has been done."
                problems = [ErrorItem(field: nil, message)]
            }
            guard problems.isEmpty else { return .page(try RetentionReview.page(visit, reader, problems: problems)) }
            let isConfirmed = answer == "CONFIRMED"
            guard isConfirmed || answer == "DECLINED" else { throw NotFound() }
            if isConfirmed {
                do { try erase(writer, retention, open.value, file.id) } catch let problems as Problems {
                    return .page(try RetentionReview.page(visit, reader, problems: problems.all.map { ErrorItem(field: nil, $0.message) }))
                }
            }
            try writer.correct(ErasureReview.self, child: nil, id: open.id, from: open.from) {
                ($0.answer, $0.answeredBy, $0.answeredAt) = (answer, visit.person.id, writer.recordedAt)
                $0.note = isConfirmed ? nil : note
            }
            return isConfirmed ? .erased : .declined
        }
        switch done {
        case .page(let reply): return reply
        case .declined: return .see(Address(At.retention.path, query: [("done", "declined")]))
        case .erased:
            let isCleared = await visit.request.site.scrubbing.scrub(visit.service, visit.request.site.log)
            return .see(Address(At.retention.path, query: [("done", isCleared ? "yes" : "later")]))
        }
    }

    private static func erase(_ writer: Writer, _ retention: Retention, _ review: ErasureReview, _ child: RecordID) throws {
        let codes = try writer.reader.codes()
        let rules = review.what == "DUE" ? retention.due.compactMap(\.rule) : retention.cases.compactMap(\.rule)
        let rule =
            review.why == "RETENTION_ENDED"
            ? Set(rules.map { RetentionPages.words($0, codes) }).sorted().joined(separator: "; ")
            : codes.label("erasure_reason", review.why) ?? review.why
        let chosen = review.what == "FILE" ? nil : Set(retention.due.flatMap(\.records).map { RecordKey(kind: $0.kind, id: $0.id) })
        try writer.erase(chosen, of: child, why: review.why, rule: String(rule.prefix(500)))
    }
}
