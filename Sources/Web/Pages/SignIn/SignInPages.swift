import Casework
import HTML
import Records

/// Signing in and out.
enum SignInPages {
    static let routes: [Route] = [
        .open(.get, "/sign-in") { request in page(request, to: request.query("to") ?? "") },
        .open(.post, "/sign-in") { request in try await signIn(request) },
        .post("/sign-out", .signedIn) { visit in
            if let token = visit.request.cookies[visit.request.site.cookieName] {
                try await visit.service.endSession(token, person: visit.person)
            }
            return Reply.see(At.signIn).with("Set-Cookie", cookie(visit.request.site, "", maxAge: 0)).with("Clear-Site-Data", "\"cache\"")
        },
    ]

    private static func signIn(_ request: Request) async throws -> Reply {
        let form = try Form(of: request)
        let (user, password) = (form["user"].lowercased(), form.fields.first { $0.name == "password" }?.value ?? "")
        var problems: [ErrorItem] = []
        if user.isEmpty { problems.append(ErrorItem(field: "user", "Enter your user name.")) }
        if password.isEmpty { problems.append(ErrorItem(field: "password", "Enter your password.")) }
        guard problems.isEmpty else { return page(request, user: user, to: form["to"], problems: problems, status: 422) }
        let service = request.site.service
        let wait = try await service.secondsToWait(name: user)
        guard wait == 0 else {
            let problem = ErrorItem(field: nil, "Too many wrong passwords. Try again in \(wait) second\(wait == 1 ? "" : "s").")
            return page(request, user: user, to: form["to"], problems: [problem], status: 429)
        }
        // Counted as wrong before it is known, so that many guesses sent at once all count; a right password forgets them.
        try await service.noteAttempt(name: user, right: false)
        let check = try await service.signInCheck(user: user)
        let right = try await Password.matches(password, check?.hash)
        if right { try await service.noteAttempt(name: user, right: true) }
        guard right, let check else {
            return page(
                request, user: user, to: form["to"], problems: [ErrorItem(field: "password", "The user name or the password is wrong.")],
                status: 422)
        }
        let token = try await service.startSession(staff: check.staff, limits: request.site.limits)
        return Reply.see(Address(untrusted: form["to"]) ?? At.home).with("Set-Cookie", cookie(request.site, token, maxAge: nil))
    }

    private static func cookie(_ site: Site, _ token: String, maxAge: Int?) -> String {
        "\(site.cookieName)=\(token); Path=/; HttpOnly; SameSite=Lax" + (site.isSecure ? "; Secure" : "")
            + (maxAge.map { "; Max-Age=\($0)" } ?? "")
    }

    private static func page(_ request: Request, user: String = "", to: String, problems: [ErrorItem] = [], status: Int = 200) -> Reply {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let main: HTML =
            errorSummary(problems) + heading("Sign in")
            + form(
                action: At.signIn, isSignIn: true,
                hidden("to", to)
                    + fields([
                        FieldControl(
                            id: "user", label: "User name", error: message("user"), value: user, autocomplete: "username", width: .w20),
                        FieldControl(
                            id: "password", label: "Password", kind: .password, error: message("password"), autocomplete: "current-password"
                        ),
                    ]) + button("Sign in"))
        return Shell.plain(request.site, title: "Sign in", status: status, hasErrors: !problems.isEmpty, main)
    }
}
