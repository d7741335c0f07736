import Casework

/// The description of the API (OpenAPI 3.1), made from the routes and the record kinds' definitions so that it cannot fall behind them.
public enum OpenAPI {
    /// The document as text. The same for everybody: it holds nothing of the service.
    public static let document = root.pretty() + "\n"

    private static let root = JSONValue.of([
        ("openapi", .text("3.1.0")),
        (
            "info",
            .of([
                ("title", .text("Waymark")), ("version", .text("1")),
                (
                    "description",
                    .text(
                        "A youth justice service's records and figures, for programs. A token acts as a member of staff: it sees and does what their role and their relation to the child allow, and every file it opens is on record before the answer is sent. A field the role may not see is absent; one that is blank is null."
                    )
                ),
                ("license", .of([("name", .text("Apache 2.0")), ("identifier", .text("Apache-2.0"))])),
            ])
        ),
        ("servers", .list([.of([("url", .text(API.base))])])),
        ("security", .list([.of([("token", .list([]))])])),
        ("tags", .list(tags.map { .of([("name", .text($0.0)), ("description", .text($0.1))]) })),
        ("paths", .of(OpenAPIPaths.all.map { ($0.path, Optional($0.item)) })),
        (
            "components",
            .of([
                (
                    "securitySchemes",
                    .of([
                        (
                            "token",
                            .of([
                                ("type", .text("http")), ("scheme", .text("bearer")),
                                (
                                    "description",
                                    .text(
                                        "Made on one's account page, or by a system administrator for an integration's account. Scopes: "
                                            + TokenScope.allCases.map { "`\($0.rawValue)` (\($0.title.lowercasedFirst))" }.joined(
                                                separator: ", ")
                                            + ".")
                                ),
                            ])
                        )
                    ])
                ),
                ("parameters", OpenAPISchemas.parameters), ("responses", OpenAPISchemas.responses), ("schemas", OpenAPISchemas.all),
            ])
        ),
    ])

    static let tags: [(String, String)] =
        [("Children", "Finding children, and one child's file.")] + APIRecords.kinds.map { ($0.plural, $0.about) }
        + [("Figures", "Measures of a period, never who is in them."), ("Codes", "The lists that codes are from.")]

    static func ref(_ part: String, _ name: String) -> JSONValue { .of([("$ref", .text("#/components/\(part)/\(name)"))]) }
    static func schema(_ name: String) -> JSONValue { ref("schemas", name) }
    /// `PanelItem` of `panel_item`.
    static func name(_ kind: AnyKind) -> String {
        kind.name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
