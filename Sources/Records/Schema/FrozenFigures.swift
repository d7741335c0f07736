import Casework

/// The migration that brought the kinds the indicators stand on: homes, learning needs, requirements, remand, transfers, victims, the board.
extension Frozen {
    static let figures: [Step] =
        [
            .create(
                Table(
                    frozen: """
                        board_attendance: meeting_date day!, sector text!, member text, seniority text, attendance text, new_member flag
                        """, .service))
        ] + [.add("outcome", Column(frozen: "appeal_date day"))]
        + figureTables.map { .create(Table(frozen: $0, .child)) }

    private static let figureTables: [String] = [
        """
        accommodation: start_date day, end_date day, type text!, suitability text, primary flag, note text
        """,
        """
        send: start_date day, end_date day, identified flag, formal_plan flag, note text
        """,
        """
        requirement: outcome_ref id>outcome!, requirement text!, start_date day, end_date day, hours_ordered text, hours_completed text
        """,
        """
        remand: offence_refs ids>offence, start_date day, end_date day, end_reason text, kind text, establishment_type text
        """,
        """
        transfer: date day!, kind text!, other_service text, note text
        """,
        """
        victim: victim_ref text!, offence_ref id>offence!, victim_type text, details_received_date day, consents_to_contact flag, \
        contacted_date day, view_sought_before flag, rj_offered flag, rj_not_offered_reason text, rj_type text, engaged_in_rj flag, \
        engaged_start day, engaged_end day, progress_requested flag, progress_provided flag, support_requested flag, \
        support_provided flag, end_notified_date day
        """,
    ]
}
