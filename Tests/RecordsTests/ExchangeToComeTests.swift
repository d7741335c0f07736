import Casework
import Records
import TestSupport
import Testing

@Suite("Contacts to come in the folder") struct ExchangeToComeTests {
    @Test(
        "S-DEL-02: a contact of a day to come that a folder brings is an appointment, changed or unchanged, and goes out as it came",
        arguments: Engine.available)
    func toCome(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let header = "contact_ref,child_ref,at,method,attendance\n"
            func files(_ rows: String) -> Folder { folder(("children.csv", "child_ref\nc1\n"), ("contacts.csv", header + rows)) }
            func planned() async throws -> [Bool?] {
                try await service.read(.wholeService(reason: "test")) { try $0.everywhere(Contact.self) }.map(\.value.planned)
            }
            let first = files(
                "k1,c1,2037-11-30T10:00,HOME,\nk2,c1,2037-11-30T12:00,PHONE,\nk3,c1,2025-09-15T10:00,PHONE,\nk4,c1,2025-09-16T10:00,HOME,ATTENDED\n"
            )
            #expect(try await service.bringIn(first).refusals == [])
            #expect(try await planned() == [true, true, nil, nil])
            #expect(try await service.bringIn(first).changed == 0, "the same folder again changes nothing")
            let sent = try await service.exported("contacts.csv")
            #expect(sent.contains("k1,") && !sent.contains("planned"))
            // A row that changes from a day that is past to one to come.
            #expect(try await service.bringIn(files("k3,c1,2037-12-01T10:00,PHONE,\n")).refusals == [])
            #expect(try await planned() == [true, true, true, nil])
        }
    }
}
