import Casework
import HTML
import Records
import Reports

/// Files of a view that leave the service: each is kept as it left, and later ones are guarded beside it. (promise 8, S-PER-17)
enum PassedFilePages {
    static let routes: [Route] = [
        .get("/figures/views/files", .may(.seeFigures)) { try await index($0) },
        .post("/figures/views/files", .may(.seeFigures)) { try await pass($0) },
        .get("/figures/views/files/{id}", .may(.seeFigures)) { try await show($0) },
        .get("/figures/views/files/{id}/table.csv", .may(.seeFigures)) { try await csv($0) },
        .get("/figures/views/files/{id}/table.xlsx", .may(.seeFigures)) { try await xlsx($0) },
    ]

    private static let crumbs = [NavItem("Figures", At.figures), NavItem("Files passed on", At.passedFiles)]
    private static let asked = ["figure", "by", "against", "period", "as_at"]

    /// The button that makes one of a view.
    static func making(_ visit: Visit, _ query: [(String, String)]) -> HTML {
        sendForm(
            action: At.passedFiles, once: once(visit),
            query.map { hidden($0.0, $0.1) }.joined() + button("Make a file to pass on", style: .secondary))
    }

    private static func pass(_ visit: Visit) async throws -> Reply {
        let query = asked.filter { visit.form.has($0) }.map { (name: $0, value: visit.form[$0]) }
        let ask = ViewAsk(visit.asking(query))
        let back = At.newView(query.map { ($0.name, $0.value) })
        guard let view = ask.view else { return .see(back) }
        if let why = view.whyKept { return failed(visit, back, "No file to pass on is made of this figure. \(why)", status: 422) }
        let question = String(At.newView(ask.query()).path.drop { $0 != "?" }.dropFirst())
        for _ in 0..<3 {
            let before = try await IssuedBefore.read(visit.service)
            let answer = try await view.answer(visit.service, asAt: ask.period.asAt)
            let figures = PassedFigures(answer.protected(beside: before))
            enum Passed: Sendable {
                case done(RecordID)
                /// Something else left in the meantime.
                case again
                case refused(String)
            }
            let passed = try await visit.service.write(Scope(visit.person), action: "figures.pass") { writer -> Passed in
                guard try before.isCurrent(writer.reader) else { return .again }
                // The same numbers of the same question are the file there is.
                let twin = try writer.reader.serviceRecords(PassedFile.self).last {
                    $0.question == question && figures.tellsTheSame(as: $0.value)
                }
                if let twin { return .done(twin.id) }
                var file = PassedFile()
                (file.question, file.asAt, file.madeBy) = (question, answer.set.asAt, visit.person.id)
                figures.write(into: &file)
                do { return .done(try writer.create(file)) } catch let problems as Problems {
                    return .refused(problems.all.map(\.message).joined(separator: " "))
                }
            }
            switch passed {
            case .done(let id): return .see(At.passedFile(id))
            case .again: continue
            case .refused(let message): return failed(visit, back, message, status: 422)
            }
        }
        return failed(visit, back, "Another file or report was issued at the same moment. Try again.", status: 409)
    }

    private static func failed(_ visit: Visit, _ back: Address, _ message: String, status: Int) -> Reply {
        .page(visit, title: "No file was made", shows: .nobody, status: status, hasErrors: true, crumbs: crumbs) {
            errorSummary([ErrorItem(field: nil, message)]) + heading("No file was made") + "<p>\(link(to: back, "Back to the view"))</p>"
        }
    }

    private static func index(_ visit: Visit) async throws -> Reply {
        let (files, names) = try await visit.service.read(Scope(visit.person)) { reader in
            (try reader.serviceRecords(PassedFile.self), try reader.staffNames())
        }
        let rows = files.sorted { $0.from > $1.from }.map { file -> [HTML] in
            [
                link(to: At.passedFile(file.id), file.value.title), "\(file.asAt.words)",
                "\(file.madeBy.flatMap { names[$0] } ?? "Somebody who has left")",
            ]
        }
        return .page(visit, title: "Files passed on", shows: .nobody, crumbs: [NavItem("Figures", At.figures)]) {
            heading("Files passed on")
                + "<p>What left the service of its own views. Later files and reports hold back what would tell a small number beside these.</p>"
                + table(
                    caption: "Files", columns: [Column("View"), Column("As known at"), Column("Made by")], rows: rows, captionHidden: true,
                    empty: "No file of a view has been made to pass on.")
        }
    }

    private static func stored(_ visit: Visit) async throws -> Stored<PassedFile> {
        let id = try visit.id("id")
        guard let found = try await visit.service.read(Scope(visit.person), { try $0.serviceRecord(PassedFile.self, id: id) }) else {
            throw NotFound()
        }
        return found
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        let file = try await stored(visit)
        let names = try await visit.service.read(Scope(visit.person)) { try $0.staffNames() }
        let isIntact = sha256Hex(PassedFigures(file.value).csv) == file.hash
        let hasXLSX = visit.request.site.extras.xlsx != nil
        let csv = downloadLink(to: At.passedFile(file.id, "table.csv"), "CSV")
        let links = hasXLSX ? [downloadLink(to: At.passedFile(file.id, "table.xlsx"), "XLSX"), csv] : [csv]
        let lack: HTML = hasXLSX ? .empty : "<p class=\"hint\">This installation makes no XLSX: the CSV opens in any spreadsheet.</p>"
        return .page(visit, title: "File to pass on", shows: .nobody, crumbs: crumbs) {
            heading("File to pass on", caption: file.value.title)
                + summaryList([
                    ("As known at", "\(file.asAt.words)"), ("Made by", "\(file.madeBy.flatMap { names[$0] } ?? "Somebody who has left")"),
                    ("Hash of the CSV", "\(file.hash) \(isIntact ? tag("Intact", .good) : tag("Does not fit the file", .bad))"),
                ])
                + "<p>Small numbers, and what would tell them, are held back, also beside the reports and files that left before. It does not change any more.</p>"
                + list(links) + lack
                + "<p>\(link(to: At.newView(Form.query(file.question).map { ($0.name, $0.value) }), "The view itself"))</p>"
        }
    }

    private static func name(_ file: Stored<PassedFile>, _ ending: String) -> String {
        let asked = Form.query(file.question)
        let figure = asked.first { $0.name == "figure" }?.value.split(separator: " ").first.map(String.init) ?? "figures"
        let period = asked.first { $0.name == "period" }?.value ?? file.asAt.londonDay.iso
        return "\(figure)-\(period).\(ending)"
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let file = try await stored(visit)
        return .file(name(file, "csv"), type: "text/csv; charset=utf-8", shows: .nobody, PassedFigures(file.value).csv)
    }

    private static func xlsx(_ visit: Visit) async throws -> Reply {
        let file = try await stored(visit)
        guard let writer = visit.request.site.extras.xlsx, let workbook = PassedFigures(file.value).workbook,
            let bytes = try? writer.bytes(workbook)
        else {
            return .page(visit, title: "No such file", shows: .nobody, status: 503, crumbs: crumbs) {
                heading("This file cannot be had") + "<p>This installation makes no XLSX: the CSV opens in any spreadsheet.</p>"
                    + "<p>\(downloadLink(to: At.passedFile(file.id, "table.csv"), "CSV"))</p>"
            }
        }
        return .file(name(file, "xlsx"), type: XLSXWriter.mediaType, shows: .nobody, bytes)
    }
}

extension At {
    static let passedFiles = Address("/figures/views/files")
    static func passedFile(_ id: RecordID, _ part: String? = nil) -> Address {
        Address("/figures/views/files/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
}
