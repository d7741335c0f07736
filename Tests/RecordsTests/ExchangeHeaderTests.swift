import TestSupport
import Testing

@testable import Records

@Suite("Files of the case-level folder")
struct ExchangeHeaderTests {
    /// interchange.md §1, word for word. Columns of our own come after them where a row fills them (ExchangeColumnTests).
    static let headers = [
        "children.csv": """
        child_ref,given_name,family_name,known_as,date_of_birth,sex,ethnicity,ethnicity_code_set,nationality,first_language,pnc_id,upn,\
        nhs_number,home_postcode,originating_ref,deleted
        """,
        "referrals.csv": """
        referral_ref,child_ref,received_date,complete_date,source,pathway,offence_refs,admission,bounced_back,accepted,allocated_date,\
        panel_date,recommendation,decision_date,decision,decided_by,police_told_date,closed_date,closed_reason
        """,
        "offences.csv": """
        offence_ref,child_ref,offence_date,arrest_date,interview_date,charge_date,first_hearing_date,description,cjs_code,category,\
        seriousness,gravity_matrix,gravity_base,gravity,knife,police_ref,offence_postcode
        """,
        "outcomes.csv": """
        outcome_ref,offence_ref,outcome_date,outcome,main,home_office_outcome,local_outcome,export_as,end_date,appeal,residence,\
        sentencing_occasion_ref,term_hours,term_days,term_weeks,term_months,term_years
        """,
        "hearings.csv": "hearing_ref,child_ref,hearing_date,court,court_type,offence_refs,remand_decision,remand_proposal,outcome_note",
        "requirements.csv": "outcome_ref,requirement,start_date,end_date,hours_ordered,hours_completed",
        "remands.csv": "remand_ref,child_ref,offence_refs,start_date,end_date,end_reason,kind,establishment_type",
        "accommodation.csv": "child_ref,start_date,end_date,type,suitability,primary",
        "send.csv": "child_ref,start_date,end_date,identified,formal_plan",
        "victims.csv": """
        victim_ref,offence_ref,victim_type,details_received_date,consents_to_contact,contacted_date,view_sought_before,rj_offered,\
        rj_not_offered_reason,rj_type,engaged_in_rj,engaged_start,engaged_end,progress_requested,progress_provided,support_requested,\
        support_provided,end_notified_date
        """,
        "transfers.csv": "child_ref,date,kind,other_service",
        "board.csv": "meeting_date,sector,member,seniority,attendance,new_member",
        "programmes.csv": "programme_ref,child_ref,start_date,end_date,disposal,completed,offence_refs,outcome_ref",
        "contacts.csv": """
        contact_ref,child_ref,programme_ref,at,method,attendance,minutes,statutory,aim,content,outcome,risk,next_steps,safeguarding,\
        childs_words
        """,
        "releases.csv": "child_ref,outcome_ref,release_date",
        "care.csv": "child_ref,status,responsible_authority,start_date,end_date",
        "ete.csv": "child_ref,start_date,end_date,provision,suitability,hours_offered,hours_attended",
        "health.csv":
            "child_ref,need,screened_date,need_identified,identified_date,referred_date,offered_date,attended_start,attended_end,tier",
        "assessments.csv":
            "assessment_ref,child_ref,type,stage,completed_on,countersigned_on,reoffending,serious_harm,safety_wellbeing",
        "flags.csv": "child_ref,kind,level,start_date,end_date",
        // Added by us: the scores a service's own gravity matrix starts from (S-OOC-07).
        "gravity.csv": "matrix,cjs_code,category,offence,score,basis",
        "areas.csv": "area,code,kind,of_area,from_date,to_date",
        "populations.csv": "area,mid_year,age_from,age_to,sex,ethnicity,care_status,population,source",
        "comparators.csv":
            "area,measure,period_start,period_end,label_printed,numerator,denominator,value_printed,unit,published_on,source",
        // Added by us: entities of the return (S-PER-22).
        "police_bail.csv": "child_ref,offence_ref,status,start_date,end_date",
        "parenting.csv":
            "parenting_ref,child_ref,type,start_date,end_date,sessions_planned,sessions_attended,engagement,programme_ref",
        "resources.csv": "period_ending,sheet,line,heading,number",
        // Added by us, as the interchange allows: how a service loads what its postcodes say (S-PEO-03).
        "postcodes.csv": "postcode,lsoa,ward,locality,imd_decile,idaci_decile,source",
    ]

    @Test("An export has every file with the columns of the interchange, in their order")
    func headers() async throws {
        try await withService(.sqlite) { service, _ in
            let files = try await service.export()
            #expect(Set(files.map(\.name)) == Set(ExchangeHeaderTests.headers.keys))
            for file in files {
                let header = String(decoding: file.bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
                #expect(header == ExchangeHeaderTests.headers[file.name], "\(file.name)")
            }
        }
    }
}

@Suite("Files whose rows carry no reference")
struct ExchangeKeyTests {
    @Test("A flag is an alert, by child, kind and start; a later row of it changes it (S-SAF-01)", arguments: Engine.available)
    func flags(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let children = ("children.csv", "child_ref\nc1\nc2\n")
            let first =
                "child_ref,kind,level,start_date,end_date\nc1,EXPLOITATION_CRIMINAL,At risk,2026-01-05,\nc2,EXPLOITATION_CRIMINAL,,2026-01-05,\n"
            #expect(try await service.bringIn(folder(children, ("flags.csv", first))).refusals == [])
            #expect(try await service.exported("flags.csv") == first)
            let second = "child_ref,kind,level,start_date,end_date\nc1,EXPLOITATION_CRIMINAL,Active,2026-01-05,2026-02-01\n"
            let report = try await service.bringIn(folder(children, ("flags.csv", second)))
            #expect(report.file("flags.csv")?.changed == 1 && report.file("flags.csv")?.new == 0)
            let wrong = "child_ref,kind,start_date\nc1,UNHEARD_OF,2026-01-05\n"
            let refused = try await service.bringIn(folder(children, ("flags.csv", wrong)))
            #expect(refused.refusals == ["flags.csv 2: kind: Alert: “UNHEARD_OF” is not a code of this list."])
        }
    }

    @Test("A health need is told apart by child, need and the first of its dates", arguments: Engine.available)
    func health(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let children = ("children.csv", "child_ref\nc1\n")
            let header = "child_ref,need,screened_date,need_identified,identified_date,referred_date"
            let first = "\(header)\nc1,MENTAL_HEALTH,2026-01-05,,,\nc1,MENTAL_HEALTH,,,2026-01-07,\n"
            #expect(try await service.bringIn(folder(children, ("health.csv", first))).file("health.csv")?.new == 2)
            let later = "\(header)\nc1,MENTAL_HEALTH,2026-01-05,yes,2026-01-06,2026-01-09\n"
            let report = try await service.bringIn(folder(children, ("health.csv", later)))
            #expect(report.file("health.csv")?.changed == 1 && report.file("health.csv")?.new == 0)
        }
    }
}
