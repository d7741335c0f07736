import Casework
import HTML
import Practice
import Records

/// Documents as other pages show them: those of a referral with what is missing, and those of a file.
struct DocumentsPart {
    private let reader: Reader
    private let file: FileHead
    private let visit: Visit
    private let words: Words

    init(_ reader: Reader, _ file: FileHead, _ visit: Visit, _ words: Words) {
        (self.reader, self.file, self.visit, self.words) = (reader, file, visit, words)
    }

    private var day: Day { visit.asAt?.londonDay ?? visit.service.today }

    /// What the disposal of a referral or its assessment asks for and is not on the file.
    static func missing(_ reader: Reader, _ referral: Entry<Referral>, child: RecordID, on day: Day) throws -> [RequiredDocument] {
        try required(reader, referral, child: child, on: day).filter { $0.document == nil }
    }

    private static func required(_ reader: Reader, _ referral: Entry<Referral>, child: RecordID, on day: Day) throws -> [RequiredDocument] {
        MissingDocuments.required(
            of: referral, programmes: try reader.records(Programme.self, child: child).map(\.entry),
            documents: try reader.records(Document.self, child: child).map(\.entry),
            assessments: try reader.records(Assessment.self, child: child).map(\.entry),
            types: try reader.outOfCourtOptions().inForce(on: referral.decisionDate ?? day),
            on: day)
    }

    /// The section of a referral's page.
    func ofReferral(_ referral: Entry<Referral>, isLive: Bool) throws -> HTML {
        let required = try DocumentsPart.required(reader, referral, child: file.id, on: day)
        let programmes = Set(try reader.records(Programme.self, child: file.id).filter { $0.value.referral == referral.id }.map(\.id))
        let held = try reader.records(Document.self, child: file.id).filter { one in
            one.value.referral == referral.id || one.value.programme.map { programmes.contains($0) } ?? false
        }
        let mayAdd = isLive && visit.person.access.mayWrite("document")
        func add(_ type: String?) -> Address {
            At.newRecord(
                file.id, AnyKind(Document.self), [("referral", referral.id.description)] + (type.map { [("type", $0)] } ?? []))
        }
        let tasks = required.map { one -> TaskItem in
            let name = words.code("document_type", one.type)
            return TaskItem(
                name, to: one.document.map { At.record(file.id, AnyKind(Document.self), $0) } ?? (mayAdd ? add(one.type) : nil),
                hint: one.outcome.map { "For \(words.code("outcome", $0).lowercasedFirst)" } ?? "What its author wrote and signed",
                status: one.document == nil ? tag("Missing", .bad) : tag("On the file", .good))
        }
        let missing = required.count { $0.document == nil }
        let lead: HTML =
            required.isEmpty
            ? .empty
            : missing == 0
                ? "<p>Every document asked for is on the file.</p>"
                : "<p>\(missing) of \(required.count.counted("document")) asked for \(missing == 1 ? "is" : "are") missing.</p>"
        return section(
            "Documents", id: "documents",
            lead + (tasks.isEmpty ? .empty : taskList(tasks)) + table(of: held, empty: "No document of this referral.")
                + when(mayAdd, "<p>\(link(to: add(nil), "Add a document"))</p>"))
    }

    func table(of documents: [Stored<Document>], empty: String) -> HTML {
        let rows = documents.sorted { ($0.dated ?? Day(number: 0), $0.from) > ($1.dated ?? Day(number: 0), $1.from) }.map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Document.self), one.id), one.title ?? words.code("document_type", one.type)),
                "\(words.code("document_type", one.type))", "\(one.dated?.words ?? "No date")",
                one.hash == nil ? "No file" : downloadLink(to: At.content(file.id, one.id), DocumentFile.words(one.value)),
            ]
        }
        return documentTable(rows, empty: empty)
    }
}

private func documentTable(_ rows: [[HTML]], empty: String) -> HTML {
    table(
        caption: "Documents, newest first", columns: ["Document", "What it is", "Dated", "File"].map { Column($0) }, rows: rows,
        captionHidden: true, empty: empty)
}
