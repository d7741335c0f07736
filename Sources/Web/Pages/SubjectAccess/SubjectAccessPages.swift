import Casework
import HTML
import Practice
import Records

/// Requests to have what the service holds on a child: a month to answer, a pack laid out from the whole file, a second person who checks it
/// (S-INF-11, S-INF-12).
enum SubjectAccessPages {
    static let base = "/children/{child}/subject-access-requests"
    static let routes: [Route] =
        [
            .get("/subject-access", .may(.answerSubjectAccess)) { visit in
                try await visit.service.read(Scope(visit.person)) { try list(visit, $0) }
            },
            .get(base, .may(.answerSubjectAccess)) { visit in
                try await visit.service.read(Scope(visit.person)) { try ofChild(visit, $0) }
            },
        ] + RecordPages(layout).routes + PackPages.routes + PackChangePages.routes + PackElsewherePages.routes + PackDocumentPages.routes
        + PackAnswerPages.routes

    static let crumb = NavItem("Subject access", At.subjectAccess)

    private static let layout = RecordLayout<SubjectAccess>(
        parts: [
            (nil, ["requester", "requester_name", "authority", "received_on", "asked"]),
            ("Who they are", ["identity_how", "identity_on"]), ("Answering it", ["checker", "extended", "extension_reason"]),
        ],
        title: { request, words in "Subject access request received \(request.receivedOn.words)" },
        begin: { form, visit in form.typed["received_on"] = visit.service.today.typed },
        below: { request, file, visit, _ in PackPages.next(request, file, visit) },
        check: { reader, file, request, _, form in
            guard let checker = request.checker, try !checkers(reader, on: form.today).contains(checker) else { return [] }
            return [Problem(field: "checker", message: "Choose a manager: it is theirs to check what leaves the service.")]
        },
        ownShow: { reader, file, request, visit, words in
            let due = SubjectAccessClock.due(request.value, try reader.settings())
            let note: HTML = request.isOpen ? inset("<p>To be answered by \(dueWords(due, visit.service.today))</p>") : .empty
            return note
                + summaryList(
                    Versions(history: [request], trails: [:], words: words, access: visit.person.access).rows(of: request))
        },
        // What was signed is not undone by changing the request.
        mayChange: { request, _, _ in !request.isSigned })

    /// Who may check a pack.
    static func checkers(_ reader: Reader, on day: Day) throws -> Set<RecordID> {
        try reader.staff(on: day) { Access($0).may(.answerSubjectAccess) }
    }

    static func state(_ request: SubjectAccess) -> HTML {
        switch true {
        case !request.isOpen: tag("Ended", .neutral)
        case request.isSigned: tag("Signed, to send", .info)
        case request.identityHow == nil: tag("Identity to check", .warning)
        case request.laidOutAt == nil: tag("To lay out", .warning)
        default: tag("To check", .info)
        }
    }

    // MARK: The service's requests

    /// Open requests with their days, the first due first.
    static func open(_ reader: Reader) throws -> [(request: Stored<SubjectAccess>, due: Day)] {
        let settings = try reader.settings()
        return try reader.everywhere(SubjectAccess.self, where: [("ended_on", .none)]).map {
            (request: $0, due: SubjectAccessClock.due($0.value, settings))
        }.sorted { ($0.due, $0.request.ref) < ($1.due, $1.request.ref) }
    }

    private static func list(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let (today, codes, staff) = (visit.service.today, try reader.codes(), try reader.staffNames())
        let open = try open(reader)
        let ended = try reader.everywhere(SubjectAccess.self).filter { !$0.value.isOpen }.sorted {
            ($0.endedOn ?? today, $0.ref) > ($1.endedOn ?? today, $1.ref)
        }
        let children = (open.map(\.request) + ended).compactMap(\.child)
        let names = try reader.namesOf(children, on: today)
        func name(_ one: Stored<SubjectAccess>) -> HTML {
            let child = one.child ?? one.id
            return link(to: At.record(child, AnyKind(SubjectAccess.self), one.id), names[child]?.name ?? "Name not known")
        }
        let rows = open.map { request, due -> [HTML] in
            [
                name(request), dueWords(due, today), state(request.value),
                "\(codes.label("subject_access_requester", request.requester) ?? "")", "\(request.receivedOn.words)",
                "\(request.checker.flatMap { staff[$0] } ?? "Nobody yet")",
            ]
        }
        let done = ended.map { one -> [HTML] in
            [
                name(one), "\(codes.label("subject_access_end", one.endedHow) ?? "")", "\(one.endedOn?.words ?? "")",
                "\(one.value.number.map(String.init) ?? "None")",
            ]
        }
        return .page(visit, title: "Subject access", shows: .list("list", Array(Set(children)))) {
            heading("Subject access")
                + "<p>A request is begun on the child’s file, under “Details”. The pack tells the whole file without other children, victims, addresses not to be disclosed and what the police know; a manager other than the one who laid it out reads it and signs it before it leaves.</p>"
                + section(
                    "To answer", id: "open",
                    table(
                        caption: "Open requests, first due first",
                        columns: ["Child", "Due", "State", "Who asks", "Received", "Checked by"].map { Column($0) }, rows: rows,
                        captionHidden: true, empty: "No request is open."))
                + section(
                    "Ended", id: "ended",
                    table(
                        caption: "Requests that ended, newest first", columns: ["Child", "How", "When", "Pack"].map { Column($0) },
                        rows: done,
                        captionHidden: true, empty: "None yet."))
        }
    }

    // MARK: One child's

    private static func ofChild(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let file = try FileHead(reader, try visit.id("child"))
        let (settings, codes) = (try reader.settings(), try reader.codes())
        let rows = try reader.records(SubjectAccess.self, child: file.id).map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(SubjectAccess.self), one.id), "Received \(one.receivedOn.words)"),
                "\(codes.label("subject_access_requester", one.requester) ?? "")",
                one.value.isOpen
                    ? dueWords(SubjectAccessClock.due(one.value, settings), visit.service.today) : "\(one.endedOn?.words ?? "")",
                state(one.value),
            ]
        }
        return .page(visit, title: "Subject access requests", shows: .child(file.id), crumbs: file.crumbs) {
            heading("Subject access requests", caption: file.name)
                + table(
                    caption: "Requests for what is held on this child",
                    columns: ["Request", "Who asks", "Due, or ended", "State"].map { Column($0) },
                    rows: rows, captionHidden: true, empty: "Nobody has asked.")
                + buttonGroup([buttonLink(to: At.newRecord(file.id, AnyKind(SubjectAccess.self)), "Record a request")])
        }
    }
}
