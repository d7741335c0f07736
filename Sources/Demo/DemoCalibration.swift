/// What Sandholme's made-up children are drawn from: the published tables, as the numbers they print.
///
/// Each property names its table. **SEF**, **WIR** and **BPL** are published documents: the Sefton plan 2021-22, the
/// inspection
/// of Wirral 2021 and the Blackpool plan 2022-23. What no table gives is said to be made up.
public enum DemoCalibration {
    /// Children by age and sex ← BPL appendix 1, children with a completed assessment in 2021/22 (117; 88 % boys).
    /// The two aged 11 and 12 are a girl and a boy, which is which not known: half of each. The 15 aged 18 were referred at 17 and turned
    /// 18
    /// while open, so at the referral they are 17.
    public static let ageAndSex = Weighted<(age: Int, sex: String)>([
        ((11, "FEMALE"), 0.5), ((11, "MALE"), 0.5), ((12, "FEMALE"), 0.5), ((12, "MALE"), 0.5),
        ((13, "MALE"), 7), ((14, "FEMALE"), 5),
        ((14, "MALE"), 11), ((15, "FEMALE"), 2), ((15, "MALE"), 14), ((16, "FEMALE"), 5),
        ((16, "MALE"), 27), ((17, "FEMALE"), 1),
        ((17, "MALE"), 28), ((18, "MALE"), 15),
    ])

    /// Census codes ← BPL cohort profile: White British 87 %, mixed 7 %, one child from Latvia, one Vietnamese, of 117.
    /// The five it does not describe are spread by us.
    public static let ethnicity = Weighted<String>([
        ("A1", 102), ("B1", 3), ("B2", 3), ("B3", 1), ("B9", 1), ("A9", 1), ("C9", 1), ("C2", 1),
        ("D2", 1), ("A3", 0.5), ("A2", 0.5),
        ("C3", 0.5), ("D1", 0.5), ("E1", 0.5), ("NOT_STATED", 0.25), ("NOT_KNOWN", 0.25),
    ])

    /// Offence categories ← BPL proven offences 2021/22 (93), with burglary and "other" split by the detail table.
    /// Breaches are left out here: they follow orders that are not kept to.
    public static let offenceCategory = Weighted<String>([
        ("VIOLENCE_AGAINST_THE_PERSON", 33), ("PUBLIC_ORDER", 10), ("CRIMINAL_DAMAGE", 7),
        ("NON_DOMESTIC_BURGLARY", 4),
        ("DOMESTIC_BURGLARY", 3), ("DRUGS", 5), ("SEXUAL_OFFENCES", 5), ("MOTORING_OFFENCES", 3),
        ("VEHICLE_THEFT", 3), ("OTHER", 3),
        ("ROBBERY", 2), ("THEFT_AND_HANDLING", 1),
    ])

    /// Children whose first decision is out of court ← WIR caseload: 367 out of court, 55 in court.
    public static let outOfCourtShare = 367.0 / 422.0

