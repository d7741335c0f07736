import Casework
import Statistics

extension MeasureTies {
    /// The ties of every measure there is.
    static let all: [String: MeasureTies] = [
        Measure.firstTimeEntrants.id: counted, Measure.custody.id: counted, Measure.outcomes.id: counted, Measure.offences.id: counted,
        Measure.outOfCourt.id: outOfCourt, Measure.outOfCourtCompleted.id: programmes,
        Measure.provenReoffending.id: proven, Measure.reoffendingTracker.id: tracker,
        Measure.reoffendingShared.id: MeasureTies(
            parts: ["cohort": (followed, nil)], common: [followed], kept: ["reoffended": overlapping, "others": overlapping]),
        Measure.suitableAccommodation.id: suitability(1, kept: ["1b_start": overlapping, "1b_end": overlapping, "1c": twice]),
        Measure.suitableEducation.id: suitability(2, kept: ["2b": twice, "2c": twice, "2d": twice, "2e": twice, "2f": twice]),
        Measure.specialNeedsPlans.id: specialNeeds, Measure.mentalHealth.id: health(4), Measure.substanceMisuse.id: health(5),
        Measure.widerServices.id: widerServices, Measure.managementBoard.id: board(["headline", "8a", "8b", "8c"]),
        Measure.seriousViolence.id: seriousViolence, Measure.victimsEngaged.id: victims, Measure.disparity.id: disparity,
        Measure.timeliness.id: timeliness, Measure.remand.id: remand,
        Measure.cohortProfile.id: MeasureTies(parts: ["open": ("open", nil)], kept: ["share": overlapping]),
        Measure.board.id: board(["attended", "represented", "apologies", "absent", "not_recorded"]),
    ]

    // MARK: Why a part stays inside

    private static let overlapping = "Its cells do not add up to a figure that is told, so nothing would guard its small numbers."
    private static let twice = "It is divided in two ways at once, and such tables do not leave."
    private static let net = "It is what one count has more than another: beside either it would tell the other."
    private static let own = "So many nights, or so much money, may be one child’s own."

    private static func board(_ parts: [String]) -> MeasureTies {
        MeasureTies(
            kept: Dictionary(
                uniqueKeysWithValues: parts.map {
                    ($0, "It counts the board’s members and sectors, not children: with small numbers held back nothing would be left.")
                }))
    }

    private static func each(_ inner: [String], within outer: String) -> [(inner: [String], outer: String)] {
        inner.map { (inner: [$0], outer: outer) }
    }

    // MARK: Offences and outcomes

    private static let counted = MeasureTies(
        parts: ["count": ("count", nil), "rate": ("count", nil), "ratio": ("count", nil)], additive: ["count"])

    private static let timeliness = MeasureTies(
        parts: [
            "offence_to_outcome_median": ("offence_to_outcome", nil), "offence_to_outcome_p90": ("offence_to_outcome", nil),
            "offence_to_charge_median": ("offence_to_charge", nil), "charge_to_hearing_median": ("charge_to_hearing", nil),
            "hearing_to_outcome_median": ("hearing_to_outcome", nil),
        ],
        additive: ["offence_to_outcome", "offence_to_charge", "charge_to_hearing", "hearing_to_outcome"])

    /// An offence counts by one outcome of all it ever had, so in one quarter; a child with offences in two counts in both.
    private static let seriousViolence: MeasureTies = {
        var ties = MeasureTies(
            parts: [
                "headline": ("9a", nil), "headline_published": ("9a_published", nil), "9a_template": ("9a", "9a base"),
                "9e": ("9a", "9a base"), "9e_published": ("9a_published", "9a_published base"),
            ],
            additive: ["9a", "9a base", "9a_published", "9a_published base"],
            spread: ["9b", "9b base", "9b_published", "9b_published base"])
        for part in ["9a", "9a_published", "9b", "9b_published"] {
            ties.parts[part] = (part, "\(part) base")
            ties.within.append(([part], "\(part) base"))
        }
        for count in ["9a", "9a base", "9b", "9b base"] {
            let words = count.split(separator: " ")
            ties.within.append(([count], ([words[0] + "_published"] + words.dropFirst()).joined(separator: " ")))
        }
        for basis in ["", "_published"] {
            ties.below += [("9b\(basis)", "9a\(basis)"), ("9b\(basis) base", "9a\(basis) base")]
            for part in ["9c", "9d", "9f"] { ties.kept[part + basis] = overlapping }
        }
        return ties
    }()

    private static let disparity = MeasureTies(kept: ["rri": twice, "rri_3_years": twice, "rri_toolkit": twice])

    // MARK: Out of court

    private static let outOfCourt = MeasureTies(
        parts: [
            "decided": ("decided", nil), "days_median": ("decided", nil), "days_p90": ("decided", nil),
            "working_days_median": ("decided", nil), "within_target": ("within_target", "decided"), "bounced_back": ("bounced_back", nil),
            "completed": ("completed", nil), "waiting": ("waiting", nil),
        ],
        within: [(["within_target"], "decided"), (["bounced_back"], "decided"), (["completed"], "decided")],
        additive: ["decided", "within_target", "bounced_back"])

    /// Its percentages are of children, who may have ended programmes of two types, at two ages and in two quarters.
    private static let programmes = MeasureTies(
        parts: [
            "headline_published": ("published", "published base"), "headline_case_level": ("completed", "ended"), "6a": ("6a", nil),
            "6b": ("completed", "ended"), "6c": ("completed", "ended"), "outcome_23": ("outcome_23", "outcome_23 base"),
        ],
        within: [(["completed"], "ended"), (["published"], "published base"), (["outcome_23"], "outcome_23 base")],
        below: [("completed", "6a")], additive: ["6a"],
        spread: ["published", "published base", "completed", "ended", "outcome_23", "outcome_23 base"], shared: ["type", "age"])

