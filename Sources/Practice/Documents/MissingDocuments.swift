import Casework

/// A document a referral's disposal asks for, or an assessment of it done elsewhere (S-OOC-15).
public struct RequiredDocument: Sendable, Hashable {
    /// A code of the list `document_type`.
    public let type: String
    /// The outcome whose option asks for it; nil for an assessment's own document.
    public let outcome: String?
    /// The document on the file; nil while it is missing.
    public let document: RecordID?
}

/// Which documents the disposal of a referral asks for, and which of them are not on the file.
public enum MissingDocuments {
    /// Kinds and fields it reads.
    public static let needs: [Need] = [
        Need(Referral.self, "received_date", "decision", "accepted"),
        Need(Programme.self, "disposal", "referral_ref", "end_date", "completed", "police_told_date"),
        Need(Document.self, "type", "referral_ref", "programme_ref", "hash"),
        Need(Assessment.self, "author", "referral_ref", "document_ref"),
    ]

    /// Everything asked for, in the option's order. A notice of completion is asked for only of what was completed, and not once the record
    /// says on which day the police were told of it: end, result and day are what the notice says.
    public static func required(
        of referral: Entry<Referral>, programmes: [Entry<Programme>], documents: [Entry<Document>], assessments: [Entry<Assessment>],
        types: [DisposalType], on day: Day
    ) -> [RequiredDocument] {
        guard referral.accepted != false else { return [] }
        let own = programmes.filter { $0.value.referral == referral.id }
        let ids = Set(own.map(\.id))
        let isCompleted = own.contains { $0.completed == true && ($0.endDate.map { $0 <= day } ?? true) }
        let isTold = own.contains { $0.completed == true && $0.policeToldDate != nil }
        var outcomes = [referral.decision].compactMap { $0 }
        for programme in own where !outcomes.contains(programme.disposal) { outcomes.append(programme.disposal) }
        let here = documents.filter { one in
            one.value.referral == referral.id || one.value.programme.map { ids.contains($0) } ?? false
        }
        var found: [RequiredDocument] = []
        for outcome in outcomes {
            guard let type = types.first(where: { $0.outcome == outcome }) else { continue }
            for token in (type.documents ?? "").split(separator: " ").map(String.init) {
                guard !found.contains(where: { $0.type == token }) else { continue }
                let document = here.filter { $0.type == token }.map(\.id).min()
                if token == "COMPLETION_NOTICE", !isCompleted || (isTold && document == nil) { continue }
                found.append(RequiredDocument(type: token, outcome: outcome, document: document))
            }
        }
        let elsewhere = assessments.filter { $0.author != nil && $0.value.referral == referral.id }
        if let one = elsewhere.first(where: { $0.document == nil }) ?? elsewhere.first {
            let document = one.document ?? here.filter { $0.type == "ASSESSMENT" }.map(\.id).min()
            found.append(RequiredDocument(type: "ASSESSMENT", outcome: nil, document: document))
        }
        return found
    }

    /// Those of `required` that are not on the file.
    public static func list(
        of referral: Entry<Referral>, programmes: [Entry<Programme>], documents: [Entry<Document>], assessments: [Entry<Assessment>],
        types: [DisposalType], on day: Day
    ) -> [RequiredDocument] {
        required(of: referral, programmes: programmes, documents: documents, assessments: assessments, types: types, on: day).filter {
            $0.document == nil
        }
    }

    /// The same for every referral of a case file that was read with `needs`.
    public static func all(_ file: CaseFile, types: [DisposalType], on day: Day) -> [(referral: RecordID, missing: [RequiredDocument])] {
        file[Referral.self].map { referral in
            (
                referral.id,
                list(
                    of: referral, programmes: file[Programme.self], documents: file[Document.self], assessments: file[Assessment.self],
                    types: types, on: day)
            )
        }
    }
}
