extension Professional {
    /// Why somebody may not write it so: nobody names themselves, for it opens the file, nor lengthens what another gave them. Nil when they may.
    /// - Parameter current: what it replaces; nil for a new one.
    public func refusal(to person: RecordID, since current: Professional?) -> Problem? {
        guard staff == person else { return nil }
        guard let current, current.staff == person else {
            return Problem(
                field: "staff", message: "You cannot name yourself, for it opens the file: ask a colleague who works with the child.")
        }
        if let was = current.endDate, endDate.map({ $0 > was }) ?? true {
            return Problem(field: "end_date", message: "You are named here yourself: ask a colleague to let it run for longer.")
        }
        if let was = current.startDate, startDate.map({ $0 < was }) ?? true {
            return Problem(field: "start_date", message: "You are named here yourself: ask a colleague to let it run from an earlier day.")
        }
        return nil
    }
}
