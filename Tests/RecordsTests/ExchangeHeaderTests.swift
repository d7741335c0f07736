import TestSupport
import Testing

@testable import Records

@Suite("Files of the case-level folder")
struct ExchangeHeaderTests {
    /// interchange.md §1, word for word.
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
        "programmes.csv": "programme_ref,child_ref,start_date,end_date,disposal,completed,offence_refs,outcome_ref",
        "contacts.csv": """
        contact_ref,child_ref,programme_ref,at,method,attendance,minutes,statutory,aim,content,outcome,risk,next_steps,safeguarding,\
        childs_words
        """,
        "releases.csv": "child_ref,outcome_ref,release_date",
        "areas.csv": "area,code,kind,of_area,from_date,to_date",
        "populations.csv": "area,mid_year,age_from,age_to,sex,ethnicity,care_status,population,source",
        "comparators.csv":
            "area,measure,period_start,period_end,label_printed,numerator,denominator,value_printed,unit,published_on,source",
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

    @Test("Every file of the interchange is taken or said not to be yet")
    func everyFile() {
        let taken = FileLayout.all.map(\.name)
        let all = [
            "children", "referrals", "offences", "outcomes", "requirements", "hearings", "remands", "programmes", "accommodation", "ete",
            "send",
            "health", "care", "victims", "contacts", "assessments", "releases", "transfers", "flags", "board", "areas", "populations",
            "comparators", "postcodes",
        ]
        #expect(Set(taken + FileLayout.notYetTaken) == Set(all.map { "\($0).csv" }))
        #expect(Set(taken).isDisjoint(with: FileLayout.notYetTaken))
    }
}
