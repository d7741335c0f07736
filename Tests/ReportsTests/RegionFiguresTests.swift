import Casework
import Records
import Reports
import Statistics
import Storage
import TestSupport
import Testing

@Suite("Figures of several services")
struct RegionFiguresTests {
    private static func service(_ code: String, _ store: any SQLStore, _ access: any SQLStore) async throws -> Service {
        try await Service.open(code, name: code, store: store, access: access, clock: { TestClock.start })
    }

    private static func line(_ region: RegionFigures, _ part: String, by: [String: String] = [:]) -> RegionFigures.Line? {
        region.lines.first { $0.part == part && $0.by == by }
    }

    @Test("promise 10: each service is counted as it counts itself, and what adds up is added", arguments: Engine.available)
    func added(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            let ash = try await Self.service("ASH", store, access)
            let elm = try await Self.service("ELM", store, access)
            try await MadeUp.caution(ash, "Ash", on: "2026-04-10")
            try await MadeUp.caution(ash, "Beth", on: "2026-05-20", sex: "FEMALE")
            try await MadeUp.caution(elm, "Cole", on: "2026-06-02")
            let asks = FigureSet.Ask(MadeUp.quarter, [.firstTimeEntrants])
            let region = try await RegionFigures.read([elm, ash], asks, atOnce: 2)
            #expect(Self.line(region, "count")?.numerator == 3)
            #expect(Self.line(region, "count")?.value == 3)
            #expect(Self.line(region, "count")?.services == 2)
            #expect(Self.line(region, "count", by: ["sex": "FEMALE"])?.value == 1)
            #expect(region.services.map(\.service) == ["ASH", "ELM"])
            #expect(region.services.map(\.children) == [2, 1])
            for one in [ash, elm] {
                let own = try await FigureSet.read(one, [asks]).answers[0].figure(.firstTimeEntrants, "count")?.numerator
                #expect(region.services.first { $0.service == one.code }?.figures.first { $0.part == "count" }?.numerator == own)
            }
        }
    }

    @Test("rates are of the services' populations together, shares of their cohorts; a median is not made up", arguments: Engine.available)
    func quotients(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            let ash = try await Self.service("ASH", store, access)
            let elm = try await Self.service("ELM", store, access)
            try await MadeUp.population(ash, 10_000, midYear: 2025, area: "ASH")
            try await MadeUp.population(elm, 30_000, midYear: 2025, area: "ELM")
            try await MadeUp.caution(ash, "Ash", on: "2026-04-10")
            try await MadeUp.referral(elm, "Cole", received: "2026-04-01", days: 10)
            try await MadeUp.referral(ash, "Dee", received: "2026-04-01", days: 60)
            try await MadeUp.referral(elm, "Eli", received: "2026-04-02", days: 20)
            let year = try await RegionFigures.read([ash, elm], .init(FigureSetTests.period("2026-27"), [.firstTimeEntrants]), atOnce: 2)
            #expect(Self.line(year, "rate")?.denominator == 40_000)
            #expect(Self.line(year, "rate")?.value == 10)
            #expect(Self.line(year, "rate")?.interval != nil)
            let pathway = try await RegionFigures.read([ash, elm], .init(MadeUp.quarter, [.outOfCourt]), atOnce: 1)
            #expect(Self.line(pathway, "within_target")?.numerator == 2)
            #expect(Self.line(pathway, "within_target")?.denominator == 3)
            #expect(Self.line(pathway, "days_median") == nil)
            #expect(Self.line(pathway, "decided")?.value == 3)
        }
    }

    @Test("a child of two services is counted by both and stated, by name and birth date or by a number", arguments: Engine.available)
    func shared(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            let ash = try await Self.service("ASH", store, access)
            let elm = try await Self.service("ELM", store, access)
            try await MadeUp.caution(ash, "Zoë-May", on: "2026-04-10")
            try await MadeUp.caution(elm, "zoe may", on: "2026-05-20")
            try await MadeUp.caution(elm, "Cole", on: "2026-05-21")
            // Twice in one service is no business of the region's.
            try await MadeUp.caution(ash, "Beth", on: "2026-04-11")
            _ = try await ash.write(.wholeService(reason: "test"), action: "test") { writer in
                try writer.create(Fixtures.child("Beth", "Vale"), ref: "again")
                var other = Fixtures.child("Kit", "Moor")
                other.upn = "A 123"
                try writer.create(other, ref: "kit")
            }
            _ = try await elm.write(.wholeService(reason: "test"), action: "test") { writer in
                var other = Fixtures.child("Kitty", "Moor")
                other.upn = "a123"
                try writer.create(other, ref: "kitty")
            }
            let region = try await RegionFigures.read([ash, elm], .init(MadeUp.quarter, [.firstTimeEntrants]), atOnce: 2)
            let found = Dictionary(uniqueKeysWithValues: region.shared.map { ($0.by, [$0.people, $0.files]) })
            #expect(found == [.nameAndBirthDate: [1, 2], .pncID: [0, 0], .upn: [1, 2], .nhsNumber: [0, 0]])
            #expect(Self.line(region, "count")?.value == 4)
            #expect(Self.line(region, "count")?.alsoElsewhere == 2)
        }
    }
}
