import Casework
import HTML
import Practice
import Records

/// Proposing that a former identity is sealed, and the second person's answer.
enum SealForms {
    private static let intro: HTML =
        "<p>Use this when who the child is has changed for good: adoption, gender recognition, a protected identity, witness protection. Write down who they are now first, under Details. Once it is sealed, earlier names, birth dates, numbers and the entries you choose are read by nobody but those you name, at earlier moments too; they go from search, prints, exports and what others wrote. Only two of those you name can end it together.</p>"

    private static func earlier(_ found: [(field: Field<Child>, values: [Value])], _ file: FileHead, _ words: Words) -> HTML {
        table(
            caption: "What would be sealed of the child’s details", columns: ["Detail", "Now", "Earlier"].map { Column($0) },
            rows: found.map { one -> [HTML] in
                [
                    "\(one.field.label)", words.html(one.field.get(file.child.value), one.field.kind),
                    "\(one.values.map { words.text($0, one.field.kind) }.joined(separator: "; "))",
                ]
            }, empty: "Nothing on this file is of an earlier identity.")
    }

    private static func message(_ problems: [ErrorItem], _ field: String) -> String? { problems.first { $0.field == field }?.message }

    static func proposing(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ words: Words, _ problems: [ErrorItem]) throws -> HTML {
        let found = try reader.earlierIdentity(file.id)
        let entries = try reader.sealable(file.id)
        let codes = try reader.codes().inForce("identity_reason", on: visit.service.today)
        // What was sent is shown again; a page not sent yet ticks what is likely.
        let isSent = visit.form.has("why") || visit.form.has("basis")
        let ticked =
            isSent
            ? visit.form["records"].split(separator: " ").map(String.init)
            : entries.filter(\.isLikely).map { value($0.key) }
        var controls = [
            FieldControl(
                id: "why", label: "Why", kind: .radios(codes.map { Choice($0.token, $0.label) }), error: message(problems, "why"),
                value: visit.form["why"]),
            FieldControl(
                id: "basis", label: "What it rests on", hint: "Such as the order and its day, or who asked for it. Name nobody.",
                error: message(problems, "basis"), value: visit.form["basis"]),
        ]
        if !entries.isEmpty {
            controls.append(
                FieldControl(
                    id: "records", label: "Entries to seal whole",
                    kind: .checkboxes(entries.map { Choice(value($0.key), $0.title, hint: anyKind($0.key.kind)?.title) }),
                    hint:
                        "Homes and people of the earlier identity, and documents that may name it: nobody here has read what is in a document.",
                    error: message(problems, "records"), values: ticked, isRequired: false))
        }
        controls.append(
            FieldControl(
                id: "readers", label: "Who may open it, each time with a reason",
                kind: .checkboxes(try reader.identityReaders(on: visit.service.today).map { Choice($0.id.description, $0.name) }),
                hint: "Two people at least. Name one more than you need: when all have left, managers name others.",
                error: message(problems, "readers"), values: visit.form["readers"].split(separator: " ").map(String.init)))
        return section(
            "Seal a former identity", id: "seal",
            intro + earlier(found, file, words)
                + sendForm(
                    action: At.formerIdentity(file.id),
                    fields(controls) + buttonGroup([button("Propose"), link(to: At.child(file.id, "details"), "Cancel")])))
    }

    private static func value(_ key: RecordKey) -> String { "\(key.kind):\(key.id)" }

    static func propose(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        // A file that is hidden from them is not there.
        _ = try await visit.service.glance(Scope(visit.person)) { try FileHead($0, child) }
        func ids(_ name: String) -> [String] { visit.form[name].split(separator: " ").map(String.init) }
        let records = ids("records").compactMap { one -> RecordKey? in
            let parts = one.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, FormerIdentity.kinds.contains(parts[0]), let id = RecordID(parts[1]) else { return nil }
            return RecordKey(kind: parts[0], id: id)
        }
        if visit.form["basis"].count > 300 {
            let item = ErrorItem(field: "basis", "What it rests on must be 300 characters or fewer.")
            return try await FormerIdentityPages.refused(visit, [item])
        }
        do {
            try await visit.service.proposeSeal(
                of: child, why: visit.form["why"], basis: visit.form["basis"], records: records,
                readers: ids("readers").compactMap { RecordID($0) }, by: visit.person)
        } catch let problems as Problems {
            return try await FormerIdentityPages.refused(visit, FormerIdentityPages.items(problems))
        }
        return .see(At.formerIdentity(child, [("done", "proposed")]))
    }

    static func answering(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ waiting: Stored<IdentitySeal>, _ words: Words, _ problems: [ErrorItem]
    ) throws -> HTML {
        let isOwn = waiting.proposedBy == visit.person.id
        let titles = Dictionary(
            try reader.sealable(file.id).map { ($0.key.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let entries = waiting.value.sealedRecords.map { titles[$0.id] ?? "An entry that is not here any more" }
        let about =
            earlier(try reader.earlierIdentity(file.id), file, words)
            + summaryList([
                ("Why", "\(words.code("identity_reason", waiting.why))"), ("It rests on", "\(waiting.basis)"),
                ("Entries sealed whole", "\(entries.isEmpty ? "None" : entries.joined(separator: "; "))"),
                ("Who may open it", "\(waiting.readers.map(words.name).joined(separator: "; "))"),
                ("Proposed by", "\(waiting.proposedBy.map(words.name) ?? "Waymark"), \(waiting.proposedAt.words)"),
            ])
        let which: HTML =
            hidden("proposal", waiting.id.description) + hidden("from", String(waiting.from)) + hidden("mark", try reader.mark(of: waiting))
        let note = FieldControl(
            id: "note", label: isOwn ? "Why you take it back" : "Why not",
            hint: isOwn ? "Name nobody." : "Needed where you decline it. Name nobody.",
            error: message(problems, "note"), value: visit.form["note"])
        let buttons =
            isOwn
            ? [button("Take it back", name: "answer", value: "DECLINED", style: .secondary)]
            : [
                button("Seal it", name: "answer", value: "SEALED", style: .warning),
                button("Decline", name: "answer", value: "DECLINED", style: .secondary),
            ]
        return section(
            "Waiting for a second person", id: "waiting",
            about
                + (isOwn
                    ? "<p>Somebody else agrees to it. You may take it back.</p>"
                    : inset("Look at what would be sealed above, and at who could open it. Only two of them can end it together."))
                + sendForm(action: At.formerIdentity(file.id, part: "answer"), which + field(note) + buttonGroup(buttons)))
    }

    static func answer(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        let agrees = visit.form["answer"] == "SEALED"
        guard let id = RecordID(visit.form["proposal"]), agrees || visit.form["answer"] == "DECLINED" else { throw NotFound() }
        if visit.form["note"].count > 300 {
            let item = ErrorItem(field: "note", "Why not must be 300 characters or fewer.")
            return try await FormerIdentityPages.refused(visit, [item])
        }
        do {
            try await visit.service.answerSeal(
                id, from: sentVersion(visit), agrees: agrees, mark: visit.form["mark"], note: visit.form["note"],
                by: visit.person)
        } catch let problems as Problems {
            return try await FormerIdentityPages.refused(visit, FormerIdentityPages.items(problems))
        } catch is Conflict {
            let message =
                "Somebody answered this already, or what would be sealed has changed. Read what stands here: nothing has been done."
            return try await FormerIdentityPages.refused(visit, [ErrorItem(field: nil, message)])
        }
        return .see(At.formerIdentity(child, [("done", agrees ? "sealed" : "declined")]))
    }
}
