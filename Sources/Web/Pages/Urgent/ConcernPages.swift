import Casework
import HTML
import Records

/// Urgent concerns: all of them, open ones first, and closing one by a named person (S-SAF-09).
enum ConcernPages {
    static let routes: [Route] = [
        .get("/concerns", .may(.findChildren)) { try await list($0) },
        .get("/children/{child}/urgent-concerns/{id}/closing", .may(.writeRecords)) { visit in
            try await visit.service.read(Scope(visit.person)) { try closingPage(visit, $0, visit.form, problems: []) }
        },
        .post("/children/{child}/urgent-concerns/{id}/closing", .may(.writeRecords)) { try await close($0) },
    ]

    // MARK: All of them

    private static func list(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(.safeguarding) else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { reader in
            let open = try reader.everywhere(Concern.self, where: [("closed_on", .none)]).sorted { $0.raisedAt < $1.raisedAt }
            let closed = try reader.everywhere(Concern.self, newest: ("closed_on", 100))
            let shown = open + closed
            let lines = try reader.namesOf(shown.compactMap(\.child), on: visit.service.today)
            let (codes, staff) = (try reader.codes(), try reader.staffNames())
            func name(_ one: Stored<Concern>) -> HTML {
                link(
                    to: At.record(one.child ?? one.id, AnyKind(Concern.self), one.id),
                    one.child.flatMap { lines[$0]?.name } ?? "Name not known")
            }
            let reads = visit.person.access.sees(.concern)
            func free(_ text: String) -> HTML { reads ? paragraphs(text) : "<span class=\"none\">Not for your role</span>" }
            let openRows = open.map { one -> [HTML] in
                [
                    name(one), tag(codes.label("concern_type", one.type) ?? one.type, .bad),
                    "\(one.raisedAt.words) by \(one.raisedBy.flatMap { staff[$0] } ?? "Waymark"), in \((one.raisedIn ?? "a form").lowercasedFirst)",
                    free(one.what), free(one.done ?? "Nothing written"), "\(one.reviewDate?.words ?? "None named")",
                ]
            }
            let closedRows = closed.map { one -> [HTML] in
                [
                    name(one), "\(codes.label("concern_type", one.type) ?? one.type)", "\(one.raisedAt.words)",
                    "\(one.closedOn?.words ?? "") by \(one.closedBy.flatMap { staff[$0] } ?? "Waymark")", free(one.closing ?? ""),
                    "\(one.reviewDate?.words ?? "None named")",
                ]
            }
            return try .page(visit, title: "Urgent concerns", shows: .list("list", shown.compactMap(\.child))) {
                heading("Urgent concerns") + "<p>\(link(to: At.duty, "Who is on duty"))</p>"
                    + section(
                        "Open", id: "open",
                        table(
                            caption: "Open concerns, oldest first",
                            columns: ["Child", "Concern", "Raised", "What is happening", "Done at once", "Look again on"].map {
                                Column($0)
                            },
                            rows: openRows, captionHidden: true, empty: "No urgent concern is open."))
                    + (try onClosedFiles(visit, reader))
                    + section(
                        "Closed", id: "closed",
                        table(
                            caption: "Closed concerns, newest first, the last hundred",
                            columns: ["Child", "Concern", "Raised", "Closed", "Why", "Look again on"].map { Column($0) }, rows: closedRows,
                            captionHidden: true, empty: "None has been closed."))
            }
        }
    }

    /// A concern on a file that does not open is still somebody's to answer today: its reference leads to the reason asked for.
    private static func onClosedFiles(_ visit: Visit, _ reader: Reader) throws -> HTML {
        let lines = try reader.lines(of: Array(Set(visit.urgent.onClosedFiles)), on: visit.service.today).sorted { $0.ref < $1.ref }
        guard !lines.isEmpty else { return .empty }
        return section(
            "Open on restricted files", id: "restricted",
            "<p>Ask the worker or a manager who opens the file; if nobody can be reached, give a reason to open it.</p>"
                + lines.map { "<p>\(link(to: At.child($0.id), "\($0.name), \($0.ref)"))</p>" as HTML }.joined())
    }

    // MARK: Closing one

    /// What is done next, under the concern on its page.
    static let next: @Sendable (Stored<Concern>, FileHead, Visit) -> HTML = { concern, file, visit in
        let referral = buttonLink(to: newReferral(file, concern.id), "Refer to social care or early help", style: .secondary)
        guard concern.value.isOpen else { return referral }
        let closing =
            visit.urgent.count != nil && visit.person.access.sees(.concern)
            ? buttonLink(to: At.closeConcern(file.id, concern.id), "Close the concern")
            : "<p>A manager or the duty worker closes it.</p>"
        return buttonGroup([closing, referral])
    }

    static func newReferral(_ file: FileHead, _ concern: RecordID) -> Address {
        At.newRecord(file.id, AnyKind(SafeguardingReferral.self), [("concern", concern.description)])
    }

