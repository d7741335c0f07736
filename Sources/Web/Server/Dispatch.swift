import Casework
import HTML
import Logging
import Records

extension Site {
    /// Answers one request on one route: who is asking, whether they may, what they sent, what was shown. The only way to a page.
    func answer(_ route: Route, _ request: Request) async -> Reply {
        do {
            switch route.answer {
            case .visitor(let answer): return try await answer(request)
            case .program(let scope, let answer): return await program(route, scope, request, with: answer)
            case .member(let answer):
                guard let found = try await person(route, request) else { return signIn(request) }
                var visit = Visit(request: request, person: found.person, form: try Form(of: request))
                (visit.urgent, visit.grounds, visit.times) = (found.also.urgent, found.also.grounds, found.times)
                return try await Asking.by(session: found.entry) {
                    try await member(route, visit, hidden: found.also.hidden, with: answer)
                }
            }
        } catch {
            return failure(error, request, person: nil)
        }
    }

    private func member(
        _ route: Route, _ visit: Visit, hidden: RecordID?, with answer: @Sendable (Visit) async throws -> Reply
    ) async throws -> Reply {
        let wait = try await wait(.person(visit.person.id), route, of: visit.person.id)
        guard wait == 0 else { return tooMany(visit, wait: wait) }
        guard route.access.admits(visit.person.access) else {
            try await service.record(View("refused", page: route.pattern), by: visit.person)
            return refused(visit)
        }
        if let refusal = Moments.refusal(route, visit) { return refusal }
        if isAnothersForm(visit) {
            try await record(.formOfAnother, page: route.pattern, of: visit.person.id)
            return anothers(visit)
        }
        let found = Suspicion.Found()
        let reply: Reply
        do {
            do { reply = try await Suspicion.$found.withValue(found) { try await answer(visit) } } catch let missing as NotFound {
                guard let before = try await Moments.notYetKnown(visit) else { throw missing }
                reply = before
            }
        } catch let closed as ClosedFile {
            try await record(refusal: closed, hidden, route, visit)
            return await ClosedFilePages.page(visit, closed)
        } catch {
            try await record(refusal: error, hidden, route, visit)
            if found.isForged { try await record(.forged, page: route.pattern, of: visit.person.id) }
            return failure(error, visit.request, person: visit.person)
        }
        // What was seen is on disk before the page leaves; when it cannot be, the page does not leave.
        try await record(reply.shows, route, visit)
        if found.isForged { try await record(.forged, page: route.pattern, of: visit.person.id) }
        return reply
    }

    /// Puts on record that somebody was refused, where that is what became of their request: on a page or by the interface for programs.
    func record(refusal error: any Error, _ hidden: RecordID?, _ route: Route, _ visit: Visit) async throws {
        if let closed = error as? ClosedFile {
            try await service.record(View("refused", page: route.pattern, child: closed.child, ground: "closed"), by: visit.person)
        } else if hidden != nil || error is NotAllowed {
            // Also where the answer must not say that it is one: they may not know that there is such a child.
            try await service.record(
                View("refused", page: route.pattern, child: hidden, ground: hidden == nil ? nil : "hidden"), by: visit.person)
        }
    }

    func record(_ shows: Shows, _ route: Route, _ visit: Visit) async throws {
        let asAt = visit.asAt.map(\.milliseconds)
        switch shows {
        case .nobody: return
        case .child(let child):
            try await service.record(
                View("open", page: route.pattern, child: child, asAt: asAt, ground: visit.grounds?.token), by: visit.person)
        case .childAs(let child, let action):
            try await service.record(
                View(action, page: route.pattern, child: child, asAt: asAt, ground: visit.grounds?.token), by: visit.person)
        case .list(let action, let ids):
            try await service.record(View(action, page: route.pattern, shown: ids, asAt: asAt), by: visit.person)
        }
    }

    /// What every page of a person's is asked for first.
    private struct Asked: Sendable {
        var urgent = Urgent()
        var grounds: Grounds?
        /// The child the address names, where they are not to learn that there is one.
        var hidden: RecordID?
    }

    /// Who is asking, the urgent concerns their page has to say, and why the file it belongs to is open to them. Drafts kept while typing
    /// show no page, and neither does what is not theirs to see.
    private func person(_ route: Route, _ request: Request) async throws -> (
        person: Person, entry: Int64, times: SessionTimes, also: Asked
    )? {
        guard let token = request.cookies[cookieName] else { return nil }
        let child = request.parameters["child"].flatMap(RecordID.init)
        return try await service.person(session: token, browser: BrowserKind.words(request.agent)) { reader, person in
            let access = person.access
            var asked = Asked()
            guard route.access.admits(access), access.may(.openFile), route.pattern != DraftRoutes.keeping else { return asked }
            if let child {
                (asked.grounds, asked.hidden) = try reader.named(child)
            }
            if access.sees(.safeguarding) { asked.urgent = try reader.urgent(child: child) }
            return asked
        }
    }

