import Casework

/// Something to do on a child's file, with its day. Never "overdue": a list compares `dueOn` with its own day.
///
/// In a module that also starts concurrent work, write `Practice.Task` for this one and `_Concurrency.Task` for the other.
public struct Task: Sendable, Hashable {
    /// Token of the rule that asks for it.
    public let rule: String
    /// The record it is about; of one rule a record has at most one task.
    public let record: RecordID
    /// What to do, in a few words that name nobody.
    public let title: String
    /// What the rule rests on.
    public let basis: String
    public let visibleFrom: Day
    public let dueOn: Day
    /// After this day it need not be shown (the programme has ended, the birthday is past); nil while it stands until done.
    public let visibleUntil: Day?
    /// Who is to do it: the worker who holds the case on the day; nil when nobody does.
    public let staff: RecordID?
}

/// Whose list a task stands on.
public enum Audience: String, Sendable { case worker, manager }

/// A rule that asks for tasks.
public struct TaskRule: Sendable {
    public let token: String
    public let title: String
    public let audience: Audience
    let basis: TaskBasis
    /// The clocks it reads.
    public let settings: [SettingDefinition]
    public let needs: [Need]
    /// The kinds it reads.
    let kinds: Set<String>
    let find: @Sendable (TaskRule, Situation) -> [Task]

    init(
        _ token: String, _ title: String, audience: Audience = .worker, basis: TaskBasis, settings: [SettingDefinition], needs: [Need],
        find: @escaping @Sendable (TaskRule, Situation) -> [Task]
    ) {
        self.token = token
        self.title = title
        self.audience = audience
        self.basis = basis
        self.settings = settings
        self.needs = needs
        kinds = Set(needs.map(\.kind.name))
        self.find = find
    }

    /// A task of this rule; it is shown `notice` days before its day unless `from` says otherwise.
    /// - Parameter slip: why it is later than its clock; the clock does not pause, the reason stands beside it.
    func task(
        _ situation: Situation, _ record: RecordID, due: Day, from: Day? = nil, until: Day? = nil, title: String? = nil,
        staff: RecordID?? = nil, slip: String? = nil
    ) -> Task {
        let words = basis.words(situation.settings)
        return Task(
            rule: token, record: record, title: title ?? self.title, basis: slip.map { "\(words) Why it is late: \($0)" } ?? words,
            visibleFrom: min(due, from ?? due - situation.settings.noticeDays), dueOn: due, visibleUntil: until,
            staff: staff ?? situation.worker)
    }
}

/// What every rule looks at: the file, the clocks, and what several rules ask of the file.
struct Situation: Sendable {
    let file: CaseFile
    let settings: Settings
    let work: Work
    let worker: RecordID?
    /// The days panels sit: they are the service's records, not the child's.
    let panels: [RecordID: Day]
    let lists: ServiceLists
}

/// The lists a service works with, as its own rows have changed them: what it may offer out of court, what its codes are called, and its
/// questionnaires.
public struct ServiceLists: Sendable {
    public let options: OutOfCourtOptions
    public let codes: Codes
    public let forms: Questionnaires

    public init(options: OutOfCourtOptions, codes: Codes, forms: Questionnaires) {
        (self.options, self.codes, self.forms) = (options, codes, forms)
    }
}

/// What is to be done on a child's file.
public enum Tasks {
    /// Every rule, in the order of the documents.
    public static let rules: [TaskRule] = [
        .appointment, .referralUnallocated, .missedContact, .appointmentUnmarked, .contactHeadings, .entryGap, .alertReview, .exitPlanning,
        .turning18,
        .characteristics, .offenceCategory,
        .assess, .decide, .wholeProcess, .afterDecision, .countersign, .writeReport, .panelReport, .tellPolice, .agenciesAsked,
        .agencyCheck,
        .safeguardingChase, .feedback, .knifePlan, .planAgreed, .sixWeekReview,
        .programmeTooLong, .documentMissing, .oversightDue, .actionDue, .exploitationScreen, .concernReview, .assessmentDue, .transfer,
        .newOffence, .newOffenceSeen, .closeWork,
    ]

    /// The rules whose tasks stand on that list.
    public static func tokens(of audience: Audience) -> [String] { rules.filter { $0.audience == audience }.map(\.token) }

    /// What stands until done though the child's work has ended: an assessment sent is signed or sent back all the same, and a new offence
    /// of a child who is followed matters no less.
    public static let afterWork = ["countersign", "new_offence_seen"]

    /// Kinds and fields the rules read; a kind may be there more than once, with other fields.
    public static let needs = needs(of: rules)

    /// What some of the rules read, and what every rule rests on.
    public static func needs(of rules: [TaskRule]) -> [Need] { common + rules.flatMap(\.needs) }

    /// When work runs and whose it is: any rule may ask that of the file.
    private static let common: [Need] = Work.needs + [Need(Allocation.self, "staff", "part", "start_date", "end_date")]
    private static let commonKinds = Set(common.map(\.kind.name) + ["child"])

    /// The rules whose tasks may be others once records of these kinds have changed; nil when that is all of them.
    public static func rules(reading kinds: Set<String>) -> [TaskRule]? {
        guard kinds.isDisjoint(with: commonKinds) else { return nil }
        return rules.filter { !$0.kinds.isDisjoint(with: kinds) }
    }

    /// Every task of a file, also those not to be shown yet, by day. The day chooses only the worker and leaves out what need no longer
    /// be shown, so what was found yesterday still holds today.
    public static func due(
        _ file: CaseFile, settings: Settings, lists: ServiceLists, panels: [RecordID: Day] = [:], on day: Day, rules: [TaskRule] = rules
    ) -> [Task] {
        if file.child.deleted == true { return [] }
        let worker = Workers.current(file[Allocation.self].map(\.value), on: day)
        let situation = Situation(
            file: file, settings: settings, work: Work(file), worker: worker.flatMap { $0.isActive(on: day) ? $0.staff : nil },
            panels: panels, lists: lists)
        return rules.flatMap { $0.find($0, situation) }
            .filter { ($0.visibleUntil ?? day) >= day }
            .sorted { ($0.dueOn, $0.rule, $0.record) < ($1.dueOn, $1.rule, $1.record) }
    }
}
