import Casework
import Statistics

/// Offences with their outcomes and requirements, hearings, and what links them.
extension ReturnDocument {
    /// The offences the return's last day knows of: by the offence, else the arrest; one without either is kept.
    static func known(_ file: CaseFile, _ ask: ReturnAsk) -> [Entry<Offence>] {
        file[Offence.self].filter { ($0.offenceDate ?? $0.arrestDate ?? ask.period.to) <= ask.period.to }
    }

    static func offences(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        let outcomes = Dictionary(grouping: file[Outcome.self].filter { $0.outcomeDate <= ask.period.to }, by: \.value.offence)
        let first = file.firstSubstantiveOutcome(ask.reference)
        return known(file, ask).map { entry in
            let offence = entry.value
            var one = ReturnEntity("offence")
            one.put("offence_id", entry.ref)
            one.put("offence_date", offence.offenceDate)
            one.put("description", offence.description)
            one.put("location_postcode", offence.offencePostcode)
            one.put("cjs_code", offence.cjsCode)
            one.put("cjs_code_unknown", offence.cjsCode == nil)
            one.put("plea", offence.plea)
            one.put("arrest_date", offence.arrestDate)
            one.put("charge_date", offence.chargeDate)
            let heard = firstHearing(entry, file)
            one.put("first_hearing_date", heard)
            one.put("age_at_offence", age(file, on: offence.offenceDate))
            one.put("age_at_arrest", age(file, on: offence.arrestDate))
            one.put("age_at_arrest_or_offence", age(file, on: offence.arrestDate ?? offence.offenceDate))
            one.put("age_at_charge", age(file, on: offence.chargeDate))
            one.put("age_at_first_hearing", age(file, on: heard))
            one.put("yjb_seriousness_score", offence.seriousness)
            one.put("yjb_offence_category", offence.category ?? "NOT_KNOWN")
            one.put("knife_related", offence.knife)
            one.put("care_status_on_offence_date", offence.offenceDate.flatMap { careStatus(file, on: $0) })
            one.put("programme_breached_id", breached(by: entry, file, ask)?.ref)
            one.put("police_bails", policeBails(of: entry, file, ask))
            one.put(
                "legal_outcomes",
                (outcomes[entry.id] ?? []).sorted { ($0.outcomeDate, $0.ref) < ($1.outcomeDate, $1.ref) }.map {
                    legalOutcome($0, file, ask, isFirst: $0.id == first)
                })
            return one
        }
    }

    /// The programme an offence breached, of those the return has: of several the one that began last.
    static func breached(by offence: Entry<Offence>, _ file: CaseFile, _ ask: ReturnAsk) -> Entry<Programme>? {
        file[Programme.self].filter { $0.value.breaches.contains(offence.id) && ($0.startDate ?? ask.period.to) <= ask.period.to }
            .max { ($0.startDate ?? Day(number: 0), $0.ref) < ($1.startDate ?? Day(number: 0), $1.ref) }
    }

    private static func policeBails(of offence: Entry<Offence>, _ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        file[PoliceBail.self].filter { $0.value.offence == offence.id && ($0.startDate ?? ask.period.to) <= ask.period.to }
            .sorted { ($0.startDate ?? Day(number: 0), $0.ref) < ($1.startDate ?? Day(number: 0), $1.ref) }.map { bail in
                var one = ReturnEntity("police_bail")
                one.put("status", bail.status ?? "NOT_KNOWN")
                one.put("start", bail.startDate)
                one.put("end", openOr: bail.endDate)
                return one
            }
    }

    /// The first hearing written on the offence, else the earliest hearing of it.
    static func firstHearing(_ offence: Entry<Offence>, _ file: CaseFile) -> Day? {
        offence.firstHearingDate ?? file[Hearing.self].filter { $0.offences.contains(offence.id) }.map(\.value.hearingDate).min()
    }

    static func careStatus(_ file: CaseFile, on day: Day) -> String? { file.active(Care.self, on: day).first?.status }

