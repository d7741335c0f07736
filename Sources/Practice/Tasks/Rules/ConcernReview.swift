import Casework

extension TaskRule {
    /// An urgent concern is looked at on the day named; while it is open and none is named, on the day it was raised (S-SAF-09).
    static let concernReview = TaskRule(
        "concern_review", "Make the child safe: an urgent concern is open",
        basis:
            "It stays until a manager or the duty worker closes it with a safety plan; the day is the one named, else the day it was raised.",
        settings: [Settings.notice], needs: [Need(Concern.self, "raised_at", "review_date", "closed_on")]
    ) { rule, now in
        now.file[Concern.self].compactMap { concern in
            guard concern.raisedAt != .unset else { return nil }
            if concern.closedOn == nil {
                return rule.task(now, concern.id, due: concern.reviewDate ?? concern.raisedAt.londonDay, from: concern.raisedAt.londonDay)
            }
            // Closed with a day to look back: it stands for a fortnight from then.
            return concern.reviewDate.map {
                rule.task(now, concern.id, due: $0, until: $0 + 14, title: "Look again: does the safety plan of the closed concern hold?")
            }
        }
    }
}
