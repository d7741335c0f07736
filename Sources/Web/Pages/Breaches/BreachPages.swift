import Casework
import HTML
import Practice
import Records

/// The breach log: what happened, when it was found, who had seen it meanwhile, how risky it is, who was told, who closed it (S-PEO-14).
enum BreachPages {
    private static let asked = [
        "type", "what", "happened_on", "found_at", "affected", "risk", "risk_reason", "told_on", "not_told", "reported_at", "not_reported",
    ]
    static let routes: [Route] =
        [
            .get("/breaches", .may(.keepBreaches)) { visit in
                try await visit.service.read(Scope(visit.person)) { try list(visit, $0) }
            },
            .get("/breaches/{breach}", .may(.keepBreaches)) { try await show($0) },
            .get("/breaches/{breach}/closing", .may(.keepBreaches)) { visit in
                try await visit.service.read(Scope(visit.person)) { reader in
                    var form = try closing(visit, reader)
                    form.typed["closed_on"] = visit.service.today.typed
                    return closePage(visit, try breach(visit, reader), form)
                }
            },
            .post("/breaches/{breach}/closing", .may(.keepBreaches)) { try await close($0) },
        ]
        + ServicePages<Breach>(
            base: "/breaches", permission: .keepBreaches, crumbs: [crumb], fields: asked, parameter: "breach",
            begin: { form, visit, _ in form.typed["found_at"] = "\(visit.service.today.typed) \(visit.service.now.londonTime)" },
            // When an entry was found on the wrong file the program knows itself, and the 72 hours count from it.
            fixed: { $0.fromChild != nil ? ["found_at"] : [] },
            // What was closed by name stays as it was closed.
            mayChange: { $0.closedOn == nil },
            done: { At.breach($0) }
        ).routes + WrongFilePages.routes

    static let crumb = NavItem("Breaches", At.breaches)

    private static func breach(_ visit: Visit, _ reader: Reader) throws -> Stored<Breach> {
        guard let found = try reader.serviceRecord(Breach.self, id: try visit.id("breach")) else { throw NotFound() }
        return found
    }

    /// By when the Commissioner is told: hours from the moment it was found.
    private static func due(_ breach: Breach, _ reader: Reader) throws -> Instant {
        Instant(milliseconds: breach.foundAt.milliseconds + Int64(try reader.settings()[Settings.breachReport]) * 3_600_000)
    }

    private static func state(_ breach: Breach, due: Instant, now: Instant) -> HTML {
        if breach.closedOn != nil { return tag("Closed", .neutral) }
        if breach.risk == nil { return tag("Risk to judge", due < now ? .bad : .warning) }
        if breach.reportedAt == nil, breach.notReported == nil {
            return tag(due < now ? "Commissioner late" : "Commissioner to tell", due < now ? .bad : .warning)
        }
        if breach.toldOn == nil, breach.notTold == nil { return tag("Family to tell", .warning) }
        return tag("To close", .info)
    }

    private static func list(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let codes = try reader.codes()
        let all = try reader.serviceRecords(Breach.self).sorted {
            ($0.closedOn == nil ? 1 : 0, $0.foundAt) > ($1.closedOn == nil ? 1 : 0, $1.foundAt)
        }
        let rows = try all.map { one -> [HTML] in
            let due = try due(one.value, reader)
            return [
                link(to: At.breach(one.id), "\(codes.label("breach_type", one.type) ?? one.type), found \(one.foundAt.londonDay.words)"),
                state(one.value, due: due, now: visit.service.now), "\(codes.label("breach_risk", one.risk) ?? "Not judged yet")",
                one.reportedAt.map { "Told \($0.words)" } ?? (one.notReported != nil ? "Need not be told" : "By \(due.words)"),
            ]
        }
        return .page(visit, title: "Breaches", shows: .nobody) {
            heading("Breaches")
                + "<p>Each breach of personal data, also one that nobody outside need be told of. An entry on the wrong child’s file is moved from the entry’s own page, which opens a breach here.</p>"
                + table(
                    caption: "Breaches, open ones first, newest first",
                    columns: ["Breach", "State", "Risk", "Commissioner"].map { Column($0) },
                    rows: rows, captionHidden: true, empty: "No breach is known.")
                + buttonGroup([buttonLink(to: Address("/breaches/new"), "Record a breach")])
        }
    }

    // MARK: One breach

