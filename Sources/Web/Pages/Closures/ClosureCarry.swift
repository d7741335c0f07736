import Casework
import Records

/// What a closure begins with, from the file: nobody types again what another page was told.
enum ClosureCarry {
    /// When the police were told, and how it ended, are known from the programme (promise 2).
    static func carry(_ form: inout RecordForm<Closure>, _ reader: Reader, _ file: FileHead) throws {
        let open = try reader.records(Referral.self, child: file.id).filter { $0.closedDate == nil }
        if form.typed["referral_ref"].map(\.isEmpty) ?? true, open.count == 1, let only = open.first {
            form.typed["referral_ref"] = only.id.description
        }
        let id = form.typed["referral_ref"].flatMap(RecordID.init)
        let programmes = try reader.records(Programme.self, child: file.id).filter { id != nil && $0.referral == id }
        let ids = Set(programmes.map(\.id))
        let returned = try reader.records(Compliance.self, child: file.id).filter {
            ids.contains($0.programme) && $0.value.type == "RETURN_TO_POLICE"
        }.compactMap(\.value.policeToldDate).max()
        let notice = try reader.records(Document.self, child: file.id).filter {
            $0.value.type == "COMPLETION_NOTICE" && ($0.referral.map { $0 == id } ?? $0.programme.map(ids.contains) ?? false)
        }.compactMap(\.dated).max()
        let ended = programmes.compactMap(\.value.policeToldDate).max()
        let known = [
            (notice, "From the notice of completion"), (ended, "From the end of the programme"),
            (returned, "From the return to the police"),
        ]
        if let (told, source) = known.lazy.compactMap({ day, source in day.map { ($0, source) } }).first {
            form.typed["police_told_date"] = told.typed
            form.sources["police_told_date"] = source
        } else if programmes.isEmpty, let reason = try byPolice(reader, file, id) {
            form.typed["police_reason"] = reason
            form.sources["police_reason"] = "From the outcome"
        }
        if let id, let referral = try reader.record(Referral.self, child: file.id, id: id) {
            // The victim worker is told of the end and tells the victim: what they wrote is not asked again.
            let ends = ClosureFile.VictimEnds(
                try reader.records(VictimContact.self, child: file.id).map(\.value), of: referral.value, programmes.map(\.value))
            if let told = ends.told {
                form.typed["victim_told_date"] = told.typed
                form.sources["victim_told_date"] = "From the contact with the victim"
            } else if let reason = ends.notTold {
                form.typed["victim_reason"] = reason
                form.sources["victim_reason"] = "From the contact with the victim"
            }
        }
        if let last = programmes.last, let reason = last.endReason {
            form.typed["summary"] = reason
            form.sources["summary"] = "From the end of the programme" + (last.endDate.map { ", \($0.words)" } ?? "")
        }
    }

    /// Why nobody need tell the police of the end of a caution they gave themselves and that has no programme (S-TRN-10).
    private static func byPolice(_ reader: Reader, _ file: FileHead, _ id: RecordID?) throws -> String? {
        guard let id, let referral = try reader.record(Referral.self, child: file.id, id: id), let decision = referral.decision,
            try reader.outOfCourtOptions().option(decision, on: referral.decisionDate ?? referral.receivedDate)?.recordedWhen == "GIVEN",
            let outcome = try reader.records(Outcome.self, child: file.id).last(where: {
                $0.outcome == decision && referral.offences.contains($0.offence) && $0.outcomeDate >= referral.receivedDate
            }), outcome.givenBy != nil
        else { return nil }
        let name = try reader.codes().label("outcome", decision)?.lowercasedFirst ?? "caution"
        return "The police gave the \(name) themselves on \(outcome.outcomeDate.words), and it has no programme."
    }
}
