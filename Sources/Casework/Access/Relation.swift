/// How a member of staff stands to a child: what may open the child's file beyond the role.
public enum Relation: String, CaseIterable, Sendable {
    /// Named out of a restricted file. Stronger than everything else.
    case excluded
    case allocated
    case covering
    case managesWorker = "manages_worker"
    case sameTeam = "same_team"
    case onDuty = "on_duty"
    case onPanel = "on_panel"
    /// Named on the file as a professional around the child who signs in here.
    case partner
    case admitted
    case brokeGlass = "broke_glass"
    /// Nobody has been allocated yet: somebody has to take the child in.
    case unallocated

    /// For a list of who opened a file and why.
    public var title: String {
        switch self {
        case .excluded: "Kept out by name"
        case .allocated: "Allocated"
        case .covering: "Covering"
        case .managesWorker: "Manages the worker’s team"
        case .sameTeam: "Same team"
        case .onDuty: "On duty"
        case .onPanel: "On the panel"
        case .partner: "Partner of the child"
        case .admitted: "Admitted by name"
        case .brokeGlass: "Opened with a reason"
        case .unallocated: "Nobody allocated"
        }
    }

    /// Why the file is open, as its page tells the person.
    public var because: String {
        switch self {
        case .excluded: "You are named as one who may not open this file."
        case .allocated: "You are allocated to this child."
        case .covering: "You are covering for the worker allocated to this child."
        case .managesWorker: "You manage the team of a worker allocated to this child."
        case .sameTeam: "A worker of your team is allocated to this child."
        case .onDuty: "You are on the duty rota today."
        case .onPanel: "You are a member of a panel this child is listed for, and its minutes are not signed yet."
        case .partner: "You are named on the file as a professional around this child."
        case .admitted: "You are admitted to this restricted file by name."
        case .brokeGlass: "You opened it for a limited time and gave a reason, which a manager reviews."
        case .unallocated: "Nobody has been allocated to this child yet."
        }
    }
}

/// Whether a child's file opens.
public enum Opening: Sendable, Hashable {
    case open
    /// Not open, but known of: lists show a line without a name, and who may break the glass is asked for a reason.
    case closed
    /// As if there were no such child.
    case hidden
}

extension Access {
    /// Whether a child's file opens to somebody of this role. The one rule: every query, page, list and search asks it through `Records`.
    ///
    /// - Parameters:
    ///   - isRestricted: a restriction of the file runs today.
    ///   - openToService: the service's setting: unrestricted files are open to everybody whose role opens files.
    ///   - relations: how the person stands to the child today.
    public func opening(isRestricted: Bool, openToService: Bool, _ relations: Set<Relation>) -> Opening {
        guard may(.openFile), !relations.contains(.excluded) else { return .hidden }
        if isRestricted {
            if !relations.isDisjoint(with: Access.openRestricted) { return .open }
        } else if !isBoundByRelation(openToService: openToService) || !relations.isDisjoint(with: openUnrestricted) {
            return .open
        }
        return knowsOfClosedFiles ? .closed : .hidden
    }

    /// Whether this role opens only files of children it stands in a relation to.
    ///
    /// A panel partner always; casework where the service says so. Managers, business support, analysts, the seconded police officer and the
    /// victim worker work with every child of the service.
    public func isBoundByRelation(openToService: Bool) -> Bool {
        switch role {
        case .panelPartner: true
        case .caseManager, .deliveryWorker: !openToService
        default: false
        }
    }

    /// What opens a restricted file: the worker, the worker's manager, those admitted by name, and for a time whoever broke the glass.
    public static let openRestricted: Set<Relation> = [.allocated, .managesWorker, .admitted, .brokeGlass]

    /// What opens an unrestricted file to a role that is bound by relation.
    public var openUnrestricted: Set<Relation> {
        role == .panelPartner
            ? [.onPanel, .partner]
            : [.allocated, .covering, .managesWorker, .sameTeam, .onDuty, .onPanel, .partner, .admitted, .brokeGlass, .unallocated]
    }

    /// Whether lists and search show that there is a file this person cannot open; a panel partner sees no more than the panel's children and
    /// those they are named on as a professional.
    public var knowsOfClosedFiles: Bool { role != .panelPartner && may(.openFile) }
}
