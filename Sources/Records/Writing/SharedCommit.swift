/// What waits to be written at the same time shares one commit: whoever sends thousands keeps nobody else from writing.
actor SharedCommit<Item: Sendable, Done: Sendable> {
    private var waiting: [(item: Item, done: CheckedContinuation<Done, any Error>)] = []
    private var isWriting = false

    /// Returns once it is written.
    /// - Parameter write: writes all that wait, and answers each in its place; what it throws is thrown to all of them.
    func add(_ item: Item, write: @escaping @Sendable ([Item]) async throws -> [Done]) async throws -> Done {
        try await withCheckedThrowingContinuation { done in
            waiting.append((item, done))
            if !isWriting {
                isWriting = true
                Task { await drain(write) }
            }
        }
    }

    private func drain(_ write: @Sendable ([Item]) async throws -> [Done]) async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let result: Result<[Done], any Error>
            do { result = .success(try await write(batch.map(\.item))) } catch { result = .failure(error) }
            for (index, one) in batch.enumerated() { one.done.resume(with: result.map { $0[index] }) }
        }
        isWriting = false
    }
}
