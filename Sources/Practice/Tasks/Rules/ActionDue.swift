import Casework

extension TaskRule {
    /// Something somebody agreed to do (S-RSK-07): the owner's, or while another agency owns it the worker's to chase.
    static let actionDue = TaskRule(
        "action", "Do what was agreed, or chase who owns it", basis: "The day was agreed.", settings: [Settings.notice],
        needs: [Need(Action.self, "due_on", "done_on", "owner")]
    ) { rule, now in
        now.file[Action.self].compactMap { action in
            guard action.doneOn == nil, action.dueOn != .unset else { return nil }
            return rule.task(now, action.id, due: action.dueOn, staff: action.owner.map { .some($0) } ?? .some(now.worker))
        }
    }
}
