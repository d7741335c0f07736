import Casework
import HTML
import Practice
import Records
import Reports

/// A signed pack as it was signed, to print and to send; and how the request ended.
enum PackAnswerPages {
    private static let base = SubjectAccessPages.base + "/{id}"
    static let routes: [Route] = [
        .get(base + "/answer", .may(.answerSubjectAccess)) { try await show($0) },
        .get(base + "/answer.pdf", .may(.answerSubjectAccess)) { try await pdf($0) },
        .get(base + "/end", .may(.answerSubjectAccess)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                let desk = try PackDesk(reader, visit, [])
                var form = try ending(visit, reader)
                form.typed["ended_on"] = visit.service.today.typed
                return endPage(visit, desk, form, from: desk.request.from)
            }
        },
        .post(base + "/end", .may(.answerSubjectAccess)) { try await end($0) },
    ]

    /// The first page of a pack: for whom, of when, what is left out on which grounds, and what somebody may do who is not content.
    static func cover(_ desk: PackDesk, _ layout: PackLayout, number: Int, at signed: Instant, codes: Codes, _ visit: Visit) -> PaperPart {
        let request = desk.request.value
        let grounds = layout.grounds(codes).map { codes.label("redaction_reason", $0)?.lowercasedFirst ?? $0 }
        let rows: [(String, String)] = [
            ("Pack", String(number)), ("About", desk.file.name), ("Our reference", desk.file.child.ref),
            ("Asked for by", request.requesterName),
            ("Request received", request.receivedOn.words), ("The file as it was known", request.laidOutAt?.words ?? ""),
            ("Checked and signed", "\(signed.words), by a manager other than the one who laid it out"),
            (
                "What is left out",
                grounds.isEmpty
                    ? "Nothing that this page can name."
                    : "Words and records: " + grounds.joined(separator: "; ")
                        + ". Where words are left out of a line, brackets say what they were."
            ),
            (
                "If you think something is wrong or missing",
                "Ask \(visit.service.name) to look again or to put it right. You may also complain to the Information Commissioner."
            ),
        ]
        return PaperPart(
            title: "About this pack", isAlleged: false,
            sections: [
                PaperPart.Section(title: "What we hold about \(desk.file.name)", rows: rows.map { PaperPart.Row(label: $0.0, text: $0.1) })
            ])
    }

    private static func body(_ desk: PackDesk, _ reader: Reader) throws -> HTML {
        guard desk.request.isSigned else { return "<p>Nobody has signed it yet.</p>" }
        guard let bytes = try reader.pack(of: desk.request) else { return "<p>What it said has been erased since.</p>" }
        return PackPaper.html(PackPaper.parts(bytes))
    }

    private static func title(_ request: SubjectAccess) -> String { "Subject access pack" + (request.number.map { " \($0)" } ?? "") }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let desk = try PackDesk(reader, visit, [])
            let file = visit.request.site.extras.pdf != nil && desk.request.isSigned ? [downloadLink(to: desk.at("answer.pdf"), "PDF")] : []
            let lack: HTML = visit.request.site.extras.pdf == nil ? "<p class=\"hint\">\(visit.request.site.extras.lack ?? "")</p>" : .empty
            return try .page(
                visit, title: title(desk.request.value), shows: .childAs(desk.file.id, action: "print"), crumbs: desk.crumbs,
                heading(title(desk.request.value), caption: desk.file.name) + buttonGroup(file) + lack + body(desk, reader))
        }
    }

    private static func pdf(_ visit: Visit) async throws -> Reply {
        let made = try await visit.service.read(Scope(visit.person)) { reader -> (child: RecordID, title: String, document: HTML) in
            let desk = try PackDesk(reader, visit, [])
            guard desk.request.isSigned else { throw NotFound() }
            let title = title(desk.request.value)
            let main = heading(title, caption: desk.file.name) + (try body(desk, reader))
            return (desk.file.id, title, standalone(title: title, service: visit.service.name, style: AssetRoutes.style, main: main))
        }
        func without(_ sentence: String) -> Reply {
            .page(
                visit, title: "No such file", shows: .nobody, status: 503,
                heading("This file cannot be had") + "<p>\(sentence)</p><p>The signed pack itself prints from its page.</p>")
        }
        guard let printer = visit.request.site.extras.pdf else { return without(visit.request.site.extras.lack ?? "") }
        do {
            let bytes = try await printer.pdf(of: String(decoding: made.document.bytes, as: UTF8.self))
            return .file(
                "subject-access-pack.pdf", type: "application/pdf", shows: .childAs(made.child, action: "download"), bytes)
        } catch { return without(error.sentence) }
    }

    // MARK: How it ended

    private static func ending(_ visit: Visit, _ reader: Reader) throws -> RecordForm<SubjectAccess> {
        var form = RecordForm(SubjectAccess.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = ["ended_on", "ended_how", "ended_reason"]
        form.demanded = ["ended_on": "Say on which day it ended.", "ended_how": "Say how it ended."]
        return form
    }

    private static func endPage(_ visit: Visit, _ desk: PackDesk, _ form: RecordForm<SubjectAccess>, from: Int64, status: Int = 200)
        -> Reply
    {
        .page(
            visit, title: "How the request ended", shows: .child(desk.file.id), status: status, hasErrors: !form.problems.isEmpty,
            crumbs: desk.crumbs,
            form.summary + heading("How the request ended", caption: desk.file.name)
                + sendForm(
                    action: desk.at("end"),
                    hidden("from", String(from)) + form.controls(["ended_how", "ended_on", "ended_reason"])
                        + buttonGroup([button("Save"), link(to: desk.address, "Cancel")])))
    }

    private static func end(_ visit: Visit) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "subject_access.end") { writer in
            let desk = try PackDesk(writer.reader, visit, [])
            guard desk.request.isOpen else { return .see(desk.address) }
            var form = try ending(visit, writer.reader)
            form.fill(visit.form)
            let value = form.read(over: desk.request.value, child: desk.file.child.value)
            guard form.problems.isEmpty else { return endPage(visit, desk, form, from: desk.request.from, status: 422) }
            try writer.correct(SubjectAccess.self, child: desk.file.id, id: desk.request.id, from: desk.request.from) { $0 = value }
            return .see(desk.address)
        }
    }
}
