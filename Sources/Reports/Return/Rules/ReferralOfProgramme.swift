import Casework

extension ReturnRule {
    static let referral = ReturnRule(
        "referral", "An out-of-court programme has no referral", Programme.self, ["referral_ref"]
    ) { file, ask in
        file[Programme.self].filter { programme in
            guard let start = programme.startDate, ask.period.contains(start),
                ["Diversion", "Pre-Court"].contains(ask.codes.group("disposal", programme.disposal))
            else { return false }
            return programme.referral == nil && !file[Referral.self].contains { !$0.offences.filter(programme.offences.contains).isEmpty }
        }.map { Spot($0.id, "No referral leads to it, so the out-of-court data has no day of referral.") }
    }
}
