import Casework

extension TaskRule {
    /// An appointment to come stands in the diary from a fortnight before until its day (S-DEL-02).
    static let appointment = TaskRule(
        "appointment", "Appointment", basis: "An appointment in the diary.", settings: [],
        needs: [Need(Contact.self, "at", "attendance", "planned", "method")]
    ) { rule, now in
        now.file[Contact.self].compactMap { contact in
            guard contact.value.isAppointment else { return nil }
            let day = contact.at.londonDay
            let place = contact.value.method.flatMap { now.lists.codes.label("contact_method", $0) } ?? "Appointment"
            return rule.task(now, contact.id, due: day, from: day - 14, until: day, title: "\(place) at \(contact.at.londonTime)")
        }
    }
}
