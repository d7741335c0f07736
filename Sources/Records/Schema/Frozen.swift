import Casework

/// The columns a shipped migration made, frozen as words: the definitions may grow, these lines may not change.
enum Frozen {
    static let foundation: [Table] = [
        Table(
            frozen: """
                setting: name text!, value text!, basis text!, from_date day
                """, .service),
        Table(
            frozen: """
                code: list text!, token text!, label text!, in_group text, place number!, from_date day, to_date day, basis text!
                """, .service),
        Table(
            frozen: """
                area: area text!, code text, kind text, of_area text, from_date day, to_date day
                """, .service),
        Table(
            frozen: """
                population: area text!, mid_year number!, age_from number!, age_to number!, sex text, ethnicity text, \
                care_status text, population number!, source text
                """, .service),
        Table(
            frozen: """
                comparator: area text!, measure text!, period_start day, period_end day, label_printed text, numerator text, \
                denominator text, value_printed text, unit text, published_on day, source text
                """, .service),
        Table(
            frozen: """
                postcode: postcode text!, lsoa text, ward text, locality text, imd_decile number, idaci_decile number, source text
                """, .service),
        Table(
            frozen: """
                staff: user text!, name text!, team text, disabled flag
                """, .service),
        Table(
            frozen: """
                role_holding: staff id>staff!, role text!, start_date day!, end_date day
                """, .service),
        Table(
            frozen: """
                credential: staff id>staff!, hash text!
                """, .service),
        Table(
            frozen: """
                report: period text!, as_at instant, introduction text, on_entrants text, on_reoffending text, on_custody text, \
                on_outcomes text, issued_on day, issued_copy text, issued_figures text, issued_hash text
                """, .service),
        Table(
            frozen: """
                child: given_name text, family_name text, known_as text, date_of_birth day, sex text, ethnicity text, \
                ethnicity_code_set number, nationality text, first_language text, interpreter_needed flag, gender_identity text, \
                gender_same_as_registered text, sexual_orientation text, religion text, disability text, \
                characteristics_asked_on day, characteristics_asked_by text, pnc_id text, upn text, nhs_number text, \
                home_postcode text, originating_ref text, deleted flag, what_they_want text, strengths text, communication_tip text, \
                safe_to_visit text
                """, .child),
        Table(
            frozen: """
                merge: merged id>child!, reason text!
                """, .child),
        Table(
            frozen: """
                address: line text!, postcode text, type text, start_date day, end_date day, safe_to_write flag, not_to_disclose flag
                """, .child),
        Table(
            frozen: """
                relationship: name text!, relation text!, parental_responsibility flag, phone text, contact_allowed text, \
                contact_note text, risk_note text, social_care_involved flag, known_child id>child, start_date day, end_date day
                """, .child),
        Table(
            frozen: """
                professional: name text!, profession text, agency text, phone text, email text, start_date day, end_date day
                """, .child),
        Table(
            frozen: """
                alert: type text!, detail text, start_date day!, end_date day, review_date day
                """, .child),
        Table(
            frozen: """
                allocation: staff id>staff!, part text!, start_date day!, end_date day
                """, .child),
        Table(
            frozen: """
                offence: offence_date day, arrest_date day, interview_date day, charge_date day, first_hearing_date day, \
                description text, cjs_code text, category text, seriousness number, gravity_matrix text, gravity_base number, \
                gravity number, knife flag, police_ref text, offence_postcode text, place text, co_defendants ids>child, victims text
                """, .child),
        Table(
            frozen: """
                referral: received_date day!, complete_date day, source text, pathway text, offence_refs ids>offence, admission text, \
                bounced_back flag, accepted flag, allocated_date day, panel_date day, recommendation text, decision_date day, \
                decision text, decided_by text, police_told_date day, closed_date day, closed_reason text
                """, .child),
        Table(
            frozen: """
                outcome: offence_ref id>offence!, outcome_date day!, outcome text!, main flag, home_office_outcome number, \
                local_outcome text, export_as text, end_date day, appeal text, residence text, sentencing_occasion_ref text, \
                term_hours number, term_days number, term_weeks number, term_months number, term_years number
                """, .child),
        Table(
            frozen: """
                hearing: hearing_date day!, court text, court_type text, offence_refs ids>offence, remand_decision text, \
                remand_proposal text, outcome_note text
                """, .child),
        Table(
            frozen: """
                programme: start_date day, end_date day, disposal text!, completed flag, offence_refs ids>offence, \
                outcome_ref id>outcome
                """, .child),
        Table(
            frozen: """
                release: outcome_ref id>outcome!, release_date day!
                """, .child),
        Table(
            frozen: """
                contact: programme_ref id>programme, at instant!, method text, planned flag, attendance text, minutes number, \
                present text, statutory flag, aim text, content text, outcome text, risk text, next_steps text, safeguarding text, \
                childs_words text
                """, .child),
    ]

