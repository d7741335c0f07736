import Casework
import HTML
import Practice
import Records

/// What became of a referral since it was accepted: its report, its decision's option, its outcome and its programmes.
struct ReferralWork {
    /// The newest report that was not taken off.
    let report: Stored<PanelItem>?
    /// What is left to do of what the police decided; nil while nothing is decided, or nothing is left.
    let left: String?
    /// Programmes under the decision that holds, and those of a court's or of prevention that run and name no referral, newest first.
    let programmes: [Stored<Programme>]
    let plans: [Stored<Plan>]
    let reviews: [Stored<Review>]
    let options: OutOfCourtOptions
    /// When the six-week review is due after a start, in days, and how long before its day it is shown.
    let reviewDays: Int
    let notice: Int
    /// Whether a failed programme sends it back to a panel, and whether a panel heard it since.
    let isBack: Bool
    let isHeardAgain: Bool
    let hasOutcome: Bool
    /// Whether one of its programmes has not come to its end yet.
    let isRunning: Bool
    /// What is past its day of assessment, plan and review.
    private let owed: [DueTask]
    /// How far its programmes have come; nil while there is none.
    let stage: WorkStage?
    /// Whether a plan is owed before any programme starts, as a knife case owes one, and the one there is.
    let owesPlan: Bool
    let early: Stored<Plan>?

    init(_ next: ReferralNext) throws {
        let (reader, child, referral) = (next.reader, next.file.id, next.record)
        let options = try reader.outOfCourtOptions()
        let settings = try reader.settings()
        (reviewDays, notice) = (settings[Settings.sixWeeks], settings.noticeDays)
        report = try reader.records(PanelItem.self, child: child).filter { $0.value.referral == referral.id && $0.state != "WITHDRAWN" }
            .max { $0.id < $1.id }
        let all = try reader.records(Programme.self, child: child)
        let back = BackToPanel.programme(referral.entry, programmes: all.map(\.entry), options: options)
        isHeardAgain = back.map { BackToPanel.isHeardAgain(referral.value, after: $0.value) } ?? false
        isBack = back != nil && !isHeardAgain
        let own = all.filter { $0.referral == referral.id && !BackToPanel.isOfEarlierDecision($0.value, referral.value) }
        // What came in from elsewhere names no referral: its offences say whose it is, or nothing does.
        func runs(_ one: Stored<Programme>) -> Bool { one.completed == nil && (one.endDate ?? next.today) >= next.today }
        let loose = all.filter { one in
            guard !next.isOutOfCourt, one.referral == nil, runs(one) else { return false }
            return one.offences.isEmpty || one.value.isOf(referral.entry)
        }
        let shown = own + loose
        programmes = shown.sorted { ($0.startDate ?? .unset, $0.id) > ($1.startDate ?? .unset, $1.id) }
        isRunning = shown.contains(where: runs)
        let late = ["assess", "assessment_due", "plan_agreed", "knife_plan", "six_week_review"]
        owed =
            next.access.sees(.casework)
            ? try reader.tasks(staff: nil, child: child, rules: late, before: next.today, visibleOn: next.today, limit: 50) : []
        let ids = Set(shown.map(\.id))
        let steps = try reader.records(Compliance.self, child: child).map(\.entry)
        stage = WorkStage.of(own.map(\.entry), steps: steps, options: options)
        let allPlans = try reader.records(Plan.self, child: child)
        plans = allPlans.filter { $0.programme.map(ids.contains) ?? false }
        reviews = try reader.records(Review.self, child: child).filter { $0.programme.map(ids.contains) ?? false }
        let given = try reader.records(Outcome.self, child: child).contains {
            $0.outcomeDate >= referral.receivedDate && referral.offences.contains($0.offence)
        }
        (hasOutcome, self.options) = (given, options)
        let (isOpen, hasProgramme) = (referral.value.isOpenOutOfCourt, !own.isEmpty)
        let type = referral.decisionDate.flatMap { day in referral.decision.flatMap { options.option($0, on: day) } }
        left = isOpen ? type?.left(hasOutcome: given, hasProgramme: hasProgramme) : nil
        let offences = try reader.records(Offence.self, child: child).filter { referral.offences.contains($0.id) }
        owesPlan = isOpen && own.isEmpty && type?.weeks ?? 0 > 0 && KnifeCase.holds(offences: offences.map(\.value))
        early = try allPlans.last { plan in
            // A draft of older work is no plan of this.
            try plan.programme == nil
                && (plan.agreedOn.map { $0 >= referral.receivedDate }
                    ?? PlanPages.isWritten(plan, since: referral.receivedDate, reader, child))
        }
    }

    /// Since when something is late that these rules ask of one of these records; nil where nothing is.
    func late(_ rules: [String], of records: [RecordID]) -> Day? {
        owed.filter { one in rules.contains(one.rule) && one.record.map(records.contains) ?? false }.map(\.dueOn).min()
    }

    /// Whether the work has come to its end: nothing more comes of its programmes, or an outcome is recorded that has none.
    var isAtEnd: Bool {
        guard let stage else { return hasOutcome && left == nil }
        if case .ended = stage { return true }
        return false
    }
}

