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
        let notThere = try await RegionPages.notThere(visit)
        body += notThere
        if let own {
            if let live = shared.first(where: { $0.withdrawnOn == nil }) {
                body += sharedAlready(visit, stored.id, live, own.value, isThere: notThere.isEmpty, problem)
            } else {
                body += offer(stored, own.value)
            }
        } else {
            body += "<p>This service is in no region. Whoever runs the program lets it join one.</p>"
        }
        let earlier = shared.filter { $0.withdrawnOn != nil }.sorted { $0.from > $1.from }
        if !earlier.isEmpty {
            let rows = earlier.map { one -> [HTML] in
                ["\(one.sharedOn.words)", "\(one.withdrawnOn?.words ?? "")", "\(one.reason?.words ?? "")"]
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
        _ visit: Visit, _ id: RecordID, _ live: Stored<RegionReport>, _ own: RegionMember, isThere: Bool, _ problem: ErrorItem?
    ) -> HTML {
        let state = when(
            isThere,
            notification(
                "Shared",
                "<p>\(own.regionName) holds these figures since \(live.sharedOn.words). \(link(to: At.region([("period", live.period)]), "See them as the region does")).</p>"
            ))
        let why = FieldControl(
            id: "reason", label: "Why", kind: .radios(RegionReason.given.map { Choice($0.rawValue, $0.words) }),
            hint: "People of the region read it.", error: problem?.field == "reason" ? problem?.message : nil, value: visit.form["reason"])
        return state
            + section(
                "Take it back", id: "withdraw",
                sendForm(
                    action: At.report(id, "share"), field(why) + button("Take it back", name: "do", value: "withdraw", style: .warning)))
    }

    static func save(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        let back = At.report(stored.id, "share")
        do {
            guard visit.form["do"] == "withdraw" else {
                try await visit.service.share(stored.id, by: visit.person)
                return .see(back)
            }
            guard let reason = RegionReason(rawValue: visit.form["reason"]), RegionReason.given.contains(reason) else {
                return try await ask(visit, problem: ErrorItem(field: "reason", "Say why: the region is told."))
            }
            let hash = stored.value.issuedHash
            let live = try await visit.service.read(Scope(visit.person)) { reader in
                try reader.serviceRecords(RegionReport.self).first { $0.reportHash == hash && $0.withdrawnOn == nil }
            }
            if let live {
                try await visit.service.withdrawFromRegion(live.id, reason: reason, by: visit.person)
            }
            return .see(back)
        } catch let fault as RegionFault {
            return try await ask(visit, problem: ErrorItem(field: nil, fault.message))
        }
    }
}
