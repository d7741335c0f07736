import Casework

/// How far the work under a decision has come, told by its programmes: what comes next follows from it (S-OOC-18, S-TRN-10).
public enum WorkStage: Sendable, Equatable {
    /// A programme has no end, or nobody has said whether it was completed.
    case running
    /// One failed and goes back to the police, who are not told yet.
    case tellPolice
    /// They are told and have not answered; the step their answer is written on, where there is one.
    case withPolice(RecordID?)
    /// One failed and a panel decides a second time.
    case withPanel
    /// Nothing more comes: from that day the work is to be closed.
    case ended(Day)

    /// Kinds and fields it reads.
    public static let needs: [Need] = [
        Need(
            Programme.self, "start_date", "end_date", "completed", "disposal", "referral_ref", "offence_refs", "police_told_date"),
        Need(Compliance.self, "programme_ref", "type", "on_date", "police_told_date", "police_answer", "police_answer_on"),
    ]

    /// Nil where there is no programme. The furthest from its end decides.
    /// - Parameter programmes: those under the decision that holds: one of an earlier decision says nothing of it.
    public static func of(_ programmes: [Entry<Programme>], steps: [Entry<Compliance>], options: OutOfCourtOptions) -> WorkStage? {
        programmes.map { one in of(one, steps: steps.filter { $0.value.programme == one.id }, options: options) }
            .min { ($0.place, $1.day) < ($1.place, $0.day) }
    }

    private static func of(_ programme: Entry<Programme>, steps: [Entry<Compliance>], options: OutOfCourtOptions) -> WorkStage {
        guard let completed = programme.completed, let end = programme.endDate else { return .running }
        switch ProgrammeEnd.follows(completed: completed, type: options.option(programme.disposal, on: programme.startDate ?? end)) {
        case .outcome, .nothing: return .ended(end)
        case .backToPanel: return .withPanel
        case .backToPolice: break
        }
        let towards = steps.filter { ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains($0.value.type) }
        let returns = towards.filter { $0.value.type == "RETURN_TO_POLICE" }
        // What was answered to an earlier notice answers no return that came after it.
        if let answered = (returns.isEmpty ? towards : returns).last(where: { $0.policeAnswer != nil || $0.policeAnswerOn != nil }) {
            return .ended(max(end, answered.policeAnswerOn ?? end))
        }
        if let told = returns.last(where: { $0.policeToldDate != nil }) { return .withPolice(told.id) }
        return returns.isEmpty && programme.policeToldDate != nil ? .withPolice(nil) : .tellPolice
    }

    private var place: Int {
        switch self {
        case .running: 0
        case .tellPolice: 1
        case .withPolice: 2
        case .withPanel: 3
        case .ended: 4
        }
    }

    private var day: Day {
        if case .ended(let day) = self { return day }
        return .unset
    }
}
