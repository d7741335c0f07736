import Casework
import TestSupport
import Testing

@testable import Records

@Suite("Case files at several moments")
struct MomentFilesTests {
    @Test("S-PER-16: one pass hands over the files a pass for each moment does", arguments: Engine.available)
    func same(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            var commands = RandomCommands(service, clock, seed: 20_260_401)
            var moments = [Instant(milliseconds: TestClock.start.milliseconds - 1)]
            for step in 1...90 {
                try await commands.step()
                if step.isMultiple(of: 11) { moments.append(try await service.headMoment()) }
            }
            // Out of order, with one asked for twice and one still to come, which is as good as now.
            moments.append(Instant(milliseconds: moments[4].milliseconds + 1))
            moments += [moments[2], Instant(milliseconds: clock.now.milliseconds + 86_400_000 * 400)]
            let needs = allKinds.filter { $0.scope == .child }.map { Need($0) }
            let together = try await service.read(.wholeService(reason: "test")) { [moments] reader in
                var lines = moments.map { _ in [String]() }
                try reader.caseFiles(needs, at: moments) { lines[$0] += Reader.lines($1) }
                return lines
            }
            var merged = 0
            for (place, moment) in moments.enumerated() {
                let (apart, pairs) = try await service.read(.wholeService(reason: "test", asAt: moment)) { reader in
                    (try reader.dumpFiles(), try reader.merged().count)
                }
                merged += pairs
                #expect(together[place] == apart, "as at \(moment.iso)")
            }
            #expect(together[0].isEmpty && Set(together).count > 5 && merged > 0)
        }
    }
}
