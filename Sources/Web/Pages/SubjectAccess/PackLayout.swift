import Casework
import HTML
import Practice
import Records

/// A child's whole file as a subject access pack tells it: every record with its earlier versions, as it was known when the pack was laid out,
/// each value through `PackGate`, each free text through `Redaction`, and then what people took out or put back. It depends on the request
/// alone, not on who reads it: whoever may answer requests sees everything a file holds.
struct PackLayout {
    private(set) var parts: [PackPart] = []
    /// What is left out by a ground that the pack itself does not name.
    private static let silent: Set<String> = ["INTELLIGENCE", "SERIOUS_HARM", "WORKING", "IN_ERROR"]

    private let reader: Reader
    private let words: Words
    private let hide: Redaction
    private let toChild: Bool
    private let hidesHomes: Bool
    private let changes: [String: [SubjectAccessChange]]
    private let staff: [RecordID: String]

    /// - Parameter seen: who has looked at the file, newest first; read before, for the access log is a store of its own.
    init(_ now: Reader, child: RecordID, request: Stored<SubjectAccess>, seen: [SeenBy]) throws {
        reader = now.at(request.laidOutAt)
        words = try Words(reader, file: child)
        toChild = request.requester == "CHILD"
        // Names learned since count too: what is known now is taken out of what was written then.
        hide = Redaction(pack: try now.identifying(in: child), toChild: toChild)
        hidesHomes = try reader.everyVersion(HomeAddress.self, child: child).joined().contains { $0.notToDisclose == true }
        let made = try now.records(SubjectAccessChange.self, child: child).filter { $0.request == request.id }.sorted {
            ($0.from, $0.id) < ($1.from, $1.id)
        }
        changes = Dictionary(grouping: made.map(\.value), by: \.place)
        staff = try Self.staff(now, words)
        for kind in allKinds where kind.scope == .child {
            let part = try part(kind.type, child)
            if !part.records.isEmpty { parts.append(part) }
        }
        let looks = looks(seen.filter { $0.at <= request.laidOutAt ?? .unset })
        if !looks.rows.isEmpty { parts.append(PackPart(title: "Who has looked at the file", records: [looks])) }
    }

    /// What staff are called in the pack: by role, unless the service says by name.
    private static func staff(_ reader: Reader, _ words: Words) throws -> [RecordID: String] {
        guard try reader.settings()[Settings.subjectAccessStaff] == 0 else { return words.staff }
        let held = try reader.serviceRecords(RoleHolding.self).sorted { ($0.startDate, $0.from) < ($1.startDate, $1.from) }
        return Dictionary(held.map { ($0.staff, Role(rawValue: $0.role)?.title ?? $0.role) }, uniquingKeysWith: { _, last in last })
    }

    private func who(_ id: RecordID?) -> String { id.map { staff[$0] ?? "A member of staff" } ?? "Waymark" }

    // MARK: Records

    private func part<R: RecordKind>(_ type: R.Type, _ child: RecordID) throws -> PackPart {
        let all = try reader.everyVersion(type, child: child)
        let trails = try reader.trails(all.joined().map(\.from))
        return PackPart(title: R.kind.plural, records: all.map { record($0, trails) }.filter { !$0.rows.isEmpty })
    }

