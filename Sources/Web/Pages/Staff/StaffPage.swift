import Casework
import HTML
import Records

/// One member of staff: who they are, and what lets them in or keeps them out.
enum StaffPage {
    static let routes: [Route] = [
        .get("/staff/{id}", .may(.manageStaff)) { try await page($0) },
        .post("/staff/{id}/password", .may(.manageStaff)) { visit in
            guard try visit.id("id") != visit.person.id else { return .see(At.account) }
            return try await act(visit, "password", asking: true, identity: true) { staff in
                let password = Passphrase.make()
                try await visit.service.resetPassword(
                    user: staff.user, to: password, cost: visit.request.site.passwordCost, by: visit.person,
                    identity: visit.form[identityName])
                return told(visit, staff.id, name: staff.name, user: staff.user, password: password)
            }
        },
        // What lets somebody in or shuts them out asks for one's password once more. Whoever is signed out alone signs in again: that asks nothing.
        .post("/staff/{id}/disabling", .may(.manageStaff)) { visit in
            try await act(visit, "disabled", asking: true) { staff in
                try await visit.service.disableStaff(user: staff.user, by: visit.person)
                return nil
            }
        },
        .post("/staff/{id}/enabling", .may(.manageStaff)) { visit in
            try await act(visit, "enabled", asking: true) { staff in
                try await visit.service.enableStaff(user: staff.user, by: visit.person)
                return nil
            }
        },
        .post("/staff/{id}/sessions/ending", .may(.manageStaff)) { visit in
            try await act(visit, "sessions") { staff in
                try await visit.service.endSessions(of: staff.id, by: visit.person, page: "/staff/{id}")
                return nil
            }
        },
        .post("/staff/{id}/single-sign-on/ending", .may(.manageStaff)) { visit in
            try await act(visit, "single-sign-on", asking: true) { staff in
                try await visit.service.unlink(staff.id, by: visit.person, page: "/staff/{id}")
                return nil
            }
        },
        .post("/staff/{id}/second-factor/removal", .may(.manageStaff)) { visit in
            try await act(visit, "second-factor", asking: true, identity: true) { staff in
                try await visit.service.removeSecondFactor(of: staff.id, by: visit.person, identity: visit.form[identityName])
                return nil
            }
        },
    ]

    static func stored(_ visit: Visit, _ reader: Reader) throws -> Stored<Staff> {
        guard let staff = try reader.serviceRecord(Staff.self, id: try visit.id("id")) else { throw NotFound() }
        return staff
    }

    private static func stored(_ visit: Visit) async throws -> Stored<Staff> {
        try await visit.service.read(Scope(visit.person)) { try stored(visit, $0) }
    }

    static func words(_ error: StaffError) -> String {
        switch error {
        case .unknown: "There is no such member of staff."
        case .taken: "Somebody has that user name already."
        case .own: "Nobody changes their own role, or whether they may sign in. Ask another system administrator."
        case .lastAdministrator: "This is the only system administrator who may sign in. Make another first, or nobody could manage staff."
        }
    }

    /// How the administrator made sure that it is they who ask.
    private static let identityName = "identity"
    /// Long enough for a way and a number, short enough for a line.
    private static let identityLengths = 10...200

    /// - Parameters:
    ///   - asking: whether one's own password is asked for once more.
    ///   - identity: whether it is asked how the person was told from others (ASVS 6.4.4).
    ///   - body: its answer, where it is not the person's own page again.
    private static func act(
        _ visit: Visit, _ part: String, asking: Bool = false, identity: Bool = false, _ body: (Stored<Staff>) async throws -> Reply?
    ) async throws -> Reply {
        let staff = try await stored(visit)
        func done() async throws -> Reply {
            do {
                return try await body(staff) ?? .see(At.staff(staff.id, nil, [("done", part)]))
            } catch let error as StaffError {
                return try await page(visit, problem: ErrorItem(field: nil, words(error)))
            }
        }
        guard asking else { return try await done() }
        // Of oneself all of it is on one's own page.
        guard staff.id != visit.person.id else { return try await page(visit, problem: ErrorItem(field: nil, words(.own))) }
        if identity, !identityLengths.contains(visit.form[identityName].count) {
            let message =
                "Say how you made sure that it is they who ask, in \(identityLengths.lowerBound) to \(identityLengths.upperBound) characters."
            return try await page(visit, problem: ErrorItem(field: "\(part)-\(identityName)", message))
        }
        return try await PasswordAgain.asked(visit) {
            try await page(visit, problem: ErrorItem(field: "\(part)-\(PasswordAgain.name)", $0.message))
        } then: {
            try await done()
        }
    }

