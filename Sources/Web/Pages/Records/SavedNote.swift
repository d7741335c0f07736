import Casework
import HTML
import Practice
import Records

/// What a page says once its record is saved: that it is on the file, who was alerted by it, and one link on, to the next step or to where
/// one came from.
struct SavedNote<R: RecordKind> {
    private let reader: Reader
    private let file: FileHead
    private let record: Stored<R>
    private let visit: Visit

    init(_ reader: Reader, _ file: FileHead, _ record: Stored<R>, _ visit: Visit) {
        (self.reader, self.file, self.record, self.visit) = (reader, file, record, visit)
    }

    /// Nothing on a page that was not just saved.
    /// - Parameters:
    ///   - onward: where to go on; nil leads back to what the record is about.
    ///   - state: what it waits for now.
    func html(_ onward: (words: String, to: Address)? = nil, state: String? = nil) throws -> HTML {
        guard visit.query("saved") != nil else { return .empty }
        let (words, to) = onward ?? about
        let said = ["It is on the child's file.", state].compactMap(\.self).joined(separator: " ")
        return notification("Saved", "\(said) \(link(to: to, words))." + (try alerted))
    }

    /// The programme or the referral a record names, as far as the visitor sees it.
    private var about: (words: String, to: Address) {
        func named(_ field: String, _ kind: AnyKind) -> Address? {
            guard visit.person.access.sees(kind.sensitivity), case .id(let id)? = R.kind.field(field)?.get(record.value) else { return nil }
            return At.record(file.id, kind, id)
        }
        if let programme = named("programme_ref", AnyKind(Programme.self)) { return ("Go on with the programme", programme) }
        if let referral = named("referral_ref", AnyKind(Referral.self)) { return ("Go on with the referral", referral) }
        return ("Back to the child’s file", At.child(file.id))
    }

    /// Who sees an urgent concern raised in the same command, and whom to tell now (S-SAF-09, S-SAF-07).
    private var alerted: HTML {
        get throws {
            guard visit.person.access.sees(.safeguarding) else { return .empty }
            let raised = try reader.records(Concern.self, child: file.id).first { $0.from == record.from && $0.value.isOpen }
            guard let raised else { return .empty }
            let refer: HTML =
                visit.person.access.mayWrite("safeguarding_referral")
                ? " If the child is not safe, tell social care now: \(link(to: ConcernPages.newReferral(file, raised.id), "refer to social care or early help"))."
                : .empty
            return "<p>\(try ConcernPages.whoSees(reader, visit))\(refer)</p>"
        }
    }
}
