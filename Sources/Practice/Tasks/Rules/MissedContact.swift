import Casework

extension TaskRule {
    /// A contact missed without acceptable reason (regulation.md §5.3) is followed up on the next working day. Any later contact that took place is the follow-up;
    /// another missed one is not. With an acceptable reason the child has already been in touch.
    static let missedContact = TaskRule(
        "missed_contact", "Follow up the missed contact",
        basis: .clock(Settings.missedContact, "Followed up within {}", source: "a service's published policy"),
        settings: [Settings.missedContact], needs: [Need(Contact.self, "at", "attendance", "planned")]
    ) { rule, now in
        let contacts = now.file[Contact.self]
        let last = contacts.filter { $0.value.tookPlace }.map(\.value.at).max()
        return contacts.compactMap { contact in
            guard contact.attendance == "MISSED_UNACCEPTABLE", last.map({ $0 <= contact.value.at }) ?? true else { return nil }
            let day = contact.at.londonDay
            let due = WorkingDays.adding(now.settings.missedContactWorkingDays, to: day)
            guard now.work.reaches(due) else { return nil }
            return rule.task(now, contact.id, due: due, from: day, until: now.work.lastDay)
        }
    }

    /// An appointment whose day has come has its attendance marked (S-DEL-02).
    static let appointmentUnmarked = TaskRule(
        "appointment_unmarked", "Say whether the appointment was kept",
        basis: "Local standard: every contact says whether it was attended, missed or excused. The time to write it up is local.",
        settings: [Settings.writeUp, Settings.writeUpShown], needs: [Need(Contact.self, "at", "attendance", "planned", "method")]
    ) { rule, now in
        now.file[Contact.self].compactMap { contact in
            guard contact.planned == true, contact.attendance == nil else { return nil }
            let day = contact.at.londonDay
            let due = WorkingDays.adding(now.settings.writeUpWorkingDays, to: day)
            return rule.task(now, contact.id, due: due, from: day, until: due + now.settings.writeUpShownDays)
        }
    }
}
