import Casework
import Practice
import Records

/// What the plain form of a programme may say of its end. Where something follows from it — an outcome, a panel, the police — the end is
/// recorded on a page of its own that writes what follows (`ProgrammeEndPages`), and nothing may go round it (S-OOC-11, S-OOC-12, S-OOC-18).
enum ProgrammeCorrection {
    private static let end = ["end_date", "completed", "end_reason", "police_told_date"]

    /// The boxes of the end, which a programme that runs has no answer for here.
    static func settled(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> Set<String> {
        guard let id = visit.request.parameters["id"].flatMap(RecordID.init) else { return visit.query("referral") == nil ? [] : Set(end) }
        guard let programme = try reader.record(Programme.self, child: file.id, id: id), programme.completed == nil,
            try leads(reader, file, programme.value, on: visit.service.today)
        else { return [] }
        return Set(end)
    }

    static func problems(
        _ reader: Reader, _ file: FileHead, _ programme: Programme, _ current: Programme?, _ form: RecordForm<Programme>
    ) throws -> [Problem] {
        let day = form.today
        if let problem = try moved(reader, file, programme, current, form) ?? rebased(reader, file, programme, current, on: day) {
            return [problem]
        }
        let isChanged = programme.completed != current?.completed
        let isEnded = current?.completed == nil && programme.endDate != nil && programme.endDate != current?.endDate
        guard isChanged || isEnded, try leads(reader, file, current ?? programme, on: day) else { return [] }
        guard let current, let was = current.completed else {
            return [
                Problem(
                    field: programme.completed == nil ? "end_date" : "completed",
                    message: "Something follows from how it ended: leave this blank here, and use “End the programme” on its page.")
            ]
        }
        // To be ended again it is first as if it ran, and what followed from its end is gone.
        let words = try Words(reader, file: file.id)
        if let sentence = try stands(reader, file, current, was, words, on: day) { return [Problem(field: "completed", message: sentence)] }
        guard programme.completed != nil else { return [] }
        return [
            Problem(
                field: "completed",
                message: "Choose “not known” here and save; then end it again on its page, where what follows is written with it.")
        ]
    }

    /// Whether something follows from its end: it is work under a referral that is open, and its disposal or a knife makes it so. Once it has
    /// ended, what followed stands, whether the referral is open or closed.
    private static func leads(_ reader: Reader, _ file: FileHead, _ programme: Programme, on day: Day) throws -> Bool {
        let hasEnded = programme.completed != nil
        if hasEnded, try !made(reader, file, programme, on: day).isEmpty { return true }
        let referrals = try reader.records(Referral.self, child: file.id).filter {
            (hasEnded || $0.closedDate == nil) && programme.isOf($0.entry)
        }
        guard !referrals.isEmpty else { return false }
        let type = try ProgrammeFile.type(reader, programme, on: day)
        if ProgrammeEnd.follows(completed: true, type: type) != .nothing || ProgrammeEnd.follows(completed: false, type: type) != .nothing {
            return true
        }
        let named = Set(programme.offences).union(referrals.flatMap(\.value.offences))
        let offences = try reader.records(Offence.self, child: file.id).filter { named.contains($0.id) }
        return type != nil && KnifeCase.holds(offences: offences.map(\.value))
    }

    /// Why what its end rests on stays as it is: its disposal, its offences, its referral and its start say what follows and what followed.
    /// Changed first, they would let the end be changed after them as if nothing did.
    private static func rebased(_ reader: Reader, _ file: FileHead, _ programme: Programme, _ current: Programme?, on day: Day) throws
        -> Problem?
    {
        guard let current else { return nil }
        let isOther = programme.disposal != current.disposal
        let isOfOthers = try offences(reader, file, programme) != offences(reader, file, current)
        if isOther || isOfOthers, let outcome = try made(reader, file, current, on: day).first {
            let name = try reader.codes().label("outcome", outcome.outcome) ?? outcome.outcome
            return Problem(
                field: isOther ? "disposal" : "offence_refs",
                message:
                    "“\(name)” was recorded when it was completed, and rests on this. Take it out of “Outcome” here and save, mark it as entered in error on its own page, then come back."
            )
        }
        guard try leads(reader, file, current, on: day) else { return nil }
        if isOther {
            // What the police decided since, or had decided all along, puts it right while it runs.
            let decided = try programme.referral.flatMap { try reader.record(Referral.self, child: file.id, id: $0) }?.decision
            if current.completed == nil, programme.disposal == decided { return nil }
            return Problem(
                field: "disposal",
                message:
                    "What follows from its end hangs on the disposal, which stays as the police decided it. If it was never this, mark the programme as entered in error and add the right one."
            )
        }
        var after = programme
        (after.completed, after.endDate) = (current.completed, current.endDate)
        guard try !leads(reader, file, after, on: day) else { return nil }
        return Problem(
            field: isOfOthers ? "offence_refs" : programme.referral != current.referral ? "referral_ref" : "start_date",
            message: "What follows from its end hangs on this: changed so, nothing would. Leave it as it was.")
    }

    /// The offences it is for: its own, else its referral's, as its end takes them.
    private static func offences(_ reader: Reader, _ file: FileHead, _ programme: Programme) throws -> Set<RecordID> {
        if !programme.offences.isEmpty { return Set(programme.offences) }
        return Set(try programme.referral.flatMap { try reader.record(Referral.self, child: file.id, id: $0) }?.offences ?? [])
    }

    /// What was written with the end and stands still, in a sentence that says what to do; nil when nothing does.
    private static func stands(
        _ reader: Reader, _ file: FileHead, _ programme: Programme, _ completed: Bool, _ words: Words, on day: Day
    ) throws -> String? {
        let type = try ProgrammeFile.type(reader, programme, on: day)
        if completed, case .outcome(let token) = ProgrammeEnd.follows(completed: true, type: type) {
            return try made(reader, file, programme, on: day).isEmpty
                ? nil
                : "“\(words.code("outcome", token))” was recorded when it was completed. Take it out of “Outcome” here and save, mark it as entered in error on its own page, then come back."
        }
        guard !completed, let end = programme.endDate else { return nil }
        let ids = Set(
            try reader.records(Programme.self, child: file.id).filter {
                $0.disposal == programme.disposal && $0.startDate == programme.startDate && $0.endDate == end
            }.map(\.id))
        let step = try reader.records(Compliance.self, child: file.id).contains {
            ids.contains($0.value.programme) && $0.value.type == "RETURN_TO_POLICE" && $0.onDate >= end
        }
        return step ? "It was sent back to the police when it failed: mark that step as entered in error first." : nil
    }

    /// The outcomes its completion recorded, whatever day they carry since.
    private static func made(_ reader: Reader, _ file: FileHead, _ programme: Programme, on day: Day) throws -> [Stored<Outcome>] {
        guard programme.completed == true,
            case .outcome(let token) = ProgrammeEnd.follows(completed: true, type: try ProgrammeFile.type(reader, programme, on: day))
        else { return [] }
        let offences = try Self.offences(reader, file, programme)
        return try reader.records(Outcome.self, child: file.id).filter { one in
            one.outcome == token && offences.contains(one.offence) && one.outcomeDate >= programme.startDate ?? .unset
        }
    }

    // MARK: The day it ended

    /// Why the day of an end cannot be moved here: the outcome it recorded carries it and goes with it.
    private static func moved(
        _ reader: Reader, _ file: FileHead, _ programme: Programme, _ current: Programme?, _ form: RecordForm<Programme>
    ) throws -> Problem? {
        guard let current, programme.completed == true, programme.endDate != current.endDate,
            try made(reader, file, current, on: form.today).contains(where: { $0.outcomeDate == current.endDate })
        else { return nil }
        func wrong(_ message: String) -> Problem { Problem(field: "end_date", message: message) }
        guard let end = programme.endDate else { return wrong("Its outcome carries the day it ended: enter that day.") }
        if end > form.today { return wrong("The end cannot be in the future.") }
        guard form.access.mayWrite("outcome") else {
            return wrong("Its outcome carries that day, which is the case manager’s to change. Ask them.")
        }
        let offences = try reader.records(Offence.self, child: file.id).filter { current.offences.contains($0.id) }
        return OutcomeOrder.problem(end, of: offences.map(\.value), field: "end_date")
    }

    /// What goes with a change made here: the outcome keeps the day its programme ended, and an end that is taken back asks for no panel.
    static func follow(_ writer: Writer, _ file: FileHead, _ programme: Programme, _ form: RecordForm<Programme>) throws {
        guard let id = form.id, let current = try writer.reader.record(Programme.self, child: file.id, id: id)?.value else { return }
        if let end = programme.endDate, end != current.endDate, programme.completed == true {
            for one in try made(writer.reader, file, current, on: form.today) where one.outcomeDate == current.endDate {
                try writer.correct(Outcome.self, child: file.id, id: one.id, from: one.from) { $0.outcomeDate = end }
            }
        }
        if current.completed == false, programme.completed == nil { try takeBack(writer, file, current, form.access) }
    }

    /// The panel it was sent back to is no longer to be asked.
    static func takeBack(_ writer: Writer, _ file: FileHead, _ programme: Programme, _ access: Access) throws {
        guard access.mayWrite("action") else { return }
        for one in try writer.reader.records(Action.self, child: file.id)
        where one.what == BackToPanel.action && one.doneOn == nil && one.aroseOn == programme.endDate {
            try writer.correct(Action.self, child: file.id, id: one.id, from: one.from) {
                ($0.doneOn, $0.result) = (writer.recordedAt.londonDay, "The end of the programme was entered in error.")
            }
        }
    }

    /// Why a programme cannot be marked as entered in error: the outcome of its completion stands, and nothing would show where that is from.
    static func refusal(_ reader: Reader, _ file: FileHead, _ programme: Programme, _ visit: Visit) throws -> String? {
        guard let outcome = try made(reader, file, programme, on: visit.service.today).first else { return nil }
        let name = try reader.codes().label("outcome", outcome.outcome) ?? outcome.outcome
        return
            "“\(name)” was recorded when it was completed and would stay. Take it out of “Outcome” under “Change”, mark it as entered in error on its own page, then come back."
    }
}