    private static func page(_ visit: Visit, problem: ErrorItem? = nil) async throws -> Reply {
        let (service, id) = (visit.service, try visit.id("id"))
        let (staff, role, roles) = try await service.read(Scope(visit.person)) { reader in
            let staff = try stored(visit, reader)
            return (staff, try reader.role(of: staff.id, on: service.today), try StaffPage.held(staff.id, reader))
        }
        let factor = try await service.secondFactor(of: id)
        let sessions = try await service.sessions(of: id)
        let linked = try await service.link(of: id)
        let isOwn = id == visit.person.id
        let isOff = staff.disabled == true
        let singleSignOn: HTML =
            linked.map { "\(tag("Linked", .good)) \($0.account.name), since \($0.madeAt.words)" } ?? tag("Not linked", .neutral)
        let facts = summaryList([
            ("User name", "\(staff.user)"), ("Role", "\(role?.title ?? "None")"), ("Team", "\(staff.team ?? "None")"),
            ("Post", "\(staff.fullTimePercent.map { "\($0) per cent of full time" } ?? "Full time")"),
            ("May sign in", isOff ? tag("May not sign in", .bad) : tag("May sign in", .good)),
            ("Second factor", factor.has ? tag("Set up", .good) : tag("Not set up", .neutral)),
            ("Single sign-on", singleSignOn),
        ])
        let rows = sessions.map { one -> [HTML] in
            [
                "\(one.browser.isEmpty ? "Not known" : one.browser)", "\(one.madeAt.words)", "\(one.seenAt.words)",
                "\(one.entry.description)",
            ]
        }
        return .page(
            visit, title: staff.name, shows: .nobody, status: problem == nil ? 200 : 422, hasErrors: problem != nil,
            crumbs: [NavItem("Staff", At.staff)]
        ) {
            errorSummary(problem.map { [$0] } ?? []) + heading(staff.name, caption: "Member of staff") + done(visit)
                + facts + buttonGroup([buttonLink(to: At.staff(id, "edit"), "Change")]) + roles
                + section(
                    "Where they are signed in", id: "sessions",
                    table(
                        caption: "Where they are signed in", columns: ["Browser", "Signed in", "Last used", "Session"].map { Column($0) },
                        rows: rows,
                        captionHidden: true, empty: "Nowhere.")
                        + when(
                            !rows.isEmpty,
                            sendForm(action: At.staff(id, "sessions/ending"), button("Sign them out everywhere", style: .secondary))))
                + (isOwn
                    ? "<p>Your own password and second factor are on \(link(to: At.account, "your account")).</p>"
                    : access(visit, id, isOff: isOff, hasFactor: factor.has, linked, problem))
        }
    }

    /// The roles they have held, newest first, and who gave each.
    private static func held(_ id: RecordID, _ reader: Reader) throws -> HTML {
        let held = try reader.serviceRecords(RoleHolding.self).filter { $0.staff == id }
            .sorted { ($0.startDate, $0.id) > ($1.startDate, $1.id) }
        let first = try held.map { try reader.history(RoleHolding.self, child: nil, id: $0.id).map(\.from).min() ?? $0.from }
        let (trails, names) = (try reader.trails(first), try reader.staffNames())
        let rows = zip(held, first).map { one, from -> [HTML] in
            let who = trails[from].flatMap { $0.staff.flatMap { names[$0] } } ?? "Waymark"
            return [
                "\(Role(rawValue: one.role)?.title ?? one.role)", "\(one.startDate.words)", "\(one.endDate?.words ?? "Holds it")",
                "\(who)\(trails[from].map { ", \($0.recordedAt.words)" } ?? "")",
            ]
        }
        return section(
            "Roles held", id: "roles",
            table(
                caption: "Roles held, newest first", columns: ["Role", "From", "To", "Given by"].map { Column($0) }, rows: rows,
                captionHidden: true, empty: "None."))
    }

