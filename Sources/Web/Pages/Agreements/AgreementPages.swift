import Casework
import HTML
import Practice
import Records

/// The register of information sharing agreements: what may be shared with whom, on which basis, and what runs out (S-INF-04).
enum AgreementPages {
    static let routes: [Route] =
        [
            .get("/agreements", .may(.openFile)) { try await index($0) },
            .get("/agreements/{agreement}", .may(.openFile)) { visit in
                try await visit.service.read(visit.scope) { try show(visit, $0, try stored(visit, $0)) }
            },
        ]
        + ServicePages<Agreement>(
            base: "/agreements", permission: .manageSettings, crumbs: [crumb], fields: Agreement.kind.fields.map(\.name),
            parameter: "agreement", neededWhere: ["end_date": "no day of review is given", "review_on": "no last day is given"],
            begin: { form, visit, _ in form.typed["start_date"] = visit.service.today.typed },
            removal: .init(done: At.agreements), done: { At.agreement($0) }
        ).routes

    static let crumb = NavItem("Information sharing agreements", At.agreements)

    static func register(_ reader: Reader, on day: Day) throws -> AgreementRegister {
        AgreementRegister(
            try reader.serviceRecords(Agreement.self).map(\.entry), on: day, notice: try reader.settings()[Settings.agreementNotice])
    }

    /// Those something may be passed on under today, to choose from.
    static func choices(_ reader: Reader, on day: Day) throws -> [Choice] {
        try reader.serviceRecords(Agreement.self).filter { $0.value.isInForce(on: day) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
            .map { Choice($0.id.description, $0.value.name) }
    }

    /// Said on My day to whoever keeps the register, before anything has run out.
    static func warning(_ visit: Visit, _ reader: Reader) throws -> HTML {
        guard visit.person.access.mayWrite(Agreement.kind.name) else { return .empty }
        let asking = try register(reader, on: visit.service.today).asking
        guard !asking.isEmpty else { return .empty }
        let most = 5
        let lines = asking.prefix(most).map { link(to: At.agreement($0.entry.id), $0.entry.value.name) + ": \(words($0.state))" }
        let rest: HTML = asking.count > most ? "<p>\(link(to: At.agreements, "And \(asking.count - most) more"))</p>" : .empty
        return alertBanner(
            "Information sharing agreements", asking.contains(where: \.state.isLate) ? .bad : .warning, list(lines) + rest)
    }

    // MARK: How one stands

    private static func words(_ state: AgreementState) -> String {
        switch state {
        case .ranOut(let day): "ran out on \(day.words)"
        case .reviewLate(let day): "to be reviewed by \(day.words), which is past"
        case .endsSoon(let day): "runs out on \(day.words)"
        case .reviewSoon(let day): "to be reviewed by \(day.words)"
        case .inForce: "in force"
        case .toCome: "to come"
        case .ended: "ended"
        }
    }

    private static func status(_ state: AgreementState) -> HTML {
        switch state {
        case .ranOut: tag("Ran out", .bad)
        case .reviewLate: tag("Review late", .bad)
        case .endsSoon: tag("Runs out soon", .warning)
        case .reviewSoon: tag("Review soon", .warning)
        case .inForce: tag("In force", .good)
        case .toCome: tag("To come", .info)
        case .ended: tag("Ended", .neutral)
        }
    }

    private static func today(_ visit: Visit) -> Day { visit.asAt?.londonDay ?? visit.service.today }

    private static func mayWrite(_ visit: Visit) -> Bool { visit.asAt == nil && visit.person.access.mayWrite(Agreement.kind.name) }

    // MARK: The register

    private static func index(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let register = try register(reader, on: today(visit))
            let notice = try reader.settings()[Settings.agreementNotice]
            let rows = register.lines.map { line -> [HTML] in
                let one = line.entry.value
                return [
                    link(to: Address(At.agreement(line.entry.id).path, query: visit.asAtQuery), one.name), status(line.state),
                    "\(one.endDate?.words ?? "No last day")", "\(one.reviewOn?.words ?? "")", paragraphs(one.parties),
                    paragraphs(one.shared),
                ]
            }
            return .page(visit, title: "Information sharing agreements", shows: .nobody) {
                heading("Information sharing agreements")
                    + when(mayWrite(visit), buttonGroup([buttonLink(to: At.newAgreement, "Add an agreement")]))
                    + "<p>What may be shared with whom, and under what. What runs out or is to be reviewed first stands first; the service manager is told on My day from \(notice.counted("day")) before.</p>"
                    + table(
                        caption: "Agreements, what runs out first",
                        columns: [
                            Column("Agreement"), Column("State", isLead: true), Column("Last day"), Column("Review by"),
                            Column("Who is in it"),
                            Column("What may be shared, and with whom"),
                        ], rows: rows, captionHidden: true, empty: "No agreement is recorded.")
            }
        }
    }

    // MARK: One agreement

    private static func stored(_ visit: Visit, _ reader: Reader) throws -> Stored<Agreement> {
        guard let found = try reader.serviceRecord(Agreement.self, id: try visit.id("agreement")) else { throw NotFound() }
        return found
    }

    private static func show(_ visit: Visit, _ reader: Reader, _ agreement: Stored<Agreement>) throws -> Reply {
        let history = try reader.history(Agreement.self, child: nil, id: agreement.id)
        let versions = Versions(
            history: history, trails: try reader.trails(history.map(\.from)), words: try Words(reader, file: .unset),
            access: visit.person.access)
        let state = AgreementState(agreement.value, on: today(visit), notice: try reader.settings()[Settings.agreementNotice])
        let copies = try reader.serviceRecords(PanelCopy.self).filter { $0.agreement == agreement.id }
        let told = try versions.history(visit, address: At.agreement(agreement.id))
        return .page(
            visit, title: "Information sharing agreement", shows: .nobody, crumbs: [crumb]
        ) {
            heading(agreement.value.name, status: status(state))
                + summaryList(
                    versions.rows(of: agreement) + [
                        SummaryRow(
                            "Passed on under it",
                            copies.isEmpty ? "No copy of panel papers" : "\(copies.count.counted("copy", "copies")) of panel papers")
                    ]) + when(mayWrite(visit), changing(agreement, isNamed: !copies.isEmpty)) + section("History", id: "history", told)
        }
    }

    private static func changing(_ agreement: Stored<Agreement>, isNamed: Bool) -> HTML {
        let edit = buttonGroup([buttonLink(to: At.agreement(agreement.id, "edit"), "Change, renew or end", style: .secondary)])
        // What something was passed on under is ended, not taken out.
        guard !isNamed else { return edit }
        return edit
            + details(
                "Recorded by mistake",
                "<p>An agreement that is over is not taken out: change its last day. Only one that never was is taken out; its history stays in the journal.</p>"
                    + removalForm(agreement, at: At.agreement(agreement.id, "removal"), "Take out of the register"))
    }
}
