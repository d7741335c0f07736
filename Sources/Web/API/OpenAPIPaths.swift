import Casework

/// The addresses with what each takes and answers.
enum OpenAPIPaths {
    static let all: [(path: String, item: JSONValue)] = children + APIRecords.kinds.flatMap(records) + others

    /// The pattern of the route that answers a path of the document.
    static func pattern(_ path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "children", parts[1] == "{child}" else { return API.base + path }
        return API.base + "/children/{child}/{kind}" + parts.dropFirst(3).map { "/\($0)" }.joined()
    }

    private static func operation(
        _ id: String, _ summary: String, tag: String, parameters: [String] = [], own: [JSONValue] = [], body: String? = nil,
        answers: [(Int, JSONValue)], refusals: [Int]
    ) -> JSONValue {
        .of([
            ("operationId", .text(id)), ("summary", .text(summary)), ("tags", .list([.text(tag)])),
            (
                "parameters",
                parameters.isEmpty && own.isEmpty ? nil : .list(parameters.map { OpenAPI.ref("parameters", $0) } + own)
            ),
            (
                "requestBody",
                body.map { .of([("required", .flag(true)), ("content", json(OpenAPI.schema($0)))]) }
            ),
            (
                "responses",
                .of(
                    answers.map { (String($0.0), Optional($0.1)) }
                        + (refusals + [401, 403, 429, 503]).sorted().map {
                            (String($0), OpenAPI.ref("responses", "\(OpenAPISchemas.name($0))"))
                        })
            ),
        ])
    }

    private static func json(_ schema: JSONValue) -> JSONValue { .of([("application/json", .of([("schema", schema)]))]) }

    private static func answer(_ words: String, _ schema: String, headers: [String] = []) -> JSONValue {
        .of([
            ("description", .text(words)),
            (
                "headers",
                headers.isEmpty
                    ? nil
                    : .of(
                        headers.map { name in
                            (
                                name,
                                .of([
                                    ("schema", .of([("type", .text("string"))])),
                                    ("description", .text(OpenAPISchemas.headers[name] ?? "")),
                                ])
                            )
                        })
            ), ("content", json(OpenAPI.schema(schema))),
        ])
    }

    private static let children: [(path: String, item: JSONValue)] = [
        (
            "/children",
            .of([
                (
                    "get",
                    operation(
                        "listChildren", "Children by name, a page at a time, as known now. Scope children.read.", tag: "Children",
                        parameters: ["limit", "cursor", "status", "worker", "team", "alert"],
                        answers: [(200, answer("A page of the list.", "Children", headers: ["Link"]))], refusals: [400])
                )
            ])
        ),
        (
            "/children/search",
            .of([
                (
                    "post",
                    operation(
                        "searchChildren",
                        "Children who fit a name however spelled, a date of birth or a reference, nearest first. Nothing is written. Scope children.read.",
                        tag: "Children", body: "Search", answers: [(200, answer("Whom it fits, at most 50.", "Children"))],
                        refusals: [400, 413, 415, 422])
                )
            ])
        ),
        (
            "/children/{child}",
            .of([
                (
                    "get",
                    operation(
                        "readFile", "One child's file: the child, and every record of the kinds the role may see. Scope children.read.",
                        tag: "Children", parameters: ["child", "as_at"], answers: [(200, answer("The file.", "File"))],
                        refusals: [400, 404])
                )
            ])
        ),
    ]

    private static func records(_ kind: AnyKind) -> [(path: String, item: JSONValue)] {
        let (name, noun, base) = (OpenAPI.name(kind), kind.plural.lowercasedFirst, "/children/{child}/\(kind.path)")
        let list = operation(
            "list\(name)", "A child's \(noun), by reference. Scope children.read.", tag: kind.plural,
            parameters: ["child", "limit", "cursor", "as_at"],
            answers: [(200, answer("A page of them.", "\(name)List", headers: ["Link"]))], refusals: [400, 404])
        let one = operation(
            "read\(name)", "One of a child's \(noun); one entered in error too. Scope children.read.", tag: kind.plural,
            parameters: ["child", "id", "as_at"], answers: [(200, answer("The record.", name, headers: ["ETag"]))], refusals: [400, 404])
        let history = operation(
            "history\(name)", "Every version of it, oldest first, with who wrote it and why. Scope children.read.", tag: kind.plural,
            parameters: ["child", "id", "as_at"], answers: [(200, answer("Its versions.", "\(name)History"))], refusals: [400, 404])
        let create = APIRecords.creating[kind.name].map { _ in
            operation(
                "create\(name)", "A new record of this kind. Scope records.write.", tag: kind.plural,
                parameters: ["child", "Idempotency-Key"],
                body: "\(name)New",
                answers: [
                    (200, answer("The same request was answered before: what it wrote.", "Written", headers: ["ETag"])),
                    (201, answer("Written.", "Written", headers: ["ETag", "Location"])),
                ], refusals: [400, 404, 413, 415, 422])
        }
        let correct = APIRecords.correcting[kind.name].map { _ in
            operation(
                "correct\(name)", "The fields sent are changed; the others keep what they hold. Scope records.write.", tag: kind.plural,
                parameters: ["child", "id", "If-Match"], body: "\(name)Change",
                answers: [(200, answer("Written, or nothing differed.", "Written", headers: ["ETag"]))],
                refusals: [400, 404, 412, 413, 415, 422, 428])
        }
        return [
            (base, .of([("get", list), ("post", create)])), ("\(base)/{id}", .of([("get", one), ("post", correct)])),
            ("\(base)/{id}/history", .of([("get", history)])),
        ]
    }

    private static let others: [(path: String, item: JSONValue)] = [
        (
            "/figures",
            .of([
                (
                    "get",
                    operation(
                        "listFigures", "Every measure's whole figures of a period. Scope figures.read.", tag: "Figures",
                        parameters: ["period", "as_at"], answers: [(200, answer("The figures.", "Figures"))], refusals: [400])
                )
            ])
        ),
        (
            "/figures/{measure}",
            .of([
                (
                    "get",
                    operation(
                        "readFigures",
                        "One measure's figures of a period with its breakdowns. For inside: small counts stand in them. Scope figures.read.",
                        tag: "Figures", parameters: ["measure", "period", "as_at"], answers: [(200, answer("The figures.", "Figures"))],
                        refusals: [400, 404])
                )
            ])
        ),
        (
            "/code-lists/{list}",
            .of([
                (
                    "get",
                    operation(
                        "readCodes", "The codes of a list, ended ones too. Scope children.read.", tag: "Codes", parameters: ["list"],
                        answers: [(200, answer("The codes.", "Codes"))], refusals: [400, 404])
                )
            ])
        ),
        (
            "/openapi.json",
            .of([
                (
                    "get",
                    .of([
                        ("operationId", .text("readDescription")), ("summary", .text("This document.")), ("security", .list([])),
                        (
                            "responses",
                            .of([
                                (
                                    "200",
                                    .of([
                                        ("description", .text("This document.")),
                                        ("content", json(.of([("type", .text("object"))]))),
                                    ])
                                )
                            ])
                        ),
                    ])
                )
            ])
        ),
    ]
}
