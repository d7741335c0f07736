import Casework
import HTML
import Records

/// The pages of one record kind on a child's file: a new one, one as it is with its history, a change, and marking it entered in error.
///
/// What only one kind needs — its order of questions, its short form — is in that kind's `RecordLayout`.
struct RecordPages<R: RecordKind>: Sendable {
    let layout: RecordLayout<R>
    var kind: AnyKind { layout.kind }

    init(_ layout: RecordLayout<R>) { self.layout = layout }

    var routes: [Route] {
        let base = "/children/{child}/\(kind.path)"
        var (create, update) = (
            Route.post(base, .may(.writeRecords)) { try await self.create($0) },
            Route.post("\(base)/{id}", .may(.writeRecords)) { try await self.update($0) }
        )
        (create.command, update.command) = (creating, correcting)
        return [
            .get("\(base)/new", .may(.writeRecords)) { try await new($0) },
            create,
            .get("\(base)/{id}", .may(.openFile)) { try await show($0) },
            .get("\(base)/{id}/edit", .may(.writeRecords)) { try await edit($0) },
            update,
            .get("\(base)/{id}/withdrawal", .may(.writeRecords)) { try await askWithdrawal($0) },
            .post("\(base)/{id}/withdrawal", .may(.writeRecords)) { try await withdraw($0) },
        ]
    }

    // MARK: A new one

