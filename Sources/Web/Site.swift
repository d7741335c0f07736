import Casework
import Logging
import Records
import Reports

/// One service's site: what every page needs besides the request.
public struct Site: Sendable {
    public let service: Service
    /// Whether browsers reach it by https: then the session cookie is `Secure` and carries the `__Host-` prefix.
    public let isSecure: Bool
    public let log: Logger
    let limits: SignInLimits
    /// What of PDF and XLSX this installation has.
    let extras: Extras
    /// What the process counts while it serves, and whether it is about to stop.
    let running = Running()

    public init(
        service: Service, isSecure: Bool, log: Logger, limits: SignInLimits = SignInLimits(), extras: Extras = Extras()
    ) {
        self.service = service
        self.isSecure = isSecure
        self.log = log
        self.limits = limits
        self.extras = extras
    }

    var cookieName: String { isSecure ? "__Host-session" : "session" }
}

/// Every route of the site, area by area. A page that is not here is not there.
public enum Routes {
    public static let all: [Route] =
        AssetRoutes.all + SignInPages.routes + HomePage.routes + ChildrenPages.routes + ChildPages.routes
        + AssessmentPages.routes + RecordRoutes.all + PathwayRoutes.all + ReferralRoutes.all + DocumentPages.routes + WorkloadPages.routes
        + NeedsPage.routes + SummaryPage.routes + MergePages.routes + DraftRoutes.all + FigurePages.routes + TemplatePages.routes
        + ViewPages.routes + BenchmarkPages.routes + ReoffendingPages.routes + CohortPages.routes
        + ReportPages.routes + ReturnPages.routes + DataQualityPages.routes + RetentionPages.routes + BoardPages.routes + CourtPage.routes
        + CourtLayouts.routes
        + VictimPages.routes + PanelArea.routes
        + ExchangePages.routes + SettingPages.routes + StaffPages.routes + GuidePages.routes
        + ConcernPages.routes + AccessArea.routes + DutyPages.routes + OversightPages.routes + ActionPages.routes
}
