import Casework
import Statistics

/// What many operations share: parameters, headers and refusals.
extension OpenAPISchemas {
    static let headers = [
        "ETag": "The record's version, in quotation marks.", "Location": "Where the record is.", "Link": "The next page, rel=\"next\".",
    ]

    private static func parameter(_ name: String, in place: String, _ words: String, _ schema: JSONValue, isRequired: Bool = false) -> (
        String, JSONValue?
    ) {
        (
            name,
            .of([
                ("name", .text(name)), ("in", .text(place)), ("description", .text(words)), ("required", isRequired ? .flag(true) : nil),
                ("schema", schema),
            ])
        )
    }

    static let parameters = JSONValue.of([
        parameter("child", in: "path", "The child's id.", id, isRequired: true),
        parameter("id", in: "path", "The record's id.", id, isRequired: true),
        parameter(
            "measure", in: "path", "The measure's id.",
            .of([("type", .text("string")), ("enum", .list(allMeasures.map { .text($0.id) }))]), isRequired: true),
        parameter("list", in: "path", "The list's name, as fields name it.", of("string"), isRequired: true),
        parameter(
            "limit", in: "query", "How many to give.",
            of("integer", nil, [("minimum", .number(1)), ("maximum", .number(200)), ("default", .number(50))])),
        parameter("cursor", in: "query", "Taken from the page before.", id),
        parameter("as_at", in: "query", "The moment it is read as known at: a day (its end) or a moment.", of("string")),
        parameter(
            "status", in: "query", "Which children.",
            .of([("enum", .list(["open", "closed", "all"].map { .text($0) })), ("default", .text("open"))])),
        parameter("worker", in: "query", "The id of the worker they are allocated to, or me.", of("string")),
        parameter("team", in: "query", "The team they are allocated to.", of("string")),
        parameter("alert", in: "query", "A code of the list alert that runs today.", of("string", nil, [("x-code-list", .text("alert"))])),
        parameter(
            "period", in: "query",
            "A quarter like 2026Q1, a year like 2026-27 or 2026, or two days like 2026-04-01..2026-06-30; the last whole quarter without it.",
            of("string")),
        parameter(
            "If-Match", in: "header", "The ETag of the version the change was made from.",
            of("string", nil, [("pattern", .text("^\"[0-9]+\"$"))]), isRequired: true),
        parameter(
            "Idempotency-Key", in: "header", "A key of one's own under which a second copy of the request writes nothing.",
            of("string", nil, [("pattern", .text("^[!-~]{1,100}$"))])),
    ])

    static func name(_ status: Int) -> String {
        switch status {
        case 400: "BadRequest"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "NotFound"
        case 412: "PreconditionFailed"
        case 413: "TooLarge"
        case 415: "UnsupportedMediaType"
        case 422: "Unprocessable"
        case 428: "PreconditionRequired"
        case 429: "TooManyRequests"
        default: "Unavailable"
        }
    }

    static let responses: JSONValue = {
        let words: [(Int, String)] = [
            (400, "The address, a header or the body cannot be read."), (401, "The token is missing, is none, or has ended."),
            (403, "The token, the role or the file does not allow it."), (404, "There is no such thing, or it is not open to the person."),
            (412, "Someone changed the record first."), (413, "Too much was sent."), (415, "The body is not said to be JSON."),
            (422, "The record cannot be saved like this; errors name the fields."), (428, "The version is not named."),
            (429, "Too many calls by this token, or too many wrong tokens from this address; Retry-After says for how long."),
            (503, "The records cannot be reached; nothing was written."),
        ]
        return .of(
            words.map { status, text in
                (
                    name(status),
                    .of([
                        ("description", .text(text)),
                        ("content", .of([("application/problem+json", .of([("schema", OpenAPI.schema("Problem"))]))])),
                    ])
                )
            })
    }()
}
