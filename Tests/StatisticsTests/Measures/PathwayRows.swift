import Casework

/// Made-up files of out-of-court work: referrals, programmes and what became of the offences; few days, so that edges come up often.
struct PathwayRows {
    struct Referral {
        var ref: String, received: Day, decided: Day?, pathway: String?, accepted: Bool?, bounced: Bool?, closed: Day?, offences: [String]
    }
    struct Programme {
        var ref: String, start: Day?, end: Day?, disposal: String, completed: Bool?, offences: [String]
    }
    struct Outcome {
        var ref: String, offence: String, token: String, date: Day, appeal: String?, residence: String?
    }
    var ref: String, born: Day?, deleted: Bool?
    var sex: String?, ethnicity: String?
    /// The group its ethnicity is of.
    var group: String { ["A1": "WHITE", "B9": "MIXED", "D2": "BLACK"][ethnicity ?? ""] ?? "NOT_OBTAINABLE" }
    var offences: [String]
    /// Whose child they are by their care status, from and to which day.
    var placed: (whose: String, from: Day, to: Day?)?
    var referrals: [Referral], programmes: [Programme], outcomes: [Outcome]

    init(_ ref: String, _ random: inout Seeded) {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        func near(_ middle: String, _ days: Int) -> Day { day(middle) + Int.random(in: -days...days, using: &random) }
        let yes: [Bool?] = [nil, true, false]
        self.ref = ref
        born = pick([near("2010-06-01", 400), near("2007-11-01", 100), nil])
        deleted = pick([nil, nil, nil, nil, nil, true])
        (sex, ethnicity) = (pick(["MALE", "FEMALE", nil]), pick(["A1", "B9", "D2", nil]))
        let names = (0..<Int.random(in: 1...3, using: &random)).map { "\(ref)/o\($0)" }
        offences = names
        func some() -> [String] { names.filter { _ in pick([true, true, false]) } }
        referrals = (0..<pick([0, 1, 1, 2])).map { i in
            let received = near("2025-11-01", 100)
            return Referral(
                ref: "\(ref)/r\(i)", received: received,
                decided: pick([nil, received, received + pick([5, 28, 29, 40]), day("2025-10-01"), day("2026-01-31"), day("2026-02-01")]),
                pathway: pick(["OUT_OF_COURT", "OUT_OF_COURT", "OUT_OF_COURT", "COURT", nil]), accepted: pick(yes), bounced: pick(yes),
                closed: pick([nil, nil, received + 50]), offences: some())
        }
        let theirs: (whose: String, from: Day, to: Day?) = ("OTHER_HERE", near("2025-11-01", 60), pick([nil, day("2025-12-15")]))
        placed = pick([nil, nil, theirs, ("OURS_HERE", day("2025-01-01"), nil)])
        let tokens = [
            "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "COMMUNITY_RESOLUTION",
            "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", "REFERRAL_ORDER",
            "NO_FURTHER_ACTION",
        ]
        programmes = (0..<pick([0, 1, 1, 2])).map { i in
            let start = near("2025-10-01", 60)
            return Programme(
                ref: "\(ref)/p\(i)", start: pick([start, start, nil]), end: pick([nil, start + 84, day("2025-10-01"), day("2026-01-31")]),
                disposal: pick(tokens + ["PREVENTION", "DTO_CUSTODY"]), completed: pick(yes), offences: some())
        }
        outcomes = names.enumerated().flatMap { i, name in
            (0..<pick([0, 1, 1, 2])).map { j in
                Outcome(
                    ref: "\(ref)/u\(i)\(j)", offence: name, token: pick(tokens), date: pick([near("2025-11-01", 60), day("2025-11-01")]),
                    appeal: pick([nil, nil, nil, "CHANGED"]), residence: pick([nil, nil, "LOCAL", "OTHER"]))
            }
        }
    }

    var file: MadeUp {
        var made = MadeUp(ref, born: born?.iso, sex: sex, ethnicity: ethnicity, deleted: deleted)
        for name in offences { made = made.offence(name, committed: "2025-09-01") }
        for o in outcomes {
            made = made.outcome(o.ref, of: o.offence, o.token, on: o.date.iso, appeal: o.appeal, residence: o.residence)
        }
        if let placed { made = made.care("LOOKED_AFTER", from: placed.from.iso, to: placed.to?.iso, placement: placed.whose) }
        for r in referrals {
            made = made.referral(
                r.ref, received: r.received.iso, decided: r.decided?.iso, pathway: r.pathway, accepted: r.accepted, bounced: r.bounced,
                closed: r.closed?.iso, offences: r.offences)
        }
        for p in programmes {
            made = made.programme(
                p.ref, p.disposal, from: p.start?.iso, to: p.end?.iso, completed: p.completed, offences: p.offences)
        }
        return made
    }
}

extension MadeUp {
    func referral(
        _ ref: String, received: String, decided: String? = nil, decision: String? = nil, pathway: String? = "OUT_OF_COURT",
        accepted: Bool? = nil, bounced: Bool? = nil, closed: String? = nil, offences: [String] = []
    ) -> MadeUp {
        var referral = Referral()
        (referral.receivedDate, referral.decisionDate, referral.decision) = (day(received), decided.map(day), decision)
        (referral.pathway, referral.accepted, referral.bouncedBack) = (pathway, accepted, bounced)
        (referral.closedDate, referral.offences) = (closed.map(day), offences.map(MadeUp.id))
        return adding(ref, referral)
    }

    func programme(
        _ ref: String, _ disposal: String, from: String?, to: String?, completed: Bool? = nil, offences: [String] = []
    ) -> MadeUp {
        var programme = Programme()
        (programme.disposal, programme.startDate, programme.endDate) = (disposal, from.map(day), to.map(day))
        (programme.completed, programme.offences) = (completed, offences.map(MadeUp.id))
        return adding(ref, programme)
    }
}
