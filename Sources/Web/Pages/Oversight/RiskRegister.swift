import Casework
import Practice
import Records

/// Every open child whose file opens to the reader, with the judgements that stand, alerts, urgent concerns and the review that is due first:
/// those in most danger first (S-INF-05, S-RSK-05).
struct RiskRegister {
    struct Line {
        let child: ChildLine
        let judged: Assessments.Judgements?
        let alerts: [Entry<Alert>]
        let concerns: [Entry<Concern>]
        /// Actions not done, and how many of them are past their day.
        let actions: (open: Int, late: Int)
        /// The last entry a manager wrote.
        let lookedAt: Day?
        /// Of assessments, alerts and concerns, what is to be looked at again first.
        let review: DueTask?

        /// The highest of the three judgements; nil while nothing is judged.
        var level: String? {
            [judged?.safetyWellbeing, judged?.seriousHarm, judged?.reoffending].compactMap { $0 }.max {
                CountersignQueue.rank($0) < CountersignQueue.rank($1)
            }
        }
        fileprivate var weight: Int { level.map(CountersignQueue.rank) ?? -1 }

        func isOverdue(on day: Day) -> Bool { review.map { $0.dueOn < day } ?? false }
    }

    /// Stands in an address for those nobody has judged.
    static let unjudged = "NOT_JUDGED"
    /// The tasks that ask for a risk to be looked at again.
    static let reviews = ["assess", "assessment_due", "six_week_review", "alert_review", "concern_review"]
    private static let needs: [Need] = [
        Need(
            Assessment.self, "type", "completed_on", "countersigned_on", "submitted_on", "returned_on", "reoffending", "serious_harm",
            "safety_wellbeing"),
        Need(Alert.self, "type", "level", "start_date", "end_date", "review_date"), Need(Concern.self, "type", "raised_at", "closed_on"),
        Need(Action.self, "due_on", "done_on"), Need(Oversight.self, "held_on"),
    ]

    let lines: [Line]
    /// Open files that are restricted and not open to the reader.
    let closed: Int

    init(_ reader: Reader, _ filter: ChildFilter, on today: Day) throws {
        let (found, _) = try reader.children(filter, on: today, offset: 0, limit: 1_000_000)
        let open = Dictionary(found.filter { !$0.isClosed }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        closed = found.count - open.count
        let tasks = try reader.tasks(staff: nil, rules: Self.reviews, ahead: true, visibleOn: today, limit: 1_000_000)
        let first = Dictionary(tasks.map { ($0.child, $0) }, uniquingKeysWith: { first, _ in first })
        var lines: [Line] = []
        try reader.caseFiles(Self.needs, of: Array(open.keys)) { file in
            guard let child = open[file.child.id] else { return }
            let actions = file[Action.self].filter { $0.doneOn == nil }
            lines.append(
                Line(
                    child: child, judged: Assessments.judgements(file[Assessment.self], on: today),
                    alerts: file[Alert.self].filter { $0.value.isActive(on: today) }, concerns: file[Concern.self].filter(\.value.isOpen),
                    actions: (actions.count, actions.count { $0.dueOn < today }), lookedAt: file[Oversight.self].map(\.value.heldOn).max(),
                    review: first[child.id]))
        }
        let order = Dictionary(found.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.lines = lines.sorted { one, other in
            if one.concerns.isEmpty != other.concerns.isEmpty { return other.concerns.isEmpty }
            if one.weight != other.weight { return one.weight > other.weight }
            return (order[one.child.id] ?? 0) < (order[other.child.id] ?? 0)
        }
    }

    /// The lines of a level and of reviews that are overdue, where either is asked for.
    func shown(level: String?, overdueOn day: Day?) -> [Line] {
        lines.filter { line in
            (level.map { $0 == line.level ?? Self.unjudged } ?? true) && (day.map { line.isOverdue(on: $0) } ?? true)
        }
    }
}
