import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Subject access pack after a move")
struct SubjectAccessMovedTests {
    @Test(
        "S-INF-11, S-PEO-14: an entry moved to the right child's file after the pack was laid out is not in it, whoever reads",
        arguments: Engine.available)
    func moved(engine: Engine) async throws {
        try await withSite(engine) { site in
            let wrong = try await site.service.makeCase("Robin", "Vale")
            let right = try await site.service.makeCase("Ash", "Reed")
            let checker = try await site.service.person(as: .serviceManager)
            let preparer = try await site.service.person(as: .teamManager)
            let request = try await site.service.write(.wholeService(reason: "test"), action: "test.request") { writer -> RecordID in
                var one = SubjectAccess()
                (one.requester, one.requesterName, one.receivedOn) = ("CHILD", "Robin Vale", writer.recordedAt.londonDay)
                (one.checker, one.preparedBy, one.laidOutAt) = (checker.id, preparer.id, writer.recordedAt)
                return try writer.create(one, child: wrong.child)
            }
            let path = "/children/\(wrong.child)/subject-access-requests/\(request)/pack"
            // One role reads what is sealed on a file: its pack leaves it out all the same.
            let manager = try await site.browser(.serviceManager)
            #expect(try await manager.get(path).text.contains("Talked about college."))
            let key = RecordKey(kind: "contact", id: wrong.contact)
            _ = try await site.service.move(key, of: wrong.child, to: right.child, reason: "Another child’s", by: preparer)
            let read = try await manager.get(path)
            #expect(read.status == 200 && !read.text.contains("Talked about college."))
        }
    }
}
