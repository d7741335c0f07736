import Casework
import HTML
import Practice
import Records

/// Court and custody on a child's file: hearings, remand, orders with their requirements and appeals, and who answers for the child.
struct CourtPage {
    static let routes: [Route] = [.get("/children/{child}/court", .may(.openFile)) { try await show($0) }]

    private let reader: Reader
    private let file: FileHead
    private let visit: Visit
    private let words: Words
    private let day: Day
    private var access: Access { visit.person.access }

    private init(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws {
        (self.reader, self.file, self.visit) = (reader, file, visit)
        words = try Words(reader, file: file.id)
        day = visit.asAt?.londonDay ?? visit.service.today
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let page = try CourtPage(reader, file, visit)
            return try .page(visit, title: "Court and custody", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Court and custody", caption: file.name) + ChildPages.parts(visit, file, current: "court")
                    + (try page.policeBail + page.hearings + page.remands + page.orders + page.transfers)
            }
        }
    }

    private var policeBail: HTML {
        get throws {
            guard access.sees(PoliceBail.kind) else { return .empty }
            let rows = try reader.records(PoliceBail.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }.map {
                [
                    link(
                        to: At.record(file.id, AnyKind(PoliceBail.self), $0.id),
                        $0.status.map { words.code("police_bail_status", $0) } ?? "Not known"), "\(words.name($0.value.offence))",
                    "\($0.startDate?.words ?? "Not known")", $0.endDate.map { "\($0.words)" } ?? tag("Running", .warning),
                ]
            }
            return section(
                "Police bail", id: "police-bail",
                table(
                    caption: "Police bail, newest first", columns: ["Released on", "Offence", "From", "To"].map { Column($0) }, rows: rows,
                    captionHidden: true, empty: "No police bail is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(PoliceBail.self), "Add police bail"))
        }
    }

    private var hearings: HTML {
        get throws {
            guard access.sees(Hearing.kind) else { return hidden("Hearings", "hearings") }
            let rows = try reader.records(Hearing.self, child: file.id).sorted { $0.hearingDate > $1.hearingDate }.map { one -> [HTML] in
                let decision: HTML =
                    words.codes.group("remand_decision", one.remandDecision) == "REMAND"
                    ? tag(words.code("remand_decision", one.remandDecision), .warning)
                    : "\(one.remandDecision.map { words.code("remand_decision", $0) } ?? "")"
                return [
                    link(to: At.record(file.id, AnyKind(Hearing.self), one.id), one.hearingDate.words),
                    "\(one.court ?? words.code("court_type", one.courtType))",
                    "\(one.value.offences.map(words.name).joined(separator: "; "))",
                    "\(one.remandProposal.map { words.code("remand_proposal", $0) } ?? "")", decision, "\(one.outcomeNote ?? "")",
                ]
            }
            return section(
                "Hearings", id: "hearings",
                table(
                    caption: "Hearings, newest first",
                    columns: ["Date", "Court", "Offences", "We proposed", "The court decided", "Result"].map { Column($0) }, rows: rows,
                    captionHidden: true, empty: "No hearing is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(Hearing.self), "Add a hearing"))
        }
    }

    private var remands: HTML {
        get throws {
            guard access.sees(Remand.kind) else { return .empty }
            let rows = try reader.records(Remand.self, child: file.id).sorted { ($0.startDate ?? day) > ($1.startDate ?? day) }.map {
                one -> [HTML] in
                let place = one.establishmentType.map { ", \(words.code("establishment_type", $0).lowercasedFirst)" } ?? ""
                return [
                    link(to: At.record(file.id, AnyKind(Remand.self), one.id), words.code("remand_kind", one.type)) + "\(place)",
                    "\(one.startDate?.words ?? "Not known")", one.endDate.map { "\($0.words)" } ?? tag("Running", .warning),
                    "\(one.type == "BAIL_SUPPORT" ? "" : Remands.nights(one.value, on: day).map(String.init) ?? "Not known")",
                    "\(one.endReason ?? "")",
                ]
            }
            return section(
                "Remand and bail support", id: "remands",
                table(
                    caption: "Remand episodes, newest first",
                    columns: [Column("Kind"), Column("From"), Column("To"), Column("Nights", isNumeric: true), Column("Why it ended")],
                    rows: rows, captionHidden: true, empty: "The child has not been on remand or bail support, as far as is recorded.")
                    + ChildPages.addLink(visit, file, AnyKind(Remand.self), "Add a remand episode"))
        }
    }

    /// Sentences of a court and what they ask; what was appealed stands beside.
    private var orders: HTML {
        get throws {
            guard access.sees(Outcome.kind) else { return .empty }
            let requirements = Dictionary(
                grouping: try reader.records(OrderRequirement.self, child: file.id), by: \.value.outcome)
            let orders = try reader.records(Outcome.self, child: file.id).filter {
                ["First-tier", "Community", "Custody"].contains(words.codes.group("outcome", $0.outcome)) && $0.main != false
                    || requirements[$0.id] != nil || ($0.appeal ?? "NONE") != "NONE"
            }.sorted { ($0.outcomeDate, $0.id) > ($1.outcomeDate, $1.id) }
            // Several offences sentenced together carry one order each in the record; requirements are shown where they stand.
            let parts = orders.enumerated().map { place, one -> HTML in
                let own = (requirements[one.id] ?? []).sorted { $0.requirement < $1.requirement }
                let rows = own.map { requirement -> [HTML] in
                    let hours =
                        requirement.hoursOrdered.map { "\(requirement.hoursCompleted ?? "not known") of \($0)" } ?? ""
                    return [
                        link(
                            to: At.record(file.id, AnyKind(OrderRequirement.self), requirement.id),
                            words.code("requirement", requirement.requirement)),
                        "\(requirement.startDate?.words ?? "Not known")", "\(requirement.endDate?.words ?? "Not known")", "\(hours)",
                    ]
                }
                let appeal: HTML =
                    one.appeal.flatMap { $0 == "NONE" ? nil : $0 }.map {
                        "<p>\(tag(words.code("appeal", $0), .warning))\(one.appealDate.map { " \($0.words)" } ?? "")</p>"
                    } ?? .empty
                let add: HTML =
                    visit.asAt == nil && access.mayWrite("requirement")
                    ? "<p>\(link(to: At.newRecord(file.id, AnyKind(OrderRequirement.self), [("outcome", one.id.description)]), "Add a requirement", about: words.name(one.id)))</p>"
                    : .empty
                let about: HTML =
                    "<p>\(link(to: At.record(file.id, AnyKind(Outcome.self), one.id), "The outcome", about: words.name(one.id))), for \(words.name(one.value.offence)).</p>"
                return "<h3>\(words.name(one.id))</h3>" + about + appeal
                    + when(
                        !rows.isEmpty,
                        table(
                            caption: "Requirements of order \(place + 1)",
                            columns: ["Requirement", "From", "To", "Hours completed"].map { Column($0) }, rows: rows, captionHidden: true))
                    + add
            }
            return section(
                "Orders, requirements and appeals", id: "orders",
                parts.isEmpty ? "<p class=\"none\">No sentence of a court is recorded.</p>" : parts.joined())
        }
    }

    private var transfers: HTML {
        get throws {
            guard access.sees(Transfer.kind) else { return hidden("Who answers for the child", "transfers") }
            let rows = try reader.records(Transfer.self, child: file.id).sorted { $0.date > $1.date }.map { one -> [HTML] in
                [
                    link(to: At.record(file.id, AnyKind(Transfer.self), one.id), one.date.words),
                    "\(words.code("transfer_kind", one.type))",
                    "\(one.otherService ?? "Not known")",
                ]
            }
            return section(
                "Who answers for the child", id: "transfers",
                table(
                    caption: "Transfers, newest first", columns: ["Date", "Transfer", "Other service"].map { Column($0) }, rows: rows,
                    captionHidden: true, empty: "No transfer is recorded: the child is ours.")
                    + ChildPages.addLink(visit, file, AnyKind(Transfer.self), "Add a transfer"))
        }
    }

    private func hidden(_ title: String, _ id: String) -> HTML {
        section(title, id: id, ChildPages.notShown)
    }
}
