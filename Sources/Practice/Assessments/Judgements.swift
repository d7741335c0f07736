import Casework

/// Which of a child's assessments counts, for the panel, the plan and the file. Pure: give it the child's assessments.
public enum Assessments {
    /// Types that judge safety, harm and offending; the others are what child and parent say, screenings and exit interviews.
    public static let judging: Set<String> = ["OUT_OF_COURT", "COURT", "REVIEW", "BAIL", "OTHER"]

    public static func isJudging(_ assessment: Assessment) -> Bool { assessment.type.map(judging.contains) ?? true }

    /// The latest completed assessment: of those that judge, the one completed last, on or before `day` when it is given.
    /// One sent back counts only when there is no other, for its judgements may change.
    /// - Parameter countersignedOnly: for what may rest only on a countersigned one.
    public static func latest(_ all: [Entry<Assessment>], on day: Day? = nil, countersignedOnly: Bool = false) -> Entry<Assessment>? {
        let done = all.filter { one in
            guard isJudging(one.value), let completed = one.completedOn, day.map({ completed <= $0 }) ?? true else { return false }
            return !countersignedOnly || one.value.state == .countersigned
        }
        return done.filter { $0.value.state != .returned }.max(by: isEarlier) ?? done.max(by: isEarlier)
    }

    /// The one before: what a new assessment is compared with and begins from.
    public static func previous(to id: RecordID, in all: [Entry<Assessment>]) -> Entry<Assessment>? {
        guard let this = all.first(where: { $0.id == id }) else { return nil }
        let before = this.completedOn ?? this.startedOn
        return latest(
            all.filter { one in
                guard one.id != id, let completed = one.completedOn else { return false }
                guard let before else { return true }
                return completed < before || (completed == before && one.id < id)
            })
    }

    /// The three judgements with the day they were made and whether they are countersigned, for panel and plan pages.
    public struct Judgements: Sendable {
        public let assessment: Entry<Assessment>
        public let madeOn: Day
        public let signedOn: Day?
        public var reoffending: String? { assessment.reoffending }
        public var seriousHarm: String? { assessment.seriousHarm }
        public var safetyWellbeing: String? { assessment.safetyWellbeing }
    }

    public static func judgements(_ all: [Entry<Assessment>], on day: Day? = nil) -> Judgements? {
        latest(all.filter { $0.reoffending != nil || $0.seriousHarm != nil || $0.safetyWellbeing != nil }, on: day).flatMap { one in
            one.completedOn.map { Judgements(assessment: one, madeOn: $0, signedOn: one.countersignedOn) }
        }
    }

    /// What the assessment says that the plan takes over (S-ASM-09): strengths, maturity, motivation, barriers, diversity. Answers are for
    /// those who see self-assessments; read through their scope they are blank for others, and so is this.
    public static func forPlan(_ assessment: Assessment, _ forms: Questionnaires) -> [(question: Questionnaire.Question, answer: String)] {
        guard let form = forms.named(assessment.form) else { return [] }
        let answers = Answers(json: assessment.answers)
        return form.questions.filter { $0.feedsPlan && !answers[$0.id].isEmpty }.map { ($0, answers[$0.id]) }
    }

    private static func isEarlier(_ a: Entry<Assessment>, _ b: Entry<Assessment>) -> Bool {
        (a.completedOn ?? .unset, a.id) < (b.completedOn ?? .unset, b.id)
    }
}
