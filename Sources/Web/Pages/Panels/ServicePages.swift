import Casework
import HTML
import Records

/// New and change pages of one of the service's own kinds: panels, options, the menu.
struct ServicePages<R: RecordKind>: Sendable {
    /// Such as `/options/menu`; `{id}` in it is the record.
    let base: String
    let permission: Permission
    let crumbs: [NavItem]
    let fields: [String]
    /// What the record is called in the address.
    var parameter = "id"
    /// Fields demanded of some records and not of others: by field, of which.
    var neededWhere: [String: String] = [:]
    /// What a new form begins with.
    var begin: @Sendable (inout RecordForm<R>, Visit, Reader) throws -> Void = { _, _, _ in }
    /// Fields of one that is there which its form does not ask.
    var fixed: @Sendable (R) -> Set<String> = { _ in [] }
    /// Whether one that is there may still be changed.
    var mayChange: @Sendable (R) -> Bool = { _ in true }
    /// What other records say against it, read in the command that saves; the id is of one that is there.
    var check: @Sendable (R, RecordID?, Reader) throws -> [Problem] = { _, _, _ in [] }
    /// Written in the same command as a new one.
    var also: @Sendable (Writer, RecordID, R) throws -> Void = { _, _, _ in }
    /// How one that never was is taken out, by a button wherever it is shown; nil where none is.
    var removal: Removal?
    /// Done once it is saved, before the reply.
    var afterwards: @Sendable (Visit) async throws -> Void = { _ in }
    let done: @Sendable (RecordID) -> Address

    private var kind: AnyKind { AnyKind(R.self) }

    /// One recorded by mistake: its history keeps it.
    struct Removal: Sendable {
        /// Why this one stays, in a sentence. What points at it says so without.
        var refusal: @Sendable (R, Reader) throws -> String? = { _, _ in nil }
        /// Where whoever took it out goes on.
        let done: Address
    }

    var routes: [Route] {
        (removal.map { removal in
            [.post("\(base)/{\(parameter)}/removal", .may(permission)) { try await remove($0, removal) }]
        } ?? []) + [
            .get("\(base)/new", .may(permission)) { visit in
                try await visit.service.read(Scope(visit.person)) { reader in
                    var form = try blank(visit, reader)
                    try begin(&form, visit, reader)
                    return page(visit, form, id: nil, from: nil)
                }
            },
            .post(base, .may(permission)) { try await save($0, id: nil) },
            .get("\(base)/{\(parameter)}/edit", .may(permission)) { visit in
                let id = try visit.id(parameter)
                return try await visit.service.read(Scope(visit.person)) { reader in
                    guard let record = try reader.serviceRecord(R.self, id: id) else { throw NotFound() }
                    guard mayChange(record.value) else { throw NotAllowed() }
                    var form = try blank(visit, reader)
                    form.fixed = fixed(record.value)
                    form.fill(record.value)
                    return page(visit, form, id: id, from: record.from)
                }
            },
            .post("\(base)/{\(parameter)}", .may(permission)) { try await save($0, id: try $0.id(parameter)) },
        ]
    }

