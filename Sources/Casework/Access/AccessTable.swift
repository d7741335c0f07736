/// One row of what a role may do with a record kind.
public struct AccessRow: Sendable {
    public let kind: AnyKind
    public let reads: Bool
    public let writes: Bool
    /// What of the kind the role does not read although it reads the rest.
    public let unread: [Sensitivity]
}

extension Access {
    /// Every record kind with what this role may do with it: the page of access is made of nothing else.
    public var table: [AccessRow] {
        allKinds.map { kind in
            let hidden = Set(kind.fields.map(\.sensitivity).filter { !sees($0) })
            let reads = sees(kind.sensitivity)
            return AccessRow(
                kind: kind, reads: reads, writes: mayWrite(kind.name),
                unread: reads ? Sensitivity.allCases.filter(hidden.contains) : [])
        }
    }
}

extension Sensitivity {
    /// For people: "health", "self assessment".
    public var words: String { rawValue.replacing("_", with: " ") }
}

extension Permission {
    /// What it lets a person do, after "may".
    public var words: String {
        switch self {
        case .findChildren: "find children and see lists of them"
        case .openFile: "open files"
        case .breakGlass: "open a closed file for a limited time, with a reason"
        case .restrictFiles: "restrict files and review who opened one with a reason"
        case .reviewAccess: "review unusual ways of opening files"
        case .addChild: "add a child"
        case .mergeChildren: "bring two entries of one child together"
        case .writeRecords: "write on files"
        case .allocate: "allocate children and keep the duty rota"
        case .runPanel: "run panels"
        case .recordDecision: "record what the police decided"
        case .countersign: "countersign assessments and approve closures"
        case .oversee: "oversee the whole service’s work"
        case .seeFigures: "see figures"
        case .writeReports: "write the board’s report"
        case .seeRegion: "see what services shared with the region, small numbers hidden"
        case .prepareReturn: "prepare the national return"
        case .takeOut: "take out the case-level folder"
        case .exchange: "bring in the case-level folder"
        case .seeStaff: "see who works here"
        case .manageStaff: "add and disable staff"
        case .seeJournal: "read who saw and changed what"
        case .seeRefusedSignIns: "see how often sign-ins were refused"
        case .seeBackups: "see whether backups are made and open"
        case .manageSettings: "change settings"
        case .keepBreaches: "keep the breach log, and move an entry from the wrong child’s file"
        case .sealIdentities: "propose that a former identity is sealed, and agree to another’s proposal"
        case .readSealed: "read what was sealed on the file it should not have been on"
        case .answerSubjectAccess: "answer subject access requests, and check what another has laid out"
        case .confirmErasure: "confirm an erasure that somebody else proposed"
        case .erase: "put files on hold, and propose to erase what need not be kept"
        }
    }
}
