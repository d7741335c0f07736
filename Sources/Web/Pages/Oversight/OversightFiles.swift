import Casework
import HTML
import Practice
import Records

/// The lists of oversight as spreadsheets: whole where the page shows the first five hundred (S-INF-05).
extension OversightLists {
    /// What of the address asks for this list, for the same list as a file.
    static func asked(_ visit: Visit, _ names: [String]) -> [(String, String)] {
        names.compactMap { name in visit.query(name).map { (name, $0) } }
    }

    private static let most = 100_000

    // MARK: Late

    static func lateTasks(_ reader: Reader, _ visit: Visit, limit: Int) throws -> [DueTask] {
        let (worker, rule, today) = (visit.query("worker"), visit.query("rule"), visit.service.today)
        let audience = visit.query("waits").flatMap { Audience(rawValue: $0) }.map { Tasks.tokens(of: $0) }
        let rules: [String]? = rule.map { one in audience?.filter { $0 == one } ?? [one] } ?? audience
        // A cause that waits on nobody of those asked for: there is none.
        guard rules?.isEmpty != true else { return [] }
        return try reader.tasks(
            staff: worker.flatMap(RecordID.init), rules: rules, nobodys: worker == "nobody",
            before: visit.query("all") == "yes" ? nil : today, visibleOn: today, limit: limit)
    }

    static func lateFile(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let tasks = try lateTasks(reader, visit, limit: most)
            let names = try reader.staffNames()
            let rows = tasks.map { task in
                [
                    task.name, task.title, task.dueOn.iso, String(max(0, visit.service.today - task.dueOn)),
                    DueLink.waitsOn(task, names), task.staff.flatMap { names[$0] } ?? "Nobody allocated", task.basis,
                ]
            }
            return .spreadsheet(
                "late", of: tasks.map(\.child), [["Child", "Task", "Due", "Days late", "Waits on", "Worker", "Why then"]] + rows)
        }
    }

    // MARK: Nobody looked at

    typealias Unseen = (work: AssessmentClock.Work, child: RecordID)

    static func unseenPairs(_ coverage: OversightCoverage, _ visit: Visit) -> [Unseen] {
        let works = AssessmentClock.Work.allCases.filter { work in visit.query("work").map { $0 == work.rawValue } ?? true }
        return works.flatMap { work in coverage.without(work).map { (work: work, child: $0) } }
    }

    /// Those longest without an entry first.
    static func inOrder(_ pairs: [Unseen], _ coverage: OversightCoverage, _ lines: [RecordID: ChildLine]) -> [Unseen] {
        pairs.sorted {
            (coverage.last[$0.child] ?? .unset, lines[$0.child]?.name ?? "") < (
                coverage.last[$1.child] ?? .unset, lines[$1.child]?.name ?? ""
            )
        }
    }

    static func unseenFile(_ visit: Visit) async throws -> Reply {
        let days = OversightPages.days(visit)
        guard days.problem == nil else { return .see(days.asked(at: At.oversight)) }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (today, days) = (visit.service.today, days.value)
            let coverage = try OversightCoverage(reader, from: today - days, to: today)
            let pairs = unseenPairs(coverage, visit)
            let lines = try reader.namesOf(pairs.map(\.child), on: today)
            let names = try reader.staffNames()
            let rows = inOrder(pairs, coverage, lines).map { pair in
                [
                    lines[pair.child]?.name ?? "Name not known", pair.work.rawValue,
                    lines[pair.child]?.worker.flatMap { names[$0] } ?? "Nobody", coverage.last[pair.child]?.iso ?? "Never",
                ]
            }
            return .spreadsheet("unseen", of: pairs.map(\.child), [["Child", "Work", "Worker", "Last entry"]] + rows)
        }
    }

    // MARK: Assessments due

    static func dueClocks(_ reader: Reader, _ coverage: OversightCoverage, _ visit: Visit) throws -> [(
        child: RecordID, clock: AssessmentClock
    )] {
        let (work, stage) = (visit.query("work"), visit.query("stage"))
        return try clocks(reader, coverage.everybody, from: coverage.from, to: visit.service.today).filter {
            (work == nil || $0.clock.work.rawValue == work) && (stage == nil || $0.clock.stage.rawValue == stage)
        }.sorted { ($0.clock.due, $0.child) < ($1.clock.due, $1.child) }
    }

    static func assessmentsFile(_ visit: Visit) async throws -> Reply {
        let days = OversightPages.days(visit)
        guard days.problem == nil else { return .see(days.asked(at: At.oversight)) }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (today, days) = (visit.service.today, days.value)
            let found = try dueClocks(reader, try OversightCoverage(reader, from: today - days, to: today), visit)
            let lines = try reader.namesOf(found.map(\.child), on: today)
            let rows = found.map { one in
                [
                    lines[one.child]?.name ?? "Name not known", one.clock.work.rawValue, one.clock.stage.rawValue, one.clock.due.iso,
                    one.clock.doneOn?.iso ?? "", isOnTime(one.clock) ? "On time" : one.clock.doneOn == nil ? "Not done" : "Late",
                ]
            }
            return .spreadsheet("assessments", of: found.map(\.child), [["Child", "Work", "Stage", "Due", "Done", "State"]] + rows)
        }
    }
}
