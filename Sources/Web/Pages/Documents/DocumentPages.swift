import Casework
import HTML
import Logging
import Practice
import Records
import Reports

/// Documents on a child's file: adding one from a desk or a phone, and taking it out again (S-OOC-15).
enum DocumentPages {
    static let base = "/children/{child}/documents"
    private static let own = RecordPages(layout).routes.filter {
        $0.pattern != "\(base)/new" && !($0.pattern == base && $0.method == .post)
    }

    static let routes: [Route] =
        [
            .get(base, .may(.openFile)) { try await list($0) },
            .get("\(base)/new", .may(.writeRecords)) { try await new($0) },
            .post(base, .may(.writeRecords)) { try await add($0) },
            .get("\(base)/{id}/content", .may(.openFile)) { try await content($0) },
            .get("\(base)/{id}/without-author", .may(.openFile)) { try await content($0, withoutAuthor: true) },
        ] + own

    /// The largest document kept.
    static let largest = 10_000_000
    /// How much is read, so that a document a little too large is answered in words with what was typed.
    static let readLimit = 32 << 20
    /// How much is let pass unread after that before the line is cut.
    static let drainLimit = 256 << 20
    /// What a browser may do with a document it opens: nothing.
    static let policy = "default-src 'none'; sandbox; frame-ancestors 'none'"

    /// The file and its hash are not asked: they are what was sent.
    static let layout = RecordLayout<Document>(
        parts: [(nil, asked)],
        title: { document, words in document.title ?? words.code("document_type", document.type) },
        fixed: ["file_name", "media_type", "size", "hash"],
        ownShow: { reader, file, record, visit, words in
            var rows: [SummaryRow] = []
            func add(_ label: String, _ text: String?) { if let text { rows.append(SummaryRow(label, "\(text)")) } }
            add("What it is", words.code("document_type", record.type))
            add("Dated", record.dated?.words)
            add("Author", record.author)
            if let id = record.value.referral {
                rows.append(SummaryRow("Referral", link(to: At.referral(file.id, id), words.name(id))))
            }
            if let id = record.programme {
                rows.append(SummaryRow("Programme", link(to: At.record(file.id, AnyKind(Programme.self), id), words.name(id))))
            }
            add("File", record.fileName)
            if record.hash != nil {
                rows.append(SummaryRow("Content", downloadLink(to: At.content(file.id, record.id), DocumentFile.words(record.value))))
            }
            return summaryList(rows)
        })

    private static let asked = ["type", "title", "dated", "author", "referral_ref", "programme_ref"]

    // MARK: Lists

    /// The documents of a file, for its pages.
    static func section(_ reader: Reader, _ file: FileHead, _ visit: Visit, _ words: Words) throws -> HTML {
        guard visit.person.access.sees(Document.kind) else { return .empty }
        return filePart(
            "Documents", id: "documents",
            DocumentsPart(reader, file, visit, words).table(
                of: try reader.records(Document.self, child: file.id), empty: "No document is on the file.")
                + ChildPages.addLink(visit, file, AnyKind(Document.self), "Add a document"))
    }

