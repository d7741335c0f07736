import Casework

extension TaskRule {
    /// Blank ACORNS headings of a contact that took place are flagged, never refused (S-DEL-01).
    static let contactHeadings = TaskRule(
        "contact_headings", "Complete the note of the contact",
        basis:
            "Every contact by Aim, Content, Outcome, Risk, Next steps and Safeguarding. The number of days is local.",
        settings: [Settings.writeUp, Settings.writeUpShown],
        needs: [
            Need(
                Contact.self, "at", "attendance", "planned", "method", "aim", "content", "outcome", "risk", "next_steps", "safeguarding")
        ]
    ) { rule, now in
        now.file[Contact.self].compactMap { contact in
            guard contact.value.tookPlace else { return nil }
            let missing = contact.value.missingHeadings
            guard !missing.isEmpty else { return nil }
            let day = contact.at.londonDay
            let due = WorkingDays.adding(now.settings.writeUpWorkingDays, to: day)
            guard now.work.reaches(day) else { return nil }
            let title = "Complete the note of the contact: \(missing.map(\.lowercasedFirst).joined(separator: ", "))"
            return rule.task(now, contact.id, due: due, from: day, until: due + now.settings.writeUpShownDays, title: title)
        }
    }
}