/// The steps from the decision on.
extension ReferralNext {
    func outcome(_ work: ReferralWork) -> Step? {
        guard isOutOfCourt, access.sees(.offending) else { return nil }
        let to = At.outcome(file.id, record.id)
        if work.isBack { return Step(.done, link(to: to, "Outcome")) }
        guard let left = work.left else { return Step(referral.decisionDate == nil ? .later : .done, link(to: to, "Outcome")) }
        return Step(.now, link(to: to, left))
    }

    /// The programme with its plan and its review; one that has ended is done.
    func programme(_ work: ReferralWork) -> [Step] {
        guard access.sees(.casework) else { return [] }
        return [knifePlan(work), police(work)].compactMap(\.self)
            + work.programmes.flatMap { one -> [Step] in
                let to = At.programme(file.id, one.id)
                guard one.completed == nil else {
                    return [Step(.done, "\(link(to: to, "The programme")), ended \(one.endDate?.words ?? "")")]
                }
                let end = (one.endDate ?? one.value.latestEnd).map { ", to end by \($0.words)" } ?? ""
                return [plan(work, one), review(work, one)].compactMap(\.self) + [Step(.now, "\(link(to: to, "The programme"))\(end)")]
            }
    }

    /// The plan of a knife case, which does not wait for its programme to start.
    private func knifePlan(_ work: ReferralWork) -> Step? {
        guard work.owesPlan else { return nil }
        if let plan = work.early {
            let to = At.plan(file.id, plan.id)
            return plan.agreedOn == nil
                ? Step(.now, link(to: to, "Go on with the plan")) : Step(.done, "\(link(to: to, "The plan")), agreed")
        }
        guard access.mayWrite("plan") else { return nil }
        let new = At.newRecord(file.id, AnyKind(Plan.self), [("referral", record.id.description)])
        return step(.now, link(to: new, "Write the plan: a knife case must have one"), late: work.late(["knife_plan"], of: [record.id]))
    }

    /// What a programme that failed asks for while the case is the police's (S-OOC-18).
    private func police(_ work: ReferralWork) -> Step? {
        guard isOpen, let failed = work.programmes.first(where: { $0.value.completed == false }) else { return nil }
        let programme = Address(At.programme(file.id, failed.id).path, fragment: "compliance")
        switch work.stage {
        case .tellPolice: return Step(.now, link(to: programme, "Tell the police that the programme was not completed"))
        case .withPolice(let step):
            return Step(.now, link(to: step.map { PoliceAnswer.address(file.id, $0) } ?? programme, PoliceAnswer.title))
        default: return nil
        }
    }

    private func plan(_ work: ReferralWork, _ programme: Stored<Programme>) -> Step? {
        let late = work.late(["plan_agreed"], of: [programme.id]) ?? work.late(["knife_plan"], of: [record.id])
        guard let plan = work.plans.last(where: { $0.programme == programme.id }) else {
            guard access.mayWrite("plan") else { return nil }
            let new = At.newRecord(file.id, AnyKind(Plan.self), [("programme", programme.id.description)])
            return step(.now, link(to: new, "Agree the plan with the child"), late: late)
        }
        let to = At.plan(file.id, plan.id)
        return plan.agreedOn == nil
            ? step(.now, link(to: to, "Go on with the plan"), late: late) : Step(.done, "\(link(to: to, "The plan")), agreed")
    }

    /// The six-week review of a programme that runs long enough for one (S-OOC-16).
    private func review(_ work: ReferralWork, _ programme: Stored<Programme>) -> Step? {
        if let held = work.reviews.last(where: { $0.programme == programme.id && $0.type == "SIX_WEEK" }) {
            return Step(.done, link(to: At.record(file.id, AnyKind(Review.self), held.id), "The six-week review"))
        }
        guard let due = SixWeekReview.due(programme.value, options: work.options, days: work.reviewDays), access.mayWrite("review") else {
            return nil
        }
        let new = At.newRecord(file.id, AnyKind(Review.self), [("programme", programme.id.description)])
        return step(
            due - work.notice <= today ? .now : .later, "\(link(to: new, "Hold the six-week review")), due \(due.words)",
            late: work.late(["six_week_review"], of: [programme.id]))
    }

    func closure(_ work: ReferralWork) throws -> Step? {
        guard isOpen, access.mayWrite("closure") else { return nil }
        let begun = try reader.records(Closure.self, child: file.id).first { $0.value.referral == record.id }
        if let begun { return Step(.now, link(to: At.closure(file.id, begun.id), "The closing of the work")) }
        // Who decides next is the panel or the police: until then nobody closes it.
        switch work.stage {
        case .tellPolice, .withPolice, .withPanel: return nil
        default: break
        }
        return Step(
            !work.isRunning && (work.isAtEnd || !isOutOfCourt) ? .now : .later,
            link(to: At.newRecord(file.id, AnyKind(Closure.self), [("referral", record.id.description)]), "Close the work"))
    }
}
