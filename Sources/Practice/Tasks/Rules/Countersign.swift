import Casework

extension TaskRule {
    /// What was sent for countersignature is signed or sent back. Marked as seen by nobody but a manager.
    static let countersign = TaskRule(
        "countersign", "Countersign the assessment or send it back", audience: .manager, basis: "The number of days is local.",
        settings: [Settings.countersign],
        needs: [Need(Assessment.self, "completed_on", "submitted_on", "returned_on", "countersigned_on")]
    ) { rule, now in
        now.file[Assessment.self].compactMap { assessment in
            guard assessment.value.state == .submitted, let sent = assessment.submittedOn else { return nil }
            return rule.task(
                now, assessment.id, due: WorkingDays.adding(now.settings[Settings.countersign], to: sent), from: sent)
        }
    }
}
