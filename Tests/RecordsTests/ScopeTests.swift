import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Scope")
struct ScopeTests {
    @Test(
        "S-PEO-12: who may not find children reads nothing of any, through any function there is", arguments: Engine.available,
        [Role.panelPartner, .systemAdministrator])
    func nothing(engine: Engine, role: Role) async throws {
        try await withService(engine) { service, _ in
            let (made, other) = (try await service.makeCase(), try await service.makeCase("Rob"))
            let merge = try await service.merge(other.child, into: made.child)
            try await service.write(.wholeService(reason: "test"), action: "x", note: "About Robin") {
                try $0.create(Fixtures.contact(), child: made.child)
            }
            let person = try await service.person(as: role)
            let found = try await service.read(Scope(person)) { reader in
                var found: [String] = []
                func ask<R: RecordKind>(_ type: R.Type) throws {
                    found += try reader.records(type, child: made.child).map { "records \($0.id)" }
                    for id in [made.child, made.offence, made.outcome, made.programme, made.contact, merge] {
                        found += try reader.record(type, child: made.child, id: id).map { ["record \($0.id)"] } ?? []
                        for child in [made.child, nil] {
                            found += try reader.history(type, child: child, id: id).map { "history \($0.id)" }
                        }
                    }
                    found += try reader.serviceRecords(type).map { "serviceRecords \($0.id)" }
                    found += try reader.serviceRecord(type, id: made.child).map { ["serviceRecord \($0.id)"] } ?? []
                }
                for kind in allKinds where kind.scope == .child { try ask(kind.type) }
                found += try reader.files(of: made.child).map { "files \($0)" }
                found += try reader.dumpFiles() + reader.dumpFiles(of: [made.child, other.child])
                found += try reader.trails(1...10).values.compactMap { $0.note.map { "note \($0)" } }
                return found
            }
            #expect(found == [])
        }
    }

    @Test(
        "S-PEO-12: a seconded police officer reads the file without health or what the family wrote of themselves",
        arguments: Engine.available)
    func police(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (manager, police) = (try await service.person(as: .caseManager), try await service.person(as: .policeOfficer))
            var child = Fixtures.child()
            child.nhsNumber = "943 476 5919"
            let id = try await service.write(Scope(manager), action: "x") { [child] in try $0.create(child) }
            let (seen, file) = try await service.read(Scope(police)) { reader in
                (try reader.record(Child.self, child: id, id: id), try reader.dumpFiles(of: [id]))
            }
            #expect(seen?.value.nameUsed == "Robin Vale")
            #expect(seen?.nhsNumber == nil)
            #expect(file.count == 1)
            #expect(!file.joined().contains("943"))
        }
    }

    @Test("A password's hash is read by nobody who signs in, whatever their role", arguments: Engine.available)
    func secrets(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            for role in Role.allCases {
                let person = try await service.person(as: role)
                let found = try await service.read(Scope(person)) { try $0.serviceRecords(Credential.self).count }
                #expect(found == 0, "\(role)")
            }
        }
    }

    @Test("One service never reads another's rows on the same store", arguments: Engine.available)
    func tenancy(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await service.makeCase()
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { clock.now })
            let theirs = try await other.makeCase("Ash")
            let found = try await other.read(.wholeService(reason: "test")) { reader in
                (
                    try reader.dump(child: made.child), try reader.dumpFiles().count,
                    try reader.record(Child.self, child: theirs.child, id: theirs.child)?.id
                )
            }
            #expect(found.0 == [])
            #expect(found.1 == 5)
            #expect(found.2 == theirs.child)
            await #expect(throws: (any Error).self) {
                try await other.write(.wholeService(reason: "test"), action: "x") { try $0.create(Fixtures.contact(), child: made.child) }
            }
            #expect(try await service.verify().isWhole)
            #expect(try await other.verify().isWhole)
        }
    }

    @Test("Views are on record in their order, many at once, and the file's list of who saw it says so", arguments: Engine.available)
    func views(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let child = try await service.makeCase().child
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { try await service.record(View("open", page: "/children/{child}", child: child), by: person) }
                }
                try await group.waitForAll()
            }
            #expect(try await service.views(ViewFilter(files: [child]), limit: 100).count == 40)
            #expect(try await service.views(ViewFilter(files: [child]), limit: 1).first?.staff == person.id)
            let found = try await service.verify()
            #expect(found.isWhole)
            #expect(found.accessEntries == 40)
        }
    }
}
