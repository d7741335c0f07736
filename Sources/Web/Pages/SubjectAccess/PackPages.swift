import Casework
import HTML
import Practice
import Records

/// One request's pack as it stands: who works on it, and the file laid out for it.
struct PackDesk {
    let file: FileHead
    let request: Stored<SubjectAccess>
    /// Nil until it is laid out.
    let layout: PackLayout?

    /// Who has looked at the child's file, the records merged into it as well: read before anything else, for it is a store of its own.
    static func seen(_ visit: Visit) async throws -> [SeenBy] {
        let child = try visit.id("child")
        let files = try await visit.service.read(Scope(visit.person)) { try $0.files(of: child) }
        return try await visit.service.views(ViewFilter(files: files), limit: 100_000)
    }

    init(_ reader: Reader, _ visit: Visit, _ seen: [SeenBy]) throws {
        file = try FileHead(reader, try visit.id("child"))
        guard let found = try reader.record(SubjectAccess.self, child: file.id, id: try visit.id("id")) else { throw NotFound() }
        request = found
        layout = found.laidOutAt == nil ? nil : try PackLayout(reader, child: file.id, request: found, seen: seen)
    }

    var address: Address { At.record(file.id, AnyKind(SubjectAccess.self), request.id) }
    var crumbs: [NavItem] { file.crumbs + [NavItem("Subject access request", address)] }
    func at(_ part: String, _ query: [(String, String)] = []) -> Address { Address("\(address.path)/\(part)", query: query) }
    /// What whoever checks has read, as one hash.
    var printedHash: String { Content.hash(PackPaper.bytes(layout?.printed ?? [])) }
}

/// The pack before it is signed: laid out, what is left out of it and why, and its signature.
enum PackPages {
    private static let base = SubjectAccessPages.base + "/{id}/pack"
    static let routes: [Route] = [
        .get(base, .may(.answerSubjectAccess)) { visit in
            let seen = try await PackDesk.seen(visit)
            return try await visit.service.read(Scope(visit.person)) { try page(visit, PackDesk($0, visit, seen), $0) }
        },
        .post(base, .may(.answerSubjectAccess)) { try await layOut($0) },
        .post(base + "/signature", .may(.answerSubjectAccess)) { try await PackSigning.sign($0) },
    ]

    /// What comes next, under the request's own page.
    static func next(_ request: Stored<SubjectAccess>, _ file: FileHead, _ visit: Visit) -> HTML {
        guard visit.person.access.may(.answerSubjectAccess) else { return .empty }
        let base = At.record(file.id, AnyKind(SubjectAccess.self), request.id).path
        let end = request.isOpen ? [link(to: Address("\(base)/end"), "It was sent, withdrawn or refused")] : []
        if request.isSigned { return buttonGroup([buttonLink(to: Address("\(base)/answer"), "The signed pack")] + end) }
        let again = request.laidOutAt != nil
        let read = again ? [buttonLink(to: Address("\(base)/pack"), "Read and check the pack")] : []
        return buttonGroup(read)
            + sendForm(
                action: Address("\(base)/pack"),
                buttonGroup([
                    button(again ? "Lay out anew from the file as it is now" : "Lay out the pack", style: again ? .secondary : .primary)
                ]))
            + buttonGroup(end)
    }

    private static func layOut(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.write(Scope(visit.person), action: "subject_access.lay_out") { writer in
            let file = try FileHead(writer.reader, child)
            guard let request = try writer.reader.record(SubjectAccess.self, child: file.id, id: id) else { throw NotFound() }
            let address = At.record(file.id, AnyKind(SubjectAccess.self), id)
            guard !request.isSigned, request.isOpen else { return .see(address) }
            guard request.checker != visit.person.id else {
                return .page(
                    visit, title: "Pack not laid out", shows: .child(file.id), status: 422, hasErrors: true,
                    crumbs: file.crumbs + [NavItem("Subject access request", address)],
                    errorSummary([ErrorItem(field: nil, "You are named to check this pack, so somebody else lays it out.")])
                        + heading("Pack not laid out", caption: file.name)
                        + "<p>Change who checks it on the request, or ask another manager to lay it out.</p>")
            }
            try writer.correct(SubjectAccess.self, child: file.id, id: id, from: request.from) {
                ($0.laidOutAt, $0.preparedBy) = (writer.recordedAt, visit.person.id)
            }
            return .see(Address("\(address.path)/pack"))
        }
    }

    // MARK: Reading it

