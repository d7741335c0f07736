import Casework
import HTML
import Records

/// Bringing the case-level folder in and taking it out again (S-INF-05: no lock-in).
enum ExchangePages {
    static let routes: [Route] = [
        .get("/exchange", .may(.takeOut)) { visit in page(visit, problems: []) },
        .post("/exchange/imports", .may(.exchange)) { try await bringIn($0) },
        .post("/exchange/files", .may(.takeOut)) { try await takeOut($0) },
    ]

    /// The largest folder taken through the browser; a larger one goes through `waymark import`.
    static let uploadLimit = 64 << 20

    /// - Parameters:
    ///   - problems: about bringing in, or, where their fields begin with `out-`, about taking out.
    ///   - source: what was typed, where the page comes back.
    private static func page(
        _ visit: Visit, problems: [ErrorItem], source: String = "folder", onlyCheck: Bool = false, status: Int = 200
    ) -> Reply {
        let access = visit.person.access
        let kinds = allKinds.filter { $0.file != nil }
        let files = kinds.filter { access.sees($0.sensitivity) }.compactMap(\.file).map { "\($0).csv" }.sorted()
        let hidden = kinds.flatMap { kind in
            access.sees(kind.sensitivity)
                ? kind.fields.filter { $0.exchanged && !access.sees($0.sensitivity) }.map { "\($0.column) of \(kind.file ?? "").csv" }
                : ["\(kind.file ?? "").csv"]
        }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        return .page(visit, title: "Bring in and take out", shows: .nobody, status: status, hasErrors: !problems.isEmpty) {
            errorSummary(problems) + heading("Bring in and take out")
                + when(
                    access.may(.exchange),
                    section(
                        "Bring in", id: "in",
                        "<p>The files of the case-level folder: children.csv and whichever others you have. Every row is checked first; a row that cannot be taken comes back with its reason.</p>"
                            + filesForm(
                                fields([
                                    FieldControl(id: "files", label: "Files", kind: .file(accept: ".csv"), error: message("files")),
                                    FieldControl(
                                        id: "source", label: "Where they come from",
                                        hint: "A short name of the system that sent them: its references are kept under it.",
                                        value: source,
                                        width: .w20),
                                    FieldControl(
                                        id: "check", label: "Only check: write nothing", kind: .checkbox, value: onlyCheck ? "yes" : "",
                                        isRequired: false),
                                    PasswordAgain.control(problems),
                                ]) + button("Bring in"))))
                + section(
                    "Take out", id: "out",
                    "<p>What the case-level folder has files and columns for, as it stands now. It is not everything: earlier versions, record kinds without a file and fields no file has, documents among them, are written by the command “waymark export --whole”, which whoever looks after the machine runs. Files that are restricted and not open to you are left out. They hold personal data: keep them as carefully as the records. They are for another system, so nothing in them is changed: in a spreadsheet program bring them in as text, for there a cell that begins with = + - or @ would be worked out as a formula.</p>"
                        + when(!hidden.isEmpty, "<p>Left out, for your role does not see it: \(hidden.joined(separator: ", ")).</p>")
                        + sendForm(
                            action: At.exchangeFiles,
                            fields([
                                FieldControl(
                                    id: "file", label: "File to take out", kind: .choice(files.map { Choice($0, $0) }),
                                    error: message("file"),
                                    value: visit.form["file"]),
                                PasswordAgain.control(message("out-password"), id: "out-password"),
                            ]) + button("Take out")))
        }
    }

    private static func filesForm(_ body: HTML) -> HTML { form(action: Address("/exchange/imports"), hasFiles: true, body) }

