import Casework
import HTML
import Practice
import Records

/// For managers: how timely assessments are by type and stage, how often self-assessments and screens are done, and which are missing
/// (S-ASM-07, S-ASM-08, S-ASM-12, S-ASM-15, S-SAF-01).
enum AssessmentReport {
    /// How many tasks the list of what is late holds.
    private static let most = 500

    static func show(_ visit: Visit) async throws -> Reply {
        let (from, to, problems) = period(visit)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let work = try AssessmentWork(reader)
            let codes = try reader.codes()
            let clock = AssessmentDue(try reader.settings())
            let timely = work.timeliness(from: from, to: to, clock: clock)
            let late = timely.filter { $0.times.completed == nil && $0.times.isLate(on: today) == true }
                .sorted { ($0.times.due ?? today, $0.id) < ($1.times.due ?? today, $1.id) }
            let missing = work.missing
            let everyTask = try reader.tasks(
                staff: nil, rules: ["assess", "assessment_due"], before: today, visibleOn: today, limit: most + 1)
            let undone = Array(everyTask.prefix(most))
            let ids = Array(Set(late.map(\.child) + missing.map(\.child) + undone.map(\.child)))
            let names = Dictionary(try reader.lines(of: ids, on: today).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            let lateRows = notDone(undone, late, work, names: names, codes, visit)
            struct Place: Hashable {
                let child: RecordID
                let stage: String
                let since: Day
            }
            let places = Dictionary(grouping: missing) { Place(child: $0.child, stage: $0.gap.stage, since: $0.gap.since) }
            let missingRows = places.sorted { ($0.key.since, $0.key.child, $0.key.stage) < ($1.key.since, $1.key.child, $1.key.stage) }.map
            {
                place, gaps -> [HTML] in
                let name = names[place.child] ?? "Child"
                let links = Screens.Piece.allCases.filter { piece in gaps.contains { $0.gap.piece == piece } }.map { piece in
                    work.begin(piece, of: place.child, stage: place.stage, about: name, visit)
                }
                return [
                    link(to: At.child(place.child), name), "\(codes.label("assessment_stage", place.stage) ?? place.stage)",
                    "\(place.since.words)", "\(today - place.since)", links.joined(),
                ]
            }
            return .page(visit, title: "Assessments", shows: .list("list", ids), hasErrors: !problems.isEmpty) {
                errorSummary(problems) + heading("Assessments") + filter(visit, from, to, problems)
                    + section("Timeliness", id: "timeliness", timeTable(timely, codes, today, clock))
                    + section(
                        "Past their day and not done", id: "late",
                        "<p>As of today, whatever the period: what the work of each child asks for and has not, begun or not.</p>"
                            + when(everyTask.count > most, "<p class=\"hint\">The first \(most) by their day: there are more.</p>")
                            + table(
                                caption: "Assessments not done by their day, oldest first",
                                columns: ["Child", "Assessment", "Due", "How late", "Begun"].map { Column($0) }, rows: lateRows,
                                captionHidden: true, empty: "None is past its day."))
                    + section("Self-assessments and screens", id: "rates", rates(work.completion(from: from, to: to)))
                    + section("Views used", id: "views", views(work.viewUse(from: from, to: to), codes, today))
                    + section(
                        "Missing now", id: "missing",
                        table(
                            caption: "Missing in cases that run, longest first",
                            columns: ["Child", "Stage", "Since", "Days", "What is missing"].map { Column($0, isNumeric: $0 == "Days") },
                            rows: missingRows, captionHidden: true, empty: "Nothing is missing."))
            }
        }
    }

    /// What is late, by the clocks of each child's work; then what was begun late beside those, such as a review nobody has to make
    /// (S-ASM-15). The worst are those never begun: they are no assessment yet, and stood in no list of assessments.
    private static func notDone(
        _ undone: [DueTask], _ late: [AssessmentWork.Line], _ work: AssessmentWork, names: [RecordID: String], _ codes: Codes,
        _ visit: Visit
    ) -> [[HTML]] {
        struct Row {
            let due: Day
            let child: RecordID
            let cells: [HTML]
        }
        let today = visit.service.today
        func begun(_ child: RecordID, _ id: RecordID, _ on: Day?) -> HTML {
            link(to: At.assessment(child, id), on.map { "Begun \($0.words)" } ?? "Begun", about: "for \(names[child] ?? "the child")")
        }
        let asked = undone.map { task -> Row in
            let open = work.open(of: task.child)
            return Row(
                due: task.dueOn, child: task.child,
                cells: [
                    link(to: DueLink.record(task, visit.person.access), task.name), "\(task.title)", "\(task.dueOn.words)",
                    dueTag(task.dueOn, today), open.map { begun(task.child, $0.id, $0.startedOn) } ?? tag("Not begun", .bad),
                ])
        }
        let children = Set(undone.map(\.child))
        let others = late.filter { !children.contains($0.child) }.map { one -> Row in
            let due = one.times.due ?? today
            let stage = codes.label("assessment_stage", one.assessment.stage).map { ", \($0.lowercasedFirst)" } ?? ""
            return Row(
                due: due, child: one.child,
                cells: [
                    link(to: At.child(one.child), names[one.child] ?? "Child"),
                    "\(codes.label("assessment_type", one.assessment.type) ?? "Assessment")\(stage)", "\(due.words)", dueTag(due, today),
                    begun(one.child, one.id, one.assessment.startedOn),
                ])
        }
        return (asked + others).sorted { ($0.due, $0.child) < ($1.due, $1.child) }.map(\.cells)
    }

