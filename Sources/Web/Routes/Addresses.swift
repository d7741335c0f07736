import Casework
import HTML

/// Every address the site links to, made in one place. A link to a page is a call here; the pattern it must match is in the page's `routes`.
enum At {
    static let home = Address("/")
    static let signIn = Address("/sign-in")
    static let signOut = Address("/sign-out")
    static let children = Address("/children")
    static let childSearch = Address("/children/search")
    static let newChild = Address("/children/new")
    static let figures = Address("/figures")
    static let views = Address("/figures/views")
    static let reports = Address("/reports")
    static let benchmarks = Address("/benchmarks")
    static let settings = Address("/settings")
    static let backups = Address("/backups")
    static let staff = Address("/staff")
    static let newStaff = Address("/staff/new")
    /// A member of staff, or a part of their page.
    static func staff(_ id: RecordID, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/staff/\(id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }
    /// One's own password, second factor and sign-ins.
    static let account = Address("/account")
    static func account(_ part: String, _ query: [(String, String)] = []) -> Address { Address("/account/\(part)", query: query) }
    static let exchange = Address("/exchange")
    static let exchangeFiles = Address("/exchange/files")
    static let guide = Address("/guide")
    static let drafts = Address("/drafts")
    static let access = Address("/access")
    static let accessReviews = Address("/access/reviews")
    static let refusedSignIns = Address("/access/refused-sign-ins")
    static let unusualAccess = Address("/access/unusual")
    static func accessReview(_ id: RecordID) -> Address { Address("/access/reviews/\(id)") }

    static func child(_ id: RecordID, _ query: [(String, String)] = []) -> Address { Address("/children/\(id)", query: query) }
    static func child(_ id: RecordID, _ part: String, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(id)/\(part)", query: query)
    }
    /// The records of a kind on a child's file.
    static func records(_ child: RecordID, _ kind: AnyKind) -> Address { Address("/children/\(child)/\(kind.path)") }
    static func newRecord(_ child: RecordID, _ kind: AnyKind, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/\(kind.path)/new", query: query)
    }
    static func record(_ child: RecordID, _ kind: AnyKind, _ id: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)", query: query)
    }
    static func editRecord(_ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)/edit")
    }
    static func withdrawal(_ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> Address {
        Address("/children/\(child)/\(kind.path)/\(id)/withdrawal")
    }
    static func draft(_ form: String, _ subject: String, _ child: RecordID?) -> Address {
        Address("/drafts/\(form)/\(subject)", query: child.map { [("child", $0.description)] } ?? [])
    }
    static func figure(_ measure: String, _ query: [(String, String)] = []) -> Address { Address("/figures/\(measure)", query: query) }
    static func view(_ id: RecordID, _ part: String? = nil) -> Address { Address("/figures/views/\(id)" + (part.map { "/\($0)" } ?? "")) }
    /// A question put to the figures, or a file of its answer.
    static func newView(_ query: [(String, String)] = [], file: String? = nil) -> Address {
        Address("/figures/views/new" + (file.map { "/\($0)" } ?? ""), query: query)
    }
    /// The children open on two days.
    static func cohort(_ query: [(String, String)]) -> Address { Address("/cohort", query: query) }
    static func report(_ id: RecordID, _ part: String? = nil) -> Address { Address("/reports/\(id)" + (part.map { "/\($0)" } ?? "")) }

    // The management board: its meetings and who came.
    static let board = Address("/board")
    static let boardMembers = Address("/board/members")
    static let newBoardMember = Address("/board/members/new")
    /// Where a member is changed or ended, or another step with them.
    static func boardMember(_ id: RecordID, _ part: String) -> Address { Address("/board/members/\(id)/\(part)") }
    /// - Parameter place: of whom it is among those who do not come.
    static func newBoardRaising(_ place: Int) -> Address { Address("/board/raisings/new", query: [("place", "\(place)")]) }
    static func boardRaising(_ id: RecordID, _ part: String) -> Address { Address("/board/raisings/\(id)/\(part)") }
    static let newBoardMeeting = Address("/board/meetings/new")
    static let boardMeetings = Address("/board/meetings")
    static func boardMeeting(_ day: Day, _ query: [(String, String)] = []) -> Address {
        Address("/board/meetings/\(day.iso)", query: query)
    }

    // What may be shared with whom.
    static let agreements = Address("/agreements")
    static let newAgreement = Address("/agreements/new")
    static func agreement(_ id: RecordID, _ part: String? = nil) -> Address { Address("/agreements/\(id)" + (part.map { "/\($0)" } ?? "")) }

    static let breaches = Address("/breaches")
    static func breach(_ id: RecordID, part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/breaches/\(id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }
    /// Where an entry is moved from to the right child's file.
    static func wrongFile(_ child: RecordID, _ kind: AnyKind, _ id: RecordID) -> Address {
        Address("/children/\(child)/wrong-file/\(kind.name)/\(id)")
    }
    static let formerIdentities = Address("/former-identities")
    static func formerIdentity(_ child: RecordID, part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/former-identity" + (part.map { "/\($0)" } ?? ""), query: query)
    }
    static let subjectAccess = Address("/subject-access")
    static let retention = Address("/retention")
    static func retention(_ child: RecordID) -> Address { Address("/children/\(child)/retention") }

    // Urgent concerns, the duty rota, oversight, actions.
    static let concerns = Address("/concerns")
    static let duty = Address("/duty")
    static let oversight = Address("/oversight")
    static let actions = Address("/actions")
    static let countersign = Address("/countersign")
    static let workload = Address("/workload")
    static func handover(_ staff: RecordID, _ part: String = "handover") -> Address { Address("/workload/\(staff)/\(part)") }
    static func oversight(_ part: String, _ query: [(String, String)] = []) -> Address { Address("/oversight/\(part)", query: query) }
    static func dutyRemoval(_ id: RecordID) -> Address { Address("/duty/\(id)/removal") }
    static func closeConcern(_ child: RecordID, _ id: RecordID) -> Address {
        Address("/children/\(child)/urgent-concerns/\(id)/closing")
    }
    static func action(_ child: RecordID, _ id: RecordID, _ step: String) -> Address { Address("/children/\(child)/actions/\(id)/\(step)") }

    // Referral, allocation, documents, needs.
    static let questionnaires = Address("/questionnaires")
    static func questionnaire(_ form: Questionnaire) -> Address { Address("/questionnaires/\(form.name)/\(form.version)") }
    static func socialCare(_ query: [(String, String)] = []) -> Address { Address("/social-care", query: query) }
    static func referrals(_ query: [(String, String)] = []) -> Address { Address("/referrals", query: query) }
    /// The page of one referral, or a part of it.
    static func referral(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/referrals/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static func content(_ child: RecordID, _ document: RecordID) -> Address { Address("/children/\(child)/documents/\(document)/content") }
    /// A copy of a document that says nothing of who made it.
    static func withoutAuthor(_ child: RecordID, _ document: RecordID) -> Address {
        Address("/children/\(child)/documents/\(document)/without-author")
    }
    static func summary(_ child: RecordID, _ audience: String? = nil) -> Address {
        Address("/children/\(child)/summary", query: audience.map { [("for", $0)] } ?? [])
    }

    // Panels, decisions and outcomes out of court.
    static let panels = Address("/panels")
    static let options = Address("/options")
    static func panel(_ id: RecordID, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/panels/\(id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }
    static func panelItem(_ child: RecordID, _ id: RecordID, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/panel-items/\(id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }
    static func decision(_ child: RecordID, _ referral: RecordID) -> Address {
        Address("/children/\(child)/referrals/\(referral)/decision")
    }
    static func outcome(_ child: RecordID, _ referral: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/referrals/\(referral)/outcome", query: query)
    }

    // Assessments.
    static let assessments = Address("/assessments")
    static func newAssessment(_ child: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/assessments/new", query: query)
    }
    static func assessmentElsewhere(_ child: RecordID, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/assessments/elsewhere", query: query)
    }
    static func assessment(_ child: RecordID, _ id: RecordID, _ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/children/\(child)/assessments/\(id)" + (part.map { "/\($0)" } ?? ""), query: query)
    }

    // Programme, plan and closure.
    static func programme(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/programmes/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static func plan(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/plans/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static func closure(_ child: RecordID, _ id: RecordID, _ part: String? = nil) -> Address {
        Address("/children/\(child)/closures/\(id)" + (part.map { "/\($0)" } ?? ""))
    }
    static let closures = Address("/closures")
}

extension AnyKind {
    /// The kind's noun in an address: its plural in small letters with hyphens.
    var path: String { AnyKind.paths[name] ?? AnyKind.path(plural) }

    /// Made once: a file's page names its kinds dozens of times.
    private static let paths = Dictionary(uniqueKeysWithValues: allKinds.map { ($0.name, path($0.plural)) })
    private static func path(_ plural: String) -> String { plural.lowercased().replacing(" ", with: "-") }
}
