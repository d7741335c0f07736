import Casework

extension ReturnRule {
    static let parenting = ReturnRule(
        "parenting", "How parenting work went is missing", Parenting.self, ["sessions_attended", "engagement"]
    ) { file, ask in
        file[Parenting.self].filter { work in
            guard let end = work.endDate, ask.period.contains(end), end <= ask.today else { return false }
            return work.sessionsAttended == nil || (work.engagement ?? "NOT_KNOWN") == "NOT_KNOWN"
        }.map {
            Spot($0.id, "The parenting work ended, and how many sessions were attended, or how the parent took part, is not recorded.")
        }
    }
}
