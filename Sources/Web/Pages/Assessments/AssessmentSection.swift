import Casework
import HTML
import Practice
import Records

/// The assessments on the child's file: the three judgements with their day and signer, then each assessment with what changed.
enum AssessmentSection {
    static func section(_ reader: Reader, _ file: FileHead, _ visit: Visit, _ words: Words) throws -> HTML {
        guard visit.person.access.sees(.casework) else { return .empty }
        let all = try reader.records(Assessment.self, child: file.id)
        let entries = all.map(\.entry)
        let referrals = Dictionary(try reader.records(Referral.self, child: file.id).map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        func notAdmitted(_ one: Assessment) -> Bool { one.referral.flatMap { referrals[$0] }?.isNotAdmitted ?? false }
        var out = HTML.empty
        if let latest = Assessments.judgements(entries, on: visit.asAt?.londonDay) {
            let one = latest.assessment.value
            let signer = one.countersignedOutside ?? one.countersignedBy.flatMap { words.staff[$0] } ?? "not known"
            let signed = latest.signedOn.map { "countersigned \($0.words) by \(signer)" } ?? "not countersigned yet"
            let writer = one.author ?? one.writtenBy.flatMap { words.staff[$0] } ?? "not known"
            let source = "\(latest.madeOn.words) by \(writer), \(signed)"
            out += summaryList([
                SummaryRow("Safety and wellbeing", AssessmentFile.judgement(latest.safetyWellbeing, words), source: source),
                SummaryRow("Risk of serious harm to others", AssessmentFile.judgement(latest.seriousHarm, words), source: source),
                SummaryRow(
                    notAdmitted(one) ? "Likelihood of offending" : "Likelihood of reoffending",
                    AssessmentFile.judgement(latest.reoffending, words), source: source),
            ])
        }
        let rows = all.sorted { (day($0.value), $0.id) > (day($1.value), $1.id) }.map { one -> [HTML] in
            let title = words.forms.named(one.form)?.title ?? words.code("assessment_type", one.type)
            let changed =
                Assessments.isJudging(one.value) && one.completedOn != nil
                ? AssessmentChanges.line(
                    one.entry, before: Assessments.previous(to: one.id, in: entries), words, isNotAdmitted: notAdmitted(one.value)) : nil
            let change: HTML =
                changed.map { link(to: At.assessment(file.id, one.id, "changes", visit.asAtQuery), $0, about: title) } ?? .empty
            return [
                link(to: At.assessment(file.id, one.id, nil, visit.asAtQuery), one.author == nil ? title : "\(title), done elsewhere"),
                "\(one.stage.map { words.code("assessment_stage", $0) } ?? "")",
                "\((one.completedOn ?? one.startedOn)?.words ?? "Not known")", state(one.value), change,
            ]
        }
        let add: HTML =
            visit.asAt == nil && visit.person.access.mayWrite("assessment")
            ? "<p>\(link(to: At.newAssessment(file.id), "Begin an assessment, self-assessment or screen"))</p>" : .empty
        return filePart(
            "Assessments", id: "assessments",
            out
                + table(
                    caption: "Assessments, newest first",
                    columns: ["Assessment", "Stage", "Day", "State", "What changed"].map { Column($0) },
                    rows: rows, captionHidden: true, empty: "No assessment is recorded.") + add)
    }

    private static func day(_ one: Assessment) -> Day { one.completedOn ?? one.startedOn ?? .unset }

    static func state(_ one: Assessment) -> HTML {
        switch one.state {
        case .draft: tag("Being written", .info)
        case .submitted: tag("Waits for countersignature", .warning)
        case .returned: tag("Sent back", .bad)
        case .countersigned: tag("Countersigned", .good)
        case .complete: tag("Done", .good)
        }
    }
}
