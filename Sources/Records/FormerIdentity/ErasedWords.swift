import Casework
import Crypto
import Practice
import Storage

/// What a sealed identity took out of other children's files, once the child's own file is erased: the words are gone with it, and a mark of each
/// stays, so that a former name does not stand there again (decision 0095).
///
/// A mark is a hash under the service's own key (`ErasedRefs`). They lie among what imports remember, a row a file and phrase.
struct ErasedWords {
    private static let source = "erased-word"

    private let key: SymmetricKey
    /// `2p:…`: how many words, p as they are and c only with a capital, and the hash; by whose file.
    private let marks: [RecordID: Set<String>]

    var isEmpty: Bool { marks.isEmpty }

    init?(_ db: any SQLConnection, service: Int64) throws {
        let rows = try db.rows("SELECT kind, ref FROM imported WHERE service = \(service) AND source = \(Self.source)") {
            (file: $0.text(0).flatMap { RecordID($0) }, mark: $0.text(1) ?? "")
        }
        guard !rows.isEmpty, let key = try ErasedRefs.key(db, service) else { return nil }
        self.key = key
        marks = rows.reduce(into: [:]) { found, row in
            if let file = row.file { found[file, default: []].insert(row.mark) }
        }
    }

    /// Puts them to what is taken out of text on each file.
    func add(to words: inout [RecordID: Redaction]) {
        for (file, marks) in marks {
            let lengths = Set(marks.compactMap { Int($0.prefix { $0.isNumber }) })
            words[file, default: Redaction()].hide(unseen: lengths, put: FormerIdentity.removed) { [key] phrase, isCapital in
                let (count, hash) = (phrase.split(separator: " ").count, ErasedRefs.hash(phrase, key))
                return marks.contains("\(count)p:\(hash)") || isCapital && marks.contains("\(count)c:\(hash)")
            }
        }
    }

    /// Before the file of some child records goes: what its seals take out of others' files is remembered.
    static func remember(_ group: [RecordID], _ reader: Reader) throws {
        let (db, service) = (reader.db, reader.service.id)
        let whole = reader.wholeFormer("what a seal takes out of other files")
        let seals = try whole.fetch(
            IdentitySeal.self, where: "v.answer = 'SEALED' AND NOT v.withdrawn AND v.to_position IS NULL", order: "v.through"
        ).map(\.value).filter { !Set($0.allFiles).isDisjoint(with: group) }
        try db.run(
            "DELETE FROM imported WHERE service = \(service) AND source = \(source) AND kind IN (\(SQL.joined(group.map { SQL("\($0.description)") }, separator: ", ")))"
        )
        guard !seals.isEmpty else { return }
        let key = try ErasedRefs.key(db, service) ?? ErasedRefs.makeKey(db, service)
        for (file, words) in try whole.gather(seals).words where !group.contains(file) {
            for (phrase, isCapital) in words.phrases {
                let mark = "\(phrase.count)\(isCapital ? "c" : "p"):\(ErasedRefs.hash(phrase.joined(separator: " "), key))"
                try db.run(
                    """
                    INSERT INTO imported (service, source, kind, ref, hash) VALUES (\(service), \(source), \(file.description), \(mark),
                    \(SQLValue.blob([1]))) ON CONFLICT (service, source, kind, ref) DO NOTHING
                    """)
            }
        }
    }
}
