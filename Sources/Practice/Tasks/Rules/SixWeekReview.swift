import Casework

extension TaskRule {
    /// Six weeks into an out-of-court programme it is looked at how it goes (S-OOC-16); one that ends before has its closing instead.
    static let sixWeekReview = TaskRule(
        "six_week_review", "Hold the six-week review",
        basis: .clock(Settings.sixWeeks, "Progress is reviewed {} after the start", source: "six weeks: a service's published practice"),
        settings: [Settings.sixWeeks, Settings.notice],
        needs: [
            Need(Programme.self, "start_date", "end_date", "disposal", "completed"),
            Need(Review.self, "programme_ref", "type", "held_on"),
        ]
    ) { rule, now in
        now.file[Programme.self].compactMap { programme in
            guard let start = programme.startDate, programme.completed == nil,
                let due = SixWeekReview.due(programme.value, options: now.lists.options, days: now.settings[Settings.sixWeeks])
            else { return nil }
            let isHeld = now.file[Review.self].contains { review in
                review.type == "SIX_WEEK" && review.heldOn >= start && (review.programme.map { $0 == programme.id } ?? true)
            }
            return isHeld ? nil : rule.task(now, programme.id, due: due, until: programme.endDate)
        }
    }
}

/// When the six-week review of a programme is due: lists and pages ask here alike (S-OOC-16).
public enum SixWeekReview {
    /// Nil where none is: the programme is no out-of-court one, has not started, or ends before.
    /// - Parameter days: how many after the start, by the service's clock (`Settings.sixWeeks`).
    public static func due(_ programme: Programme, options: OutOfCourtOptions, days: Int) -> Day? {
        guard let start = programme.startDate, options.outcomes.contains(programme.disposal) else { return nil }
        let due = start + days
        return programme.endDate.map { due < $0 } ?? true ? due : nil
    }
}
