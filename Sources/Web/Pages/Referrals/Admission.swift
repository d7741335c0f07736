import Casework
import HTML

/// Whether the child admits the offence: it heads the pages of referral, assessment and panel, for it changes what is asked and how it is said.
enum Admission {
    /// In a few words what holds now, and what was said in interview where that differs; nil when neither is known.
    static func title(_ referral: Referral, _ codes: Codes) -> String? {
        guard let token = referral.currentAdmission, let now = codes.label("admission", token) else { return nil }
        guard referral.admissionNow != nil, referral.admissionNow != referral.admission else { return now }
        let before = codes.label("admission", referral.admission)?.lowercasedFirst ?? "not known"
        return "\(now)\(referral.admissionNowOn.map { " on \($0.words)" } ?? " now"); in interview: \(before)"
    }

    static func banner(_ referral: Referral, _ words: Words) -> HTML {
        guard referral.isNotAdmitted else {
            let title = title(referral, words.codes) ?? "Admitted"
            return alertBanner(title, .info, "<p>The child admits the offence.</p>")
        }
        let (word, first): (String, String) =
            switch referral.currentAdmission {
            case "DENIED": ("Not admitted", "The child denies the offence.")
            case "NO_COMMENT" where referral.admissionNow != nil: ("Not admitted", "The child makes no comment now.")
            case "NO_COMMENT": ("Not admitted", "The child made no comment in interview.")
            case "NOT_ASKED": ("Not admitted", "The child has not been asked whether they admit the offence.")
            default: ("Admission not known", "Whether the child admits the offence is not recorded.")
            }
        return alertBanner(
            word, .warning, "<p>\(first) Say “alleged”; ask about the child's needs, not about the offence.</p>")
    }
}

extension Referral {
    /// What was decided before the decision that holds now, with its day; nil when it was decided once.
    func decidedBefore(_ words: Words) -> String? {
        earlierDecision.map { words.code("outcome", $0) + (earlierDecisionDate.map { ", \($0.words)" } ?? "") }
    }
}
