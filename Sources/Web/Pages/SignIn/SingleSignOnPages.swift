import Casework
import HTML
import Logging
import OpenID
import Practice
import Records

/// Signing in at the council's identity provider: there, and back with an answer that this browser asked for, once.
enum SingleSignOnPages {
    static let routes: [Route] = [
        .open(.post, "/sign-in/single-sign-on") { try await begin($0) },
        .open(.get, SingleSignOn.callback) { try await comeBack($0) },
    ]

    static let address = Address("/sign-in/single-sign-on")

    /// The button of the sign-in page; nothing where there is no provider.
    static func offer(_ request: Request, _ onward: Onward) -> HTML {
        guard let single = request.site.singleSignOn else { return .empty }
        let words = "Sign in with \(single.name)"
        // A sign-in that ended by our limits may go on at the provider, by limits of its own, for which it is not asked.
        let wasSignedIn = request.cookies[request.site.cookieName] != nil
        let warning: HTML = when(
            wasSignedIn,
            "<p>\(single.name) may still let in whoever sits here, without a password. Sign out there too when you leave a machine others use.</p>"
        )
        guard onward.hasForm else {
            return warning + form(action: address, label: words, onward.fields + button(words))
        }
        // The way to the provider and back cannot carry what was typed: it stays here, and is sent again from here.
        return warning + form(action: address, opensTab: true, label: words, button("\(words) in a new tab"))
            + "<p>Then come back to this tab:</p>" + onward.again
    }

    private static func begin(_ request: Request) async throws -> Reply {
        guard let single = request.site.singleSignOn else { return .see(At.signIn) }
        let (service, onward) = (request.site.service, Onward(try Form(of: request)))
        let attempt = Attempt(singleSignOnFrom: request.remote)
        let wait = try await service.secondsToWait(attempt)
        guard wait == 0 else {
            return SignInPages.page(request, onward: onward, problems: [SignInPages.tooMany(wait)], status: 429).with(
                "Retry-After", "\(wait)")
        }
        try await service.noteTry(attempt)
        let begun = try await service.beginSingleSignOn(onward: onward.address.path)
        let there: String
        do {
            there = try await single.provider.address(
                state: begun.state, nonce: begun.nonce, verifier: begun.verifier, now: service.now.seconds)
        } catch let fault as ProviderError { return failed(request, single, fault, onward) }
        // Not a redirect: the policy lets no form of ours lead elsewhere, so the page that answers it does.
        let main: HTML =
            heading("Going to \(single.name)") + "<p>\(providerLink(there, "Go on to \(single.name)"))</p>"
        return Shell.plain(request.site, title: "Going to \(single.name)", main).with("Refresh", "0; url=\(there)")
            .with("Set-Cookie", cookie(request.site, begun.cookie))
    }

    private static func comeBack(_ request: Request) async throws -> Reply {
        let (site, service) = (request.site, request.site.service)
        guard let single = site.singleSignOn else { return .see(At.signIn) }
        let sent = request.cookies[site.singleSignOnCookie] ?? ""
        guard let begun = try await service.takeSingleSignOn(cookie: sent, state: request.query("state") ?? "") else {
            let late = "That sign-in was not begun in this browser, took too long, or was used already. Begin again."
            // What this browser has begun itself goes on: another's answer ends nothing.
            return refused(request, "not begun here", late, status: 400, endsTry: false)
        }
        let onward = Onward(to: begun.onward)
        guard let code = request.query("code"), code.utf8.count <= 4096, request.query("error") == nil else {
            return refused(request, "the provider let nobody in", "You were not signed in with \(single.name).", status: 403, onward)
        }
        let identity: Identity
        do {
            identity = try await single.provider.identity(
                code: code, verifier: begun.verifier, nonce: begun.nonce, named: request.query("iss"), now: service.now.seconds)
        } catch let fault as ProviderError { return failed(request, single, fault, onward) }
        try await service.noteRight(Attempt(singleSignOnFrom: request.remote))
        guard let link = try await service.link(issuer: identity.issuer, subject: identity.subject) else {
            return try await unknown(request, single, identity, onward)
        }
        guard try await service.person(with: link) != nil else {
            let words = "You are signed in with \(single.name), but you may not sign in here. Ask your system administrator."
            return refused(request, "may not sign in", words, status: 403, onward)
        }
        let policy = try await service.singleSignOnFactor()
        if policy == .theirs, !identity.isStrong {
            let words = "Your service lets nobody in with \(single.name) alone: sign in there with your second factor."
            return refused(request, "no second factor", words, status: 403, onward)
        }
        return try await SignInStepPages.goOn(
            request, staff: link.staff, step: nil, onward: onward, way: .singleSignOn, hasFactor: identity.isStrong && policy != .ours
        ).with("Set-Cookie", cookie(site, nil))
    }

