import Casework
import HTML
import Records
import Reports

/// What became of a return: sent, accepted or rejected and why; and which children's documents have changed since it was sent, for the next one.
enum ReturnReceiptPages {
    static let routes: [Route] = [
        .post("/returns/receipts", .may(.prepareReturn)) { try await save($0) },
        .get("/returns/receipts/{id}", .may(.prepareReturn)) { try await show($0) },
    ]

    private static let asked: Set<String> = ["state", "on_date", "recipient", "route", "format", "reason"]

    static func blank(_ visit: Visit, _ reader: Reader, _ codes: Codes) -> RecordForm<ReturnReceipt> {
        var form = RecordForm(ReturnReceipt.self, access: visit.person.access, codes: codes, today: visit.service.today)
        form.asked = asked
        form.neededWhere = ["format": "a file was sent", "reason": "it was rejected"]
        form.typed = ["state": "SENT", "on_date": visit.service.today.typed]
        form.typed["recipient"] = codes.inForce("return_recipient", on: visit.service.today).last?.token
        return form
    }

    /// - Parameter schema: the one loaded for the period, whose names a file may have gone under.
    static func form(
        _ visit: Visit, _ ask: FigureAsk, _ made: NationalReturn, _ schema: LoadedSchema?, _ form: RecordForm<ReturnReceipt>
    ) -> HTML {
        let names = schema.map { schema in
            field(
                FieldControl(
                    id: "names", label: "Under whose names",
                    kind: .radios([Choice("own", "Our own"), Choice("receiver", "Those of \(schema.stored.name)")]),
                    hint: "Needed where a file was sent: which of the two it was.",
                    error: form.problems.first { $0.field == "names" }?.message, value: form.other["names"] ?? ""))
        }
        return sendForm(
            action: At.returnReceipts, once: once(visit),
            hidden("period", ask.period.label) + hidden("as_at", made.asAt.iso)
                + "<p>Of the return of \(ask.period.words). A file sent is kept by its hash, as known \(made.asAt.words).</p>" + form.all
                + (names ?? .empty) + button("Save"))
    }

    static func log(_ receipts: [Stored<ReturnReceipt>], _ codes: Codes) -> HTML {
        let rows = receipts.sorted { ($0.onDate, $0.from) > ($1.onDate, $1.from) }.map { receipt -> [HTML] in
            [
                link(to: At.returnReceipt(receipt.id), "\(receipt.onDate.words), \(receipt.period)"), state(receipt.value, codes),
                "\(codes.label("return_recipient", receipt.recipient) ?? "")", "\(receipt.value.children.map(String.init) ?? "")",
                "\(receipt.reason ?? "")",
            ]
        }
        return table(
            caption: "Receipts",
            columns: [Column("Day and period"), Column("State"), Column("Recipient"), Column("Children", isNumeric: true), Column("Why")],
            rows: rows, captionHidden: true, empty: "Nothing has been sent yet.")
    }

    private static func state(_ receipt: ReturnReceipt, _ codes: Codes) -> HTML {
        let tone: Tone = ["ACCEPTED": .good, "SIGNED_OFF": .good, "REJECTED": .bad][receipt.state] ?? .info
        return tag(codes.label("return_state", receipt.state) ?? receipt.state, tone)
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let moment = Instant(visit.form["as_at"]).map { min($0, visit.service.now) }
        guard let period = Period(visit.form["period"]), let moment else { return .see(At.returns) }
        let made = try await NationalReturn.read(visit.service, period, asAt: moment)
        let names = visit.form["names"]
        let asked = try await visit.service.read(Scope(visit.person)) { try $0.returnSchema(for: period) }
        let held = await ReturnSchemaFit.held(names == "receiver" ? asked : nil, made, visit.request.site.extras.xml)
        enum Saved: Sendable {
            case done(RecordID)
            case refused(RecordForm<ReturnReceipt>)
        }
        let saved = try await visit.service.write(Scope(visit.person), action: "return.receipt") { writer -> Saved in
            var form = blank(visit, writer.reader, try writer.reader.codes())
            form.fill(visit.form)
            var start = ReturnReceipt()
            start.period = period.label
            var receipt = form.read(over: start, child: nil)
            receipt.period = period.label
            if receipt.state == "SENT" {
                if let shape = receipt.format.flatMap({ NationalReturn.Form(rawValue: $0.lowercased()) }) {
                    (receipt.asAt, receipt.children) = (moment, made.documents.count)
                    let loaded = try writer.reader.returnSchema(for: period)
                    switch sent(made, loaded, names, isHeldBack: shape == .xml && held.isRefused) {
                    case .success(let entity):
                        receipt.schema = names == "receiver" ? loaded?.stored.id : nil
                        receipt.hash = sha256Hex(NationalReturn.bytes(entity, shape))
                    case .failure(let problem): form.problems.append(problem)
                    }
                } else {
                    form.problems.append(Problem(field: "format", message: "Say which file was sent."))
                }
            }
            if receipt.state == "SIGNED_OFF" {
                (receipt.asAt, receipt.children) = (moment, made.documents.count)
                (receipt.hash, receipt.format) = (made.signedHash, nil)
                if let problem = unsigned(visit, made) { form.problems.append(problem) }
            }
            guard form.problems.isEmpty else { return .refused(form) }
            // The same step of the same file twice is a form sent twice.
            let twin = try writer.reader.serviceRecords(ReturnReceipt.self).first { other in
                ReturnReceipt.kind.fields.allSatisfy { $0.name == "as_at" || $0.get(other.value) == $0.get(receipt) }
            }
            return .done(try twin?.id ?? writer.create(receipt))
        }
        switch saved {
        case .done(let id): return .see(At.returnReceipt(id))
        case .refused(let form):
            return try await ReturnPages.page(visit, FigureAsk(visit, period: period), typed: form, status: 422)
        }
    }

