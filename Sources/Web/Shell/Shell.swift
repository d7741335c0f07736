import Casework
import HTML
import Records

/// What is round every page: the service's name, the areas a role may open, who is signed in, and the moment being read.
enum Shell {
    static func page(_ visit: Visit, title: String, hasErrors: Bool, crumbs: [NavItem], _ main: HTML) -> HTML {
        wholePage(
            title: title, service: visit.service.name, nav: areas(visit), signedIn: signedIn(visit.person), banner: banners(visit),
            breadcrumbs: crumbs.isEmpty ? nil : breadcrumbs(crumbs), main: main,
            footer: why(visit, crumbs) + [
                NavItem("What the figures and words mean", At.guide), NavItem("Who may see and do what", At.access),
            ],
            hasErrors: hasErrors)
    }

    /// A page for somebody who is not signed in, or when it cannot be known who is.
    static func plain(_ site: Site, title: String, status: Int = 200, hasErrors: Bool = false, _ main: HTML) -> Reply {
        .html(wholePage(title: title, service: site.service.name, banner: madeUp(site), main: main, hasErrors: hasErrors), status: status)
    }

    private static func signedIn(_ person: Person) -> SignedIn {
        SignedIn(name: person.name, role: person.access.role.title, signOut: At.signOut, account: At.account)
    }

    /// Every page of a file leads to why it is open.
    private static func why(_ visit: Visit, _ crumbs: [NavItem]) -> [NavItem] {
        guard visit.grounds != nil, !crumbs.isEmpty, let child = visit.request.parameters["child"].flatMap(RecordID.init) else { return [] }
        return [NavItem("You see this because…", At.child(child, "access"))]
    }

    private static func areas(_ visit: Visit) -> [NavItem] {
        let access = visit.person.access
        let all: [(String, Address, Bool)] = [
            ("My day", At.home, !HomePage.isRegional(access)), ("Region", At.region, HomePage.isRegional(access)),
            ("Children", At.children, access.may(.findChildren)),
            (
                "Social care", At.socialCare(),
                access.may(.findChildren) && access.sees(Care.kind) && access.sees(.casework)
            ),
            ("Referrals", At.referrals(), access.may(.findChildren) && access.sees(Referral.kind)),
            ("Oversight", At.oversight, access.may(.oversee)), ("Workload", At.workload, access.may(.oversee)),
            ("Actions", At.actions, access.may(.findChildren) && access.sees(.casework)),
            ("Countersign", At.countersign, access.may(.countersign)),
            ("Closures", At.closures, access.may(.countersign)),
            ("Panels", At.panels, access.may(.findChildren)),
            ("Questionnaires", At.questionnaires, access.may(.openFile) && access.sees(.casework)),
            ("Figures", At.figures, access.may(.seeFigures)),
            ("Benchmarks", At.benchmarks, access.may(.seeFigures)), ("Board", At.board, access.may(.seeFigures)),
            ("Board reports", At.reports, access.may(.seeFigures)),
            ("National return", At.returns, access.may(.prepareReturn)),
            ("Data quality", At.dataQuality, access.may(.openFile) && access.knowsOfClosedFiles),
            ("Bring in and take out", At.exchange, access.may(.takeOut)), ("Settings", At.settings, access.may(.manageSettings)),
            ("Agreements", At.agreements, access.may(.manageSettings)),
            ("Breaches", At.breaches, access.may(.keepBreaches)),
            ("Former identities", At.formerIdentities, access.may(.sealIdentities)),
            ("Subject access", At.subjectAccess, access.may(.answerSubjectAccess)),
            ("Retention", At.retention, access.may(.confirmErasure)),
            ("Staff", At.staff, access.may(.seeStaff)), ("Backups", At.backups, access.may(.seeBackups)),
            ("Access", At.accessReviews, access.may(.restrictFiles)),
        ]
        return all.filter(\.2).map { name, address, _ in
            let path = visit.request.path
            return NavItem(
                name, address, isCurrent: address.path == "/" ? path == "/" : path == address.path || path.hasPrefix(address.path + "/"))
        }
    }

    private static func banners(_ visit: Visit) -> HTML? {
        let all = [madeUp(visit.request.site), visit.urgent.banner(visit), moment(visit), glass(visit), ending(visit)].compactMap { $0 }
        return all.isEmpty ? nil : all.joined()
    }

    /// On every page of a demonstration, so that nobody writes of a real child in it.
    private static func madeUp(_ site: Site) -> HTML? {
        site.service.isDemo ? alertBanner("Demonstration", .info, "Everybody here is made up. Do not write about real people.") : nil
    }

    /// A file opened for a time says so on each of its pages.
    private static func glass(_ visit: Visit) -> HTML? {
        visit.grounds?.glassUntil.map { until in
            alertBanner(
                "This file is open to you for a limited time", .warning,
                "Until \(until.words). You gave a reason; every page is on record, and a manager reviews it.")
        }
    }

    /// Said by the script shortly before the sign-in ends.
    private static func ending(_ visit: Visit) -> HTML? {
        guard visit.times.longest > 0 else { return nil }
        let times = visit.times
        return endingNotice(
            idle: times.idle, longest: times.longest, warning: times.warning, stay: Address("/session"), who: visit.person.id.description,
            again: At.signIn)
    }

    private static func moment(_ visit: Visit) -> HTML? {
        visit.asAt.map { asAt in
            alertBanner(
                "As it was known", .info,
                "You are reading this page as it was known on \(asAt.words). \(link(to: Address(visit.request.path), "Read it as known now"))"
            )
        }
    }
}
