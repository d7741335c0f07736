import Casework
import Testing

@Suite("Who may do what")
struct AccessTests {
    private func line(_ name: String, _ words: String) -> String { words.isEmpty ? "  \(name):" : "  \(name): \(words)" }
    private func sight(_ access: Access) -> String {
        Sensitivity.allCases.filter { access.sees($0) }.map(\.rawValue).joined(separator: " ")
    }

    @Test("The whole table of roles: what each sees, writes and may do (S-PEO-12); a change here is a decision, not a detail")
    func table() {
        var lines: [String] = []
        for role in Role.allCases {
            let access = Access(role)
            lines.append("\(role.rawValue)")
            lines.append(line("sees", sight(access)))
            lines.append(line("writes", allKinds.map(\.name).filter { access.mayWrite($0) }.joined(separator: " ")))
            lines.append(line("may", Permission.allCases.filter { access.may($0) }.map(\.rawValue).joined(separator: " ")))
        }
        let found = lines.joined(separator: "\n")
        #expect(found == Self.pinned, "\(found)")
    }

    @Test("The police see no health and no self-assessment; nobody but the program reads a secret; the administrator sees no case content")
    func neverDo() {
        #expect(!Access(.policeOfficer).sees(.health) && !Access(.policeOfficer).sees(.selfAssessment))
        for role in Role.allCases { #expect(!Access(role).sees(.secret)) }
        #expect(Sensitivity.allCases.filter { Access(.systemAdministrator).sees($0) } == [.workforce])
        #expect(Sensitivity.allCases.filter { Access(.panelPartner).sees($0) } == [.identity, .offending, .reference])
        #expect(Permission.allCases.filter { Access(.panelPartner).may($0) } == [.findChildren, .openFile])
        // A break-glass opening is written by the program on a person's command, with their reason, and by no form.
        #expect(Role.allCases.allSatisfy { !Access($0).mayWrite("break_glass") })
    }

    @Test("No role writes a kind it may not see, but for passwords, which nobody sees")
    func writesWhatItSees() {
        for role in Role.allCases {
            for kind in allKinds where Access(role).mayWrite(kind.name) && kind.sensitivity != .secret {
                #expect(Access(role).sees(kind.sensitivity), "\(role) writes \(kind.name) unseen")
            }
        }
        #expect(Role.allCases.allSatisfy { !Access($0).mayWrite("no_such_kind") })
    }

    private static let pinned = """
        case_manager
          sees: identity characteristics whereabouts offending casework health self_assessment safeguarding concern \
        intelligence reference
          writes: saved_view passed_file child address relationship professional alert care accommodation ete send \
        health consent offence police_bail referral outcome requirement hearing remand programme parenting release \
        transfer contact enquiry document assessment risk contingency panel_item plan target review condition \
        compliance concern safeguarding_referral action closure
          may: find_children open_file add_child break_glass write_records see_figures
        delivery_worker
          sees: identity characteristics whereabouts offending casework health self_assessment safeguarding concern reference
          writes: address relationship professional alert care accommodation ete send health consent referral programme \
        parenting contact enquiry document assessment risk contingency panel_item plan target review condition \
        compliance concern safeguarding_referral action closure
          may: find_children open_file break_glass write_records
        team_manager
          sees: identity characteristics whereabouts offending casework health self_assessment safeguarding concern \
        intelligence victim reference workforce
          writes: duty panel panel_member panel_copy report board_attendance board_member board_raising saved_view return_receipt erasure \
        erasure_review template_value template_sign_off passed_file breach resource report_sending region_report child merge address relationship \
        professional alert allocation care accommodation ete send health consent offence police_bail referral outcome \
        requirement hearing remand programme parenting release transfer contact subject_access subject_access_change \
        sealed_entry enquiry document assessment risk contingency panel_item plan target review condition compliance \
        concern safeguarding_referral oversight action closure restriction
          may: find_children open_file add_child merge_children break_glass restrict_files write_records allocate \
        run_panel record_decision countersign oversee see_figures write_reports see_region prepare_return see_staff see_journal \
        confirm_erasure keep_breaches seal_identities answer_subject_access
        service_manager
          sees: identity characteristics whereabouts offending casework health self_assessment safeguarding concern \
        intelligence victim reference workforce
          writes: setting code area population comparator postcode disposal_type gravity_score panel_option duty agreement panel \
        panel_member panel_copy report board_attendance board_member board_raising saved_view return_schema return_receipt access_review \
        retention_rule erasure erasure_review template_value template_sign_off passed_file breach resource report_sending region_member region_report child merge address \
        relationship professional alert allocation care accommodation ete send health consent offence police_bail \
        referral outcome requirement hearing remand programme parenting release transfer contact hold subject_access \
        subject_access_change sealed_entry enquiry document assessment risk contingency panel_item plan target review \
        condition compliance concern safeguarding_referral oversight action closure restriction
          may: find_children open_file add_child merge_children break_glass restrict_files review_access write_records \
        allocate run_panel record_decision countersign oversee see_figures write_reports see_region prepare_return take_out \
        exchange see_staff see_journal see_refused_sign_ins see_backups manage_settings erase confirm_erasure keep_breaches seal_identities \
        read_sealed answer_subject_access
        police_officer
          sees: identity characteristics whereabouts offending casework safeguarding concern intelligence victim reference
          writes: child alert offence police_bail referral outcome victim contact enquiry victim_contact document panel_item \
        compliance concern safeguarding_referral action
          may: find_children open_file add_child write_records record_decision
        victim_worker
          sees: identity offending safeguarding concern victim reference
          writes: victim victim_contact concern safeguarding_referral
          may: find_children open_file write_records
        panel_partner
          sees: identity offending reference
          writes:
          may: find_children open_file
        business_support
          sees: identity characteristics whereabouts offending casework safeguarding reference
          writes: panel panel_member panel_copy return_receipt template_value resource child address relationship professional \
        care accommodation ete send consent offence police_bail referral outcome requirement hearing remand parenting \
        transfer contact enquiry document panel_item concern safeguarding_referral action
          may: find_children open_file add_child write_records run_panel prepare_return
        analyst
          sees: identity characteristics offending casework safeguarding reference
          writes: report board_attendance board_member board_raising saved_view return_receipt template_value passed_file resource report_sending region_report
          may: find_children open_file see_figures write_reports see_region prepare_return take_out
        system_administrator
          sees: workforce
          writes: staff role_holding credential second_factor
          may: see_staff manage_staff see_journal see_refused_sign_ins see_backups
        regional_analyst
          sees: reference
          writes:
          may: see_region
        """
}
