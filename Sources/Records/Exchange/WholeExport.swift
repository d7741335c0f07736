import Casework
import Storage

/// What a whole export hands on: the name of the next file, then its bytes as they come.
public enum WholePiece: Sendable {
    case file(String)
    case bytes([UInt8])
}

/// How much of one record kind a whole export holds.
public struct WholeCount: Sendable, Equatable {
    public let kind: String
    public internal(set) var records = 0
    public internal(set) var versions = 0
    /// Versions under a seal, which are not in it.
    public internal(set) var sealed = 0

    init(kind: String) { self.kind = kind }

    /// What leaves: who signs in by what, and who sealed and opened a former identity, is read by nobody.
    public static let kinds = allKinds.filter { $0.sensitivity != .secret }
}

extension Service {
    /// Writes every version of every record kind as JSON Lines, the contents they name by their hash, and a README that says what each file is
    /// (S-INF-13), from one snapshot and in bounded memory. Secrets are left out, and so is what is sealed or was erased.
    ///
    /// Whoever asks puts it on record first (`recordView`).
    /// - Parameter sink: takes the files one after another; what it throws comes out.
    @discardableResult
    public func exportWhole(to sink: @escaping @Sendable (WholePiece) throws -> Void) async throws -> [WholeCount] {
        let (name, moment) = (name, now)
        return try await read(.wholeService(reason: "whole export")) { reader in
            let export = try WholeExport(reader, sink)
            for kind in WholeCount.kinds { try export.write(kind.type) }
            try export.writeContents()
            try sink(.file("README.txt"))
            let head = try reader.headPosition()
            try sink(.bytes(Array(WholeReadme.text(name, moment, head: head, export.counts, contents: export.contentCount).utf8)))
            return export.counts
        }
    }
}

/// Writes the files of one snapshot.
private final class WholeExport {
    private let reader: Reader
    private let sink: @Sendable (WholePiece) throws -> Void
    /// Entries sealed on a file they should not have been on: their history leaves with nobody.
    private let sealedEntries: Set<RecordID>
    private let identities: SealedIdentities
    private(set) var counts: [WholeCount] = []
    private(set) var contentCount = 0
    /// The contents the versions name, each with the child whose papers it is.
    private var contents: [String: Named] = [:]

    private struct Named {
        let child: RecordID?
    }

    /// How many versions are held at a time, with the entries of the journal that wrote them.
    private static let chunk = 500

    init(_ reader: Reader, _ sink: @escaping @Sendable (WholePiece) throws -> Void) throws {
        self.reader = reader
        self.sink = sink
        sealedEntries = try reader.sealedEntries()
        identities = try reader.sealedIdentities()
    }

    /// Every version of a kind, record by record, oldest first.
    func write<R: RecordKind>(_ type: R.Type) throws {
        let kind = R.kind
        let fields = kind.fields.filter { $0.kind != .secret && $0.sensitivity != .secret }
        let shape = Shape.of(type, scope: reader.scope, only: Set(fields.map(\.name)))
        let order: SQL = kind.scope == .child ? "v.child, v.id, v.from_position" : "v.id, v.from_position"
        var count = WholeCount(kind: kind.name)
        var last: RecordID?
        var waiting: [Stored<R>] = []
        func flush() throws {
            let trails = try reader.trails(waiting.flatMap { [$0.from, $0.to].compactMap { $0 } })
            try sink(.bytes(Array(waiting.map { WholeLine.text($0, fields, trails) }.joined().utf8)))
            waiting.removeAll(keepingCapacity: true)
        }
        try sink(.file("records/\(kind.name).jsonl"))
        try reader.db.scan(shape.select(service: reader.service.id, where: "1 = 1", order: order)) { row in
            let found = try shape.stored(row)
            guard !sealedEntries.contains(found.id), let shown = identities.hide(found, shape.fields) else {
                count.sealed += 1
                return
            }
            if shown.id != last { count.records += 1 }
            last = shown.id
            count.versions += 1
            note(shown)
            waiting.append(shown)
            if waiting.count == Self.chunk { try flush() }
        }
        try flush()
        counts.append(count)
    }

