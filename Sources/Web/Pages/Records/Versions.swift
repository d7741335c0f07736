import Casework
import HTML
import Records

/// A record's versions as pages show them: the current one in full, the history line by line, two moments side by side.
struct Versions<R: RecordKind>: Sendable {
    let history: [Stored<R>]
    let trails: [Int64: Trail]
    let words: Words
    let access: Access
    /// Fields whose page shows them in its own way.
    var leaveOut: Set<String> = []

    private var fields: [Field<R>] {
        R.kind.fields.filter { access.sees($0.sensitivity) && $0.kind != .secret && !leaveOut.contains($0.name) }
    }

    /// What is known, field by field; a field brought by a later definition says so.
    func rows(of record: Stored<R>) -> [SummaryRow] {
        fields.compactMap { field in
            let value = field.get(record.value)
            if value.isNone, record.definition < field.since {
                return SummaryRow(field.label, "<span class=\"none\">Not asked then</span>")
            }
            return value.isNone ? nil : SummaryRow(field.label, words.html(value, field.kind))
        }
    }

    /// Who wrote what and when, newest first; two versions compared when `?before=&after=` names them.
    func history(_ visit: Visit, address: Address) throws -> HTML {
        try history(before: visit.query("before"), after: visit.query("after"), visit, address)
    }

    private func history(before: String?, after: String?, _ visit: Visit, _ address: Address) throws -> HTML {
        var compared = HTML.empty
        if let older = history.first(where: { String($0.from) == before }), let newer = history.first(where: { String($0.from) == after }) {
            compared = Self.compare(
                older.value, newer.value, words: words, access: access, before: "As known \(moment(older))",
                after: "As known \(moment(newer))", leaveOut: leaveOut)
        }
        let entries = history.enumerated().reversed().map { index, version -> TimelineEntry in
            let trail = trails[version.from]
            let previous = index > 0 ? history[index - 1] : nil
            let title: HTML =
                version.withdrawn ? "Marked as entered in error" : previous == nil ? "Recorded" : "\(changed(previous, version))"
            var body = HTML.empty
            if let note = trail?.note { body += "<p>Reason: \(note)</p>" }
            if let previous {
                body +=
                    "<p>\(link(to: compareAddress(address, previous, version), "Compare with the version before", about: moment(version)))</p>"
            }
            return TimelineEntry(
                title, date: time(trail?.recordedAt.iso ?? "", moment(version)), by: words.who(trail), body: body.isEmpty ? nil : body)
        }
        return compared + timeline(entries)
    }

    private func compareAddress(_ address: Address, _ a: Stored<R>, _ b: Stored<R>) -> Address {
        Address(address.path, query: [("before", String(a.from)), ("after", String(b.from))], fragment: "history")
    }

    private func moment(_ version: Stored<R>) -> String { trails[version.from]?.recordedAt.words ?? "at entry \(version.from)" }

    private func changed(_ a: Stored<R>?, _ b: Stored<R>) -> String {
        guard let a else { return "Recorded" }
        let labels = fields.filter { $0.get(a.value) != $0.get(b.value) }.map(\.label.lowercasedFirst)
        return labels.isEmpty ? "Changed" : "Changed \(labels.joined(separator: ", "))"
    }

    /// What stands over a form whose record somebody else saved meanwhile: who did, and both versions side by side. Nil where they saved just
    /// what was typed, as a second copy of the form did.
    static func clash(_ current: Stored<R>, _ typed: R, _ reader: Reader, _ words: Words, _ access: Access, leaveOut: Set<String> = [])
        throws -> HTML?
    {
        guard R.kind.fields.contains(where: { $0.get(typed) != $0.get(current.value) }) else { return nil }
        let who = words.who(try reader.trails([current.from])[current.from])
        return savedFirst(
            compare(
                current.value, typed, words: words, access: access, before: "Saved by \(who)", after: "What you typed", leaveOut: leaveOut))
    }

    /// Two values side by side, the rows that differ marked.
    static func compare(_ a: R, _ b: R, words: Words, access: Access, before: String, after: String, leaveOut: Set<String> = [])
        -> HTML
    {
        let rows = R.kind.fields.filter {
            access.sees($0.sensitivity) && $0.kind != .secret && !leaveOut.contains($0.name)
        }.compactMap { field -> ComparisonRow? in
            let (x, y) = (field.get(a), field.get(b))
            guard !(x.isNone && y.isNone) else { return nil }
            return ComparisonRow(field.label, before: words.html(x, field.kind), after: words.html(y, field.kind), isChanged: x != y)
        }
        return comparison(caption: "The two versions", before: before, after: after, rows: rows)
    }
}
