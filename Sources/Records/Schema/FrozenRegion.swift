import Casework

/// The migration that brought regions: who is in one, and what was shared with it.
extension Frozen {
    static let region: [Step] = serviceTables.map { .create(Table(frozen: $0, .service)) }

    private static let serviceTables: [String] = [
        """
        region_member: region text!, region_name text!, member text!, member_name text!, joined_on day!, left_on day
        """,
        """
        region_report: region text!, member text!, member_name text!, period text!, as_at instant!, issued_on day!, \
        shared_on day!, report_hash text!, figures text, withdrawn_on day, withdrawn_reason text
        """,
    ]
}
