import Casework

/// Made-up files with everything the national indicators read, few days and few values, so that every edge comes up often.
struct CircumstanceRows {
    let file: MadeUp

    init(_ ref: String, _ random: inout Seeded) {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        func near(_ middle: String, _ days: Int) -> String { (day(middle) + Int.random(in: -days...days, using: &random)).iso }
        func start() -> String? { pick([near("2025-06-01", 200), near("2025-09-01", 10), near("2025-12-01", 40), nil]) }
        func end() -> String? { pick([nil, nil, near("2026-03-01", 60), "2026-03-31"]) }
        func yes() -> Bool? { pick([true, true, false, nil]) }
        var made = MadeUp(
            ref, born: pick([near("2010-06-01", 500), near("2007-12-01", 60), nil]), sex: pick(["MALE", "FEMALE", nil]),
            deleted: pick([nil, nil, nil, nil, true]))
        for i in 0..<pick([1, 1, 2]) {
            let outcome = pick([
                "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER",
                "DETENTION_AND_TRAINING_ORDER", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "FINE",
            ])
            let disposal = outcome == "DETENTION_AND_TRAINING_ORDER" ? pick(["DTO_LICENCE", "DTO_CUSTODY", outcome]) : outcome
            let from = near("2025-10-01", 60)
            made = made.order(
                "\(ref)-p\(i)", outcome, from: from, to: pick([near("2026-02-15", 45), "2026-03-31", nil]), disposal: disposal,
                on: pick([from, near("2025-09-01", 30)]), appeal: pick([nil, nil, nil, "CHANGED"]),
                residence: pick([nil, nil, nil, "OTHER"])
            ).serious("of-ou-\(ref)-p\(i)", pick(["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON", "OTHER"]), pick([nil, 3, 5, 6, 8]))
            for v in 0..<pick([0, 1, 2]) {
                made = made.victim(
                    "\(pick([ref, "shared"]))-v\(v)", of: "of-ou-\(ref)-p\(i)", consents: yes(), engaged: yes(),
                    contacted: pick([nil, "2025-11-01"]), view: yes(), progress: yes(), support: yes(), progressAsked: yes(),
                    supportAsked: yes())
            }
        }
        for _ in 0..<pick([0, 1, 2]) {
            made = made.home(
                pick(["AT_HOME", "FOSTER_CARE_LA", "BED_AND_BREAKFAST", "HOSPITAL", "YOI"]),
                pick(["SUITABLE", "UNSUITABLE", "UNKNOWN", nil]),
                from: start(), to: end(), primary: yes()
            ).education(
                pick(["SCHOOL_FULL_TIME", "COLLEGE", "OTHER", "NONE"]), pick(["SUITABLE", "UNSUITABLE", "UNKNOWN", nil]), from: start(),
                to: end(), offered: pick([nil, "0", "15", "16", "25"]), attended: pick([nil, "0", "10", "25"])
            ).send(yes(), plan: yes(), from: start(), to: end()).care(
                pick(["LOOKED_AFTER", "CHILD_IN_NEED", "EARLY_HELP_PLAN", "EARLY_HELP_REFERRAL"]), from: start(), to: end())
            for need in ["MENTAL_HEALTH", "SUBSTANCE_MISUSE"] {
                made = made.health(
                    need, screened: start(), found: yes(), identified: start(), offered: start(), attended: start(), until: end(),
                    tier: pick(
                        need == "MENTAL_HEALTH"
                            ? ["GETTING_HELP", "GETTING_ADVICE", "NO_INTERVENTION", nil]
                            : ["TARGETED_INTERVENTION", "COMPLEX_CARE", "NO_INTERVENTION", nil]))
            }
        }
        file = made
    }

    /// A year of board meetings.
    static func board(_ random: inout Seeded) -> [Entry<BoardAttendance>] {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        return (0..<40).map { i in
            var row = BoardAttendance()
            row.meetingDate = day(pick(["2025-05-01", "2025-11-01", "2026-03-31"]))
            row.sector = pick(["SOCIAL_CARE", "EDUCATION", "POLICE", "PROBATION", "HEALTH", "OTHER"])
            row.seniority = pick(["SENIOR", "DELEGATED", nil])
            row.attendance = pick(["ATTENDED", "DEPUTY", "APOLOGIES", nil])
            return Entry(id: MadeUp.id("board-\(i)"), ref: "board-\(i)", value: row)
        }
    }
}