    /// The twelve months to today unless asked otherwise; a day that cannot be read is told and left out.
    private static func period(_ visit: Visit) -> (Day, Day, [ErrorItem]) {
        let today = visit.service.today
        var problems: [ErrorItem] = []
        func day(_ name: String, _ label: String, _ standard: Day) -> Day {
            guard let text = visit.query(name) else { return standard }
            if let day = Day(iso: text) ?? Day(typed: text) { return day }
            problems.append(ErrorItem(field: name, "\(label) must be a real date, like 21/11/2026."))
            return standard
        }
        let from = day("from", "From", today.adding(months: -12))
        let to = day("to", "To", today)
        return (from, to, problems)
    }

    private static func filter(_ visit: Visit, _ from: Day, _ to: Day, _ problems: [ErrorItem]) -> HTML {
        func box(_ id: String, _ label: String, _ day: Day) -> FieldControl {
            FieldControl(
                id: id, label: label, kind: .day, error: problems.first { $0.field == id }?.message, value: visit.query(id) ?? day.typed)
        }
        return filterForm(
            action: At.assessments, label: "Period", button: "Show",
            "<p>Assessments begun, and referrals received, in these days.</p>" + fields([box("from", "From", from), box("to", "To", to)]))
    }

    private static func timeTable(_ all: [AssessmentWork.Line], _ codes: Codes, _ today: Day, _ clock: AssessmentDue) -> HTML {
        struct Key: Hashable { let type: String, stage: String }
        let groups = Dictionary(grouping: all) { Key(type: $0.assessment.type ?? "", stage: $0.assessment.stage ?? "") }
        let rows = groups.sorted { ($0.key.type, $0.key.stage) < ($1.key.type, $1.key.stage) }.map { key, lines -> [HTML] in
            let done = lines.filter { $0.times.completed != nil }
            let dated = done.filter { $0.times.due != nil }
            let days = done.compactMap { $0.times.days(on: today) }.sorted()
            let onTime = dated.filter { $0.times.isLate(on: today) == false }.count
            let signed = lines.filter { $0.assessment.state == .countersigned }.count
            return [
                "\(codes.label("assessment_type", key.type) ?? key.type), \(codes.label("assessment_stage", key.stage)?.lowercasedFirst ?? "no stage")",
                "\(lines.count)", "\(done.count)", "\(signed)", "\(median(days))",
                dated.isEmpty ? "No due day" : "\(onTime) of \(dated.count)",
            ]
        }
        let (start, review) = (Settings.assess.counted(clock.startWorkingDays), Settings.assessReview.counted(clock.reviewMonths))
        return table(
            caption:
                "By type and stage. Due: at the start, \(start) from the referral; a review, \(review) after the last; a change, \(start); at the end, the programme’s last day.",
            columns: ["Type and stage", "Begun", "Completed", "Countersigned", "Days, median", "On time"].map {
                Column($0, isNumeric: $0 != "Type and stage")
            },
            rows: rows, empty: "No assessment was begun in these days.")
    }

    private static func median(_ days: [Int]) -> String {
        guard !days.isEmpty else { return "–" }
        let middle = days.count / 2
        if days.count % 2 == 1 { return String(days[middle]) }
        let sum = days[middle - 1] + days[middle]
        return sum % 2 == 0 ? String(sum / 2) : "\(sum / 2).5"
    }

    private static func views(_ counts: [(whose: String, of: [String: Int])], _ codes: Codes, _ today: Day) -> HTML {
        let uses = codes.inForce("view_use", on: today)
        return table(
            caption: "What managers answered when they countersigned, of assessments countersigned in these days",
            columns: [Column("Whose views")] + uses.map { Column($0.label, isNumeric: true) },
            rows: counts.map { whose, of in
                let all = of.values.reduce(0, +)
                return ["\(whose)"] + uses.map { "\(of[$0.token, default: 0]) of \(all)" }
            })
    }

    private static func rates(_ counts: [(piece: Screens.Piece, done: Int, of: Int)]) -> HTML {
        table(
            caption: "Done at the start, of referrals received in these days and not declined",
            columns: [Column("What"), Column("Done", isNumeric: true), Column("Rate", isNumeric: true)],
            rows: counts.map {
                ["\($0.piece.title)", "\($0.done) of \($0.of)", $0.of == 0 ? "–" : "\(($0.done * 100 + $0.of / 2) / $0.of)%"]
            })
    }
}

