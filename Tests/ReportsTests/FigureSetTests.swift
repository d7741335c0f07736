import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@Suite("Figures from the store")
struct FigureSetTests {
    static func period(_ text: String) -> Period { Period(text) ?? Period(label: text, from: Day(number: 0), to: Day(number: 0)) }

    @Test("S-PER-01: counted by hand, over several periods in one pass", arguments: Engine.available)
    func counted(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await MadeUp.population(service, 12_500, midYear: 2025)
            try await MadeUp.caution(service, "Ash", on: "2026-04-10")
            try await MadeUp.caution(service, "Beth", on: "2026-05-20", sex: "FEMALE")
            try await MadeUp.caution(service, "Cole", on: "2026-07-02")
            try await MadeUp.caution(service, "Dee", on: "2026-05-04", code: "COMMUNITY_RESOLUTION")
            let year = Self.period("2026-27")
            let set = try await FigureSet.read(
                service, [.init(MadeUp.quarter), .init(MadeUp.quarter.previous), .init(year, [.firstTimeEntrants])])
            let fte = set.answers[0].figure(.firstTimeEntrants, "count")
            #expect(fte?.counted.map(\.ref) == ["ref-Ash", "ref-Beth"])
            #expect(fte?.excluded.map { "\($0.member.ref) \($0.rule.token)" } == ["ref-Dee not_substantive"])
            #expect(set.answers[0].figure(.firstTimeEntrants, "count", by: ["sex": "FEMALE"])?.value == 1)
            #expect(set.answers[1].figure(.firstTimeEntrants, "count")?.value == 0)
            let rate = set.answers[2].figure(.firstTimeEntrants, "rate")
            #expect(rate?.value == 24)
            #expect(rate?.interval != nil)
            // One pass or three, the same figures.
            let alone = try await FigureSet.read(service, [.init(MadeUp.quarter)])
            #expect(alone.sheet().json.split(separator: "\n").dropFirst() == set.sheet().json.split(separator: "\n").dropFirst())
        }
    }

    @Test("the same figures as measures give for the files read one by one", arguments: Engine.available)
    func asMeasures(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            for (place, name) in ["Ash", "Beth", "Cole", "Dee", "Eli"].enumerated() {
                try await MadeUp.caution(service, name, on: "2026-04-1\(place)")
            }
            let set = try await FigureSet.read(service, [.init(MadeUp.quarter)])
            let reference = set.reference
            let today = service.today
            let direct = try await service.read(.wholeService(reason: "test")) { reader in
                var counting = Counting(allMeasures, Question(period: MadeUp.quarter, today: today, reference: reference))
                let needs = allKinds.filter { $0.scope == .child && !["merge", "draft"].contains($0.name) }.map { kind in
                    func need<R: RecordKind>(_ type: R.Type) -> Need { Need(type, fields: R.kind.fields.map(\.name)) }
                    return need(kind.type)
                }
                try reader.caseFiles(needs) { counting.add($0) }
                return counting.finish()
            }
            let sheet = FigureSheet(service: "SAN", period: MadeUp.quarter, asAt: set.sheet().asAt, figures: direct)
            #expect(sheet.json == set.sheet().json)
            #expect(set.sheet().csv.contains("fte,count"))
        }
    }

    @Test(
        "as it was known: a later correction changes nothing of an earlier answer, and the change names who came and by which version",
        arguments: Engine.available)
    func asAt(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let manager = try await service.person(as: .caseManager)
            let ash = try await MadeUp.caution(service, "Ash", on: "2026-04-10")
            try await MadeUp.caution(service, "Beth", on: "2026-05-20")
            let then = service.now
            clock.advance(days: 1)
            try await MadeUp.caution(service, "Cole", on: "2026-06-01", by: manager)
            try await service.write(Scope(manager), action: "outcome.correct") { writer in
                guard let outcome = try writer.reader.record(Outcome.self, child: ash.child, id: ash.outcome) else { throw NotAllowed() }
                try writer.correct(Outcome.self, child: ash.child, id: ash.outcome, from: outcome.from) { $0.appeal = "SUCCESSFUL" }
            }
            let asks = [FigureSet.Ask(MadeUp.quarter, [.firstTimeEntrants])]
            let before = try await FigureSet.read(service, asks, asAt: then)
            let after = try await FigureSet.read(service, asks)
            let (old, new) = (before.answers[0].figure(.firstTimeEntrants, "count"), after.answers[0].figure(.firstTimeEntrants, "count"))
            #expect(old?.counted.map(\.ref) == ["ref-Ash", "ref-Beth"])
            #expect(new?.counted.map(\.ref) == ["ref-Beth", "ref-Cole"])
            let change = try FigureChanges(from: #require(old), to: #require(new))
            #expect(
                change.numerator.map { "\($0.move) \($0.member.ref) \($0.rule?.token ?? "-")" } == [
                    "came ref-Cole -", "went ref-Ash appeal",
                ])
            let evidence = change.numerator.last?.evidence ?? []
            let now = service.now
            let written = try await service.read(Scope(manager, asAt: now)) {
                try $0.versions(of: ash.child, read: Measure.firstTimeEntrants.needs, after: then, until: now, besides: evidence)
            }
            #expect(written.map { "\($0.kind.name) \($0.changed.joined(separator: ","))" } == ["outcome Appeal"])
            #expect(written.first?.trail.staff == manager.id)
        }
    }
}
