import Casework
import HTML
import Records

/// One's account at the identity provider: linked to one's name here by whoever shows their password for it, seen, and undone.
enum SingleSignOnLinkPages {
    static let routes: [Route] = [
        .get("/account/single-sign-on", .signedIn) { try await page($0) },
        .post("/account/single-sign-on", .signedIn) { try await confirm($0) },
        .post("/account/single-sign-on/ending", .signedIn) { try await end($0) },
    ]

    private static let crumbs = [NavItem("Your account", At.account)]

    private static func waiting(_ visit: Visit) async throws -> (account: WaitingAccount, cookie: String)? {
        guard let single = visit.request.site.singleSignOn, let cookie = visit.request.cookies[visit.request.site.singleSignOnCookie],
            let waiting = try await visit.service.waitingAccount(cookie), waiting.account.issuer == single.issuer
        else { return nil }
        return (waiting, cookie)
    }

    private static func page(_ visit: Visit, problems: [ErrorItem] = []) async throws -> Reply {
        guard let single = visit.request.site.singleSignOn else { return try await linked(visit, nil, problems) }
        guard let (waiting, _) = try await waiting(visit) else { return try await linked(visit, single, problems) }
        let held = try await visit.service.link(of: visit.person.id)
        return .page(
            visit, title: "Link your account", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: crumbs
        ) {
            errorSummary(problems) + heading("Link your account")
                + "<p>Is this yours? Whoever can sign in to it can sign in here as you from now on, so your password is asked once more.</p>"
                + summaryList([(single.name, "\(waiting.account.name)"), ("Linked to", "\(visit.person.name), \(visit.person.user)")])
                + when(held != nil, "<p>It takes the place of the account you have linked now.</p>")
                + form(
                    action: At.account("single-sign-on"),
                    password(problems) + buttonGroup([button("Link it"), link(to: At.account, "Do not link it")]))
        }
    }

    /// What is linked now, with the way to link or to undo it.
    private static func linked(_ visit: Visit, _ single: SingleSignOn?, _ problems: [ErrorItem]) async throws -> Reply {
        let held = try await visit.service.link(of: visit.person.id)
        let body: HTML
        if let held {
            body =
                summaryList([("Account", "\(held.account.name)"), ("Linked", "\(held.madeAt.words)")])
                + section(
                    "Undo the link", id: "ending",
                    "<p>It lets you in no more, and you are signed out everywhere else. Your password does.</p>"
                        + form(
                            action: At.account("single-sign-on/ending"), password(problems) + button("Undo the link", style: .warning)))
        } else if let single {
            body =
                "<p>Link \(single.name) to your name, and it lets you in here without a password of ours.</p>"
                + form(
                    action: SingleSignOnPages.address,
                    hidden("to", At.account("single-sign-on").path) + button("Sign in with \(single.name) to link it"))
        } else {
            body = "<p>This installation has no single sign-on.</p>"
        }
        return .page(
            visit, title: "Single sign-on", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: crumbs
        ) {
            errorSummary(problems)
                + heading("Single sign-on", status: held == nil ? tag("Not linked", .neutral) : tag("Linked", .good)) + body
        }
    }

    private static func password(_ problems: [ErrorItem]) -> HTML {
        field(PasswordAgain.control(problems.first { $0.field == PasswordAgain.name }?.message, label: "Your password here"))
    }

    private static func confirm(_ visit: Visit) async throws -> Reply {
        guard let (waiting, cookie) = try await waiting(visit) else { return .see(At.account("single-sign-on")) }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problems: [$0])
        } then: {
            do { try await visit.service.linkWaiting(waiting, cookie: cookie, to: visit.person) } catch is LinkError {
                let words = "That account signs in somebody else here. Ask your system administrator, who can undo it."
                return try await page(visit, problems: [ErrorItem(field: nil, words)])
            }
            let onward = Address(untrusted: waiting.onward) ?? At.home
            return Reply.page(visit, title: "Your account is linked", shows: .nobody, crumbs: crumbs) {
                heading("Your account is linked") + "<p>From now on \(waiting.account.name) lets you in here.</p>"
                    + buttonGroup([buttonLink(to: onward, "Go on")])
            }.with("Set-Cookie", SingleSignOnPages.cookie(visit.request.site, nil))
        }
    }

    private static func end(_ visit: Visit) async throws -> Reply {
        guard try await visit.service.link(of: visit.person.id) != nil else { return .see(At.account("single-sign-on")) }
        return try await PasswordAgain.asked(visit) {
            try await linked(visit, visit.request.site.singleSignOn, [$0])
        } then: {
            try await visit.service.unlink(
                visit.person.id, by: visit.person, page: "/account/single-sign-on", session: AccountPages.token(visit))
            return .see(Address("/account", query: [("done", "single-sign-on")]))
        }
    }

    /// The account page's part; nothing where there is neither a provider nor a link.
    static func part(_ visit: Visit) async throws -> HTML {
        let held = try await visit.service.link(of: visit.person.id)
        guard held != nil || visit.request.site.singleSignOn != nil else { return .empty }
        let state: HTML =
            held.map { "\(tag("Linked", .good)) \($0.account.name), since \($0.madeAt.words)." } ?? tag("Not linked", .neutral)
        return section(
            "Single sign-on", id: "single-sign-on",
            "<p>\(state)</p><p>\(link(to: At.account("single-sign-on"), held == nil ? "Link your account" : "See or undo the link"))</p>")
    }
}