    private static func show(_ visit: Visit) async throws -> Reply {
        let (found, wrong) = try await visit.service.read(Scope(visit.person)) { reader -> (Stored<Breach>, [RecordID]) in
            let found = try breach(visit, reader)
            return (found, try found.value.fromChild.flatMap { RecordID($0) }.map { try reader.files(of: $0) } ?? [])
        }
        // Who had seen it: whoever opened the wrong file from when it was there until it was found.
        let whileThere = min(found.since ?? found.foundAt, found.foundAt)...found.foundAt
        let views = try await visit.service.views(ViewFilter(files: wrong, between: whileThere), limit: 100_000).filter {
            !["closed", "hidden"].contains($0.ground)
        }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (due, now) = (try due(found.value, reader), visit.service.now)
            let (codes, staff) = (try reader.codes(), try reader.staffNames())
            let files = try [found.value.fromChild, found.value.toChild].compactMap { $0.flatMap { RecordID($0) } }.filter {
                try reader.opens($0)
            }
            let names = try reader.namesOf(files, on: visit.service.today)
            let rows = Dictionary(grouping: views, by: \.staff).sorted { $0.value.count > $1.value.count }.map { who, all -> [HTML] in
                [
                    "\(who.flatMap { staff[$0] } ?? "Waymark")", "\(all.count)", "\(all.map(\.at).min()?.words)",
                    "\(all.map(\.at).max()?.words)",
                ]
            }
            func file(_ key: String?, _ label: String) -> [SummaryRow] {
                guard let id = key.flatMap({ RecordID($0) }) else { return [] }
                return [SummaryRow(label, names[id].map { link(to: At.child(id), $0.name) } ?? "A file that does not open to you")]
            }
            let shown = Breach.kind.fields.filter { !["from_child", "to_child", "records"].contains($0.name) }.compactMap {
                field -> SummaryRow? in
                let value = field.get(found.value)
                guard !value.isNone else { return nil }
                switch (field.kind, value) {
                case (.code(let list), .text(let token)): return SummaryRow(field.label, "\(codes.label(list, token) ?? token)")
                case (_, .id(let id)): return SummaryRow(field.label, "\(staff[id] ?? "Not known")")
                case (_, .instant(let at)): return SummaryRow(field.label, "\(at.words)")
                case (_, .day(let day)): return SummaryRow(field.label, "\(day.words)")
                case (_, .text(let text)): return SummaryRow(field.label, paragraphs(text))
                default: return nil
                }
            }
            let isOpen = found.closedOn == nil
            let moved = when(
                visit.query("moved") != nil,
                notification("Moved", "The entry is on the right child’s file. Judge the risk now, and who is told."))
            let head = heading(
                codes.label("breach_type", found.type) ?? found.type, caption: "Found \(found.foundAt.words)",
                status: state(found.value, due: due, now: now))
            var body = moved + head
            if isOpen, found.reportedAt == nil, found.notReported == nil {
                let mark = due < now ? tag("Past", .bad) : tag("72 hours", .warning)
                body += inset("<p>Where there is a risk, the Information Commissioner is told by \(due.words) \(mark).</p>")
            }
            body += summaryList(shown + file(found.value.fromChild, "The wrong file") + file(found.value.toChild, "The right file"))
            if isOpen {
                body += buttonGroup([
                    buttonLink(to: At.breach(found.id, part: "edit"), "Judge, tell and change", style: .secondary),
                    buttonLink(to: At.breach(found.id, part: "closing"), "Close it"),
                ])
            }
            if found.value.fromChild != nil {
                let columns = [Column("Who"), Column("Pages", isNumeric: true), Column("First"), Column("Last")]
                body += section(
                    "Who had opened the file meanwhile", id: "seen",
                    table(
                        caption: "People who opened the wrong file while the entry was on it", columns: columns, rows: rows,
                        captionHidden: true, empty: "Nobody, as far as the access log says."))
            }
            return .page(visit, title: "Breach", shows: .list("list", files), crumbs: [crumb], body)
        }
    }

    // MARK: Closing it

    private static func closing(_ visit: Visit, _ reader: Reader) throws -> RecordForm<Breach> {
        var form = RecordForm(Breach.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = ["closed_on", "lessons"]
        form.demanded = ["closed_on": "Say on which day it is closed."]
        return form
    }

    private static func closePage(_ visit: Visit, _ breach: Stored<Breach>, _ form: RecordForm<Breach>, status: Int = 200) -> Reply {
        .page(
            visit, title: "Close the breach", shows: .nobody, status: status, hasErrors: !form.problems.isEmpty,
            crumbs: [crumb, NavItem("Breach", At.breach(breach.id))],
            form.summary + heading("Close the breach")
                + "<p>Your name stands beside it. It is closed once its risk is judged, and it says who was told or why nobody.</p>"
                + sendForm(
                    action: At.breach(breach.id, part: "closing"),
                    form.controls(["closed_on", "lessons"]) + buttonGroup([button("Close it"), link(to: At.breach(breach.id), "Cancel")])))
    }

    private static func close(_ visit: Visit) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "breach.close") { writer in
            let found = try breach(visit, writer.reader)
            guard found.closedOn == nil else { return .see(At.breach(found.id)) }
            var form = try closing(visit, writer.reader)
            form.fill(visit.form)
            var value = form.read(over: found.value, child: nil)
            value.closedBy = visit.person.id
            guard form.problems.isEmpty else { return closePage(visit, found, form, status: 422) }
            try writer.correct(Breach.self, child: nil, id: found.id, from: found.from) { $0 = value }
            return .see(At.breach(found.id))
        }
    }
}
