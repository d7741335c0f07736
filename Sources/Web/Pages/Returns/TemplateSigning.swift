import Casework
import HTML
import Records
import Reports
import Statistics

/// Signing a quarter's template off once every difference is explained, what was signed, and what records written since have moved. (S-PER-22)
enum TemplateSigning {
    static let routes: [Route] = [
        .get("/returns/template/sign-off", .may(.oversee)) { try await ask($0) },
        .post("/returns/template/sign-off", .may(.oversee)) { try await sign($0) },
        .get("/returns/template/signed", .may(.seeFigures)) { try await signed($0) },
        .get("/returns/template/signed.csv", .may(.seeFigures)) { try await file($0) },
        .post("/returns/template/signed/withdrawal", .may(.oversee)) { try await reopen($0) },
    ]

    private static func period(_ visit: Visit) throws -> Period {
        guard let period = visit.query("period").flatMap(Period.init), period.isQuarter else { throw NotFound() }
        return period
    }

    private static func ask(_ visit: Visit, problems: [ErrorItem] = [], status: Int = 200) async throws -> Reply {
        guard visit.person.access.mayWrite("template_sign_off") else { throw NotAllowed() }
        let period = try period(visit)
        let made = try await TemplateReturn.read(visit.service, period)
        if made.signed != nil { return .see(At.template("signed", [("period", period.label)])) }
        let open = made.unexplained
        let query = [("period", period.label)]
        let body: HTML
        if period.to >= visit.service.today {
            body = "<p>The quarter has not ended yet: it can be signed off from \((period.to + 1).words).</p>"
        } else if !open.isEmpty {
            body =
                warningText(
                    open.count == 1
                        ? "1 typed number differs from what was counted and is not explained."
                        : "\(open.count) typed numbers differ from what was counted and are not explained.")
                + list(open.prefix(50).map { "\($0.words(TemplatePages.words)): typed \($0.number ?? 0), counted \($0.counted)" })
                + "<p>\(link(to: At.template("differences", query), "Explain the differences"))</p>"
        } else {
            body =
                summaryList([
                    ("Typed", "\(made.typed) of \(made.cells.count) cells; the others are sent as counted"),
                    ("Differ, explained", "\(made.differences.count)"),
                ])
                + "<p>\(link(to: At.template(nil, query), "The numbers to be signed")). Signing keeps every number as it stands, with its hash. Records written later do not change it; what they would have moved is listed beside it.</p>"
                + sendForm(
                    action: At.template("sign-off", query),
                    hidden("shown", TemplateReturn.hash(of: made.whole))
                        + fields([
                            FieldControl(
                                id: "note", label: "Note", kind: .multiline(rows: 3), hint: "Name no child.",
                                error: problems.first { $0.field == "note" }?.message,
                                value: visit.form["note"], isRequired: false)
                        ]) + buttonGroup([button("Sign the quarter off"), link(to: At.template(nil, query), "Not yet")]))
        }
        return .page(
            visit, title: "Sign the quarter off", shows: .nobody, status: status, hasErrors: status != 200,
            crumbs: TemplateTyping.crumbs(period), errorSummary(problems) + heading("Sign the quarter off", caption: period.words) + body)
    }

    private enum Signed: Sendable {
        case done, tooSoon
        case refused(String)
    }

    private static func sign(_ visit: Visit) async throws -> Reply {
        let period = try period(visit)
        guard period.to < visit.service.today else { return try await ask(visit, status: 422) }
        let (note, shown) = (visit.form["note"], visit.form["shown"])
        guard note.count <= 1000 else {
            return try await ask(
                visit, problems: [ErrorItem(field: "note", "The note must be 1,000 characters or fewer.")], status: 422)
        }
        for _ in 0..<3 {
            let moment = visit.service.now
            let made = try await TemplateReturn.read(visit.service, period, asAt: moment)
            let signed = try await visit.service.write(Scope(visit.person), action: "template.sign") { writer -> Signed in
                // What was known by the moment of the figures must all be in them.
                let late = try writer.reader.trails((made.head + 1)..<writer.position).values.contains { $0.recordedAt <= moment }
                if late { return .tooSoon }
                let standing = try made.again(writer.reader)
                if standing.signed != nil { return .done }
                guard standing.unexplained.isEmpty else { return .refused("A number was typed just now that is not explained yet.") }
                // Nobody signs numbers other than those the page stood for.
                guard TemplateReturn.hash(of: standing.whole) == shown else {
                    return .refused("The numbers have changed since this page was shown. Look at them again, then sign.")
                }
                var record = TemplateSignOff()
                (record.period, record.asAt, record.signedBy) = (period.label, moment, visit.person.id)
                (record.copy, record.note) = (standing.copy.text, note.isEmpty ? nil : note)
                record.hash = shown
                do { try writer.create(record) } catch let problems as Problems {
                    return .refused(problems.all.map(\.message).joined(separator: " "))
                }
                return .done
            }
            switch signed {
            case .done: return .see(At.template("signed", [("period", period.label)]))
            case .tooSoon: continue
            case .refused(let message): return try await ask(visit, problems: [ErrorItem(field: nil, message)], status: 409)
            }
        }
        return try await ask(
            visit, problems: [ErrorItem(field: nil, "Records were written while the figures were counted. Try again in a minute.")],
            status: 409)
    }

