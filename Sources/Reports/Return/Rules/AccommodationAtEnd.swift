import Casework

extension ReturnRule {
    static let accommodation = ReturnRule(
        "accommodation", "No home at the end of a programme, or its suitability is missing", Accommodation.self,
        ["type", "suitability", "start_date", "end_date"]
    ) { file, ask in
        file.ended(ask).flatMap { programme, end -> [Spot] in
            let homes = file.active(Accommodation.self, on: end)
            if homes.isEmpty { return [Spot(nil, "Where the child lived when a programme ended on \(end.words) is not recorded.")] }
            return homes.filter { $0.suitability == nil }.map {
                Spot($0.id, "Whether this home suited the child on \(end.words) is not said: it counts as not suitable.")
            }
        }
    }
}