    static func page(_ visit: Visit, _ desk: PackDesk, _ reader: Reader, problems: [ErrorItem] = []) throws -> Reply {
        let (codes, staff) = (try reader.codes(), try reader.staffNames())
        guard let layout = desk.layout, let moment = desk.request.laidOutAt else {
            return .page(visit, title: "Pack", shows: .child(desk.file.id), crumbs: desk.crumbs) {
                heading("Subject access pack", caption: desk.file.name) + "<p>It is not laid out yet.</p>"
            }
        }
        let isOpen = !desk.request.isSigned && desk.request.isOpen
        func name(_ id: RecordID?) -> String { id.flatMap { staff[$0] } ?? "nobody yet" }
        let about: HTML =
            "<p>The file as it was known \(moment.words). Laid out by \(name(desk.request.preparedBy)); \(name(desk.request.checker)) checks it. Marked words are left out: Waymark takes out the names and addresses the file knows, and a nickname nobody wrote down stays. Read every line. Documents are listed, not opened: read and redact each one apart, and look at \(link(to: desk.at("pack/documents"), "what each says of who made it")).</p>"
        let status = desk.request.isSigned ? tag("Signed", .good) : tag("Not signed", .warning)
        let head = heading("Subject access pack", caption: desk.file.name, status: status)
        let saved = when(visit.query("saved") != nil, notification("Saved", "The pack says so now."))
        let told = layout.parts.enumerated().map { index, one -> HTML in part(one, index, desk, codes, isOpen) }.joined()
        let signing: HTML = isOpen ? section("Sign", id: "sign", PackSigning.form(visit, desk, problems)) : .empty
        return .page(
            visit, title: "Pack", shows: .child(desk.file.id), status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: desk.crumbs,
            errorSummary(problems) + head + saved + about + PackChangePages.lost(desk, layout, codes)
                + when(isOpen, PackElsewherePages.way(desk)) + leftOut(desk, layout, codes, isOpen: isOpen) + told + signing)
    }

    /// Every word left out with its ground, so that whoever checks sees each.
    private static func leftOut(_ desk: PackDesk, _ layout: PackLayout, _ codes: Codes, isOpen: Bool) -> HTML {
        var rows: [[HTML]] = []
        for record in layout.parts.flatMap(\.records) where !record.isLeftOut {
            for row in record.rows {
                for piece in row.text.pieces {
                    guard let reason = piece.reason else { continue }
                    let ground = codes.label("redaction_reason", reason) ?? reason
                    rows.append([
                        "\(record.title): \(row.label)", "\(piece.text)", "\(ground)\(piece.why.map { ": \($0)" } ?? "")",
                        isOpen ? link(to: desk.at("pack/line", [("place", row.place)]), "Look at it", about: row.label) : "",
                    ])
                }
            }
        }
        return section(
            "What is left out", id: "left-out",
            longTable(
                caption: "Words left out of lines that stand", columns: ["Where", "Words", "Ground", "Change"].map { Column($0) },
                rows: rows,
                first: 12, name: "words", captionHidden: true, empty: "No words are left out of the lines that stand.")
                + "<p>Whole records that are left out stand folded below, under their kind.</p>")
    }

    private static func part(_ part: PackPart, _ index: Int, _ desk: PackDesk, _ codes: Codes, _ isOpen: Bool) -> HTML {
        func body(_ record: PackRecord) -> HTML {
            "<h3>\(record.title)</h3>"
                + summaryList(
                    record.rows.map { row in
                        SummaryRow(
                            row.label, marked(row.text, codes), change: isOpen ? desk.at("pack/line", [("place", row.place)]) : nil,
                            changeText: "Take out or put back")
                    })
        }
        let (out, told) = (part.records.filter(\.isLeftOut), part.records.filter { !$0.isLeftOut })
        return section(
            part.title, id: "part-\(index + 1)",
            told.map(body).joined()
                + when(!out.isEmpty, details("Left out whole: \(out.count)", out.map(body).joined())))
    }

    /// A line with what is left out of it marked, in words as well as in look.
    static func marked(_ text: PackText, _ codes: Codes) -> HTML {
        text.pieces.map { piece -> HTML in
            guard let reason = piece.reason else { return "\(piece.text)" }
            return
                "<mark>\(piece.text) <span class=\"hint\">(left out: \(codes.label("redaction_reason", reason)?.lowercasedFirst ?? reason))</span></mark>"
        }.joined()
    }
}
