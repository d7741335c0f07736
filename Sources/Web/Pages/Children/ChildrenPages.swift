import Casework
import HTML
import Practice
import Records

/// Finding children: search, lists by worker, team and status, and adding one after looking for them first (S-PEO-01).
enum ChildrenPages {
    static let routes: [Route] = [
        .get("/children", .may(.findChildren)) { try await index($0) },
        .get("/children.csv", .may(.findChildren)) { try await csv($0) },
        .get("/children/new", .may(.addChild)) { visit in
            try await visit.service.read(Scope(visit.person)) { try newPage(visit, try blank(visit, $0), likely: []) }
        },
        .post("/children", .may(.addChild)) { try await create($0) },
        .post("/children/search", .may(.findChildren)) { visit in
            .see(Address("/children", query: try await Searches.query(visit, visit.form["q"])))
        },
    ]

    static let perPage = 50

    /// How many children a list holds, and which of its pages this is.
    static func counted(_ count: Int, page: Int, of pages: Int) -> String {
        count.counted("child", "children") + (pages > 1 ? ", page \(page) of \(pages)" : "")
    }

    // MARK: Lists

    private static func filter(_ visit: Visit) -> ChildFilter {
        let status = visit.query("status")
        return ChildFilter(
            worker: visit.query("worker").flatMap { $0 == "me" ? visit.person.id : RecordID($0) }, team: visit.query("team"),
            isOpen: status == "all" ? nil : status == "closed" ? false : true, alert: visit.query("alert"))
    }

    private static func index(_ visit: Visit) async throws -> Reply {
        switch try await Searches.asked(visit) {
        case .words(let text): return try await search(visit, text)
        case .gone: return Searches.gone(visit, crumbs: [], Searches.box() + "<p>\(link(to: At.children, "All open children"))</p>")
        case .nothing: break
        }
        let filter = filter(visit)
        // Far more than there are, and little enough to count with.
        let number = min(1_000_000, max(1, visit.query("page").flatMap { Int($0) } ?? 1))
        return try await visit.service.glance(Scope(visit.person)) { reader in
            let today = visit.service.today
            let (lines, count) = try reader.children(filter, on: today, offset: (number - 1) * perPage, limit: perPage)
            let pages = max(1, (count + perPage - 1) / perPage)
            var query = [
                ("worker", visit.query("worker")), ("team", visit.query("team")), ("status", visit.query("status")),
                ("alert", visit.query("alert")),
            ]
            .compactMap { name, value in value.map { (name, $0) } }
            let body =
                heading("Children") + finder(visit, "") + filters(visit, try reader.staffByName(), try reader.teams(), try reader.codes())
                + childTable(
                    lines, caption: "Children by family name", names: try reader.staffNames(), codes: try reader.codes(), today: today)
                + pagination(page: number, of: pages, summary: counted(count, page: number, of: pages)) { page in
                    Address("/children", query: query + [("page", String(page))])
                }
            query.append(("format", "csv"))
            return .page(visit, title: "Children", shows: .list("list", lines.map(\.id))) {
                body + "<p>\(downloadLink(to: Address("/children.csv", query: query), "This list as a spreadsheet (CSV)"))</p>"
                    + when(
                        visit.person.access.sees(Care.kind) && visit.person.access.sees(.casework),
                        "<p>\(link(to: At.socialCare(), "Children by their status with social care and early help, on any day"))</p>")
            }
        }
    }

    private static func search(_ visit: Visit, _ text: String) async throws -> Reply {
        try await visit.service.glance(Scope(visit.person)) { reader in
            let lines = try reader.search(text, on: visit.service.today, limit: perPage)
            let body =
                heading("Children") + finder(visit, text)
                + childTable(
                    lines, caption: "Found for what you typed, nearest first", names: try reader.staffNames(), codes: try reader.codes(),
                    today: visit.service.today, empty: "Nobody found. Try part of the name, the date of birth, or the reference.")
            return .page(visit, title: "Search", shows: .list("search", lines.map(\.id))) { body }
        }
    }

    private static func finder(_ visit: Visit, _ text: String) -> HTML {
        let add = visit.person.access.may(.addChild) ? buttonLink(to: At.newChild, "Add a child", style: .secondary) : .empty
        return Searches.box(text) + add
    }