    private static func list(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(Document.kind) else { throw NotFound() }
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            return try .page(visit, title: "Documents", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Documents", caption: file.name) + (try section(reader, file, visit, try Words(reader, file: file.id)))
            }
        }
    }

    // MARK: Adding one

    private static func blank(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> RecordForm<Document> {
        var form = RecordForm(Document.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.options = try Words(reader, file: file.id).choices
        form.fixed = layout.fixed
        return form
    }

    private static func new(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("document") else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            var form = try blank(visit, reader, file)
            form.typed["type"] = visit.query("type") ?? ""
            form.typed["referral_ref"] = visit.query("referral") ?? ""
            form.typed["programme_ref"] = visit.query("programme") ?? ""
            form.typed["dated"] = visit.service.today.typed
            try fill(&form, visit, reader, file)
            return page(visit, file, form)
        }
    }

    /// A referral, or the outcome a task is about, says what is missing: where it is one document, the form begins with it.
    private static func fill(_ form: inout RecordForm<Document>, _ visit: Visit, _ reader: Reader, _ file: FileHead) throws {
        guard visit.person.access.sees(Referral.kind) else { return }
        if let id = visit.query("assessment").flatMap(RecordID.init), visit.person.access.sees(Assessment.kind),
            let assessment = try reader.record(Assessment.self, child: file.id, id: id), assessment.author != nil
        {
            form.other["assessment"] = id.description
            form.typed["type"] = "ASSESSMENT"
            form.typed["dated"] = assessment.completedOn?.typed
            form.typed["author"] = assessment.author
            form.typed["referral_ref"] = assessment.value.referral?.description ?? ""
            for name in ["dated", "author"] { form.sources[name] = "From the assessment" }
            return
        }
        let outcome = try visit.query("outcome").flatMap(RecordID.init).flatMap {
            try reader.record(Outcome.self, child: file.id, id: $0)
        }
        let asked = visit.query("referral").flatMap(RecordID.init)
        let found = try reader.records(Referral.self, child: file.id).filter { one in
            if let asked { return one.id == asked }
            return outcome.map { one.offences.contains($0.offence) && one.receivedDate <= $0.outcomeDate } ?? false
        }.max { ($0.receivedDate, $0.id) < ($1.receivedDate, $1.id) }
        guard let referral = found else { return }
        form.typed["referral_ref"] = referral.id.description
        let own = try reader.records(Programme.self, child: file.id).filter { $0.value.referral == referral.id }
        if own.count == 1, let only = own.first, (form.typed["programme_ref"] ?? "").isEmpty {
            form.typed["programme_ref"] = only.id.description
        }
        guard form.typed["type"].map(\.isEmpty) ?? true else { return }
        let missing = MissingDocuments.list(
            of: referral.entry, programmes: try reader.records(Programme.self, child: file.id).map(\.entry),
            documents: try reader.records(Document.self, child: file.id).map(\.entry),
            assessments: try reader.records(Assessment.self, child: file.id).map(\.entry),
            types: try reader.outOfCourtOptions().inForce(on: visit.service.today), on: visit.service.today
        ).filter { one in outcome.map { $0.outcome == one.outcome } ?? true }
        guard let only = missing.first, missing.count == 1 else { return }
        form.typed["type"] = only.type
        form.sources["type"] = "The one that is missing"
    }

    private static func page(
        _ visit: Visit, _ file: FileHead, _ form: RecordForm<Document>, sent: Form = Form(), token: String = "", status: Int = 200
    ) -> Reply {
        let choose = FieldControl(
            id: "file", label: "File or photo", kind: .file(accept: MediaType.accepted, isMultiple: false),
            hint:
                "One file of at most \(DocumentFile.size(largest)): \(MediaType.words). What a picture says of where, when and with what it was taken is left out.",
            error: form.problems.first { $0.field == "file" }?.message)
        // A file chosen before cannot be put back into the box by us: the page says so.
        let again = when(status != 200, "<p>Choose the file again: a browser does not keep it.</p>")
        return .page(
            visit, title: "Add a document", shows: .child(file.id), status: status, hasErrors: !form.problems.isEmpty, crumbs: file.crumbs
        ) {
            form.summary + heading("Add a document", caption: file.name)
                + fileForm(
                    action: At.records(file.id, AnyKind(Document.self)),
                    // The file last: what was typed is read even when the file is too large to be.
                    hidden("once", token.isEmpty ? once(visit) : token)
                        + (form.other["assessment"].map { hidden("assessment", $0) } ?? .empty)
                        + form.controls(["type", "title", "dated", "author"])
                        + form.controls(["referral_ref", "programme_ref"]) + ConcernPart(sent, visit, codes: form.codes).fields + again
                        + field(choose)
                        + buttonGroup([button("Save"), link(to: At.child(file.id, "documents"), "Cancel")]))
        }
    }

    private static func add(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("document") else { throw NotAllowed() }
        let child = try visit.id("child")
        let sent = try? Multipart(
            visit.request.body, contentType: visit.request.contentType, isCut: visit.request.isTooLarge)
        let upload = await Upload(sent, isTooLarge: visit.request.isTooLarge).looked(through: visit.request.site)
        do {
            return try await visit.service.write(Scope(visit.person), action: "document.record") { try written($0, visit, child, upload) }
        } catch let problems as Problems {
            // Something it points at is gone: nothing was kept, and what was typed comes back.
            return try await visit.service.read(Scope(visit.person)) { reader in
                let file = try FileHead(reader, child)
                var form = try blank(visit, reader, file)
                form.fill(upload.form)
                form.problems = problems.all
                return page(visit, file, form, sent: upload.form, token: upload.form["once"], status: 422)
            }
        }
    }

    private static func written(_ writer: Writer, _ visit: Visit, _ child: RecordID, _ upload: Upload) throws -> Reply {
        let token = upload.form["once"]
        if !token.isEmpty, let saved = try writer.saved(once: token, kind: "document", of: child) {
            return .see(At.record(child, AnyKind(Document.self), saved))
        }
        let file = try FileHead(writer.reader, child)
        var form = try blank(visit, writer.reader, file)
        form.fill(upload.form)
        var value = form.read(over: Document(), child: file.child.value)
        if let problem = upload.problem { form.problems.insert(Problem(field: "file", message: problem), at: 0) }
        let concern = ConcernPart(upload.form, visit, codes: form.codes)
        form.problems += concern.problems
        guard form.problems.isEmpty, let type = upload.type else {
            return page(visit, file, form, sent: upload.form, token: token, status: visit.request.isTooLarge ? 413 : 422)
        }
        value.fileName = upload.name
        try writer.keep(upload.bytes, mediaType: type.rawValue, for: &value)
        let id = try writer.create(value, child: child)
        let assessment = try attached(writer.reader, visit, child, value, named: RecordID(upload.form["assessment"]))
        if let assessment {
            try writer.correct(Assessment.self, child: child, id: assessment.id, from: assessment.from) { $0.document = id }
        }
        try concern.create(writer, child: child, in: "Document")
        if !token.isEmpty { try writer.keep(once: token, kind: "document", child: child, id: id) }
        if let assessment { return .see(At.assessment(child, assessment.id, nil, [("saved", "yes")])) }
        return .see(At.record(child, AnyKind(Document.self), id, [("saved", "yes")]))
    }

    /// The assessment done elsewhere whose document this is: the one its form was opened from, or the only one of its referral without one.
    private static func attached(_ reader: Reader, _ visit: Visit, _ child: RecordID, _ document: Document, named: RecordID?) throws
        -> Stored<Assessment>?
    {
        guard document.type == "ASSESSMENT", visit.person.access.mayWrite("assessment") else { return nil }
        let bare = try reader.records(Assessment.self, child: child).filter { $0.author != nil && $0.document == nil }
        if let named { return bare.first { $0.id == named } }
        let own = bare.filter { $0.value.referral != nil && $0.value.referral == document.referral }
        return own.count == 1 ? own.first : nil
    }

    // MARK: Taking it out

    /// The bytes as they were sent, to be saved and not shown: what somebody else made is never run on our pages.
    /// - Parameter withoutAuthor: a copy that says nothing of who made it; there is none of a type it cannot be taken out of.
    private static func content(_ visit: Visit, withoutAuthor: Bool = false) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, child)
            guard let document = try reader.record(Document.self, child: child, id: id) else { throw NotFound() }
            return try DocumentPages.file(reader, file, document, withoutAuthor: withoutAuthor)
        }
    }

    static func file(_ reader: Reader, _ file: FileHead, _ document: Stored<Document>, withoutAuthor: Bool = false) throws -> Reply {
        guard let content = try reader.content(of: document), let type = MediaType(content.mediaType) else { throw NotFound() }
        guard let bytes = withoutAuthor ? DocumentAuthors.without(content.bytes, type: type) : content.bytes else { throw NotFound() }
        return Reply.file(
            "document-\(document.ref.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }).\(type.ending)",
            type: type.rawValue, shows: .childAs(file.id, action: "download"), bytes
        ).with("Content-Security-Policy", policy)
    }
}

