import Casework

extension TaskRule {
    /// Three months before the 18th birthday a child whose work runs past it has the transfer planned (S-TRN-02):
    /// once the transfer to probation is written, to come or past, it is planned.
    static let transfer = TaskRule(
        "transfer", "Plan the transfer: the 18th birthday is near",
        basis: .clock(
            Settings.transfer, "Plan {} before the transfer to probation", source: "a service's published improvement plan"),
        settings: [Settings.transfer, Settings.notice], needs: [Need(Child.self, "date_of_birth"), Need(Transfer.self, "kind")]
    ) { rule, now in
        guard let birth = now.file.child.dateOfBirth, !now.isProbationPlanned else { return [] }
        let birthday = birth.reaching(months: 216)
        guard now.work.reaches(birthday), now.work.stretches.contains(where: { $0.until >= birthday && ($0.from ?? birthday) < birthday })
        else { return [] }
        return [rule.task(now, now.file.child.id, due: birthday.adding(months: -now.settings[Settings.transfer]), until: birthday)]
    }
}

extension Situation {
    /// Whether the transfer to probation stands on the file, with its day and what was agreed.
    var isProbationPlanned: Bool { file[Transfer.self].contains { $0.value.type == "PROBATION" } }
}
