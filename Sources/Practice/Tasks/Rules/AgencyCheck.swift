import Casework

extension TaskRule {
    /// An agency that was asked and has not answered is chased, unless it is written down why there is no answer.
    static let agencyCheck = TaskRule(
        "agency_check", "Chase the agency's answer, or say why there is none", basis: "The number of days is local.",
        settings: [Settings.agencyCheck], needs: [Need(Enquiry.self, "agency", "asked_on", "received_on", "unable_reason")]
    ) { rule, now in
        now.file[Enquiry.self].compactMap { enquiry in
            guard let asked = enquiry.askedOn, enquiry.receivedOn == nil, enquiry.unableReason == nil else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.agencyCheck], to: asked)
            guard now.work.reaches(due) else { return nil }
            let agency = now.lists.codes.label("agency", enquiry.agency)?.lowercasedFirst
            let title = agency.map { "Chase the answer of \($0), or say why there is none" }
            return rule.task(now, enquiry.id, due: due, from: asked, until: now.work.lastDay, title: title)
        }
    }
}
