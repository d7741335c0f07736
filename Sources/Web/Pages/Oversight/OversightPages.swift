import Casework
import HTML
import Practice
import Records

/// A manager's view of the service's work: what is urgent, what waits on a manager, what is late and why, what nobody has looked at (S-STF-05).
/// Each number opens to its list.
enum OversightPages {
    static let routes: [Route] = [
        .get("/oversight", .may(.oversee)) { try await show($0) },
        .get("/oversight/late", .may(.oversee)) { try await OversightLists.late($0) },
        .get("/oversight/unseen", .may(.oversee)) { try await OversightLists.unseen($0) },
        .get("/oversight/assessments", .may(.oversee)) { try await OversightLists.assessments($0) },
        .get("/oversight/late.csv", .may(.oversee)) { try await OversightLists.lateFile($0) },
        .get("/oversight/unseen.csv", .may(.oversee)) { try await OversightLists.unseenFile($0) },
        .get("/oversight/assessments.csv", .may(.oversee)) { try await OversightLists.assessmentsFile($0) },
        .get("/oversight/safeguarding", .may(.oversee)) { try await SafeguardingReport.page($0) },
        .get("/oversight/risks", .may(.oversee)) { try await RiskRegisterPage.show($0) },
        .get("/oversight/risks.csv", .may(.oversee)) { try await RiskRegisterPage.csv($0) },
        .get("/oversight/teams", .may(.oversee)) { try await TeamWorkPage.show($0) },
        .get("/oversight/teams.csv", .may(.oversee)) { try await TeamWorkPage.csv($0) },
    ]

