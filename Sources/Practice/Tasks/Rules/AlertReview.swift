import Casework

extension TaskRule {
    /// Every running alert is reviewed on the day its author named, or else after some months (S-PEO-10).
    static let alertReview = TaskRule(
        "alert_review", "Review the alert",
        basis: .clock(
            Settings.alertReview, "An alert is reviewed on the day it names, and without one every {}", source: "local standard"),
        settings: [Settings.alertReview, Settings.notice],
        needs: [Need(Alert.self, "type", "start_date", "end_date", "review_date")]
    ) { rule, now in
        now.file[Alert.self].compactMap { alert in
            guard alert.startDate != .unset else { return nil }
            let due = alert.reviewDate ?? alert.startDate.adding(months: now.settings.alertReviewMonths)
            if let end = alert.endDate, end <= due { return nil }
            // An alert can be the first thing known of a child; once all work has ended it warns whoever opens the file, but nobody reviews it.
            if let open = now.work.openUntil, open < due { return nil }
            let title = alert.reviewDate == nil ? "Review the alert and give it a review date" : nil
            return rule.task(now, alert.id, due: due, until: now.work.lastDay, title: title)
        }
    }
}
