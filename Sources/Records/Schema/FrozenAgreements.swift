import Casework

/// The migration that brought the register of agreements on sharing information, and what papers were passed on under (S-INF-04).
extension Frozen {
    static let agreements: [Step] = [
        .create(
            Table(
                frozen: """
                    agreement: name text!, parties text!, shared text!, basis text!, start_date day!, end_date day, review_on day, \
                    paper text, not_renewed text
                    """, .service)),
        .add("panel_copy", Column(frozen: "agreement_ref id>agreement")),
    ]
}
