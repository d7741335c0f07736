import Casework
import Statistics

/// What the national indicators look at beside offences and programmes, a line a record.
extension MadeUp {
    /// A programme for an offence of its own with its outcome: a child's order, from start to end.
    func order(
        _ ref: String, _ outcome: String, from: String, to: String?, disposal: String? = nil, on date: String? = nil, appeal: String? = nil,
        residence: String? = nil
    ) -> MadeUp {
        fate("ou-\(ref)", outcome, on: date ?? from, appeal: appeal, residence: residence)
            .programme(ref, disposal ?? outcome, from: from, to: to, offences: ["of-ou-\(ref)"])
    }

    func home(_ type: String, _ suitability: String?, from: String?, to: String? = nil, primary: Bool? = nil) -> MadeUp {
        var home = Accommodation()
        (home.type, home.suitability, home.startDate, home.endDate) = (type, suitability, from.map(day), to.map(day))
        home.primary = primary
        return adding("home-\(type)-\(from ?? "")", home)
    }

    func education(
        _ provision: String, _ suitability: String?, from: String?, to: String? = nil, offered: String? = nil, attended: String? = nil
    ) -> MadeUp {
        var education = Education()
        (education.provision, education.suitability) = (provision, suitability)
        (education.startDate, education.endDate) = (from.map(day), to.map(day))
        (education.hoursOffered, education.hoursAttended) = (offered, attended)
        return adding("ete-\(provision)-\(from ?? "")", education)
    }

    func send(_ identified: Bool?, plan: Bool?, from: String?, to: String? = nil) -> MadeUp {
        var record = SpecialNeeds()
        (record.identified, record.formalPlan, record.startDate, record.endDate) = (identified, plan, from.map(day), to.map(day))
        return adding("send-\(from ?? "")-\(file[SpecialNeeds.self].count)", record)
    }

    func health(
        _ need: String = "MENTAL_HEALTH", screened: String?, found: Bool? = true, identified: String? = nil, offered: String? = nil,
        attended: String? = nil, until: String? = nil, tier: String? = nil
    ) -> MadeUp {
        var record = HealthNeed()
        (record.need, record.screenedDate, record.needIdentified) = (need, screened.map(day), found)
        (record.identifiedDate, record.offeredDate) = (identified.map(day), offered.map(day))
        (record.attendedStart, record.attendedEnd, record.tier) = (attended.map(day), until.map(day), tier)
        return adding("health-\(file[HealthNeed.self].count)", record)
    }

    func care(_ status: String, from: String?, to: String? = nil, placement: String? = nil) -> MadeUp {
        var record = Care()
        (record.status, record.startDate, record.endDate) = (status, from.map(day), to.map(day))
        record.placement = placement
        return adding("care-\(status)-\(from ?? "")", record)
    }

    func victim(
        _ victim: String, of offence: String, consents: Bool? = nil, engaged: Bool? = nil, contacted: String? = nil, view: Bool? = nil,
        progress: Bool? = nil, support: Bool? = nil, progressAsked: Bool? = nil, supportAsked: Bool? = nil
    ) -> MadeUp {
        var record = Victim()
        (record.victimRef, record.offence) = (victim, MadeUp.id(offence))
        (record.consentsToContact, record.engagedInRj, record.contactedDate) = (consents, engaged, contacted.map(day))
        (record.viewSoughtBefore, record.progressProvided, record.supportProvided) = (view, progress, support)
        (record.progressRequested, record.supportRequested) = (progressAsked, supportAsked)
        return adding("\(victim)/\(offence)", record)
    }

    /// The same file with an offence's category and seriousness.
    func serious(_ offence: String, _ category: String, _ score: Int?) -> MadeUp {
        changing(offence) { (entry: inout Offence) in (entry.category, entry.seriousness) = (category, score) }
    }

    private func changing<R: RecordKind>(_ ref: String, _ change: (inout R) -> Void) -> MadeUp {
        replacing(
            file[R.self].map { entry in
                guard entry.ref == ref else { return entry }
                var value = entry.value
                change(&value)
                return Entry(id: entry.id, ref: entry.ref, value: value)
            })
    }
}

/// A caution programme of the first quarter of 2026-27, which most tests start from.
func ending(_ ref: String, born: String? = "2011-01-15", outcome: String = "YOUTH_CAUTION", to: String = "2026-04-30") -> MadeUp {
    MadeUp(ref, born: born).order("p\(ref)", outcome, from: "2026-02-01", to: to)
}
