import Casework

extension ReturnRule {
    /// An end nobody wrote down keeps the programme out of every indicator that counts endings (S-PER-16).
    static let programmeEnd = ReturnRule("programme_end", "A programme should have ended", Programme.self, ["end_date"]) { file, ask in
        file[Programme.self].compactMap { programme in
            guard programme.endDate == nil,
                let due = programme.latestEnd ?? file.outcomes(of: programme).compactMap(\.value.endDate).max(), due < ask.lastDay
            else { return nil }
            return Spot(programme.id, "It was to end by \(due.words) and has no end date.")
        }
    }
}
