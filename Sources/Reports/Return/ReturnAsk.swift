import Casework
import Statistics

/// What the return is asked for: by whom, for which days, under which codes.
public struct ReturnAsk: Sendable {
    /// The service's code.
    public let service: String
    public let period: Period
    /// The day it is worked out on: what has not happened by then is not late.
    public let today: Day
    public let codes: Codes
    /// The same codes as the measures read them.
    let reference: Reference

    public init(service: String, period: Period, today: Day, codes: Codes) {
        (self.service, self.period, self.today, self.codes) = (service, period, today, codes)
        reference = Reference(codes: codes, serviceCode: service)
    }

    /// The earlier of the return's last day and today.
    var lastDay: Day { min(period.to, today) }

    /// The code an outcome is sent under, and whether it stands in for one the national list lacks: what was typed on the outcome itself, else
    /// the interim code in force on the return's last day, else its own.
    func sentAs(_ outcome: Outcome) -> (code: String, isInterim: Bool) {
        if let typed = outcome.exportAs, typed != outcome.outcome { return (typed, true) }
        return sentAs(outcome.outcome)
    }

    /// The code an outcome's token is sent under; a programme runs under one too.
    func sentAs(_ token: String) -> (code: String, isInterim: Bool) {
        let row = codes.all("return_as").last { $0.token == token && $0.isInForce(on: period.to) }
        return row?.group.map { ($0, true) } ?? (token, false)
    }

    /// What a reading says of a token on the return's last day: nil where no row does.
    func reading(_ list: String, _ token: String) -> Bool? {
        let row = codes.withLater(list).last { $0.token == token && $0.isInForce(on: period.to) }
        return row?.group.map { $0 == "YES" }
    }

    /// The code by which the receiver knows the service on the return's last day; nil where none has been given.
    public var unitCode: String? { codes.unitCode(on: period.to) }

    /// How hard a rule is on the return's last day; nil when it is not in force.
    func severity(_ rule: String) -> ReturnSeverity? {
        let rows = codes.withLater("return_rule").filter {
            ($0.token == rule || $0.token.hasPrefix(rule + "@")) && $0.isInForce(on: period.to)
        }
        let latest = rows.max { ($0.from ?? Day(number: -1_000_000)) < ($1.from ?? Day(number: -1_000_000)) }
        return latest.flatMap { $0.group.flatMap(ReturnSeverity.init(rawValue:)) }
    }

    /// Whether a child belongs in the return: something of theirs ran or was decided between its days (INFERRED: no source says who is sent).
    ///
    /// A programme, a remand, police bail or parenting work that ran on any of the days; an outcome or a hearing on one of them. What has no
    /// start had begun before, and what has no end runs on: a child is rather sent for a date nobody wrote than left out for it.
    public func includes(_ file: CaseFile) -> Bool {
        func runs(_ start: Day?, _ end: Day?) -> Bool {
            guard let start else { return end.map { $0 >= period.from } ?? true }
            return start <= period.to && (end.map { $0 >= period.from } ?? true)
        }
        return file[Programme.self].contains { runs($0.startDate, $0.endDate) }
            || file[Outcome.self].contains { period.contains($0.outcomeDate) }
            || file[Hearing.self].contains { period.contains($0.hearingDate) }
            || file[Remand.self].contains { runs($0.startDate, $0.endDate) }
            || file[PoliceBail.self].contains { runs($0.startDate, $0.endDate) }
            || file[Parenting.self].contains { runs($0.startDate, $0.endDate) }
    }