    private static func signed(_ visit: Visit) async throws -> Reply { try await signed(visit, problems: [], status: 200) }

    private static func signed(_ visit: Visit, problems: [ErrorItem], status: Int) async throws -> Reply {
        let period = try period(visit)
        let query = [("period", period.label)]
        let made = try await TemplateReturn.read(visit.service, period)
        guard let stored = made.signed else { return .see(At.template(nil, query)) }
        let (names, whole) = try await visit.service.read(Scope(visit.person)) {
            (try $0.staffNames(), try TemplateCopy.whole(stored, $0))
        }
        // Before explanations were left to the typed values' histories a long one was cut to fit the record.
        let explained: HTML =
            TemplateCopy.isEarlier(stored.copy)
            ? ". Where an explanation in it ends in “…”, the whole one is in the number’s history." : ", with every explanation."
        let isIntact = TemplateReturn.hash(of: whole) == stored.hash
        var facts: [(String, HTML)] = [
            ("Signed off by", "\(stored.signedBy.flatMap { names[$0] } ?? "Somebody who has left")"), ("When", "\(stored.asAt.words)"),
            ("Hash", "\(stored.hash) \(isIntact ? tag("Intact", .good) : tag("Does not fit the numbers", .bad))"),
        ]
        if let note = stored.note { facts.append(("Note", "\(note)")) }
        let rows = (made.moved ?? []).map { moved -> [HTML] in
            let cell = moved.cell
            let why = [("period", period.label), ("from", stored.asAt.iso)]
            return [
                "\(cell.words(TemplatePages.words))", "\(moved.then)", TemplatePages.counted(visit, cell, query),
                link(
                    to: At.figure(TemplateSheet.all[cell.sheet].measure, "changes", why), "What moved it",
                    about: cell.words(TemplatePages.words)),
            ]
        }
        let since = table(
            caption: "Moved since sign-off",
            columns: [
                Column("Cell"), Column("Counted then", isNumeric: true), Column("Counted now", isNumeric: true),
                Column("Records"),
            ], rows: rows, captionHidden: true, empty: "Nothing has moved since.")
        let opening: HTML =
            visit.person.access.mayWrite("template_sign_off")
            ? details(
                "Open the quarter again", isOpen: !problems.isEmpty,
                "<p>The sign-off is withdrawn and stays in the history. Numbers can be typed again, and the quarter signed off anew.</p>"
                    + sendForm(
                        action: At.template("signed/withdrawal", query),
                        hidden("from", String(stored.from))
                            + fields([
                                FieldControl(
                                    id: "reason", label: "Why", kind: .multiline(rows: 2),
                                    error: problems.first { $0.field == "reason" }?.message, value: visit.form["reason"])
                            ]) + button("Open it again", style: .warning))) : .empty
        return .page(
            visit, title: "Signed off", shows: .nobody, status: status, hasErrors: status != 200, crumbs: TemplateTyping.crumbs(period),
            errorSummary(problems) + heading("Signed off", caption: period.words) + summaryList(facts)
                + "<p>\(downloadLink(to: At.template("signed.csv", query), "The numbers as signed off (CSV)"))\(explained)</p>"
                + section("Since sign-off", id: "since", "<p>Cells that records written since have moved: for the next return.</p>" + since)
                + opening)
    }

    /// What was signed, with the explanations as they stood then.
    private static func file(_ visit: Visit) async throws -> Reply {
        let period = try period(visit)
        let whole = try await visit.service.read(Scope(visit.person)) { reader in
            try reader.serviceRecords(TemplateSignOff.self).last { $0.period == period.label }.map { try TemplateCopy.whole($0, reader) }
        }
        guard let whole else { throw NotFound() }
        return .file("summary-template-\(period.label)-signed.csv", type: "text/csv; charset=utf-8", shows: .nobody, Array(whole.utf8))
    }

    private static func reopen(_ visit: Visit) async throws -> Reply {
        let period = try period(visit)
        let reason = visit.form["reason"]
        guard !reason.isEmpty, reason.count <= 1000 else {
            let words = reason.isEmpty ? "Say why the quarter is opened again." : "The reason must be 1,000 characters or fewer."
            return try await signed(visit, problems: [ErrorItem(field: "reason", words)], status: 422)
        }
        try await visit.service.write(Scope(visit.person), action: "template.reopen", note: reason) { writer in
            guard let stored = try writer.reader.serviceRecords(TemplateSignOff.self).last(where: { $0.period == period.label }),
                stored.from == Int64(visit.form["from"])
            else { return }
            try writer.withdraw(TemplateSignOff.self, child: nil, id: stored.id, from: stored.from)
        }
        return .see(At.template(nil, [("period", period.label)]))
    }
}
