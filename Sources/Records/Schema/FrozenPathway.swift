import Casework

/// The migration that brought the out-of-court pathway: its tables, and columns of those there were.
extension Frozen {
    static let pathway: [Step] =
        serviceTables.map { .create(Table(frozen: $0, .service)) } + columns.map { .add($0.0, Column(frozen: $0.1)) }
        + childTables.map { .create(Table(frozen: $0, .child)) }

    /// What the ends of the pathway need: what the child says now beside what was said in interview, the decision before, the police told of
    /// the end.
    static let pathwayEnds: [Step] = [
        .add("referral", Column(frozen: "admission_now text")),
        .add("referral", Column(frozen: "admission_now_on day")),
        .add("referral", Column(frozen: "earlier_decision text")),
        .add("referral", Column(frozen: "earlier_decision_date day")),
        .add("programme", Column(frozen: "police_told_date day")),
    ]

    private static let columns: [(String, String)] = [
        ("staff", "full_time_percent number"),
        ("child", "diversity_needs text"),
        ("alert", "level text"),
        ("allocation", "reason text"),
        ("referral", "reason text"),
        ("referral", "urgency text"),
        ("referral", "not_accepted_reason text"),
        ("referral", "passed_on_to text"),
        ("referral", "unable_reason text"),
        ("referral", "court_date day"),
        ("referral", "solicitor_firm text"),
        ("referral", "bounce_reason text"),
        ("referral", "slip_reason text"),
        ("referral", "decision_officer text"),
        ("referral", "decision_rank text"),
        ("referral", "decision_reason text"),
        ("referral", "feedback_from text"),
        ("referral", "feedback_due day"),
        ("referral", "feedback_on day"),
        ("referral", "feedback text"),
        ("outcome", "given_by text"),
        ("outcome", "appropriate_adult text"),
        ("outcome", "signed_on day"),
        ("outcome", "consented_on day"),
        ("programme", "referral_ref id>referral"),
        ("programme", "latest_end day"),
        ("programme", "extension_reason text"),
        ("programme", "end_reason text"),
        ("programme", "provider text"),
        ("report", "on_out_of_court text"),
    ]

    private static let serviceTables: [String] = [
        """
        disposal_type: outcome text!, place number, statutory flag, needs_admission flag, makes_entrant flag, \
        needs_consent flag, needs_victim flag, needs_assessment flag, decided_by text, recorded_when text, \
        on_failure text, weeks number, most_weeks number, documents text, from_date day, to_date day, basis text!
        """,
        """
        gravity_score: matrix text!, cjs_code text, category text, offence text, score number!, basis text!
        """,
        """
        panel_option: title text!, provider text, domains text, categories text, outcomes text, note text
        """,
        """
        duty: staff id>staff!, start_date day!, end_date day!
        """,
        """
        panel: held_on day!, starts text, place text, chair id>staff, quorum number, cancelled_reason text, \
        minutes_signed_on day, minutes_signed_by id>staff
        """,
        """
        panel_member: panel_ref id>panel!, name text!, agency text!, staff id>staff, attendance text
        """,
        """
        panel_copy: panel_ref id>panel!, number number!, audience text!, recipient text!, made_at instant!, made_by id>staff
        """,
    ]

