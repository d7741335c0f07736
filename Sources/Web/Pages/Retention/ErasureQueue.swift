import Casework
import HTML
import Practice
import Records

extension ErasureSteps {
    /// Files whose erasure waits for a second person, of those that open to this one.
    static func waiting(_ reader: Reader, _ visit: Visit) throws -> (children: [RecordID], html: HTML) {
        let staff = try reader.staffNames()
        let found = try reader.serviceRecords(ErasureReview.self).filter { $0.answer == nil }.compactMap { one in
            try RecordID(one.value.child).flatMap { try reader.opens($0) ? (child: $0, review: one) : nil }
        }
        let names = try reader.namesOf(found.map(\.child), on: visit.service.today)
        let rows = found.map { one -> [HTML] in
            [
                link(to: At.retention(one.child), names[one.child]?.name ?? "Name not known"),
                "\(one.review.proposedBy.flatMap { staff[$0] } ?? "Waymark")", "\(one.review.proposedAt.words)",
                one.review.proposedBy == visit.person.id ? tag("For somebody else", .neutral) : tag("To confirm", .warning),
            ]
        }
        return (
            found.map(\.child),
            section(
                "Waiting for a second person", id: "waiting",
                table(
                    caption: "Erasures somebody proposed", columns: ["Child", "Proposed by", "When", "State"].map { Column($0) },
                    rows: rows,
                    captionHidden: true, empty: "No erasure waits."))
        )
    }
}
