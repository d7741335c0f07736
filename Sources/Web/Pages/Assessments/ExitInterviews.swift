import Casework
import HTML
import Practice
import Records

/// The exit interviews a manager is to hold, as every page counts and lists them (S-VOC-02).
struct ExitInterviews: Sendable {
    struct Interview: Sendable {
        let child: RecordID
        let form: String
        let disposal: String
        let referral: RecordID?
        let due: Day
        /// Exit interviews begun and not finished.
        let begun: [Entry<Assessment>]
    }

    /// Those of work that ended first at the top.
    let all: [Interview]
    private let forms: Questionnaires
    private let today: Day
    private static let needs: [Need] = [
        Need(Programme.self, "start_date", "end_date", "disposal", "referral_ref"), Need(Referral.self, "closed_date"),
        Need(Child.self, "deleted"),
        Need(
            Assessment.self, "type", "form", "started_on", "completed_on", "submitted_on", "returned_on", "countersigned_on",
            "referral_ref"),
        Need(Closure.self, "referral_ref", "child_interview_reason", "parent_interview_reason"),
    ]

    init(_ reader: Reader, on today: Day) throws {
        let forms = try reader.questionnaires()
        let open = try reader.everywhere(Referral.self, where: [("closed_date", .none)], only: ["closed_date"]).compactMap(\.child)
        let recent = try reader.everywhere(Programme.self, since: ("end_date", today - Screens.exitsBack), only: ["end_date"])
            .filter { $0.value.endDate != nil }.compactMap(\.child)
        var found: [Interview] = []
        try reader.caseFiles(Self.needs, of: Array(Set(open + recent))) { file in
            guard file.child.deleted != true else { return }
            let assessments = file[Assessment.self]
            let due = Screens.exitInterviewsDue(
                programmes: file[Programme.self], assessments: assessments, closures: file[Closure.self],
                open: Set(file[Referral.self].filter { $0.value.closedDate == nil }.map(\.id)), forms: forms, on: today)
            found += due.map { one in
                Interview(
                    child: file.child.id, form: one.form, disposal: one.programme.value.disposal, referral: one.programme.value.referral,
                    due: one.due, begun: assessments.filter { $0.value.completedOn == nil })
            }
        }
        all = found.sorted { ($0.due, $0.child, $0.form) < ($1.due, $1.child, $1.form) }
        self.forms = forms
        self.today = today
    }

    var children: [RecordID] { all.map(\.child) }

    func listed(_ names: [RecordID: String], _ codes: Codes, _ visit: Visit) -> HTML {
        let rows = all.map { one -> [HTML] in
            let (name, whom) = (names[one.child] ?? "Child", one.form == "exit-child" ? "child" : "parent or carer")
            return [
                link(to: At.child(one.child), name), "With the \(whom)", "\(one.due.words)",
                one.due < today
                    ? tag("\((today - one.due).counted("day")) ago", .warning) : tag("in \((one.due - today).counted("day"))", .info),
                "\(codes.label("disposal", one.disposal) ?? one.disposal)",
                AssessmentStart.way(
                    "Hold it", about: "with \(whom), \(name)", child: one.child, form: forms.form(for: one.form, on: today),
                    type: "EXIT", stage: "END", referral: one.referral, in: one.begun, visit),
            ]
        }
        return table(
            caption: "Exit interviews to hold, those of work that ended first at the top",
            columns: ["Child", "Interview", "Programme ends", "When", "Programme", "Next"].map { Column($0) }, rows: rows,
            captionHidden: true, empty: "No exit interview is due.")
    }
}
