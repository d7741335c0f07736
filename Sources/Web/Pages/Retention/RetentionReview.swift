import Casework
import HTML
import Practice
import Records

/// One file before anything of it goes: each case with the rule that keeps it and its day, holds, and the erasure itself (S-PEO-14).
enum RetentionReview {
    /// The periods in force on a day: the service's own where it wrote any, else those Waymark ships with.
    static func rules(_ reader: Reader, on day: Day) throws -> [RetentionRule] {
        ShippedRetention.inForce(own: try reader.serviceRecords(RetentionRule.self).map(\.value), on: day)
    }

    static func retention(_ reader: Reader, _ child: RecordID, _ today: Day) throws -> Retention? {
        let (codes, rules) = (try reader.codes(), try rules(reader, on: today))
        var found: Retention?
        try reader.caseFiles(FileOutline.needs + [Need(Child.self, "date_of_birth")], of: [child]) { file in
            found = Retention(FileOutline(file, codes: codes, today: today), rules: rules, on: today)
        }
        return found
    }

    static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { try page(visit, $0, problems: []) }
    }

    static func page(_ visit: Visit, _ reader: Reader, problems: [ErrorItem]) throws -> Reply {
        let (file, today, codes) = (try FileHead(reader, try visit.id("child")), visit.service.today, try reader.codes())
        guard let retention = try retention(reader, file.id, today) else { throw NotFound() }
        let rows = retention.cases.map { one -> [HTML] in
            let kinds = Dictionary(grouping: one.records, by: \.kind).compactMap { name, all in
                anyKind(name).map { "\(all.count) \((all.count == 1 ? $0.title : $0.plural).lowercasedFirst)" }
            }
            let classes = one.classes.sorted().map { codes.label("retention_class", $0) ?? $0 }
            return [
                "\(classes.joined(separator: ", "))", "\(kinds.sorted().joined(separator: ", "))",
                "\(one.lastAction?.words ?? "Not known")", "\(one.rule.map { "\(RetentionPages.words($0, codes)): \($0.basis)" })",
                one.keptUntil.map { day in one.isDue(on: today) ? tag("Passed, \(day.words)", .warning) : "\(day.words)" }
                    ?? "Somebody decides",
            ]
        }
        let holds = try reader.records(Hold.self, child: file.id).map { hold -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Hold.self), hold.id), hold.reason), "\(hold.fromDate.words)",
                "\(hold.until?.words ?? "Somebody ends it")", hold.value.isActive(on: today) ? tag("Holds", .warning) : "Over",
            ]
        }
        return try .page(
            visit, title: "Retention of the file", shows: .child(file.id), status: problems.isEmpty ? 200 : 422,
            hasErrors: !problems.isEmpty,
            crumbs: file.crumbs
        ) {
            errorSummary(problems) + heading("Retention", caption: file.name)
                + "<p>\(summary(retention))</p>"
                + section(
                    "What is kept, and until when", id: "cases",
                    table(
                        caption: "Each case of the file with the period that counts, the first to go first",
                        columns: ["Class", "Records", "Last action", "Period that counts", "Kept until"].map { Column($0) }, rows: rows,
                        captionHidden: true)
                        + when(
                            !retention.rest.isEmpty,
                            "<p>\(retention.rest.count.counted("further record")), and who the child is, stay as long as the last of these.</p>"
                        ))
                + section(
                    "Holds", id: "holds",
                    table(
                        caption: "Holds on this file", columns: ["Why", "From", "Until", "State"].map { Column($0) }, rows: holds,
                        captionHidden: true, empty: "Nothing holds this file.")
                        + when(
                            visit.person.access.mayWrite("hold"),
                            buttonGroup([buttonLink(to: At.newRecord(file.id, AnyKind(Hold.self)), "Put on hold", style: .secondary)])))
                + section("Erase", id: "erase", try erasing(visit, reader, file, retention, codes, problems))
        }
    }

    private static func summary(_ retention: Retention) -> String {
        if retention.hold != nil { return "A hold keeps everything." }
        if retention.isWholeFileDue { return "Every period of this file has passed." }
        if !retention.due.isEmpty { return "\(retention.due.count) of \(retention.cases.count.counted("case")) may go; the rest is kept." }
        return "No period of this file has passed."
    }

    private static let held: HTML = "<p>Nothing can be erased while a hold is in force.</p>"

    private static func erasing(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ retention: Retention, _ codes: Codes, _ problems: [ErrorItem]
    ) throws -> HTML {
        if let open = try ErasureSteps.open(reader, file.id) {
            return ErasureSteps.answering(visit, file, open, try reader.staffNames(), codes, problems)
        }
        guard retention.hold == nil else { return held }
        guard visit.person.access.may(.erase) else { return "<p>Nobody has proposed an erasure.</p>" }
        return form(visit, file, retention, codes, problems)
    }

    private static func form(_ visit: Visit, _ file: FileHead, _ retention: Retention, _ codes: Codes, _ problems: [ErrorItem]) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let some = retention.due.isEmpty ? [] : [Choice("due", "The cases whose period has passed")]
        return inset(
            "You propose it; somebody else confirms it. What is erased then cannot be brought back, by anybody. That it was erased, by whom and by which rule stays in the journal."
        )
            + sendForm(
                action: At.retention(file.id),
                fields([
                    FieldControl(
                        id: "what", label: "What is erased", kind: .radios(some + [Choice("file", "The whole file")]),
                        error: message("what"),
                        value: visit.form["what"]),
                    FieldControl(
                        id: "why", label: "Why",
                        kind: .radios(codes.inForce("erasure_reason", on: visit.service.today).map { Choice($0.token, $0.label) }),
                        error: message("why"), value: visit.form["why"]),
                    ErasureSteps.reference(visit, file, message("ref")),
                ]) + buttonGroup([button("Propose the erasure"), link(to: At.child(file.id, "details"), "Cancel")]))
    }
}
