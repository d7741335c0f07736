import Casework
import HTML
import Practice
import Records

/// What waits for a manager at the end of work: closures to approve, oldest first, and exit interviews to hold.
enum ClosureQueue {
    static func page(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let waiting = try reader.everywhere(Closure.self, where: [("approved_on", .none)]).filter { $0.askedOn != nil }.sorted {
                ($0.askedOn ?? .open, $0.ref) < ($1.askedOn ?? .open, $1.ref)
            }
            let interviews = try ExitInterviews(reader, on: visit.service.today)
            let ids = Array(Set(waiting.compactMap(\.child) + interviews.children))
            let names = Dictionary(
                try reader.lines(of: ids, on: visit.service.today).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            let (staff, codes) = (try reader.staffNames(), try reader.codes())
            let rows = try waiting.compactMap { one -> [HTML]? in
                guard let child = one.child else { return nil }
                let file = try FileHead(reader, child)
                let sender = try ClosurePage.sender(reader, file, one)
                let days = one.askedOn.map { visit.service.today - $0 } ?? 0
                return [
                    link(to: At.closure(child, one.id), names[child] ?? "Child"), "\(one.askedOn?.words)",
                    "\(sender.flatMap { staff[$0] } ?? "Waymark")", "\(days.counted("day"))",
                    sender == visit.person.id ? tag("Yours: another manager approves", .neutral) : tag("To approve", .warning),
                ]
            }
            return .page(visit, title: "Closures", shows: .list("list", ids)) {
                heading("Closures")
                    + section(
                        "To approve", id: "approve",
                        table(
                            caption: "Closures sent for approval, oldest first",
                            columns: ["Child", "Sent", "By", "Waiting", "State"].map { Column($0) }, rows: rows, captionHidden: true,
                            empty: "No closure waits for approval."))
                    + section(
                        "Exit interviews to hold", id: "interviews",
                        "<p>At the end of every programme, statutory or not, until it is held or the closure says why not.</p>"
                            + interviews.listed(names, codes, visit))
            }
        }
    }
}
