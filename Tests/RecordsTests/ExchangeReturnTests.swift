import Casework
import Demo
import Records
import Storage
import TestSupport
import Testing

@Suite("An export brought back to where it came from")
struct ExchangeReturnTests {
    @Test("S-INF-05: a service's own export brought back under any source changes nothing", arguments: Engine.available)
    func sameStore(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(ExchangeRoundTripTests.naughty, source: "oakmere")
            try await service.bringIn(folder(("children.csv", "child_ref\nc10\n")), source: "north")
            try await service.makeCase("Robin", "Vale")
            let kept = try await service.makeCase("Ash", "Moor")
            try await service.merge(try await service.makeCase("Ashe", "Moor").child, into: kept.child)
            try await service.makeReference()
            let (export, position) = (try await service.export(), try await service.position())
            let report = try await service.bringIn(export, source: "oakmere")
            #expect(report.refusals == [])
            for file in report.files { #expect([file.new, file.changed] == [0, 0], "\(file.name)") }
            let again = try await service.bringIn(try await service.export(), source: "oakmere")
            #expect((again.new, again.changed, again.unchanged) == (0, 0, report.read))
            #expect(zip(export, try await service.export()).allSatisfy { $0.bytes == $1.bytes })
            let trail = try await service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            #expect(trail <= position + 1)
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("S-INF-05: what a demo brought in with its identity is found again too", arguments: Engine.available)
    func demo(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = DemoService.make(
                children: 30, years: 1, seed: 7, through: service.today, contactsPerChild: 2, staff: 24, contactsOfFirstChild: nil)
            var records = made.areas.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
            records += made.populations.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
            records += made.comparators.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
            records += made.postcodes.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
            records += made.staff.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
            records += made.sittings.map { NewRecord($0.panel.value, id: $0.panel.id, ref: $0.panel.ref, child: nil) }
            for child in made.children {
                records.append(NewRecord(child.child, id: child.id, ref: child.ref, child: child.id))
                records += child.records.map { NewRecord($0.record, id: $0.id, ref: $0.ref, child: child.id) }
            }
            try await service.bringIn(action: "demo", records)
            let report = try await service.bringIn(try await service.export())
            #expect(report.refusals == [])
            #expect(report.read > 300)
            for file in report.files { #expect([file.new, file.changed] == [0, 0], "\(file.name)") }
        }
    }

    @Test("An old export brought back undoes nothing written since, and what was changed in it is taken", arguments: Engine.available)
    func later(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase("Robin", "Vale")
            let old = try await service.export()
            let child = try #require(try await service.stored(Child.self, ref: old.firstRef).first)
            try await service.write(.wholeService(reason: "test"), action: "test") { writer in
                try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) { $0.familyName = "Vale-Moor" }
            }
            #expect(try await service.bringIn(old).changed == 0)
            let edited = old.map { ($0.name, Array(String(decoding: $0.bytes, as: UTF8.self).replacing("Robin", with: "Robyn").utf8)) }
            #expect(try await service.bringIn(edited, source: "sheet").changed == 1)
            let after = try #require(try await service.stored(Child.self, ref: old.firstRef).first?.value)
            #expect((after.givenName, after.familyName) == ("Robyn", "Vale-Moor"))
        }
    }

    @Test("A sender's reference that only looks like one of ours is another child")
    func chance() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.makeCase("Robin", "Vale")
            let ref = try await service.export().firstRef
            let files = folder(
                ("children.csv", "child_ref,given_name,family_name,date_of_birth\n\(ref),Cy,Hill,2012-01-01\n"),
                ("contacts.csv", "contact_ref,child_ref,at\n\(ref),\(ref),2025-07-01\n"))
            #expect(try await service.bringIn(files, source: "old").counts == [2, 2, 0, 0, 0])
            #expect(try await service.bringIn(files, source: "old").counts == [2, 0, 0, 2, 0])
            #expect(
                try await service.stored(Child.self, ref: ref).map(\.value.givenName).sorted { $0 ?? "" < $1 ?? "" } == ["Cy", "Robin"])
        }
    }

    @Test("A row that fits several records here, or a record two rows name, is refused in words")
    func several() async throws {
        try await withService(.sqlite) { service, _ in
            for source in ["a", "b"] {
                try await service.bringIn(
                    folder(("children.csv", "child_ref\n"), ("postcodes.csv", "postcode_ref,postcode\np,ZZ1\n")), source: source)
            }
            let report = try await service.bringIn(folder(("children.csv", "child_ref\n"), ("postcodes.csv", "postcode,ward\nZZ1,Quay\n")))
            #expect(
                report.refusals == ["postcodes.csv 2: Several records here fit this row: give it the reference of one in postcode_ref."])
            let twice = try await service.bringIn(
                folder(("children.csv", "child_ref\n"), ("postcodes.csv", "postcode_ref,postcode\na:p,ZZ1\np,ZZ1\n")), source: "a")
            #expect(twice.refusals == ["postcodes.csv 3: postcode_ref: Line 2 of this file is the same record."])
        }
    }
}

extension Folder {
    /// The first child's reference.
    var firstRef: String {
        let children = String(decoding: first { $0.name == "children.csv" }?.bytes ?? [], as: UTF8.self)
        return children.split(separator: "\n").dropFirst().first?.split(separator: ",").first.map(String.init) ?? ""
    }
}

extension Service {
    /// A record of each kind of reference, written here.
    func makeReference() async throws {
        try await write(.wholeService(reason: "test"), action: "test") { writer in
            var area = Area()
            (area.area, area.type) = ("Oakmere", "REGION")
            try writer.create(area)
            var postcode = Postcode()
            (postcode.postcode, postcode.ward) = ("ZZ9", "Quay")
            try writer.create(postcode)
            var population = Population()
            (population.area, population.midYear, population.population) = ("Oakmere", 2025, 7000)
            try writer.create(population)
        }
    }
}
