import Casework
import HTML
import Logging
import Records

/// What comes between the password and the first page: a code, a password of one's own, an authenticator. Each is answered by the next.
enum SignInStepPages {
    static let routes: [Route] = [
        .open(.post, "/sign-in/code") { try await begun($0, code) },
        .open(.post, "/sign-in/password") { try await begun($0, password) },
        .open(.post, "/sign-in/authenticator") { try await begun($0, authenticator) },
    ]

    /// The next page of a sign-in, or the way in.
    /// - Parameters:
    ///   - waits: whether an authenticator that may wait does.
    ///   - way: how it began, and `hasFactor` whether a second factor was shown already; a step says both itself.
    static func goOn(
        _ request: Request, staff: RecordID, step: SignInStep?, onward: Onward, waits: Bool = false, way: SignInWay = .password,
        hasFactor: Bool = false
    ) async throws -> Reply {
        let service = request.site.service
        let (way, hasFactor) = (step?.way ?? way, step?.hasFactor ?? hasFactor)
        let need = try await service.need(of: staff, hasFactor: hasFactor, way: way, canEnrol: request.site.box != nil)
        let mayWait = need == .authenticator(mayWait: true) && (waits || request.site.box == nil)
        guard let need, !mayWait else {
            // Two answers at once: the second is too late.
            if let step, try await !service.end(step) { return .see(At.signIn) }
            return try await comeIn(request, staff: staff, way: way, hasFactor: hasFactor, onward: onward)
        }
        let token = if let step { step } else { try await service.startStep(staff: staff, way: way, hasFactor: hasFactor) }
        let page =
            switch need {
            case .code: codePage(request, onward)
            case .password: try await passwordPage(request, token, onward)
            case .authenticator(let mayWait): try await authenticatorPage(request, token, onward, mayWait: mayWait)
            }
        return page.with("Set-Cookie", request.site.cookie(request.site.stepCookie, token.token))
    }

    private static func comeIn(
        _ request: Request, staff: RecordID, way: SignInWay, hasFactor: Bool, onward: Onward, showing: (title: String, body: HTML)? = nil
    ) async throws -> Reply {
        let site = request.site
        try await site.service.replaceSession(request.cookies[site.cookieName])
        let token = try await site.service.startSession(
            staff: staff, browser: BrowserKind.words(request.agent), way: way, hasFactor: hasFactor)
        let browser = try await site.service.remember(browser: request.cookies[site.browserCookie], of: staff)
        let reply = onward.reply(site, showing: showing).with("Set-Cookie", site.cookie(site.cookieName, token))
            .with("Set-Cookie", site.cookie(site.browserCookie, browser, maxAge: Service.browserDays * 86_400))
        return request.cookies[site.stepCookie] == nil
            ? reply : reply.with("Set-Cookie", site.cookie(site.stepCookie, "", maxAge: 0))
    }

    /// Answers whoever has given their password; anybody else, and whoever took too long, begins again.
    private static func begun(_ request: Request, _ answer: (Request, Form, SignInStep) async throws -> Reply) async throws -> Reply {
        guard let token = request.cookies[request.site.stepCookie], let step = try await request.site.service.step(token) else {
            return .see(At.signIn)
        }
        return try await answer(request, try Form(of: request), step)
    }

    // MARK: A code

    private static func code(_ request: Request, _ form: Form, _ step: SignInStep) async throws -> Reply {
        let (service, onward) = (request.site.service, Onward(form))
        guard try await service.need(of: step.staff, hasFactor: step.hasFactor, way: step.way) == .code else {
            return try await goOn(request, staff: step.staff, step: step, onward: onward)
        }
        guard !form["code"].isEmpty else { return codePage(request, onward, problem: "Enter the code.", status: 422) }
        let attempt = try await service.attempt(codeOf: step.staff, browser: request.cookies[request.site.browserCookie])
        let wait = try await service.secondsToWait(attempt)
        guard wait == 0 else {
            try await service.recordSlowedSignIn(page: "/sign-in/code", meant: step.staff)
            return codePage(request, onward, problem: SignInPages.tooMany(wait).message, status: 429).with("Retry-After", "\(wait)")
        }
        try await service.noteTry(attempt)
        switch try await service.check(code: form["code"], of: step.staff, box: request.site.box) {
        case .right:
            try await service.noteRight(attempt)
            return try await goOn(request, staff: step.staff, step: try await service.noteFactor(step), onward: onward)
        case .used:
            try await service.recordRefusedSignIn(page: "/sign-in/code", meant: step.staff, from: request.remote)
            return codePage(request, onward, problem: "That code has been used. Wait for the next one.", status: 422)
        case .wrong:
            request.site.log.notice("sign-in refused", metadata: ["why": "code"])
            try await service.recordRefusedSignIn(page: "/sign-in/code", meant: step.staff, from: request.remote)
            return codePage(request, onward, problem: "That is not the code. Type the one that shows now.", status: 422)
        }
    }

