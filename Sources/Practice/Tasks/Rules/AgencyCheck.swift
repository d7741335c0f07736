import Casework

extension TaskRule {
    /// Agencies asked about one referral are chased together, unless each answered or it is written down why there is no answer: one task
    /// a referral, on the list from the day the first answer is due. Before that they only stand with what is waited for (S-REF-05).
    static let agenciesAsked = TaskRule(
        "agencies_asked", "Chase the agencies' answers, or say why there are none", basis: "The number of days is local.",
        settings: [Settings.agencyCheck], needs: enquiries
    ) { rule, now in
        let about = Dictionary(grouping: waiting(now), by: \.enquiry.value.referral)
        return about.compactMap { referral, some -> Task? in
            guard let referral, let due = some.map(\.due).min() else { return nil }
            let names = some.map { now.lists.codes.label("agency", $0.enquiry.agency)?.lowercasedFirst ?? "an agency" }
            let all = "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
            let title = names.count == 1 ? names.first.map(chase) : "Chase the answers of \(all), or say why there are none"
            return rule.task(now, referral, due: due, from: due, until: now.work.lastDay, title: title)
        }
    }

    /// The same of one asked about no referral, as an import may bring it.
    static let agencyCheck = TaskRule(
        "agency_check", "Chase the agency's answer, or say why there is none", basis: "The number of days is local.",
        settings: [Settings.agencyCheck], needs: enquiries
    ) { rule, now in
        waiting(now).filter { $0.enquiry.value.referral == nil }.map { asked in
            let agency = now.lists.codes.label("agency", asked.enquiry.agency)?.lowercasedFirst
            return rule.task(
                now, asked.enquiry.id, due: asked.due, from: asked.due, until: now.work.lastDay, title: agency.map(chase))
        }
    }

    private static func chase(_ agency: String) -> String { "Chase the answer of \(agency), or say why there is none" }

    private static let enquiries = [Need(Enquiry.self, "agency", "asked_on", "received_on", "unable_reason", "referral_ref")]

    /// What was asked and not answered, with the day the answer is due; longest asked first.
    private static func waiting(_ now: Situation) -> [(enquiry: Entry<Enquiry>, due: Day)] {
        now.file[Enquiry.self].compactMap { enquiry -> (enquiry: Entry<Enquiry>, due: Day)? in
            guard let asked = enquiry.askedOn, enquiry.receivedOn == nil, enquiry.unableReason == nil else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.agencyCheck], to: asked)
            return now.work.reaches(due) ? (enquiry, due) : nil
        }.sorted { ($0.due, $0.enquiry.ref) < ($1.due, $1.enquiry.ref) }
    }
}
