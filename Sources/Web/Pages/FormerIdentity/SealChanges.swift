import Casework
import HTML
import Practice
import Records

/// Naming others who may open a sealed identity, and ending a seal: proposed by one, agreed to by another.
enum SealChanges {
    static let routes: [Route] = [
        .post("/children/{child}/former-identity/changes", .may(.openFile)) { try await propose($0) },
        .post("/children/{child}/former-identity/changes/answer", .may(.openFile)) { try await answer($0) },
    ]

    /// What stands under a seal, or in its place for who may seal once those named are gone.
    static func part(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ one: SealChange, _ words: Words, _ problems: [ErrorItem]) throws
        -> HTML
    {
        let isSent = visit.form["seal"] == one.seal.id.description
        let problems = isSent ? problems : []
        if let waiting = one.waiting { return answering(visit, file, one, waiting, words, problems) }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let people = try reader.identityReaders(on: visit.service.today)
        let known = Set(people.map(\.id))
        let ticked =
            isSent
            ? visit.form["change_readers"].split(separator: " ").map(String.init)
            : one.seal.readers.filter(known.contains).map(\.description)
        let lift =
            one.mayLift
            ? [
                FieldControl(
                    id: "lifts", label: "End the seal: what it covers is read again by everybody who reads the file", kind: .checkbox,
                    hint: "Whom to name does not matter then.", value: isSent ? visit.form["lifts"] : "", isRequired: false)
            ] : []
        let form = sendForm(
            action: At.formerIdentity(file.id, part: "changes"),
            hidden("seal", one.seal.id.description)
                + fields(
                    [
                        FieldControl(
                            id: "change_readers", label: "Who may open it from now on",
                            kind: .checkboxes(people.map { Choice($0.id.description, $0.name) }), hint: "Two people at least.",
                            error: message("change_readers"), values: ticked)
                    ] + lift + [
                        FieldControl(
                            id: "change_basis", label: "Why", hint: "Such as who has left. Name no child.", error: message("change_basis"),
                            value: isSent ? visit.form["change_basis"] : "")
                    ]) + buttonGroup([button("Propose", style: .secondary)]))
        return one.isOrphan
            ? section(
                "A seal nobody can open", id: "orphan-\(one.seal.from)",
                inset(
                    "Something of this file is sealed, and fewer than two of those who may open it still work here. Name others: what is sealed does not open to you by that, unless you are one of them and give a reason."
                ) + form)
            : details("Name others who may open it, or end the seal", form)
    }

    private static func answering(
        _ visit: Visit, _ file: FileHead, _ one: SealChange, _ waiting: Stored<IdentitySeal>, _ words: Words, _ problems: [ErrorItem]
    ) -> HTML {
        let isOwn = waiting.proposedBy == visit.person.id
        let lifts = waiting.lifts == true
        let about = summaryList([
            (
                "Proposed",
                lifts ? "That the seal ends" : "\(waiting.readers.map(words.name).joined(separator: "; ")) may open it, and nobody else"
            ),
            ("Why", "\(waiting.basis)"), ("By", "\(waiting.proposedBy.map(words.name) ?? "Waymark"), \(waiting.proposedAt.words)"),
        ])
        let note = FieldControl(
            id: "change_note", label: isOwn ? "Why you take it back" : "Why not", hint: isOwn ? nil : "Needed where you decline it.",
            error: problems.first { $0.field == "change_note" }?.message, value: visit.form["change_note"])
        let mayAgree = !isOwn && (!lifts || one.mayLift)
        let buttons =
            (mayAgree ? [button("Agree", name: "answer", value: "yes", style: .warning)] : [])
            + [button(isOwn ? "Take it back" : "Decline", name: "answer", value: "no", style: .secondary)]
        return section(
            "A change to the seal waits for a second person", id: "change-\(waiting.from)",
            about + when(isOwn, "<p>Somebody else agrees to it.</p>")
                + sendForm(
                    action: At.formerIdentity(file.id, part: "changes/answer"),
                    hidden("seal", one.seal.id.description) + hidden("proposal", waiting.id.description)
                        + hidden("from", String(waiting.from)) + field(note) + buttonGroup(buttons)))
    }

    private static func propose(_ visit: Visit) async throws -> Reply {
        let (child, seal) = try await asked(visit)
        if visit.form["change_basis"].count > 300 {
            return try await FormerIdentityPages.refused(visit, [ErrorItem(field: "change_basis", "Why must be 300 characters or fewer.")])
        }
        do {
            try await visit.service.proposeSealChange(
                of: seal, on: child, readers: visit.form["change_readers"].split(separator: " ").compactMap { RecordID(String($0)) },
                lifts: visit.form["lifts"] == "yes", basis: visit.form["change_basis"], by: visit.person)
        } catch let problems as Problems {
            return try await FormerIdentityPages.refused(visit, FormerIdentityPages.items(problems))
        }
        return .see(At.formerIdentity(child, [("done", "change")]))
    }

    private static func answer(_ visit: Visit) async throws -> Reply {
        let (child, _) = try await asked(visit)
        let agrees = visit.form["answer"] == "yes"
        guard let id = RecordID(visit.form["proposal"]), agrees || visit.form["answer"] == "no" else { throw NotFound() }
        if visit.form["change_note"].count > 300 {
            return try await FormerIdentityPages.refused(
                visit, [ErrorItem(field: "change_note", "Why not must be 300 characters or fewer.")])
        }
        do {
            try await visit.service.answerSealChange(
                id, on: child, from: sentVersion(visit), agrees: agrees, note: visit.form["change_note"], by: visit.person)
        } catch let problems as Problems {
            return try await FormerIdentityPages.refused(visit, FormerIdentityPages.items(problems))
        } catch is Conflict {
            let message = "Somebody answered this already. Read what stands here: nothing has been done."
            return try await FormerIdentityPages.refused(visit, [ErrorItem(field: nil, message)])
        }
        // Whoever is not named any more, or sees an ended seal, has no page of it to go back to.
        return .see(At.child(child, "details"))
    }

    /// To whom there is nothing to do about a seal there is none.
    private static func asked(_ visit: Visit) async throws -> (child: RecordID, seal: RecordID) {
        let child = try visit.id("child")
        guard let seal = RecordID(visit.form["seal"]) else { throw NotFound() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard try reader.sealChanges(of: file.id).contains(where: { $0.seal.id == seal }) else { throw NotFound() }
            return (child, seal)
        }
    }
}
