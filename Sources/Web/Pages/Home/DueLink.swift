import Casework
import HTML
import Practice
import Records

/// Where a task is done and how near it is.
enum DueLink {
    static func address(_ task: DueTask) -> Address { At.child(task.child) }

    /// The kind of record each rule's tasks are about, where it is not the child.
    private static let kinds: [String: AnyKind] = [
        "appointment": AnyKind(Contact.self), "appointment_unmarked": AnyKind(Contact.self), "contact_headings": AnyKind(Contact.self),
        "missed_contact": AnyKind(Contact.self), "alert_review": AnyKind(Alert.self), "offence_category": AnyKind(Offence.self),
        "exit_planning": AnyKind(Programme.self), "referral_unallocated": AnyKind(Referral.self), "assess": AnyKind(Referral.self),
        "decide": AnyKind(Referral.self), "whole_process": AnyKind(Referral.self), "after_decision": AnyKind(Referral.self),
        "knife_plan": AnyKind(Referral.self), "feedback": AnyKind(Referral.self),
        "agency_check": AnyKind(Enquiry.self), "agencies_asked": AnyKind(Referral.self), "write_report": AnyKind(Referral.self),
        "safeguarding_chase": AnyKind(SafeguardingReferral.self),
        "plan_agreed": AnyKind(Programme.self), "six_week_review": AnyKind(Programme.self), "programme_too_long": AnyKind(Programme.self),
        "document_missing": AnyKind(Outcome.self), "action": AnyKind(Action.self), "concern_review": AnyKind(Concern.self),
        "assessment_due": AnyKind(Programme.self), "tell_police": AnyKind(Programme.self), "new_offence": AnyKind(Offence.self),
        "new_offence_seen": AnyKind(Offence.self), "close_work": AnyKind(Referral.self),
    ]

    /// Where a task leads: to the record it is about, or to the form that does it for those who may write it.
    static func record(_ task: DueTask, _ access: Access) -> Address {
        switch task.rule {
        case "oversight_due" where access.mayWrite("oversight"): return At.newRecord(task.child, AnyKind(Oversight.self))
        case "plan_agreed" where access.mayWrite("plan"):
            return At.newRecord(task.child, AnyKind(Plan.self), task.record.map { [("programme", $0.description)] } ?? [])
        case "knife_plan" where access.mayWrite("plan"):
            return At.newRecord(task.child, AnyKind(Plan.self), task.record.map { [("referral", $0.description)] } ?? [])
        case "six_week_review" where access.mayWrite("review"):
            return At.newRecord(task.child, AnyKind(Review.self), task.record.map { [("programme", $0.description)] } ?? [])
        case "document_missing" where access.mayWrite("document"):
            return At.newRecord(task.child, AnyKind(Document.self), task.record.map { [("outcome", $0.description)] } ?? [])
        // Once it is decided what is left is on one page: the day agreed, the caution given, the programme's start.
        case "after_decision" where access.mayWrite("outcome"):
            return task.record.map { At.outcome(task.child, $0) } ?? At.child(task.child)
        // One page takes every agency's answer; another begins the report, or goes on with it.
        case "agencies_asked" where access.sees(Referral.kind.sensitivity): return on(task, "checks")
        case "write_report" where access.sees(Referral.kind.sensitivity): return on(task, "next")
        case "close_work" where access.mayWrite("closure"):
            return At.newRecord(task.child, AnyKind(Closure.self), task.record.map { [("referral", $0.description)] } ?? [])
        // What is planned is the transfer to probation: written, it ends both tasks (S-TRN-02).
        case "turning_18", "transfer":
            return access.mayWrite("transfer")
                ? At.newRecord(task.child, AnyKind(Transfer.self), [("kind", "PROBATION")])
                : Address(At.child(task.child, "court").path, fragment: "transfers")
        case "characteristics_not_asked":
            return access.mayWrite("child")
                ? Address(At.child(task.child, "edit").path, fragment: "characteristics_asked_on") : At.child(task.child, "details")
        // A later contact that took place is the follow-up.
        case "missed_contact" where access.mayWrite("contact"): return At.newRecord(task.child, AnyKind(Contact.self))
        default: break
        }
        guard let record = task.record, let kind = kinds[task.rule], access.sees(kind.sensitivity) else { return At.child(task.child) }
        return At.record(task.child, kind, record)
    }

    /// A part of the page of the referral a task is about.
    private static func on(_ task: DueTask, _ part: String) -> Address {
        task.record.map { Address(At.referral(task.child, $0).path, fragment: part) } ?? At.child(task.child)
    }

    /// A task as a line of a list: where it leads, or the press that begins what is asked for where all of that is known.
    static func way(_ task: DueTask, _ begun: BegunScreens, _ visit: Visit) -> HTML {
        begin(task, begun, visit).map { "\(task.title) \($0)" } ?? link(to: record(task, visit.person.access), task.title)
    }

    /// The press that begins it; nil for a task that is done on a page of its own.
    static func begin(_ task: DueTask, _ begun: BegunScreens, _ visit: Visit) -> HTML? {
        guard task.rule == "exploitation_screen", visit.person.access.mayWrite("assessment") else { return nil }
        return AssessmentStart.way(
            "Begin it", about: "the exploitation screen, \(task.name)", child: task.child, form: begun.form, type: "SCREENING",
            stage: task.record == task.child ? "START" : "REVIEW", referral: nil, in: begun.all[task.child] ?? [], visit)
    }

    static func status(_ task: DueTask, _ today: Day) -> HTML { dueTag(task.dueOn, today) }

    private static let ofManagers = Set(Tasks.tokens(of: .manager))

    /// Whom a task waits on as a list of everybody's says it: nobody's name stands at what a manager is to do.
    static func waitsOn(_ task: DueTask, _ names: [RecordID: String]) -> String {
        waitsOn(task) ?? task.staff.flatMap { names[$0] } ?? "Nobody allocated"
    }

    /// Whom a task waits on, in a word or two: the people it needs besides the worker.
    static func waitsOn(_ task: DueTask) -> String? {
        if ofManagers.contains(task.rule) { return "a manager" }
        return switch task.rule {
        case "agency_check": "the agency"
        case "agencies_asked": "the agencies"
        case "safeguarding_chase": "who it was sent to"
        case "decide", "whole_process", "tell_police": "the police"
        case "feedback": "who took the child on"
        case "characteristics_not_asked", "plan_agreed", "knife_plan", "six_week_review", "exploitation_screen": "the child"
        default: nil
        }
    }
}

/// The screens of some children that were begun and not finished, and the form a screen for exploitation is begun by.
struct BegunScreens {
    let form: String
    let all: [RecordID: [Entry<Assessment>]]

    /// Those a list of tasks asks for.
    init(_ reader: Reader, _ tasks: [DueTask], on day: Day) throws {
        form = try reader.questionnaires().form(for: "exploitation", on: day)
        let children = Array(Set(tasks.filter { $0.rule == "exploitation_screen" }.map(\.child)))
        var begun: [Stored<Assessment>] = []
        if !children.isEmpty {
            begun = try reader.everywhere(
                Assessment.self, of: children, where: [("type", .text("SCREENING")), ("completed_on", .none)], only: CountersignQueue.listed
            )
        }
        all = Dictionary(grouping: begun, by: { $0.child ?? $0.id }).mapValues { $0.map(\.entry) }
    }
}