    /// What lets somebody else in or keeps them out, each with what follows from it.
    private static func access(
        _ visit: Visit, _ id: RecordID, isOff: Bool, hasFactor: Bool, _ linked: SingleSignOnLink?, _ problem: ErrorItem?
    ) -> HTML {
        /// Each form of the page has a box of its own for the password, whose id begins with the form's word.
        func own(_ part: String) -> HTML {
            let box = "\(part)-\(PasswordAgain.name)"
            return field(PasswordAgain.control(problem?.field == box ? problem?.message : nil, id: box))
        }
        /// What was typed stays in the form it was sent with.
        func identity(_ part: String) -> HTML {
            let box = "\(part)-\(identityName)"
            let isSent = visit.request.path.hasSuffix("/password") == (part == "password")
            return field(
                FieldControl(
                    id: box, name: identityName, label: "How you made sure that it is they who ask",
                    hint: "For example: seen face to face, or rung back on the number we had. It is kept in the journal.",
                    error: problem?.field == box ? problem?.message : nil, value: isSent ? visit.form[identityName] : ""))
        }
        let password = section(
            "A new password", id: "password",
            "<p>They are signed out everywhere, tokens that act as them end, an account they linked lets them in no more, and they get a password that is good once. You see it on the next page, and only there.</p>"
                + sendForm(
                    action: At.staff(id, "password"),
                    identity("password") + own("password") + button("Give a one-time password", style: .secondary)))
        let factor = section(
            "Second factor", id: "factor",
            "<p>For somebody who has lost their authenticator and their recovery codes. They are signed out everywhere.</p>"
                + sendForm(
                    action: At.staff(id, "second-factor/removal"),
                    identity("second-factor") + own("second-factor") + button("Take the second factor off", style: .secondary)))
        let elsewhere = section(
            "Single sign-on", id: "single-sign-on",
            summaryList([
                ("Account", "\(linked?.account.name ?? "")"), ("Name at the provider", "\(linked?.account.subject ?? "")"),
                ("Provider", "\(linked?.account.issuer ?? "")"),
            ])
                + "<p>Undone, it lets them in no more: they are signed out everywhere, sign in with their password and may link an account again.</p>"
                + sendForm(
                    action: At.staff(id, "single-sign-on/ending"), own("single-sign-on") + button("Undo the link", style: .secondary)))
        let door = section(
            "Signing in", id: "door",
            isOff
                ? sendForm(action: At.staff(id, "enabling"), own("enabled") + button("Let them sign in again", style: .secondary))
                : "<p>They are signed out at once and cannot sign in again until you let them. What they wrote stays.</p>"
                    + sendForm(
                        action: At.staff(id, "disabling"), own("disabled") + button("Stop them signing in", style: .warning)))
        let tokens = section(
            "Tokens for programs", id: "tokens", "<p>\(link(to: At.staff(id, "tokens"), "Tokens that act as this account"))</p>")
        // Whoever is stopped is let in first: a new password would let them in without a word.
        return when(!isOff, password) + when(hasFactor, factor) + when(linked != nil, elsewhere) + tokens + door
    }

    private static func done(_ visit: Visit) -> HTML {
        switch visit.query("done") {
        case "change": notification("Saved", "What you changed holds from now on.")
        case "role": notification("Saved", "What you changed holds from now on. Their tokens for programs have ended with the role before.")
        case "disabled": notification("Done", "They are signed out and may not sign in.")
        case "enabled": notification("Done", "They may sign in again, with the password they had.")
        case "sessions": notification("Done", "They are signed out everywhere.")
        case "second-factor": notification("Done", "They sign in with their password alone until they set up another.")
        case "single-sign-on": notification("Done", "The link is undone. They are signed out everywhere and sign in with their password.")
        default: .empty
        }
    }

    /// The page that tells a one-time password, the only time it is shown.
    static func told(_ visit: Visit, _ id: RecordID, name: String, user: String, password: String) -> Reply {
        .page(visit, title: "One-time password", shows: .nobody, crumbs: [NavItem("Staff", At.staff), NavItem(name, At.staff(id))]) {
            heading("One-time password", caption: name)
                + "<p>It is shown only now. Tell them yourself, not by email. They choose one of their own when they sign in with it.</p>"
                + summaryList([("User name", "\(user)"), ("Password", "<code>\(password)</code>")])
                + buttonGroup([buttonLink(to: At.staff(id), "I have told them")])
        }
    }
}
