import Casework
import Practice
import Testing

@Suite("What panel papers may hold")
struct PapersTests {
    @Test("S-OOC-04: every field of every kind a pack is made of, and whose papers may hold it; a change here is a decision, not a detail")
    func table() {
        let letters: [PaperAudience: String] = [
            .panel: "panel", .police: "police", .victimWorker: "victim", .partner: "partner", .scrutiny: "scrutiny",
        ]
        var lines: [String] = []
        for kind in Papers.kinds {
            var groups: [(String, [String])] = []
            for field in kind.fields {
                let who = PaperAudience.allCases.filter { Papers.mayShow(field.name, of: kind, to: $0) }.compactMap { letters[$0] }
                    .joined(separator: " ")
                if let place = groups.firstIndex(where: { $0.0 == who }) {
                    groups[place].1.append(field.name)
                } else {
                    groups.append((who, [field.name]))
                }
            }
            for (who, names) in groups { lines.append("\(kind.name) [\(who.isEmpty ? "nobody" : who)]: \(names.joined(separator: " "))") }
        }
        let found = lines.joined(separator: "\n")
        #expect(found == Self.pinned, "\(found)")
    }

    @Test(
        "S-OOC-04: who a victim is, where a family lives and what a child wrote of themselves is in nobody's papers; intelligence is the police's"
    )
    func never() {
        for audience in PaperAudience.allCases {
            for sensitivity in [Sensitivity.victim, .whereabouts, .selfAssessment, .health, .concern, .secret, .workforce] {
                #expect(!audience.takes(sensitivity), "\(audience) \(sensitivity)")
            }
            #expect(audience.takes(.intelligence) == (audience == .police))
            #expect(!Papers.mayShow("line", of: AnyKind(HomeAddress.self), to: audience))
            #expect(!Papers.mayShow("co_defendants", of: AnyKind(Offence.self), to: audience))
        }
    }

    static let pinned = """
        child [panel police victim partner]: given_name family_name known_as date_of_birth interpreter_needed
        child [nobody]: sex ethnicity ethnicity_code_set nationality first_language gender_identity \
        gender_same_as_registered sexual_orientation religion disability characteristics_asked_on \
        characteristics_asked_by pnc_id upn nhs_number home_postcode originating_ref deleted diversity_needs \
        immigration_status gender_before_2022
        child [panel police partner]: what_they_want strengths communication_tip
        child [panel police]: safe_to_visit
        referral [panel police victim partner scrutiny]: received_date complete_date source pathway offence_refs \
        admission admission_now admission_now_on bounced_back accepted allocated_date panel_date recommendation \
        decision_date decision decided_by police_told_date closed_date urgency court_date earlier_decision \
        earlier_decision_date feedback_due feedback_on
        referral [panel police victim partner]: closed_reason reason not_accepted_reason unable_reason bounce_reason \
        slip_reason decision_officer decision_rank decision_reason
        referral [nobody]: passed_on_to solicitor_firm feedback_from feedback
        offence [panel police victim partner scrutiny]: offence_date arrest_date interview_date charge_date \
        first_hearing_date category seriousness gravity_matrix gravity_base gravity knife victims plea
        offence [panel police victim partner]: description cjs_code
        offence [nobody]: police_ref offence_postcode place co_defendants
        panel_item [panel police victim partner scrutiny]: referral_ref panel_ref state gravity_matrix gravity_base \
        aggravating mitigating gravity child_view_on child_view_how parent_view_on parent_view_how record_checked_on \
        record_result outcomes_elsewhere options report_by report_on recommendation escalated_on escalated_result \
        panel_reoffending panel_serious_harm panel_safety_wellbeing
        panel_item [panel police victim partner]: deferred_reason gravity_reason child_view parent_view victim_reason \
        record_checked_by why_not_lower recommendation_reason dissent escalated_to escalated_reason panel_risk_reason
        panel_item [police]: intelligence
        assessment [panel police partner]: type stage completed_on countersigned_on reoffending serious_harm \
        safety_wellbeing referral_ref form why started_on written_by author document_ref reoffending_reason \
        serious_harm_reason safety_wellbeing_reason sources child_view child_view_on child_view_how parent_view \
        parent_view_on parent_view_how submitted_on returned_on countersigned_by countersigned_outside
        assessment [nobody]: answers self_missing_reason feedback child_view_used parent_view_used programme_refs
        victim_contact [panel police victim partner scrutiny]: offence_ref state on_date wishes
        victim_contact [panel police victim partner]: summary
        victim_contact [nobody]: name details end_told_on end_not_told_reason
        """
}
