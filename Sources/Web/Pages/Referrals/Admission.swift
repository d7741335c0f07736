import Casework
import HTML

/// Whether the child admits the offence: it heads the pages of referral, assessment and panel, for it changes what is asked and how it is said.
enum Admission {
    static func banner(_ referral: Referral, _ words: Words) -> HTML {
        guard referral.isNotAdmitted else {
            return alertBanner("Admitted", .info, "<p>The child admits the offence.</p>")
        }
        let (word, first): (String, String) =
            switch referral.admission {
            case "DENIED": ("Not admitted", "The child denies the offence.")
            case "NO_COMMENT": ("Not admitted", "The child made no comment in interview.")
            case "NOT_ASKED": ("Not admitted", "The child has not been asked whether they admit the offence.")
            default: ("Admission not known", "Whether the child admits the offence is not recorded.")
            }
        return alertBanner(
            word, .warning, "<p>\(first) Say “alleged”; ask about the child's needs, not about the offence.</p>")
    }
}