/// Assessments, referrals and programmes of the whole service, child by child: what the report counts.
struct AssessmentWork {
    struct Line {
        let child: RecordID
        let id: RecordID
        let assessment: Assessment
        let times: Timeliness
    }

    private let assessments: [RecordID: [Stored<Assessment>]]
    private let referrals: [RecordID: [Stored<Referral>]]
    private let programmes: [RecordID: [Stored<Programme>]]
    private let forms: Questionnaires

    init(_ reader: Reader) throws {
        func byChild<R>(_ all: [Stored<R>]) -> [RecordID: [Stored<R>]] { Dictionary(grouping: all) { $0.child ?? $0.id } }
        forms = try reader.questionnaires()
        assessments = byChild(try reader.everywhere(Assessment.self, only: CountersignQueue.listed))
        referrals = byChild(
            try reader.everywhere(
                Referral.self, only: ["received_date", "closed_date", "accepted", "admission", "admission_now", "decision_date"]))
        programmes = byChild(try reader.everywhere(Programme.self, only: ["start_date", "end_date", "disposal", "referral_ref"]))
    }

    /// Every assessment that judges, begun (or if that is not known completed) in the period, with its due day.
    func timeliness(from: Day, to: Day, clock: AssessmentDue) -> [Line] {
        assessments.flatMap { child, own -> [Line] in
            let entries = own.map(\.entry)
            return own.filter { Assessments.isJudging($0.value) }.compactMap { one in
                guard let began = one.startedOn ?? one.completedOn, began >= from, began <= to else { return nil }
                let referral = one.value.referral.flatMap { id in referrals[child]?.first { $0.id == id }?.value }
                let end = programmes[child]?.filter { $0.value.referral == one.value.referral }.compactMap(\.value.endDate).max()
                let due = clock.due(
                    one.value, referral: referral, previous: Assessments.previous(to: one.id, in: entries)?.completedOn, programmeEnd: end)
                return Line(
                    child: child, id: one.id, assessment: one.value,
                    times: Timeliness(started: one.startedOn, completed: one.completedOn, due: due))
            }
        }
    }

    /// The newest of a child's that judges, begun and not completed.
    func open(of child: RecordID) -> Stored<Assessment>? {
        (assessments[child] ?? []).last { Assessments.isJudging($0.value) && $0.completedOn == nil }
    }

    /// How the views of child and parent were used, as those who countersigned in a period answered; those not asked are not counted.
    func viewUse(from: Day, to: Day) -> [(whose: String, of: [String: Int])] {
        let signed = assessments.values.flatMap { $0 }.filter { $0.countersignedOn.map { $0 >= from && $0 <= to } ?? false }
        func counted(_ used: (Stored<Assessment>) -> String?) -> [String: Int] {
            Dictionary(signed.compactMap(used).map { ($0, 1) }, uniquingKeysWith: +)
        }
        return [("The child", counted { $0.childViewUsed }), ("Parent or carer", counted { $0.parentViewUsed })]
    }

    private func stages(_ child: RecordID, _ chosen: [Stored<Referral>]) -> [(gap: Screens.Gap, isDone: Bool)] {
        Screens.stages(referrals: chosen.map(\.entry), assessments: (assessments[child] ?? []).map(\.entry), forms: forms)
    }

    /// One press begins what is missing, or leads back into it.
    func begin(_ piece: Screens.Piece, of child: RecordID, stage: String, about name: String, _ visit: Visit) -> HTML {
        AssessmentStart.way(
            piece.title, goOn: "Go on: \(piece.title.lowercasedFirst)", about: name, child: child,
            form: forms.form(for: piece.rawValue, on: visit.service.today), type: piece.type, stage: stage, referral: nil,
            in: (assessments[child] ?? []).map(\.entry), visit)
    }

    /// Of the referrals received in a period and not declined: how many had each piece done at the start.
    func completion(from: Day, to: Day) -> [(piece: Screens.Piece, done: Int, of: Int)] {
        let all = referrals.flatMap { child, own in
            stages(child, own.filter { $0.receivedDate >= from && $0.receivedDate <= to }).filter { $0.gap.stage == "START" }
        }
        return Screens.Piece.allCases.map { piece in
            let own = all.filter { $0.gap.piece == piece }
            return (piece, own.filter(\.isDone).count, own.count)
        }
    }

    /// What is missing in cases that run: a referral that is not closed.
    var missing: [(child: RecordID, gap: Screens.Gap)] {
        referrals.flatMap { child, own -> [(child: RecordID, gap: Screens.Gap)] in
            let open = own.filter { $0.closedDate == nil && $0.accepted != false }
            guard !open.isEmpty else { return [] }
            return stages(child, open).filter { !$0.isDone }.map { (child, $0.gap) }
        }
    }
}
