import Casework
import HTML
import Practice
import Records

/// How long records are kept, which files have reached their day, and their review and erasure (S-PEO-14).
enum RetentionPages {
    static let routes: [Route] =
        [
            .get("/retention", .mayEither(.erase, .confirmErasure)) { try await show($0) },
            .get("/children/{child}/retention", .mayEither(.erase, .confirmErasure)) { try await RetentionReview.show($0) },
            .post("/children/{child}/retention", .may(.erase)) { try await ErasureSteps.propose($0) },
            .post("/children/{child}/retention/answer", .mayEither(.erase, .confirmErasure)) { try await ErasureSteps.answer($0) },
        ]
        + ServicePages<RetentionRule>(
            base: "/retention/rules", permission: .manageSettings, crumbs: [crumb], fields: RetentionRule.kind.fields.map(\.name),
            begin: { form, visit, _ in
                form.typed["record_class"] = visit.query("class") ?? ""
                form.typed["from_date"] = visit.service.today.typed
            },
            done: { _ in At.retention }
        ).routes
        + RecordPages(hold).routes

    static let crumb = NavItem("Retention", At.retention)

    private static let hold = RecordLayout<Hold>(
        title: { hold, _ in "Hold from \(hold.fromDate.words)" },
        begin: { form, visit in form.typed["from_date"] = visit.service.today.typed })

    /// Files shown on one page of the review.
    private static let most = 50

    private static func show(_ visit: Visit) async throws -> Reply {
        // By the person's own scope: a restricted file that does not open to them is somebody else's to review.
        try await visit.service.read(Scope(visit.person)) { reader in
            let (codes, today) = (try reader.codes(), visit.service.today)
            let rules = try RetentionReview.rules(reader, on: today)
            let own = try reader.serviceRecords(RetentionRule.self)
            var found: [(child: RecordID, name: String, ref: String, retention: Retention)] = []
            let needs = FileOutline.needs + [Need(Child.self, "date_of_birth", "given_name", "family_name", "known_as")]
            try reader.caseFiles(needs, of: try reader.closedFiles(on: today)) { file in
                let retention = Retention(FileOutline(file, codes: codes, today: today), rules: rules, on: today)
                if !retention.due.isEmpty || retention.isWholeFileDue {
                    found.append((file.child.id, file.child.value.nameUsed, file.child.ref, retention))
                }
            }
            let shown = found.sorted { ($0.retention.keptUntil ?? .open, $0.ref) < ($1.retention.keptUntil ?? .open, $1.ref) }.prefix(most)
            let rows = shown.map { one -> [HTML] in
                [
                    link(to: At.retention(one.child), one.name.isEmpty ? "Name not known" : one.name) + ", \(one.ref)",
                    one.retention.isWholeFileDue
                        ? "The whole file" : "\(one.retention.due.count) of \(one.retention.cases.count.counted("case"))",
                    "\(one.retention.due.compactMap(\.keptUntil).min()?.words)",
                ]
            }
            let waiting = try ErasureSteps.waiting(reader, visit)
            let done: HTML =
                switch visit.query("done") {
                case nil: .empty
                case "declined": notification("Declined", "Nothing was erased.")
                case "later": notification("Erased, and still to be cleared", tone: .warning, later)
                default: notification("Erased", "What went is named in the journal, without what it held.")
                }
            return .page(visit, title: "Retention", shows: .list("list", shown.map(\.child) + waiting.children)) {
                heading("Retention") + done
                    + "<p>There is no national rule of how long a youth justice service keeps its records. Each period below has its basis; of several for one record the longest counts, and only that record is kept as long: a time in care does not keep a community resolution. Nothing goes by itself: somebody reviews each file first, once its work is closed, and a second person confirms.</p>"
                    + waiting.html
                    + section(
                        "Files to review", id: "review",
                        table(
                            caption: found.count > most ? "The first \(most) of \(found.count), longest due first" : "Longest due first",
                            columns: ["Child", "What may go", "Kept until"].map { Column($0) }, rows: rows,
                            captionHidden: found.count <= most,
                            empty: "No file has reached its day."))
                    + section("Periods", id: "periods", periods(visit, rules, codes, own: own))
                    + "<p>Backups made before an erasure still hold what was erased, until they are thrown away in their turn.</p>"
            }
        }
    }

    /// For who erased while something read the records for long, as a backup does.
    private static let later: HTML =
        "It is erased: no page shows it and nobody can bring it back. The space it took on the disk is still to be cleared, because something is reading the records just now. The server tries again each minute for an hour, and when it starts next: you need not do anything."

    private static func periods(_ visit: Visit, _ rules: [RetentionRule], _ codes: Codes, own: [Stored<RetentionRule>]) -> HTML {
        let manages = visit.person.access.may(.manageSettings)
        let rows = rules.map { rule -> [HTML] in
            let name = codes.label("retention_class", rule.recordClass) ?? rule.recordClass
            let stored = own.first {
                ($0.recordClass, $0.after, $0.years, $0.basis) == (rule.recordClass, rule.after, rule.years, rule.basis)
            }
            let change =
                stored.map { link(to: Address("/retention/rules/\($0.id)/edit"), "Change", about: name) }
                ?? link(to: Address("/retention/rules/new", query: [("class", rule.recordClass)]), "Replace with our own", about: name)
            return [
                "\(name)", "\(words(rule, codes))", "\(rule.basis)" + when(stored != nil, " \(tag("Our own", .info))"),
                manages ? change : "",
            ]
        }
        return table(
            caption: "Periods in force today", columns: ["Class of record", "Kept", "Basis", "Change"].map { Column($0) }, rows: rows,
            captionHidden: true)
    }

    /// "3 years after the last action".
    static func words(_ rule: RetentionRule, _ codes: Codes) -> String {
        let event = codes.label("retention_start", rule.after)?.lowercasedFirst ?? rule.after
        switch rule.years {
        case nil: return "Until somebody decides"
        case 0: return "Until \(event)"
        case let years?: return "\(years.counted("year")) after \(event)"
        }
    }
}
