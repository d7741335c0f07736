import Casework
import Crypto
import Foundation
import Storage

extension Service {
    /// How many searches a session keeps: a later one takes the place of the oldest.
    public static let searchesKept: Int64 = 100
    /// No name, date or reference is longer than this many characters (Unicode scalars); what goes beyond is not looked for.
    static let searchLength = 500

    /// Keeps words somebody looks for with their session, so that no address has to carry a name, and nobody else ever reads them: they lie sealed
    /// under the session's own token, of which the store has only the hash.
    /// - Returns: the key that stands for them in an address, worth nothing to any other session; nil where the session has ended.
    public func keepSearch(_ words: String, session text: String) async throws -> String? {
        guard let token = Token(text) else { return nil }
        let (id, key) = (id, hexadecimal(randomBytes(8)))
        let kept = String(String.UnicodeScalarView(words.unicodeScalars.prefix(Service.searchLength)))
        guard let sealed = try AES.GCM.seal(Array(kept.utf8), using: token.searchKey).combined.map({ SQLValue.blob(Array($0)) }) else {
            return nil
        }
        return try await accessStore.write { db in
            // Two tabs of one browser ask one after the other.
            let session = try db.integer(
                """
                SELECT entry FROM session WHERE service = \(id) AND token = \(SQLValue.blob(token.hash))\(sqlite: "", postgres: " FOR UPDATE")
                """)
            guard let session else { return nil }
            let last = try db.integer("SELECT max(place) FROM session_search WHERE service = \(id) AND session = \(session)") ?? 0
            try db.run(
                """
                INSERT INTO session_search (service, session, place, name, words)
                VALUES (\(id), \(session), \(last + 1), \(key), \(sealed))
                """)
            try db.run(
                """
                DELETE FROM session_search WHERE service = \(id) AND session = \(session) AND place <= \(last + 1 - Service.searchesKept)
                """)
            return key
        }
    }

    /// Seals what a session looked for under the token it goes on with: pages that were found keep their addresses.
    func moveSearches(from old: Token, to new: Token, entry: Int64) async throws {
        let id = id
        try await accessStore.write { db in
            let kept = try db.rows(
                """
                SELECT place, name, words FROM session_search JOIN session ON session.service = session_search.service
                AND session.entry = session_search.session WHERE session.service = \(id) AND session.token = \(SQLValue.blob(old.hash))
                """
            ) { (place: $0.integer(0) ?? 0, name: $0.text(1) ?? "", words: $0.blob(2) ?? []) }
            for one in kept {
                guard let words = try? AES.GCM.open(try AES.GCM.SealedBox(combined: one.words), using: old.searchKey),
                    let sealed = try AES.GCM.seal(words, using: new.searchKey).combined.map({ SQLValue.blob(Array($0)) })
                else { continue }
                try db.run(
                    """
                    INSERT INTO session_search (service, session, place, name, words)
                    VALUES (\(id), \(entry), \(one.place), \(one.name), \(sealed))
                    """)
            }
        }
    }

    /// The words a key of this session stands for; nil for a key of another session's, or one that made room for later ones.
    public func search(_ key: String, session text: String) async throws -> String? {
        guard let token = Token(text) else { return nil }
        let id = id
        let sealed = try await accessStore.glance { db in
            try db.first(
                """
                SELECT words FROM session_search JOIN session ON session.service = session_search.service AND session.entry = session_search.session
                WHERE session.service = \(id) AND session.token = \(SQLValue.blob(token.hash)) AND session_search.name = \(key)
                """
            ) { $0.blob(0) ?? [] }
        }
        guard let sealed, let box = try? AES.GCM.SealedBox(combined: sealed), let words = try? AES.GCM.open(box, using: token.searchKey)
        else { return nil }
        return String(decoding: words, as: UTF8.self)
    }
}

extension Token {
    /// What seals the words that a session's owner looked for.
    fileprivate var searchKey: SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Array(text.utf8)), info: Array("waymark-search-1".utf8), outputByteCount: 32)
    }
}

/// Where the words of a session's searches lie: they go with the session.
enum SearchTable {
    static let migration = Migration(id: "0033-session-searches", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        let sqlite = dialect == .sqlite
        let (integer, blob) = sqlite ? ("INTEGER", "BLOB") : ("BIGINT", "BYTEA")
        return """
            CREATE TABLE session_search (service \(integer) NOT NULL, session \(integer) NOT NULL, place \(integer) NOT NULL, name TEXT NOT NULL,
            words \(blob) NOT NULL, PRIMARY KEY (service, session, place))\(sqlite ? " STRICT;" : ";")

            """
    }
}
