import Casework

/// One thing the return must hold to: what it asks of a child's file, who mends it, and which fields it is about. Each is a file in Rules/; how
/// hard it is, and from when to when, are rows of the code list `return_rule`.
public struct ReturnRule: Sendable {
    /// As the code list names it.
    public let id: String
    public let title: String
    /// Who mends what it finds: the part in the allocation of the child.
    public let owner: Owner
    /// The kind of record that is mended.
    public let kind: AnyKind
    /// The fields of that kind a finding is about.
    public let fields: Set<String>
    let find: @Sendable (CaseFile, ReturnAsk) -> [Spot]

    /// Where a rule finds something.
    struct Spot: Sendable {
        /// Nil where the record is missing.
        let record: RecordID?
        let sentence: String

        init(_ record: RecordID?, _ sentence: String) { (self.record, self.sentence) = (record, sentence) }
    }

    public enum Owner: String, Sendable {
        case caseManager = "CASE_MANAGER"
        case victimWorker = "VICTIM_WORKER"
    }

    init<R: RecordKind>(
        _ id: String, _ title: String, owner: Owner = .caseManager, _ type: R.Type, _ fields: Set<String>,
        find: @escaping @Sendable (CaseFile, ReturnAsk) -> [Spot]
    ) {
        (self.id, self.title, self.owner, self.fields, self.find) = (id, title, owner, fields, find)
        kind = AnyKind(type)
    }

    /// Every rule there is, in the order they are shown. A new one is a file in Rules/, its name here and its row in the code list.
    public static let all: [ReturnRule] = [
        .dateOfBirth, .sex, .ethnicity, .ageAtOffence, .offenceCategory, .seriousness, .outcomeNotKnown, .outcomeOrder, .outcomeCode,
        .interimCode,
        .residence, .firstHearing, .programmeStart, .programmeOffences, .programmeEnd, .completion, .referral, .accommodation, .education,
        .learningNeeds, .healthNeed, .victimConsent, .plea, .policeBail, .parenting, .immigrationStatus,
        .breachedProgramme, .assessmentProgramme,
    ]

    public static func named(_ id: String) -> ReturnRule? { all.first { $0.id == id } }

    /// The rules in force for a return, each with how hard it is.
    public static func inForce(_ ask: ReturnAsk) -> [(ReturnRule, ReturnSeverity)] {
        all.compactMap { rule in ask.severity(rule.id).map { (rule, $0) } }
    }

    func findings(_ file: CaseFile, _ ask: ReturnAsk, _ severity: ReturnSeverity) -> [ReturnFinding] {
        let worker = file[Allocation.self].filter { $0.part == owner.rawValue && $0.value.isActive(on: ask.today) }
            .max { ($0.startDate, $0.ref) < ($1.startDate, $1.ref) }?.staff
        return find(file, ask).map {
            ReturnFinding(
                rule: self, severity: severity, child: file.child.id, ref: file.child.ref, record: $0.record, sentence: $0.sentence,
                owner: worker)
        }
    }
}

/// Something a rule found in one child's file.
public struct ReturnFinding: Sendable {
    public let rule: ReturnRule
    public let severity: ReturnSeverity
    public let child: RecordID
    public let ref: String
    /// The record to mend; nil where it is missing, or where it is the child's own.
    public let record: RecordID?
    /// What is wrong, in a sentence that names nobody.
    public let sentence: String
    /// Who has the part of the allocation that mends it; nil when nobody has.
    public let owner: RecordID?
}

extension CaseFile {
    /// Programmes that ended within the return, by its last day.
    func ended(_ ask: ReturnAsk) -> [(programme: Entry<Programme>, end: Day)] {
        self[Programme.self].compactMap { entry in
            guard let end = entry.endDate, ask.period.contains(end), end <= ask.today else { return nil }
            return (entry, end)
        }
    }
}
