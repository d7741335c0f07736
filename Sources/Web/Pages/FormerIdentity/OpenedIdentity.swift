import Casework
import HTML
import Practice
import Records

/// A seal as those named in it see it: opened with a reason for a limited time, and each opening reviewed by another of them.
enum OpenedIdentity {
    static func part(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ seal: Stored<IdentitySeal>, _ openings: [Stored<IdentityOpening>],
        _ words: Words, _ problems: [ErrorItem]
    ) throws -> HTML {
        // Of several seals the sentences stand beside the one that was sent.
        let problems = visit.form["seal"] == seal.id.description ? problems : []
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let facts = summaryList([
            ("Why", "\(words.code("identity_reason", seal.why))"), ("It rests on", "\(seal.basis)"),
            ("Proposed by", "\(seal.proposedBy.map(words.name) ?? "Waymark")"),
            ("Sealed by", "\(seal.answeredBy.map(words.name) ?? "Waymark"), \(seal.answeredAt?.words ?? "")"),
            ("Who may open it", "\(seal.readers.map(words.name).joined(separator: "; "))"),
        ])
        let inside: HTML
        if let opened = try reader.formerIdentity(seal.id, of: file.id) {
            let until = openings.filter { $0.staff == visit.person.id }.map(\.endsAt).max()
            inside =
                inset("Open to you until \(until?.words ?? ""). You gave a reason; another of those named reviews it.")
                + contents(file, seal, opened, words)
        } else {
            let minutes = try reader.settings()[Settings.breakGlassMinutes]
            inside =
                "<p>It opens to you for \(minutes.counted("minute")). Your name, the reason and every page are on record, and another of those named reviews it.</p>"
                + sendForm(
                    action: At.formerIdentity(file.id, part: "openings"),
                    hidden("seal", seal.id.description)
                        + field(
                            FieldControl(
                                id: "reason", label: "Why it has to be opened", kind: .multiline(rows: 3),
                                hint: "In a sentence. Name nobody.", error: message("reason"), value: visit.form["reason"]))
                        + buttonGroup([button("Open it", style: .warning)]))
        }
        return section(
            "Sealed on \(seal.answeredAt?.londonDay.words ?? "")", id: "seal-\(seal.from)",
            facts + inside + reviews(visit, file, seal, openings, words, message))
    }

    private static func contents(_ file: FileHead, _ seal: Stored<IdentitySeal>, _ opened: FormerIdentityRead, _ words: Words) -> HTML {
        let fields = Child.kind.fields.filter { field in
            FormerIdentity.fields.contains(field.name) && opened.earlier.contains { !field.get($0).isNone }
        }
        let details = table(
            caption: "The child’s details before, oldest first", columns: fields.map { Column($0.label) },
            rows: opened.earlier.map { child in fields.map { words.html($0.get(child), $0.kind) } }, empty: "No details were sealed.")
        func lines(_ title: String, _ found: [HTML]) -> HTML {
            found.isEmpty ? .empty : "<h3>\(title)</h3><ul>\(found.map { "<li>\($0)</li>" as HTML }.joined())</ul>"
        }
        return details
            + lines("Homes", opened.homes.map { "\([$0.line, $0.postcode].compactMap(\.self).joined(separator: ", "))" })
            + lines(
                "People around the child",
                opened.people.map {
                    "\([$0.name, words.code("relation", $0.relation).lowercasedFirst, $0.phone].compactMap(\.self).joined(separator: ", "))"
                })
            + lines(
                "Professionals",
                opened.professionals.map { "\([$0.name, $0.profession, $0.agency].compactMap(\.self).joined(separator: ", "))" })
            + lines(
                "Documents",
                opened.documents.map { one in
                    let name = [words.code("document_type", one.value.type), one.value.title].compactMap(\.self).joined(separator: ", ")
                    return one.hash == nil
                        ? "\(name)"
                        : downloadLink(to: At.formerIdentity(file.id, part: "documents/\(one.id)", [("seal", seal.id.description)]), name)
                })
    }

