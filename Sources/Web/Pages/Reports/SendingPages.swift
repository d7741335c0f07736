import Casework
import HTML
import Records

/// To whom an issued report was sent: a log, and the list the next report begins with (S-PER-20).
enum SendingPages {
    static let routes: [Route] = [
        .post("/reports/{id}/sendings", .may(.writeReports)) { try await save($0) }
    ]

    private static let box = "recipients"
    /// As many as one form takes.
    private static let most = 50

    /// What stands on the report's page.
    static func part(_ visit: Visit, _ reader: Reader, _ report: Stored<Report>, _ typed: RecordForm<ReportSending>? = nil) throws -> HTML {
        let all = try reader.serviceRecords(ReportSending.self)
        let names = try reader.staffNames()
        let rows = all.filter { $0.report == report.id }.sorted { ($0.sentOn, $0.from, $0.recipient) < ($1.sentOn, $1.from, $1.recipient) }
            .map { one -> [HTML] in
                [
                    "\(one.recipient)", "\(one.sentOn.words)", "\(one.value.way ?? "Not said")",
                    "\(one.sentBy.flatMap { names[$0] } ?? "Not known")",
                ]
            }
        let log = table(
            caption: "Sent to", columns: ["Sent to", "On", "How", "By"].map { Column($0) }, rows: rows, captionHidden: true,
            empty: "Nobody is recorded as having been sent it.")
        guard visit.asAt == nil, visit.person.access.mayWrite("report_sending") else { return wholeSection("Sent", id: "sent", log) }
        let form = try typed ?? begun(visit, reader, report, among: all)
        return wholeSection(
            "Sent", id: "sent", log + details("Record that it was sent", isOpen: typed != nil, controls(report, form, visit)))
    }

    private static func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<ReportSending> {
        var form = RecordForm(ReportSending.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = ["sent_on", "way"]
        return form
    }

    /// Whoever the report before was sent to gets this one; of reports for somebody, the one before for the same.
    private static func begun(
        _ visit: Visit, _ reader: Reader, _ report: Stored<Report>, among all: [Stored<ReportSending>]
    ) throws -> RecordForm<ReportSending> {
        var form = try blank(visit, reader)
        form.typed["sent_on"] = visit.service.today.typed
        guard !all.contains(where: { $0.report == report.id }) else { return form }
        let whom = report.value.audience
        let same = Set(try reader.serviceRecords(Report.self).filter { $0.audience == whom }.map(\.id))
        guard let last = all.filter({ same.contains($0.report) }).max(by: { ($0.sentOn, $0.from) < ($1.sentOn, $1.from) }) else {
            return form
        }
        let list = all.filter { $0.report == last.report }
        form.other[box] = Set(list.map(\.recipient)).sorted().joined(separator: "\n")
        form.typed["way"] = last.value.way ?? ""
        form.sources[box] = "To whom the report before was sent."
        return form
    }

    private static func controls(_ report: Stored<Report>, _ form: RecordForm<ReportSending>, _ visit: Visit) -> HTML {
        sendForm(
            action: At.report(report.id, "sendings"), once: once(visit),
            field(
                FieldControl(
                    id: box, label: "Sent to", kind: .multiline(rows: 4), hint: "One a line: a board, a post or a person.",
                    error: form.problems.first { $0.field == box }?.message, value: form.other[box] ?? "", source: form.sources[box]))
                + form.controls(["sent_on", "way"]) + button("Save"))
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard let issuedOn = stored.value.issuedOn else { return .see(At.report(stored.id)) }
        let refused = try await visit.service.write(Scope(visit.person), action: "report.sent") { writer -> RecordForm<ReportSending>? in
            var form = try blank(visit, writer.reader)
            form.fill(visit.form)
            form.other[box] = visit.form[box]
            var one = ReportSending()
            (one.report, one.recipient, one.sentBy) = (stored.id, "-", visit.person.id)
            let read = form.read(over: one, child: nil)
            let names = visit.form[box].split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
            if names.isEmpty { form.problems.append(Problem(field: box, message: "Enter to whom it was sent.")) }
            if names.count > most { form.problems.append(Problem(field: box, message: "Record \(most) at a time.")) }
            if let long = names.first(where: { $0.count > 200 }) {
                form.problems.append(Problem(field: box, message: "“\(long.prefix(40))…” must be 200 characters or fewer."))
            }
            if read.sentOn != .unset, read.sentOn < issuedOn {
                form.problems.append(Problem(field: "sent_on", message: "It was issued on \(issuedOn.words), so it was not sent before."))
            }
            guard form.problems.isEmpty else { return form }
            let there = try writer.reader.serviceRecords(ReportSending.self).filter { $0.report == stored.id }
            // The same sent twice is a form sent twice.
            let known = Set(there.filter { $0.sentOn == read.sentOn }.map(\.recipient))
            for name in Set(names).subtracting(known).sorted() {
                var sending = read
                sending.recipient = name
                try writer.create(sending)
            }
            return nil
        }
        guard let refused else { return .see(Address(At.report(stored.id).path, fragment: "sent")) }
        return try await ReportPages.show(visit, sending: refused)
    }
}
