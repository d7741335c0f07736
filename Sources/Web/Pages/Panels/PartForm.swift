import Casework
import HTML
import Records

/// A form over some fields of one record: what other pages ask of the same record keeps what it holds.
///
/// One page for one job: the panel's report, its recommendation and the police's decision are parts of records that others write too.
struct PartForm<R: RecordKind>: Sendable {
    let fields: [String]
    /// What the journal calls the command.
    let action: String
    /// What an urgent concern raised in it says of where it was raised.
    let raisedIn: String
    /// What it demands of every record: by field, the sentence when it is blank.
    var demanded: [String: String] = [:]
    /// What else is known of a record before it is asked or read: what is demanded of this one, what does not carry over.
    var known: @Sendable (inout RecordForm<R>, Reader, FileHead, Stored<R>) throws -> Void = { _, _, _, _ in }
    /// What a form opened without a draft begins with where its boxes are empty, each value seen and changeable (promise 2).
    var begin: @Sendable (inout RecordForm<R>, R, Visit, Reader) throws -> Void = { _, _, _, _ in }

    /// What a page of the form is made from.
    struct View: Sendable {
        let visit: Visit
        let file: FileHead
        let id: RecordID
        var form: RecordForm<R>
        var from: Int64
        var above: HTML = .empty
        var status = 200
        var draft: Draft?
        /// The question that ends it: is anyone unsafe?
        var concern: HTML { ConcernPart(visit, draft, codes: form.codes).fields }
    }

    /// What the page adds to the kind's own rules: it may change the record, and say what the journal should note.
    struct Check: Sendable {
        var problems: [Problem] = []
        var note: String?
    }

    func filled(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ record: Stored<R>) throws -> RecordForm<R> {
        var form = RecordForm(R.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        let words = try Words(reader, file: file.id)
        form.options = words.choices
        form.childRefs = words.childRefs
        form.demanded = demanded
        form.fill(record.value)
        try known(&form, reader, file, record)
        return form
    }

    /// The form as it is opened.
    func open(
        _ visit: Visit, prefix: String = "", _ page: @escaping @Sendable (Reader, View) throws -> Reply
    ) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        guard visit.person.access.mayWrite(R.kind.name) else { throw NotAllowed() }
        let draft = try await visit.service.draft(visit.person, form: R.kind.name, subject: prefix + id.description)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard let record = try reader.record(R.self, child: child, id: id) else { throw NotFound() }
            var form = try filled(visit, reader, file, record)
            var from = record.from
            if let draft {
                let kept = Form(draft.fields)
                fill(&form, kept)
                from = Int64(kept["from"]) ?? from
            } else {
                try begin(&form, record.value, visit, reader)
            }
            return try page(reader, View(visit: visit, file: file, id: id, form: form, from: from, draft: draft))
        }
    }

    /// Takes only this form's questions from what was sent; boxes to tick of other pages would else read as cleared.
    private func fill(_ form: inout RecordForm<R>, _ sent: Form) {
        for name in fields {
            guard let field = R.kind.field(name), form.access.mayWrite(field, of: R.kind) else { continue }
            if case .codes = field.kind { form.typed[name] = sent[name] } else if sent.has(name) { form.typed[name] = sent[name] }
        }
    }

    /// The form as it is sent: 422 with what is wrong, 409 with both versions, else saved and on to `done`.
    func save(
        _ visit: Visit, prefix: String = "", done: Address, back: Address,
        page: @escaping @Sendable (Reader, View) throws -> Reply,
        check: @escaping @Sendable (Reader, FileHead, inout R) throws -> Check = { _, _, _ in Check() },
        also: @escaping @Sendable (Writer, FileHead, R) throws -> Void = { _, _, _ in }
    ) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        guard visit.person.access.mayWrite(R.kind.name) else { throw NotAllowed() }
        let subject = prefix + id.description
        if visit.form["action"] == "draft" {
            return try await visit.saveDraft(R.kind.name, subject, child, back: back)
        }
        let from = sentVersion(visit)
        let noted = try await note(visit, child, id, check)
        let reply = try await visit.service.write(Scope(visit.person), action: action, note: noted) { writer -> Reply? in
            let file = try FileHead(writer.reader, child)
            guard let current = try writer.reader.record(R.self, child: child, id: id) else { throw NotFound() }
            var (form, value, problems) = try read(visit, writer.reader, file, current)
            if problems.isEmpty { problems = try check(writer.reader, file, &value).problems }
            func again(_ above: HTML = .empty, from: Int64, status: Int) throws -> Reply {
                try page(writer.reader, View(visit: visit, file: file, id: id, form: form, from: from, above: above, status: status))
            }
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems = problems + concern.problems
            guard form.problems.isEmpty else { return try again(from: from, status: 422) }
            if current.from != from {
                // A second copy of a form already saved finds what it wanted to write already written.
                let words = try Words(writer.reader, file: child)
                guard let above = try Versions.clash(current, value, writer.reader, words, visit.person.access) else {
                    try concern.create(writer, child: child, in: raisedIn)
                    return nil
                }
                return try again(above, from: current.from, status: 409)
            }
            do {
                try writer.correct(R.self, child: child, id: id, from: from) { $0 = value }
                try also(writer, file, value)
                try concern.create(writer, child: child, in: raisedIn)
                try writer.consumeDraft(form: R.kind.name, subject: subject, once: visit.form["once"])
                return nil
            } catch let found as Problems {
                form.problems = found.all
                return try again(from: from, status: 422)
            }
        }
        return reply ?? .see(done)
    }

    private func read(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ record: Stored<R>) throws -> (RecordForm<R>, R, [Problem]) {
        var form = try filled(visit, reader, file, record)
        fill(&form, visit.form)
        let value = form.read(over: record.value, child: file.child.value)
        return (form, value, form.problems)
    }

    /// The journal's note is given when the command begins, so what it must say is asked first.
    private func note(
        _ visit: Visit, _ child: RecordID, _ id: RecordID, _ check: @escaping @Sendable (Reader, FileHead, inout R) throws -> Check
    ) async throws -> String? {
        try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard let record = try reader.record(R.self, child: child, id: id) else { throw NotFound() }
            var value = try read(visit, reader, file, record).1
            return try check(reader, file, &value).note
        }
    }

    /// The form's markup: its own questions and buttons round what it was made from.
    static func markup(_ view: View, action: Address, prefix: String = "", _ body: HTML) -> HTML {
        sendForm(
            action: action, draft: At.draft(R.kind.name, prefix + view.id.description, view.file.id),
            once: once(view.visit, over: view.draft),
            hidden("from", String(view.from)) + body)
    }

    static func draftNote(_ view: View, prefix: String = "") -> HTML {
        Web.draftNote(view.draft, at: At.draft(R.kind.name, prefix + view.id.description, view.file.id))
    }
}
