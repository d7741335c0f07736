import Casework

/// How much work a case is, and who may hold it. Numbers of the service's own making, kept here in one place with what they rest on.
public enum Workload {
    /// What one ordinary case counts: out of court, low judgements. All weights are in hundredths of it.
    public static let unit = 100

    /// A row of the table of weights.
    public struct Weight: Sendable, Equatable {
        public let name: String
        public let percent: Int
        public let basis: String
    }

    /// By the heaviest work that runs for the child.
    public enum CaseType: Int, CaseIterable, Sendable, Comparable {
        case prevention, outOfCourt, caution, firstTier, community, custody
        public static func < (a: CaseType, b: CaseType) -> Bool { a.rawValue < b.rawValue }
        public var weight: Weight {
            switch self {
            case .prevention: Weight(name: "Prevention or Turnaround", percent: 75, basis: local)
            case .outOfCourt: Weight(name: "Out of court, not statutory", percent: 100, basis: local)
            case .caution: Weight(name: "Youth caution or conditional caution", percent: 125, basis: local)
            case .firstTier: Weight(name: "Referral order or other first-tier order", percent: 150, basis: local)
            case .community: Weight(name: "Youth rehabilitation order", percent: 200, basis: local)
            case .custody: Weight(name: "Custody, remand or licence", percent: 250, basis: local)
            }
        }
    }

    /// By the highest of the three judgements of the latest assessment.
    public enum Risk: Int, CaseIterable, Sendable, Comparable {
        case low, medium, high, veryHigh
        public static func < (a: Risk, b: Risk) -> Bool { a.rawValue < b.rawValue }
        public var weight: Weight {
            switch self {
            case .low: Weight(name: "Low, or not judged yet", percent: 100, basis: local)
            case .medium: Weight(name: "Medium", percent: 125, basis: local)
            case .high: Weight(name: "High", percent: 150, basis: local)
            case .veryHigh: Weight(name: "Very high", percent: 200, basis: local)
            }
        }
        init(_ token: String?) {
            self = token == "VERY_HIGH" ? .veryHigh : token == "HIGH" ? .high : token == "MEDIUM" ? .medium : .low
        }
    }

    /// By the part the worker has in it, codes of the list `allocation_part`.
    public static let parts: [String: Weight] = [
        "CASE_MANAGER": Weight(name: "Case manager", percent: 100, basis: local),
        "COVERING": Weight(name: "Covering", percent: 100, basis: local),
        "DELIVERY_WORKER": Weight(name: "Delivery worker", percent: 50, basis: local),
        "VICTIM_WORKER": Weight(name: "Victim worker", percent: 25, basis: local),
    ]

    /// The weighted load of a full-time post from which it is too much: ten ordinary cases.
    public static let threshold = Weight(
        name: "Full load of a full-time post", percent: 1000,
        basis: "Local; an inspected service held about 10 cases a full-time post, which 85% of its staff called manageable (S-STF-03).")

    private static let local = "Local: services weight by case type and risk and publish no numbers (S-STF-02)."

    /// Kinds and fields it reads.
    public static let needs: [Need] =
        Work.needs + [
            Need(Child.self, "deleted"),
            Need(Allocation.self, "staff", "part", "start_date", "end_date"),
            Need(Programme.self, "disposal", "start_date", "end_date"),
            Need(Referral.self, "pathway", "received_date", "closed_date", "offence_refs", "accepted", "decision_date"),
            Need(Assessment.self, "type", "completed_on", "reoffending", "serious_harm", "safety_wellbeing"),
            Need(Offence.self, "knife", "category"),
        ]

    /// One case of one worker.
    public struct Held: Sendable {
        public let child: RecordID
        public let staff: RecordID
        public let part: String
        public let type: CaseType
        public let risk: Risk
        /// In hundredths of an ordinary case.
        public var load: Int {
            let part = Workload.parts[part]?.percent ?? 100
            return type.weight.percent * risk.weight.percent * part / 10_000
        }
    }

    /// The cases held of a file on a day: none while nothing runs for the child.
    public static func held(_ file: CaseFile, codes: Codes, on day: Day) -> [Held] {
        guard file.child.deleted != true, Work(file).isOpen(on: day) else { return [] }
        let (type, risk) = (caseType(file, codes: codes, on: day), risk(file, on: day))
        // Two parts of one worker are one case, the heavier of them.
        let running = file[Allocation.self].filter { $0.value.isActive(on: day) }
        return Dictionary(grouping: running, by: \.value.staff).compactMap { staff, parts in
            parts.map { Held(child: file.child.id, staff: staff, part: $0.part, type: type, risk: risk) }.max { $0.load < $1.load }
        }
    }

    static func caseType(_ file: CaseFile, codes: Codes, on day: Day) -> CaseType {
        var types: [CaseType] = file[Programme.self].filter { ($0.startDate ?? day) <= day && day <= ($0.endDate ?? .open) }.map {
            programme in
            switch programme.disposal {
            case "PREVENTION", "TURNAROUND": return .prevention
            case "REMAND", "BAIL_SUPPORT": return .custody
            default: break
            }
            let code = codes.code("disposal", programme.disposal)
            switch code?.group ?? codes.group("outcome", programme.disposal) {
            case "Custody": return .custody
            case "Community": return .community
            case "First-tier": return .firstTier
            case "Pre-Court": return .caution
            default: return .outOfCourt
            }
        }
        for referral in file[Referral.self] where ReferralState(referral.value) == .open && referral.receivedDate <= day {
            switch referral.pathway {
            case "PREVENTION", "TURNAROUND": types.append(.prevention)
            case "COURT": types.append(.firstTier)
            default: types.append(.outOfCourt)
            }
        }
        return types.max() ?? .outOfCourt
    }

    static func risk(_ file: CaseFile, on day: Day) -> Risk {
        let known = file[Assessment.self].filter { Assessments.isJudging($0.value) && ($0.completedOn.map { $0 <= day } ?? false) }
        guard let latest = known.max(by: { ($0.completedOn ?? day, $0.id) < ($1.completedOn ?? day, $1.id) })?.value else { return .low }
        return [latest.reoffending, latest.seriousHarm, latest.safetyWellbeing].map { Risk($0) }.max() ?? .low
    }

    /// A load over a share of a full-time post, in hundredths of an ordinary case a post.
    public static func perPost(_ load: Int, fullTimePercent: Int?) -> Int { load * 100 / max(1, fullTimePercent ?? 100) }

    public static func isOver(_ load: Int, fullTimePercent: Int?) -> Bool {
        perPost(load, fullTimePercent: fullTimePercent) > threshold.percent
    }

    /// Why a case goes to a case manager, in a few words; empty when a delivery worker may hold it (S-OOC-19).
    public static func reasonsForCaseManager(_ file: CaseFile, on day: Day) -> [String] {
        var reasons: [String] = []
        let risk = risk(file, on: day)
        if risk >= .high { reasons.append("A judgement is \(risk.weight.name.lowercasedFirst).") }
        let open = file[Referral.self].filter { ReferralState($0.value) == .open }
        let named = Set(open.flatMap { $0.value.offences })
        let offences = file[Offence.self].filter { named.contains($0.id) }
        if offences.contains(where: { $0.category == "SEXUAL_OFFENCES" }) { reasons.append("The offence is sexual.") }
        if offences.contains(where: { $0.knife == true }) { reasons.append("A knife was part of the offence.") }
        return reasons
    }
}
