import Casework
import Storage

@testable import Records

extension Reader {
    /// Every record of a child's file as the reader answers it, a line each, in a fixed order.
    func dump(child: RecordID) throws -> [String] {
        var lines: [String] = []
        func add<R: RecordKind>(_ type: R.Type) throws {
            for record in try records(type, child: child) { lines.append(Self.line(record)) }
        }
        for kind in allKinds where kind.scope == .child { try add(kind.type) }
        return lines.sorted()
    }

    /// Every file `caseFiles` hands over, whole.
    func dumpFiles(of children: [RecordID]? = nil, share: CaseloadShare = .whole) throws -> [String] {
        let needs = allKinds.filter { $0.scope == .child }.map { Need($0) }
        var lines: [String] = []
        func add(_ file: CaseFile) { lines += Self.lines(file) }
        if let children { try caseFiles(needs, of: children) { add($0) } } else { try caseFiles(needs, share: share) { add($0) } }
        return lines
    }

    /// A case file, a line a record.
    static func lines(_ file: CaseFile) -> [String] {
        var own = ["child \(file.child.id) \(text(file.child.value))"]
        func add<R: RecordKind>(_ type: R.Type) { own += file[type].map { "\(R.kind.name) \($0.id) \($0.ref) \(text($0.value))" } }
        for kind in allKinds where kind.scope == .child && kind.name != "child" { add(kind.type) }
        return own
    }

    static func line<R: RecordKind>(_ record: Stored<R>) -> String {
        "\(R.kind.name) \(record.id) \(record.child?.description ?? "-") \(record.ref) \(record.from) \(text(record.value))"
    }

    static func text<R: RecordKind>(_ value: R) -> String { R.kind.fields.map { "\($0.name)=\($0.get(value))" }.joined(separator: "|") }
}

extension Need {
    init(_ kind: AnyKind) {
        func need<R: RecordKind>(_ type: R.Type) -> Need { Need(type, fields: kind.fields.map(\.name)) }
        self = need(kind.type)
    }
}

extension Service {
    /// What every child's file answers, now or as at a moment.
    func snapshot(of children: [RecordID], asAt: Instant? = nil) async throws -> [String] {
        try await read(.wholeService(reason: "test", asAt: asAt)) { reader in
            try children.flatMap { child in ["file \(child)"] + (try reader.dump(child: child)) } + (try reader.dumpFiles())
        }
    }

    /// The derived tables, row by row.
    func derivedRows() async throws -> [String] {
        let tables: [(String, String)] = [
            (
                "child_list",
                "child, ref, name, sort_key, date_of_birth, worker, worker_until, team, locality, open_until, alerts, last_contact, next_due"
            ), ("search_key", "key, child"), ("task", "child, rule, record, title, basis, visible_from, due_on, visible_until, staff"),
        ]
        return try await store.read { db in
            var lines: [String] = []
            for (table, columns) in tables {
                let names = columns.split(separator: ",").map { String($0.filter { $0 != " " }) }
                try db.each("SELECT \(raw: columns) FROM \(raw: table)") { row in
                    let cells = names.indices.map {
                        row.text($0) ?? row.id($0).map { RecordID($0).description } ?? row.blob($0).map { "\($0)" } ?? "-"
                    }
                    lines.append(table + ": " + cells.joined(separator: "|"))
                }
            }
            return lines.sorted()
        }
    }
}

/// The same numbers every run, so that a failure can be met again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
