import Casework
import Records

/// Records as programs read them. A field the person may not see is not there; one that is blank is null.
struct RecordJSON {
    let reader: Reader
    let access: Access

    func record<R: RecordKind>(_ stored: Stored<R>) throws -> JSONValue {
        .of(try head(stored) + [("fields", try fields(stored))])
    }

    /// One version of a record, with who wrote it.
    func version<R: RecordKind>(_ stored: Stored<R>, _ trail: Trail?, _ staff: [RecordID: String]) throws -> JSONValue {
        let by = trail?.staff.map { id in JSONValue.of([("id", .text(id.description)), ("name", .known(staff[id]))]) }
        return .of(
            try head(stored) + [
                ("recorded_at", .known(trail?.recordedAt.iso)), ("by", by ?? .null), ("reason", .known(trail?.note)),
                ("fields", try fields(stored)),
            ])
    }

    private func head<R: RecordKind>(_ stored: Stored<R>) throws -> [(String, JSONValue?)] {
        [
            ("id", .text(stored.id.description)), ("kind", .text(R.kind.name)), ("ref", .text(stored.ref)),
            ("version", .number(Int(stored.from))), ("entered_in_error", .flag(stored.withdrawn)),
        ]
    }

    private func fields<R: RecordKind>(_ stored: Stored<R>) throws -> JSONValue {
        .of(
            try R.kind.fields.filter { access.sees($0.sensitivity) && $0.kind != .secret }.map { field in
                let value = field.get(stored.value)
                // Not asked then is no answer.
                if value.isNone, stored.definition < field.since { return (field.name, nil) }
                return (field.name, try json(value, field.kind))
            })
    }

    private func json(_ value: Value, _ kind: FieldKind) throws -> JSONValue {
        switch (value, kind) {
        case (.none, _): return .null
        case (.text(let tokens), .codes): return .list(tokens.split(separator: " ").map { .text(String($0)) })
        case (.text(let text), _): return .text(text)
        case (.number(let number), _): return .number(number)
        case (.flag(let flag), _): return .flag(flag)
        case (.day(let day), _): return .text(day.iso)
        case (.instant(let instant), _): return .text(instant.iso)
        // Who is kept out of another child's file finds no trace of that child, not even an id.
        case (.id(let id), .link("child")): return try reader.hides(id) ? .null : .text(id.description)
        case (.ids(let ids), .links("child")): return .list(try ids.filter { try !reader.hides($0) }.map { .text($0.description) })
        case (.id(let id), _): return .text(id.description)
        case (.ids(let ids), _): return .list(ids.map { .text($0.description) })
        }
    }
}
