import Casework
import HTML
import Practice
import Records

/// Tokens for programs: made for oneself on one's own account, or by an administrator for an integration's account; listed and ended.
enum TokenPages {
    static let routes: [Route] = [
        .get("/account/tokens", .signedIn) { try await page($0, of: $0.person.id) },
        .post("/account/tokens", .signedIn) { try await make($0, of: $0.person.id) },
        .post("/account/tokens/{entry}/ending", .signedIn) { try await end($0, of: $0.person.id) },
        .get("/staff/{id}/tokens", .may(.manageStaff)) { try await page($0, of: try $0.id("id")) },
        .post("/staff/{id}/tokens", .may(.manageStaff)) { try await make($0, of: try $0.id("id")) },
        .post("/staff/{id}/tokens/{entry}/ending", .may(.manageStaff)) { try await end($0, of: try $0.id("id")) },
    ]

    /// The account tokens act as, and the page they are kept on.
    private struct Account {
        let id: RecordID
        let name: String
        let access: Access?
        let isOwn: Bool
        /// A person signs in to it, and it is not whoever looks.
        let isPersonal: Bool
        let longest: Int

        init(_ visit: Visit, _ id: RecordID) async throws {
            let service = visit.service
            (self.id, isOwn) = (id, id == visit.person.id)
            longest = try await service.longestToken()
            if isOwn {
                (name, access, isPersonal) = (visit.person.name, visit.person.access, false)
                return
            }
            let found = try await service.read(Scope(visit.person)) { reader -> (String, Role?)? in
                guard let staff = try reader.serviceRecord(Staff.self, id: id) else { return nil }
                return (staff.name, try reader.role(of: id, on: service.today))
            }
            guard let found else { throw NotFound() }
            (name, access) = (found.0, found.1.map { Access($0) })
            isPersonal = try await !service.isUnattended(id)
        }

        var place: Address { isOwn ? At.account("tokens") : At.staff(id, "tokens") }
        /// What the role can use at all.
        var scopes: [TokenScope] { TokenScope.allCases.filter { access?.may($0.permission) ?? false } }
        var crumbs: [NavItem] {
            isOwn ? [NavItem("Your account", At.account)] : [NavItem("Staff", At.staff), NavItem(name, At.staff(id))]
        }
        var title: String { isOwn ? "Your tokens" : "Tokens for programs" }
    }

    private static func page(_ visit: Visit, of id: RecordID, problems: [ErrorItem] = []) async throws -> Reply {
        let account = try await Account(visit, id)
        let tokens = try await visit.service.tokens(of: id)
        let names = try await visit.service.read(Scope(visit.person)) { try $0.staffNames() }
        return .page(
            visit, title: account.title, shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: account.crumbs
        ) {
            errorSummary(problems) + heading(account.title, caption: account.isOwn ? nil : account.name)
                + when(visit.query("done") != nil, notification("Done", "That token is worth nothing any more."))
                + "<p>A token lets a program read and write here as \(account.isOwn ? "you" : "this account") do\(account.isOwn ? "" : "es"): it sees what \(account.isOwn ? "your" : "its") role sees, and every file it opens is on record. \(link(to: APIPage.address, "What programs can ask for"))</p>"
                + table(tokens, account, names, now: visit.service.now) + form(visit, account, problems)
        }
    }

    private static func table(_ tokens: [AccessToken], _ account: Account, _ names: [RecordID: String], now: Instant) -> HTML {
        let rows = tokens.map { one -> [HTML] in
            let state: HTML =
                one.runs(at: now)
                ? tag("Runs until \((one.endsAt.londonDay - 1).words)", .good)
                : tag("Ended \((one.endedAt?.londonDay ?? one.endsAt.londonDay - 1).words)", .neutral)
            return [
                "\(one.name)", list(TokenScope.allCases.filter(one.scopes.contains).map { "\($0.title)" }),
                "\(one.madeAt.words)" + when(one.madeBy != account.id, ", by \(names[one.madeBy] ?? "somebody")"),
                "\(one.usedAt?.words ?? "Never")", state,
                one.runs(at: now)
                    ? sendForm(
                        action: Address("\(account.place.path)/\(one.entry)/ending"), button("End", style: .secondary, about: one.name))
                    : .empty,
            ]
        }
        return wholeSection(
            "Tokens there are", id: "there",
            HTML.tokenTable(
                columns: ["Made for", "What it may do", "Made", "Last used", "State", "Change"].map { Column($0) }, rows: rows))
    }