    private static let childTables: [String] = [
        """
        care: status text!, responsible_authority text, start_date day, end_date day, legal_status text, \
        placement text, social_worker text, checked_on day
        """,
        """
        ete: start_date day, end_date day, provision text!, suitability text, hours_offered text, \
        hours_attended text, place text, reduced_timetable flag, attendance number, support text
        """,
        """
        health: need text!, screened_date day, need_identified flag, identified_date day, referred_date day, \
        offered_date day, attended_start day, attended_end day, tier text, finding text, note text
        """,
        """
        consent: purpose text!, given_by text, answer text!, on_date day!, withdrawn_on day, note text
        """,
        """
        enquiry: referral_ref id>referral, agency text!, asked_on day, asked_by id>staff, received_on day, \
        known flag, result text, used_how text, unable_reason text
        """,
        """
        victim_contact: offence_ref id>offence, state text!, on_date day, summary text, wishes text, name text, \
        details text
        """,
        """
        document: type text!, title text, dated day, referral_ref id>referral, programme_ref id>programme, \
        author text, file_name text, media_type text, size number, hash text
        """,
        """
        assessment: type text, stage text, completed_on day, countersigned_on day, reoffending text, \
        serious_harm text, safety_wellbeing text, referral_ref id>referral, form text, why text, started_on day, \
        written_by id>staff, author text, document_ref id>document, answers text, reoffending_reason text, \
        serious_harm_reason text, safety_wellbeing_reason text, sources text, child_view text, child_view_on day, \
        child_view_how text, parent_view text, parent_view_on day, parent_view_how text, self_missing_reason text, \
        submitted_on day, returned_on day, countersigned_by id>staff, \
        countersigned_outside text, feedback text
        """,
        """
        risk: assessment_ref id>assessment, direction text!, who text!, who_words text, nature text!, \
        imminence text, circumstances text, controls text, level text
        """,
        """
        contingency: assessment_ref id>assessment, concern text!, if_happens text!, then_do text!, who text!, \
        by_when text
        """,
        """
        panel_item: referral_ref id>referral!, panel_ref id>panel, state text, deferred_reason text, \
        gravity_matrix text, gravity_base number, aggravating text, mitigating text, gravity number, \
        gravity_reason text, child_view text, child_view_on day, child_view_how text, parent_view text, \
        parent_view_on day, parent_view_how text, victim_reason text, intelligence text, record_checked_on day, \
        record_checked_by text, record_result text, outcomes_elsewhere text, options text, why_not_lower text, \
        report_by id>staff, report_on day, recommendation text, recommendation_reason text, dissent text, \
        escalated_on day, escalated_to text, escalated_result text, escalated_reason text, panel_reoffending text, \
        panel_serious_harm text, panel_safety_wellbeing text, panel_risk_reason text
        """,
        """
        plan: programme_ref id>programme, agreed_on day, childs_words text, how_to_help text, diversity text, \
        signed_on day, not_signed_reason text, copy_given_on day, knife flag
        """,
        """
        target: plan_ref id>plan!, place number, purpose text, domain text, what text!, childs_words text, who text, \
        by_date day, factor text, state text, closed_on day, result text, child_feedback text
        """,
        """
        review: programme_ref id>programme, type text, held_on day!, going_well text, not_going_well text, \
        changes text, child_view text, parent_view text
        """,
        """
        condition: programme_ref id>programme!, type text, what text!, by_date day, met flag, met_on day, note text
        """,
        """
        compliance: programme_ref id>programme!, type text!, on_date day!, what text, police_told_date day, \
        police_answer text, police_answer_on day
        """,
        """
        concern: type text!, what text!, raised_at instant!, raised_by id>staff, raised_in text, done text, \
        safety_plan text, review_date day, closed_on day, closed_by id>staff, closing text
        """,
        """
        safeguarding_referral: sent_on day!, sent_to text!, why text!, consent text, result text, result_on day, \
        chased_on day, note text
        """,
        """
        oversight: referral_ref id>referral, held_on day!, overseen_by id>staff, set_off_by text!, \
        what_was_read text!, decision text!, plan_changes text, follow_up_due day, followed_up_on day, \
        follow_up text
        """,
        """
        action: what text!, owner id>staff, owner_name text, due_on day!, arose text, arose_on day, chased_on day, \
        done_on day, result text
        """,
        """
        closure: referral_ref id>referral!, child_interview_reason text, parent_interview_reason text, \
        police_told_date day, police_reason text, victim_told_date day, victim_reason text, unmet_need text, \
        unmet_need_to text, unmet_need_reason text, targets_reason text, documents_reason text, summary text, \
        asked_on day, approved_on day, approved_by id>staff
        """,
    ]
}
