import Casework
import HTML
import Records

/// What a form was about has been sent, signed or taken out while it was written: nothing is saved any more, and nothing of it is lost.
enum TooLate {
    /// The answer to the form: 409, why, and what was written, to copy.
    static func page(_ visit: Visit, _ why: String, back: Address, crumbs: [NavItem] = []) -> Reply {
        page(visit, why, Onward.written(in: visit.form, isOpen: true), back: back, status: 409, crumbs: crumbs)
    }

    /// The form opened again: its draft, which no form takes any more, to copy and to throw away.
    static func page(_ visit: Visit, _ why: String, draft: Draft, at keeping: Address, back: Address, crumbs: [NavItem] = []) -> Reply {
        page(
            visit, why,
            Onward.written(in: Form(draft.fields), isOpen: true)
                + sendForm(action: keeping, hidden("action", "drop") + button("Throw the draft away", style: .secondary)),
            back: back, status: 200, crumbs: crumbs)
    }

    private static func page(_ visit: Visit, _ why: String, _ written: HTML, back: Address, status: Int, crumbs: [NavItem]) -> Reply {
        .page(visit, title: "Too late to save", shows: .nobody, status: status, crumbs: crumbs) {
            heading("Too late to save") + "<p>\(why) Nothing of yours was saved. What you wrote is here, to copy.</p>" + written
                + buttonGroup([buttonLink(to: back, "See it as it is")])
        }
    }
}

extension AssessmentFile {
    /// The answer to a form of it that came, or is opened again, when it has been closed: who closed it, and what was written.
    /// - Parameter draft: what was kept of the form, and `keeping` where.
    func closed(_ visit: Visit, _ reader: Reader, draft: Draft? = nil, at keeping: Address? = nil) throws -> Reply {
        let back = At.assessment(child, id)
        let who = words.who(try reader.trails([record.from])[record.from])
        let why = "This assessment is not open to be written: \(who) sent it, signed it or sent it back meanwhile."
        if let draft, let keeping { return TooLate.page(visit, why, draft: draft, at: keeping, back: back, crumbs: file.crumbs) }
        return visit.request.method == .post ? TooLate.page(visit, why, back: back, crumbs: file.crumbs) : .see(back)
    }
}
