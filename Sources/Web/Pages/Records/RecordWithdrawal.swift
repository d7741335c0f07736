import Casework
import HTML
import Records

/// Marking a record as entered in error.
extension RecordPages {
    func askWithdrawal(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        return try await visit.service.read(Scope(visit.person)) { try withdrawalPage(visit, $0, problems: []) }
    }

    private func withdrawalPage(_ visit: Visit, _ reader: Reader, problems: [ErrorItem]) throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let file = try FileHead(reader, child)
        guard let record = try reader.record(R.self, child: child, id: id), !record.withdrawn else { throw NotFound() }
        guard layout.mayChange(record.value, visit, true) else { throw NotAllowed() }
        let words = try Words(reader, file: child)
        let reason = FieldControl(
            id: "reason", label: "Why it should not be here", hint: "Such as: recorded twice.",
            error: problems.first { $0.field == "reason" }?.message, value: visit.form["reason"])
        let body =
            errorSummary(problems) + heading("\(kind.title) entered in error", caption: file.name)
            + "<p>\(layout.title(record.value, words)) will leave the file and every count from now on. Its history stays readable.</p>"
            + WrongFilePages.way(visit, child, kind, id).map { "<p>\($0): then it is moved, and its history sealed here.</p>" }.joined()
            + sendForm(
                action: At.withdrawal(child, kind, id),
                hidden("from", String(record.from)) + field(reason)
                    + buttonGroup([button("Mark as entered in error", style: .warning), link(to: At.record(child, kind, id), "Cancel")]))
        return .page(
            visit, title: "\(kind.title) entered in error", shows: .child(child), status: problems.isEmpty ? 200 : 422,
            hasErrors: !problems.isEmpty, crumbs: file.crumbs, body)
    }

    func withdraw(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let (child, id, reason) = (try visit.id("child"), try visit.id("id"), visit.form["reason"])
        let wrong =
            reason.isEmpty
            ? "Say why it should not be here."
            : reason.count > 500 ? "Why it should not be here must be 500 characters or fewer; this is \(reason.count)." : nil
        if let wrong {
            return try await visit.service.read(Scope(visit.person)) {
                try withdrawalPage(visit, $0, problems: [ErrorItem(field: "reason", wrong)])
            }
        }
        let from = sentVersion(visit)
        let page = try await visit.service.write(Scope(visit.person), action: "\(kind.name).withdraw", note: reason) { writer -> Reply? in
            let record = try writer.reader.record(R.self, child: child, id: id)
            if let record, !layout.mayChange(record.value, visit, true) { throw NotAllowed() }
            do {
                let file = try FileHead(writer.reader, child)
                if let record, let sentence = try layout.refusal?(writer.reader, file, record.value, visit) {
                    return try withdrawalPage(visit, writer.reader, problems: [ErrorItem(field: nil, sentence)])
                }
                try writer.withdraw(R.self, child: child, id: id, from: from)
                if let record { try layout.withdrawn?(writer, file, record.value, visit) }
                return nil
            } catch let problems as Problems {
                return try withdrawalPage(visit, writer.reader, problems: problems.all.map { ErrorItem(field: nil, $0.message) })
            } catch is Conflict {
                return try withdrawalPage(
                    visit, writer.reader, problems: [ErrorItem(field: nil, "Someone changed this record just now. Look at it again first.")]
                )
            }
        }
        return page ?? .see(At.record(child, kind, id))
    }
}
