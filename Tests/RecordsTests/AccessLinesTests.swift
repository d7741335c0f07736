import Casework
import Storage
import TestSupport
import Testing

@testable import Records

/// The access log as another system gets it.
@Suite struct AccessLinesTests {
    @Test(
        "ASVS 16.4.3: every entry of the access log can be sent on, in order and from where it was left off, with its hash and without names",
        arguments: Engine.available)
    func lines(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase("Quillon", "Zebedith")
            let person = try await service.person(as: .caseManager)
            let before = try await service.accessLines(after: 0).last?.position ?? 0
            try await service.record(View("open", page: "/children/{child}", child: made.child, ground: "allocated"), by: person)
            try await service.record(View("list", page: "/children", shown: [made.child, made.offence]), by: person)
            let found = try await service.accessLines(after: before)
            #expect(found.map(\.position) == [before + 1, before + 2])
            let (opened, listed) = (try JSON(found[0].line), try JSON(found[1].line))
            #expect(opened["service"]?.text == "SAN" && opened["staff"]?.text == person.id.description)
            #expect(
                opened["child"]?.text == made.child.description && opened["ground"]?.text == "allocated"
                    && opened["page"]?.text == "/children/{child}")
            #expect(found[1].line.contains("\"shown\":2") && !found[1].line.contains(made.child.description) && listed["child"] == nil)
            #expect(!found.contains { $0.line.contains("Quillon") || $0.line.contains("Zebedith") })
            // The newest hash sent is the head of the chain.
            let head = try await service.verify().accessHead.text
            #expect(head == "\(found[1].position):\(listed["hash"]?.text ?? "")")
            #expect(try await service.accessLines(after: found[1].position).isEmpty)
            #expect(try await service.accessLines(after: before, limit: 1).map(\.position) == [before + 1])
        }
    }
}
