import Casework
import Practice
import Storage

/// Services that were there before a second factor was required unless they say otherwise: their people are asked for some days first, so that
/// nobody stands before a locked door on the morning after an upgrade (decision 0100). A new service has no row.
enum SecondFactorGrace {
    /// Days from the upgrade.
    static let days = 28

    static let migration = Migration(
        id: "0046-second-factor-grace", sqlite: text("INTEGER", "TEXT", "strftime('%Y-%m-%d', 'now')", " STRICT;"),
        postgres: text("BIGINT", "TEXT", "to_char(now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')", ";"))

    private static func text(_ integer: String, _ day: String, _ today: String, _ ending: String) -> String {
        """
        CREATE TABLE second_factor_grace (service \(integer) PRIMARY KEY, since \(day) NOT NULL)\(ending)
        INSERT INTO second_factor_grace (service, since) SELECT id, \(today) FROM service;

        """
    }
}

extension Reader {
    /// The last day on which a second factor that is required by default may be left for another time; nil where there is none, or it has passed.
    func secondFactorGrace(on today: Day) throws -> Day? {
        let since = try db.first("SELECT since FROM second_factor_grace WHERE service = \(service.id)") {
            $0.text(0).flatMap { Day(iso: $0) }
        }
        return since?.flatMap { $0 + SecondFactorGrace.days >= today ? $0 + SecondFactorGrace.days : nil }
    }
}

extension Service {
    /// The last day on which somebody may leave a second factor that is required by default; nil where it is not, or their service itself has said
    /// what it wants, which has no last day.
    public func secondFactorGrace(of staff: RecordID) async throws -> Day? {
        let today = today
        return try await read(.wholeService(reason: "second factor")) { reader in
            guard let role = try reader.role(of: staff, on: today), try !reader.settings().holds(Settings.secondFactor(role)) else {
                return nil
            }
            return try reader.secondFactorGrace(on: today)
        }
    }
}
