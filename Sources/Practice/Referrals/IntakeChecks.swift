import Casework

/// The agencies asked about a child before anything else (S-REF-05), and how far each has come.
public enum IntakeChecks {
    /// Codes of the list `agency`, in the order they are asked.
    public static let agencies = ["SOCIAL_CARE", "EARLY_HELP", "POLICE", "HEALTH", "EDUCATION", "OTHER_YJS"]

    /// Those of them whose answer an assessment must use (S-ASM-06): one list asks, so that nobody is found missing who was never asked.
    public static let forAssessment = agencies.filter { !["EARLY_HELP", "OTHER_YJS"].contains($0) }

    /// Those whose answer rests on a record somebody looked at: what they know is never said for them (S-OOC-03).
    public static let ofRecords: Set<String> = ["POLICE", "OTHER_YJS"]

    public enum State: Sendable { case notAsked, waiting, answered, noAnswer }

    /// The latest check of each agency.
    public static func list(_ enquiries: [Entry<Enquiry>]) -> [(agency: String, check: Entry<Enquiry>?)] {
        agencies.map { agency in
            (
                agency,
                enquiries.filter { $0.agency == agency }.max {
                    ($0.askedOn ?? Day(number: .min), $0.id) < ($1.askedOn ?? Day(number: .min), $1.id)
                }
            )
        }
    }

    public static func state(_ enquiry: Enquiry?) -> State {
        guard let enquiry else { return .notAsked }
        if enquiry.receivedOn != nil || enquiry.isKnown != nil { return .answered }
        if enquiry.unableReason != nil { return .noAnswer }
        return enquiry.askedOn == nil ? .notAsked : .waiting
    }

    /// Why a referral cannot go on as it stands, in sentences: what was written, and what is missing.
    public static func obstacles(_ referral: Referral, checks: [(agency: String, check: Entry<Enquiry>?)], codes: Codes) -> [String] {
        var found: [String] = []
        if let reason = referral.unableReason { found.append(reason) }
        // Once it is decided, what was never asked stops nothing.
        if referral.decision != nil || referral.decisionDate != nil { return found }
        if referral.completeDate == nil { found.append("The papers are not complete.") }
        if referral.currentAdmission == nil || referral.currentAdmission == "NOT_ASKED" {
            found.append("Whether the child admits the offence is not known.")
        }
        let open = checks.filter { [.notAsked, .waiting].contains(state($0.check?.value)) }
        if !open.isEmpty {
            let names = open.map { (codes.label("agency", $0.agency) ?? $0.agency).lowercasedFirst }
            found.append("No answer yet from \(names.joined(separator: ", ")).")
        }
        return found
    }
}
