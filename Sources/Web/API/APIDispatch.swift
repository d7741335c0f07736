import Casework
import Logging
import Records

/// Why a program is not given what it asked for.
struct Refusal: Error {
    let status: Int
    let title: String
    let detail: String?
    let errors: [Problem]

    init(_ status: Int, _ title: String, _ detail: String? = nil, errors: [Problem] = []) {
        (self.status, self.title, self.detail, self.errors) = (status, title, detail, errors)
    }
}

/// Somebody saved the record first: the version it has now.
struct VersionChanged: Error { let now: Int64 }

extension Site {
    /// Answers a program: whose token it is, what it was made for, what their role and relation allow; then as a page is answered.
    func program(_ route: Route, _ scope: TokenScope, _ request: Request, with answer: @Sendable (Visit) async throws -> Reply) async
        -> Reply
    {
        do {
            let child = request.parameters["child"].flatMap(RecordID.init)
            guard let token = request.sent.token else { return API.unknown("Send a token: Authorization: Bearer …", request.id) }
            let found = try await service.person(token: token) { reader, person -> (grounds: Grounds?, hidden: RecordID?) in
                guard let child, route.access.admits(person.access), person.access.may(.openFile) else { return (nil, nil) }
                return try reader.named(child)
            }
            guard let found else { return try await wrongToken(request) }
            var visit = Visit(request: request, person: found.person, form: Form())
            visit.grounds = found.also.grounds
            return try await Asking.by(session: found.entry) {
                let wait = try await wait(.token(found.entry), route, of: found.person.id)
                guard wait == 0 else {
                    let refusal = Refusal(429, "Too many calls by this token", "Wait \(wait.counted("second")).")
                    return API.problem(refusal, request.id).with("Retry-After", "\(wait)")
                }
                guard found.scopes.contains(scope) else {
                    return try await refused(route, visit, "The token was not made for this", "It needs the scope \(scope.rawValue).")
                }
                guard route.access.admits(visit.person.access) else {
                    return try await refused(route, visit, "Not open to this role", "The person the token acts as may not do this.")
                }
                return try await answered(route, visit, hidden: found.also.hidden, with: answer)
            }
        } catch {
            return API.failure(error, request, log)
        }
    }

    private func answered(
        _ route: Route, _ visit: Visit, hidden: RecordID?, with answer: @Sendable (Visit) async throws -> Reply
    ) async throws -> Reply {
        if visit.query("as_at") != nil {
            let problem = route.method == .get ? visit.asked.problem : "Nothing is written at an earlier moment."
            if let problem {
                throw Refusal(400, "It cannot be read at that moment", errors: [Problem(field: "as_at", message: problem)])
            }
        }
        let reply: Reply
        do { reply = try await answer(visit) } catch {
            try await record(refusal: error, hidden, route, visit)
            guard error is ClosedFile else { throw error }
            throw Refusal(403, "This file is closed to the person the token acts as", "A page of the site says who may open it.")
        }
        // What was seen is on disk before the answer leaves; when it cannot be, the answer does not leave.
        try await record(reply.shows, route, visit)
        return reply
    }

    private func refused(_ route: Route, _ visit: Visit, _ title: String, _ detail: String) async throws -> Reply {
        try await service.record(View("refused", page: route.pattern), by: visit.person)
        return API.problem(Refusal(403, title, detail), visit.request.id)
    }

    /// A token nobody has, or not any more. Many of them from one place are answered no more for a while.
    private func wrongToken(_ request: Request) async throws -> Reply {
        let attempt = Attempt(tokenFrom: request.remote)
        let wait = try await service.secondsToWait(attempt)
        guard wait == 0 else {
            try await service.recordSlowedSignIn(page: API.base, meant: nil)
            return API.problem(Refusal(429, "Too many tokens that are none", "Wait \(wait.counted("second"))."), request.id).with(
                "Retry-After", "\(wait)")
        }
        try await service.noteTry(attempt)
        try await service.recordRefusedSignIn(page: API.base, meant: nil, from: request.remote)
        return API.unknown("The token is none, has ended, or acts as nobody who may sign in.", request.id)
    }
}

extension API {
    /// `application/problem+json` (RFC 9457).
    static func problem(_ refusal: Refusal, _ request: String) -> Reply {
        let errors: [JSONValue] = refusal.errors.map { .of([("field", .text($0.field)), ("message", .text($0.message))]) }
        let body = JSONValue.of([
            ("type", .text("about:blank")), ("title", .text(refusal.title)), ("status", .number(refusal.status)),
            ("detail", refusal.detail.map { .text($0) }), ("request", .text(request)), ("errors", errors.isEmpty ? nil : .list(errors)),
        ])
        return Reply(
            status: refusal.status, headers: [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")],
            body: Array(body.text.utf8))
    }

    static func unknown(_ detail: String, _ request: String) -> Reply {
        problem(Refusal(401, "Who asks is not known", detail), request).with("WWW-Authenticate", "Bearer")
    }

    static func notOffered(_ offered: [String], _ request: String) -> Reply {
        problem(Refusal(405, "This method is not offered here"), request).with("Allow", offered.sorted().joined(separator: ", "))
    }

    /// What the server itself refused before any route was reached.
    static func failure(_ status: Int, _ request: String) -> Reply {
        let title =
            status == 404 ? "There is nothing at this address" : status == 413 ? "Too much was sent" : "The request cannot be answered"
        return problem(Refusal(status, title), request)
    }

    /// One place turns faults into answers. No fault's own words are sent: they may hold personal data.
    static func failure(_ error: any Error, _ request: Request, _ log: Logger) -> Reply {
        switch error {
        case let refusal as Refusal:
            let reply = problem(refusal, request.id)
            return refusal.status == 405 ? reply.with("Allow", "GET") : reply
        case let changed as VersionChanged:
            return problem(
                Refusal(412, "Someone changed this record first", "Its version is now \(changed.now): read it again."), request.id
            )
            .with("ETag", "\"\(changed.now)\"")
        case is Conflict: return problem(Refusal(412, "Someone changed this record first", "Read it again."), request.id)
        default: break
        }
        switch Fault(error, request, log) {
        case .notFound: return problem(Refusal(404, "There is nothing at this address, or it is not open to you"), request.id)
        case .notAllowed: return problem(Refusal(403, "The person the token acts as may not do this"), request.id)
        case .tooMuch: return problem(Refusal(413, "Too much was sent", "A body holds at most 1 MB."), request.id)
        case .unsaved(let problems):
            return problem(Refusal(422, "The record cannot be saved like this", errors: problems.all), request.id)
        case .outOfReach:
            return problem(Refusal(503, "Waymark cannot reach its records", "Nothing was saved. Send it again in a minute."), request.id)
        case .busy:
            return problem(Refusal(503, "Many figures are being counted", "Ask again in a minute."), request.id).with("Retry-After", "60")
        case .ours:
            return problem(Refusal(500, "Something went wrong on our side"), request.id)
        }
    }
}
