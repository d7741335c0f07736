/// The out-of-court options Waymark ships with (regulation.md §4.2), each until the service's own row says otherwise.
public enum ShippedOptions {
    public static let all: [DisposalType] = [
        option("NO_FURTHER_ACTION", 1, decidedBy: "POLICE", when: "DECIDED", basis: "Child gravity matrix: final score 1, tests not met."),
        option(
            "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT", 2, decidedBy: "POLICE", when: "AGREED",
            basis: "Non-statutory: informal or restorative action by police or another agency."),
        option(
            "OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", 3, decidedBy: "POLICE", when: "AGREED", failure: "PANEL", weeks: 12, most: 13,
            basis: "Non-statutory: youth restorative disposal or other informal action with our involvement."),
        option(
            "COMMUNITY_RESOLUTION_POLICE_FACILITATED", 4, admission: true, victim: true, decidedBy: "POLICE", when: "AGREED",
            basis: "NPCC guidance: the child accepts responsibility; informal."),
        option(
            "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", 5, admission: true, victim: true, assessment: true, decidedBy: "POLICE",
            when: "AGREED", failure: "PANEL", weeks: 12, most: 13, documents: "RESOLUTION_SIGNED",
            basis: "NPCC guidance: the child accepts responsibility; informal. Up to three months: local."),
        option(
            "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", 6, assessment: true, decidedBy: "POLICE", when: "DECIDED", weeks: 12,
            most: 13, basis: "Home Office outcomes 20 and 21: no admission needed."),
        option(
            "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", 7, victim: true, assessment: true, decidedBy: "POLICE", when: "COMPLETED",
            failure: "PANEL", weeks: 12, most: 13, documents: "AGREEMENT_SIGNED COMPLETION_NOTICE",
            basis: "NPCC guidance on outcome 22: no admission needed; recorded only after the activity is completed."),
        option(
            "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT", 8, victim: true, assessment: true,
            decidedBy: "POLICE", when: "COMPLETED", failure: "PROSECUTION", weeks: 12, most: 16,
            documents: "AGREEMENT_SIGNED COMPLETION_NOTICE",
            basis: "Outcome 22 under a deferred prosecution or caution: recorded only on completion; if it fails, prosecution (inferred)."),
        option(
            "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", 9, victim: true, assessment: true, decidedBy: "POLICE", when: "COMPLETED",
            failure: "PROSECUTION", weeks: 12, most: 16, documents: "AGREEMENT_SIGNED COMPLETION_NOTICE",
            from: Day(year: 2026, month: 2, day: 1),
            basis: "Outcome 23 (February 2026): the decision to prosecute is held; completed, no further action; failed, prosecution."),
        option(
            "YOUTH_CAUTION", 10, statutory: true, admission: true, entrant: true, victim: true, assessment: true, decidedBy: "POLICE",
            when: "GIVEN", weeks: 12, most: 13, documents: "CAUTION_SIGNED",
            basis: "Crime and Disorder Act 1998 s66ZA: admission, given by police with an appropriate adult; assessed by the service."),
        option(
            "YOUTH_CONDITIONAL_CAUTION", 11, statutory: true, admission: true, entrant: true, consent: true, victim: true, assessment: true,
            decidedBy: "POLICE", when: "GIVEN", failure: "PROSECUTION", weeks: 16, most: 20, documents: "CONDITIONAL_CAUTION_SIGNED",
            basis:
                "Crime and Disorder Act 1998 ss66A to 66H: signed admission and consent; 16 weeks, at most 20 (not checked against the source)."
        ),
    ]

    private static func option(
        _ outcome: String, _ place: Int, statutory: Bool = false, admission: Bool = false, entrant: Bool = false, consent: Bool = false,
        victim: Bool = false, assessment: Bool = false, decidedBy: String, when: String, failure: String = "NOTHING", weeks: Int? = nil,
        most: Int? = nil, documents: String? = nil, from: Day? = nil, basis: String
    ) -> DisposalType {
        var type = DisposalType()
        (type.outcome, type.place, type.isStatutory, type.needsAdmission) = (outcome, place, statutory, admission)
        (type.makesEntrant, type.needsConsent, type.needsVictim, type.needsAssessment) = (entrant, consent, victim, assessment)
        (type.decidedBy, type.recordedWhen, type.onFailure) = (decidedBy, when, failure)
        (type.weeks, type.mostWeeks, type.documents, type.fromDate, type.basis) = (weeks, most, documents, from, basis)
        return type
    }

}

/// The out-of-court options of a service through time: ours, each until a row of the service's own replaces it from its day (S-OOC-01).
/// Rules, tasks and pages all ask this one: whoever asks `ShippedOptions` does not hear what the service changed.
public struct OutOfCourtOptions: Sendable {
    private let own: [DisposalType]

    /// - Parameter own: the service's own rows, ended ones too.
    public init(own: [DisposalType] = []) { self.own = own }

    /// The options that may be chosen on a day, the latest of each, lowest on the ladder first.
    public func inForce(on day: Day) -> [DisposalType] {
        // An own row that has ended still replaces ours: that is how a service gives up an option.
        outcomes.compactMap { option($0, on: day) }.filter { type in
            (type.fromDate.map { $0 <= day } ?? true) && (type.toDate.map { day <= $0 } ?? true)
        }.sorted { ($0.place ?? .max, $0.outcome) < ($1.place ?? .max, $1.outcome) }
    }

    /// What governs work begun under an option on a day. One given up since, or brought in from before it began, still has its rules.
    public func option(_ outcome: String, on day: Day) -> DisposalType? {
        var latest: DisposalType?
        for type in own where type.outcome == outcome && type.fromDate.map({ $0 <= day }) ?? true {
            if let latest, (latest.fromDate ?? .unset) > (type.fromDate ?? .unset) { continue }
            latest = type
        }
        return latest ?? ShippedOptions.all.first { $0.outcome == outcome }
    }

    /// Every outcome that is an out-of-court option of the service, now or once.
    public var outcomes: Set<String> { Set(ShippedOptions.all.map(\.outcome)).union(own.map(\.outcome)) }
}

/// What a final gravity score means, by version of the matrix (regulation.md §4.3; S-OOC-07).
public enum GravityMeaning {
    public static func words(matrix: String?, score: Int) -> String? {
        switch (matrix, score) {
        case ("ACPO_2013", 1): "Always the least: no further action or a community resolution."
        case ("ACPO_2013", 2): "Normally a first caution or a community resolution."
        case ("ACPO_2013", 3): "Normally a caution, a conditional caution or a charge."
        case ("ACPO_2013", 4): "Goes to the Crown Prosecution Service for a charging decision."
        case ("CHILD_2023", 1), ("CHILD_2025", 1): "No further action: the tests are not met."
        case ("CHILD_2023", 2), ("CHILD_2025", 2): "Informal out-of-court resolution."
        case ("CHILD_2023", 3), ("CHILD_2025", 3): "Youth caution."
        case ("CHILD_2023", 4), ("CHILD_2025", 4): "Youth conditional caution."
        case ("CHILD_2023", 5), ("CHILD_2025", 5): "Normally a charge."
        default: nil
        }
    }

    /// Whether the matrix sends the case to the Crown Prosecution Service before anything else.
    public static func needsCPS(matrix: String?, score: Int?) -> Bool { matrix == "ACPO_2013" && score == 4 }
}
