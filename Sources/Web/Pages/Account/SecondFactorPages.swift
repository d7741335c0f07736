import Casework
import HTML
import Practice
import Records

/// One's own second factor: set up, put in place of another, taken off, and its recovery codes made anew. Each asks for the password once more.
enum SecondFactorPages {
    static let routes: [Route] = [
        .get("/account/second-factor", .signedIn) { try await page($0) },
        .post("/account/second-factor", .signedIn) { try await enrol($0) },
        .post("/account/second-factor/recovery-codes", .signedIn) { try await renew($0) },
        .post("/account/second-factor/removal", .signedIn) { try await remove($0) },
    ]

    private static let crumbs = [NavItem("Your account", At.account)]

    /// - Parameter part: which of the page's forms the problems are about.
    private static func page(_ visit: Visit, problems: [ErrorItem] = [], part: String = "set-up") async throws -> Reply {
        let (service, person) = (visit.service, visit.person)
        guard let box = visit.request.site.box else {
            return .page(visit, title: "Second factor", shows: .nobody, crumbs: crumbs) { heading("Second factor") + Enrolment.noKey }
        }
        let factor = try await service.secondFactor(of: person.id)
        let isRequired = try await service.secondFactorPolicy(of: person.id) == .required
        let new = try await Enrolment.authenticator(service, person.id, sealed: visit.form["sealed"], box: box)
        let enrolment = form(
            action: At.account("second-factor"),
            Enrolment.fields(new, problem: part == "set-up" ? problems.first { $0.field == "code" }?.message : nil)
                + password("set-up", problems, part) + button(factor.has ? "Use this one instead" : "Set up"))
        let setUp = factor.has ? section("Another authenticator", id: "another", enrolment) : enrolment
        let codes = section(
            "Recovery codes", id: "codes",
            "<p>\(factor.codesLeft) left of \(RecoveryCodes.count). New ones end the old ones.</p>"
                + form(
                    action: At.account("second-factor/recovery-codes"),
                    password("codes", problems, part) + button("Make new recovery codes", style: .secondary)))
        let removal: HTML =
            isRequired
            ? "<p>Your role needs a second factor, so it cannot be taken off. You can put another in its place.</p>"
            : form(
                action: At.account("second-factor/removal"),
                password("removal", problems, part) + button("Take it off", style: .warning))
        return .page(
            visit, title: "Second factor", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: crumbs
        ) {
            errorSummary(problems.map { ErrorItem(field: $0.field == "password" ? "\(part)-password" : $0.field, $0.message) })
                + heading("Second factor", status: factor.has ? tag("Set up", .good) : tag("Not set up", .neutral))
                + "<p>With a second factor your password alone lets nobody in. You sign in with a code from an authenticator beside it.</p>"
                + when(factor.has, codes) + setUp + when(factor.has, section("Take it off", id: "removal", removal))
        }
    }

    /// The box for one's password: each form of the page has its own, whose id begins with the form's word.
    private static func password(_ own: String, _ problems: [ErrorItem], _ part: String) -> HTML {
        field(
            PasswordAgain.control(own == part ? problems.first { $0.field == PasswordAgain.name }?.message : nil, id: "\(own)-password"))
    }

    private static func enrol(_ visit: Visit) async throws -> Reply {
        guard let box = visit.request.site.box else { return try await page(visit) }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problems: [$0])
        } then: {
            let codes = try await visit.service.enrol(visit.person.id, sealed: visit.form["sealed"], code: visit.form["code"], box: box)
            guard let codes else { return try await page(visit, problems: [ErrorItem(field: "code", Enrolment.wrong)]) }
            try await endOthers(visit)
            return show(visit, codes)
        }
    }

    private static func renew(_ visit: Visit) async throws -> Reply {
        guard try await visit.service.secondFactor(of: visit.person.id).has else { return .see(At.account("second-factor")) }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problems: [$0], part: "codes")
        } then: {
            show(visit, try await visit.service.renewRecoveryCodes(of: visit.person))
        }
    }

    private static func remove(_ visit: Visit) async throws -> Reply {
        if try await visit.service.secondFactorPolicy(of: visit.person.id) == .required { return .see(At.account("second-factor")) }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problems: [$0], part: "removal")
        } then: {
            try await visit.service.removeSecondFactor(of: visit.person.id, by: visit.person)
            try await endOthers(visit)
            return .see(Address("/account", query: [("done", "second-factor")]))
        }
    }

    /// Whoever signed in elsewhere with what let them in before signs in anew.
    private static func endOthers(_ visit: Visit) async throws {
        try await visit.service.endSessions(of: visit.person.id, but: visit.request.cookies[visit.request.site.cookieName])
    }

    private static func show(_ visit: Visit, _ codes: [String]) -> Reply {
        let (title, body) = Enrolment.recovery(codes)
        return .page(visit, title: title, shows: .nobody, crumbs: crumbs) {
            body + buttonGroup([buttonLink(to: At.account, "I have kept them")])
        }
    }
}
