import Storage

extension Service {
    /// The heads of both chains as they are now, signed.
    public func checkpoint(by key: CheckpointKey) async throws -> Checkpoint {
        func head(_ store: any SQLStore, _ table: String) async throws -> JournalHead {
            let id = id
            return try await store.read { db in
                try db.first(SQL("SELECT position, hash FROM \(raw: table) WHERE service = \(id)")) {
                    JournalHead(position: $0.integer(0) ?? 0, hash: $0.blob(1) ?? [])
                } ?? JournalHead(position: 0, hash: Array(repeating: 0, count: 32))
            }
        }
        return try Checkpoint(
            service: code, at: now, journal: try await head(store, "journal_head"), access: try await head(accessStore, "access_head"),
            key: key)
    }
}
