import Casework
import HTML
import Logging
import OpenID
import Records

/// Signing in and out. What comes after the password, where anything does, is `SignInStepPages`.
enum SignInPages {
    static let routes: [Route] =
        [
            .open(.get, "/sign-in") { request in
                page(request, onward: Onward(to: request.query("to") ?? ""), note: await leftElsewhere(request))
            },
            .open(.post, "/sign-in") { request in try await signIn(request) },
        ] + SignInStepPages.routes + SingleSignOnPages.routes + [
            .post("/sign-out", .signedIn) { visit in
                let site = visit.request.site
                if let token = visit.request.cookies[site.cookieName] { try await visit.service.endSession(token, person: visit.person) }
                guard let single = site.singleSignOn, try await visit.service.link(of: visit.person.id)?.account.issuer == single.issuer
                else { return signedOut(site) }
                return signedOut(site, to: Address("/sign-in", query: [(signedOutWord, "1")]))
            },
            .post("/session", .signedIn) { visit in
                // Asking was use enough: what is left is as of now.
                .text("\(visit.times.idle) \(visit.times.longest)\n")
            },
        ]

    /// Back to the sign-in page, with nothing of the session left in the browser.
    static func signedOut(_ site: Site, to address: Address = At.signIn) -> Reply {
        Reply.see(address).with("Set-Cookie", site.cookie(site.cookieName, "", maxAge: 0)).with("Clear-Site-Data", "\"cache\"")
    }

    private static let signedOutWord = "signed-out"

    /// Who signs out here may still be signed in at the provider, which lets the next person at this machine in as them.
    private static func leftElsewhere(_ request: Request) async -> HTML {
        guard request.query(signedOutWord) != nil, let single = request.site.singleSignOn else { return .empty }
        let there = await single.provider.signOutAddress()
        return notification(
            "You are signed out here", tone: .info,
            "<p>You may still be signed in to \(single.name). If others use this machine, sign out there too.</p>"
                + (there.map { "<p>\(providerLink($0, "Sign out of \(single.name)"))</p>" } ?? .empty))
    }

    private static func signIn(_ request: Request) async throws -> Reply {
        let form = try Form(of: request)
        let onward = Onward(form)
        let (user, password) = (form["user"].lowercased(), form.raw("password"))
        var problems: [ErrorItem] = []
        if user.isEmpty { problems.append(ErrorItem(field: "user", "Enter your user name.")) }
        if password.isEmpty { problems.append(ErrorItem(field: "password", "Enter your password.")) }
        guard problems.isEmpty else { return page(request, user: user, onward: onward, problems: problems, status: 422) }
        let service = request.site.service
        let attempt = try await service.attempt(name: user, browser: request.cookies[request.site.browserCookie], address: request.remote)
        let wait = try await service.secondsToWait(attempt)
        guard wait == 0 else {
            request.site.log.notice("sign-in refused", metadata: ["why": "slowed"])
            try await service.recordSlowedSignIn(page: "/sign-in", meant: try await service.signInCheck(user: user)?.staff)
            return page(request, user: user, onward: onward, problems: [tooMany(wait)], status: 429).with("Retry-After", "\(wait)")
        }
        try await service.noteTry(attempt)
        let check = try await service.signInCheck(user: user)
        let right = try await Password.matches(password, check?.hash)
        guard right, let check else {
            request.site.log.notice("sign-in refused", metadata: ["why": "password"])
            try await service.recordRefusedSignIn(page: "/sign-in", meant: check?.staff, from: request.remote)
            return page(
                request, user: user, onward: onward, problems: [ErrorItem(field: "password", "The user name or the password is wrong.")],
                status: 422)
        }
        guard !check.isOver else {
            try await service.recordRefusedSignIn(page: "/sign-in", meant: check.staff, from: request.remote)
            let over = "That one-time password has run out. Ask your system administrator for another."
            return page(request, user: user, onward: onward, problems: [ErrorItem(field: "password", over)], status: 422)
        }
        if let single = request.site.singleSignOn, try await service.signsInElsewhere(check.staff, issuer: single.issuer) {
            try await service.recordRefusedSignIn(page: "/sign-in", meant: check.staff, from: request.remote)
            let words = "Your password lets you in no more: sign in with \(single.name)."
            return page(request, user: user, onward: onward, problems: [ErrorItem(field: nil, words)], status: 422)
        }
        // A right password that lets nobody in stays counted as a try.
        try await service.noteRight(attempt)
        return try await SignInStepPages.goOn(request, staff: check.staff, step: nil, onward: onward)
    }

    static func tooMany(_ wait: Int64, field: String? = nil) -> ErrorItem {
        ErrorItem(field: field, "Too many wrong tries. Try again in \(wait.counted("second")).")
    }

    /// The sign-in page; with a form that was sent after the session had ended, which goes on with it.
    /// - Parameter note: what is said before anything is asked.
    static func page(
        _ request: Request, user: String = "", onward: Onward, problems: [ErrorItem] = [], status: Int = 200, note: HTML = .empty,
        offersSingleSignOn: Bool = true
    ) -> Reply {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let kept = when(
            onward.hasForm,
            notification(
                "You have been signed out", tone: .warning,
                "<p>What you typed is not lost. Sign in, and you can save it.</p>"))
        let other = when(offersSingleSignOn, SingleSignOnPages.offer(request, onward))
        let byPassword = form(
            action: At.signIn, isSignIn: true,
            onward.fields
                + fields([
                    FieldControl(
                        id: "user", label: "User name", error: message("user"), value: user, autocomplete: "username", width: .w20),
                    FieldControl(
                        id: "password", label: "Password", kind: .password, error: message("password"), autocomplete: "current-password"),
                ]) + button("Sign in", style: other.isEmpty ? .primary : .secondary))
        let isDemo = when(
            request.site.service.isDemo,
            "<p class=\"hint\">Second factors are off in this demonstration. A service of your own requires one of everybody.</p>")
        let main: HTML =
            errorSummary(problems) + heading("Sign in") + note + kept + isDemo + other
            + (other.isEmpty ? byPassword : wholeSection("Or with your password", id: "by-password", byPassword))
        return Shell.plain(request.site, title: "Sign in", status: status, hasErrors: !problems.isEmpty, main)
    }
}
