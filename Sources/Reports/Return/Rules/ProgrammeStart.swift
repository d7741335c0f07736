import Casework

extension ReturnRule {
    static let programmeStart = ReturnRule("programme_start", "A programme has no start", Programme.self, ["start_date"]) { file, _ in
        file[Programme.self].filter { $0.startDate == nil }.map { Spot($0.id, "The programme has no start date.") }
    }
}
