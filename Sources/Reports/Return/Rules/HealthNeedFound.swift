import Casework

extension ReturnRule {
    static let healthNeed = ReturnRule(
        "health_need", "What a health screening found is missing", HealthNeed.self, ["need_identified"]
    ) { file, ask in
        file[HealthNeed.self].compactMap { need in
            guard need.needIdentified == nil, let day = need.screenedDate, day <= ask.lastDay else { return nil }
            return Spot(need.id, "The child was screened on \(day.words), and what was found is not said.")
        }
    }
}