    private func signIn(_ request: Request) -> Reply {
        // What was sent is not lost: it goes with the sign-in.
        if let onward = Onward(request) { return SignInPages.page(request, onward: onward, status: 401) }
        guard request.method == .get, request.path != "/" else { return .see(At.signIn) }
        let query = request.query.map { ($0.name, $0.value) }
        return .see(
            Address(
                "/sign-in", query: [("to", Address(untrusted: request.path).map { _ in Address(request.path, query: query).path } ?? "/")]))
    }

    private func refused(_ visit: Visit) -> Reply {
        .page(visit, title: "Not yours to see", shows: .nobody, status: 403) {
            heading("This page is not open to your role")
                + "<p>You are signed in as \(visit.person.access.role.title.lowercased()). If your work needs this page, ask your manager.</p>"
        }
    }

    /// One place turns faults into pages. No fault's own words are shown: they may hold personal data.
    private func failure(_ error: any Error, _ request: Request, person: Person?) -> Reply {
        let (status, title, sentence): (Int, String, String)
        // What was typed stays here where it may be, and else on the page before.
        let sent = Onward(request)
        let kept = sent == nil ? "What you typed is still on the page behind this one" : "What you typed is still here"
        switch Fault(error, request, log) {
        case .notFound: (status, title, sentence) = (404, "Page not found", "There is no such page, or it is not open to you.")
        case .notAllowed: (status, title, sentence) = (403, "Not yours to do", "Your role does not include this.")
        case .tooMuch:
            (status, title, sentence) = (
                413, "More was sent than a form takes",
                "Nothing was saved. A form takes at most 4 MB, and one box of it 100,000 characters, some 30 pages. Shorten what was written, or add it to the child’s file as a document."
            )
        case .unsaved(let problems):
            (status, title, sentence) = (422, "That cannot be saved", problems.all.map(\.message).joined(separator: " "))
        case .outOfReach:
            (status, title, sentence) = (
                503, "Waymark cannot reach its records",
                request.method == .get
                    ? "Nothing is lost. Try again in a minute; if it goes on, tell whoever looks after Waymark."
                    : "Nothing was saved just now. \(kept): send it again in a minute, and leave this page open until it is saved. If it goes on, tell whoever looks after Waymark."
            )
        case .busy:
            let words = "So many are asked for just now that yours would wait long. Try again in a minute; every other page works as ever."
            (status, title, sentence) = (503, "Many figures are being counted", words)
        case .ours:
            (status, title, sentence) = (
                500, "Something went wrong",
                "It is on our side. \(kept). If you report it, give this number: \(request.id)."
            )
        }
        let main: HTML =
            heading(title) + "<p>\(sentence)</p>"
            + (status >= 500 ? sent?.again ?? .empty : Onward.written(in: request))
        guard let person else { return Shell.plain(request.site, title: title, status: status, main) }
        return .page(Visit(request: request, person: person, form: Form()), title: title, shows: .nobody, status: status) { main }
    }
}

extension Reader {
    /// Why the file of the child an address names is open to whoever asks, or the child itself where they are not to learn that there is one;
    /// neither where the file is closed to them and they may know.
    func named(_ child: RecordID) throws -> (grounds: Grounds?, hidden: RecordID?) {
        if try opens(child) { return (try grounds(child: child), nil) }
        return (nil, try hides(child) ? child : nil)
    }
}

extension Form {
    /// The form a POST carries; empty for a GET, and for one that carries files, which its page reads itself.
    init(of request: Request) throws {
        guard request.method == .post, !request.contentType.lowercased().hasPrefix("multipart/") else {
            self.init()
            return
        }
        guard !request.isTooLarge else { throw Unreadable() }
        try self.init(urlencoded: request.body)
    }
}

extension Reply {
    static func page(
        _ visit: Visit, title: String, shows: Shows, status: Int = 200, hasErrors: Bool = false, crumbs: [NavItem] = [],
        _ main: () throws -> HTML
    ) rethrows -> Reply {
        .page(visit, title: title, shows: shows, status: status, hasErrors: hasErrors, crumbs: crumbs, try main())
    }
}
