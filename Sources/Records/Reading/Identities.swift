import Casework
import Practice

/// Something by which one child may be known in two services.
public enum KnownBy: String, CaseIterable, Sendable {
    case nameAndBirthDate = "name_and_birth_date"
    case pncID = "pnc_id"
    case upn
    case nhsNumber = "nhs_number"
}

extension Reader {
    /// By what each child may be known elsewhere, merged records as one and withdrawn children left out: names folded as search folds them, numbers
    /// without spaces and signs. What is blank identifies nobody.
    public func identities(_ body: (RecordID, [(by: KnownBy, text: String)]) throws -> Void) throws {
        let needs = Need(Child.self, "given_name", "family_name", "date_of_birth", "pnc_id", "upn", "nhs_number", "deleted")
        try caseFiles([needs]) { file in
            let child = file.child.value
            guard child.deleted != true else { return }
            var found: [(by: KnownBy, text: String)] = []
            if let given = child.givenName, let family = child.familyName, let born = child.dateOfBirth {
                found.append((.nameAndBirthDate, "\(Names.fold("\(given) \(family)")) \(born.iso)"))
            }
            for (by, number) in [(KnownBy.pncID, child.pncID), (.upn, child.upn), (.nhsNumber, child.nhsNumber)] {
                let bare = number.map { Names.fold($0).filter { $0 != " " } } ?? ""
                if !bare.isEmpty { found.append((by, bare)) }
            }
            try body(file.child.id, found)
        }
    }
}
