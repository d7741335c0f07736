import Casework
import TestSupport
import Testing

@testable import Records

@Suite("Every column of the case-level folder")
struct ExchangeColumnTests {
    /// A row of every file of interchange.md §1 with every column filled, in the order an export gives them.
    static let full = folder(
        ("areas.csv", "area,code,kind,of_area,from_date,to_date\nSandholme,E1,SERVICE,North,2020-04-01,2030-03-31\n"),
        (
            "populations.csv",
            "area,mid_year,age_from,age_to,sex,ethnicity,care_status,population,source\nSandholme,2025,10,17,MALE,WHITE,LOOKED_AFTER,31,Table\n"
        ),
        (
            "comparators.csv",
            "area,measure,period_start,period_end,label_printed,numerator,denominator,value_printed,unit,published_on,source\nNorth,fte,2025-04-01,2026-03-31,2025/26,12,7306,164.2,per_100000,2026-09-01,Table\n"
        ),
        (
            "board.csv",
            "meeting_date,sector,member,seniority,attendance,new_member\n2026-01-20,HEALTH,Ash Lowe,SENIOR,ATTENDED,no\n2026-01-20,POLICE,,DELEGATED,DEPUTY,yes\n"
        ),
        (
            "children.csv",
            "child_ref,given_name,family_name,known_as,date_of_birth,sex,ethnicity,ethnicity_code_set,nationality,first_language,pnc_id,upn,nhs_number,home_postcode,originating_ref,deleted\nc1,Robin,Vale,Rob,2010-02-28,FEMALE,A1,2011,British,English,10/123456A,A123456789012,9434765919,ZZ1 1AA,N-77,no\n"
        ),
        (
            "care.csv",
            "child_ref,status,responsible_authority,start_date,end_date\nc1,LOOKED_AFTER,Sandholme,2025-01-01,2025-06-30\n"
        ),
        (
            "accommodation.csv",
            "child_ref,start_date,end_date,type,suitability,primary\nc1,2025-02-01,2025-03-31,BED_AND_BREAKFAST,UNSUITABLE,no\nc1,2025-01-01,2025-06-30,FOSTER_CARE_LA,SUITABLE,yes\n"
        ),
        (
            "ete.csv",
            "child_ref,start_date,end_date,provision,suitability,hours_offered,hours_attended\nc1,2025-01-01,2025-06-30,COLLEGE,SUITABLE,16.5,12\n"
        ),
        ("send.csv", "child_ref,start_date,end_date,identified,formal_plan\nc1,2025-01-01,2025-06-30,yes,no\n"),
        (
            "health.csv",
            "child_ref,need,screened_date,need_identified,identified_date,referred_date,offered_date,attended_start,attended_end,tier\nc1,MENTAL_HEALTH,2025-01-02,yes,2025-01-03,2025-01-04,2025-01-05,2025-01-06,2025-03-01,GETTING_HELP\n"
        ),
        (
            "flags.csv",
            "child_ref,kind,level,start_date,end_date\nc1,NRM,At risk,2025-01-05,2025-06-01\n"
        ),
        (
            "offences.csv",
            "offence_ref,child_ref,offence_date,arrest_date,interview_date,charge_date,first_hearing_date,description,cjs_code,category,seriousness,gravity_matrix,gravity_base,gravity,knife,police_ref,offence_postcode\no1,c1,2025-05-01,2025-05-02,2025-05-03,2025-05-20,2025-06-03,Robbery of a phone,TH68000,ROBBERY,5,CHILD_2025,3,4,yes,P/1/25,ZZ1 1AB\no2,c1,2025-05-01,,,,,,,,,,,,,,\n"
        ),
        (
            "referrals.csv",
            "referral_ref,child_ref,received_date,complete_date,source,pathway,offence_refs,admission,bounced_back,accepted,allocated_date,panel_date,recommendation,decision_date,decision,decided_by,police_told_date,closed_date,closed_reason\nr1,c1,2025-05-04,2025-05-05,POLICE,OUT_OF_COURT,o1 o2,ADMITTED,no,yes,2025-05-06,2025-05-14,YOUTH_CAUTION,2025-05-14,YOUTH_CONDITIONAL_CAUTION,POLICE,2025-05-15,2025-09-01,Completed\n"
        ),
        (
            "outcomes.csv",
            "outcome_ref,offence_ref,outcome_date,outcome,main,home_office_outcome,local_outcome,export_as,end_date,appeal,residence,sentencing_occasion_ref,term_hours,term_days,term_weeks,term_months,term_years\nx1,o1,2025-07-01,YOUTH_REHABILITATION_ORDER,yes,1,YRO with work,YOUTH_REHABILITATION_ORDER,2026-06-30,UNCHANGED,LOCAL,s-9,40,1,2,3,1\n"
        ),
        (
            "requirements.csv",
            "outcome_ref,requirement,start_date,end_date,hours_ordered,hours_completed\nx1,SUPERVISION,2025-07-01,2026-06-30,,\nx1,UNPAID_WORK,2025-07-01,2026-06-30,40,12.5\n"
        ),
        (
            "hearings.csv",
            "hearing_ref,child_ref,hearing_date,court,court_type,offence_refs,remand_decision,remand_proposal,outcome_note\nh1,c1,2025-06-03,Sandholme,YOUTH,o1 o2,REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_CURFEW,BAIL_SUPPORT,Adjourned\n"
        ),
        (
            "remands.csv",
            "remand_ref,child_ref,offence_refs,start_date,end_date,end_reason,kind,establishment_type\nm1,c1,o1 o2,2025-06-03,2025-07-01,Sentenced,YDA,SECURE_16_19_ACADEMY\nm2,c1,o1,2025-05-20,2025-06-03,,RLAA,\n"
        ),
        (
            "programmes.csv",
            "programme_ref,child_ref,start_date,end_date,disposal,completed,offence_refs,outcome_ref\np1,c1,2025-07-01,2026-06-30,YOUTH_REHABILITATION_ORDER,yes,o1 o2,x1\n"
        ),
        ("releases.csv", "child_ref,outcome_ref,release_date\nc1,x1,2025-10-01\n"),
        ("police_bail.csv", "child_ref,offence_ref,status,start_date,end_date\nc1,o1,CONDITIONAL,2025-05-02,2025-05-20\n"),
        (
            "resources.csv",
            "period_ending,sheet,line,heading,number\n2025-03-31,BUDGET,POLICE,STAFFING_COSTS,118000\n2025-03-31,CONTRACTS,PERMANENT,SESSIONAL,2\n"
        ),
        (
            "parenting.csv",
            "parenting_ref,child_ref,type,start_date,end_date,sessions_planned,sessions_attended,engagement,programme_ref\ng1,c1,PARENTING_ORDER,2025-07-01,2025-12-01,8,6,PARTIAL,p1\n"
        ),
        (
            "transfers.csv",
            "child_ref,date,kind,other_service\nc1,2025-02-01,CARETAKING_IN,North\nc1,2025-05-01,IN,North\n"
        ),
        (
            "victims.csv",
            "victim_ref,offence_ref,victim_type,details_received_date,consents_to_contact,contacted_date,view_sought_before,rj_offered,rj_not_offered_reason,rj_type,engaged_in_rj,engaged_start,engaged_end,progress_requested,progress_provided,support_requested,support_provided,end_notified_date\nv1,o1,PERSON,2025-05-06,yes,2025-05-07,yes,no,Moved away,LETTER,yes,2025-08-01,2025-08-20,yes,no,yes,no,2026-07-01\nv1,o2,CORPORATE,,,,,,,,,,,,,,,\n"
        ),
        (
            "contacts.csv",
            "contact_ref,child_ref,programme_ref,at,method,attendance,minutes,statutory,aim,content,outcome,risk,next_steps,safeguarding,childs_words\nk1,c1,p1,2025-09-01T13:30:00Z,OFFICE,ATTENDED,45,yes,Plan,Talk,Agreed,None,Call,None,Fine\n"
        ),
        (
            "assessments.csv",
            "assessment_ref,child_ref,type,stage,completed_on,countersigned_on,reoffending,serious_harm,safety_wellbeing\na1,c1,COURT,START,2025-06-20,2025-06-22,MEDIUM,LOW,HIGH\n"
        ))