    /// Who sees an open concern, by name where the rota names somebody.
    static func whoSees(_ reader: Reader, _ visit: Visit) throws -> String {
        let (today, names) = (visit.service.today, try reader.staffNames())
        let duty = try reader.serviceRecords(Duty.self).filter { $0.startDate <= today && $0.endDate >= today }
            .compactMap { names[$0.staff] }
        return duty.isEmpty
            ? "Every manager sees the urgent concern now. Nobody is on the duty rota today."
            : "Every manager, and \(duty.joined(separator: " and ")) on duty today, see the urgent concern now."
    }

    /// The page of one concern: what is known, who sees it, and the referrals made from it.
    static func page(_ reader: Reader, _ file: FileHead, _ concern: Stored<Concern>, _ visit: Visit, _ words: Words) throws -> HTML {
        let known = Versions(history: [concern], trails: [:], words: words, access: visit.person.access).rows(of: concern)
        let kind = AnyKind(SafeguardingReferral.self)
        let made = try reader.records(SafeguardingReferral.self, child: file.id).filter { $0.concern == concern.id }.map { one in
            SummaryRow("Referred", link(to: At.record(file.id, kind, one.id), PathwayRoutes.safeguardingReferral.title(one.value, words)))
        }
        guard concern.value.isOpen, visit.asAt == nil else { return summaryList(known + made) }
        return summaryList(known + made) + "<p>\(try whoSees(reader, visit))</p>"
    }

    private static let asked: Set<String> = ["closing", "safety_plan", "review_date"]

    private static func form(_ visit: Visit, _ reader: Reader) throws -> RecordForm<Concern> {
        var form = RecordForm(Concern.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.asked = asked
        form.demanded = ["closing": "Say why it can be closed.", "safety_plan": "Write the safety plan, or why none is needed."]
        return form
    }

    private static func concern(_ visit: Visit, _ reader: Reader) throws -> (FileHead, Stored<Concern>) {
        guard visit.person.access.mayWrite("concern"), visit.person.access.sees(.concern), try reader.answersForConcerns() else {
            throw NotAllowed()
        }
        let file = try FileHead(reader, try visit.id("child"))
        guard let concern = try reader.record(Concern.self, child: file.id, id: try visit.id("id")) else { throw NotFound() }
        return (file, concern)
    }

    private static func closingPage(_ visit: Visit, _ reader: Reader, _ sent: Form, problems: [Problem]) throws -> Reply {
        let (file, concern) = try concern(visit, reader)
        var form = try form(visit, reader)
        form.fill(concern.value)
        if visit.request.method == .post { form.fill(sent) }
        form.problems = problems
        let words = try Words(reader, file: file.id)
        let known: [(String, HTML)] = [
            ("Concern", "\(words.code("concern_type", concern.type))"), ("What is happening", paragraphs(concern.what)),
            ("Raised", "\(concern.raisedAt.words) by \(concern.raisedBy.map(words.name) ?? "Waymark")"),
            ("Done at once", paragraphs(concern.done ?? "Nothing written")),
        ]
        let body = form
        return .page(
            visit, title: "Close the concern", shows: .child(file.id), status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: file.crumbs
        ) {
            body.summary + heading("Close the concern", caption: file.name) + summaryList(known)
                + sendForm(
                    action: At.closeConcern(file.id, concern.id), once: once(visit),
                    hidden("from", String(concern.from)) + body.controls(["closing", "safety_plan", "review_date"])
                        + buttonGroup([
                            button("Close the concern"), link(to: At.record(file.id, AnyKind(Concern.self), concern.id), "Cancel"),
                        ]))
        }
    }

    private static func close(_ visit: Visit) async throws -> Reply {
        let from = sentVersion(visit)
        let page = try await visit.service.write(Scope(visit.person), action: "concern.close") { writer -> Reply? in
            let reader = writer.reader
            let (file, concern) = try concern(visit, reader)
            if concern.closedOn != nil { return nil }
            var form = try form(visit, reader)
            form.fill(concern.value)
            form.fill(visit.form)
            var value = form.read(over: concern.value, child: file.child.value)
            var problems = form.problems
            if problems.isEmpty, concern.from != from {
                problems.append(Problem(field: "", message: "Someone changed this concern just now. Look at it again before closing it."))
            }
            guard problems.isEmpty else { return try closingPage(visit, reader, visit.form, problems: problems) }
            (value.closedOn, value.closedBy) = (visit.service.today, visit.person.id)
            let closed = value
            try writer.correct(Concern.self, child: file.id, id: concern.id, from: concern.from) { $0 = closed }
            return nil
        }
        return page ?? .see(At.concerns)
    }
}

extension Reader {
    /// The lines of children by id, for pages that name children of many records.
    func namesOf(_ children: [RecordID], on day: Day) throws -> [RecordID: ChildLine] {
        Dictionary(try lines(of: Array(Set(children)), on: day).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