    private func record<R: RecordKind>(_ versions: [Stored<R>], _ trails: [Int64: Trail]) -> PackRecord {
        guard let current = versions.last else { return PackRecord(title: "", rows: []) }
        let (name, isError) = ("\(R.kind.name):\(current.id)", current.withdrawn)
        func row(_ line: Line, at: Int64? = nil, until: Int64? = nil) -> PackRow {
            let place = "\(name):\(line.key)" + (at.map { "@\($0)" } ?? "")
            let day = until.flatMap { trails[$0]?.recordedAt.londonDay.words }
            let reason = isError ? line.reason ?? "IN_ERROR" : line.reason
            var text =
                reason.map { PackText(left: line.text, reason: $0) }
                ?? (line.isFree ? PackText(line.text, hide: hide) : PackText(plain: line.text))
            for change in changes[place] ?? [] { text.apply(change) }
            return PackRow(place: place, label: line.label + (day.map { ", until \($0)" } ?? ""), text: text)
        }
        var rows = lines(current).map { row($0) }
        for (older, newer) in zip(versions, versions.dropFirst()) {
            let after = Dictionary(lines(newer).map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
            rows += lines(older).filter { after[$0.key] != $0.text }.map { row($0, at: older.from, until: newer.from) }
        }
        let wholly = if case .left(let reason) = PackGate.way(of: R.kind.name) { reason as String? } else { nil as String? }
        for version in versions {
            guard let trail = trails[version.from] else { continue }
            let day = trail.recordedAt.londonDay.words
            if let note = trail.note {
                rows.append(
                    row(Line(key: "note", label: "Reason given \(day)", text: note, isFree: true, reason: wholly), at: version.from))
            }
        }
        if let first = versions.first.flatMap({ trails[$0.from] }), !rows.isEmpty {
            let text = "\(first.recordedAt.londonDay.words), by: \(who(first.staff))"
            rows.append(row(Line(key: "recorded", label: "Written down", text: text, isFree: false, reason: wholly)))
        }
        return PackRecord(title: title(current.value), rows: rows)
    }

    private func title<R: RecordKind>(_ record: R) -> String {
        for field in R.kind.fields {
            switch field.get(record) {
            case .day(let day) where field.name != "date_of_birth": return "\(R.kind.title), \(day.words)"
            case .instant(let at): return "\(R.kind.title), \(at.londonDay.words)"
            default: continue
            }
        }
        return R.kind.title
    }

    private struct Line {
        let key: String
        let label: String
        let text: String
        /// Whether somebody wrote it in their own words, or it names what somebody did.
        let isFree: Bool
        let reason: String?
    }

    private func lines<R: RecordKind>(_ version: Stored<R>) -> [Line] {
        R.kind.fields.flatMap { field -> [Line] in
            let value = field.get(version.value)
            guard !value.isNone, field.kind != .secret else { return [] }
            let reason = PackGate.reason(field, of: version.value, toChild: toChild, hidesHomes: hidesHomes)
            if field.name == "answers", let assessment = version.value as? Assessment { return answers(assessment, reason) }
            switch (field.kind, value) {
            case (.link("staff"), .id(let id)):
                return [Line(key: field.name, label: field.label, text: who(id), isFree: false, reason: reason)]
            case (.links("staff"), .ids(let ids)):
                let text = ids.map { who($0) }.joined(separator: ", ")
                return [Line(key: field.name, label: field.label, text: text, isFree: false, reason: reason)]
            default: break
            }
            let isFree =
                switch field.kind {
                case .text, .longText, .link, .links: true
                default: false
                }
            return [Line(key: field.name, label: field.label, text: words.text(value, field.kind), isFree: isFree, reason: reason)]
        }
    }

    private func answers(_ assessment: Assessment, _ reason: String?) -> [Line] {
        let (answers, form) = (Answers(json: assessment.answers), words.forms.named(assessment.form))
        return answers.ids.map { id in
            let question = form?.question(id)
            return Line(
                key: "answers.\(id)", label: question?.label ?? id, text: question?.words(answers[id]) ?? answers[id], isFree: true,
                reason: reason)
        }
    }

    /// Who opened the file, a line a day and role, without those it was refused.
    private func looks(_ seen: [SeenBy]) -> PackRecord {
        struct Look: Hashable {
            let day: Day
            let who: String
        }
        let days = Dictionary(grouping: seen.filter { !["closed", "hidden"].contains($0.ground) }) {
            Look(day: $0.at.londonDay, who: who($0.staff))
        }
        let rows = days.sorted { ($0.key.day, $0.key.who) > ($1.key.day, $1.key.who) }.map { look, all in
            PackRow(
                place: "views:\(look.day.iso):\(look.who.lowercased().replacing(" ", with: "-"))", label: look.day.words,
                text: PackText(plain: "\(look.who), \(all.count) \(all.count == 1 ? "page" : "pages")"))
        }
        return PackRecord(title: "Each day, by role", rows: rows)
    }

    // MARK: The pack

    func row(_ place: String) -> PackRow? { parts.lazy.flatMap(\.records).flatMap(\.rows).first { $0.place == place } }

    /// What the pack says, part by part, as plain words.
    var printed: [PaperPart] {
        parts.compactMap { part in
            let sections = part.records.compactMap { record -> PaperPart.Section? in
                let rows = record.rows.compactMap { row in row.text.printed.map { PaperPart.Row(label: row.label, text: $0) } }
                return rows.isEmpty ? nil : PaperPart.Section(title: record.title, rows: rows)
            }
            return sections.isEmpty ? nil : PaperPart(title: part.title, isAlleged: false, sections: sections)
        }
    }

    /// The grounds the pack names, as tokens in the order of their list.
    func grounds(_ codes: Codes) -> [String] {
        let used = Set(parts.flatMap(\.records).flatMap(\.rows).flatMap(\.text.pieces).compactMap(\.reason)).subtracting(Self.silent)
        return codes.all("redaction_reason").map(\.token).filter(used.contains)
    }
}