    private static func filters(_ visit: Visit, _ staff: [StaffName], _ teams: [String], _ codes: Codes) -> HTML {
        let workers =
            [Choice("", "Anybody"), Choice("me", "Me")] + staff.map { Choice($0.id.description, $0.name) }
        let alerts = [Choice("", "Any or none")] + codes.all("alert").map { Choice($0.token, $0.label) }
        return details(
            "Filter by worker, team, status or alert", isOpen: !visit.request.query.isEmpty,
            filterForm(
                action: At.children,
                fields([
                    FieldControl(
                        id: "worker", label: "Worker", kind: .choice(workers),
                        hint: "Whoever the child is allocated to, in any part; the list names who leads.",
                        value: visit.query("worker") ?? ""),
                    FieldControl(
                        id: "team", label: "Team", kind: .choice([Choice("", "Any")] + teams.map { Choice($0, $0) }),
                        value: visit.query("team") ?? ""),
                    FieldControl(
                        id: "status", label: "Status",
                        kind: .radios([Choice("open", "Open"), Choice("closed", "Closed"), Choice("all", "Both")]),
                        value: visit.query("status") ?? "open"),
                    FieldControl(id: "alert", label: "Alert", kind: .choice(alerts), value: visit.query("alert") ?? ""),
                ])))
    }

    /// An alert that runs, wherever a child is named; what may cost a life stands out.
    static func alertTag(_ type: String, _ codes: Codes) -> HTML { tag(codes.label("alert", type) ?? type, tone(ofAlert: type)) }

    static func tone(ofAlert type: String) -> Tone { ["SUICIDE_RISK", "STAFF_SAFETY", "WEAPONS"].contains(type) ? .bad : .warning }

    /// The one table of children, wherever children are listed.
    static func childTable(
        _ lines: [ChildLine], caption: String, names: [RecordID: String], codes: Codes, today: Day, empty: String = "No children here."
    ) -> HTML {
        let rows = lines.map { line -> [HTML] in
            let status = line.isOpen(on: today) ? tag("Open", .info) : tag("Closed")
            // What is not shown is not nothing.
            guard !line.isClosed else {
                let hidden: HTML = "Not shown"
                return [link(to: At.child(line.id), line.name), "\(line.ref)", hidden, hidden, hidden, status, hidden, hidden]
            }
            return [
                link(to: At.child(line.id), line.name), "\(line.ref)", "\(line.dateOfBirth.map { ageWords($0, on: today) } ?? "Not known")",
                line.alerts.isEmpty ? "None" : line.alerts.map { alertTag($0, codes) }.joined(separator: " "),
                "\(line.worker.flatMap { names[$0] } ?? "Nobody")", status,
                "\(line.lastContact.map(\.words) ?? "None")", line.nextDue.map { dueWords($0, today) } ?? "Nothing",
            ]
        }
        let columns = ["Name", "Reference", "Age", "Alerts", "Worker", "Status", "Last contact", "Next due"].map { Column($0) }
        return table(caption: caption, columns: columns, rows: rows, empty: empty)
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let filter = filter(visit)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let (lines, _) = try reader.children(filter, on: today, offset: 0, limit: 100_000)
            let names = try reader.staffNames()
            var rows = [
                ["Reference", "Name", "Date of birth", "Alerts", "Worker", "Team", "Locality", "Status", "Last contact", "Next due"]
            ]
            for line in lines {
                rows.append([
                    line.ref, line.name, line.dateOfBirth?.iso ?? "", line.alerts.joined(separator: " "),
                    line.worker.flatMap { names[$0] } ?? "",
                    line.team ?? "", line.locality ?? "", line.isOpen(on: today) ? "Open" : "Closed", line.lastContact?.iso ?? "",
                    line.nextDue?.iso ?? "",
                ])
            }
            return .spreadsheet("children", of: lines.map(\.id), rows)
        }
    }

    // MARK: Adding one

    private static func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<Child> {
        RecordForm(Child.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
    }

    private static let asked = [
        "given_name", "family_name", "known_as", "date_of_birth", "sex", "ethnicity", "first_language", "interpreter_needed", "pnc_id",
    ]

    private static func newPage(_ visit: Visit, _ form: RecordForm<Child>, likely: [(ChildLine, Likeness)], status: Int = 200) throws
        -> Reply
    {
        var body = form.summary + heading("Add a child")
        var save = button("Save")
        if !likely.isEmpty {
            body += alertBanner(
                "This may be a child you already have", .warning,
                list(
                    likely.map { line, likeness in
                        link(to: At.child(line.id), "\(line.name), \(line.ref)") + ": \(likeness.reasons.joined(separator: ", "))"
                    }))
            save = hidden("different", "yes") + button("It is a different child: save")
        }
        body += sendForm(
            action: At.children, once: once(visit),
            UnusualAge.mark(form) + hidden("then", visit.query("then") ?? visit.form["then"]) + form.controls(asked)
                + buttonGroup([save, link(to: At.children, "Cancel")]))
        return .page(
            visit, title: "Add a child", shows: .list("search", likely.map(\.0.id)), status: status, hasErrors: !form.problems.isEmpty
        ) { body }
    }

    private static func create(_ visit: Visit) async throws -> Reply {
        let outcome = try await visit.service.write(Scope(visit.person), action: "child.record") { writer -> Result<RecordID, Answer> in
            let token = visit.form["once"]
            if !token.isEmpty, let saved = try writer.saved(once: token, kind: "child") {
                if let reply = try ChildPages.resent(visit, writer.reader, saved) { return .failure(Answer(reply: reply)) }
                return .success(saved)
            }
            var form = try blank(visit, writer.reader)
            form.fill(visit.form)
            let child = form.read(over: Child(), child: nil)
            form.problems += UnusualAge.problems(child.dateOfBirth, before: nil, form)
            guard form.problems.isEmpty else { return .failure(Answer(reply: try newPage(visit, form, likely: [], status: 422))) }
            if visit.form["different"] != "yes" {
                let likely = try writer.reader.likely(child, on: visit.service.today)
                if !likely.isEmpty { return .failure(Answer(reply: try newPage(visit, form, likely: likely, status: 409))) }
            }
            let id = try writer.create(child)
            if !token.isEmpty { try writer.keep(once: token, kind: "child", child: id, id: id) }
            return .success(id)
        }
        switch outcome {
        // Whoever came to write a referral goes on to it.
        case .success(let id):
            return .see(visit.form["then"] == "referral" ? At.newRecord(id, AnyKind(Referral.self)) : At.child(id))
        case .failure(let answer): return answer.reply
        }
    }

    private struct Answer: Error { let reply: Reply }
}

