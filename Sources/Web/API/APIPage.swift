import Casework
import HTML
import Records

/// What programs can ask for, for people: the same addresses, fields and codes as the machine-readable document.
enum APIPage {
    static let address = Address("/api")

    static let route = Route.get("/api", .signedIn) { visit in
        .page(visit, title: "For programs", shows: .nobody) {
            heading("For programs")
                + "<p>A program can read and write what you can, in JSON, with a token in place of signing in. It sees what the role of whoever it acts as sees, follows the same rules as the pages, and every file it opens is on record.</p>"
                + "<p>\(link(to: At.account("tokens"), "Your tokens"))</p><p>\(downloadLink(to: Address("\(API.base)/openapi.json"), "The machine-readable description (OpenAPI 3.1)"))</p>"
                + using + addresses + records
        }
    }

    private static let using = section(
        "How it answers", id: "how",
        list([
            "Send the token as <code>Authorization: Bearer …</code>. No cookie is taken here, and no token on a page.",
            "A field the role may not see is absent. One that is blank is null. Days are written 2026-11-21, moments in UTC.",
            "What is wrong comes as problem+json with a sentence for each field.",
            "Lists come a page at a time: follow <code>next</code>, or the <code>Link</code> header.",
            "A change names the version it was made from with <code>If-Match</code>; somebody else’s change is never overwritten unseen.",
            "Send an <code>Idempotency-Key</code> with a new record, and sending it twice writes it once.",
            "<code>as_at</code> reads a file, its records or figures as they were known at a day or a moment.",
        ]))

    private static let addresses = section(
        "Addresses", id: "addresses",
        table(
            caption: "Addresses under \(API.base)", columns: ["Address", "Token for", "Role"].map { Column($0) },
            rows: API.routes.compactMap { route -> [HTML]? in
                guard let scope = route.tokenScope else { return nil }
                return ["<code>\(route.method.rawValue) \(route.pattern)</code>", "\(scope.title)", "\(words(route.access))"]
            }))

    private static func words(_ access: RouteAccess) -> String {
        switch access {
        case .anyone, .signedIn: "Every role"
        case .may, .mayEither: Role.allCases.filter { access.admits(Access($0)) }.map(\.title).joined(separator: ", ")
        }
    }

    private static let records = section(
        "Kinds of record", id: "kinds",
        table(
            caption: "Kinds of record, by their word in the address", columns: ["Kind", "Word", "Can be", "Fields"].map { Column($0) },
            rows: APIRecords.kinds.map { kind in
                let can =
                    ["read"] + (APIRecords.creating[kind.name] == nil ? [] : ["written"])
                    + (APIRecords.correcting[kind.name] == nil ? [] : ["corrected"])
                let fields = kind.fields.filter { $0.kind != .secret }.map { field -> HTML in
                    "<code>\(field.name)</code>: \(field.label.lowercasedFirst), \(field.kind.words)"
                }
                return [
                    "\(kind.title)", "<code>\(kind.path)</code>", "\(can.joined(separator: ", "))",
                    details("\(fields.count) fields", list(fields)),
                ]
            }))
}