    private func new(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let child = try visit.id("child")
        let draft = try await visit.service.draft(visit.person, form: kind.name, subject: newSubject(visit, child))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            var form = try blankForm(visit, reader, file)
            layout.begin(&form, visit)
            try layout.carry(&form, visit, reader, file)
            if let draft {
                form.typed = [:]
                form.fill(Form(draft.fields))
            }
            return try newPage(visit, file, form, draft: draft)
        }
    }

    private func newPage(_ visit: Visit, _ file: FileHead, _ form: RecordForm<R>, draft: Draft?, status: Int = 200) throws -> Reply {
        let child = file.id
        let concern = concern(visit, form, draft)
        let body =
            summary(form, concern) + heading("Record \(article(kind.title.lowercasedFirst))", caption: file.name)
            + draftNote(draft, at: At.draft(kind.name, newSubject(visit, child), child)) + form.above
            + sendForm(
                action: At.records(child, kind), draft: At.draft(kind.name, newSubject(visit, child), child),
                once: once(visit, over: draft),
                (DraftRoutes.about(visit).map { hidden(DraftRoutes.aboutField, "\($0.0)=\($0.1)") } ?? .empty)
                    + layout.body(form, visit, At.newRecord(child, kind)) + concern.fields
                    + buttonGroup([
                        button("Save"), finishButton, button("Save draft", name: "action", value: "draft", style: .secondary),
                        link(to: At.child(child), "Cancel"),
                    ]))
        return .page(
            visit, title: "Record \(article(kind.title.lowercasedFirst))", shows: .child(child), status: status,
            hasErrors: !form.problems.isEmpty || !concern.problems.isEmpty,
            crumbs: file.crumbs, body)
    }

    private func create(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let child = try visit.id("child")
        if visit.form["action"] == "draft" {
            let about = DraftRoutes.about(visit).map { [($0.0, $0.1.description)] } ?? []
            return try await visit.saveDraft(
                kind.name, newSubject(visit, child), child, back: At.newRecord(child, kind, about + [("draft", "kept")]))
        }
        return try await saving(visit, child) {
            try await visit.service.write(Scope(visit.person), action: "\(kind.name).record") { try written($0, visit, child) }
        }
    }

    private func written(_ writer: Writer, _ visit: Visit, _ child: RecordID) throws -> Written {
        let token = visit.form["once"]
        if !token.isEmpty, let saved = try writer.saved(once: token, kind: kind.name, of: child) {
            return try resent(visit, writer, child, saved)
        }
        let file = try FileHead(writer.reader, child)
        // What may be chosen is laid out only when the page comes back: meanwhile everybody else's saves wait.
        var form = try bareForm(visit, writer.reader)
        form.fill(visit.form)
        var value = try read(&form, over: stamped(visit), current: nil, writer.reader, file)
        let concern = concern(visit, form, nil)
        func refused() throws -> Reply {
            form.options = try Words(writer.reader, file: file.id).choices
            form.beside = try layout.beside?(writer.reader, file, visit) ?? .empty
            form.above = try layout.above?(writer.reader, file, visit) ?? .empty
            return try newPage(visit, file, form, draft: nil, status: 422)
        }
        guard form.problems.isEmpty, concern.problems.isEmpty else { return .page(try refused()) }
        do {
            try layout.alongside?(writer, file, &value, form)
            try layout.mustSay(value)
            let id = try writer.create(value, child: child)
            try layout.created?(writer, file, id, value)
            try concern.create(writer, child: child, in: kind.title)
            if !token.isEmpty { try writer.keep(once: token, kind: kind.name, child: child, id: id) }
            try writer.consumeDraft(form: kind.name, subject: newSubject(visit, child), once: visit.form["once"])
            return .saved(id, to: layout.after?(value, child))
        } catch let problems as Problems {
            form.problems = problems.all
            throw Unsaved(page: try refused())
        }
    }

    /// What a page shows whose command wrote nothing: thrown, so that whatever was staged with it is taken back.
    private struct Unsaved: Error { let page: Reply }

    private func saving(_ visit: Visit, _ child: RecordID, _ write: () async throws -> Written) async throws -> Reply {
        do {
            switch try await write() {
            case .page(let page): return page
            case .saved(let id, let place):
                if visit.form["action"] == "finish", let finish = layout.finish { return try await finish.run(visit, child, id) }
                return .see(place ?? At.record(child, kind, id, [("saved", "yes")]))
            }
        } catch let unsaved as Unsaved {
            return unsaved.page
        }
    }

    /// A second copy of a form already saved is harmless. One typed over since, after going back, becomes a change to what was saved.
    private func resent(_ visit: Visit, _ writer: Writer, _ child: RecordID, _ id: RecordID) throws -> Written {
        let reader = writer.reader
        let file = try FileHead(reader, child)
        guard let record = try reader.record(R.self, child: child, id: id),
            let first = try reader.history(R.self, child: child, id: id).first
        else { return .saved(id, to: nil) }
        var form = try blankForm(visit, reader, file)
        form.fill(visit.form)
        try form.lookUpChildren(reader.child(ref:))
        let value = form.read(over: R(), child: file.child.value)
        let concern = concern(visit, form, nil)
        let compared = form.fields.filter { !layout.filled.contains($0.name) }
        guard !form.problems.isEmpty || !concern.problems.isEmpty || compared.contains(where: { $0.get(value) != $0.get(first.value) })
        else {
            // One written only the second time is raised; the same one twice is not.
            try concern.create(writer, child: child, in: kind.title)
            return .saved(id, to: layout.after?(record.value, child))
        }
        let above = alertBanner(
            "This form was already saved", .warning,
            "What you typed now differs from it: saving changes the record; the history keeps both.")
        return .page(editPage(visit, file, id, form, from: record.from, above: above, status: 409))
    }

    // MARK: One as it is

    private func show(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, child)
            // The newest version as of the moment read: one entered in error stays readable.
            let history = try reader.history(R.self, child: child, id: id)
            guard let record = history.last else {
                // Of an entry that was another child's no more is shown than that it was removed.
                guard try reader.records(SealedEntry.self, child: child).contains(where: { $0.value.record == id.description }) else {
                    throw NotFound()
                }
                return try .page(visit, title: "Entry removed", shows: .child(child), crumbs: file.crumbs) {
                    try heading("Entry removed", caption: file.name) + WrongFilePages.removed(reader, visit, file)
                }
            }
            let words = try Words(reader, file: child)
            let versions = Versions(
                history: history, trails: try reader.trails(history.map(\.from)), words: words, access: visit.person.access)
            let canWrite = visit.asAt == nil && visit.person.access.mayWrite(kind.name) && !record.withdrawn
            let body =
                (try SavedNote(reader, file, record, visit).html(layout.onward?(record.value, file, visit)))
                + heading(
                    layout.title(record.value, words), caption: "\(kind.title) · \(file.name)",
                    status: record.withdrawn ? tag("Entered in error", .bad) : nil)
                + (try layout.ownShow?(reader, file, record, visit, words)
                    ?? summaryList(versions.rows(of: record) + layout.facts(record.value, file, words)))
                + when(
                    canWrite,
                    buttonGroup(
                        (layout.mayChange(record.value, visit, false)
                            ? [buttonLink(to: At.editRecord(child, kind, id), "Change", style: .secondary)] : [])
                            + (layout.mayChange(record.value, visit, true)
                                ? [link(to: At.withdrawal(child, kind, id), "Entered in error")] : [])))
                + when(!record.withdrawn, buttonGroup(WrongFilePages.way(visit, child, kind, id)))
                + when(canWrite, layout.below(record, file, visit, words))
                + section("History", id: "history", try versions.history(visit, address: At.record(child, kind, id)))
            return .page(visit, title: "\(kind.title)", shows: .child(child), crumbs: file.crumbs, body)
        }
    }

    // MARK: A change

    private func edit(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let draft = try await visit.service.draft(visit.person, form: kind.name, subject: id.description)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard let record = try reader.record(R.self, child: child, id: id), !record.withdrawn else {
                guard let draft else { throw NotFound() }
                let keeping = At.draft(kind.name, id.description, child)
                return TooLate.page(
                    visit, try takenOut(reader, file, id), draft: draft, at: keeping, back: At.record(child, kind, id), crumbs: file.crumbs)
            }
            guard layout.mayChange(record.value, visit, false) else { throw NotAllowed() }
            var form = try blankForm(visit, reader, file)
            form.fill(record.value)
            if let draft { form.fill(Form(draft.fields)) }
            let from = draft.flatMap { Int64(Form($0.fields)["from"]) } ?? record.from
            return editPage(visit, file, id, form, from: from, draft: draft)
        }
    }

    private func editPage(
        _ visit: Visit, _ file: FileHead, _ id: RecordID, _ form: RecordForm<R>, from: Int64, draft: Draft? = nil, above: HTML = .empty,
        status: Int = 200
    ) -> Reply {
        let child = file.id
        let concern = concern(visit, form, draft)
        let body =
            summary(form, concern) + heading("Change \(kind.title.lowercasedFirst)", caption: file.name) + above
            + draftNote(draft, at: At.draft(kind.name, id.description, child)) + form.above
            + sendForm(
                action: At.record(child, kind, id), draft: At.draft(kind.name, id.description, child), once: once(visit, over: draft),
                hidden("from", String(from)) + layout.body(form, visit, At.editRecord(child, kind, id))
                    + field(
                        FieldControl(
                            id: "reason_for_change", label: "Why it is changed", hint: "Kept beside the change in its history.",
                            value: visit.form["reason_for_change"], isRequired: false)) + concern.fields
                    + buttonGroup([
                        button("Save"), finishButton, button("Save draft", name: "action", value: "draft", style: .secondary),
                        link(to: At.record(child, kind, id), "Cancel"),
                    ]))
        return .page(
            visit, title: "Change \(kind.title.lowercasedFirst)", shows: .child(child), status: status,
            hasErrors: !form.problems.isEmpty || !concern.problems.isEmpty, crumbs: file.crumbs, body)
    }

    private func update(_ visit: Visit) async throws -> Reply {
        try requireWriter(visit)
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        if visit.form["action"] == "draft" {
            return try await visit.saveDraft(kind.name, id.description, child, back: At.editRecord(child, kind, id))
        }
        let from = sentVersion(visit)
        let reason = visit.form["reason_for_change"]
        return try await saving(visit, child) {
            try await visit.service.write(Scope(visit.person), action: "\(kind.name).correct", note: reason.isEmpty ? nil : reason) {
                try corrected($0, visit, child, id, from: from)
            }
        }
    }

    private func corrected(_ writer: Writer, _ visit: Visit, _ child: RecordID, _ id: RecordID, from: Int64) throws -> Written {
        let file = try FileHead(writer.reader, child)
        guard let current = try writer.reader.record(R.self, child: child, id: id), !current.withdrawn else {
            let why = try takenOut(writer.reader, file, id)
            return .page(TooLate.page(visit, why, back: At.record(child, kind, id), crumbs: file.crumbs))
        }
        guard layout.mayChange(current.value, visit, false) else { throw NotAllowed() }
        var form = try blankForm(visit, writer.reader, file)
        form.id = id
        form.fill(current.value)
        form.fill(visit.form)
        var value = try read(&form, over: current.value, current: current.value, writer.reader, file)
        let concern = concern(visit, form, nil)
        guard form.problems.isEmpty, concern.problems.isEmpty else {
            return .page(editPage(visit, file, id, form, from: from, status: 422))
        }
        // A second copy of a form already saved finds what it wanted to write already written.
        if current.from != from {
            let words = try Words(writer.reader, file: child)
            guard let above = try Versions.clash(current, value, writer.reader, words, visit.person.access) else {
                try concern.create(writer, child: child, in: kind.title)
                return .saved(id, to: layout.after?(value, child))
            }
            return .page(editPage(visit, file, id, form, from: current.from, above: above, status: 409))
        }
        do {
            try layout.alongside?(writer, file, &value, form)
            try layout.mustSay(value, since: current.value)
            try writer.correct(R.self, child: child, id: id, from: from) { [value] in $0 = value }
            try concern.create(writer, child: child, in: kind.title)
            try writer.consumeDraft(form: kind.name, subject: id.description, once: visit.form["once"])
            return .saved(id, to: layout.after?(value, child))
        } catch let problems as Problems {
            form.problems = problems.all
            throw Unsaved(page: editPage(visit, file, id, form, from: from, status: 422))
        }
    }

    /// Who marked a record entered in error while somebody wrote a change to it.
    private func takenOut(_ reader: Reader, _ file: FileHead, _ id: RecordID) throws -> String {
        guard let record = try reader.history(R.self, child: file.id, id: id).last, record.withdrawn else { throw NotFound() }
        let who = try Words(reader, file: file.id).who(try reader.trails([record.from])[record.from])
        return "\(who) marked this as entered in error meanwhile; the reason is in its history."
    }

    // MARK: Parts

    private enum Written: Sendable {
        case page(Reply)
        case saved(RecordID, to: Address?)
    }

    /// A new record before anything is asked of it.
    func stamped(_ visit: Visit) -> R {
        var blank = R()
        layout.stamp(&blank, visit)
        return blank
    }

    /// What a filled form says, read over a record; the form's problems then hold all that is wrong with it in the light of the whole file.
    func read(_ form: inout RecordForm<R>, over record: R, current: R?, _ reader: Reader, _ file: FileHead) throws -> R {
        try form.lookUpChildren(reader.child(ref:))
        let value = form.read(over: record, child: file.child.value)
        form.problems += try layout.check?(reader, file, value, current, form) ?? []
        return value
    }

    func requireWriter(_ visit: Visit) throws {
        guard visit.person.access.mayWrite(kind.name) else { throw NotAllowed() }
    }

    /// Where the draft of a new record is kept: by child, and by what on the file it is about, so that two referrals' forms stay two.
    private func newSubject(_ visit: Visit, _ child: RecordID) -> String {
        // The end of an id is its random part; the subject has room for no more.
        "new-\(child)" + (DraftRoutes.about(visit).map { "-" + $0.1.description.suffix(12) } ?? "")
    }

    /// Enough to read what was sent.
    func bareForm(_ visit: Visit, _ reader: Reader) throws -> RecordForm<R> {
        var form = RecordForm(R.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = layout.asked
        form.fixed = layout.fixed
        (form.neededLater, form.neededWhere) = (layout.needed, layout.neededWhere)
        return form
    }

    func blankForm(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> RecordForm<R> {
        var form = try bareForm(visit, reader)
        let words = try Words(reader, file: file.id)
        form.options = words.choices
        form.childRefs = words.childRefs
        form.fixed = layout.fixed
        form.beside = try layout.beside?(reader, file, visit) ?? .empty
        form.above = try layout.above?(reader, file, visit) ?? .empty
        form.settled = try layout.settled?(reader, file, visit) ?? []
        return form
    }

    /// The question whether anyone is unsafe, as typed or kept.
    private func concern(_ visit: Visit, _ form: RecordForm<R>, _ draft: Draft?) -> ConcernPart {
        guard layout.asksConcern else { return .none }
        return ConcernPart(visit, draft, codes: form.codes)
    }

    private func summary(_ form: RecordForm<R>, _ concern: ConcernPart) -> HTML {
        errorSummary((form.problems + concern.problems).map(ErrorItem.init))
    }

    private var finishButton: HTML { layout.finish.map { button($0.text, name: "action", value: "finish", style: .secondary) } ?? .empty }
}

/// A token that makes a resent form harmless, and tells it from another window's.
/// - Parameter draft: what the form is opened with.
func once(_ visit: Visit, over draft: Draft? = nil) -> String {
    let sent = visit.form["once"]
    return sent.isEmpty ? FormToken(for: visit.person, over: draft, at: visit.service.now).text : sent
}

/// Whether a form was begun by somebody else than who sends it: its page stood open while another person signed in beside it.
func isAnothersForm(_ visit: Visit) -> Bool {
    FormToken(visit.form["once"])?.person.map { $0 != visit.person.id } ?? false
}

/// Which version of the record a form was made from. A form that does not say is taken as one made before every version, so that it comes back
/// with what was typed beside what stands, and overwrites nothing.
func sentVersion(_ visit: Visit) -> Int64 { Int64(visit.form["from"]) ?? 0 }

/// `form(…)` of the HTML target, which a parameter named `form` would hide.
func sendForm(action: Address, draft: Address? = nil, once: String? = nil, _ body: HTML) -> HTML {
    form(action: action, draft: draft, once: once, body)
}

func article(_ noun: String) -> String { ("aeiou".contains(noun.first ?? "x") ? "an " : "a ") + noun }