    /// One step of a later migration: a kind that is new, or a column of one there was.
    enum Step: Sendable {
        case create(Table)
        case add(String, Column)
        /// From here on a lawful erasure may delete.
        case erasable
    }

    /// Every migration after the foundation, oldest first; `waymark schema diff` writes the lines.
    static let later: [(id: String, steps: [Step])] = [
        ("0002-alert-source", [.add("alert", Column(frozen: "source text"))]),
        ("0003-pathway", pathway),
        ("0005-pathway-ends", pathwayEnds),
        ("0006-figures", figures),
        (
            "0007-issued-papers-and-forms",
            [
                .add("panel_copy", Column(frozen: "parts text")),
                .create(Table(frozen: "form: name text!, number number!, title text!, hash text!, offered flag", .service)),
            ]
        ),
        (
            "0009-saved-view",
            [.create(Table(frozen: "saved_view: name text!, question text!, owner id>staff!, shared flag", .service))]
        ),
        (
            "0011-return-receipts",
            [
                .create(
                    Table(
                        frozen: """
                            return_receipt: period text!, state text!, on_date day!, recipient text, route text, format text, as_at instant, \
                            children number, hash text, reason text
                            """, .service))
            ]
        ),
        (
            "0012-views-used",
            [
                .add("assessment", Column(frozen: "child_view_used text")), .add("assessment", Column(frozen: "parent_view_used text")),
            ]
        ),
        (
            "0013-restricted-files",
            [
                .create(
                    Table(
                        frozen: """
                            restriction: reason text!, detail text, excluded ids>staff, admitted ids>staff, start_date day!, end_date day, \
                            set_by id>staff
                            """, .child)),
                .create(
                    Table(
                        frozen: """
                            break_glass: staff id>staff!, reason text!, opened_at instant!, ends_at instant!, finding text, found text, \
                            reviewed_by id>staff, reviewed_at instant
                            """, .child)),
            ]
        ),
        (
            "0014-unusual-access",
            [
                .add("staff", Column(frozen: "home_postcode text")),
                .create(
                    Table(
                        frozen: """
                            access_review: pattern text!, staff id>staff!, day day!, note text!, reviewed_by id>staff, reviewed_at instant
                            """, .service)),
            ]
        ),
        (
            "0015-sign-in",
            [
                .add("credential", Column(frozen: "one_time_until instant")),
                .create(Table(frozen: "second_factor: staff id>staff!, secret text!, recovery_codes text", .service)),
            ]
        ),
        (
            "0020-erasure",
            [
                .create(
                    Table(
                        frozen: """
                            retention_rule: record_class text!, after text!, years number, from_date day, to_date day, basis text!
                            """, .service)),
                .create(
                    Table(
                        frozen: """
                            erasure: child text!, why text!, rule text!, on_date day!, records text!, contents text, notes text
                            """, .service)),
                .create(Table(frozen: "hold: reason text!, from_date day!, until day", .child)),
                .erasable,
            ]
        ),
        (
            "0022-victim-told",
            [
                .add("victim_contact", Column(frozen: "end_told_on day")),
                .add("victim_contact", Column(frozen: "end_not_told_reason text")),
            ]
        ),
        (
            "0026-template",
            [
                .create(
                    Table(
                        frozen: """
                            template_value: period text!, cell text!, number number, explanation text, explained_count number
                            """, .service)),
                .create(
                    Table(
                        frozen: """
                            template_sign_off: period text!, as_at instant!, signed_by id>staff, copy text!, hash text!, note text
                            """, .service)),
            ]
        ),
        (
            "0027-passed-files",
            [
                .create(
                    Table(
                        frozen: """
                            passed_file: title text!, question text!, as_at instant!, figures text!, about text!, hash text!, made_by id>staff
                            """, .service))
            ]
        ),
        (
            "0029-subject-access",
            [
                .create(
                    Table(
                        frozen: """
                            subject_access: requester text!, requester_name text!, authority text, received_on day!, asked text, \
                            identity_how text, identity_on day, extended flag, extension_reason text, checker id>staff!, \
                            laid_out_at instant, prepared_by id>staff, number number, pack text, signed_at instant, signed_by id>staff, \
                            ended_on day, ended_how text, ended_reason text
                            """, .child)),
                .create(
                    Table(
                        frozen: """
                            subject_access_change: request_ref id>subject_access!, place text!, passage text, change text!, reason text, \
                            why text!, changed_by id>staff
                            """, .child)),
            ]
        ),
        (
            "0030-erasure-review",
            [
                .create(
                    Table(
                        frozen: """
                            erasure_review: child text!, what text!, why text!, records text!, proposed_by id>staff, proposed_at instant!, \
                            answer text, answered_by id>staff, answered_at instant, note text
                            """, .service))
            ]
        ),
        (
            "0031-breach",
            [
                .create(
                    Table(
                        frozen: """
                            breach: type text!, what text!, happened_on day, found_at instant!, found_by id>staff, from_child text, \
                            to_child text, records text, since instant, affected text, risk text, risk_reason text, told_on day, \
                            not_told text, reported_at instant, not_reported text, lessons text, closed_on day, closed_by id>staff
                            """, .service)),
                .create(
                    Table(frozen: "sealed_entry: entry_kind text!, record text!, removed_on day!, removed_by id>staff", .child)),
            ]
        ),
        (
            "0032-return-entities",
            [
                .create(Table(frozen: "police_bail: offence_ref id>offence!, status text, start_date day, end_date day", .child)),
                .create(
                    Table(
                        frozen: """
                            parenting: type text!, start_date day, end_date day, sessions_planned number, sessions_attended number, \
                            engagement text, programme_ref id>programme
                            """, .child)),
                .add("offence", Column(frozen: "plea text")),
                .add("victim", Column(frozen: "commented flag")),
                .add("victim", Column(frozen: "satisfaction text")),
                .add("victim", Column(frozen: "progress_requested_date day")),
                .add("victim", Column(frozen: "progress_provided_date day")),
                .add("hearing", Column(frozen: "sentence_proposal text")),
            ]
        ),
        (
            "0035-former-identity",
            [
                .create(
                    Table(
                        frozen: """
                            identity_seal: child text!, files text!, why text!, basis text!, records text, readers ids>staff, \
                            proposed_by id>staff, proposed_at instant!, answer text, answered_by id>staff, answered_at instant, \
                            note text, through number
                            """, .service)),
                .create(
                    Table(
                        frozen: """
                            identity_opening: seal_ref id>identity_seal!, staff id>staff!, reason text!, opened_at instant!, \
                            ends_at instant!, finding text, found text, reviewed_by id>staff, reviewed_at instant
                            """, .service)),
            ]
        ),
        (
            "0037-return-links",
            [
                .add("child", Column(frozen: "immigration_status text")),
                .add("programme", Column(frozen: "activity text")),
                .add("programme", Column(frozen: "breach_refs ids>offence")),
                .add("assessment", Column(frozen: "programme_refs ids>programme")),
            ]
        ),
        (
            "0038-return-schema",
            [
                .create(
                    Table(
                        frozen: """
                            return_schema: name text!, edition text, from_date day!, to_date day, basis text!, map text!, hash text!, xsd text, \
                            loaded_by id>staff!, loaded_at instant!
                            """, .service)),
                .add("return_receipt", Column(frozen: "schema id>return_schema")),
            ]
        ),
        (
            "0039-plan-reason-and-concern",
            [
                .add("closure", Column(frozen: "plan_reason text")),
                .add("safeguarding_referral", Column(frozen: "concern_ref id>concern")),
            ]
        ),
        (
            "0043-return-forms",
            [
                .create(
                    Table(
                        frozen: "resource: period_ending day!, sheet text!, line text!, heading text!, number number!", .service)),
                .add("requirement", Column(frozen: "term number")),
                .add("requirement", Column(frozen: "term_unit text")),
                .add("child", Column(frozen: "gender_before_2022 text")),
            ]
        ),
        (
            "0046-seal-changes",
            [.add("identity_seal", Column(frozen: "seal_ref id>identity_seal")), .add("identity_seal", Column(frozen: "lifts flag"))]
        ),
        (
            "0049-report-sendings",
            [
                .create(
                    Table(
                        frozen: "report_sending: report_ref id>report!, recipient text!, sent_on day!, way text, sent_by id>staff", .service
                    ))
            ]
        ),
        ("0050-region", region),
        (
            "0051-board-members",
            [
                .create(
                    Table(
                        frozen:
                            "board_member: name text!, sector text!, agency text, seniority text, start_date day!, end_date day", .service)
                )
            ]
        ),
        (
            "0052-partner-and-purpose",
            [.add("professional", Column(frozen: "staff id>staff")), .add("break_glass", Column(frozen: "purpose text"))]
        ),
        ("0054-agreements", agreements), ("0055-raisings", raisings),
    ]
}