    private static func reviews(
        _ visit: Visit, _ file: FileHead, _ seal: Stored<IdentitySeal>, _ openings: [Stored<IdentityOpening>], _ words: Words,
        _ message: (String) -> String?
    ) -> HTML {
        let rows = openings.map { one -> [HTML] in
            [
                "\(one.openedAt.words)", "\(words.name(one.staff))", "\(one.reason)",
                one.reviewedAt == nil
                    ? tag(one.staff == visit.person.id ? "For another of you" : "To review", .warning)
                    : "\(words.code("break_glass_finding", one.finding)): \(one.found ?? "") \(one.reviewedBy.map(words.name) ?? "")",
            ]
        }
        let list = table(
            caption: "Openings, newest first", columns: ["Opened", "Who", "Reason", "Review"].map { Column($0) }, rows: rows,
            empty: "Nobody has opened it.")
        guard let next = openings.last(where: { $0.reviewedAt == nil && $0.staff != visit.person.id }) else { return list }
        let findings = words.codes.inForce("break_glass_finding", on: visit.service.today)
        return list
            + "<h3>Review \(words.name(next.staff))’s opening of \(next.openedAt.words)</h3>"
            + sendForm(
                action: At.formerIdentity(file.id, part: "reviews"),
                hidden("seal", seal.id.description) + hidden("opening", next.id.description)
                    + fields([
                        FieldControl(
                            id: "finding", label: "Finding", kind: .radios(findings.map { Choice($0.token, $0.label) }),
                            error: message("finding"), value: visit.form["finding"]),
                        FieldControl(
                            id: "found", label: "What you found", kind: .multiline(rows: 3), hint: "Name nobody.", error: message("found"),
                            value: visit.form["found"]),
                    ]) + buttonGroup([button("Save the review")]))
    }

    static func open(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        guard let seal = RecordID(visit.form["seal"]), try await isNamed(visit, seal, child) else { throw NotFound() }
        do {
            try await visit.service.openIdentity(seal, reason: visit.form["reason"], by: visit.person)
        } catch let problems as Problems {
            return try await FormerIdentityPages.refused(visit, FormerIdentityPages.items(problems))
        }
        return .see(At.formerIdentity(child))
    }

    static func review(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        guard let seal = RecordID(visit.form["seal"]), let opening = RecordID(visit.form["opening"]),
            try await isNamed(visit, seal, child)
        else { throw NotFound() }
        let (finding, found) = (visit.form["finding"], visit.form["found"])
        let known = try await visit.service.read(Scope(visit.person)) {
            try $0.codes().inForce("break_glass_finding", on: visit.service.today).map(\.token)
        }
        var problems: [ErrorItem] = []
        if !known.contains(finding) { problems.append(ErrorItem(field: "finding", "Choose a finding.")) }
        if found.isEmpty { problems.append(ErrorItem(field: "found", "Write what you found.")) }
        if found.count > 1000 { problems.append(ErrorItem(field: "found", "What you found must be 1000 characters or fewer.")) }
        guard problems.isEmpty else { return try await FormerIdentityPages.refused(visit, problems) }
        do {
            try await visit.service.reviewIdentityOpening(opening, finding: finding, found: found, by: visit.person)
        } catch is Conflict {
            let message = "Somebody has reviewed it already: what they found stands below."
            return try await FormerIdentityPages.refused(visit, [ErrorItem(field: nil, message)])
        }
        return .see(At.formerIdentity(child))
    }

    /// To whoever is not named it is a page that is not there.
    private static func isNamed(_ visit: Visit, _ seal: RecordID, _ child: RecordID) async throws -> Bool {
        try await visit.service.read(Scope(visit.person)) { reader in
            try reader.identities(of: FileHead(reader, child).id).seals.contains { $0.seal.id == seal }
        }
    }

    static func document(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, child)
            guard let seal = visit.query("seal").flatMap({ RecordID($0) }),
                let document = try reader.formerIdentity(seal, of: file.id)?.documents.first(where: { $0.id == id })
            else { throw NotFound() }
            return try DocumentPages.file(reader, file, document)
        }
    }
}
