import Casework
import Statistics

/// Programmes, victims, and the statuses that run beside them.
extension ReturnDocument {
    static func programmes(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        file[Programme.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }.map { entry in
            let programme = entry.value
            var one = ReturnEntity("intervention_programme")
            one.put("intervention_programme_id", entry.ref)
            one.put("start", programme.startDate)
            one.put("end", openOr: programme.endDate)
            one.put("disposal_type", ask.sentAs(programme.disposal).code)
            one.put("cms_disposal_type", ask.codes.label("disposal", programme.disposal))
            one.put("sentence_group", ask.codes.group("disposal", programme.disposal))
            for (name, day) in [("start", programme.startDate), ("end", programme.endDate)] {
                guard let day else { continue }
                one.put("age_at_\(name)", age(file, on: day))
                let home = home(file, on: day)
                one.put("accommodation_at_\(name)", home?.type)
                one.put("ete_hours_at_\(name)", hours(file, on: day, \.hoursOffered))
                one.put("statutory_school_age_at_\(name)", file.child.dateOfBirth.map { SchoolAge.holds(day, bornOn: $0) })
            }
            one.put(
                "activities",
                (programme.activity ?? "").split(separator: " ").map { token in
                    var activity = ReturnEntity("activity")
                    activity.put("type", String(token))
                    return activity
                })
            one.put("residence", file.outcomes(of: entry).compactMap(\.value.residence).first)
            one.put("identified_victim", file[Victim.self].contains { programme.offences.contains($0.value.offence) })
            one.put("kpi6_successfully_completed", programme.completed)
            return one
        }
    }

    /// The main home on a day, else the latest to begin.
    static func home(_ file: CaseFile, on day: Day) -> Accommodation? {
        let homes = file.active(Accommodation.self, on: day)
        return (homes.first { $0.primary == true } ?? homes.first)?.value
    }

    /// Hours a week of everything that runs on a day, added up; nil when none is written.
    static func hours(_ file: CaseFile, on day: Day, _ path: KeyPath<Education, String?>) -> String? {
        let found = file.active(Education.self, on: day).compactMap { $0.value[keyPath: path].flatMap(Double.init) }
        guard !found.isEmpty else { return nil }
        let sum = found.reduce(0, +)
        return sum == sum.rounded() && sum.magnitude < 1e6 ? String(Int(sum)) : String(sum)
    }

    static func victims(_ file: CaseFile) -> [ReturnEntity] {
        let offences = Dictionary(file[Offence.self].map { ($0.id, $0.ref) }) { first, _ in first }
        return file[Victim.self].map { entry in
            let victim = entry.value
            var one = ReturnEntity("victim_intervention")
            one.put("victim_intervention_id", entry.ref)
            one.put("victim_id", victim.victimRef)
            one.put("offence_id", offences[victim.offence])
            one.put("victim_type", victim.victimType)
            one.put("consent_to_yjs_contact", victim.consentsToContact)
            one.put("yjs_contact_date", victim.contactedDate)
            one.put("rj_offered", victim.rjOffered)
            one.put("rj_intervention_type", victim.rjType)
            one.put("engaged_in_rj", victim.engagedInRj)
            one.put("engaged_in_rj_start", victim.engagedStart)
            one.put("engaged_in_rj_end", victim.engagedEnd)
            one.put("view_sought_prior", victim.viewSoughtBefore)
            one.put("progress_requested", victim.progressRequested)
            one.put("progress_requested_date", victim.progressRequestedDate)
            one.put("progress_provided", victim.progressProvided)
            one.put("progress_provided_date", victim.progressProvidedDate)
            one.put("additional_support_requested", victim.supportRequested)
            one.put("additional_support_provided", victim.supportProvided)
            one.put("commented", victim.commented)
            one.put("satisfaction_level", victim.satisfaction)
            return one
        }
    }

    static func parenting(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        let programmes = Dictionary(file[Programme.self].map { ($0.id, $0.ref) }) { first, _ in first }
        return file[Parenting.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }.map { entry in
            var one = ReturnEntity("parenting_intervention")
            one.put("parenting_intervention_id", entry.ref)
            one.put("type", entry.value.type)
            one.put("start", entry.startDate)
            one.put("sessions_planned", entry.sessionsPlanned)
            one.put("sessions_attended", entry.sessionsAttended)
            one.put("engagement_level", entry.engagement)
            one.put("intervention_programme_id", entry.value.programme.flatMap { programmes[$0] })
            return one
        }
    }

