import Casework
import HTML
import Records
import Reports

/// The national return of a period: what would be sent, what its rules refuse and where to mend it, the file, and what became of it. (S-PER-22)
enum ReturnPages {
    static let routes: [Route] =
        [
            .get("/returns", .may(.prepareReturn)) { try await index($0) },
            .get("/returns/files/{file}", .may(.takeOut)) { try await download($0) },
        ] + ReturnReceiptPages.routes + ReturnSchemaPages.routes + ResourcePages.routes

    private static func index(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        return try await page(visit, ask, status: ask.problems.isEmpty ? 200 : 422)
    }

    /// - Parameter typed: the receipt's form as it was refused.
    static func page(_ visit: Visit, _ ask: FigureAsk, typed: RecordForm<ReturnReceipt>? = nil, status: Int = 200) async throws -> Reply {
        let made = try await NationalReturn.read(visit.service, ask.period, asAt: ask.asAt, for: visit.person.access)
        let rule = visit.query("rule").flatMap(ReturnRule.named)
        let schema = try await visit.service.read(Scope(visit.person)) { try $0.returnSchema(for: ask.period) }
        let held = await ReturnSchemaFit.held(made.leftOut.isEmpty ? schema : nil, made, visit.request.site.extras.xml)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let findings = rule.map { rule in made.findings.filter { $0.rule.id == rule.id } } ?? made.refusals
            let (found, children) = try FindingTable.rows(visit, reader, findings)
            let all = try reader.serviceRecords(ReturnReceipt.self)
            let isWhole = try made.isWhole(to: reader.opens)
            let form = try typed ?? ReturnReceiptPages.blank(visit, reader, reader.codes())
            let title = rule.map(\.title) ?? "What would be refused"
            let body =
                errorSummary(ask.problems) + when(typed != nil, form.summary) + heading("National return", caption: ask.period.words)
                + ask.form(At.returns)
                + list([
                    link(to: At.template(nil, ask.query), "The summary template of the ten indicators, filled from the cases"),
                    link(to: At.resources(), "Budget and staffing"),
                ])
                + inset(ownNames) + facts(visit, made)
                + wholeSection("What the rules find", id: "rules", rules(made, ask))
                + wholeSection(title, id: "found", found)
                + ReturnSchemaFit.section(visit, ask, made, schema, isWhole: isWhole, held) + files(visit, ask, made)
                + wholeSection("Sent, accepted, rejected", id: "receipts", ReturnReceiptPages.log(all, made.ask.codes))
                + when(
                    ask.asAt == nil,
                    wholeSection("Write down what happened", id: "record", ReturnReceiptPages.form(visit, ask, made, schema, form)))
            return .page(
                visit, title: "National return", shows: children.isEmpty ? .nobody : .list("list", children), status: status,
                hasErrors: status != 200, body)
        }
    }

    private static let ownNames: HTML = """
        <p>The national schema is not published, so the file’s form and its names are our own until a receiver’s schema is loaded. It shows what would be sent and \
        can be read by another system; it is not the file Connectivity takes.</p>
        """

    private static func facts(_ visit: Visit, _ made: NationalReturn) -> HTML {
        let recipient = made.ask.codes.inForce("return_recipient", on: made.ask.period.to).last
        return summaryList([
            ("Children in it", "\(made.documents.count)"), ("Children withdrawn", "\(made.withdrawn.count)"),
            ("Refused", "\(made.refusals.count)"), ("Warnings", "\(made.findings.count - made.refusals.count)"),
            ("Recipient", "\(recipient?.label ?? "Not known for this period")"), ("As known", "\(made.asAt.words)"),
            ("Unit code", ReturnHead.unit(made.ask.unitCode, visit.person.access)),
            ("Signed off", ReturnHead.signing(made.signing)),
        ])
    }

    private static func rules(_ made: NationalReturn, _ ask: FigureAsk) -> HTML {
        let rows = ReturnRule.inForce(made.ask).map { rule, severity -> [HTML] in
            let found = made.findings.filter { $0.rule.id == rule.id }
            let to = At.returns(ask.query + [("rule", rule.id)], fragment: "found")
            return [
                "\(rule.title)", FindingTable.mark(severity), rule.owner == .victimWorker ? "Victim worker" : "Case manager",
                found.isEmpty ? "0" : link(to: to, "\(found.count)", about: rule.title.lowercasedFirst),
                "\(Set(found.map(\.child)).count)",
            ]
        }
        return table(
            caption: "Rules in force for this return",
            columns: [
                Column("Rule"), Column("What it does"), Column("Whose to mend"), Column("Found", isNumeric: true),
                Column("Children", isNumeric: true),
            ], rows: rows, captionHidden: true)
    }

    private static func files(_ visit: Visit, _ ask: FigureAsk, _ made: NationalReturn) -> HTML {
        guard visit.person.access.may(.takeOut) else { return .empty }
        let query = [("period", ask.period.label), ("as_at", made.asAt.iso)]
        let links: [HTML] = [
            downloadLink(to: At.returnFile(.json, query), "The return (JSON)"),
            downloadLink(to: At.returnFile(.xml, query), "The return (XML)"),
        ]
        let warning: HTML =
            made.leftOut.isEmpty
            ? .empty
            : "<p>Your copy is not for sending: it lacks what your role does not see, \(made.leftOut.joined(separator: ", ").lowercased()).</p>"
        return wholeSection(
            "The file", id: "file",
            "<p>It holds no names, but dates of birth and police numbers: keep it as carefully as the records. A copy taken here lacks files that are restricted and not open to whoever takes it; the command “waymark report return” makes the whole one.</p>"
                + warning
                + when(!made.refusals.isEmpty, "<p>Do not send it yet: the rules refuse \(made.refusals.count).</p>") + list(links))
    }

    private static func download(_ visit: Visit) async throws -> Reply {
        let name = try visit.request.parameter("file")
        guard name.hasPrefix("return."), let form = NationalReturn.Form(rawValue: String(name.dropFirst(7))) else { throw NotFound() }
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty else { return .see(At.returns(visit.request.query.map { ($0.name, $0.value) })) }
        let whole = try await NationalReturn.read(visit.service, ask.period, asAt: ask.asAt, for: visit.person.access)
        let (made, loaded, isWhole) = try await visit.service.read(Scope(visit.person)) { reader in
            (try whole.opened(to: reader.opens), try reader.returnSchema(for: ask.period), try whole.isWhole(to: reader.opens))
        }
        var entity = made.entity
        if visit.query("names") == "receiver" {
            // What does not fit, or is not everybody and everything, is said on the page and not sent: under these names nothing would show it.
            guard isWhole, let schema = loaded?.schema else { return .see(At.returns(ask.query, fragment: "schema")) }
            let applied = schema.applied(to: entity)
            guard applied.faults.isEmpty else { return .see(At.returns(ask.query, fragment: "schema")) }
            if form == .xml, let loaded, await ReturnSchemaFit.held(loaded, made, visit.request.site.extras.xml).isRefused {
                return .see(At.returnSchema(loaded.stored.id, ask.query))
            }
            entity = applied.entity
        }
        return .file(
            "return-\(ask.period.label).\(form.rawValue)", type: form == .json ? "application/json" : "application/xml; charset=utf-8",
            shows: .list("export", (made.documents + made.withdrawn).map(\.child)), NationalReturn.bytes(entity, form))
    }
}
