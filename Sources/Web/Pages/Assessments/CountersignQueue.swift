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

    /// So many exit interviews stand here; of more there is the count, and the way to where they are.
    private static let mostInterviews = 10

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
            let interviews = try ExitInterviews(reader, on: today)
            let isLong = interviews.all.count > mostInterviews
            let ids = Array(Set(waiting.compactMap(\.child) + (isLong ? [] : interviews.children)))
            let lines = Dictionary(try reader.lines(of: ids, on: today).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let codes = try reader.codes()
            let staff = try reader.staffNames()
            let clock = AssessmentDue(try reader.settings())
            let rows = waiting.map { one -> [HTML] in
                let child = one.child ?? one.id
                let days = one.submittedOn.map { today - $0 } ?? 0
                let late = clock.isSignatureLate(one.value, on: today)
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
            let all = "\(interviews.all.count.counted("exit interview")) to hold"
            let exits: HTML =
                isLong
                ? "<p>\(link(to: Address(At.closures.path, fragment: "interviews"), all))</p>"
                : interviews.listed(lines.mapValues(\.name), codes, visit)
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
                        "Exit interviews to hold", id: "exits", exits)
                    + "<p>\(link(to: At.assessments, "Assessments: timeliness and what is missing"))</p>"
            }
        }
    }

    static func rank(_ judgement: String) -> Int { ["LOW": 0, "MEDIUM": 1, "HIGH": 2, "VERY_HIGH": 3][judgement] ?? 0 }
}
