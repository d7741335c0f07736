import Casework
import TestSupport
import Testing

@testable import Records

@Suite("Finding children")
struct SearchTests {
    @Test("S-PEO-01: a child is found who meets every part of what was typed, in any order, and nobody else", arguments: Engine.available)
    func everyPart(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let wren = try await service.makeCase("Wren", "Ashdown", born: "2011-03-09").child
            let other = try await service.makeCase("Wren", "Marlowe", born: "2010-01-02").child
            _ = try await service.makeCase("Tamsin", "Ashdown", born: "2012-07-30")
            let scope = Scope(try await service.person(as: .caseManager))
            for (typed, expected) in [
                ("Wren Ashdown", [wren]), ("ashdown, wren", [wren]), ("Wren 9/3/2011", [wren]), ("Wren Ashdwon", [wren]),
                ("Wren Marlowe", [other]), ("Wren Quill", []),
            ] {
                let found = try await service.glance(scope) { try $0.search(typed, on: clock.now.londonDay, limit: 50).map(\.id) }
                #expect(found == expected, "\(typed)")
            }
        }
    }

    @Test("S-PEO-01: of more children than are weighed, the first by name are", arguments: Engine.available)
    func tooMany(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let scope = Scope(try await service.person(as: .caseManager))
            try await service.write(.wholeService(reason: "test"), action: "test.case") { writer in
                for number in 0..<510 {
                    try writer.create(
                        Fixtures.child(
                            "Wren", "Ash" + String(UnicodeScalar(UInt8(97 + number / 26))) + String(UnicodeScalar(UInt8(97 + number % 26))))
                    )
                }
            }
            let found = try await service.glance(scope) { try $0.search("Wren", on: clock.now.londonDay, limit: 1000).map(\.name) }
            #expect(found.count == 500)
            #expect(found.contains("Wren Ashaa") && !found.contains("Wren Ashtp"))
        }
    }

    @Test(
        "S-PEO-01: who is called just so is weighed however many are called much like it and come first by name",
        arguments: Engine.available)
    func calledSo(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let scope = Scope(try await service.person(as: .caseManager))
            try await service.write(.wholeService(reason: "test"), action: "test.case") { writer in
                for number in 0..<510 { try writer.create(Fixtures.child("Wrenna", "Ash\(number)")) }
                try writer.create(Fixtures.child("Wren", "Zebedith"))
            }
            let found = try await service.glance(scope) { try $0.search("wren", on: clock.now.londonDay, limit: 20).map(\.name) }
            #expect(found.first == "Wren Zebedith" && found.count == 20)
        }
    }
}
