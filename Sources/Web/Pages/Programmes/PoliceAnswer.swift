import Casework
import HTML
import Records

/// What the police decided about a child sent back to them, recorded where the step stands (S-OOC-18).
enum PoliceAnswer {
    static let title = "Record what the police decided"
    private static let anchor = "police-answer"
    /// Sent by the form that records the answer alone, and by no other of the step's.
    private static let pressed = "police_answers"
    private static let towardsPolice: Set<String> = ["NON_COMPLIANCE", "RETURN_TO_POLICE"]

    /// The form on the step's own page.
    static func address(_ child: RecordID, _ step: RecordID) -> Address {
        Address(At.record(child, AnyKind(Compliance.self), step).path, fragment: anchor)
    }

    static func waits(_ step: Compliance) -> Bool {
        towardsPolice.contains(step.type) && step.policeAnswer == nil && step.policeAnswerOn == nil
    }

    static func form(_ step: Stored<Compliance>, _ child: RecordID, _ visit: Visit, _ codes: Codes) -> HTML {
        var inline = InlineForm(step, child, visit, codes, ["police_answer_on": visit.service.today.typed])
        inline.suggest("police_answer", ["Charge: to court", "No further action", "Another out-of-court resolution"])
        let told = step.policeToldDate == nil ? ["police_told_date"] : []
        return inline.html(
            told + ["police_answer", "police_answer_on"], set: [pressed: "yes"], needed: ["police_answer", "police_answer_on"],
            button: title)
    }

    /// A press that records what they decided says what; so does whoever gives the day of it. What came with a day alone stays so while
    /// something else is changed.
    static func problems(_ step: Compliance, since current: Compliance?, _ form: RecordForm<Compliance>) -> [Problem] {
        guard step.policeAnswer == nil else { return [] }
        let cameSo = current.map { $0.policeAnswer == nil && $0.policeAnswerOn != nil } ?? false
        guard form.other[pressed] != nil || step.policeAnswerOn != nil && !cameSo else { return [] }
        return [Problem(field: "police_answer", message: "Say what the police decided.")]
    }

    /// What stands under a step that waits for the police.
    static func part(_ step: Stored<Compliance>, _ file: FileHead, _ visit: Visit, _ codes: Codes) -> HTML {
        waits(step.value) ? section(title, id: anchor, form(step, file.id, visit, codes)) : .empty
    }

    /// One failure is often two steps, the notice and the return: what the police decided answers both.
    static func answerOthers(_ writer: Writer, _ file: FileHead, _ step: Compliance, except id: RecordID?) throws {
        guard towardsPolice.contains(step.type), let answer = step.policeAnswer else { return }
        for other in try writer.reader.records(Compliance.self, child: file.id)
        where other.id != id && other.programme == step.programme && waits(other.value) && other.onDate <= (step.policeAnswerOn ?? .open) {
            try writer.correct(Compliance.self, child: file.id, id: other.id, from: other.from) {
                ($0.policeAnswer, $0.policeAnswerOn) = (answer, step.policeAnswerOn)
            }
        }
    }
}
