import Casework
import HTML
import Practice
import Records

/// The lists behind the numbers of the oversight page.
enum OversightLists {
    // MARK: Late

    private static let perPage = 100

    static func late(_ visit: Visit) async throws -> Reply {
        let (worker, rule) = (visit.query("worker"), visit.query("rule"))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let all = try lateTasks(reader, visit, limit: 500)
            let (number, pages) = visit.page(of: all.count, each: perPage)
            let tasks = Array(all.dropFirst((number - 1) * perPage).prefix(perPage))
            let (names, begun) = (try reader.staffNames(), try BegunScreens(reader, tasks, on: today))
            let rows = tasks.map { task -> [HTML] in
                [
                    link(to: At.child(task.child), task.name), DueLink.way(task, begun, visit),
                    dueWords(task.dueOn, today), "\(DueLink.waitsOn(task, names))",
                    "\(task.staff.flatMap { names[$0] } ?? "Nobody allocated")", "\(task.basis)",
                ]
            }
            let kept = asked(visit, ["worker", "rule", "waits", "all"])
            let whose = worker == "nobody" ? "Nobody allocated" : worker.flatMap(RecordID.init).flatMap { names[$0] }
            let what = rule.flatMap { OversightPages.titles[$0] }
            let choices = [Choice("", "Any")] + Tasks.rules.map { Choice($0.token, $0.title) }
            let waits = [
                Choice("", "Anybody"), Choice(Audience.worker.rawValue, "The worker, or whom they need"),
                Choice(Audience.manager.rawValue, "A manager"),
            ]
            let workers =
                [Choice("", "Anybody"), Choice("nobody", "Nobody")] + (try reader.staffByName()).map { Choice($0.id.description, $0.name) }
            return .page(
                visit, title: "Late", shows: .list("list", tasks.map(\.child)), crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                heading("Late", caption: [whose, what].compactMap { $0 }.joined(separator: " · "))
                    + filterForm(
                        action: At.oversight("late"),
                        fields([
                            FieldControl(id: "worker", label: "Worker", kind: .choice(workers), value: worker ?? "", isRequired: false),
                            FieldControl(id: "rule", label: "Cause", kind: .choice(choices), value: rule ?? "", isRequired: false),
                            FieldControl(
                                id: "waits", label: "Waits on", kind: .choice(waits), value: visit.query("waits") ?? "", isRequired: false),
                        ]))
                    + "<p>\(all.count == 500 ? "The first " : "")\(all.count.counted("task")).</p>"
                    + table(
                        caption: "Tasks, the latest first",
                        columns: ["Child", "Task", "Due", "Waits on", "Worker", "Why then"].map { Column($0, isWide: $0 == "Why then") },
                        rows: rows, captionHidden: true, empty: "Nothing is late.")
                    + pagination(page: number, of: pages, summary: "Page \(number) of \(pages)") { page in
                        At.oversight("late", kept + [("page", String(page))])
                    } + spreadsheetLink("/oversight/late", kept)
            }
        }
    }

    // MARK: Nobody looked at

    static func unseen(_ visit: Visit) async throws -> Reply {
        let days = OversightPages.days(visit)
        guard days.problem == nil else { return .see(days.asked(at: At.oversight)) }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (today, days) = (visit.service.today, days.value)
            let coverage = try OversightCoverage(reader, from: today - days, to: today)
            let all = unseenPairs(coverage, visit)
            let lines = try reader.namesOf(all.map(\.child), on: today)
            let names = try reader.staffNames()
            let pairs = inOrder(all, coverage, lines).prefix(500)
            let rows = pairs.map { pair -> [HTML] in
                let name = lines[pair.child]?.name ?? "Name not known"
                return [
                    link(to: At.child(pair.child), name), "\(pair.work.rawValue)",
                    "\(lines[pair.child]?.worker.flatMap { names[$0] } ?? "Nobody")", "\(coverage.last[pair.child]?.words ?? "Never")",
                    link(to: At.newRecord(pair.child, AnyKind(Oversight.self)), "Write an entry", about: name),
                ]
            }
            return .page(
                visit, title: "No oversight entry", shows: .list("list", pairs.map(\.child)), crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                heading("Cases with no oversight entry", caption: "In the last \(days) days")
                    + "<p>Every case that was open at some time in those days, those closed since among them.</p>"
                    + cutNote(pairs.count, of: all.count)
                    + table(
                        caption: "Those longest without one first",
                        columns: ["Child", "Work", "Worker", "Last entry", "Next"].map { Column($0) }, rows: rows,
                        empty: "Every case was looked at.")
                    + spreadsheetLink("/oversight/unseen", asked(visit, ["days", "work"]))
            }
        }
    }

    // MARK: Assessments on time

    static func clocks(_ reader: Reader, _ children: [RecordID], from: Day, to: Day) throws -> [(
        child: RecordID, clock: AssessmentClock
    )] {
        let (settings, options) = (try reader.settings(), try reader.outOfCourtOptions())
        var found: [(RecordID, AssessmentClock)] = []
        try reader.caseFiles(AssessmentClock.needs, of: children) { file in
            found += AssessmentClock.all(file, settings: settings, options: options).filter { from <= $0.due && $0.due <= to }.map {
                (file.child.id, $0)
            }
        }
        return found
    }

    static func isOnTime(_ clock: AssessmentClock) -> Bool { clock.doneOn.map { $0 <= clock.due } ?? false }

    /// The completion report: of the assessments due in the period, how many were done by their day.
    static func assessmentTable(_ reader: Reader, _ coverage: OversightCoverage, _ visit: Visit, days: Int) throws -> HTML {
        let all = try clocks(reader, coverage.everybody, from: coverage.from, to: visit.service.today)
        let rows = AssessmentClock.Work.allCases.flatMap { work in
            AssessmentClock.Stage.allCases.compactMap { stage -> [HTML]? in
                let due = all.filter { $0.clock.work == work && $0.clock.stage == stage }.map(\.clock)
                guard !due.isEmpty else { return nil }
                let query = [("days", String(days)), ("work", work.rawValue), ("stage", stage.rawValue)]
                return [
                    "\(work.rawValue), \(stage.rawValue.lowercased())",
                    link(
                        to: At.oversight("assessments", query), "\(due.filter(isOnTime).count) of \(due.count)",
                        about: "on time, \(work.rawValue.lowercased())"), "\(due.filter { $0.doneOn == nil }.count)",
                ]
            }
        }
        return wholeSection(
            "Assessments due in the period", id: "assessments",
            table(
                caption: "Assessments due in the last \(days) days, and done by their day",
                columns: [Column("Work"), Column("On time", isNumeric: true), Column("Not done yet", isNumeric: true)], rows: rows,
                captionHidden: true, empty: "No assessment was due."))
    }

    static func assessments(_ visit: Visit) async throws -> Reply {
        let days = OversightPages.days(visit)
        guard days.problem == nil else { return .see(days.asked(at: At.oversight)) }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (today, days) = (visit.service.today, days.value)
            let coverage = try OversightCoverage(reader, from: today - days, to: today)
            let all = try dueClocks(reader, coverage, visit)
            let found = all.prefix(500)
            let lines = try reader.namesOf(found.map(\.child), on: today)
            let rows = found.map { one -> [HTML] in
                [
                    link(to: At.child(one.child), lines[one.child]?.name ?? "Name not known"), "\(one.clock.work.rawValue)",
                    "\(one.clock.stage.rawValue)", "\(one.clock.due.words)", "\(one.clock.doneOn?.words ?? "Not yet")",
                    isOnTime(one.clock) ? tag("On time", .good) : one.clock.doneOn == nil ? tag("Not done", .bad) : tag("Late", .warning),
                ]
            }
            return .page(
                visit, title: "Assessments due", shows: .list("list", found.map(\.child)), crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                heading("Assessments due", caption: "In the last \(days) days") + cutNote(found.count, of: all.count)
                    + table(
                        caption: "By the day they were due",
                        columns: ["Child", "Work", "Stage", "Due", "Done", "State"].map { Column($0) },
                        rows: rows, empty: "None was due.")
                    + spreadsheetLink("/oversight/assessments", asked(visit, ["days", "work", "stage"]))
            }
        }
    }
}