    /// An account that is nobody's here: whoever can sign in here links it to their name. Nothing the provider says of it decides whose it is.
    private static func unknown(_ request: Request, _ single: SingleSignOn, _ identity: Identity, _ onward: Onward) async throws -> Reply {
        let (site, service) = (request.site, request.site.service)
        let account = OutsideAccount(issuer: identity.issuer, subject: identity.subject, name: identity.account)
        let kept = cookie(site, try await service.keepWaiting(account, onward: onward.address.path))
        if let token = request.cookies[site.cookieName], try await service.person(session: token) != nil {
            return Reply.see(At.account("single-sign-on")).with("Set-Cookie", kept)
        }
        let note = notification(
            "Once more with your password", tone: .info,
            "<p>\(single.name) is not linked to your name here yet. Sign in once as before, and link it on the next page. From then on it lets you in.</p>"
        )
        return SignInPages.page(
            request, onward: Onward(to: At.account("single-sign-on").path), note: note, offersSingleSignOn: false
        ).with("Set-Cookie", kept)
    }

    // MARK: What goes wrong

    private static func failed(_ request: Request, _ single: SingleSignOn, _ fault: ProviderError, _ onward: Onward) -> Reply {
        switch fault {
        case .unreachable(let why):
            let words = "\(single.name) cannot be reached just now. Try again in a minute, or sign in with your password."
            return refused(request, "unreachable: \(why)", words, status: 503, onward)
        case .unfit(let why):
            let words =
                "\(single.name) cannot be used: it is not set up as it must be. Sign in with your password, and tell whoever runs Waymark."
            return refused(request, "unfit: \(why)", words, status: 503, onward)
        case .refused:
            return refused(
                request, "the provider did not take the code", "\(single.name) did not confirm who you are. Begin again.", status: 403,
                onward)
        case .token(let what):
            let words =
                "What \(single.name) sent cannot be trusted, so you are not signed in. Begin again; if it goes on, tell whoever runs Waymark."
            return refused(request, "token: \(what.rawValue)", words, status: 403, onward)
        }
    }

    /// The sign-in page with what happened; the way by password is always there.
    private static func refused(
        _ request: Request, _ why: String, _ words: String, status: Int, _ onward: Onward = Onward(to: ""), endsTry: Bool = true
    ) -> Reply {
        request.site.log.notice("sign-in refused", metadata: ["why": "single sign-on: \(why)"])
        let page = SignInPages.page(request, onward: onward, problems: [ErrorItem(field: nil, words)], status: status)
        return endsTry ? page.with("Set-Cookie", cookie(request.site, nil)) : page
    }

    /// The line that keeps what ties the answer to this browser, or takes it away.
    static func cookie(_ site: Site, _ token: String?) -> String {
        site.cookie(site.singleSignOnCookie, token ?? "", maxAge: token == nil ? 0 : Service.trySeconds)
    }
}

extension Instant {
    /// Since 1970.
    fileprivate var seconds: Int64 { milliseconds / 1000 }
}