    @Test("Every file and column of the interchange is taken as it was sent and given back byte for byte", arguments: Engine.available)
    func everyColumn(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let report = try await service.bringIn(ExchangeColumnTests.full)
            #expect(report.refusals == [])
            #expect(report.files.allSatisfy { $0.unknownColumns.isEmpty })
            let back = Dictionary(
                uniqueKeysWithValues: try await service.export().map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
            for file in ExchangeColumnTests.full {
                #expect(back[file.name] == String(decoding: file.bytes, as: UTF8.self), "\(file.name)")
            }
            // Our two additions hold nothing here; every other file an export has was sent above.
            #expect(Set(back.keys) == Set(ExchangeColumnTests.full.map(\.name) + ["gravity.csv", "postcodes.csv"]))
            let again = try await withService(engine) { second, _ in
                try await second.bringIn(try await service.export())
                return try await second.export().map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            #expect(again == (try await service.export().map { String(decoding: $0.bytes, as: UTF8.self) }))
            // The same folder again is nothing new.
            #expect(try await service.bringIn(ExchangeColumnTests.full).unchanged == report.read)
        }
    }

    @Test("S-PER-22: columns of our own are taken, given back where a row fills them, and are nowhere else", arguments: Engine.available)
    func ownColumns(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let own = folder(
                ("children.csv", "child_ref,immigration_status,gender_before_2022\nc1,SETTLED,\nc2,,FEMALE\n"),
                ("requirements.csv", "outcome_ref,requirement,term,term_unit\nx1,CURFEW,12,WEEKS\n"),
                ("offences.csv", "offence_ref,child_ref,offence_date,plea\no1,c1,2025-05-01,GUILTY\no2,c1,2025-08-01,\n"),
                ("outcomes.csv", "outcome_ref,offence_ref,outcome_date,outcome,appeal_date\nx1,o1,2025-07-01,FINE,2025-09-01\n"),
                ("hearings.csv", "hearing_ref,child_ref,hearing_date,sentence_proposal\nh1,c1,2025-07-01,REFERRAL_ORDER\n"),
                (
                    "programmes.csv",
                    "programme_ref,child_ref,disposal,offence_refs,activity,breach_refs\np1,c1,REFERRAL_ORDER,o1,REPARATION MENTORING,o2\n"
                ),
                (
                    "victims.csv",
                    "victim_ref,offence_ref,commented,satisfaction,progress_requested_date,progress_provided_date\nv1,o1,yes,SATISFIED,2025-08-01,2025-08-02\n"
                ),
                ("assessments.csv", "assessment_ref,child_ref,completed_on,programme_refs\na1,c1,2025-07-02,p1\n"))
            let report = try await service.bringIn(own)
            #expect(report.refusals == [] && report.files.allSatisfy { $0.unknownColumns.isEmpty })
            #expect(
                try await service.exported("children.csv").hasSuffix(
                    "deleted,immigration_status,gender_before_2022\nc1,,,,,,,,,,,,,,,,SETTLED,\nc2,,,,,,,,,,,,,,,,,FEMALE\n"))
            #expect(try await service.exported("requirements.csv").hasSuffix("hours_completed,term,term_unit\nx1,CURFEW,,,,,12,WEEKS\n"))
            #expect(
                try await service.exported("programmes.csv").contains(
                    "outcome_ref,activity,breach_refs\np1,c1,,,REFERRAL_ORDER,,o1,,REPARATION MENTORING,o2\n"))
            #expect(try await service.exported("assessments.csv").contains("safety_wellbeing,programme_refs\n"))
            for (file, column) in [("offences.csv", "plea"), ("outcomes.csv", "appeal_date"), ("hearings.csv", "sentence_proposal")] {
                #expect(try await service.exported(file).split(separator: "\n").first?.hasSuffix(",\(column)") == true, "\(file)")
            }
            #expect(
                try await service.exported("victims.csv").split(separator: "\n").first?.hasSuffix(
                    "end_notified_date,commented,satisfaction,progress_requested_date,progress_provided_date") == true)
            let sent = try await service.export()
            let again = try await withService(engine) { second, _ in
                try await second.bringIn(sent)
                return try await second.export().map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            #expect(again == sent.map { String(decoding: $0.bytes, as: UTF8.self) })
            let wrong = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref\n"), ("programmes.csv", "programme_ref,child_ref,breach_refs,offence_refs\np1,c1,o1,o1\n")))
            // A column that was ignored before keeps no row out: the field stays as it is.
            #expect(wrong.refusals == [] && wrong.remarks.count == 1, "\(wrong.refusals)")
            #expect(wrong.remarks.first?.contains("cannot be the one that breached it") == true)
            #expect(try await service.exported("programmes.csv").contains(",o1,,REPARATION MENTORING,o2\n"))
        }
    }

    @Test("Rows without a reference are found again by their key, changed, and refused where they lead nowhere")
    func keys() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.bringIn(ExchangeColumnTests.full)
            let report = try await service.bringIn(
                folder(
                    ("children.csv", "child_ref\n"),
                    ("accommodation.csv", "child_ref,start_date,type,suitability\nc1,2025-01-01,FOSTER_CARE_LA,UNKNOWN\n"),
                    ("send.csv", "child_ref,start_date,formal_plan\nc1,2025-01-01,yes\n"),
                    ("requirements.csv", "outcome_ref,requirement,hours_completed\nx1,UNPAID_WORK,40\nx9,CURFEW,\n,CURFEW,\n"),
                    ("victims.csv", "victim_ref,offence_ref,contacted_date\nv1,o1,2025-05-09\nv1,o9,\nv1,,\n"),
                    ("transfers.csv", "child_ref,date,kind,other_service\nc1,2025-05-01,IN,South\n"),
                    ("board.csv", "meeting_date,sector,member,attendance\n2026-01-20,POLICE,,ABSENT\n")))
            #expect(report.files.map(\.changed).reduce(0, +) == 6)
            #expect(report.new == 0)
            #expect(
                report.refusals == [
                    "requirements.csv 3: outcome_ref: There is no outcome “x9”.",
                    "requirements.csv 4: outcome_ref: This is blank, and without it the row cannot be told apart.",
                    "victims.csv 3: offence_ref: There is no offence “o9”.",
                    "victims.csv 4: offence_ref: This is blank, so it cannot be told which child the row is about.",
                ])
            #expect(try await service.exported("requirements.csv").contains("x1,UNPAID_WORK,2025-07-01,2026-06-30,40,40"))
        }
    }

    @Test(
        "Professionals and openings with a reason are in no file of the case-level folder: who is named and for what purpose leaves with none"
    )
    func notExchanged() {
        #expect((FileLayout(AnyKind(Professional.self)) ?? FileLayout(AnyKind(BreakGlass.self))) == nil)
        #expect(!FileLayout.all.contains { ["professional", "break_glass"].contains($0.kind.name) })
        #expect(FileLayout.all.count > 15)
    }
}
