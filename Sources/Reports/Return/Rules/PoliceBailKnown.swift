import Casework

extension ReturnRule {
    /// Bail that ran in the period; what a charge or an outcome ended is not left running.
    static let policeBail = ReturnRule(
        "police_bail", "Police bail is not known, or was never ended", PoliceBail.self, ["status", "end_date"]
    ) { file, ask in
        file[PoliceBail.self].compactMap { bail in
            guard (bail.startDate ?? ask.period.to) <= ask.period.to, bail.endDate.map({ $0 >= ask.period.from }) ?? true else {
                return nil
            }
            if (bail.status ?? "NOT_KNOWN") == "NOT_KNOWN" {
                return Spot(bail.id, "It is not recorded whether the police bail had conditions, or was release under investigation.")
            }
            guard bail.endDate == nil else { return nil }
            let charged = file[Offence.self].first { $0.id == bail.value.offence }?.chargeDate
            let decided = file[Outcome.self].filter { $0.value.offence == bail.value.offence }.map(\.value.outcomeDate).min()
            guard let over = [charged, decided].compactMap({ $0 }).min(), over <= ask.lastDay else { return nil }
            return Spot(bail.id, "The police bail still runs on the record, though the offence was charged or decided on \(over.words).")
        }
    }
}
