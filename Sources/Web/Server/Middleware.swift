import HTTPTypes
import Hummingbird
import Logging
import Records

/// Security headers on every answer, errors too.
struct Headers: RouterMiddleware {
    let isSecure: Bool
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static func isOwn(_ policy: String) -> Bool { policy == DocumentPages.policy || policy.hasPrefix(IssuePages.policy) }

    private static let fields: [HTTPField] = [
        ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ].compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }

    func handle(
        _ request: Hummingbird.Request, context: SiteContext, next: (Hummingbird.Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do { response = try await next(request, context) } catch let error as any HTTPResponseError {
            response = API.covers(request.uri.path) ? API.failure(error.status.code, context.id).response : Response(status: error.status)
        }
        for field in Self.fields {
            // A document that was sent to us, or by us, is shut in tighter than our own pages.
            if field.name == .contentSecurityPolicy, let own = response.headers[field.name], Self.isOwn(own) { continue }
            response.headers[field.name] = field.value
        }
        if isSecure, let name = HTTPField.Name("Strict-Transport-Security") {
            response.headers[name] = "max-age=31536000; includeSubDomains"
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

/// Counts each request and, at `info`, writes a line for it: id, method, pattern, status, milliseconds. Never the address itself: it may name
/// a child.
struct RequestLog: RouterMiddleware {
    let log: Logger
    let running: Running

    func handle(
        _ request: Hummingbird.Request, context: SiteContext, next: (Hummingbird.Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        running.metrics.begin()
        var status = 500
        defer {
            let spent = ContinuousClock.now - start
            let pattern = context.endpointPath ?? "-"
            running.metrics.end(request.method.rawValue, pattern, status: status, spent: spent)
            log.info(
                "request",
                metadata: [
                    "request": "\(context.id)", "method": "\(request.method.rawValue)", "pattern": "\(pattern)", "status": "\(status)",
                    "ms": "\(Int(spent / .milliseconds(1)))",
                ])
        }
        do {
            var response = try await Asking.$current.withValue(Asking(request: context.id)) { try await next(request, context) }
            status = response.status.code
            if let name = HTTPField.Name("X-Request-Id") { response.headers[name] = context.id }
            // Whoever keeps the line open is told to take another, so that none is closed under a request.
            if running.isStopping { response.headers[.connection] = "close" }
            return response
        } catch let error as any HTTPResponseError {
            status = error.status.code
            throw error
        }
    }
}

/// Where the line is not said to be https, answers this machine's own browsers alone: a proxy that hands on another name has to be told of with
/// --https, for without it no cookie is guarded (ASVS 3.3.1). It also lets no site elsewhere give its own name this machine's address.
struct OwnHost: RouterMiddleware {
    let isSecure: Bool

    func handle(
        _ request: Hummingbird.Request, context: SiteContext, next: (Hummingbird.Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        guard isSecure || OwnHost.isOwn(request.head.authority) else {
            return Reply.text(
                "Waymark is served here without https, for browsers on this machine alone: ask for it as localhost or 127.0.0.1. Behind a proxy, or for other machines, start it with --https or --certificate.\n",
                status: 421
            ).response
        }
        return try await next(request, context)
    }

    static func isOwn(_ host: String?) -> Bool {
        guard let host = host?.lowercased() else { return true }
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return ["localhost", "127.0.0.1", "[::1]"].contains(name)
    }
}

/// Refuses a request that changes something unless a browser sent it from our own pages.
///
/// By `Sec-Fetch-Site` where the browser sends it, else by `Origin`; a request with neither and a session cookie is refused. Whose cookie it came with
/// stands in the access log.
struct SameOrigin: RouterMiddleware {
    let site: Site

    func handle(
        _ request: Hummingbird.Request, context: SiteContext, next: (Hummingbird.Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        // A token is sent by nobody's browser by itself, and the API takes no cookie: there is nothing another site could misuse.
        if request.method == .get || request.method == .head || API.covers(request.uri.path) { return try await next(request, context) }
        if let name = HTTPField.Name("Sec-Fetch-Site"), let from = request.headers[name] {
            guard from == "same-origin" || from == "none" else { throw await refused(request, context) }
        } else {
            guard let origin = request.headers[.origin], let host = request.head.authority,
                origin == "https://\(host)" || (!site.isSecure && origin == "http://\(host)")
            else { throw await refused(request, context) }
        }
        return try await next(request, context)
    }

    private func refused(_ request: Hummingbird.Request, _ context: SiteContext) async -> HTTPError {
        let cookie = Form.cookies(request.headers[.cookie] ?? "")[site.cookieName]
        // Where it cannot be put on record it is refused all the same, and the log has its line.
        try? await site.record(.fromElsewhere, page: context.endpointPath ?? "/**", session: cookie)
        return HTTPError(.forbidden)
    }
}