    /// What documents and rules read; nothing else is fetched.
    public static let needs: [Need] = [
        Need(
            Child.self, "date_of_birth", "sex", "ethnicity", "ethnicity_code_set", "nationality", "first_language", "gender_identity",
            "gender_same_as_registered", "religion", "pnc_id", "originating_ref", "deleted", "immigration_status",
            "gender_before_2022"),
        Need(
            Offence.self, "offence_date", "arrest_date", "charge_date", "first_hearing_date", "description", "cjs_code", "category",
            "seriousness", "knife", "offence_postcode", "plea"),
        Need(PoliceBail.self, "offence_ref", "status", "start_date", "end_date"),
        Need(Parenting.self, "type", "start_date", "end_date", "sessions_planned", "sessions_attended", "engagement", "programme_ref"),
        Need(
            Outcome.self, "offence_ref", "outcome_date", "outcome", "main", "home_office_outcome", "local_outcome", "export_as", "end_date",
            "appeal", "appeal_date", "residence", "sentencing_occasion_ref", "term_hours", "term_days", "term_weeks", "term_months",
            "term_years"),
        Need(
            OrderRequirement.self, "outcome_ref", "requirement", "start_date", "end_date", "hours_ordered", "hours_completed", "term",
            "term_unit"),
        Need(
            Hearing.self, "hearing_date", "court", "court_type", "offence_refs", "remand_decision", "remand_proposal", "sentence_proposal"),
        Need(Remand.self, "start_date", "end_date"),
        Need(
            Programme.self, "start_date", "end_date", "disposal", "completed", "offence_refs", "outcome_ref", "referral_ref", "latest_end",
            "activity", "breach_refs"),
        Need(Referral.self, "offence_refs", "received_date"),
        Need(
            Victim.self, "victim_ref", "offence_ref", "victim_type", "consents_to_contact", "contacted_date", "view_sought_before",
            "rj_offered", "rj_type", "engaged_in_rj", "engaged_start", "engaged_end", "progress_requested", "progress_provided",
            "support_requested", "support_provided", "commented", "satisfaction", "progress_requested_date", "progress_provided_date"),
        Need(Accommodation.self, "start_date", "end_date", "type", "suitability", "primary"),
        Need(Education.self, "start_date", "end_date", "provision", "suitability", "hours_offered", "hours_attended"),
        Need(SpecialNeeds.self, "start_date", "end_date", "identified", "formal_plan"),
        Need(
            HealthNeed.self, "need", "screened_date", "need_identified", "referred_date", "offered_date", "attended_start", "attended_end",
            "tier"),
        Need(Care.self, "status", "start_date", "end_date"),
        Need(
            Assessment.self, "type", "stage", "completed_on", "reoffending", "serious_harm", "safety_wellbeing", "referral_ref",
            "programme_refs",
            "author"),
        Need(Transfer.self, "date", "kind", "other_service"),
        Need(Allocation.self, "staff", "part", "start_date", "end_date"),
    ]
}

extension Codes {
    /// The unit code for returns and templates that end on a day, of several the one that began last; nil where none has been given.
    func unitCode(on day: Day) -> String? {
        let own = inForce("return_unit", on: day).filter { $0.token != "NOT_GIVEN" }
        return own.max { ($0.from ?? .unset, $0.token) < ($1.from ?? .unset, $1.token) }?.token
    }
}

/// What a finding does to the return.
public enum ReturnSeverity: String, Sendable, CaseIterable {
    /// The return must not be sent with it.
    case refuse = "REFUSE"
    /// It may be sent; figures made of it are weaker.
    case warn = "WARN"
}

extension CaseFile {
    /// The spells of a kind that cover a day, the latest to begin first.
    func active<S: Spell>(_ type: S.Type, on day: Day) -> [Entry<S>] {
        self[type].filter { $0.value.isActive(on: day) }.sorted {
            ($0.value.startDate ?? Day(number: 0), $0.ref) > ($1.value.startDate ?? Day(number: 0), $1.ref)
        }
    }

    /// The outcomes a programme stands on: its own, else those of its offences.
    func outcomes(of programme: Entry<Programme>) -> [Entry<Outcome>] {
        self[Outcome.self].filter {
            $0.id == programme.outcome || (programme.outcome == nil && programme.offences.contains($0.value.offence))
        }
    }
}
