import Casework
import HTML
import Practice
import Records

/// The agencies asked at intake on one page: one press asks all that are missing, one form takes the answers (S-REF-05).
struct ReferralChecks {
    static let routes: [Route] = [
        .get("/children/{child}/referrals/{id}/checks", .may(.writeRecords)) { try await show($0) },
        .post("/children/{child}/referrals/{id}/checks", .may(.writeRecords)) { try await askAll($0) },
        .post("/children/{child}/referrals/{id}/answers", .may(.writeRecords)) { try await answer($0) },
    ]

    private let file: FileHead
    private let referral: RecordID
    private let visit: Visit
    private let words: Words
    private let list: [(agency: String, check: Entry<Enquiry>?)]
    private let versions: [RecordID: Int64]

    init(_ reader: Reader, _ file: FileHead, _ referral: RecordID, _ visit: Visit, _ words: Words) throws {
        (self.file, self.referral, self.visit, self.words) = (file, referral, visit, words)
        list = try ReferralChecks.list(reader, file, referral)
        versions = Dictionary(
            try reader.records(Enquiry.self, child: file.id).map { ($0.id, $0.from) }, uniquingKeysWith: { first, _ in first })
    }

    /// The latest check of each agency for a referral.
    static func list(_ reader: Reader, _ file: FileHead, _ referral: RecordID) throws -> [(agency: String, check: Entry<Enquiry>?)] {
        IntakeChecks.list(try reader.records(Enquiry.self, child: file.id).filter { $0.value.referral == referral }.map(\.entry))
    }

    // MARK: What is shown

    func body(isLive: Bool, problems: [Problem] = []) throws -> HTML {
        let rows = list.map { agency, check -> [HTML] in
            let name = words.code("agency", agency)
            return [
                check.map { linked($0, name) } ?? "\(name)", state(check?.value),
                "\(check?.askedOn?.words ?? "")\(check?.value.askedBy.flatMap { words.staff[$0] }.map { " by \($0)" } ?? "")",
                "\(check?.receivedOn?.words ?? "")", result(check?.value),
            ]
        }
        let columns = ["Agency", "State", "Asked", "Answered", "Result"].map { Column($0, isLead: $0 == "State") }
        return table(caption: "Who was asked about the child and the family", columns: columns, rows: rows, captionHidden: true)
            + when(isLive && visit.person.access.mayWrite("enquiry"), press + answers(problems))
    }

    private func linked(_ check: Entry<Enquiry>, _ name: String) -> HTML {
        link(to: At.record(file.id, AnyKind(Enquiry.self), check.id), name)
    }

    private func state(_ check: Enquiry?) -> HTML {
        switch IntakeChecks.state(check) {
        case .notAsked: tag("Not asked", .bad)
        case .waiting: tag("Waiting", .warning)
        case .answered: tag(check?.isKnown == true ? "Known" : check?.isKnown == false ? "Not known to them" : "Answered", .good)
        case .noAnswer: tag("No answer possible")
        }
    }

    /// Whether what the agency tells is not for this reader: health detail, by whom it is from.
    private func isClosed(_ check: Enquiry) -> Bool { !check.closed(to: visit.person.access.sight).isEmpty }

    private func result(_ check: Enquiry?) -> HTML {
        let told = check.map(isClosed) == true && check?.receivedOn != nil ? ChildPages.notShown : check?.result.map { paragraphs($0) }
        return [told, check?.unableReason.map { "<p>No answer: \($0)</p>" }].compactMap { $0 }.joined()
    }

    /// One press asks every agency not asked yet.
    private var press: HTML {
        let missing = list.filter { $0.check == nil }
        guard !missing.isEmpty else { return .empty }
        let names = missing.map { words.code("agency", $0.agency).lowercasedFirst }.joined(separator: ", ")
        return sendForm(
            action: At.referral(file.id, referral, "checks"),
            "<p class=\"hint\">Not asked yet: \(names).</p>" + button("Record that all of them were asked today", style: .secondary))
    }

    /// The checks that wait for an answer, and those of a form that comes back: what was typed of one answered meanwhile is not lost.
    private func open(_ problems: [Problem]) -> [(agency: String, check: Entry<Enquiry>)] {
        list.compactMap { agency, check in
            guard let check else { return nil }
            let waits = [.waiting, .notAsked].contains(IntakeChecks.state(check.value))
            return waits || !problems.isEmpty && visit.form.has("from-\(check.id)") ? (agency, check) : nil
        }
    }

