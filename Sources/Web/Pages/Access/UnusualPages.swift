import Casework
import HTML
import Practice
import Records

/// Ways of opening files that a service manager asks about: listed by day until somebody writes what they found (S-INF-11).
enum UnusualPages {
    static let routes: [Route] = [
        .get("/access/unusual", .may(.reviewAccess)) { try await list($0) },
        .get("/access/unusual/{name}/{id}/{day}", .may(.reviewAccess)) { try await one($0, problems: []) },
        .post("/access/unusual/{name}/{id}/{day}", .may(.reviewAccess)) { try await review($0) },
    ]

    private static func address(_ one: UnusualViews) -> Address {
        Address("/access/unusual/\(one.pattern.rawValue.replacing("_", with: "-"))/\(one.staff)/\(one.day.iso)")
    }

    private static func list(_ visit: Visit) async throws -> Reply {
        let found = try await visit.service.unusualViews(for: visit.person)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let names = try reader.staffNames()
            let settings = try reader.settings()
            let rows = found.map { one -> [HTML] in
                let who = names[one.staff] ?? "Not known"
                return [
                    "\(one.day.words)", "\(who)", "\(one.pattern.title)", "\(one.children.count)", "\(one.views)",
                    one.staff == visit.person.id
                        ? "Another manager’s to review"
                        : link(to: address(one), "Review", about: "\(who), \(one.day.words), \(one.pattern.title.lowercasedFirst)"),
                ]
            }
            let reviews = try reader.serviceRecords(AccessReview.self).sorted {
                ($0.reviewedAt ?? .unset, $0.id) > ($1.reviewedAt ?? .unset, $1.id)
            }
            let done = reviews.prefix(50).map { one -> [HTML] in
                [
                    "\(one.day.words)", "\(names[one.value.staff] ?? "Not known")",
                    "\(UnusualPattern(rawValue: one.pattern)?.title ?? one.pattern)", "\(one.note)",
                    "\(one.reviewedBy.flatMap { names[$0] } ?? ""), \(one.reviewedAt?.words ?? "")",
                ]
            }
            return .page(visit, title: "Unusual access", shows: .list("list", Array(Set(found.flatMap(\.children))).sorted())) {
                heading("Unusual access")
                    + AccessReviewPages.lists(visit, current: "unusual")
                    + "<p>Ways of opening files in the last \(settings[Settings.reviewDays].counted("day")) that are worth a question. None is a fault by itself: ask, and write down what you found. The numbers behind them are \(link(to: At.settings, "settings")).</p>"
                    + wholeSection(
                        "To be reviewed", id: "waiting",
                        table(
                            caption: "To be reviewed, newest first",
                            columns: [
                                Column("Day"), Column("Who"), Column("What"), Column("Files", isNumeric: true),
                                Column("Pages", isNumeric: true), Column("Review"),
                            ], rows: rows, captionHidden: true, empty: "Nothing unusual waits for a review."))
                    + wholeSection(
                        "Reviewed", id: "reviewed",
                        table(
                            caption: "The latest reviewed", columns: ["Day", "Who", "What", "What was found", "By"].map { Column($0) },
                            rows: Array(done), captionHidden: true, empty: "None has been reviewed."))
            }
        }
    }

    private static func found(_ visit: Visit) async throws -> UnusualViews {
        let (pattern, staff) = (try visit.request.parameter("name").replacing("-", with: "_"), try visit.id("id"))
        let day = try visit.request.parameter("day")
        let all = try await visit.service.unusualViews(for: visit.person)
        guard let one = all.first(where: { $0.pattern.rawValue == pattern && $0.staff == staff && $0.day.iso == day }) else {
            throw NotFound()
        }
        return one
    }

    private static func one(_ visit: Visit, problems: [ErrorItem]) async throws -> Reply {
        let one = try await found(visit)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let names = try reader.staffNames()
            let lines = try reader.lines(of: one.children, on: visit.service.today).sorted { ($0.name, $0.ref) < ($1.name, $1.ref) }
            return .page(
                visit, title: "Unusual access", shows: .list("list", one.children), status: problems.isEmpty ? 200 : 422,
                hasErrors: !problems.isEmpty, crumbs: [NavItem("Unusual access", At.unusualAccess)]
            ) {
                errorSummary(problems) + heading(one.pattern.title, caption: "\(names[one.staff] ?? "Not known"), \(one.day.words)")
                    + table(
                        caption: "Files opened: \(lines.count)", columns: ["Child", "Reference", "Who has looked"].map { Column($0) },
                        rows: lines.map { line in
                            [
                                "\(line.name)", "\(line.ref)",
                                line.isClosed
                                    ? "Not open to you" : link(to: At.child(line.id, "views"), "Who has looked", about: "at \(line.name)"),
                            ]
                        })
                    + when(one.staff == visit.person.id, "<p>Another manager reviews what you opened yourself.</p>")
                    + when(
                        one.staff != visit.person.id,
                        sendForm(
                            action: Address(visit.request.path),
                            fields([
                                FieldControl(
                                    id: "note", label: "What you found", kind: .multiline(rows: 3), error: problems.first?.message,
                                    value: visit.form["note"])
                            ]) + buttonGroup([button("Save the review"), link(to: At.unusualAccess, "Cancel")])))
            }
        }
    }

    private static func review(_ visit: Visit) async throws -> Reply {
        let one = try await found(visit)
        guard one.staff != visit.person.id else { throw NotAllowed() }
        let note = visit.form["note"].trimmed
        let wrong: String? =
            note.isEmpty
            ? "Write what you found." : note.count > 1000 ? "What you found must be 1000 characters or fewer; this is \(note.count)." : nil
        if let wrong { return try await self.one(visit, problems: [ErrorItem(field: "note", wrong)]) }
        try await visit.service.write(Scope(visit.person), action: "access.review") { writer in
            var review = AccessReview()
            (review.pattern, review.staff, review.day, review.note) = (one.pattern.rawValue, one.staff, one.day, note)
            (review.reviewedBy, review.reviewedAt) = (visit.person.id, writer.recordedAt)
            try writer.create(review)
        }
        return .see(At.unusualAccess)
    }
}
