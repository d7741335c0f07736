import Casework
import Logging
import Records
import Reports

/// One service's site: what every page needs besides the request.
public struct Site: Sendable {
    public let service: Service
    /// Whether browsers reach it by https: then the session cookie is `Secure` and carries the `__Host-` prefix.
    public let isSecure: Bool
    /// Whether a proxy stands before it, whose word for the browser's address is taken.
    let isProxied: Bool
    public let log: Logger
    /// What of PDF and XLSX this installation has.
    let extras: Extras
    /// What the process counts while it serves, and whether it is about to stop.
    let running = Running()
    /// How much one person and one token may ask for.
    let calls: CallLimit
    /// What is still to be cleared after an erasure.
    let scrubbing = Scrubbing()
    /// What seals the keys of second factors; nil where this installation has none, and then nobody can set one up.
    let box: SecretBox?
    /// Every password known to have leaked; nil where this server was told of no list.
    let breached: BreachedPasswords?
    /// What hashing a new password costs.
    let passwordCost: Password.Cost
    /// The folder of backups; nil where this server was told of none.
    let safekeeping: Safekeeping?
    /// The identity provider people may sign in at; nil where there is none.
    let singleSignOn: SingleSignOn?
    /// What became of the form files this process read when it started.
    let forms: FormFiles

    /// - Parameter callsPerMinute: of one person, and of one token; 0 for no limit.
    public init(
        service: Service, isSecure: Bool, isProxied: Bool? = nil, log: Logger, extras: Extras = Extras(), box: SecretBox? = nil,
        breached: BreachedPasswords? = nil, passwordCost: Password.Cost = .usual, safekeeping: Safekeeping? = nil,
        forms: FormFiles = FormFiles(), singleSignOn: SingleSignOn? = nil, callsPerMinute: Int = 0
    ) {
        self.service = service
        self.isSecure = isSecure
        self.isProxied = isProxied ?? isSecure
        self.log = log
        self.extras = extras
        self.box = box
        self.breached = breached
        self.passwordCost = passwordCost
        self.safekeeping = safekeeping
        self.forms = forms
        self.singleSignOn = singleSignOn
        calls = CallLimit(perMinute: callsPerMinute)
    }
}

extension Site {
    /// The style sheet, for documents made outside the site that carry it in themselves.
    public static var style: [UInt8] { AssetRoutes.style }
}

/// Every route of the site, area by area. A page that is not here is not there.
public enum Routes {
    public static let all: [Route] =
        AssetRoutes.all + SignInPages.routes + HomePage.routes + ChildrenPages.routes + ChildPages.routes
        + AssessmentPages.routes + QuestionnairePages.routes + RecordRoutes.all + PathwayRoutes.all + ReferralRoutes.all
        + DocumentPages.routes + WorkloadPages.routes
        + NeedsPage.routes + SocialCarePages.routes + SummaryPage.routes + MergePages.routes + DraftRoutes.all + FigurePages.routes
        + TemplatePages.routes
        + ViewPages.routes + PassedFilePages.routes + BenchmarkPages.routes + ReoffendingPages.routes + CohortPages.routes
        + ReportPages.routes + RegionPages.routes + ReturnPages.routes + DataQualityPages.routes + RetentionPages.routes
        + FormerIdentityPages.routes
        + SubjectAccessPages.routes
        + BreachPages.routes + AgreementPages.routes + BoardPages.routes + CourtPage.routes
        + CourtLayouts.routes
        + VictimPages.routes + PanelArea.routes
        + ExchangePages.routes + SettingPages.routes + CodePages.routes + BackupPages.routes + StaffPages.routes + AccountPages.routes
        + GuidePages.routes
        + ConcernPages.routes + AccessArea.routes + DutyPages.routes + OversightPages.routes + ActionPages.routes
        + TokenPages.routes + API.routes
}