    /// Checks a form that comes back was about and that left the file meanwhile: what was typed of them is shown once more and not kept.
    private func gone(_ problems: [Problem]) -> [RecordID] {
        guard !problems.isEmpty else { return [] }
        let here = Set(list.compactMap(\.check?.id))
        return visit.form.fields.compactMap { field -> RecordID? in
            field.name.hasPrefix("from-") ? RecordID(String(field.name.dropFirst(5))) : nil
        }.filter { !here.contains($0) }
    }

    /// One form for all answers: those left blank stay open.
    private func answers(_ problems: [Problem]) -> HTML {
        let (open, gone) = (open(problems), gone(problems))
        guard !open.isEmpty || !gone.isEmpty else { return .empty }
        let parts =
            open.map { agency, check in
                answer(
                    check.id, "Answer from \(words.code("agency", agency).lowercasedFirst)", String(versions[check.id] ?? 0), problems,
                    isClosed: isClosed(check.value))
            }
            + gone.map {
                answer($0, "An answer to a check that is no longer on the file: it is not kept", visit.form["from-\($0)"], problems)
            }
        return sendForm(
            action: At.referral(file.id, referral, "answers"), once: nil,
            "<h3>Answers</h3><p class=\"hint\">Open those that have answered; the day is today if you leave it blank.</p>"
                + parts.joined() + ConcernPart(visit, codes: words.codes).fields
                + buttonGroup([button("Save the answers")] + pressForNone(open)))
    }

    /// The boxes of one check.
    private func answer(_ id: RecordID, _ title: String, _ version: String, _ problems: [Problem], isClosed: Bool = false) -> HTML {
        func control(_ field: String, _ label: String, _ kind: FieldControl.Kind) -> FieldControl {
            let box = "\(field)-\(id)"
            return FieldControl(
                id: box, label: label, kind: kind, error: problems.first { $0.field == box }?.message, value: visit.form[box],
                isRequired: false)
        }
        var controls = [
            control("known", "Known to them", .radios([Choice("yes", "Yes"), Choice("no", "No")])),
            control("received_on", "Answer received", .day),
        ]
        if !isClosed, visit.person.access.sees(.safeguarding) {
            controls.append(control("result", "What they told us", .multiline(rows: 2)))
        }
        controls.append(control("unable_reason", "Why there is no answer", .text))
        let fallen = problems.contains { $0.field.hasSuffix(id.description) }
        return details(
            title, isOpen: fallen || !problems.isEmpty && filled(id), hidden("from-\(id)", version) + fields(controls))
    }

    /// Whether the one press says of a check that the agency does not know the child: it was asked, and it looks at no record first.
    static func isAnsweredByPress(_ check: Enquiry) -> Bool {
        IntakeChecks.state(check) == .waiting && !IntakeChecks.ofRecords.contains(check.agency)
    }

    /// The press that answers for those it names.
    private func pressForNone(_ open: [(agency: String, check: Entry<Enquiry>)]) -> [HTML] {
        let names = open.filter { ReferralChecks.isAnsweredByPress($0.check.value) }.map {
            words.code("agency", $0.agency).lowercasedFirst
        }
        guard let last = names.last else { return [] }
        let all = names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
        return [button("Not known to \(all)", name: "action", value: "none", style: .secondary)]
    }

    private func filled(_ id: RecordID) -> Bool {
        ["known", "received_on", "result", "unable_reason"].contains { !visit.form["\($0)-\(id)"].isEmpty }
    }

    // MARK: What is done

    static func page(_ visit: Visit, _ reader: Reader, problems: [Problem] = []) throws -> Reply {
        let file = try FileHead(reader, try visit.id("child"))
        let id = try visit.id("id")
        guard try reader.record(Referral.self, child: file.id, id: id) != nil, visit.person.access.sees(Enquiry.kind) else {
            throw NotFound()
        }
        let checks = try ReferralChecks(reader, file, id, visit, try Words(reader, file: file.id))
        return try .page(
            visit, title: "Agency checks", shows: .child(file.id), status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty,
            crumbs: file.crumbs + [NavItem("Referral", At.referral(file.id, id))]
        ) {
            errorSummary(problems.map(ErrorItem.init)) + heading("Agency checks", caption: file.name)
                + (try checks.body(isLive: true, problems: problems))
        }
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("enquiry") else { throw NotAllowed() }
        return try await visit.service.read(Scope(visit.person)) { try page(visit, $0) }
    }
}