    /// Remembers which contents a version names.
    private func note<R: RecordKind>(_ one: Stored<R>) {
        func add(_ hash: String?, of child: RecordID? = nil) { if let hash, !hash.isEmpty { contents[hash] = Named(child: child) } }
        switch one.value {
        case let document as Document: add(document.hash)
        case let copy as PanelCopy: for part in copy.issued ?? [] { add(part.hash, of: part.child) }
        case let request as SubjectAccess: add(request.pack, of: one.child)
        case let form as FormVersion: add(form.hash)
        default: break
        }
    }

    /// The bytes the versions name, one content in memory at a time, and the list of them.
    func writeContents() throws {
        var lines = ""
        for (hash, named) in contents.sorted(by: { $0.key < $1.key }) {
            guard let content = try reader.content(hash) else { continue }
            // What papers say of a former identity is taken out of them, and then they are not the bytes of the hash any more.
            let bytes =
                content.mediaType == Content.paper
                ? named.child.map { identities.clean(content.bytes, of: $0) } ?? content.bytes : content.bytes
            try sink(.file("contents/\(hash)"))
            try sink(.bytes(bytes))
            contentCount += 1
            lines +=
                "{\"hash\":\(hash.asJSON),\"media_type\":\(content.mediaType.asJSON),\"size\":\(bytes.count),\"whole\":\(bytes == content.bytes)}\n"
        }
        try sink(.file("contents.jsonl"))
        try sink(.bytes(Array(lines.utf8)))
    }
}

/// One version as a line of JSON.
enum WholeLine {
    static func text<R: RecordKind>(_ one: Stored<R>, _ fields: [Field<R>], _ trails: [Int64: Trail]) -> String {
        let (from, to) = (trails[one.from], one.to.flatMap { trails[$0] })
        var parts = ["\"id\":\(one.id.description.asJSON)"]
        if R.kind.scope == .child { parts.append("\"child\":\(quoted(one.child?.description))") }
        parts += [
            "\"source\":\(one.source.asJSON)", "\"ref\":\(one.ref.asJSON)", "\"definition\":\(one.definition)",
            "\"withdrawn\":\(one.withdrawn)", "\"from\":\(quoted(from?.recordedAt.iso))", "\"from_entry\":\(one.from)",
            "\"by\":\(quoted(from?.staff?.description))", "\"action\":\(quoted(from?.action))", "\"why\":\(quoted(from?.note))",
            "\"to\":\(quoted(to?.recordedAt.iso))", "\"to_entry\":\(one.to.map(String.init) ?? "null")",
        ]
        // What was not asked under the definition of then is not there; what was left blank is null.
        let values = fields.filter { $0.since <= one.definition }.map { "\($0.name.asJSON):\(json($0.get(one.value), $0.kind))" }
        return "{\(parts.joined(separator: ",")),\"fields\":{\(values.joined(separator: ","))}}\n"
    }

    private static func quoted(_ text: String?) -> String { text?.asJSON ?? "null" }

    private static func json(_ value: Value, _ kind: FieldKind) -> String {
        switch (value, kind) {
        case (.none, _): "null"
        case (.text(let tokens), .codes): list(tokens.split(separator: " ").map(String.init))
        case (.text(let text), _): text.asJSON
        case (.number(let number), _): String(number)
        case (.flag(let flag), _): String(flag)
        case (.day(let day), _): day.iso.asJSON
        case (.instant(let instant), _): instant.iso.asJSON
        case (.id(let id), _): id.description.asJSON
        case (.ids(let ids), _): list(ids.map(\.description))
        }
    }

    private static func list(_ words: [String]) -> String { "[\(words.map(\.asJSON).joined(separator: ","))]" }
}