    private static func form(_ visit: Visit, _ account: Account, _ problems: [ErrorItem]) -> HTML {
        if account.longest == 0 { return "<p>This service makes no tokens: the setting says so.</p>" }
        if account.isPersonal {
            return inset(
                "<p>\(account.name) signs in to this account: only they make a token that acts as them. Take on an account of its own for an integration, and make its token there: it works until somebody signs in to that account.</p>"
            )
        }
        if account.scopes.isEmpty { return inset("<p>This role has nothing a program could use.</p>") }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let until = visit.form.has("until") ? visit.form["until"] : (visit.service.today + min(account.longest, 90)).typed
        return wholeSection(
            "A new token", id: "new",
            sendForm(
                action: account.place,
                wholeFields([
                    FieldControl(
                        id: "name", label: "What it is for", hint: "Such as: attendance from the education service, every night.",
                        error: message("name"), value: visit.form["name"]),
                    FieldControl(
                        id: "scopes", label: "What it may do", kind: .checkboxes(account.scopes.map { Choice($0.rawValue, $0.title) }),
                        error: message("scopes"), values: visit.form["scopes"].split(separator: " ").map(String.init)),
                    FieldControl(
                        id: "until", label: "Last day", kind: .day, hint: "At most \(account.longest.counted("day")) from today.",
                        error: message("until"), value: until),
                    PasswordAgain.control(problems),
                ]) + buttonGroup([button("Make the token")])))
    }

    private static func make(_ visit: Visit, of id: RecordID) async throws -> Reply {
        let account = try await Account(visit, id)
        guard account.longest > 0, !account.isPersonal, !account.scopes.isEmpty else { throw NotAllowed() }
        let (name, service) = (visit.form["name"], visit.service)
        let scopes = Set(visit.form["scopes"].split(separator: " ").compactMap { TokenScope(rawValue: String($0)) })
        var problems: [ErrorItem] = []
        if name.isEmpty || name.count > 100 || name.contains(where: \.isNewline) {
            problems.append(ErrorItem(field: "name", "Say what it is for, in at most 100 characters."))
        }
        if scopes.isEmpty || !scopes.isSubset(of: account.scopes) {
            problems.append(ErrorItem(field: "scopes", "Choose at least one thing it may do."))
        }
        let until = Day(typed: visit.form["until"]) ?? Day(iso: visit.form["until"])
        let today = service.today
        if until.map({ !(today...today + account.longest).contains($0) }) ?? true {
            problems.append(
                ErrorItem(field: "until", "Last day must be a date from today to \((today + account.longest).words), like 21/11/2026."))
        }
        guard problems.isEmpty, let until, let end = Instant((until + 1).iso + "T00:00") else {
            return try await page(visit, of: id, problems: problems)
        }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, of: id, problems: [$0])
        } then: {
            let token = try await service.makeToken(
                name: name, scopes: scopes, of: id, until: end, by: visit.person, page: visit.request.pattern)
            return .page(visit, title: "The token", shows: .nobody, crumbs: account.crumbs + [NavItem(account.title, account.place)]) {
                heading("The token", caption: name)
                    + "<p>It is shown only now. Put it where the program keeps its secrets, not in an email or a script.</p>"
                    + summaryList([
                        ("Token", "<code>\(token)</code>"), ("Until", "\(until.words)"),
                        ("Sent as", "<code>Authorization: Bearer …</code>"),
                    ]) + buttonGroup([buttonLink(to: account.place, "I have kept it")])
            }
        }
    }

    private static func end(_ visit: Visit, of id: RecordID) async throws -> Reply {
        guard let entry = Int64(try visit.request.parameter("entry")) else { throw NotFound() }
        try await visit.service.endToken(entry: entry, of: id, by: visit.person, page: visit.request.pattern)
        return .see(Address((id == visit.person.id ? At.account("tokens") : At.staff(id, "tokens")).path, query: [("done", "ended")]))
    }
}

extension HTML {
    /// `table(…)` of the HTML target, which a member named `table` would hide.
    fileprivate static func tokenTable(columns: [Column], rows: [[HTML]]) -> HTML {
        table(caption: "Tokens that act as this account", columns: columns, rows: rows, captionHidden: true, empty: "None.")
    }
}