    private static func legalOutcome(_ entry: Entry<Outcome>, _ file: CaseFile, _ ask: ReturnAsk, isFirst: Bool) -> ReturnEntity {
        let outcome = entry.value
        let sent = ask.sentAs(outcome)
        let group = ask.codes.group("outcome", outcome.outcome)
        var one = ReturnEntity("legal_outcome")
        one.put("legal_outcome_id", entry.ref)
        one.put("outcome_date", outcome.outcomeDate)
        one.put("outcome_end_date", outcome.endDate)
        one.put("legal_outcome", sent.code)
        // The true group goes with an interim code, so that no reader need take a reprimand for a caution (regulation.md §4.2).
        one.put("sent_under_interim_code", sent.isInterim ? true : nil)
        one.put("legal_outcome_group", group)
        one.put("cms_legal_outcome", outcome.localOutcome ?? ask.codes.label("outcome", outcome.outcome))
        one.put("home_office_outcome", outcome.homeOfficeOutcome)
        one.put("main", outcome.main ?? true)
        one.put("appeal_status", outcome.appeal)
        one.put("appeal_date", outcome.appealDate)
        one.put("residence_on_outcome_date", outcome.residence)
        one.put("care_status_on_outcome_date", careStatus(file, on: outcome.outcomeDate))
        one.put("ete_hours_on_outcome_date", hours(file, on: outcome.outcomeDate, \.hoursAttended))
        one.put("sentencing_occasion_id", outcome.sentencingOccasionRef)
        one.put("term_hours", outcome.termHours)
        one.put("term_days", outcome.termDays)
        one.put("term_weeks", outcome.termWeeks)
        one.put("term_months", outcome.termMonths)
        one.put("term_years", outcome.termYears)
        one.put("is_pre_court", group.map { $0 == "Pre-Court" })
        one.put("is_court_disposal", group.map(isCourt))
        one.put("is_relevant_court_disposal", ask.reading("relevant_court_disposal", outcome.outcome))
        one.put("is_substantive", group.map { $0 == "Pre-Court" || isCourt($0) })
        one.put("is_first_substantive_outcome", group.map { _ in isFirst })
        one.put(
            "requirements",
            file[OrderRequirement.self].filter { $0.value.outcome == entry.id }.map { requirement in
                var one = ReturnEntity("requirement")
                one.put("requirement", requirement.value.requirement)
                one.put("cms_requirement", ask.codes.label("requirement", requirement.value.requirement))
                one.put("is_substantive_requirement", ask.reading("substantive_requirement", requirement.value.requirement))
                if let term = requirement.value.term, let unit = requirement.value.termUnit { one.put("term", "\(term) \(unit)") }
                one.put("start", requirement.value.startDate)
                one.put("end", openOr: requirement.value.endDate)
                one.put("hours_mandated", requirement.value.hoursOrdered)
                one.put("hours_completed", requirement.value.hoursCompleted)
                return one
            })
        return one
    }

    static func isCourt(_ group: String) -> Bool { ["First-tier", "Community", "Custody"].contains(group) }

    static func hearings(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        file[Hearing.self].filter { $0.hearingDate <= ask.period.to }.map { entry in
            var one = ReturnEntity("hearing")
            one.put("hearing_id", entry.ref)
            one.put("date", entry.value.hearingDate)
            one.put("court_type", entry.value.courtType)
            one.put("cms_court_description", ask.codes.label("court_type", entry.value.courtType))
            one.put("court_name", entry.value.court)
            one.put("remand_decision", entry.value.remandDecision)
            one.put("cms_remand_decision", ask.codes.label("remand_decision", entry.value.remandDecision))
            one.put("remand_proposal", entry.value.remandProposal)
            if let proposal = entry.value.sentenceProposal {
                var own = ReturnEntity("sentence_proposal")
                own.put("type", ask.sentAs(proposal).code)
                own.put("cms_text", ask.codes.label("disposal", proposal))
                one.put("sentence_proposals", [own])
            }
            return one
        }
    }

    /// The link tables: pairs of ids.
    static func links(_ file: CaseFile, _ ask: ReturnAsk, _ document: inout ReturnEntity) {
        let offences = Dictionary(known(file, ask).map { ($0.id, $0.ref) }) { first, _ in first }
        func pairs(_ name: String, _ first: (String, String), _ second: (String, [RecordID])) -> [ReturnEntity] {
            second.1.compactMap { offences[$0] }.map { ref in
                var one = ReturnEntity(name)
                one.put(first.0, first.1)
                one.put(second.0, ref)
                return one
            }
        }
        document.put(
            "hearing_offences",
            file[Hearing.self].filter { $0.hearingDate <= ask.period.to }.flatMap {
                pairs("hearing_offence", ("hearing_id", $0.ref), ("offence_id", $0.value.offences))
            })
        document.put("hearing_intervention_programmes", hearingProgrammes(file, ask))
        document.put(
            "offence_intervention_programmes",
            file[Programme.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }.flatMap {
                pairs("offence_intervention_programme", ("intervention_programme_id", $0.ref), ("offence_id", $0.value.offences))
            })
        document.put("intervention_programme_assessments", programmeAssessments(file, ask))
    }

    /// Programmes and the assessments done for them: as written on the assessment, and those of one referral.
    private static func programmeAssessments(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        let assessments = file[Assessment.self].filter { $0.completedOn.map { $0 <= ask.period.to } ?? false }
        return file[Programme.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }.flatMap { programme in
            assessments.filter { $0.value.belongs(to: programme) }.map { assessment in
                var one = ReturnEntity("intervention_programme_assessment")
                one.put("intervention_programme_id", programme.ref)
                one.put("assessment_id", assessment.ref)
                return one
            }
        }
    }

    /// Hearings and programmes of an offence they share.
    private static func hearingProgrammes(_ file: CaseFile, _ ask: ReturnAsk) -> [ReturnEntity] {
        let programmes = file[Programme.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }
        return file[Hearing.self].filter { $0.hearingDate <= ask.period.to }.flatMap { hearing in
            programmes.filter { !Set($0.value.offences).isDisjoint(with: hearing.value.offences) }.map { programme in
                var one = ReturnEntity("hearing_intervention_programme")
                one.put("hearing_id", hearing.ref)
                one.put("intervention_programme_id", programme.ref)
                return one
            }
        }
    }
}

extension Assessment {
    /// Whether it was done for a programme: by its own word, or because both rest on one referral.
    func belongs(to programme: Entry<Programme>) -> Bool {
        programmes.contains(programme.id) || referral.map { $0 == programme.value.referral } ?? false
    }
}