    private static func bringIn(_ visit: Visit) async throws -> Reply {
        guard !visit.request.isTooLarge else {
            let words =
                "The files are larger than 64 MB together. Bring a few in at a time, or the whole folder with the command “waymark import”."
            return page(visit, problems: [ErrorItem(field: "files", words)], status: 413)
        }
        guard let parts = try? Multipart(visit.request.body, contentType: visit.request.contentType) else {
            return page(visit, problems: [ErrorItem(field: "files", "Choose the files to bring in.")], status: 422)
        }
        let files = parts.parts.filter { $0.name == "files" && $0.file?.isEmpty == false }.map { (name: $0.file ?? "", bytes: $0.body) }
        let source = parts.form["source"].isEmpty ? "folder" : parts.form["source"]
        guard !files.isEmpty else {
            return page(visit, problems: [ErrorItem(field: "files", "Choose the files to bring in.")], source: source, status: 422)
        }
        let onlyCheck = parts.form["check"] == "yes"
        return try await PasswordAgain.asked(visit, in: parts.form) {
            page(visit, problems: [$0], source: source, onlyCheck: onlyCheck, status: 422)
        } then: {
            do {
                let staged = try await Importer(visit.service, by: visit.person).stage(files, source: source)
                let report = onlyCheck ? staged.report : try await staged.publish()
                return .page(visit, title: onlyCheck ? "Checked" : "Brought in", shows: .nobody) { result(report, onlyCheck: onlyCheck) }
            } catch let error as ImportError {
                return page(visit, problems: [ErrorItem(field: "files", error.description)], source: source, status: 422)
            }
        }
    }

    private static func result(_ report: ImportReport, onlyCheck: Bool) -> HTML {
        let rows = report.files.map { file -> [HTML] in
            ["\(file.name)", "\(file.read)", "\(file.new)", "\(file.changed)", "\(file.unchanged)", "\(file.refused.count)"]
        }
        let columns = [Column("File")] + ["Read", "New", "Changed", "Unchanged", "Refused"].map { Column($0, isNumeric: true) }
        let refused = report.files.flatMap { file in
            file.refused.prefix(200).map { row -> [HTML] in ["\(file.name)", "\(row.line)", "\(row.words)"] }
        }
        let without = report.files.flatMap { file in
            file.remarks.prefix(200).map { row -> [HTML] in ["\(file.name)", "\(row.line)", "\(row.words)"] }
        }
        let why = [Column("File"), Column("Line", isNumeric: true), Column("Why")]
        return heading(onlyCheck ? "Checked, nothing written" : "Brought in")
            + table(caption: onlyCheck ? "What would be written" : "What was written", columns: columns, rows: rows)
            + when(
                !report.unknown.isEmpty, "<p>Not part of a case-level folder, so left alone: \(report.unknown.joined(separator: ", ")).</p>"
            )
            + when(
                !refused.isEmpty,
                section(
                    "Refused rows", id: "refused",
                    table(
                        caption: "Mend these and bring the file in again",
                        columns: why, rows: refused)))
            + when(
                !without.isEmpty,
                section(
                    "Rows taken with a remark", id: "remarks",
                    table(caption: "A cell that could not be read was left as it is here", columns: why, rows: without)))
            + buttonGroup([buttonLink(to: At.children, "See the children"), link(to: At.exchange, "Bring in more")])
    }

    private static func takeOut(_ visit: Visit) async throws -> Reply {
        let name = visit.form["file"]
        let isOne = allKinds.contains { $0.file.map { "\($0).csv" } == name }
        func again(_ problem: ErrorItem) -> Reply { page(visit, problems: [problem], status: 422) }
        guard isOne else { return again(ErrorItem(field: "file", "Choose the file to take out.")) }
        return try await PasswordAgain.asked(visit) {
            again(ErrorItem(field: "out-\(PasswordAgain.name)", $0.message))
        } then: {
            let files = try await visit.service.export(visit.scope)
            guard let file = files.first(where: { $0.name == name }) else {
                return again(ErrorItem(field: "file", "Choose the file to take out."))
            }
            return .file(name, type: "text/csv; charset=utf-8", shows: .list("export", []), file.bytes)
        }
    }
}
