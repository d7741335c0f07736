import Casework

/// The migration that brought the raising of non-attendance (S-GOV-03), and for whom a board report is and what it leaves out (S-PER-20).
extension Frozen {
    static let raisings: [Step] = [
        .create(
            Table(
                frozen: """
                    board_raising: name text!, sector text!, raised_on day!, raised_by text!, raised_with text!, result text
                    """, .service)),
        .add("report", Column(frozen: "audience text")), .add("report", Column(frozen: "left_out text")),
    ]
}