    /// Diversions among each other ← BPL outcomes 2021/22, "Community Resolution" and "Informal".
    /// The eight informal ones with our intervention are shared with outcome 22, which BPL had no column for.
    public static let diversion = Weighted<DemoOutcome>([
        (DemoOutcome("COMMUNITY_RESOLUTION", "No YJS involvement"), 7),
        (DemoOutcome("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "With YJS involvement"), 2),
        (DemoOutcome("OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT", "Facilitated by another agency"), 1),
        (DemoOutcome("COMMUNITY_RESOLUTION_POLICE_FACILITATED", "Police facilitated"), 3),
        (DemoOutcome("OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", "With our intervention"), 5),
        (DemoOutcome("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "Outcome 22"), 3),
    ])

    /// Cautions ← BPL outcomes 2021/22, "Cautions".
    public static let caution = Weighted<DemoOutcome>([
        (DemoOutcome("YOUTH_CAUTION"), 3),
        (DemoOutcome("YOUTH_CAUTION", "Youth caution with an intervention"), 7),
        (DemoOutcome("YOUTH_CONDITIONAL_CAUTION"), 9),
    ])

    /// What a court decides ← BPL outcomes 2021/22, its other columns, but "Order to continue" (3), which answers a breach.
    /// A first conviction that draws a rehabilitation order is a referral order every other time: BPL prints both as community sentences.
    public static let court = Weighted<DemoOutcome>([
        (DemoOutcome("ABSOLUTE_DISCHARGE"), 2), (DemoOutcome("DISCONTINUED"), 5),
        (DemoOutcome("DISMISSED"), 2),
        (DemoOutcome("NO_FURTHER_ACTION"), 1), (DemoOutcome("CONDITIONAL_DISCHARGE"), 3),
        (DemoOutcome("FINE"), 3),
        (DemoOutcome("PARENT_FINED"), 1), (DemoOutcome("REFERRAL_ORDER"), 12),
        (DemoOutcome("YOUTH_REHABILITATION_ORDER"), 14),
        (DemoOutcome("YOUTH_REHABILITATION_ORDER_ISS"), 6),
        (DemoOutcome("DETENTION_AND_TRAINING_ORDER"), 1),
    ])

    /// First-time entrants per 100,000 aged 10-17 ← SEF tables 8 and 9, 2020: the ten other areas together, 486 of 356,790.
    public static let entrantsPer100000 = 486.0 / 356_790.0 * 100_000

    /// Children aged 10-17 for each child a year the service meets: 100 a year give 24,500, about what SEF table 8 prints for an area this
    /// size. Made up with the share of cautions below so that the rate of entrants is the one above.
    public static let populationPerYearlyChild = 245.0
    /// Cautions among first decisions out of court; chosen for the rate of entrants.
    public static let cautionShare = 0.259
    /// Children met without an offence (prevention, Turnaround). Made up.
    public static let preventionShare = 0.12

    /// Children who offend again, proven, within a year of a caution or sentence ← SEF tables 5 and 6, April 2019 to March 2020, eleven
    /// areas.
    /// Only while under 18: what follows is not the service's to know.
    public static let reoffending = 501.0 / 1306.0
    /// Reoffences per child who reoffends ← SEF tables 4 and 5, the same year.
    public static let reoffencesPerReoffender = 1957.0 / 501.0
    /// Children who offend again within a year of a diversion ← SEF tracking tables, five years: 17 after a restorative disposal and 10
    /// after
    /// a caution, of 190.
    public static let reoffendingAfterDiversion = 27.0 / 190.0
    /// The quarter of the year in which they first do ← SEF tracking tables, cumulative 15, 21, 21, 27; the empty quarter is given one.
    public static let reoffendingQuarter = Weighted<Int>([(0, 15), (1, 6), (2, 1), (3, 6)])

    /// Alerts ← BPL cohort profile of 117: exploitation 47, NRM 12, suicide risk 11, self-harm and looked after a fifth each.
    /// Weapons ← 15 of 93 proven offences. Missing, MAPPA and staff safety are made up.
    public static let alerts: [(type: String, share: Double)] = [
        ("EXPLOITATION", 47.0 / 117), ("NRM", 12.0 / 117), ("SUICIDE_RISK", 11.0 / 117),
        ("SELF_HARM", 0.2), ("CHILD_LOOKED_AFTER", 0.2),
        ("WEAPONS", 15.0 / 93), ("MISSING", 0.08), ("MAPPA", 0.02), ("STAFF_SAFETY", 0.04),
    ]
    /// Where children live ← BPL cohort profile: 75 % at home, 10 % in residential units; the rest is spread by us.
    public static let home = Weighted<String>([
        ("HOME", 75), ("RESIDENTIAL", 10), ("FOSTER", 8), ("SUPPORTED", 5), ("OTHER", 1.5),
        ("NO_FIXED_ABODE", 0.5),
    ])
    /// Families that social care works with ← BPL cohort profile.
    public static let socialCareWithFamily = 0.73
}

/// An outcome's token, and the service's own words where they say more.
public struct DemoOutcome: Sendable {
    public let token: String
    public let words: String?

    init(_ token: String, _ words: String? = nil) {
        self.token = token
        self.words = words
    }
}
