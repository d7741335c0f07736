import Casework
import Storage

/// From where something is asked: what every entry of the access log that is written meanwhile says of it.
public struct Asking: Sendable {
    @TaskLocal public static var current = Asking()

    /// The request's number, as its line of the program's log and its answer's `X-Request-Id` have it; empty where nothing was asked over the line.
    public var request = ""
    /// The position of the entry that began the session that asks, or made the token: what names it, and lets nobody in.
    public var session: Int64?

    public init(request: String = "") { self.request = request }

    /// Runs `body` as what a session, or a token, asked for.
    public static func by<T>(
        session: Int64, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T
    ) async rethrows -> T {
        var asking = current
        asking.session = session
        return try await $current.withValue(asking, operation: body)
    }
}

/// Entries say from where they were asked for. Those from before say neither, and are hashed as they were.
enum AskingColumns {
    static let migration: Migration = {
        func text(_ integer: String) -> String {
            """
            ALTER TABLE access_entry ADD COLUMN request TEXT;
            ALTER TABLE access_entry ADD COLUMN session \(integer);

            """
        }
        return Migration(id: "0056-access-asked-by", sqlite: text("INTEGER"), postgres: text("BIGINT"))
    }()
}
