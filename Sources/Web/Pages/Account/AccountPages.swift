import Casework
import HTML
import Records

/// One's own account: password, second factor, and where one is signed in.
enum AccountPages {
    static let routes: [Route] =
        [
            .get("/account", .signedIn) { try await page($0) },
            .post("/account/password", .signedIn) { try await changePassword($0) },
            .post("/account/sessions/{entry}/ending", .signedIn) { visit in
                guard let entry = Int64(try visit.request.parameter("entry")),
                    try await visit.service.endSession(entry: entry, of: visit.person)
                else { throw NotFound() }
                return .see(Address("/account", query: [("done", "session")]))
            },
            .post("/account/sessions/ending", .signedIn) { visit in
                try await visit.service.endSessions(of: visit.person.id, by: visit.person, page: "/account")
                return SignInPages.signedOut(visit.request.site)
            },
        ] + SecondFactorPages.routes + SingleSignOnLinkPages.routes

    /// The cookie of the session that asks.
    static func token(_ visit: Visit) -> String? { visit.request.cookies[visit.request.site.cookieName] }

    private static func page(_ visit: Visit, problems: [ErrorItem] = []) async throws -> Reply {
        let (service, person) = (visit.service, visit.person)
        let rule = try await service.passwordRule(of: person.id)
        let factor = try await service.secondFactor(of: person.id)
        let sessions = try await service.sessions(of: person.id, asking: token(visit))
        let elsewhere = try await SingleSignOnLinkPages.part(visit)
        let isLinked = try await service.link(of: person.id) != nil
        let changes: HTML =
            "<p>Changing it signs you out everywhere else and ends your tokens for programs.</p>"
            + when(isLinked, "<p>It undoes the link of your account for single sign-on too: link it again afterwards.</p>")
        let whoIAm = summaryList([
            ("Name", "\(person.name)"), ("User name", "\(person.user)"), ("Role", "\(person.access.role.title)"),
            ("Team", "\(person.team ?? "None")"),
        ])
        let password = form(
            action: At.account("password"),
            wholeFields([
                PasswordAgain.control(problems.first { $0.field == PasswordAgain.name }?.message, label: "Your password now")
            ]) + NewPassword.fields(rule, problems) + buttonGroup([button("Change password", style: .secondary)]))
        let state: HTML =
            factor.has
            ? "<p>\(tag("Set up", .good)) You sign in with a code beside your password. \(factor.codesLeft.counted("recovery code")) left.</p>"
            : "<p>\(tag("Not set up", .neutral)) You sign in with your password alone.</p>"
        return .page(
            visit, title: "Your account", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty
        ) {
            errorSummary(problems) + heading("Your account") + done(visit)
                + "<p>Your name, role and team are the system administrator's to change.</p>" + whoIAm
                + section("Where you are signed in", id: "sessions", sessionTable(sessions))
                + section(
                    "Second factor", id: "second-factor",
                    state
                        + "<p>\(link(to: At.account("second-factor"), factor.has ? "Change your second factor" : "Set up a second factor"))</p>"
                )
                + elsewhere
                + section(
                    "Password", id: "password-form",
                    changes + password)
                + section(
                    "Tokens for programs", id: "tokens",
                    "<p>A program of yours can read and write here as you, with a token you make for it.</p><p>\(link(to: At.account("tokens"), "Your tokens"))</p>"
                )
        }
    }

    private static func sessionTable(_ sessions: [Session]) -> HTML {
        let rows = sessions.map { one -> [HTML] in
            [
                "\(one.browser.isEmpty ? "Not known" : one.browser)", "\(one.madeAt.words)", "\(one.seenAt.words)",
                "\(one.entry.description)",
                one.isCurrent
                    ? tag("This one", .info)
                    : sendForm(
                        action: At.account("sessions/\(one.entry)/ending"),
                        button("Sign out there", style: .secondary, about: "\(one.browser), signed in \(one.madeAt.words)")),
            ]
        }
        return table(
            caption: "Where you are signed in", columns: ["Browser", "Signed in", "Last used", "Session", "Change"].map { Column($0) },
            rows: rows,
            captionHidden: true)
            + sendForm(action: At.account("sessions/ending"), button("Sign out everywhere", style: .warning))
    }

    private static func done(_ visit: Visit) -> HTML {
        switch visit.query("done") {
        case "password":
            notification("Saved", "Your password is changed. You are signed out everywhere else, and your tokens for programs have ended.")
        case "password-and-link":
            notification(
                "Saved",
                "Your password is changed. You are signed out everywhere else, your tokens for programs have ended, and the account that was linked signs you in no more. Link yours again."
            )
        case "session": notification("Done", "That sign-in has ended.")
        case "second-factor": notification("Done", "Your second factor is taken off. You sign in with your password alone.")
        case "single-sign-on": notification("Done", "The link is undone. You sign in with your password.")
        default: .empty
        }
    }

    private static func changePassword(_ visit: Visit) async throws -> Reply {
        let service = visit.service
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problems: [$0])
        } then: {
            var problems = NewPassword.problems(
                visit.form, try await service.passwordRule(of: visit.person.id, breached: visit.request.site.breached))
            if problems.isEmpty, visit.form.raw(PasswordAgain.name) == visit.form.raw(NewPassword.first) {
                problems = [ErrorItem(field: NewPassword.first, "That is the password you have. Choose another.")]
            }
            guard problems.isEmpty else { return try await page(visit, problems: problems) }
            let wasLinked = try await service.link(of: visit.person.id) != nil
            try await service.choosePassword(
                visit.form.raw(NewPassword.first), of: visit.person.id, session: token(visit), cost: visit.request.site.passwordCost)
            return .see(Address("/account", query: [("done", wasLinked ? "password-and-link" : "password")]))
        }
    }
}
