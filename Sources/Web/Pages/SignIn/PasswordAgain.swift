import HTML
import Records

/// One's own password, given once more before what lets people in, takes records out, erases them or changes how the service works
/// (ASVS 7.5.1, 8.4.2): an open page that its owner left alone does none of it.
enum PasswordAgain {
    static let name = "password"

    /// The box for it.
    /// - Parameter id: where a page has several forms, each with its own.
    static func control(_ message: String?, id: String = name, label: String = "Your password") -> FieldControl {
        FieldControl(id: id, name: name, label: label, kind: .password, error: message, autocomplete: "current-password")
    }

    static func control(_ problems: [ErrorItem]) -> FieldControl { control(problems.first { $0.field == name }?.message) }

    /// Does what was asked where the password is right, and else answers with the page again.
    /// - Parameter form: where the password was sent; nil for the visit's own form.
    static func asked(
        _ visit: Visit, in form: Form? = nil, again: (ErrorItem) async throws -> Reply, then: () async throws -> Reply
    ) async throws -> Reply {
        if let problem = try await refusal(visit, form ?? visit.form) { return try await again(problem) }
        return try await renewed(visit, try await then())
    }

    /// Slowed like a sign-in; nil when it is right.
    private static func refusal(_ visit: Visit, _ form: Form) async throws -> ErrorItem? {
        let (service, site) = (visit.service, visit.request.site)
        guard !form.raw(name).isEmpty else { return ErrorItem(field: name, "Enter your password.") }
        let attempt = try await service.attempt(
            name: visit.person.user, browser: visit.request.cookies[site.browserCookie], address: visit.request.remote)
        let wait = try await service.secondsToWait(attempt)
        guard wait == 0 else {
            try await service.recordSlowedSignIn(page: visit.request.pattern, meant: visit.person.id)
            return SignInPages.tooMany(wait, field: name)
        }
        try await service.noteTry(attempt)
        guard try await service.isPassword(form.raw(name), of: visit.person.id) else {
            try await service.recordRefusedSignIn(page: visit.request.pattern, meant: visit.person.id, from: visit.request.remote)
            return ErrorItem(field: name, "That is not your password.")
        }
        try await service.noteRight(attempt)
        return nil
    }

    /// The session goes on under a new token, and the old one is worth nothing (ASVS 7.2.4). What was asked for may have ended it: then there is none.
    private static func renewed(_ visit: Visit, _ reply: Reply) async throws -> Reply {
        let site = visit.request.site
        guard let old = visit.request.cookies[site.cookieName],
            let token = try await visit.service.renewSession(old, of: visit.person, page: visit.request.pattern)
        else { return reply }
        return reply.with("Set-Cookie", site.cookie(site.cookieName, token))
    }
}
