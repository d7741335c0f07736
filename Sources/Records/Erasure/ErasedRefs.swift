import Casework
import Crypto
import Storage

/// Whose references were erased, so that an old folder does not bring an erased child back (decision 0091).
///
/// No reference is kept, only its hash under a random key of the service's own. Both lie among what imports remember (`imported`), under names no
/// kind has.
struct ErasedRefs {
    private static let (hashes, keys) = ("erased", "erased-key")

    /// An erased child as a folder names it: whose reference, and the birth date by which the same reference from elsewhere is told apart.
    struct Named {
        let source: String
        let ref: String
        let born: String?

        fileprivate var texts: [String] { ["\(source)\n\(ref)"] + (born.map { ["\n\(ref)\n\($0)"] } ?? []) }
    }

    private let key: SymmetricKey
    private let known: Set<String>

    /// What was erased so far; nil where nothing was.
    init?(_ db: any SQLConnection, service: Int64) throws {
        guard let key = try Self.key(db, service) else { return nil }
        self.key = key
        known = Set(
            try db.rows("SELECT ref FROM imported WHERE service = \(service) AND kind = \(Self.hashes)") { $0.text(0) ?? "" })
    }

    func holds(_ child: Named) -> Bool { child.texts.contains { known.contains(Self.hash($0, key)) } }

    static func remember(_ children: [Named], _ db: any SQLConnection, service: Int64) throws {
        guard !children.isEmpty else { return }
        let key = try Self.key(db, service) ?? makeKey(db, service)
        for text in Set(children.flatMap(\.texts)) {
            try db.run(
                """
                INSERT INTO imported (service, source, kind, ref, hash)
                VALUES (\(service), 'waymark', \(hashes), \(hash(text, key)), \(SQLValue.blob([1]))) ON CONFLICT (service, source, kind, ref) DO NOTHING
                """)
        }
    }

    static func makeKey(_ db: any SQLConnection, _ service: Int64) throws -> SymmetricKey {
        let bytes = randomBytes(32)
        try db.run(
            "INSERT INTO imported (service, source, kind, ref, hash) VALUES (\(service), 'waymark', \(keys), '', \(SQLValue.blob(bytes)))")
        return SymmetricKey(data: bytes)
    }

    static func key(_ db: any SQLConnection, _ service: Int64) throws -> SymmetricKey? {
        try db.first("SELECT hash FROM imported WHERE service = \(service) AND kind = \(keys)") { $0.blob(0) ?? [] }.map {
            SymmetricKey(data: $0)
        }
    }

    static func hash(_ text: String, _ key: SymmetricKey) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
