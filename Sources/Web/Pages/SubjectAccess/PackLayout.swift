import Casework
import HTML
import Practice
import Records

/// A child's whole file as a subject access pack tells it: every record with its earlier versions, as it was known when the pack was laid out,
/// each value through `PackGate`, each free text through `Redaction`, and then what people took out or put back. It depends on the request
/// alone, not on who reads it: whoever may answer requests sees everything a file holds. What was moved away or withdrawn since is left out.
struct PackLayout {
    private(set) var parts: [PackPart] = []
    /// What people changed, where the line is gone or its words no longer stand in it: nobody signs while there is any.
    private(set) var lost: [Stored<SubjectAccessChange>] = []

    private let now: Reader
    private let reader: Reader
    private let words: Words
    private let hide: Redaction
    private let toChild: Bool
    private let hidesHomes: Bool
    private let changes: [String: [Stored<SubjectAccessChange>]]
    /// Entries that were another child's.
    private let removed: Set<RecordID>
    private let staff: [RecordID: String]

    /// - Parameter seen: who has looked at the file, newest first; read before, for the access log is a store of its own.
    init(_ now: Reader, child: RecordID, request: Stored<SubjectAccess>, seen: [SeenBy]) throws {
        self.now = now
        reader = now.at(request.laidOutAt)
        words = try Words(reader, file: child)
        toChild = request.requester == "CHILD"
        // Names learned since count too: what is known now is taken out of what was written then.
        hide = Redaction(pack: try now.identifying(in: child), toChild: toChild)
        hidesHomes = try now.everyVersion(HomeAddress.self, child: child).joined().contains { $0.notToDisclose == true }
        let every = try now.records(SubjectAccessChange.self, child: child).filter { $0.request == request.id }.sorted {
            ($0.from, $0.id) < ($1.from, $1.id)
        }
        let made = every.filter { ["TAKEN_OUT", "PUT_BACK"].contains($0.value.change) }
        changes = Dictionary(grouping: made, by: { $0.value.place })
        removed = Set(try now.records(SealedEntry.self, child: child).compactMap { RecordID($0.value.record) })
        staff = try Self.staff(now, words)
        for kind in allKinds where kind.scope == .child {
            let part = try part(kind.type, child)
            if !part.records.isEmpty { parts.append(part) }
        }
        let elsewhere = every.filter { $0.value.change == "BROUGHT_IN" }.map { one in
            PackRecord(title: "On a file about somebody else", rows: [brought(one.value)])
        }
        if !elsewhere.isEmpty { parts.append(PackPart(title: "What other files say of you", records: elsewhere)) }
        let looks = looks(seen.filter { $0.at <= request.laidOutAt ?? .unset })
        if !looks.rows.isEmpty { parts.append(PackPart(title: "Who has looked at the file", records: [looks])) }
        let rows = parts.flatMap(\.records).flatMap(\.rows)
        let (places, unmatched) = (Set(rows.map(\.place)), Set(rows.flatMap(\.lost)))
        lost = made.filter { !places.contains($0.value.place) || unmatched.contains($0.id) }
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
        let all = try reader.everyVersion(type, child: child).filter { one in !one.contains { removed.contains($0.id) } }
        let trails = try reader.trails(all.joined().map(\.from))
        var known: [RecordID: [Stored<R>]] = [:]
        for one in try now.everyVersion(type, child: child) { if let last = one.last { known[last.id] = one } }
        let told = all.map { one in record(one, known: one.last.flatMap { known[$0.id] } ?? one, trails) }
        return PackPart(title: R.kind.plural, records: told.filter { !$0.rows.isEmpty })
    }

