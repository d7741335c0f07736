import Casework
import HTML
import Records

/// Files opened with a reason, waiting for a manager to say what they found; and the latest reviewed ones (S-INF-11).
enum AccessReviewPages {
    static let routes: [Route] = [
        .get("/access/reviews", .may(.restrictFiles)) { visit in
            try await visit.service.read(Scope(visit.person)) { try all(visit, $0) }
        },
        .get("/access/reviews/{id}", .may(.restrictFiles)) { visit in try await one(visit, problems: []) },
        .post("/access/reviews/{id}", .may(.restrictFiles)) { try await review($0) },
    ]

    /// The lists of access to review, for who may see all.
    static func lists(_ visit: Visit, current: String) -> HTML {
        guard visit.person.access.may(.reviewAccess) else { return .empty }
        return tabs(
            [
                NavItem("Opened with a reason", At.accessReviews, isCurrent: current == "reviews"),
                NavItem("Unusual access", At.unusualAccess, isCurrent: current == "unusual"),
                NavItem("Refused sign-ins", At.refusedSignIns, isCurrent: current == "refused"),
            ], label: "Access to review")
    }

    /// On My day of a manager: that somebody opened a closed file, until a manager has written what they found.
    static func waiting(_ visit: Visit, _ reader: Reader) throws -> HTML {
        guard visit.person.access.may(.restrictFiles) else { return .empty }
        let uses = try reader.glassToReview()
        guard !uses.isEmpty else { return .empty }
        let (names, most) = (try reader.staffNames(), 5)
        let lines = uses.prefix(most).map { use in
            link(to: At.accessReview(use.record.id), "\(names[use.record.staff] ?? "Not known"), \(use.record.openedAt.words)")
                + when(use.record.endsAt > visit.service.now, " \(tag("Still open", .warning))")
        }
        let rest: HTML = uses.count > most ? "<p>\(link(to: At.accessReviews, "And \(uses.count - most) more"))</p>" : .empty
        return alertBanner("Files opened with a reason, to be reviewed", .warning, list(lines) + rest)
    }

    private static func name(_ use: GlassUse) -> String { use.name.map { "\($0), \(use.ref)" } ?? "Restricted file, \(use.ref)" }

    /// An opening of before purposes were asked says so.
    private static func purpose(_ use: GlassUse, _ codes: Codes) -> String {
        use.record.purpose.map { codes.label("access_purpose", $0) ?? $0 } ?? "Not asked then"
    }

    private static func all(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let uses = try reader.glassUses()
        let (names, codes) = (try reader.staffNames(), try reader.codes())
        let waiting = uses.filter { !$0.isReviewed }.map { use -> [HTML] in
            let who = names[use.record.staff] ?? "Not known"
            return [
                "\(use.record.openedAt.words)", "\(who)", "\(name(use))", "\(purpose(use, codes))", "\(use.record.reason)",
                use.record.endsAt > visit.service.now ? tag("Still open", .warning) : tag("Ended"),
                use.record.staff == visit.person.id
                    ? "Another manager’s to review"
                    : link(to: At.accessReview(use.record.id), "Review", about: "\(who), \(use.record.openedAt.words)"),
            ]
        }
        let done = uses.filter(\.isReviewed).map { use -> [HTML] in
            [
                "\(use.record.openedAt.words)", "\(names[use.record.staff] ?? "Not known")", "\(name(use))",
                "\(purpose(use, codes))", "\(use.record.reason)",
                "\(use.record.finding.flatMap { codes.label("break_glass_finding", $0) } ?? "")", "\(use.record.found ?? "")",
                "\(use.record.reviewedBy.flatMap { names[$0] } ?? ""), \(use.record.reviewedAt?.words ?? "")",
            ]
        }
        return .page(visit, title: "Access to be reviewed", shows: .list("list", uses.map(\.child))) {
            heading("Access to be reviewed")
                + lists(visit, current: "reviews")
                + "<p>Each time a closed file was opened with a reason. It stays here until a manager other than the one who opened it writes what they found.</p>"
                + wholeSection(
                    "Waiting", id: "waiting",
                    table(
                        caption: "Waiting, newest first",
                        columns: ["Opened", "Who", "File", "Purpose", "Reason", "State", "Review"].map { Column($0) },
                        rows: waiting, captionHidden: true, empty: "Nothing waits for a review."))
                + wholeSection(
                    "Reviewed", id: "reviewed",
                    table(
                        caption: "The latest reviewed",
                        columns: ["Opened", "Who", "File", "Purpose", "Reason", "Finding", "What was found", "By"].map { Column($0) },
                        rows: done,
                        captionHidden: true, empty: "None has been reviewed."))
        }
    }