    /// The spells of a kind that had begun by the return's last day, oldest first.
    private static func begun<S: Spell>(_ type: S.Type, _ file: CaseFile, _ ask: ReturnAsk) -> [S] {
        file[type].filter { ($0.value.startDate ?? ask.period.to) <= ask.period.to }
            .sorted { ($0.value.startDate ?? Day(number: 0), $0.ref) < ($1.value.startDate ?? Day(number: 0), $1.ref) }.map(\.value)
    }

    static func residences(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        begun(Accommodation.self, file, ask).map { home in
            var one = ReturnEntity("residence")
            one.put("date", home.startDate)
            one.put("kpi1_accommodation_type", home.type)
            one.put("cms_accommodation_type", ask.codes.label("accommodation_type", home.type))
            one.put("kpi1_accommodation_suitability", home.suitability ?? "UNKNOWN")
            one.put("kpi1_primary_residence", home.primary)
            one.put("kpi1_end_date", openOr: home.endDate)
            return one
        }
    }

    static func education(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        begun(Education.self, file, ask).map { place in
            var one = ReturnEntity("ete_status")
            one.put("start", place.startDate)
            one.put("end", openOr: place.endDate)
            one.put("provision_type", place.provision)
            one.put("cms_provision_type", ask.codes.label("provision", place.provision))
            one.put("suitability", place.suitability ?? "UNKNOWN")
            one.put("hours_offered", place.hoursOffered)
            one.put("hours", place.hoursAttended)
            return one
        }
    }

    static func learningNeeds(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        begun(SpecialNeeds.self, file, ask).map { need in
            var one = ReturnEntity("sendaln")
            one.put("start", need.startDate)
            one.put("end", openOr: need.endDate)
            one.put("kpi3_identified_sendaln", need.identified)
            one.put("kpi3_send_formal_plan", need.formalPlan)
            return one
        }
    }

    static func health(_ file: CaseFile, _ ask: ReturnAsk, _ document: inout ReturnEntity) {
        func needs(_ code: String, _ name: String) -> [ReturnEntity] {
            file[HealthNeed.self].filter { $0.need == code }.map { entry in
                let need = entry.value
                var one = ReturnEntity(name)
                one.put("date_screened", need.screenedDate)
                one.put("need_identified", need.needIdentified)
                one.put("date_referred", openOr: need.referredDate)
                one.put("date_offered", openOr: need.offeredDate)
                one.put("date_attended_start", need.attendedStart)
                // An open end says that it still runs; what never began has none.
                if need.attendedStart != nil { one.put("date_attended_end", openOr: need.attendedEnd) }
                one.put("intervention_type", need.tier)
                return one
            }
        }
        document.put("mental_health", needs("MENTAL_HEALTH", "mental_health_need"))
        document.put("substance_misuse", needs("SUBSTANCE_MISUSE", "substance_misuse_need"))
    }

    static func care(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        begun(Care.self, file, ask).map { care in
            var one = ReturnEntity("care_status")
            one.put("status", care.status)
            one.put("start", care.startDate)
            one.put("end", openOr: care.endDate)
            return one
        }
    }

    static func assessments(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        file[Assessment.self].filter { $0.completedOn.map { $0 <= ask.period.to } ?? false }.map { entry in
            var one = ReturnEntity("assessment_stage")
            one.put("assessment_id", entry.ref)
            one.put("type", entry.value.type)
            one.put("stage", entry.value.stage)
            one.put("completed", entry.value.completedOn)
            one.put("likelihood_of_reoffending", entry.value.reoffending)
            one.put("risk_of_serious_harm", entry.value.seriousHarm)
            one.put("safety_and_wellbeing", entry.value.safetyWellbeing)
            return one
        }
    }

    static func transfers(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        file[Transfer.self].filter { $0.date <= ask.period.to }.sorted { ($0.date, $0.ref) < ($1.date, $1.ref) }.map { entry in
            var one = ReturnEntity("transfer")
            one.put("date", entry.value.date)
            one.put("description", ask.codes.label("transfer_kind", entry.value.type))
            one.put("other_service", entry.value.otherService)
            return one
        }
    }
}