/// What a form with one file sent, and what is wrong with the file.
private struct Upload: Sendable {
    let form: Form
    let bytes: [UInt8]
    let name: String?
    let type: MediaType?
    private(set) var problem: String?

    /// With what a scanner says of it, where this installation has one.
    func looked(through site: Site) async -> Upload {
        guard problem == nil, let scanner = site.extras.scanner else { return self }
        let finding = await scanner.finding(in: bytes)
        if finding != .clean {
            site.log.warning("document refused", metadata: ["why": "\(finding == .unknown ? "not looked through" : "harmful")"])
        }
        var upload = self
        upload.problem = finding.refusal
        return upload
    }

    init(_ sent: Multipart?, isTooLarge: Bool) {
        let files = sent?.parts.filter { $0.name == "file" && $0.file?.isEmpty == false } ?? []
        form = sent?.form ?? Form()
        let sentBytes = files.first?.body ?? []
        // Control characters and what a name could break out with have no business in one.
        name = files.first?.file.map { String($0.filter { !$0.isNewline && $0 != "\0" }.prefix(200)) }
        type = MediaType(of: sentBytes)
        // Before it is hashed and kept: what is in the records is what was kept, and nobody's place or time.
        let bare = sentBytes.count > DocumentPages.largest ? [] : type.flatMap { BarePicture.of(sentBytes, type: $0) }
        bytes = bare ?? []
        let most = DocumentFile.size(DocumentPages.largest)
        if isTooLarge || sentBytes.count > DocumentPages.largest {
            problem = "The file is larger than \(most). Make it smaller, or send it in parts."
        } else if files.count > 1 {
            problem = "Choose one file at a time."
        } else if files.isEmpty {
            problem = "Choose a file or take a photo."
        } else if sentBytes.isEmpty {
            problem = "The file is empty."
        } else if let type {
            problem =
                Programs.refusal(of: sentBytes, type: type)
                ?? (bare == nil
                    ? "The picture cannot be read to its end, so what it says of place and time cannot be left out. Save it anew, or take it again, and send that."
                    : nil)
        } else {
            problem = "The file must be \(MediaType.words), without macros."
        }
    }
}

/// `form(…)` of the HTML target with a file in it, which a parameter named `form` would hide.
private func fileForm(action: Address, _ body: HTML) -> HTML { form(action: action, hasFiles: true, body) }