    private static func codePage(_ request: Request, _ onward: Onward, problem: String? = nil, status: Int = 200) -> Reply {
        let problems = problem.map { [ErrorItem(field: "code", $0)] } ?? []
        let main: HTML =
            errorSummary(problems) + heading("Enter your code")
            + form(
                action: Address("/sign-in/code"), isSignIn: true,
                onward.fields
                    + fields([
                        FieldControl(
                            id: "code", label: "Code", hint: "The six digits your authenticator shows, or one of your recovery codes.",
                            error: problem, autocomplete: "one-time-code", width: .w10)
                    ])
                    + buttonGroup([button("Go on"), link(to: At.signIn, "Sign in as somebody else")]))
            + details(
                "I have neither",
                "<p>Your system administrator can take the second factor off your name. You then sign in with your password.</p>")
        return Shell.plain(request.site, title: "Enter your code", status: status, hasErrors: problem != nil, main)
    }

    // MARK: A password of one's own

    private static func password(_ request: Request, _ form: Form, _ step: SignInStep) async throws -> Reply {
        let (service, onward) = (request.site.service, Onward(form))
        guard try await service.need(of: step.staff, hasFactor: step.hasFactor, way: step.way) == .password else {
            return try await goOn(request, staff: step.staff, step: step, onward: onward)
        }
        var problems = NewPassword.problems(form, try await service.passwordRule(of: step.staff, breached: request.site.breached))
        if problems.isEmpty, try await service.isPassword(form.raw(NewPassword.first), of: step.staff) {
            problems = [ErrorItem(field: NewPassword.first, "That is the password you were given. Choose one of your own.")]
        }
        guard problems.isEmpty else { return try await passwordPage(request, step, onward, problems: problems) }
        try await service.choosePassword(form.raw(NewPassword.first), of: step.staff, session: nil, cost: request.site.passwordCost)
        return try await goOn(request, staff: step.staff, step: step, onward: onward)
    }

    private static func passwordPage(_ request: Request, _ step: SignInStep, _ onward: Onward, problems: [ErrorItem] = []) async throws
        -> Reply
    {
        let rule = try await request.site.service.passwordRule(of: step.staff)
        let main: HTML =
            errorSummary(problems) + heading("Choose a password of your own")
            + "<p>The password you were given is good once. From now on you sign in with the one you choose here.</p>"
            + form(
                action: Address("/sign-in/password"), isSignIn: true,
                onward.fields + NewPassword.fields(rule, problems) + button("Save and go on"))
        return Shell.plain(
            request.site, title: "Choose a password", status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty, main)
    }

    // MARK: An authenticator

    private static func authenticator(_ request: Request, _ form: Form, _ step: SignInStep) async throws -> Reply {
        let (service, onward) = (request.site.service, Onward(form))
        guard case .authenticator(let mayWait)? = try await service.need(of: step.staff, hasFactor: step.hasFactor, way: step.way),
            let box = request.site.box
        else { return try await goOn(request, staff: step.staff, step: step, onward: onward) }
        if mayWait, form["action"] == "later" {
            return try await goOn(request, staff: step.staff, step: step, onward: onward, waits: true)
        }
        guard let codes = try await service.enrol(step.staff, sealed: form["sealed"], code: form["code"], box: box) else {
            return try await authenticatorPage(request, step, onward, mayWait: mayWait, sealed: form["sealed"], problem: Enrolment.wrong)
        }
        guard try await service.end(step) else { return .see(At.signIn) }
        return try await comeIn(
            request, staff: step.staff, way: step.way, hasFactor: true, onward: onward, showing: Enrolment.recovery(codes))
    }

    private static func authenticatorPage(
        _ request: Request, _ step: SignInStep, _ onward: Onward, mayWait: Bool, sealed: String = "", problem: String? = nil
    ) async throws -> Reply {
        guard let box = request.site.box else { return Enrolment.unavailable(request.site) }
        let new = try await Enrolment.authenticator(request.site.service, step.staff, sealed: sealed, box: box)
        let until = try await mayWait ? request.site.service.secondFactorGrace(of: step.staff) : nil
        let later = mayWait ? [button("Not now", name: "action", value: "later", style: .secondary)] : []
        let main: HTML =
            errorSummary(problem.map { [ErrorItem(field: "code", $0)] } ?? []) + heading("Set up your second factor")
            + "<p>\(mayWait ? "Your service asks you" : "Your role needs you") to sign in with a code from an authenticator beside your password.</p>"
            + (until.map {
                "<p>You may leave it until \($0.words). After that day you are led to it each time, and cannot go on without.</p>"
            } ?? .empty)
            + form(
                action: Address("/sign-in/authenticator"), isSignIn: true,
                onward.fields + Enrolment.fields(new, problem: problem) + buttonGroup([button("Set up and go on")] + later))
        return Shell.plain(
            request.site, title: "Set up your second factor", status: problem == nil ? 200 : 422, hasErrors: problem != nil, main)
    }
}
