/// The one place that decides what a role may do and see, down to the field.
///
/// Pure and small on purpose: pages ask it before they show, commands before they write, and one test prints it as a table.
/// A record's scope (whose children, which service) is `Records.Scope`; this says what may be done within it.
public struct Access: Sendable, Hashable {
    public let role: Role
    /// All that may be shown.
    public let sight: Sight

    public init(_ role: Role) {
        self.role = role
        sight = Access.sights[role] ?? Sight([])
    }

    public func may(_ permission: Permission) -> Bool { Access.permissions[role]?.contains(permission) ?? false }

    /// Whether values of this sort may be shown.
    public func sees(_ sensitivity: Sensitivity) -> Bool { sight.contains(sensitivity) }

    /// Whether any of a kind may be shown.
    public func sees<R>(_ kind: Kind<R>) -> Bool { sees(kind.sensitivity) }

    /// Whether records of a kind may be written. A kind that is named nowhere here is written by nobody.
    public func mayWrite(_ kind: String) -> Bool {
        switch kind {
        case "merge": may(.mergeChildren)
        case "restriction": may(.restrictFiles)
        case "access_review": may(.reviewAccess)
        case "allocation": may(.allocate)
        // The board, its report and who came are no part of casework: who writes them need not write on files.
        // Whoever issues a report may share what was issued.
        case "report", "report_sending", "board_attendance", "board_member", "board_raising", "region_report": may(.writeReports)
        // A question kept under a name tells of nobody.
        case "saved_view", "passed_file": may(.seeFigures)
        case "return_receipt", "template_value", "resource": may(.prepareReturn)
        // Whoever answers for the whole service puts their name to its numbers.
        case "template_sign_off": may(.prepareReturn) && may(.oversee)
        case "hold": may(.erase)
        case "breach", "sealed_entry": may(.keepBreaches)
        // Nothing goes but by two: one proposes, another confirms.
        case "erasure", "erasure_review": may(.erase) || may(.confirmErasure)
        case "subject_access", "subject_access_change": may(.answerSubjectAccess)
        case "oversight": may(.oversee)
        case "panel", "panel_member", "panel_copy": may(.runPanel)
        case "duty": may(.allocate)
        case "staff", "role_holding", "credential", "second_factor": may(.manageStaff)
        case "setting", "code", "area", "population", "comparator", "postcode", "disposal_type", "gravity_score", "panel_option",
            "retention_rule", "return_schema", "region_member", "agreement":
            may(.manageSettings)
        default:
            may(.writeRecords) && (Access.writes[role] ?? Access.caseworkKinds).contains(kind)
                && anyKind(kind).map { sees($0.sensitivity) } ?? false
        }
    }

    /// Whether a field may be written: only where its value may be seen, but that anybody who may raise a concern says what it is.
    public func mayWrite<R>(_ field: Field<R>, of kind: Kind<R>) -> Bool {
        mayWrite(kind.name) && (sees(field.sensitivity) || field.sensitivity == .concern)
    }

    private static let caseworkKinds: Set<String> = [
        "child", "address", "relationship", "professional", "alert", "referral", "offence", "police_bail", "outcome", "requirement",
        "hearing",
        "remand", "programme", "parenting", "release", "transfer", "contact", "care", "accommodation", "ete", "send", "health", "consent",
        "enquiry", "document",
        "assessment", "risk", "contingency", "panel_item", "plan",
        "target", "review", "condition", "compliance", "concern", "safeguarding_referral", "action", "closure",
    ]

    /// Roles that write fewer kinds than casework.
    private static let writes: [Role: Set<String>] = [
        .deliveryWorker: caseworkKinds.subtracting([
            "child", "offence", "police_bail", "outcome", "requirement", "hearing", "remand", "release", "transfer",
        ]),
        .policeOfficer: [
            "child", "referral", "offence", "police_bail", "outcome", "alert", "contact", "enquiry", "document", "panel_item",
            "victim_contact",
            "victim",
            "compliance", "concern", "safeguarding_referral", "action",
        ],
        // A contact with the child is casework, which they do not see.
        .victimWorker: ["victim_contact", "victim", "concern", "safeguarding_referral"],
        .businessSupport: [
            "child", "address", "relationship", "professional", "referral", "offence", "police_bail", "outcome", "requirement", "hearing",
            "remand", "parenting", "transfer", "contact", "care", "accommodation", "ete", "send", "consent", "enquiry", "document",
            "panel_item",
            "concern", "safeguarding_referral", "action",
        ],
    ]

