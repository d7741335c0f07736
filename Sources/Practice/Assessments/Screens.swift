import Casework

/// What belongs beside an assessment: the self-assessments and screens done since its stage began, and those missing (S-ASM-07, S-ASM-12, S-SAF-01).
public enum Screens {
    /// One thing that is done at each stage.
    public enum Piece: String, CaseIterable, Sendable {
        case selfChild = "self-child"
        case selfParent = "self-parent"
        case exploitation
        case communication

        public var title: String {
            switch self {
            case .selfChild: "Child’s self-assessment"
            case .selfParent: "Parent’s or carer’s self-assessment"
            case .exploitation: "Exploitation screen"
            case .communication: "Speech, language and learning screen"
            }
        }
        public var type: String {
            switch self {
            case .selfChild: "SELF_CHILD"
            case .selfParent: "SELF_PARENT"
            case .exploitation, .communication: "SCREENING"
            }
        }

        /// Whether a record is one of these: a screen by ours or by a form of the service's own that counts as it. An imported
        /// self-assessment names no form.
        public func matches(_ one: Assessment, _ forms: Questionnaires) -> Bool {
            guard one.type == type else { return false }
            return type != "SCREENING" || forms.purpose(of: one) == rawValue
        }
    }

    /// From when a stage's pieces count: at the start the day the referral came, later the day the assessment was begun.
    public static func since(_ assessment: Assessment, referral: Referral?) -> Day? {
        guard assessment.stage == nil || assessment.stage == "START" else { return assessment.startedOn ?? assessment.completedOn }
        let received = referral.flatMap { $0.receivedDate == .unset ? nil : $0.receivedDate }
        return [received, assessment.startedOn].compactMap { $0 }.min() ?? assessment.completedOn
    }

    /// The newest finished piece since a day; a screen for speech and learning holds for the child, whenever it was done.
    public static func done(_ piece: Piece, since: Day?, in all: [Entry<Assessment>], _ forms: Questionnaires) -> Entry<Assessment>? {
        all.filter { one in
            guard piece.matches(one.value, forms), let on = one.completedOn else { return false }
            return piece == .communication || since.map { $0 <= on } ?? true
        }.max { ($0.completedOn ?? .unset, $0.id) < ($1.completedOn ?? .unset, $1.id) }
    }

    /// A stage of a case and what is missing at it.
    public struct Gap: Sendable {
        public let stage: String
        public let since: Day
        public let piece: Piece
        /// The assessment whose stage it is; nil at the start when none is begun.
        public let assessment: RecordID?
    }

    /// Every stage of a case with whether each piece was done: the start of each referral that was not declined, and each assessment of review,
    /// change or end.
    public static func stages(referrals: [Entry<Referral>], assessments: [Entry<Assessment>], forms: Questionnaires) -> [(
        gap: Gap, isDone: Bool
    )] {
        var out: [(Gap, Bool)] = []
        func add(_ stage: String, _ since: Day, _ assessment: RecordID?) {
            for piece in Piece.allCases {
                let isDone = done(piece, since: since, in: assessments, forms) != nil
                out.append((Gap(stage: stage, since: since, piece: piece, assessment: assessment), isDone))
            }
        }
        for referral in referrals where referral.accepted != false && referral.receivedDate != .unset {
            let own = assessments.first { $0.value.referral == referral.id && Assessments.isJudging($0.value) && $0.stage != "REVIEW" }
            add("START", referral.receivedDate, own?.id)
        }
        for one in assessments where Assessments.isJudging(one.value) && ["REVIEW", "CHANGE", "END"].contains(one.stage ?? "") {
            if let since = one.startedOn ?? one.completedOn { add(one.stage ?? "", since, one.id) }
        }
        return out
    }

    /// Why the exploitation questions must be answered: a drug offence, a need around substances on the file, or use said in the answers
    /// (S-ASM-05). Nil when nothing asks for it.
    public static func exploitationReason(offences: [Offence], health: [HealthNeed], answers: Answers = Answers()) -> String? {
        if offences.contains(where: { $0.category == "DRUGS" }) { return "A drug offence is recorded." }
        if health.contains(where: { $0.need == "SUBSTANCE_MISUSE" && ($0.needIdentified == true || $0.identifiedDate != nil) }) {
            return "A need around alcohol or drugs is recorded."
        }
        return answers["substances"] == "yes" ? "The child uses alcohol, drugs or vapes." : nil
    }

    /// How many days ahead of a programme's end its interviews are asked for.
    public static let exitsAhead = 14
    /// For how many days after it they are, once the referral is closed or where there is none.
    public static let exitsBack = 91

    /// Interviews still to hold at the end of a programme: which of ours, or the service's own that counts as it, for each piece of work that
    /// has ended or soon ends, statutory or not (S-VOC-02). One the closure gives a reason for is not to be held; while the referral is open
    /// it is however long ago the work ended, else for a quarter of a year.
    /// - Parameter open: the referrals that are open.
    public static func exitInterviewsDue(
        programmes: [Entry<Programme>], assessments: [Entry<Assessment>], closures: [Entry<Closure>] = [], open: Set<RecordID> = [],
        forms: Questionnaires, on day: Day
    ) -> [(programme: Entry<Programme>, form: String, due: Day)] {
        let ending = programmes.filter { one in one.endDate.map { $0 <= day + exitsAhead } ?? false }
        // Two programmes of one referral are one piece of work to look back on, by the later.
        let works = Dictionary(grouping: ending) { one in one.referral ?? one.id }
        return works.values.flatMap { some -> [(programme: Entry<Programme>, form: String, due: Day)] in
            guard let last = some.max(by: { ($0.endDate ?? day, $0.id) < ($1.endDate ?? day, $1.id) }), let end = last.endDate else {
                return []
            }
            guard end >= day - exitsBack || (last.referral.map(open.contains) ?? false) else { return [] }
            let said = closures.filter { $0.value.referral == last.referral }.map(\.value)
            return ["exit-child", "exit-parent"].compactMap { form -> (programme: Entry<Programme>, form: String, due: Day)? in
                let isReasoned = said.contains { (form == "exit-child" ? $0.childInterviewReason : $0.parentInterviewReason) != nil }
                let isHeld = assessments.contains { one in
                    guard one.type == "EXIT", forms.purpose(of: one.value) == form, let held = one.completedOn else { return false }
                    if let own = one.referral, let referral = last.referral { return own == referral }
                    // It says no referral: held in the last six weeks of the work or after it.
                    return held >= end - 42
                }
                return isReasoned || isHeld ? nil : (last, form, end)
            }
        }
    }
}
