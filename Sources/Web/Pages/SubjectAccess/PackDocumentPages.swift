import Casework
import HTML
import Practice
import Records

/// The documents of the file a pack is laid out from: they leave apart from it, and here stands what each says of who made it.
enum PackDocumentPages {
    static let routes: [Route] = [
        .get(SubjectAccessPages.base + "/{id}/pack/documents", .may(.answerSubjectAccess)) { visit in
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0) }
        }
    ]

    private static func page(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let desk = try PackDesk(reader, visit, [])
        let codes = try reader.codes()
        let rows = try reader.records(Document.self, child: desk.file.id).map { one -> [HTML] in
            let title = one.value.title ?? codes.label("document_type", one.value.type) ?? "Document"
            guard let content = try reader.content(of: one), let type = MediaType(content.mediaType) else {
                return ["\(title)", "No content is kept", "", ""]
            }
            let found = DocumentAuthors.found(in: content.bytes, type: type)
            let way: HTML =
                found.canBeTakenOut
                ? downloadLink(to: At.withoutAuthor(desk.file.id, one.id), "Download “\(title)” without it")
                : found.isWhole ? "" : tag(found.said.isEmpty ? "May be in it" : "Stays in it", .warning)
            return [
                link(to: At.record(desk.file.id, AnyKind(Document.self), one.id), title), "\(DocumentFile.words(one.value))",
                (found.said.isEmpty ? .empty : list(found.said.map { "\($0)" }))
                    + (found.isWhole
                        ? when(found.said.isEmpty, "Nothing was found") : found.said.isEmpty ? "Not known" : "There may be more"),
                way,
            ]
        }
        return .page(
            visit, title: "Documents to send", shows: .child(desk.file.id), crumbs: desk.crumbs + [NavItem("Pack", desk.at("pack"))],
            heading("Documents to send", caption: desk.file.name)
                + "<p>A pack lists documents and does not hold them: read each one, take out what is not this child’s, and send it apart. A file also says who made it, beside its pages.</p>"
                + table(
                    caption: "What each document says of who made it",
                    columns: ["Document", "File", "It says", "Before it is sent"].map { Column($0) }, rows: rows,
                    empty: "No document is on the file.")
                + "<p>From Word, Excel and PowerPoint files the names are taken out of a copy: of their properties, comments and tracked changes. From a PDF or another file they cannot be taken out safely here: print it and scan it, or save it anew without them. What a PDF keeps packed is not seen. Pictures lost what they said when they were kept.</p>"
        )
    }
}
