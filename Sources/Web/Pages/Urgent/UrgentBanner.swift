import Casework
import HTML
import Records

extension Urgent {
    /// Red, by word and colour, on every page of the child's file and, as a count, on every page of those who answer for all of them.
    func banner(_ visit: Visit) -> HTML? {
        let own = ofChild.map { one -> HTML in
            alertBanner(
                "Urgent: \(one.label.lowercasedFirst)", .bad,
                "Raised \(one.raisedAt.words), still open. \(link(to: At.record(one.child, AnyKind(Concern.self), one.id), "See it and what to do"))."
            )
        }
        let others = (count ?? 0) - ofChild.count
        let all: HTML? =
            others > 0 && visit.request.path != At.concerns.path
            ? alertBanner(
                "Urgent", .bad,
                link(to: At.concerns, "\(others.counted("\(ofChild.isEmpty ? "" : "more ")urgent concern")) open"))
            : nil
        let parts = own + [all].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined()
    }
}
