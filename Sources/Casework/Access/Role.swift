/// What a member of staff is here to do. What each may see and do is `Access`'s to say.
public enum Role: String, CaseIterable, Sendable {
    case caseManager = "case_manager"
    case deliveryWorker = "delivery_worker"
    case teamManager = "team_manager"
    case serviceManager = "service_manager"
    case policeOfficer = "police_officer"
    case victimWorker = "victim_worker"
    case panelPartner = "panel_partner"
    case businessSupport = "business_support"
    case analyst
    case systemAdministrator = "system_administrator"
    /// Works for a region, not for a service: sees what services shared with it and nothing else.
    case regionalAnalyst = "regional_analyst"

    public var title: String {
        switch self {
        case .caseManager: "Case manager"
        case .deliveryWorker: "Delivery worker"
        case .teamManager: "Team manager"
        case .serviceManager: "Service manager"
        case .policeOfficer: "Seconded police officer"
        case .victimWorker: "Victim worker"
        case .panelPartner: "Panel partner"
        case .businessSupport: "Business support"
        case .analyst: "Analyst"
        case .systemAdministrator: "System administrator"
        case .regionalAnalyst: "Regional analyst"
        }
    }
}

/// Something a page or command lets a person do.
public enum Permission: String, CaseIterable, Sendable {
    /// Find children and see lists of them.
    case findChildren = "find_children"
    /// Open a child's file.
    case openFile = "open_file"
    /// Add a child, and merge two records of one child.
    case addChild = "add_child"
    case mergeChildren = "merge_children"
    /// Open a file that is closed to them for a limited time, with a reason a manager reviews.
    case breakGlass = "break_glass"
    /// Restrict a child's file, and review who broke the glass.
    case restrictFiles = "restrict_files"
    /// Review unusual ways of opening files.
    case reviewAccess = "review_access"
    /// Write records on a child's file (which kinds: `Access.mayWrite`).
    case writeRecords = "write_records"
    /// Allocate a child to a worker.
    case allocate
    /// Hold the panel: its calendar, agenda, attendance and papers.
    case runPanel = "run_panel"
    /// Record what the police decided.
    case recordDecision = "record_decision"
    /// Countersign assessments and approve closures.
    case countersign
    /// See the whole service's work and write oversight entries; close urgent concerns.
    case oversee
    /// See figures; opening them to the children counted also needs `openFile`.
    case seeFigures = "see_figures"
    /// Write, issue and compare the board's report.
    case writeReports = "write_reports"
    /// See what services shared with a region, small numbers hidden.
    case seeRegion = "see_region"
    /// See what the national return would hold and refuse, and write down what became of it; the file itself also needs `takeOut`.
    case prepareReturn = "prepare_return"
    /// Take out the case-level folder, without what the role does not see.
    case takeOut = "take_out"
    /// Bring in the case-level folder.
    case exchange
    case seeStaff = "see_staff"
    case manageStaff = "manage_staff"
    /// Read who saw and changed what.
    case seeJournal = "see_journal"
    /// See how often sign-ins were refused, by day and account.
    case seeRefusedSignIns = "see_refused_sign_ins"
    /// See whether backups are made and open.
    case seeBackups = "see_backups"
    case manageSettings = "manage_settings"
    /// Put a file on hold, and propose that what need not be kept any more is erased.
    case erase
    /// Confirm an erasure that somebody else proposed.
    case confirmErasure = "confirm_erasure"
    /// Keep the breach log, and move an entry from the wrong child's file.
    case keepBreaches = "keep_breaches"
    /// Propose that a former identity is sealed, and agree to what another proposed. It opens none: only those named in a seal do.
    case sealIdentities = "seal_identities"
    /// Read what was sealed on the file it should not have been on.
    case readSealed = "read_sealed"
    /// Answer subject access requests, and check what another has laid out.
    case answerSubjectAccess = "answer_subject_access"
}
