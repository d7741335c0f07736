import Casework
import HTML
import Records

/// What became of the referrals to social care, early help and others in a period: the report a quarter asks for (S-SAF-07).
enum SafeguardingReport {
    static func page(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let (today, asked) = (visit.service.today, OversightPages.days(visit))
            let days = asked.value
            let codes = try reader.codes()
            let sent = try reader.everywhere(SafeguardingReferral.self, since: ("sent_on", today - days)).filter { $0.sentOn <= today }
                .sorted { ($0.sentOn, $0.ref) < ($1.sentOn, $1.ref) }
            let names = try reader.namesOf(sent.compactMap(\.child), on: today)
            return .page(
                visit, title: "Safeguarding referrals", shows: .list("list", sent.compactMap(\.child)), status: asked.status,
                hasErrors: asked.problem != nil, crumbs: [NavItem("Oversight", At.oversight)]
            ) {
                asked.summary + heading("Safeguarding referrals", caption: "Sent in the last \(days) days")
                    + filterForm(action: At.oversight("safeguarding"), asked.control("Period", OversightPages.choices))
                    + counts(sent.map(\.value), codes) + list(sent, names, codes)
            }
        }
    }

    private static func result(_ one: SafeguardingReferral, _ codes: Codes) -> String {
        codes.label("safeguarding_result", one.result) ?? (one.resultOn == nil ? "No answer yet" : "Answered, result not recorded")
    }

    /// How many went to whom, and with what result.
    private static func counts(_ sent: [SafeguardingReferral], _ codes: Codes) -> HTML {
        let rows = Dictionary(grouping: sent, by: \.to).map { to, some -> (name: String, all: [SafeguardingReferral]) in
            (codes.label("safeguarding_to", to) ?? to, some)
        }.sorted { ($1.all.count, $0.name) < ($0.all.count, $1.name) }.map { line -> [HTML] in
            let results = Dictionary(grouping: line.all) { result($0, codes) }.sorted {
                ($1.value.count, $0.key) < ($0.value.count, $1.key)
            }
            let waits = line.all.compactMap { one in one.resultOn.map { $0 - one.sentOn } }.sorted()
            return [
                "\(line.name)", "\(line.all.count)",
                results.map { "\($0.key): \($0.value.count) of \(line.all.count)" as HTML }.joined(separator: "<br>"),
                waits.isEmpty ? "None answered" : "\(waits[(waits.count - 1) / 2].counted("day")), of \(waits.count) answered",
            ]
        }
        return section(
            "By whom they were sent to", id: "counts",
            table(
                caption: "Referrals by whom they were sent to, with what came of them",
                columns: [Column("To"), Column("Sent", isNumeric: true), Column("Result"), Column("Half were answered within")], rows: rows,
                captionHidden: true, empty: "None was sent."))
    }

    private static func list(_ sent: [Stored<SafeguardingReferral>], _ names: [RecordID: ChildLine], _ codes: Codes) -> HTML {
        let rows = sent.compactMap { one -> [HTML]? in
            guard let child = one.child else { return nil }
            return [
                link(to: At.record(child, AnyKind(SafeguardingReferral.self), one.id), names[child]?.name ?? "Name not known"),
                "\(one.sentOn.words)", "\(codes.label("safeguarding_to", one.value.to) ?? "Not known")", "\(result(one.value, codes))",
                "\(one.resultOn?.words ?? "")",
            ]
        }
        return section(
            "Each of them", id: "each",
            longTable(
                caption: "Referrals of the period, oldest first",
                columns: ["Child", "Sent", "To", "Result", "Answered"].map { Column($0) },
                rows: rows, first: 20, name: "referrals", captionHidden: true, empty: "None was sent."))
    }
}
