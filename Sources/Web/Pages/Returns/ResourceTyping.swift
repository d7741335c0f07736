import Casework
import HTML
import Records
import Reports

/// Typing one budget or staffing form of a year: its boxes checked together, and written, corrected and taken out in one command. (S-PER-22)
enum ResourceTyping {
    static let routes: [Route] = [
        .post("/returns/resources/{day}/{sheet}", .may(.prepareReturn)) { try await save($0) },
        .post("/returns/resources/{day}/{sheet}/draft", .may(.prepareReturn)) { try await keepDraft($0) },
    ]

    /// - Parameters:
    ///   - typed: what stands in the boxes; nil for what is kept.
    ///   - head: the journal's last entry when the form was first shown, by which a number somebody else typed since is told.
    static func page(
        _ visit: Visit, _ reader: Reader, _ place: ResourcePages.Place, typed: Form?, head: Int64, draft: Draft? = nil,
        problems: [ErrorItem] = [], above: HTML = .empty, status: Int = 200
    ) throws -> Reply {
        let boxes = place.sheet.lines.map { line -> HTML in
            let those = place.sheet.headings.map { heading -> FieldControl in
                let name = ResourcePages.Place.box(line.token, heading.token)
                let kept = place.number(line.token, heading.token).map { String($0.number) } ?? ""
                return FieldControl(
                    id: name, label: heading.label, kind: .number, error: problems.first { $0.field == name }?.message,
                    value: typed.map { $0.has(name) ? $0[name] : kept } ?? kept)
            }
            return "<fieldset class=\"field\"><legend>\(line.label)</legend><div class=\"across\">\(fields(those))</div></fieldset>"
        }
        let what =
            place.sheet.isMoney
            ? "Whole pounds." : "People, not full-time equivalents; somebody who does two sorts of work stands where most of it is done."
        let sheets = ResourceForms.sheets(try reader.codes(), yearEnding: place.day, place.standing.map(\.value)).map {
            NavItem($0.title, At.resources(place.day, $0.id.lowercased()), isCurrent: $0.id == place.sheet.id)
        }
        let changed = try ResourcePages.changes(visit, reader, place)
        let saved: HTML = visit.query("saved") == nil ? .empty : notification("Saved", "The form is recorded.")
        return .page(
            visit, title: place.sheet.title, shows: .nobody, status: status, hasErrors: status != 200, crumbs: ResourcePages.crumbs,
            errorSummary(problems) + saved + heading(place.sheet.title, caption: "Year to \(place.day.words)") + above
                + tabs(sheets, label: "Forms of the year") + draftNote(draft, at: place.draft, part: "the form")
                + "<p>\(what) An empty box says nothing; type 0 where there is none.</p>"
                + sendForm(
                    action: place.address, draft: place.draft, once: once(visit, over: draft),
                    hidden("head", String(head)) + boxes.joined()
                        + buttonGroup([
                            button("Save"), button("Save draft", name: "action", value: "draft", style: .secondary),
                            link(to: At.resources(), "Cancel"),
                        ])) + changed)
    }

    private static func place(_ visit: Visit) async throws -> ResourcePages.Place {
        try await visit.service.read(Scope(visit.person)) { try ResourcePages.Place(visit, $0) }
    }

    private static func keepDraft(_ visit: Visit) async throws -> Reply {
        let place = try await place(visit)
        if visit.form["action"] == "drop" {
            try await visit.service.dropDraft(visit.person, form: "resource", subject: place.subject)
            return .see(place.address)
        }
        return try await visit.keepDraft("resource", place.subject)
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        if visit.form["action"] == "draft" {
            let place = try await place(visit)
            return try await visit.saveDraft("resource", place.subject, back: place.address)
        }
        guard visit.person.access.mayWrite("resource") else { throw NotAllowed() }
        return try await visit.service.write(Scope(visit.person), action: "resource.type") { writer in try write(visit, writer) }
    }

    private static func write(_ visit: Visit, _ writer: Writer) throws -> Reply {
        let reader = writer.reader
        let place = try ResourcePages.Place(visit, reader)
        let head = Int64(visit.form["head"]) ?? 0
        // What each cell held when the form was shown.
        let then = try reader.serviceRecords(Resource.self, at: head).filter { $0.periodEnding == place.day && $0.sheet == place.sheet.id }
        var (problems, both, untouched): ([ErrorItem], [[HTML]], Set<String>) = ([], [], [])
        var changes: [(line: CodeValue, heading: CodeValue, standing: Stored<Resource>?, number: Int?)] = []
        for line in place.sheet.lines {
            for heading in place.sheet.headings {
                let box = ResourcePages.Place.box(line.token, heading.token)
                guard visit.form.has(box) else { continue }
                let text = visit.form[box].replacing(",", with: "")
                guard text.isEmpty || Int(text).map({ (0...100_000_000).contains($0) }) ?? false else {
                    let words = "\(line.label), \(heading.label.lowercasedFirst): type a whole number, or leave the box empty."
                    problems.append(ErrorItem(field: box, words))
                    continue
                }
                let (number, standing) = (text.isEmpty ? nil : Int(text), place.number(line.token, heading.token))
                guard number != standing?.value.number else { continue }
                let shown = then.first { $0.line == line.token && $0.heading == heading.token }
                if shown?.value.number != standing?.value.number {
                    // A box nobody touched still holds what stood when the form was shown: theirs stays.
                    guard shown?.value.number != number else {
                        untouched.insert(box)
                        continue
                    }
                    both.append([
                        "\(line.label), \(heading.label.lowercasedFirst)", "\(standing.map { String($0.number) } ?? "empty")",
                        "\(text.isEmpty ? "empty" : text)",
                    ])
                }
                changes.append((line, heading, standing, number))
            }
        }
        guard problems.isEmpty else {
            return try page(visit, reader, place, typed: visit.form, head: head, problems: problems, status: 422)
        }
        guard both.isEmpty else {
            let told = table(
                caption: "Typed by both",
                columns: [Column("Number"), Column("They typed", isNumeric: true), Column("You typed", isNumeric: true)], rows: both)
            return try page(
                visit, reader, place, typed: visit.form.without(untouched), head: reader.headPosition(), above: savedFirst(told),
                status: 409)
        }
        for (line, heading, standing, number) in changes {
            switch (standing, number) {
            case (let standing?, let number?):
                try writer.correct(Resource.self, child: nil, id: standing.id, from: standing.from) { $0.number = number }
            case (let standing?, nil): try writer.withdraw(Resource.self, child: nil, id: standing.id, from: standing.from)
            case (nil, let number?):
                var one = Resource()
                (one.periodEnding, one.sheet) = (place.day, place.sheet.id)
                (one.line, one.heading, one.number) = (line.token, heading.token, number)
                try writer.create(one)
            case (nil, nil): break
            }
        }
        try writer.consumeDraft(form: "resource", subject: place.subject, once: visit.form["once"])
        return .see(At.resources(place.day, place.sheet.id.lowercased(), [("saved", "yes")]))
    }
}