    /// - Parameters:
    ///   - versions: as they were known when the pack was laid out.
    ///   - known: as they are known now; what any of them says to leave out is left out of all.
    private func record<R: RecordKind>(_ versions: [Stored<R>], known: [Stored<R>], _ trails: [Int64: Trail]) -> PackRecord {
        guard let current = versions.last, let first = versions.first else { return PackRecord(title: "", rows: []) }
        let (name, isError) = ("\(R.kind.name):\(current.id)", known.last?.withdrawn ?? current.withdrawn)
        let whole = known.lazy.compactMap { PackGate.reason(whole: $0.value, toChild: toChild) }.first
        let reasons = reasons(known)
        func row(_ line: PackLine, at: Int64, until: Int64? = nil) -> PackRow {
            let day = until.flatMap { trails[$0]?.recordedAt.londonDay.words }
            let reason = isError ? line.reason ?? "IN_ERROR" : line.reason
            let text =
                reason.map { PackText(left: line.text, reason: $0) }
                ?? (line.isFree ? PackText(line.text, hide: hide) : PackText(plain: line.text))
            return changed(PackRow(place: "\(name):\(line.key)@\(at)", label: line.label + (day.map { ", until \($0)" } ?? ""), text: text))
        }
        let told = versions.map { lines($0, reasons) }
        let words = told.map { Dictionary($0.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first }) }
        /// The entry that first said so: a line keeps its place while its words stay, whatever else is corrected.
        func since(_ line: PackLine, _ index: Int) -> Int64 {
            var start = index
            while start > 0, words[start - 1][line.key] == line.text { start -= 1 }
            return versions[start].from
        }
        let last = versions.count - 1
        var rows = told[last].map { row($0, at: since($0, last)) }
        for index in 0..<last {
            let older = told[index].filter { words[index + 1][$0.key] != $0.text }
            rows += older.map { row($0, at: since($0, index), until: versions[index + 1].from) }
        }
        let every = told.joined().map(\.reason)
        // Why it was corrected tells of what was corrected: where some of that is left out, so is this.
        let ofNotes = whole ?? every.compactMap(\.self).first
        for version in versions {
            guard let trail = trails[version.from], let note = trail.note else { continue }
            let label = "Reason given \(trail.recordedAt.londonDay.words)"
            rows.append(row(PackLine(key: "note", label: label, text: note, isFree: true, reason: ofNotes), at: version.from))
        }
        let isOut = whole != nil || every.allSatisfy { $0 != nil }
        if let trail = trails[first.from], !rows.isEmpty {
            let text = "\(trail.recordedAt.londonDay.words), by: \(who(trail.staff))"
            let line = PackLine(key: "recorded", label: "Written down", text: text, isFree: false, reason: isOut ? ofNotes : nil)
            rows.append(row(line, at: first.from))
        }
        return PackRecord(title: isOut ? R.kind.title : title(current.value), rows: rows)
    }

    /// Words of another child's file, as whoever made the pack put them in: not where they stand, nor whose file it is.
    private func brought(_ change: SubjectAccessChange) -> PackRow {
        let kind = change.place.dropFirst(Mention.prefix.count).split(separator: ":").first.flatMap { anyKind(String($0)) }
        return changed(
            PackRow(place: change.place, label: kind?.title ?? "Entry", text: PackText(change.passage ?? "", hide: hide)))
    }

    /// What people took out of a line or put back into it, one after another.
    private func changed(_ row: PackRow) -> PackRow {
        var row = row
        for change in changes[row.place] ?? [] {
            let isDone = row.text.apply(change.value)
            if !isDone { row.lost.append(change.id) }
        }
        return row
    }

    /// Why a field is left out of a record, by its name: where one version's is, every version's.
    private func reasons<R: RecordKind>(_ versions: [Stored<R>]) -> [String: String] {
        var found: [String: String] = [:]
        for version in versions {
            for field in R.kind.fields where found[field.name] == nil {
                found[field.name] = PackGate.reason(field, of: version.value, toChild: toChild, hidesHomes: hidesHomes)
            }
        }
        return found
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

    private func lines<R: RecordKind>(_ version: Stored<R>, _ reasons: [String: String]) -> [PackLine] {
        R.kind.fields.flatMap { field -> [PackLine] in
            let value = field.get(version.value)
            guard !value.isNone, field.kind != .secret else { return [] }
            let reason = reasons[field.name]
            if field.name == "answers", let assessment = version.value as? Assessment { return answers(assessment, reason) }
            switch (field.kind, value) {
            case (.link("staff"), .id(let id)):
                return [PackLine(key: field.name, label: field.label, text: who(id), isFree: false, reason: reason)]
            case (.links("staff"), .ids(let ids)):
                let text = ids.map { who($0) }.joined(separator: ", ")
                return [PackLine(key: field.name, label: field.label, text: text, isFree: false, reason: reason)]
            default: break
            }
            let isFree =
                switch field.kind {
                case .text, .longText, .link, .links: true
                default: false
                }
            return [PackLine(key: field.name, label: field.label, text: words.text(value, field.kind), isFree: isFree, reason: reason)]
        }
    }

    private func answers(_ assessment: Assessment, _ reason: String?) -> [PackLine] {
        let (answers, form) = (Answers(json: assessment.answers), words.forms.named(assessment.form))
        return answers.ids.map { id in
            let question = form?.question(id)
            return PackLine(
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
            changed(
                PackRow(
                    place: "views:\(look.day.iso):\(look.who.lowercased().replacing(" ", with: "-"))", label: look.day.words,
                    text: PackText(plain: "\(look.who), \(all.count.counted("page"))")))
        }
        return PackRecord(title: "Each day, by role", rows: rows)
    }
}
