import Casework
import Storage

/// One thing that happened to or with a child: what kind, which record, on which day; `order` is the journal position that recorded it.
public struct Happening: Sendable {
    public let kind: String
    public let id: RecordID
    public let day: Day
    public let order: Int64
}

extension Reader {
    /// The kinds a chronology holds, each with the column of the day it happened.
    public static var chronologyKinds: [AnyKind] { chronologyDays.compactMap { anyKind($0.kind) } }

    private static let chronologyDays: [(kind: String, column: String)] = [
        ("contact", "at"), ("offence", "offence_date"), ("outcome", "outcome_date"), ("referral", "received_date"),
        ("hearing", "hearing_date"),
        ("programme", "start_date"), ("release", "release_date"), ("alert", "start_date"), ("address", "start_date"),
        ("relationship", "start_date"),
        ("professional", "start_date"), ("allocation", "start_date"),
        ("concern", "raised_at"), ("safeguarding_referral", "sent_on"), ("assessment", "completed_on"), ("plan", "agreed_on"),
        ("review", "held_on"), ("compliance", "on_date"), ("oversight", "held_on"), ("enquiry", "asked_on"), ("document", "dated"),
        ("care", "start_date"), ("ete", "start_date"), ("consent", "on_date"),
        ("accommodation", "start_date"), ("send", "start_date"), ("remand", "start_date"), ("transfer", "date"),
        ("police_bail", "start_date"), ("parenting", "start_date"),
    ]

    private static let searchedColumns = ["aim", "content", "outcome", "risk", "next_steps", "safeguarding", "childs_words"]

    /// Everything that happened, newest first: ids and days only, so that ten thousand entries are light. Entries without a day come last.
    public func chronology(child: RecordID, kind: String?, containing text: String?, from: Day?, to: Day?) throws -> [Happening] {
        guard scope.reachesChildren else { return [] }
        let files = try within(child)
        let identities = try sealedIdentities()
        let hidden = (scope.asAt == nil ? [] : try sealed()).union(identities.records)
        var found: [Happening] = []
        for (name, column) in Reader.chronologyDays where kind == nil || kind == name {
            guard let known = anyKind(name), scope.sees(known.sensitivity) else { continue }
            if text != nil, name != "contact" { continue }
            var condition: SQL = "v.service = \(service.id) AND v.child IN (\(files)) AND NOT v.withdrawn AND \(try visible())"
            if let text {
                let like = "%\(text.lowercased())%"
                // Nothing is found by words the reader may not read.
                let columns = Contact.kind.fields.filter { Reader.searchedColumns.contains($0.name) && scope.sees($0.sensitivity) }.map(
                    \.name)
                condition += " AND (\(SQL.joined(columns.map { SQL("lower(v.\(raw: $0)) LIKE \(like)") }, separator: " OR ")))"
            }
            try db.each("SELECT v.id, v.\"\(raw: column)\", v.from_position FROM \(raw: name)_version v WHERE \(condition)") { row in
                let text = row.text(1) ?? ""
                let day = column.hasSuffix("at") ? Instant(text)?.londonDay : Day(iso: text)
                if let from, day.map({ $0 < from }) ?? true { return }
                if let to, day.map({ $0 > to }) ?? true { return }
                if let id = row.id(0), !hidden.contains(RecordID(id)) {
                    found.append(Happening(kind: name, id: RecordID(id), day: day ?? Day(number: 0), order: row.integer(2) ?? 0))
                }
            }
        }
        // What was found in words that are sealed was not found.
        if let text, try self.files(of: child).contains(where: identities.cleans) {
            let fields = Contact.kind.fields.filter { Reader.searchedColumns.contains($0.name) }
            let read = try some(Contact.self, child: child, ids: found.map(\.id)).filter { one in
                fields.contains { field in
                    if case .text(let words) = field.get(one.value) { words.lowercased().contains(text.lowercased()) } else { false }
                }
            }
            let kept = Set(read.map(\.id))
            found.removeAll { !kept.contains($0.id) }
        }
        return found.sorted { ($0.day, $0.order, $0.id) > ($1.day, $1.order, $1.id) }
    }

    /// Some records of a kind on a file, by id.
    public func some<R: RecordKind>(_ type: R.Type, child: RecordID, ids: [RecordID]) throws -> [Stored<R>] {
        guard scope.reachesChildren, scope.sees(R.kind.sensitivity), !ids.isEmpty else { return [] }
        let files = try within(child)
        let list = SQL.joined(ids.map { SQL("\($0.uuid)") }, separator: ", ")
        return try fetch(type, where: "v.child IN (\(files)) AND v.id IN (\(list)) AND NOT v.withdrawn AND \(try visible())")
    }

    /// The newest contacts of a file up to a moment: what lies ahead of it never crowds out what was.
    public func latestContacts(child: RecordID, until now: Instant, limit: Int) throws -> [Stored<Contact>] {
        try contacts(child, "v.\"at\" <= \(now.iso)", order: "v.\"at\" DESC, v.from_position DESC LIMIT \(limit)")
    }

    /// The next contacts of a file after a moment, soonest first; those called off are none.
    public func comingContacts(child: RecordID, after now: Instant, limit: Int) throws -> [Stored<Contact>] {
        try contacts(
            child, "v.\"at\" > \(now.iso) AND v.attendance IS NULL", order: "v.\"at\", v.from_position LIMIT \(limit)")
    }

    private func contacts(_ child: RecordID, _ condition: SQL, order: SQL) throws -> [Stored<Contact>] {
        guard scope.reachesChildren, scope.sees(Contact.kind.sensitivity) else { return [] }
        return try fetch(
            Contact.self, where: "v.child IN (\(try within(child))) AND NOT v.withdrawn AND \(condition) AND \(try visible())",
            order: order)
    }
}
