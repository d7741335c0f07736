/// Every place the return can have, so that a receiver's schema that names another is told so when it is loaded and not when it is needed.
///
/// A test makes a document with every field of every record filled and compares.
public enum ReturnPlaces {
    /// A line an entity: its place, and what stands in it. `…` is a child's document.
    private static let lines = """
        return: form cms_system cms_extract_version current_yot_id yot_ou_code recipient return_start return_end signed_off left_out
        return/deleted_young_person_ids/deleted_young_person: ypid
        return/budget_and_staffing/budget_or_staffing_number: form period_ending line heading number
        …/header: source_document_id source_return_id ypid current_yot_id yot_ou_code return_start return_end deleted
        …/header/merged_young_person_ids/merged_young_person: ypid
        …/person_details: ypid current_yot_id originating_yot_person_id pnc_number date_of_birth date_of_18th_birthday sex gender gender_term_used \
        gender_same_as_registered ethnicity ethnicity_group nationality immigration_status religion preferred_language
        …/offences/offence: offence_id offence_date description location_postcode cjs_code cjs_code_unknown plea arrest_date charge_date \
        first_hearing_date age_at_offence age_at_arrest age_at_arrest_or_offence age_at_charge age_at_first_hearing yjb_seriousness_score \
        yjb_offence_category knife_related care_status_on_offence_date programme_breached_id
        …/offences/offence/police_bails/police_bail: status start end
        …/offences/offence/legal_outcomes/legal_outcome: legal_outcome_id outcome_date outcome_end_date legal_outcome \
        sent_under_interim_code legal_outcome_group cms_legal_outcome home_office_outcome main appeal_status appeal_date \
        residence_on_outcome_date care_status_on_outcome_date ete_hours_on_outcome_date sentencing_occasion_id term_hours term_days \
        term_weeks term_months term_years is_pre_court is_court_disposal is_relevant_court_disposal is_substantive \
        is_first_substantive_outcome
        …/offences/offence/legal_outcomes/legal_outcome/requirements/requirement: requirement cms_requirement \
        is_substantive_requirement term start end hours_mandated hours_completed
        …/hearings/hearing: hearing_id date court_type cms_court_description court_name remand_decision cms_remand_decision remand_proposal
        …/hearings/hearing/sentence_proposals/sentence_proposal: type cms_text
        …/intervention_programmes/intervention_programme: intervention_programme_id start end disposal_type cms_disposal_type \
        sentence_group age_at_start accommodation_at_start ete_hours_at_start statutory_school_age_at_start age_at_end \
        accommodation_at_end ete_hours_at_end statutory_school_age_at_end residence identified_victim kpi6_successfully_completed
        …/intervention_programmes/intervention_programme/activities/activity: type
        …/parenting_interventions/parenting_intervention: parenting_intervention_id type start sessions_planned sessions_attended \
        engagement_level intervention_programme_id
        …/victim_interventions/victim_intervention: victim_intervention_id victim_id offence_id victim_type consent_to_yjs_contact \
        yjs_contact_date rj_offered rj_intervention_type engaged_in_rj engaged_in_rj_start engaged_in_rj_end view_sought_prior \
        progress_requested progress_requested_date progress_provided progress_provided_date additional_support_requested \
        additional_support_provided commented satisfaction_level
        …/residences/residence: date kpi1_accommodation_type cms_accommodation_type kpi1_accommodation_suitability kpi1_primary_residence \
        kpi1_end_date
        …/ete_statuses/ete_status: start end provision_type cms_provision_type suitability hours_offered hours
        …/sendalns/sendaln: start end kpi3_identified_sendaln kpi3_send_formal_plan
        …/mental_health/mental_health_need: date_screened need_identified date_referred date_offered date_attended_start \
        date_attended_end intervention_type
        …/substance_misuse/substance_misuse_need: date_screened need_identified date_referred date_offered date_attended_start \
        date_attended_end intervention_type
        …/care_statuses/care_status: status start end
        …/assessment_stages/assessment_stage: assessment_id type stage completed likelihood_of_reoffending risk_of_serious_harm \
        safety_and_wellbeing
        …/transfers/transfer: date description other_service
        …/hearing_offences/hearing_offence: hearing_id offence_id
        …/hearing_intervention_programmes/hearing_intervention_programme: hearing_id intervention_programme_id
        …/offence_intervention_programmes/offence_intervention_programme: intervention_programme_id offence_id
        …/intervention_programme_assessments/intervention_programme_assessment: intervention_programme_id assessment_id
        """

    /// Every place, those that hold others too.
    public static let all: Set<String> = {
        var found: Set<String> = []
        for line in lines.split(whereSeparator: \.isNewline) {
            let words = line.replacing("…", with: "return/documents/document").split(separator: " ")
            guard let entity = words.first?.dropLast() else { continue }
            found.formUnion(above(String(entity)) + [String(entity)])
            found.formUnion(words.dropFirst().map { "\(entity)/\($0)" })
        }
        return found
    }()

    /// The places a place lies in, up to the return itself.
    static func above(_ place: String) -> [String] { place.indices.filter { place[$0] == "/" }.map { String(place[..<$0]) } }
}

extension ReturnEntity {
    /// Every place there is in it.
    func places(at own: String) -> Set<String> {
        var found: Set<String> = [own]
        for part in parts {
            let place = "\(own)/\(part.name)"
            found.insert(place)
            switch part {
            case .field: break
            case .one(let inner): found.formUnion(inner.places(at: place))
            case .many(_, let inner): for one in inner { found.formUnion(one.places(at: "\(place)/\(one.name)")) }
            }
        }
        return found
    }
}