    /// How far back the counts look, in days, and the choices.
    static func days(_ visit: Visit) -> AskedNumber { AskedNumber(days: visit, spans, usual: 91) }
    static let choices = spans.map { Choice(String($0), "The last \($0) days") }
    private static let spans = [30, 91, 182, 365]

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let span = days(visit)
            let days = span.value
            let late = try reader.lateCounts(before: today)
            let lateTotal = late.map(\.count).reduce(0, +)
            let queue = try OversightQueues(reader: reader, today: today)
            let unseen = try OversightCoverage(reader, from: today - days, to: today)
            let missed = try reader.tasks(staff: nil, rules: ["missed_contact"], visibleOn: today, limit: 2000)
            let reoffending = try reader.tasks(staff: nil, rules: ["new_offence_seen"], visibleOn: today, limit: 2000)
            let back = [("days", String(days))]
            let without = unseen.rows.map(\.without).reduce(0, +)
            let asked = try SubjectAccessPages.open(reader)
            let lateAsked = asked.filter { $0.due < today }.count
            let absent = try BoardPages.toRaise(reader, on: today)
            let opened = try reader.glassToReview()
            let agreements = try AgreementPages.register(reader, on: today).asking
            let tiles = [
                FigureTile(visit.urgent.count ?? 0, "urgent concern open", "urgent concerns open", to: At.concerns),
                FigureTile(
                    queue.unallocated.count, "referral not allocated", "referrals not allocated",
                    to: Address("/oversight", fragment: "unallocated")),
                FigureTile(queue.submitted.count, "assessment to countersign", "assessments to countersign", to: At.countersign),
                FigureTile(lateTotal, "task late", "tasks late", to: At.oversight("late")),
                FigureTile(
                    without, "case with no oversight entry", "cases with no oversight entry",
                    note: "Open at some time in the last \(days) days",
                    to: At.oversight("unseen", back)),
                FigureTile(
                    missed.count, "missed contact to follow up", "missed contacts to follow up",
                    to: At.oversight("late", [("rule", "missed_contact"), ("all", "yes")])),
                FigureTile(
                    reoffending.count, "child followed with a new offence", "children followed with a new offence",
                    to: At.oversight("late", [("rule", "new_offence_seen"), ("all", "yes")])),
                FigureTile(
                    opened.count, "file opened with a reason to review", "files opened with a reason to review", to: At.accessReviews),
                FigureTile(
                    asked.count, "subject access request open", "subject access requests open",
                    note: lateAsked > 0 ? "\(lateAsked) past their day" : nil,
                    to: At.subjectAccess),
                FigureTile(
                    absent.count, "board member missing meetings", "board members missing meetings", note: "To be raised by the chair",
                    to: Address(At.board.path, fragment: "raise")),
                FigureTile(
                    agreements.count, "sharing agreement to see to", "sharing agreements to see to",
                    note: "Ended, late for review, or soon", to: At.agreements),
            ]
            let shown =
                queue.children + asked.compactMap(\.request.child) + (missed + reoffending).map(\.child)
                + opened.map(\.child)
            let html = try queue.html(visit)
            return try .page(
                visit, title: "Oversight", shows: .list("list", shown), status: span.status, hasErrors: span.problem != nil
            ) {
                try span.summary + heading("Oversight", caption: "\(today.weekday) \(today.words)") + figureTiles(tiles)
                    + sideways(
                        [
                            NavItem("Not allocated", Address.id("unallocated"), count: queue.unallocated.count),
                            NavItem("To countersign", Address.id("countersign"), count: queue.submitted.count),
                            NavItem("Panel", Address.id("panel")),
                            NavItem("To follow up", Address.id("follow-up"), count: queue.followUps.count),
                            NavItem("Late", Address.id("late"), count: lateTotal),
                            NavItem("No entry", Address.id("unseen"), count: without),
                            NavItem("Assessments due", Address.id("assessments")),
                        ], label: "On this page")
                    + "<p>\(link(to: At.oversight("risks"), "Risk register")) · \(link(to: At.oversight("teams"), "Team performance")) · \(link(to: At.workload, "Workload per full-time post")) · \(link(to: At.duty, "Duty rota")) · \(link(to: At.actions, "Actions")) · \(link(to: At.oversight("safeguarding"), "Safeguarding referrals"))</p>"
                    + html + lateTables(late, names: try reader.staffNames())
                    + coverage(visit, unseen, span) + OversightLists.assessmentTable(reader, unseen, visit, days: days)
            }
        }
    }

    // MARK: Late

    static let titles = Dictionary(Tasks.rules.map { ($0.token, $0.title) }, uniquingKeysWith: { first, _ in first })

    private static func lateTables(_ late: [LateCount], names: [RecordID: String]) -> HTML {
        let byWorker = Dictionary(grouping: late, by: \.staff).map { staff, counts in
            (
                staff: staff, name: staff.flatMap { names[$0] } ?? "Nobody allocated",
                counts: counts.sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
            )
        }.sorted { ($0.name, $0.staff?.description ?? "") < ($1.name, $1.staff?.description ?? "") }
        let ofWorkers = Set(Tasks.tokens(of: .worker))
        func total(_ some: [LateCount]) -> Int { some.map(\.count).reduce(0, +) }
        let rows = byWorker.map { one -> [HTML] in
            let worker = one.staff?.description ?? "nobody"
            let own = total(one.counts.filter { ofWorkers.contains($0.rule) })
            func number(_ count: Int, _ whose: Audience, _ words: String) -> HTML {
                guard count > 0 else { return "0" }
                return link(
                    to: At.oversight("late", [("worker", worker), ("waits", whose.rawValue)]), String(count), about: "\(words), \(one.name)"
                )
            }
            return [
                "\(one.name)", number(own, .worker, "late"), number(total(one.counts) - own, .manager, "waiting on a manager"),
                causeLinks(one.counts, of: worker, one.name),
            ]
        }
        let causes = Dictionary(grouping: late, by: \.rule).map { (rule: $0.key, count: $0.value.map(\.count).reduce(0, +)) }
            .sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
        let causeRows = causes.map { cause -> [HTML] in
            [
                "\(titles[cause.rule] ?? cause.rule)",
                link(
                    to: At.oversight("late", [("rule", cause.rule)]), String(cause.count),
                    about: "late, \(titles[cause.rule] ?? cause.rule)"),
            ]
        }
        let (all, workers) = (total(late), total(late.filter { ofWorkers.contains($0.rule) }))
        return wholeSection(
            "Late, by worker and cause", id: "late",
            when(
                all > 0,
                "<p>\(all) late: \(workers) for workers and \(all - workers) for managers. My day lists what waits on workers, and the first \(HomePage.most) of that.</p>"
            )
                + longTable(
                    caption: "Late tasks by cause", columns: [Column("Cause"), Column("Late", isNumeric: true)], rows: causeRows,
                    first: 3, name: "causes", empty: "Nothing is late.")
                + when(
                    !rows.isEmpty,
                    longTable(
                        caption: "Late tasks by worker of the child, and what of these children waits on a manager",
                        columns: [
                            Column("Worker"), Column("Late", isNumeric: true), Column("Waits on a manager", isNumeric: true),
                            Column("Causes"),
                        ], rows: rows, first: 3, name: "workers"))
        )
    }

    /// The largest cause in sight, the others one press away.
    private static func causeLinks(_ counts: [LateCount], of worker: String, _ name: String) -> HTML {
        let links = counts.map { count in
            link(
                to: At.oversight("late", [("worker", worker), ("rule", count.rule)]), "\(titles[count.rule] ?? count.rule): \(count.count)",
                about: "late, \(name)")
        }
        guard links.count > 2, let first = links.first else { return links.joined(separator: "<br>") }
        return first + details("\(links.count - 1) other causes", links.dropFirst().joined(separator: "<br>"))
    }

    // MARK: Looked at, or not

    private static func coverage(_ visit: Visit, _ unseen: OversightCoverage, _ asked: AskedNumber) -> HTML {
        let days = asked.value
        let rows = unseen.rows.map { row -> [HTML] in
            [
                "\(row.work.rawValue)",
                link(
                    to: At.oversight("unseen", [("days", String(days)), ("work", row.work.rawValue)]), "\(row.without) of \(row.cases)",
                    about: "without an entry, \(row.work.rawValue.lowercased())"),
            ]
        }
        return wholeSection(
            "Cases with no oversight entry", id: "unseen",
            filterForm(action: At.oversight, asked.control("Period", choices))
                + "<p>Children with work of that type open at some time in the period, closed since or not, and how many of them had no entry in it. A child with two types of work counts in both.</p>"
                + table(
                    caption: "Cases with no oversight entry in the period, of all cases, by type of work",
                    columns: [Column("Type of work"), Column("Without an entry", isNumeric: true)], rows: rows, captionHidden: true))
    }
}
