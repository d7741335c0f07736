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
            let interviews = try interviewsToHold(reader, visit.service.today)
            let ids = Array(Set(waiting.compactMap(\.child) + interviews.map(\.child)))
            let names = Dictionary(
                try reader.lines(of: ids, on: visit.service.today).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            let (staff, forms) = (try reader.staffNames(), try reader.questionnaires())
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
            let held = interviews.map { one -> [HTML] in
                let (name, whom) = (names[one.child] ?? "Child", one.form == "exit-child" ? "child" : "parent or carer")
                return [
                    link(to: At.child(one.child), name), one.form == "exit-child" ? "Child" : "Parent or carer", "\(one.ended.words)",
                    AssessmentStart.way(
                        "Hold it", about: "with \(whom), \(name)", child: one.child,
                        form: forms.form(for: one.form, on: visit.service.today), type: "EXIT", stage: "END", referral: one.referral,
                        in: one.begun, visit),
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
                        table(
                            caption: "Exit interviews to hold, those that ended first at the top",
                            columns: ["Child", "With", "Programme ended", "Next"].map { Column($0) }, rows: held, captionHidden: true,
                            empty: "No exit interview is due."))
            }
        }
    }

    private struct Interview {
        let child: RecordID
        let referral: RecordID
        let form: String
        let ended: Day
        /// Exit interviews begun and not finished.
        let begun: [Entry<Assessment>]
    }

    /// Every ended programme of an open referral, statutory or not, is owed an interview with child and with parent (S-VOC-02).
    private static func interviewsToHold(_ reader: Reader, _ day: Day) throws -> [Interview] {
        let (open, forms) = (try reader.everywhere(Referral.self, where: [("closed_date", .none)]), try reader.questionnaires())
        let needs = [
            Need(Programme.self, "end_date", "completed", "referral_ref"),
            Need(Assessment.self, "type", "form", "completed_on", "submitted_on", "returned_on", "countersigned_on", "referral_ref"),
            Need(Closure.self, "referral_ref", "child_interview_reason", "parent_interview_reason"),
        ]
        var found: [Interview] = []
        let byChild = Dictionary(grouping: open, by: { $0.child ?? $0.id })
        try reader.caseFiles(needs, of: Array(byChild.keys)) { file in
            for referral in byChild[file.child.id] ?? [] {
                let programmes = file[Programme.self].filter { $0.referral == referral.id }
                guard !programmes.isEmpty, programmes.allSatisfy({ $0.completed != nil }),
                    let ended = programmes.compactMap(\.endDate).max()
                else { continue }
                let closure = file[Closure.self].first { $0.referral == referral.id }
                let exits = file[Assessment.self].filter { one in
                    one.value.type == "EXIT" && one.completedOn != nil && (one.referral == nil || one.referral == referral.id)
                }
                for (form, reason) in [
                    ("exit-child", closure?.value.childInterviewReason), ("exit-parent", closure?.value.parentInterviewReason),
                ] where reason == nil && !exits.contains(where: { forms.purpose(of: $0.value) == form }) {
                    found.append(
                        Interview(
                            child: file.child.id, referral: referral.id, form: form, ended: ended,
                            begun: file[Assessment.self].filter { $0.completedOn == nil }))
                }
            }
        }
        return found.sorted { ($0.ended, $0.form, $0.referral) < ($1.ended, $1.form, $1.referral) }
    }
}
