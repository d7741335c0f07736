import Casework
import HTML
import Practice
import Records

/// What waits for a manager: assessments to countersign, oldest first, and exit interviews to hold (S-ASM-11, S-VOC-02).
enum CountersignQueue {
    /// Fields of an assessment a list needs: never what was answered.
    static let listed: Set<String> = [
        "type", "stage", "completed_on", "countersigned_on", "reoffending", "serious_harm", "safety_wellbeing", "referral_ref", "form",
        "started_on", "written_by", "author", "submitted_on", "returned_on", "countersigned_by", "child_view_used", "parent_view_used",
    ]

    /// Assessments that wait for countersignature, oldest first.
    static func waiting(_ reader: Reader) throws -> [Stored<Assessment>] {
        try reader.everywhere(Assessment.self, where: [("countersigned_on", .none)], only: listed)
            .filter { $0.value.state == .submitted }
            .sorted { ($0.submittedOn ?? .unset, $0.id) < ($1.submittedOn ?? .unset, $1.id) }
    }

    static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            let today = visit.service.today
            let waiting = try waiting(reader)
            let forms = try reader.questionnaires()
            let interviews = try interviews(reader, forms, today)
            let ids = Array(Set(waiting.compactMap(\.child) + interviews.map(\.child)))
            let lines = Dictionary(try reader.lines(of: ids, on: today).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let codes = try reader.codes()
            let staff = try reader.staffNames()
            let clock = AssessmentDue(try reader.settings())
            let rows = waiting.map { one -> [HTML] in
                let child = one.child ?? one.id
                let days = one.submittedOn.map { today - $0 } ?? 0
                let late = clock.signatureDue(one.value).map { today > $0 } ?? false
                let own = one.writtenBy == visit.person.id
                let highest = [one.safetyWellbeing, one.seriousHarm].compactMap { $0 }.max { rank($0) < rank($1) }
                return [
                    own
                        ? link(to: At.assessment(child, one.id), lines[child]?.name ?? "Child")
                        : link(to: At.assessment(child, one.id, "sign"), lines[child]?.name ?? "Child"),
                    "\(forms.named(one.form)?.title ?? codes.label("assessment_type", one.type) ?? "Assessment")",
                    "\(one.author ?? one.writtenBy.flatMap { staff[$0] } ?? "Not known")"
                        + when(own, " \(tag("Yours: another manager signs", .info))"),
                    AssessmentFile.judgement(highest, codes),
                    "\(one.submittedOn?.words ?? "")", "\(days)" + when(late, " \(tag("Overdue", .bad))"),
                ]
            }
            let toHold = interviews.map { one -> [HTML] in
                let (name, whom) = (lines[one.child]?.name ?? "Child", one.form == "exit-child" ? "child" : "parent or carer")
                return [
                    link(to: At.child(one.child), name),
                    "With the \(whom)",
                    "\(codes.label("disposal", one.disposal) ?? one.disposal)", "\(one.due.words)",
                    one.due < today
                        ? tag("\((today - one.due).counted("day")) ago", .warning)
                        : tag("in \((one.due - today).counted("day"))", .info),
                    AssessmentStart.way(
                        "Hold it", about: "with \(whom), \(name)", child: one.child, form: forms.form(for: one.form, on: today),
                        type: "EXIT", stage: "END", referral: one.referral, in: one.begun, visit),
                ]
            }
            let done: HTML =
                switch visit.query("done") {
                case "signed": notification("Countersigned", "It is on the child’s file.")
                case "returned": notification("Sent back", "The writer has it with your comments.")
                default: .empty
                }
            return .page(visit, title: "To countersign", shows: .list("list", ids)) {
                heading("Countersign") + done
                    + table(
                        caption: "Waiting for countersignature, oldest first",
                        columns: ["Child", "Assessment", "Written by", "Highest of safety and harm", "Sent", "Days waiting"].map {
                            Column($0)
                        },
                        rows: rows, empty: "Nothing waits for countersignature.")
                    + section(
                        "Exit interviews to hold", id: "exits",
                        table(
                            caption: "At the end of every programme, statutory or not",
                            columns: ["Child", "Interview", "Programme", "Ends", "When", "Next"].map { Column($0) }, rows: toHold,
                            empty: "No exit interview is due."))
                    + "<p>\(link(to: At.assessments, "Assessments: timeliness and what is missing"))</p>"
            }
        }
    }

    static func rank(_ judgement: String) -> Int { ["LOW": 0, "MEDIUM": 1, "HIGH": 2, "VERY_HIGH": 3][judgement] ?? 0 }

    private struct Interview {
        let child: RecordID
        let form: String
        let disposal: String
        let referral: RecordID?
        let due: Day
        /// Exit interviews begun and not finished.
        let begun: [Entry<Assessment>]
    }

    /// Programmes that ended in the last three months, or end within two weeks, without both interviews.
    private static func interviews(_ reader: Reader, _ forms: Questionnaires, _ today: Day) throws -> [Interview] {
        let exits = Dictionary(
            grouping: try reader.everywhere(Assessment.self, where: [("type", .text("EXIT"))], only: listed), by: \.child)
        let programmes = Dictionary(
            grouping: try reader.everywhere(
                Programme.self, since: ("end_date", today - 91), only: ["start_date", "end_date", "disposal", "referral_ref"]
            )
            .filter { $0.endDate.map { $0 >= today - 91 && $0 <= today + 14 } ?? false }, by: \.child)
        return programmes.flatMap { child, own -> [Interview] in
            guard let child else { return [] }
            let all = (exits[child] ?? []).map(\.entry)
            return Screens.exitInterviewsDue(programmes: own.map(\.entry), assessments: all, forms: forms, by: today + 14).map {
                Interview(
                    child: child, form: $0.form, disposal: $0.programme.disposal, referral: $0.programme.value.referral, due: $0.due,
                    begun: all.filter { $0.completedOn == nil })
            }
        }.sorted { ($0.due, $0.child, $0.form) < ($1.due, $1.child, $1.form) }
    }
}