/// `16 years 2 months`.
func ageWords(_ birth: Day, on day: Day) -> String {
    guard let age = day.age(bornOn: birth) else { return "Not yet born" }
    return "\(age.years.counted("year")) \(age.months.counted("month"))"
}

/// A due date with how near it is, in words beside it.
func dueWords(_ due: Day, _ today: Day) -> HTML { "\(due.words) \(dueTag(due, today))" }

/// How near a due date is.
func dueTag(_ due: Day, _ today: Day) -> HTML {
    let days = due - today
    if days < 0 { return tag("\((-days).counted("day")) late", .bad) }
    return days == 0 ? tag("Today", .warning) : tag("in \(days.counted("day"))", days <= 7 ? .info : .neutral)
}

extension Reply {
    /// A list taken out as a spreadsheet, journaled as taken out of every file it names (S-INF-05).
    static func spreadsheet(_ name: String, of children: [RecordID], _ rows: [[String]]) -> Reply {
        .file("\(name).csv", type: "text/csv; charset=utf-8", shows: .list("export", Array(Set(children))), Web.spreadsheet(rows))
    }
}

/// Says over a list that is cut how much of it stands there.
func cutNote(_ shown: Int, of all: Int) -> HTML { when(shown < all, "<p class=\"hint\">The first \(shown) of \(all).</p>") }

/// The link under a list to the same list as a spreadsheet.
func spreadsheetLink(_ path: String, _ query: [(String, String)] = []) -> HTML {
    "<p>\(downloadLink(to: Address(path + ".csv", query: query + [("format", "csv")]), "This list as a spreadsheet (CSV)"))</p>"
}

/// Rows as CSV for a person's spreadsheet: cells that would be read as formulas are given a leading apostrophe; a number below nought is none.
func spreadsheet(_ rows: [[String]]) -> [UInt8] {
    var out = "\u{FEFF}"
    for row in rows {
        out +=
            row.map { cell in
                // By scalars: CR LF is one character, and so is a sign with an accent on it.
                let isRisky = cell.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true
                let safe = isRisky && cell.wholeMatch(of: /-[0-9]+(\.[0-9]+)?/) == nil ? "'" + cell : cell
                let isQuoted = safe.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
                return isQuoted ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
            }.joined(separator: ",") + "\n"
    }
    return Array(out.utf8)
}