    private static func one(_ visit: Visit, problems: [ErrorItem]) async throws -> Reply {
        let id = try visit.id("id")
        let use = try await visit.service.read(Scope(visit.person)) { try $0.glassUses().first { $0.record.id == id } }
        guard let use else { throw NotFound() }
        let read = ViewFilter(
            files: [use.child], staff: use.record.staff, between: use.record.openedAt...max(use.record.openedAt, use.record.endsAt))
        let pages = try await visit.service.views(read, limit: 1000)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let (names, codes) = (try reader.staffNames(), try reader.codes())
            func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
            let mayReview = !use.isReviewed && use.record.staff != visit.person.id
            return .page(
                visit, title: "A file opened with a reason", shows: .list("list", [use.child]), status: problems.isEmpty ? 200 : 422,
                hasErrors: !problems.isEmpty, crumbs: [NavItem("Access to be reviewed", At.accessReviews)]
            ) {
                errorSummary(problems) + heading("A file opened with a reason", caption: name(use))
                    + summaryList([
                        ("Who", "\(names[use.record.staff] ?? "Not known")"), ("Purpose", "\(purpose(use, codes))"),
                        ("Reason", "\(use.record.reason)"),
                        ("Opened", "\(use.record.openedAt.words)"), ("Open until", "\(use.record.endsAt.words)"),
                        ("Pages read", "\(pages.count)"),
                    ])
                    + table(
                        caption: "What was read, newest first",
                        columns: ["When", "What", "Page", "Session and request"].map { Column($0) },
                        rows: pages.map { ["\($0.at.words)", "\(PageWords.action($0.action))", "\(PageWords.name($0.page))", $0.whence] },
                        empty: "Nothing was read.")
                    + when(mayReview, form(visit, use, codes, message))
                    + when(
                        !mayReview,
                        "<p>\(use.isReviewed ? reviewed(use, names, codes) : "Another manager than the one who opened the file reviews it.")</p>"
                    )
            }
        }
    }

    private static func reviewed(_ use: GlassUse, _ names: [RecordID: String], _ codes: Codes) -> String {
        let finding = use.record.finding.flatMap { codes.label("break_glass_finding", $0) } ?? "Not known"
        let who = use.record.reviewedBy.flatMap { names[$0] } ?? "Not known"
        return "Reviewed by \(who), \(use.record.reviewedAt?.words ?? "day not known"). \(finding): \(use.record.found ?? "")"
    }

    private static func form(_ visit: Visit, _ use: GlassUse, _ codes: Codes, _ message: (String) -> String?) -> HTML {
        // What saving would say, before anything is written (`Service.reviewGlass`).
        let open: HTML =
            use.record.endsAt > visit.service.now
            ? inset(
                "<p>Open to them until \(use.record.endsAt.words): review it after that, or find now that it was not needed, which closes it.</p>"
            )
            : .empty
        return wholeSection(
            "Your review", id: "review",
            open
                + sendForm(
                    action: Address(visit.request.path),
                    fields([
                        FieldControl(
                            id: "finding", label: "Finding",
                            kind: .radios(codes.inForce("break_glass_finding", on: visit.service.today).map { Choice($0.token, $0.label) }),
                            error: message("finding"), value: visit.form["finding"]),
                        FieldControl(
                            id: "found", label: "What you found", kind: .multiline(rows: 3), error: message("found"),
                            value: visit.form["found"]),
                    ]) + buttonGroup([button("Save the review"), link(to: At.accessReviews, "Cancel")])))
    }

    private static func review(_ visit: Visit) async throws -> Reply {
        let (finding, found) = (visit.form["finding"], visit.form["found"].trimmed)
        var problems: [ErrorItem] = []
        let known = try await visit.service.read(Scope(visit.person)) {
            try $0.codes().inForce("break_glass_finding", on: visit.service.today).map(\.token)
        }
        if !known.contains(finding) { problems.append(ErrorItem(field: "finding", "Choose a finding.")) }
        if found.isEmpty { problems.append(ErrorItem(field: "found", "Write what you found.")) }
        if found.count > 1000 {
            problems.append(ErrorItem(field: "found", "What you found must be 1000 characters or fewer; this is \(found.count)."))
        }
        guard problems.isEmpty else { return try await one(visit, problems: problems) }
        do {
            try await visit.service.reviewGlass(try visit.id("id"), finding: finding, found: found, by: visit.person)
        } catch let wrong as Problems {
            return try await one(visit, problems: wrong.all.map(ErrorItem.init))
        } catch is Conflict {
            return try await one(
                visit, problems: [ErrorItem(field: nil, "Somebody has reviewed it already: what they found stands below.")])
        }
        return .see(At.accessReviews)
    }
}
