import Casework
import HTML
import Records
import Reports

/// Sharing an issued report's figures with the region, and taking them back. (promise 8)
enum SharePages {
    static func ask(_ visit: Visit, problem: ErrorItem? = nil) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard stored.value.issuedOn != nil else { return .see(At.report(stored.id)) }
        let (own, shared) = try await visit.service.read(Scope(visit.person)) { reader in
            (try reader.membership(), try reader.serviceRecords(RegionReport.self).filter { $0.reportHash == stored.value.issuedHash })
        }
        var body = errorSummary(problem.map { [$0] } ?? []) + heading("Share with the region", caption: ReportPages.title(stored.value))
        if let own {
            if let live = shared.first(where: { $0.withdrawnOn == nil }) {
                body += try await sharedAlready(visit, stored.id, live, own.value, problem)
            } else {
                body += offer(stored, own.value)
            }
        } else {
            body += "<p>This service is in no region. Whoever runs the program lets it join one.</p>"
        }
        let earlier = shared.filter { $0.withdrawnOn != nil }.sorted { $0.from > $1.from }
        if !earlier.isEmpty {
            let rows = earlier.map { one -> [HTML] in
                ["\(one.sharedOn.words)", "\(one.withdrawnOn?.words ?? "")", "\(one.withdrawnReason ?? "")"]
            }
            body += table(caption: "Shared before", columns: ["Shared", "Taken back", "Why"].map { Column($0) }, rows: rows)
        }
        return .page(
            visit, title: "Share with the region", shows: .nobody, status: problem == nil ? 200 : 422, hasErrors: problem != nil,
            crumbs: ReportPages.crumbs(stored.id, stored.value), body)
    }

    private static func offer(_ stored: Stored<Report>, _ own: RegionMember) -> HTML {
        "<p>\(own.regionName) gets the figures of the issued copy and nothing else: each number as it was issued, with small counts hidden, its interval, days and definition, and the hash of the copy. It gets no text you wrote and no child. Another report of the same period that is shared is replaced.</p>"
            + "<p>\(downloadLink(to: At.report(stored.id, "issued.csv"), "What it would get (CSV)"))</p>"
            + sendForm(
                action: At.report(stored.id, "share"),
                buttonGroup([button("Share with \(own.regionName)", name: "do", value: "share"), link(to: At.report(stored.id), "Not now")])
            )
    }

    private static func sharedAlready(
        _ visit: Visit, _ id: RecordID, _ live: Stored<RegionReport>, _ own: RegionMember, _ problem: ErrorItem?
    ) async throws -> HTML {
        let held = try await visit.service.heldByRegion() ?? []
        let arrived = held.contains { $0.id == live.id && $0.withdrawnOn == nil && $0.figures == live.figures }
        let state: HTML =
            arrived
            ? notification(
                "Shared",
                "<p>\(own.regionName) holds these figures since \(live.sharedOn.words). \(link(to: At.region([("period", live.period)]), "See them as the region does")).</p>"
            )
            : alertBanner("Not there yet", .warning, "<p>The report is shared but did not reach \(own.regionName).</p>")
                + sendForm(action: At.report(id, "share"), button("Send it again", name: "do", value: "share"))
        return state
            + section(
                "Take it back", id: "withdraw",
                sendForm(
                    action: At.report(id, "share"),
                    LeavingRegion.reasonField(visit, problem?.field == "reason" ? problem?.message : nil)
                        + button("Take it back", name: "do", value: "withdraw", style: .warning)))
    }

    static func save(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        let back = At.report(stored.id, "share")
        do {
            guard visit.form["do"] == "withdraw" else {
                try await visit.service.share(stored.id, by: visit.person)
                return .see(back)
            }
            if let problem = LeavingRegion.reasonProblem(visit) {
                return try await ask(visit, problem: ErrorItem(field: "reason", problem))
            }
            let hash = stored.value.issuedHash
            let live = try await visit.service.read(Scope(visit.person)) { reader in
                try reader.serviceRecords(RegionReport.self).first { $0.reportHash == hash && $0.withdrawnOn == nil }
            }
            if let live {
                try await visit.service.withdrawFromRegion(live.id, reason: visit.form["reason"].trimmed, by: visit.person)
            }
            return .see(back)
        } catch let fault as RegionFault {
            return try await ask(visit, problem: ErrorItem(field: nil, fault.message))
        }
    }
}