    // MARK: Reoffending

    private static let followed = "children followed"

    private static let proven = MeasureTies(
        parts: [
            "binary": ("reoffenders", "cohort"), "per_reoffender": ("reoffences", "reoffenders"), "per_offender": ("reoffences", "cohort"),
            "reoffenders": ("reoffenders", nil), "reoffences": ("reoffences", nil), "cohort": ("cohort", nil),
            "previous_offences": ("previous_offences", "cohort"),
        ],
        within: [(["reoffenders"], "cohort")], below: [("reoffenders", "reoffences")])

    private static let tracker = MeasureTies(
        parts: Dictionary(uniqueKeysWithValues: [3, 6, 9, 12].map { ("at_\($0)", ("at_\($0)", followed)) }),
        within: [(["at_3"], "at_6"), (["at_6"], "at_9"), (["at_9"], "at_12"), (["at_12"], followed)], common: [followed])

    // MARK: Orders that ended

    private static let ended = "orders ended"

    /// What an indicator says of children by the order of theirs that ended: those whose order did are the same of every such indicator.
    private static func ofOrders(
        _ parts: [String: (String, String)], within: [(inner: [String], outer: String)] = [], kept: [String: String] = [:]
    ) -> MeasureTies {
        let counts = Set(parts.values.flatMap { [$0.0, $0.1] }).subtracting([ended])
        return MeasureTies(
            parts: parts.mapValues { (number: $0.0, base: Optional($0.1)) }, within: within, spread: [ended], gathered: counts,
            common: [ended], kept: kept)
    }

    private static func suitability(_ number: Int, kept: [String: String]) -> MeasureTies {
        var parts = [
            "headline": ("end suitable", ended), "\(number)a_end_suitable": ("end suitable", ended),
            "\(number)a_start_suitable": ("start suitable", ended), "\(number)a_end_unsuitable": ("end unsuitable", ended),
            "\(number)a_start_unsuitable": ("start unsuitable", ended),
        ]
        if number == 1 { parts["headline_primary_residence"] = ("main home suitable", ended) }
        var within: [(inner: [String], outer: String)] = [(["main home suitable"], ended)]
        for moment in ["start", "end"] {
            // Those of whom nothing is recorded are in neither.
            let (suitable, unsuitable) = ("\(moment) suitable", "\(moment) unsuitable")
            within += [([suitable, unsuitable], ended), ([suitable], ended), ([unsuitable], ended)]
        }
        return ofOrders(parts, within: within, kept: kept.merging(["\(number)a_change": net]) { $1 })
    }

    private static let specialNeeds = ofOrders(
        [
            "headline": ("plan", "need"), "3a": ("need", ended), "3c": ("need", ended), "3d": ("need", ended),
            "headline_start": ("plan at start", "need at start"), "3a_start": ("need at start", ended),
        ],
        within: [(["plan"], "need"), (["need"], ended), (["plan at start"], "need at start"), (["need at start"], ended)],
        kept: ["3b": overlapping, "3b_start": overlapping])

    private static func health(_ number: Int) -> MeasureTies {
        ofOrders(
            [
                "headline_published": ("need", ended), "\(number)a": ("need", ended), "headline_case_level": ("offered", "need"),
                "\(number)a_screened": ("screened", ended), "\(number)b": ("treated", "need"), "\(number)d": ("need", ended),
                "\(number)d_case_level": ("offered", "need"),
            ],
            within: [
                (["need"], ended), (["need"], "screened"), (["screened"], ended), (["offered"], "need"), (["treated"], "need"),
                (["treated"], "offered"),
            ],
            kept: ["\(number)c": twice])
    }

    private static let widerServices = ofOrders(
        [
            "headline_published": ("at end", ended), "headline_case_level": ("during", ended), "7a": ("at start", ended),
            "7b": ("during", ended), "7c_before": ("referred before", ended), "7c_during": ("referred during", ended),
            "7d": ("during", ended), "7d_published": ("at end", ended),
        ],
        within: each(["at end"], within: "during")
            + each(["at end", "during", "at start", "referred before", "referred during"], within: ended))

    /// A victim is of an offence, and that of one quarter; what the child's age is taken at differs, and so do those whose order ended.
    private static let victims = MeasureTies(
        parts: [
            "headline": ("engaged", "consented"), "10a": ("victims", "ended"), "10b": ("with victims", "ended"),
            "10c": ("processes", "consented"), "10d": ("view", "consented"), "10e": ("progress", "consented"),
            "10f": ("support", "consented"), "10e_template": ("progress given", "progress requested"),
            "10f_template": ("support given", "support requested"), "10g": ("contacted", "consented"),
        ],
        within: each(["engaged", "view", "progress", "support"], within: "consented")
            + each(["consented", "contacted", "progress requested", "support requested"], within: "victims")
            + each(["with victims"], within: "ended") + each(["progress given"], within: "progress requested")
            + each(["support given"], within: "support requested"),
        below: [("engaged", "processes")], additive: ["processes"],
        spread: [
            "victims", "ended", "with victims", "engaged", "consented", "view", "progress", "support", "progress given",
            "progress requested", "support given", "support requested", "contacted",
        ])

    // MARK: Remand

    private static let remand = MeasureTies(
        parts: [
            "started": ("started", nil), "stock": ("stock", nil), "not_custody": ("not custody", "ended"),
            "days_28_or_more_not_custody": ("four weeks", nil),
        ],
        within: [(["not custody"], "ended")], additive: ["started", "not custody", "ended"], kept: ["nights": own, "cost": own])
}
