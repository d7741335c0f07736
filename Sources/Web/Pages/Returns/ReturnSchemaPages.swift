import Casework
import HTML
import Records
import Reports

/// What a receiver calls the elements of the return: loading its file, from when to when it counts, who loaded it, and whether the return
/// fits it before it is sent. (S-PER-22)
enum ReturnSchemaPages {
    static let routes: [Route] = [
        .get("/returns/schemas", .may(.prepareReturn)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in try index(visit, reader, blank(visit, reader)) }
        },
        .post("/returns/schemas", .may(.manageSettings)) { try await ReturnSchemaLoading.load($0) },
        .get("/returns/schemas/{id}", .may(.prepareReturn)) { try await show($0) },
        .post("/returns/schemas/{id}", .may(.manageSettings)) { try await ReturnSchemaLoading.end($0) },
        .get("/returns/schemas/{id}/map.json", .may(.prepareReturn)) { try await file($0) },
    ]

    /// The largest file taken: a record holds no more.
    static let largest = 90_000
    static let readLimit = 1 << 20

    static let asked: Set<String> = ["edition", "from_date", "to_date", "basis"]

    static func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<ReturnSchemaFile> {
        var form = RecordForm(ReturnSchemaFile.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = asked
        return form
    }

    static func index(
        _ visit: Visit, _ reader: Reader, _ form: RecordForm<ReturnSchemaFile>, wrong: (file: String?, xsd: String?) = (nil, nil),
        status: Int = 200
    ) throws -> Reply {
        let (all, names, today) = (try reader.returnSchemas(), try reader.staffNames(), visit.service.today)
        let rows = all.map { one -> [HTML] in
            [
                link(to: At.returnSchema(one.stored.id), one.stored.name), "\(one.stored.edition ?? "")", "\(dates(one))",
                state(one, among: all, today), "\(names[one.stored.loadedBy] ?? "Somebody who has left")", "\(one.stored.loadedAt.words)",
            ]
        }
        let files = [("file", wrong.file), ("xsd", wrong.xsd)].compactMap { id, words in words.map { ErrorItem(field: id, $0) } }
        let problems = form.problems.map(ErrorItem.init) + files
        return .page(
            visit, title: "Receivers’ schemas", shows: .nobody, status: status, hasErrors: !problems.isEmpty, crumbs: crumbs
        ) {
            errorSummary(problems) + heading("Receivers’ schemas", caption: "National return")
                + "<p>What whoever takes the return calls each element, what they must have and which values they take. The return of a period goes under the one for the period’s last day; where there is none, under our own names.</p>"
                + table(
                    caption: "Schemas",
                    columns: ["Schema", "Version", "For returns that end", "State", "Loaded by", "Loaded"].map { Column($0) },
                    rows: rows, captionHidden: true, empty: "None has been loaded: no official schema is public.")
                + when(visit.person.access.mayWrite("return_schema"), loading(form, wrong, status))
        }
    }

    private static func loading(_ form: RecordForm<ReturnSchemaFile>, _ wrong: (file: String?, xsd: String?), _ status: Int) -> HTML {
        let again = when(status != 200, "<p>Choose the file again: a browser does not keep it.</p>")
        return section(
            "Load a schema", id: "load",
            "<p>A JSON file as docs/return.md describes it, written from what the receiver gave out. It is checked first, and held to the return of the last quarter on its own page once it is loaded.</p>"
                + filesForm(
                    form.controls(["edition", "from_date", "to_date", "basis"]) + again
                        + field(
                            FieldControl(
                                id: "file", label: "File", kind: .file(accept: ".json", isMultiple: false),
                                hint: "At most 90 kB.", error: wrong.file))
                        + field(
                            FieldControl(
                                id: "xsd", label: "Its XSD", kind: .file(accept: ".xsd,.xml", isMultiple: false),
                                hint: "Where the receiver gave one: the XML is held to it before it is taken out. One file, at most 90 kB.",
                                error: wrong.xsd, isRequired: false))
                        + button("Load")))
    }

    static let crumbs = [NavItem("National return", At.returns)]

    static func dates(_ one: LoadedSchema) -> String {
        "from \(one.stored.fromDate.words)" + (one.stored.toDate.map { " until \($0.words)" } ?? "")
    }

    static func state(_ one: LoadedSchema, among all: [LoadedSchema], _ today: Day) -> HTML {
        if one.fault != nil { return tag("Cannot be read", .bad) }
        if one.stored.fromDate > today { return tag("Not yet", .info) }
        if !one.isFor(today) { return tag("Ended") }
        return all.first { $0.isFor(today) }?.stored.id == one.stored.id ? tag("In force", .good) : tag("A later one is in force")
    }

    static func found(_ visit: Visit, _ reader: Reader) throws -> (one: LoadedSchema, all: [LoadedSchema]) {
        let (id, all) = (try visit.id("id"), try reader.returnSchemas())
        guard let one = all.first(where: { $0.stored.id == id }) else { throw NotFound() }
        return (one, all)
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await page(visit) { try blank(visit, $0) }
    }

    /// - Parameter form: the form of its last day, as it was refused.
    static func page(
        _ visit: Visit, status: Int = 200, _ form: @escaping @Sendable (Reader) throws -> RecordForm<ReturnSchemaFile>
    ) async throws -> Reply {
        let ask = FigureAsk(visit)
        let asked = try await visit.service.read(Scope(visit.person)) { try found(visit, $0).one }
        let made = try await NationalReturn.read(visit.service, ask.period, asAt: ask.asAt)
        let held = await ReturnSchemaFit.held(asked, made, visit.request.site.extras.xml)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (one, all) = try found(visit, reader)
            let names = try reader.staffNames()
            var ending = try form(reader)
            ending.asked = ["to_date"]
            if ending.problems.isEmpty { ending.typed["to_date"] = one.stored.toDate?.typed }
            let facts: [(String, HTML)] = [
                ("Version", "\(one.stored.edition ?? "Not said")"), ("For returns that end", "\(dates(one))"),
                ("State", state(one, among: all, visit.service.today)), ("Where it is from", "\(one.stored.basis)"),
                ("Loaded", "\(one.stored.loadedAt.words), by \(names[one.stored.loadedBy] ?? "somebody who has left")"),
                ("Hash of the file", "\(one.stored.hash)"), ("XSD", one.stored.xsd == nil ? "None" : "Loaded with it"),
                ("Elements it does not name", "\(one.schema?.otherWords ?? "Not known")"),
            ]
            return .page(
                visit, title: "Schema of the return", shows: .nobody, status: status, hasErrors: status != 200,
                crumbs: crumbs + [NavItem("Receivers’ schemas", At.returnSchemas)]
            ) {
                ending.summary + errorSummary(ask.problems) + heading(one.stored.name, caption: "Schema of the return") + summaryList(facts)
                    + "<p>\(downloadLink(to: At.returnSchemaFile(one.stored.id), "The file as it was loaded (JSON)"))</p>"
                    + wholeSection(
                        "Does the return fit?", id: "fit",
                        ask.form(At.returnSchema(one.stored.id)) + ReturnSchemaFit.check(one, made)
                            + ReturnSchemaFit.words(held))
                    + wholeSection("What it says", id: "says", ReturnSchemaFit.says(one))
                    + when(
                        visit.person.access.mayWrite("return_schema"),
                        section(
                            "When it ends", id: "ends",
                            sendForm(
                                action: At.returnSchema(one.stored.id), once: once(visit),
                                hidden("from", String(one.stored.from)) + ending.controls(["to_date"]) + button("Save")))
                            + section(
                                "Loaded in error", id: "error",
                                "<p>It then counts for no return. One that a receipt names is kept: say when it ends.</p>"
                                    + sendForm(
                                        action: At.returnSchema(one.stored.id), once: once(visit),
                                        hidden("from", String(one.stored.from)) + hidden("action", "withdraw")
                                            + field(
                                                FieldControl(
                                                    id: "reason", label: "Why it should not be here",
                                                    error: ending.problems.first { $0.field == "reason" }?.message,
                                                    value: ending.other["reason"] ?? ""))
                                            + button("Mark as loaded in error", style: .warning))))
            }
        }
    }

    private static func file(_ visit: Visit) async throws -> Reply {
        let one = try await visit.service.read(Scope(visit.person)) { try found(visit, $0).one }
        return .file("schema-\(one.stored.fromDate.iso).json", type: "application/json", shows: .nobody, Array(one.stored.map.utf8))
    }
}

/// `form(…)` of the HTML target with a file in it, which a parameter named `form` would hide.
private func filesForm(_ body: HTML) -> HTML { form(action: At.returnSchemas, hasFiles: true, body) }