    /// Why a return is not signed off: by somebody who may not, or over what its rules refuse.
    private static func unsigned(_ visit: Visit, _ made: NationalReturn) -> Problem? {
        guard visit.person.access.mayWrite("template_sign_off") else {
            return Problem(field: "state", message: "A manager who oversees the service signs a return off.")
        }
        guard made.ask.period.to < visit.service.today else {
            return Problem(
                field: "state", message: "The period has not ended yet: it can be signed off from \((made.ask.period.to + 1).words).")
        }
        guard made.refusals.isEmpty else {
            return Problem(
                field: "state", message: "The rules refuse \(made.refusals.count): a return is signed off when they refuse nothing.")
        }
        return nil
    }

    /// The return under the names it is said to have gone under; a sentence where it cannot have gone under them.
    private static func sent(
        _ made: NationalReturn, _ loaded: LoadedSchema?, _ names: String, isHeldBack: Bool
    ) -> Result<ReturnEntity, Problem> {
        func refuse(_ words: String) -> Result<ReturnEntity, Problem> { .failure(Problem(field: "names", message: words)) }
        guard names != "own", loaded != nil || names == "receiver" else {
            return .success(made.entity)
        }
        guard names == "receiver" else { return refuse("Say under whose names the file went.") }
        guard let loaded else { return refuse("No receiver’s schema is loaded for this return.") }
        guard let applied = loaded.schema?.applied(to: made.entity), applied.faults.isEmpty, !isHeldBack else {
            return refuse("The return does not fit \(loaded.stored.name), so it cannot have gone under its names.")
        }
        return .success(applied.entity)
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        let (found, codes, schemas) = try await visit.service.read(Scope(visit.person)) { reader in
            (try reader.serviceRecord(ReturnReceipt.self, id: id), try reader.codes(), try reader.returnSchemas())
        }
        guard let receipt = found?.value, let period = Period(receipt.period) else { throw NotFound() }
        var facts: [(String, HTML)] = [
            ("Period", "\(period.words)"), ("State", state(receipt, codes)), ("Day", "\(receipt.onDate.words)"),
            ("Recipient", "\(codes.label("return_recipient", receipt.recipient) ?? "Not said")"),
            ("Way it went", "\(codes.label("return_route", receipt.route) ?? "Not said")"),
        ]
        if let reason = receipt.reason { facts.append(("Why", "\(reason)")) }
        let crumbs = [NavItem("National return", At.returns([("period", period.label)]))]
        let form = receipt.format.flatMap { NationalReturn.Form(rawValue: $0.lowercased()) }
        let isSigning = receipt.state == "SIGNED_OFF"
        guard let moment = receipt.asAt, isSigning || form != nil else {
            return .page(visit, title: "Receipt", shows: .nobody, crumbs: crumbs, heading("Receipt of the return") + summaryList(facts))
        }
        let then = try await NationalReturn.read(visit.service, period, asAt: moment)
        let now = try await NationalReturn.read(visit.service, period)
        facts += [("Children in it", "\(receipt.children ?? 0)"), ("As known", "\(moment.words)")]
        if isSigning {
            facts += [
                ("Hash of what was signed", "\(receipt.hash ?? "Not kept: it was signed before hashes were")"),
                (
                    "The return now",
                    now.isWhatWasSigned(receipt.hash) ? tag("As it was signed", .good) : tag("No longer as it was signed", .warning)
                ),
            ]
        } else if let form {
            let schema = receipt.schema.flatMap { id in schemas.first { $0.stored.id == id } }
            let isSame = then.isFile(form, of: receipt.hash, under: schema?.schema)
            facts += [
                ("Hash of the file", "\(receipt.hash ?? "")"),
                ("Under the names of", schema.map { link(to: At.returnSchema($0.stored.id), $0.stored.name) } ?? "Our own"),
                ("Made again as known then", isSame ? tag("The same file", .good) : tag("Another file, or made by an earlier form", .bad)),
            ]
        }
        let changes = now.changes(since: then)
        let (was, done) =
            isSigning ? ("signed", "Nothing of a child’s has changed since it was signed.") : ("sent", "Nothing sent has changed since.")
        return try await visit.service.read(Scope(visit.person)) { [facts] reader in
            let lines = Dictionary(try reader.openLines(of: changes.map(\.child), on: visit.service.today).map { ($0.id, $0) }) { $1 }
            let rows = changes.map { change -> [HTML] in
                let name =
                    lines[change.child].map { link(to: At.child($0.id), "\($0.name) (\($0.ref))") } ?? "A file that is not open to you"
                return [name, words(change.move)]
            }
            let shown = changes.map(\.child).filter { lines[$0] != nil }
            return .page(visit, title: "Receipt", shows: shown.isEmpty ? .nobody : .list("list", shown), crumbs: crumbs) {
                heading("Receipt of the return") + summaryList(facts)
                    + wholeSection(
                        isSigning ? "Changed since it was signed" : "Changed since, for the next return", id: "changes",
                        table(
                            caption: "Children whose document is no longer as it was \(was)",
                            columns: [Column("Child"), Column("What changed")],
                            rows: rows, captionHidden: true, empty: done))
            }
        }
    }

    private static func words(_ move: NationalReturn.Move) -> HTML {
        switch move {
        case .new: "In it now, not in the file sent: recorded late"
        case .gone: "In the file sent, not now"
        case .changed: "Corrected or added to since"
        }
    }
}
