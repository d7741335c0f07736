import Casework
import HTML
import Records

/// The interface for programs: what the pages show and do, in JSON, for a token in place of a sign-in.
///
/// It has no rules of its own: records are read through the same scope, written by the same commands, and every view is on record before it is sent.
public enum API {
    public static let base = "/api/v1"

    static let routes: [Route] =
        [
            .open(.get, "\(base)/openapi.json") { _ in
                Reply(
                    headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")], body: Array(OpenAPI.document.utf8))
            }
        ] + APIChildren.routes + APIRecords.routes + APIFigures.routes + APICodes.routes + [APIPage.route]

    /// Whether a path is the API's, where everything is answered in JSON, what is not there too.
    static func covers(_ path: String) -> Bool { path == base || path.hasPrefix(base + "/") }

    static let allMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
    /// The API's patterns, each with the methods it takes.
    static let methods: [(pattern: String, offered: [String])] = Dictionary(grouping: Routes.all.filter(\.isAPI), by: \.pattern)
        .map { ($0.key, $0.value.map(\.method.rawValue)) }.sorted { $0.0 < $1.0 }

    /// The body as JSON.
    static func body(_ visit: Visit) throws -> JSON {
        let type = visit.request.contentType.split(separator: ";").first.map { String($0).trimmed.lowercased() }
        guard type == "application/json" else {
            throw Refusal(415, "The body must be JSON", "Send it with Content-Type: application/json.")
        }
        guard visit.request.body.count <= 1 << 20 else { throw Form.Unreadable() }
        do { return try JSON(visit.request.body) } catch let fault as JSON.Fault {
            throw Refusal(400, "The body is not JSON", "Line \(fault.line): \(fault.message).")
        }
    }

    // MARK: Paging

    /// How many to give, and after which id to go on.
    struct Paging: Sendable {
        let limit: Int
        let after: RecordID?

        init(_ visit: Visit) throws {
            var problems: [Problem] = []
            let sent = visit.query("limit")
            limit = sent.map { Int($0) ?? 0 } ?? 50
            if !(1...200).contains(limit) {
                problems.append(Problem(field: "limit", message: "Limit must be a whole number from 1 to 200."))
            }
            after = visit.query("cursor").flatMap { RecordID($0) }
            if after == nil, visit.query("cursor") != nil { problems.append(Paging.lost) }
            if !problems.isEmpty { throw Refusal(400, "The page asked for cannot be given", errors: problems) }
        }

        static let lost = Problem(field: "cursor", message: "There is no such page: begin again without a cursor.")
        static let lostPage = Refusal(400, "The page asked for cannot be given", errors: [lost])

        /// One page of what was read whole, one more than is shown told by `next`.
        func page<T>(_ all: [T], id: (T) -> RecordID) throws -> (shown: [T], next: RecordID?) {
            var rest = all[...]
            if let after {
                guard let place = all.firstIndex(where: { id($0) == after }) else { throw Paging.lostPage }
                rest = all[(place + 1)...]
            }
            return cut(rest, id: id)
        }

        func cut<T>(_ rest: ArraySlice<T>, id: (T) -> RecordID) -> (shown: [T], next: RecordID?) {
            let shown = Array(rest.prefix(limit))
            return (shown, rest.count > limit ? shown.last.map(id) : nil)
        }
    }

    /// A page of a list: the items, and where the next ones are, in the body and as a `Link`.
    static func list(_ items: [JSONValue], next: RecordID?, _ visit: Visit, shows: Shows) -> Reply {
        let more = next.map { id in
            let query = visit.request.query.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
            return Address(visit.request.path, query: query + [("cursor", id.description)]).path
        }
        let reply = Reply.json(.of([("items", .list(items)), ("next", .known(more))]), shows: shows)
        return more.map { reply.with("Link", "<\($0)>; rel=\"next\"") } ?? reply
    }
}
