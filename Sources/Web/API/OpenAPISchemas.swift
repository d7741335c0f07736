import Casework

/// The shapes of what is sent and answered: of each record kind from its definition, of the rest by hand.
enum OpenAPISchemas {
    static let all = JSONValue.of(
        fixed + APIRecords.kinds.flatMap(shapes) + [("Child", record(AnyKind(Child.self)))] + [("ChildFields", fields(AnyKind(Child.self)))]
    )

    // MARK: A kind's

    private static func shapes(_ kind: AnyKind) -> [(String, JSONValue?)] {
        let name = OpenAPI.name(kind)
        var made: [(String, JSONValue?)] = [
            ("\(name)Fields", fields(kind)), (name, record(kind)), ("\(name)List", list(OpenAPI.schema(name))),
            ("\(name)Version", record(kind, more: trail)), ("\(name)History", list(OpenAPI.schema("\(name)Version"))),
        ]
        if let command = APIRecords.creating[kind.name] {
            let required = kind.fields.filter { $0.required == "always" && command.fields.contains($0.name) }.map(\.name)
            made.append(("\(name)New", sent(written(kind, command, required: required))))
        }
        if let command = APIRecords.correcting[kind.name] {
            let reason = of("string", "Why it is changed; kept beside the change.", [("maxLength", .number(500))])
            made.append(("\(name)Change", sent(written(kind, command, required: []), more: [("reason_for_change", reason)])))
        }
        return made
    }

    private static func record(_ kind: AnyKind, more: [(String, JSONValue?)] = []) -> JSONValue {
        let head: [(String, JSONValue?)] = [
            ("id", id), ("kind", .of([("const", .text(kind.name))])), ("ref", of("string", "The reference people and files use.")),
            ("version", of("integer", "Goes up with each change; the ETag.")),
            ("entered_in_error", of("boolean", "Kept to be read, and no part of the file or any count.")),
        ]
        return object(head + more + [("fields", OpenAPI.schema("\(OpenAPI.name(kind))Fields"))], about: kind.about)
    }

    private static let trail: [(String, JSONValue?)] = [
        ("recorded_at", nullable("string", "When it was written.", [("format", .text("date-time"))])),
        ("by", .of([("oneOf", .list([OpenAPI.schema("Person"), .of([("type", .text("null"))])]))])),
        ("reason", nullable("string", "Why it was changed, for those who may open files.")),
    ]

    /// As answered: every field may be blank, and be absent to whoever may not see it.
    private static func fields(_ kind: AnyKind) -> JSONValue {
        object(kind.fields.filter { $0.kind != .secret }.map { ($0.name, field($0, isWritten: false)) }, required: [])
    }

    /// As sent.
    private static func written(_ kind: AnyKind, _ command: RecordCommand, required: [String]) -> JSONValue {
        object(
            kind.fields.filter { command.fields.contains($0.name) }.map {
                ($0.name, field($0, isWritten: true, isNeeded: required.contains($0.name)))
            },
            required: required)
    }

    private static func sent(_ fields: JSONValue, more: [(String, JSONValue?)] = []) -> JSONValue {
        object([("fields", fields)] + more, required: ["fields"])
    }

    private static func field(_ field: AnyField, isWritten: Bool, isNeeded: Bool = false) -> JSONValue {
        var words = field.label + "."
        if let hint = field.hint { words += " " + hint }
        if let required = field.required, isWritten { words += required == "always" ? " Needed." : " Needed where \(required)." }
        if field.since > 1 { words += " Asked since version \(field.since) of the kind." }
        words += " About: \(field.sensitivity.rawValue)."
        let (type, more) = shape(field.kind, isWritten: isWritten)
        return isNeeded ? of(type, words, more) : nullable(type, words, more)
    }