    private func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<R> {
        guard visit.person.access.mayWrite(kind.name) else { throw NotAllowed() }
        var form = RecordForm(R.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.neededWhere = neededWhere
        form.options["staff"] = try reader.staffByName().map { Choice($0.id.description, $0.name) }
        return form
    }

    private func page(_ visit: Visit, _ form: RecordForm<R>, id: RecordID?, from: Int64?, above: HTML = .empty, status: Int = 200) -> Reply
    {
        let title = id == nil ? "New \(kind.title.lowercasedFirst)" : "Change \(kind.title.lowercasedFirst)"
        let address = Address(base + (id.map { "/\($0)" } ?? ""))
        return .page(
            visit, title: title, shows: .nobody, status: status, hasErrors: !form.problems.isEmpty, crumbs: crumbs,
            form.summary + heading(title) + above
                + sendForm(
                    action: address, once: once(visit),
                    (from.map { hidden("from", String($0)) } ?? .empty) + form.controls(fields)
                        + buttonGroup([button("Save"), link(to: crumbs.last?.address ?? At.home, "Cancel")])))
    }

    private func save(_ visit: Visit, id: RecordID?) async throws -> Reply {
        let saved = try await visit.service.write(Scope(visit.person), action: "\(kind.name).\(id == nil ? "record" : "correct")") {
            writer -> Result<RecordID, Refused> in
            let token = visit.form["once"]
            if id == nil, !token.isEmpty, let saved = try writer.saved(once: token, kind: kind.name) { return .success(saved) }
            var form = try blank(visit, writer.reader)
            let current = try id.flatMap { try writer.reader.serviceRecord(R.self, id: $0) }
            if id != nil, current == nil { throw NotFound() }
            if let current {
                guard mayChange(current.value) else { throw NotAllowed() }
                form.fixed = fixed(current.value)
                form.fill(current.value)
            }
            fill(&form, visit.form)
            let value = form.read(over: current?.value ?? R(), child: nil)
            func refuse(_ form: RecordForm<R>, _ above: HTML = .empty, from: Int64?, status: Int) -> Result<RecordID, Refused> {
                .failure(Refused(reply: page(visit, form, id: id, from: from, above: above, status: status)))
            }
            if form.problems.isEmpty { form.problems = try check(value, id, writer.reader) }
            let from = current == nil ? nil : sentVersion(visit)
            guard form.problems.isEmpty else { return refuse(form, from: from, status: 422) }
            do {
                if let current, let id {
                    guard from == current.from else {
                        let words = try Words(writer.reader, file: .unset)
                        // What the form does not ask is the same on both sides.
                        let unasked = Set(kind.fields.map(\.name)).subtracting(fields)
                        let above = try Versions.clash(
                            current, value, writer.reader, words, visit.person.access, leaveOut: unasked)
                        return above.map { refuse(form, $0, from: current.from, status: 409) } ?? .success(id)
                    }
                    try writer.correct(R.self, child: nil, id: id, from: current.from) { $0 = value }
                    return .success(id)
                }
                let made = try writer.create(value)
                try also(writer, made, value)
                if !token.isEmpty { try writer.keep(once: token, kind: kind.name, child: nil, id: made) }
                return .success(made)
            } catch let problems as Problems {
                form.problems = problems.all
                return refuse(form, from: from, status: 422)
            }
        }
        switch saved {
        case .success(let id):
            try await afterwards(visit)
            return .see(done(id))
        case .failure(let refused): return refused.reply
        }
    }

    private func remove(_ visit: Visit, _ removal: Removal) async throws -> Reply {
        guard visit.person.access.mayWrite(kind.name) else { throw NotAllowed() }
        let (id, from) = (try visit.id(parameter), sentVersion(visit))
        let refused = try await visit.service.write(Scope(visit.person), action: "\(kind.name).withdraw") { writer -> Reply? in
            guard let record = try writer.reader.serviceRecord(R.self, id: id) else {
                // A second copy of the form finds it taken out already.
                guard try writer.reader.history(R.self, child: nil, id: id).isEmpty else { return nil }
                throw NotFound()
            }
            guard record.from == from else {
                return refusal(visit, removal, "Somebody changed it first: look at it again before taking it out.", status: 409)
            }
            if let sentence = try removal.refusal(record.value, writer.reader) { return refusal(visit, removal, sentence, status: 422) }
            do {
                try writer.withdraw(R.self, child: nil, id: id, from: from)
                return nil
            } catch let problems as Problems {
                return refusal(visit, removal, problems.all.map(\.message).joined(separator: " "), status: 422)
            }
        }
        return refused ?? .see(removal.done)
    }

    private func refusal(_ visit: Visit, _ removal: Removal, _ sentence: String, status: Int) -> Reply {
        .page(visit, title: "Not taken out", shows: .nobody, status: status, hasErrors: true, crumbs: crumbs) {
            heading("Not taken out", caption: kind.title) + alertBanner("It is still there", .warning, "<p>\(sentence)</p>")
                + buttonGroup([buttonLink(to: removal.done, "Back")])
        }
    }

    private func fill(_ form: inout RecordForm<R>, _ sent: Form) {
        for name in fields {
            if case .codes? = R.kind.field(name)?.kind {
                form.typed[name] = sent[name]
            } else if sent.has(name) {
                form.typed[name] = sent[name]
            }
        }
    }

    private struct Refused: Error {
        let reply: Reply
    }
}

/// The button that takes out what was recorded by mistake, by `ServicePages.removal`.
func removalForm<R: RecordKind>(_ record: Stored<R>, at action: Address, _ words: String, about: String? = nil) -> HTML {
    sendForm(action: action, hidden("from", String(record.from)) + button(words, style: .secondary, about: about))
}
