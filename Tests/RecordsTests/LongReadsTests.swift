import Testing

@testable import Records

@Suite struct LongReadsTests {
    @Test("ASVS 15.2.2: long reads go one at a time, in the order they came; who would be one too many is told so")
    func turns() async throws {
        let reads = LongReads(most: 2)
        let (order, note) = AsyncStream.makeStream(of: String.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await reads.alone {
                    note.yield("first in")
                    for await _ in gate { break }
                    note.yield("first out")
                }
            }
            var seen = order.makeAsyncIterator()
            #expect(await seen.next() == "first in")
            for (place, name) in ["second", "third"].enumerated() {
                tasks.addTask { try await reads.alone { _ = note.yield(name) } }
                while reads.waiting <= place { await Task.yield() }
            }
            // Were it let in to wait, the first has to go on, or nobody ever would.
            tasks.addTask {
                while reads.waiting < 3, !Task.isCancelled { await Task.yield() }
                open.yield()
            }
            await #expect(throws: LongReads.Full.self) { try await reads.alone { _ = note.yield("one too many") } }
            open.yield()
            #expect(await [seen.next(), seen.next(), seen.next()] == ["first out", "second", "third"])
            tasks.cancelAll()
            try await tasks.waitForAll()
        }
        // Free again, also after one that failed.
        struct Broken: Error {}
        await #expect(throws: Broken.self) { try await reads.alone { throw Broken() } }
        #expect(try await reads.alone { 7 } == 7)
    }
}
