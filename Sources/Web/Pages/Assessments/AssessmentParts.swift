import Casework
import HTML
import Practice
import Records

/// The boxes of each part of an assessment, with what the file already says beside them.
enum AssessmentParts {
    static func boxes(
        _ part: AssessmentFile.Part, _ form: AssessmentForm, _ evidence: AssessmentEvidence, _ carry: AssessmentCarry
    ) throws -> HTML {
        let desk = form.desk
        switch part {
        case .section(let section):
            let note: HTML = section.note.map { "<p>\($0)</p>" } ?? .empty
            let why: HTML =
                section.id == "exploited"
                ? desk.exploitationReason.map { inset("<p><strong>This part is needed.</strong> \($0)</p>") } ?? .empty : .empty
            // Once is enough where everything stands on one page.
            let past = section.id == "offence" && form.parts.count == 1 ? try evidence.pastBehaviour : .empty
            return note + why + past + form.answers.controls(section, now: carry.now)
        case .views:
            let said = [Screens.Piece.selfChild, .selfParent].compactMap { piece -> HTML? in
                desk.done(piece).map { one in
                    "<p>\(link(to: At.assessment(desk.child, one.id), piece.title)), \(one.completedOn?.words)</p>"
                }
            }
            func offer(_ who: OwnWords.Who) -> HTML {
                form.own.first { $0.who == who && $0.isUnwritten(in: desk.record.value) }.map {
                    $0.offer(isTaken: form.taken.contains($0.name))
                } ?? .empty
            }
            return (said.isEmpty ? .empty : inset(said.joined())) + "<h3>The child</h3>" + offer(.child)
                + ["child_view", "child_view_on", "child_view_how"].map(form.control).joined() + "<h3>Parent or carer</h3>"
                + offer(.parent)
                + ["parent_view", "parent_view_on", "parent_view_how"].map(form.control).joined()
        case .judgements:
            let missing = [Screens.Piece.selfChild, .selfParent].contains { desk.done($0) == nil }
            return try evidence.pastBehaviour + evidence.agencies + evidence.victim + evidence.screens(isInForm: true)
                + form.control("sources")
                + meaning("safety_wellbeing")
                + ["safety_wellbeing", "safety_wellbeing_reason"].map(form.control).joined()
                + meaning("serious_harm")
                + ["serious_harm", "serious_harm_reason"].map(form.control).joined()
                + ["reoffending", "reoffending_reason"].map(form.control).joined()
                + when(missing || desk.record.selfMissingReason != nil, form.control("self_missing_reason"))
        case .risks, .contingencies: return .empty
        }
    }

    /// What each level means, in our words (regulation.md §5.2).
    private static func meaning(_ field: String) -> HTML {
        let lines =
            field == "serious_harm"
            ? [
                "Low: nothing now points to serious harm.", "Medium: some signs; not likely unless things change.",
                "High: could happen at any time, and would be serious.", "Very high: could happen at once; several agencies must act now.",
            ]
            : [
                "Low: nothing in particular.", "Medium: some things to watch; ordinary work will do.",
                "High: clear signs that need attention soon.", "Very high: needs action at once.",
            ]
        return details(
            field == "serious_harm" ? "What the levels of serious harm mean" : "What the levels of safety and wellbeing mean",
            list(lines.map { HTML(escaping: $0) }))
    }

    /// The manager's comments on top of one that was sent back.
    static func comments(_ desk: AssessmentFile, _ reader: Reader) -> HTML {
        guard desk.state == .returned else { return .empty }
        return alertBanner(
            "Sent back\(desk.record.returnedOn.map { " on \($0.words)" } ?? "")", .bad,
            desk.record.feedback.map { paragraphs($0) } ?? "<p>The manager left no comment.</p>")
    }
}
