import Casework
import HTML
import Practice
import Records

/// What people have agreed to do, from any meeting: one list on each child's file, one across children by owner (S-RSK-07).
enum ActionPages {
    static let routes: [Route] = [
        .get("/actions", .may(.findChildren)) { try await list($0) },
        .get("/actions.csv", .may(.findChildren)) { try await csv($0) },
        .post("/children/{child}/actions/{id}/step", .may(.writeRecords)) { try await step($0) },
    ]

    // MARK: Across children

    private static func list(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(.casework) else { throw NotAllowed() }
        let owner = visit.query("owner") ?? "me"
        let state = visit.query("state") ?? "open"
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let found = try found(reader, visit, owner: owner, state: state)
            let count = found.count
            let shown = Array(found.prefix(200))
            let names = try reader.namesOf(shown.compactMap(\.child), on: today)
            let (staff, codes) = (try reader.staffNames(), try reader.codes())
            let late = found.filter { $0.doneOn == nil && $0.dueOn < today }.count
            let rows = shown.map { one -> [HTML] in
                let child = one.child ?? one.id
                return [link(to: At.child(child), names[child]?.name ?? "Name not known")]
                    + cells(one, child: child, back: "actions", visit, staff: staff, codes: codes)
            }
            let owners =
                [Choice("me", "Me"), Choice("all", "Everybody"), Choice("elsewhere", "Other agencies")]
                + (try reader.staffByName()).map { Choice($0.id.description, $0.name) }
            return .page(visit, title: "Actions", shows: .list("list", shown.compactMap(\.child))) {
                heading("Actions")
                    + filterForm(
                        action: At.actions,
                        fields([
                            FieldControl(id: "owner", label: "Owner", kind: .choice(owners), value: owner),
                            FieldControl(
                                id: "state", label: "State",
                                kind: .radios([Choice("open", "Not done"), Choice("done", "Done"), Choice("all", "Both")]), value: state),
                        ]))
                    + "<p>\(count.counted("action")), \(late) late\(count > shown.count ? ". The first \(shown.count) are shown" : "").</p>"
                    + table(
                        caption: state == "done" ? "Actions, last done first" : "Actions, the most overdue first",
                        columns: (["Child"] + columns).map { Column($0) }, rows: rows, captionHidden: true, empty: "No such action.")
                    + spreadsheetLink("/actions", [("owner", owner), ("state", state)])
            }
        }
    }

    private static func found(_ reader: Reader, _ visit: Visit, owner: String, state: String) throws -> [Stored<Action>] {
        let today = visit.service.today
        var conditions: [(field: String, holds: Value)] = []
        if state == "open" { conditions.append(("done_on", .none)) }
        if owner == "elsewhere" { conditions.append(("owner", .none)) }
        if let id = owner == "me" ? visit.person.id : RecordID(owner) { conditions.append(("owner", .id(id))) }
        var found = try reader.everywhere(Action.self, where: conditions)
        if state == "done" { found = found.filter { $0.doneOn != nil } }
        found.sort {
            state == "done" ? ($0.doneOn ?? today, $0.ref) > ($1.doneOn ?? today, $1.ref) : ($0.dueOn, $0.ref) < ($1.dueOn, $1.ref)
        }
        return found
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(.casework) else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let found = try found(reader, visit, owner: visit.query("owner") ?? "me", state: visit.query("state") ?? "open")
            let names = try reader.namesOf(found.compactMap(\.child), on: visit.service.today)
            let (staff, codes) = (try reader.staffNames(), try reader.codes())
            let head = ["Child", "Action", "Owner", "Due", "Agreed at", "Agreed on", "Chased", "Done", "What came of it"]
            let rows = found.map { one -> [String] in
                [
                    one.child.flatMap { names[$0]?.name } ?? "Name not known", one.what,
                    one.owner.flatMap { staff[$0] } ?? one.ownerName ?? "Nobody", one.dueOn.iso,
                    codes.label("action_source", one.arose) ?? "", one.aroseOn?.iso ?? "", one.chasedOn?.iso ?? "", one.doneOn?.iso ?? "",
                    one.result ?? "",
                ]
            }
            return .spreadsheet("actions", of: found.compactMap(\.child), [head] + rows)
        }
    }

    private static let columns = ["Action", "Owner", "Due", "Agreed at", "Next"]

    private static func cells(
        _ one: Stored<Action>, child: RecordID, back: String, _ visit: Visit, staff: [RecordID: String], codes: Codes
    ) -> [HTML] {
        let agreed = [codes.label("action_source", one.arose), one.aroseOn?.words].compactMap { $0 }.joined(separator: ", ")
        let chased: HTML = one.chasedOn.map { "<br>Chased \($0.words)" } ?? .empty
        let due: HTML =
            one.doneOn.map { "\(one.dueOn.words) \(tag("Done \($0.words)", .good))" } ?? dueWords(one.dueOn, visit.service.today) + chased
        return [
            link(to: At.record(child, AnyKind(Action.self), one.id), one.what),
            "\(one.owner.flatMap { staff[$0] } ?? one.ownerName ?? "Nobody")", due, "\(agreed.isEmpty ? "Not said" : agreed)",
            one.doneOn != nil ? paragraphs(one.result ?? "") : steps(one, child: child, back: back, visit),
        ]
    }

    // MARK: On the file

    /// The child's actions, those not done first by their day.
    static func section(_ reader: Reader, _ file: FileHead, _ visit: Visit, _ words: Words) throws -> HTML {
        guard visit.person.access.sees(.casework) else { return .empty }
        let all = try reader.records(Action.self, child: file.id)
        let open = all.filter { $0.doneOn == nil }.sorted { ($0.dueOn, $0.ref) < ($1.dueOn, $1.ref) }
        let done = all.filter { $0.doneOn != nil }.sorted { ($0.doneOn ?? .unset) > ($1.doneOn ?? .unset) }
        func rows(_ actions: [Stored<Action>]) -> [[HTML]] {
            actions.map { cells($0, child: file.id, back: "file", visit, staff: words.staff, codes: words.codes) }
        }
        let columns = columns.map { Column($0) }
        return wholeSection(
            "Actions", id: "actions",
            table(
                caption: "Actions not done, by their day", columns: columns, rows: rows(open), captionHidden: true,
                empty: "No action is waiting.")
                + when(
                    !done.isEmpty,
                    details(
                        "\(done.count) done",
                        table(caption: "Actions done, newest first", columns: columns, rows: rows(done), captionHidden: true)))
                + ChildPages.addLink(visit, file, AnyKind(Action.self), "Add an action"))
    }

    // MARK: Chased, done

    /// Chasing and finishing in place: one line, two buttons.
    static func steps(_ action: Stored<Action>, child: RecordID, back: String, _ visit: Visit, error: String? = nil) -> HTML {
        guard visit.asAt == nil, visit.person.access.mayWrite("action"), action.doneOn == nil else { return .empty }
        return sendForm(
            action: At.action(child, action.id, "step"),
            hidden("from", String(action.from)) + hidden("back", back)
                + field(
                    FieldControl(
                        id: "result-\(action.id)", name: "result", label: "What came of it", hint: "Needed where it is done.", error: error,
                        value: visit.form["result"]))
                + buttonGroup([
                    button("Done", name: "step", value: "done", style: .secondary, about: action.what),
                    button("Chased today", name: "step", value: "chased", style: .secondary, about: action.what),
                ]))
    }

    private static func step(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("action") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let from = sentVersion(visit)
        let isDone = visit.form["step"] == "done"
        let page = try await visit.service.write(Scope(visit.person), action: isDone ? "action.done" : "action.chase") { writer -> Reply? in
            let file = try FileHead(writer.reader, child)
            guard let action = try writer.reader.record(Action.self, child: child, id: id) else { throw NotFound() }
            // Sent twice, or done by somebody else meanwhile: it is as it should be.
            if action.doneOn != nil || (!isDone && action.chasedOn == visit.service.today) { return nil }
            func again(_ message: String) -> Reply {
                .page(
                    visit, title: "Action", shows: .child(file.id), status: 422, hasErrors: true, crumbs: file.crumbs
                ) {
                    errorSummary([ErrorItem(field: "result-\(action.id)", message)])
                        + heading(action.what, caption: "Action · \(file.name)")
                        + steps(action, child: file.id, back: visit.form["back"], visit, error: message)
                }
            }
            let result = visit.form["result"]
            if isDone, result.isEmpty { return again("Say what came of it.") }
            if result.count > 500 { return again("What came of it must be 500 characters or fewer.") }
            if action.from != from { return again("Someone changed this action just now. Look at it and send it again.") }
            try writer.correct(Action.self, child: child, id: id, from: from) { action in
                if isDone { action.doneOn = visit.service.today } else { action.chasedOn = visit.service.today }
                if !result.isEmpty { action.result = result }
            }
            return nil
        }
        return page ?? .see(visit.form["back"] == "actions" ? At.actions : Address(At.child(child).path, fragment: "actions"))
    }
}