    private static let permissions: [Role: Set<Permission>] = [
        .caseManager: [.findChildren, .openFile, .breakGlass, .addChild, .writeRecords, .seeFigures],
        .deliveryWorker: [.findChildren, .openFile, .breakGlass, .writeRecords],
        .teamManager: [
            .findChildren, .openFile, .breakGlass, .restrictFiles, .addChild, .mergeChildren, .writeRecords, .allocate, .runPanel,
            .recordDecision, .countersign,
            .oversee, .seeFigures, .writeReports, .seeRegion, .prepareReturn, .seeStaff, .seeJournal, .answerSubjectAccess, .confirmErasure,
            .keepBreaches, .sealIdentities,
        ],
        .serviceManager: [
            .findChildren, .openFile, .breakGlass, .restrictFiles, .reviewAccess, .addChild, .mergeChildren, .writeRecords, .allocate,
            .runPanel,
            .recordDecision, .countersign,
            .oversee, .seeFigures, .writeReports, .seeRegion, .prepareReturn, .seeStaff, .seeJournal, .seeRefusedSignIns, .seeBackups,
            .takeOut,
            .exchange, .manageSettings,
            .erase, .confirmErasure, .answerSubjectAccess, .keepBreaches, .readSealed, .sealIdentities,
        ],
        .policeOfficer: [.findChildren, .openFile, .addChild, .writeRecords, .recordDecision],
        .victimWorker: [.findChildren, .openFile, .writeRecords],
        // Only the children of a panel they sit on, until its minutes are signed, and those they are named on: `Access.opening` says so.
        .panelPartner: [.findChildren, .openFile],
        .businessSupport: [.findChildren, .openFile, .addChild, .writeRecords, .runPanel, .prepareReturn],
        .analyst: [.findChildren, .openFile, .seeFigures, .writeReports, .seeRegion, .prepareReturn, .takeOut],
        .systemAdministrator: [.seeStaff, .manageStaff, .seeJournal, .seeRefusedSignIns, .seeBackups],
        // No child, no file, no figure but what left a service protected.
        .regionalAnalyst: [.seeRegion],
    ]

    /// What casework needs; police intelligence and who a victim is are given apart.
    private static let casework: Set<Sensitivity> = [
        .identity, .characteristics, .whereabouts, .offending, .casework, .health, .selfAssessment, .safeguarding, .concern,
        .reference,
    ]

    private static let sights: [Role: Sight] = sorts.mapValues(Sight.init)

    private static let sorts: [Role: Set<Sensitivity>] = [
        .caseManager: casework.union([.intelligence]),
        .deliveryWorker: casework,
        .teamManager: casework.union([.workforce, .intelligence, .victim]),
        .serviceManager: casework.union([.workforce, .intelligence, .victim]),
        // Health detail and what the child or parent wrote of themselves are not the police's to read.
        .policeOfficer: casework.subtracting([.health, .selfAssessment]).union([.intelligence, .victim]),
        // Enough to work with the victim: who the child is, the offence and what became of it.
        .victimWorker: [.identity, .offending, .safeguarding, .concern, .reference, .victim],
        // Who the child is and what the panel is to decide on; health and casework reach them only through the papers.
        .panelPartner: [.identity, .offending, .reference],
        // That there is a concern, and of what sort, is enough to send a call to the right person.
        .businessSupport: casework.subtracting([.health, .selfAssessment, .concern]),
        .analyst: [.identity, .characteristics, .offending, .casework, .safeguarding, .reference],
        .systemAdministrator: [.workforce],
        .regionalAnalyst: [.reference],
    ]
}
