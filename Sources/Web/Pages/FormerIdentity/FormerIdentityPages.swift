import Casework
import HTML
import Practice
import Records

/// A child's sealed former identity: proposed by one, agreed to by another, opened with a reason by those named alone (S-PEO-14).
///
/// To everybody else the page is not there; who may seal sees a file with nothing to seal on it, sealed or not.
enum FormerIdentityPages {
    private static let base = "/children/{child}/former-identity"
    static let routes: [Route] =
        [
            .get("/former-identities", .may(.sealIdentities)) { visit in
                try await visit.service.read(Scope(visit.person)) { try list(visit, $0) }
            },
            .get(base, .may(.openFile)) { visit in try await visit.service.read(Scope(visit.person)) { try page(visit, $0) } },
            .post(base, .may(.sealIdentities)) { try await SealForms.propose($0) },
            .post("\(base)/answer", .may(.sealIdentities)) { try await SealForms.answer($0) },
            .post("\(base)/openings", .may(.openFile)) { try await OpenedIdentity.open($0) },
            .post("\(base)/reviews", .may(.openFile)) { try await OpenedIdentity.review($0) },
            .get("\(base)/documents/{id}", .may(.openFile)) { try await OpenedIdentity.document($0) },
        ] + SealChanges.routes

    /// The way here from the child's details, for who may seal and for those named.
    static func way(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> HTML {
        guard visit.asAt == nil else { return .empty }
        guard try visit.person.access.may(.sealIdentities) || !reader.identities(of: file.id).seals.isEmpty else { return .empty }
        return "<p>\(link(to: At.formerIdentity(file.id), "Former identity"))</p>"
    }

    static func page(_ visit: Visit, _ reader: Reader, problems: [ErrorItem] = []) throws -> Reply {
        let file = try FileHead(reader, try visit.id("child"))
        let known = try reader.identities(of: file.id)
        let seals = visit.person.access.may(.sealIdentities)
        guard seals || !known.seals.isEmpty else { throw NotFound() }
        let words = try Words(reader, file: file.id)
        var body = HTML.empty
        switch visit.query("done") {
        case "proposed": body += notification("Proposed", "Nothing is hidden until somebody else agrees.")
        case "sealed": body += notification("Sealed", "Only those named open it now, each time with a reason.")
        case "change": body += notification("Proposed", "Nothing changes until somebody else agrees.")
        case "declined": body += notification("Declined", "Nothing was sealed.")
        default: break
        }
        let changes = try reader.sealChanges(of: file.id)
        for (seal, openings) in known.seals {
            body += try OpenedIdentity.part(visit, reader, file, seal, openings, words, problems)
            if let one = changes.first(where: { $0.seal.id == seal.id }) {
                body += try SealChanges.part(visit, reader, file, one, words, problems)
            }
        }
        for one in changes where !known.seals.contains(where: { $0.seal.id == one.seal.id }) {
            body += try SealChanges.part(visit, reader, file, one, words, problems)
        }
        if seals {
            if let waiting = known.waiting {
                body += try SealForms.answering(visit, reader, file, waiting, words, problems)
            } else {
                body += try SealForms.proposing(visit, reader, file, words, problems)
            }
        }
        let parts = body
        return .page(
            visit, title: "Former identity", shows: .child(file.id), status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: file.crumbs
        ) {
            errorSummary(problems) + heading("Former identity", caption: file.name) + parts
        }
    }

    /// Proposals that wait for a second person.
    private static func list(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let found = try reader.identityProposals()
        let names = try reader.namesOf(found.map(\.child), on: visit.service.today)
        let staff = try reader.staffNames()
        let rows = found.map { one -> [HTML] in
            [
                link(to: At.formerIdentity(one.child), names[one.child]?.name ?? "Name not known"),
                "\(one.seal.proposedBy.flatMap { staff[$0] } ?? "Waymark")", "\(one.seal.proposedAt.words)",
                one.seal.proposedBy == visit.person.id ? tag("For somebody else", .neutral) : tag("To agree", .warning),
            ]
        }
        return .page(visit, title: "Former identities", shows: .list("list", found.map(\.child))) {
            heading("Former identities")
                + "<p>When who a child is changes for good, by adoption, gender recognition or to protect them, what they were known by before can be sealed. It begins on the child’s file, under Details. One person proposes it and another agrees. What is sealed already is listed nowhere.</p>"
                + section(
                    "Waiting for a second person", id: "waiting",
                    table(
                        caption: "Sealings somebody proposed", columns: ["Child", "Proposed by", "When", "State"].map { Column($0) },
                        rows: rows, captionHidden: true, empty: "No sealing waits."))
        }
    }

    /// Refused with sentences beside the boxes, and what was typed.
    static func refused(_ visit: Visit, _ problems: [ErrorItem]) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { try page(visit, $0, problems: problems) }
    }

    static func items(_ problems: Problems) -> [ErrorItem] {
        problems.all.map(ErrorItem.init)
    }
}
