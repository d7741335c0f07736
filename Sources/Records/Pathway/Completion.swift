import Casework
import Practice

extension Writer {
    /// Records what the end of a programme leaves behind, in the command that ends it: outcome 22 or 23 once it is completed, and on failure
    /// no outcome but the case sent back to the police where its type says so (S-OOC-11, S-OOC-12, S-OOC-18).
    ///
    /// - Parameter programme: as it stands after this command, with `endDate` and `completed`.
    /// - Returns: what was found to do. Whoever may not write outcomes leaves it to be recorded from the referral's outcome page.
    @discardableResult
    public func recordEnd(of programme: Programme, id: RecordID, child: RecordID) throws -> OutcomeOnCompletion {
        let own = try reader.serviceRecords(DisposalType.self).map(\.value)
        let type = ShippedOptions.inForce(own: own, on: programme.startDate ?? recordedAt.londonDay).first {
            $0.outcome == programme.disposal
        }
        let recorded = try reader.records(Outcome.self, child: child).map(\.value)
        let result = OutcomeOnCompletion.of(programme, type: type, recorded: recorded)
        switch result {
        case .nothing: break
        case .record(let token, let day, let offences):
            guard reader.scope.mayWrite("outcome") else { break }
            for offence in offences {
                var outcome = Outcome()
                (outcome.offence, outcome.outcome, outcome.outcomeDate) = (offence, token, day)
                outcome.homeOfficeOutcome = OutcomeRules.homeOffice(token)
                try create(outcome, child: child)
            }
        case .failed(let place):
            guard place == "PROSECUTION" || place == "POLICE", reader.scope.mayWrite("compliance") else { break }
            let steps = try reader.records(Compliance.self, child: child)
            guard !steps.contains(where: { $0.programme == id && $0.type == "RETURN_TO_POLICE" }) else { break }
            var step = Compliance()
            (step.programme, step.type) = (id, "RETURN_TO_POLICE")
            step.onDate = programme.endDate ?? recordedAt.londonDay
            step.what = "The programme was not completed. No outcome 22 or 23 is recorded."
            try create(step, child: child)
        }
        return result
    }
}
