import Casework
import Records
import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite("Data quality over time")
struct ReturnTrendTests {
    @Test("S-PER-16: one pass over the files counts what a pass for each day does", arguments: Engine.available)
    func same(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            var moments: [Instant] = [clock.now]
            var made: [(child: RecordID, outcome: RecordID)] = []
            // Two years of children, some of them mended, withdrawn or merged later, so that each moment finds something else.
            for step in 0..<24 {
                let day = clock.now.londonDay - 10
                made.append(
                    try await MadeUp.caution(
                        service, "Made\(step)", on: day.iso, sex: step.isMultiple(of: 3) ? "NOT_KNOWN" : "FEMALE",
                        code: step.isMultiple(of: 4) ? "NOT_KNOWN" : "YOUTH_CAUTION"))
                if step.isMultiple(of: 5) {
                    try await MadeUp.referral(service, "Ref\(step)", received: (day - 40).iso, days: step.isMultiple(of: 2) ? 20 : nil)
                }
                let other = made[step / 2]
                if step % 6 == 3 { try await mend(service, other.child) }
                if step % 6 == 4 { try await withdraw(service, made[step - 1].child) }
                if step % 9 == 8 { try await service.merge(made[step].child, into: made[step - 3].child) }
                moments.append(clock.now)
                clock.advance(days: 31)
            }
            let codes = try await service.read(.wholeService(reason: "test")) { try $0.codes() }
            let trend = try await ReturnTrend.read(service, at: moments, codes: codes)
            for (place, moment) in moments.enumerated() {
                let slow = try await ReturnCheck.read(service, asAt: moment, codes: codes)
                let counts = Dictionary(grouping: slow.findings, by: \.rule.id).mapValues(\.count)
                #expect(trend.points[place].children == slow.children, "\(moment.iso)")
                #expect(trend.points[place].counts == counts, "\(moment.iso)")
            }
            #expect(Set(trend.points.map(\.counts)).count > 8)
            // The page's one pass for today and some days before finds what a pass for each finds.
            for moment in moments.suffix(5) {
                let both = try await ReturnCheck.read(service, asAt: moment, daysBefore: 31)
                let now = try await ReturnCheck.read(service, asAt: moment)
                let then = Instant(milliseconds: moment.milliseconds - 31 * 86_400_000)
                let before = try await ReturnCheck.read(service, asAt: then, codes: codes)
                // The figures of one rule come from the same pass, and are those counted on their own.
                let moved = try await ReturnCheck.read(service, asAt: moment, daysBefore: 31, moved: .sex)
                let alone = try await FigureSet.read(
                    service, [FigureSet.Ask(moved.ask.period, ReturnRule.sex.measures)], asAt: moment)
                let reach = FindingReach.all(.sex, moved.findings, alone.answers[0].figures)
                #expect(moved.reach.map(Self.words) == reach.map(Self.words) && !moved.reach.isEmpty && both.reach.isEmpty)
                #expect(moved.findings.map(\.sentence) == now.findings.map(\.sentence))
                #expect(both.children == now.children && both.findings.map(\.sentence) == now.findings.map(\.sentence))
                #expect(both.before.filter { $0.value > 0 } == Dictionary(grouping: before.findings, by: \.rule.id).mapValues(\.count))
            }
        }
    }

    private static func words(_ one: FindingReach) -> String {
        "\(one.measure.id) \(one.figure.counted.map(\.ref)) \(one.counted) \(one.uncounted) \(one.left) \(one.lowest ?? -1) \(one.highest ?? -1)"
    }

    private func mend(_ service: Service, _ child: RecordID) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.mend") { writer in
            guard let stored = try writer.reader.record(Child.self, child: child, id: child) else { return }
            try writer.correct(Child.self, child: child, id: child, from: stored.from) { $0.sex = "MALE" }
        }
    }

    private func withdraw(_ service: Service, _ child: RecordID) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.withdraw") { writer in
            guard let stored = try writer.reader.record(Child.self, child: child, id: child) else { return }
            try writer.correct(Child.self, child: child, id: child, from: stored.from) { $0.deleted = true }
        }
    }
}