    /// - Parameter isWritten: limits are said of what is sent; what an import brought in may be longer.
    private static func shape(_ kind: FieldKind, isWritten: Bool) -> (String, [(String, JSONValue?)]) {
        func code(_ list: String) -> [(String, JSONValue?)] {
            let shipped = ShippedCodes.codes.all(list).prefix(5).map { JSONValue.text($0.token) }
            return [("x-code-list", .text(list)), ("examples", shipped.isEmpty ? nil : .list(Array(shipped)))]
        }
        func link(_ kind: String) -> [(String, JSONValue?)] { [("format", .text("uuid")), ("x-record-kind", .text(kind))] }
        switch kind {
        case .text(let limit): return ("string", isWritten ? [("maxLength", .number(limit))] : [])
        case .longText, .secret: return ("string", isWritten ? [("maxLength", .number(100_000))] : [])
        case .day: return ("string", [("format", .text("date"))])
        case .instant: return ("string", [("format", .text("date-time"))])
        case .number(let range):
            return ("integer", isWritten ? [("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound))] : [])
        case .flag: return ("boolean", [])
        case .code(let list): return ("string", code(list))
        case .codes(let list): return ("array", [("items", of("string", "A code.", code(list)))])
        case .link(let kind): return ("string", link(kind))
        case .links(let kind): return ("array", [("items", of("string", "An id.", link(kind)))])
        }
    }

    // MARK: Parts

    static func of(_ type: String, _ words: String? = nil, _ more: [(String, JSONValue?)] = []) -> JSONValue {
        .of([("type", .text(type)), ("description", words.map { .text($0) })] + more)
    }
    static func nullable(_ type: String, _ words: String? = nil, _ more: [(String, JSONValue?)] = []) -> JSONValue {
        .of([("type", .list([.text(type), .text("null")])), ("description", words.map { .text($0) })] + more)
    }
    /// Nothing stands in it that is not named. - Parameter required: nil asks all.
    static func object(_ members: [(String, JSONValue?)], required: [String]? = nil, about: String? = nil) -> JSONValue {
        let names = required ?? members.map(\.0)
        return .of([
            ("type", .text("object")), ("description", about.map { .text($0) }), ("properties", .of(members)),
            ("required", names.isEmpty ? nil : .list(names.map { .text($0) })), ("additionalProperties", .flag(false)),
        ])
    }
    static func array(_ items: JSONValue) -> JSONValue { .of([("type", .text("array")), ("items", items)]) }
    static func list(_ item: JSONValue) -> JSONValue {
        object([("items", array(item)), ("next", nullable("string", "Where the next page is; null on the last."))])
    }
    static let id = of("string", nil, [("format", .text("uuid"))])
    private static let day = nullable("string", nil, [("format", .text("date"))])

    // MARK: The rest

    private static let fixed: [(String, JSONValue?)] = [
        (
            "Problem",
            object(
                [
                    ("type", of("string")), ("title", of("string")), ("status", of("integer")), ("detail", of("string")),
                    ("request", of("string", "The number to give when reporting it.")),
                    ("errors", array(object([("field", of("string")), ("message", of("string"))]))),
                ], required: ["type", "title", "status", "request"], about: "What is wrong (RFC 9457); errors name fields.")
        ), ("Person", object([("id", id), ("name", nullable("string"))])),
        (
            "Search",
            object([
                ("text", of("string", "A name, a date of birth or a reference.", [("minLength", .number(1)), ("maxLength", .number(200))]))
            ])
        ),
        ("Written", object([("id", id), ("version", of("integer"))])), ("Children", list(OpenAPI.schema("ChildLine"))),
        (
            "ChildLine",
            object(
                [
                    ("id", id), ("ref", of("string")), ("status", .of([("enum", .list([.text("open"), .text("closed")]))])),
                    ("file_is_closed_to_you", of("boolean", "Then nothing else is said of the child.")), ("name", of("string")),
                    ("date_of_birth", day),
                    ("worker", .of([("oneOf", .list([OpenAPI.schema("Person"), .of([("type", .text("null"))])]))])),
                    ("team", nullable("string")), ("locality", nullable("string")), ("alerts", array(of("string"))), ("last_entry", day),
                    ("next_due", day),
                ], required: ["id", "ref", "status", "file_is_closed_to_you"])
        ),
        (
            "File",
            object([
                ("child", OpenAPI.schema("Child")),
                ("records", object(APIRecords.kinds.map { ($0.path, array(OpenAPI.schema(OpenAPI.name($0)))) }, required: [])),
            ])
        ),
        (
            "Figures",
            object([
                (
                    "period",
                    object([
                        ("label", of("string")), ("from", of("string", nil, [("format", .text("date"))])),
                        ("to", of("string", nil, [("format", .text("date"))])),
                    ])
                ),
                ("as_at", of("string", nil, [("format", .text("date-time"))])), ("measures", array(OpenAPI.schema("Measure"))),
            ])
        ),
        (
            "Measure",
            object([
                ("id", of("string")), ("title", of("string")), ("question", of("string")),
                ("definition", object([("version", of("string")), ("source", of("string")), ("words", of("string"))])),
                ("figures", array(OpenAPI.schema("Figure"))),
            ])
        ),
        (
            "Figure",
            object([
                ("part", of("string")),
                (
                    "by",
                    .of([
                        ("type", .text("object")), ("description", .text("The cell of a breakdown; empty for the whole.")),
                        ("additionalProperties", of("string")),
                    ])
                ), ("counts", of("string")), ("numerator", nullable("number")), ("denominator", nullable("number")),
                ("value", nullable("number", "Unrounded.")), ("unit", of("string")), ("lower", nullable("number", "Of the 95% interval.")),
                ("upper", nullable("number", "Of the 95% interval.")), ("notes", array(of("string"))),
            ])
        ),
        (
            "Codes",
            list(
                object([
                    ("list", of("string")), ("code", of("string")), ("label", of("string")), ("group", nullable("string")), ("from", day),
                    ("to", day), ("basis", of("string")),
                ]))
        ),
    ]
}
