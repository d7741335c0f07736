import Casework
import Storage

/// The bytes of a document, as they were sent.
public struct Content: Sendable, Equatable {
    public let bytes: [UInt8]
    public let mediaType: String

    /// The types of what is kept beside documents, which no document has.
    static let paper = "application/vnd.waymark.paper+json"
    static let form = "application/vnd.waymark.form+json"

    /// SHA-256 in small hexadecimal letters: what a document's `hash` holds.
    public static func hash(_ bytes: [UInt8]) -> String { sha256Hex(bytes) }
}

extension Writer {
    /// Keeps content and fills in the document that names it, in the command's own transaction. The same bytes are kept once.
    public func keep(_ bytes: [UInt8], mediaType: String, for document: inout Document) throws {
        guard reader.scope.mayWrite(Document.kind.name) else { throw NotAllowed() }
        (document.hash, document.size, document.mediaType) = (try keep(bytes, mediaType: mediaType), bytes.count, mediaType)
    }

    /// Keeps what a copy of panel papers says, a child a part, and fills in the copy that names it.
    public func keep(_ parts: [(child: RecordID, bytes: [UInt8])], for copy: inout PanelCopy) throws {
        guard reader.scope.mayWrite(PanelCopy.kind.name) else { throw NotAllowed() }
        copy.parts = try parts.map { "\($0.child):\(try keep($0.bytes, mediaType: Content.paper))" }.joined(separator: " ")
    }

    /// Keeps what a signed subject access pack says, and fills in the request that names it.
    public func keep(_ bytes: [UInt8], for request: inout SubjectAccess) throws {
        guard reader.scope.mayWrite(SubjectAccess.kind.name) else { throw NotAllowed() }
        request.pack = try keep(bytes, mediaType: Content.paper)
    }

    /// Keeps the file of a questionnaire and fills in the record that names it.
    func keep(_ bytes: [UInt8], for form: inout FormVersion) throws { form.hash = try keep(bytes, mediaType: Content.form) }

    private func keep(_ bytes: [UInt8], mediaType: String) throws -> String {
        let hash = Content.hash(bytes)
        try db.run(
            """
            INSERT INTO content (service, hash, bytes, media_type) VALUES (\(service.id), \(hash), \(SQLValue.blob(bytes)), \(mediaType))
            ON CONFLICT (service, hash) DO NOTHING
            """)
        return hash
    }
}

extension Reader {
    /// The content of a document this reader was shown; there is no way to it by hash alone. Nil when it has none, or it is not there.
    public func content(of document: Stored<Document>) throws -> Content? {
        guard scope.reachesChildren, scope.sees(Document.kind.sensitivity), let hash = document.value.hash else { return nil }
        return try content(hash)
    }

    /// What a copy of panel papers said of each child, in its order; a part whose content is not kept any more is nil. Nil for a copy from
    /// before copies were kept. Whether this person may open a copy for its audience is asked of `Papers.mayHandle`.
    public func parts(of copy: PanelCopy) throws -> [(child: RecordID, bytes: [UInt8]?)]? {
        guard scope.reachesChildren, scope.sees(PanelCopy.kind.sensitivity) else { return nil }
        let reach = try reach()
        let identities = try sealedIdentities()
        return try copy.issued?.filter { reach.opens($0.child) }.map { one in
            let found = try content(one.hash)
            return (one.child, found.flatMap { $0.mediaType == Content.paper ? identities.clean($0.bytes, of: one.child) : nil })
        }
    }

    /// What a signed subject access pack says; nil before it is signed.
    public func pack(of request: Stored<SubjectAccess>) throws -> [UInt8]? {
        guard scope.reachesChildren, scope.mayWrite(SubjectAccess.kind.name), let hash = request.value.pack else { return nil }
        let identities = try sealedIdentities()
        return try content(hash).flatMap { found in
            found.mediaType == Content.paper ? request.child.map { identities.clean(found.bytes, of: $0) } ?? found.bytes : nil
        }
    }

    func content(_ hash: String) throws -> Content? {
        try db.first(SQL("SELECT bytes, media_type FROM content WHERE service = \(service.id) AND hash = \(hash)")) { row in
            Content(bytes: row.blob(0) ?? [], mediaType: row.text(1) ?? "")
        }
    }
}

/// Whether every document's content is there and is what its hash says; one content in memory at a time.
struct ContentCheck {
    let service: Service
    let db: any SQLConnection
    /// What lawful erasures took: papers of a panel outlive one child's part in them.
    let erased: Set<String>

    /// Sentences naming the entry that wrote each document version whose content is wanting, the first first.
    func faults() throws -> [String] {
        let kept = try db.rows("SELECT hash FROM content WHERE service = \(service.id) ORDER BY hash") { $0.text(0) ?? "" }
        var sound: [String: String] = [:]
        for hash in kept {
            let found = try db.first(SQL("SELECT bytes, media_type FROM content WHERE service = \(service.id) AND hash = \(hash)")) {
                ($0.blob(0) ?? [], $0.text(1) ?? "")
            }
            if let (bytes, type) = found, Content.hash(bytes) == hash { sound[hash] = type }
        }
        let there = Set(kept)
        var faults: [String] = []
        try db.each(
            """
            SELECT from_position, hash, media_type FROM document_version
            WHERE service = \(service.id) AND length(hash) = 64 ORDER BY from_position, id
            """
        ) { row in
            guard faults.count < 1000 else { return }
            let (entry, hash) = (row.integer(0) ?? 0, row.text(1) ?? "")
            if let type = sound[hash] {
                if type != row.text(2) { faults.append("entry \(entry): the content of a document it wrote is of another type") }
            } else {
                faults.append("entry \(entry): the content of a document it wrote \(there.contains(hash) ? "changed" : "is missing")")
            }
        }
        try db.each(
            "SELECT from_position, parts FROM panel_copy_version WHERE service = \(service.id) AND parts IS NOT NULL ORDER BY from_position, id"
        ) { row in
            guard faults.count < 1000 else { return }
            var copy = PanelCopy()
            copy.parts = row.text(1)
            for part in copy.issued ?? [] {
                faults += fault(in: "a copy of panel papers", row.integer(0) ?? 0, part.hash, Content.paper, sound, there)
            }
        }
        try db.each(
            "SELECT from_position, pack FROM subject_access_version WHERE service = \(service.id) AND length(pack) = 64 ORDER BY from_position, id"
        ) { row in
            guard faults.count < 1000 else { return }
            faults += fault(in: "a subject access pack", row.integer(0) ?? 0, row.text(1) ?? "", Content.paper, sound, there)
        }
        try db.each(
            "SELECT from_position, hash FROM form_version WHERE service = \(service.id) AND length(hash) = 64 ORDER BY from_position, id"
        ) { row in
            guard faults.count < 1000 else { return }
            faults += fault(in: "an assessment form", row.integer(0) ?? 0, row.text(1) ?? "", Content.form, sound, there)
        }
        return faults
    }

    private func fault(in what: String, _ entry: Int64, _ hash: String, _ type: String, _ sound: [String: String], _ there: Set<String>)
        -> [String]
    {
        if sound[hash] == type || (!there.contains(hash) && erased.contains(hash)) { return [] }
        let state = sound[hash] != nil ? "is of another type" : there.contains(hash) ? "changed" : "is missing"
        return ["entry \(entry): the content of \(what) it wrote \(state)"]
    }
}
