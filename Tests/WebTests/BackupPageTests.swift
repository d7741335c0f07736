import Casework
import Foundation
import Records
import TestSupport
import Testing

@testable import Web

/// What the page of backups says, and how loudly, as days pass.
@Suite struct BackupPageTests {
    private static let red = "class=\"banner bad\""

    private func withFolder(
        _ engine: Engine, _ body: nonisolated(nonsending) (TestSite, Site, Safekeeping) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withSite(engine) { made in
            let safekeeping = Safekeeping(folder: folder)
            let site = Site(service: made.service, isSecure: false, log: made.site.log, passwordCost: .cheap, safekeeping: safekeeping)
            try await body(made, site, safekeeping)
        }
    }

    private func page(_ site: Site, _ role: Role, _ path: String = "/backups") async throws -> Page {
        let token = try await site.service.startSession(staff: try await site.service.person(as: role).id)
        return try await Browser(site, cookies: [site.cookieName: token]).send("GET", path)
    }

    @Test("A good test is good until it is older than the setting; then page and My day say so", arguments: Engine.available)
    func grows(_ engine: Engine) async throws {
        try await withFolder(engine) { made, site, safekeeping in
            let empty = try await page(site, .systemAdministrator).html
            #expect(empty.contains("No backup has been made yet.") && empty.contains("No backup has been shown to open yet."))
            #expect(empty.contains(Self.red))

            for job in [SafekeepingEvent.Job.backup, .restoreTest] {
                try safekeeping.note(SafekeepingEvent(at: made.clock.now, job: job, outcome: .good, words: "Went well & true."))
            }
            for role in [Role.systemAdministrator, .serviceManager] {
                let fresh = try await page(site, role).html
                #expect(fresh.contains("Went well &amp; true.") && fresh.contains(made.clock.now.words) && !fresh.contains(Self.red))
                #expect(try await !page(site, role, "/").html.contains("restore test"))
            }
            // The standard is two days: the second is still in time.
            made.clock.advance(milliseconds: 2 * 86_400_000)
            #expect(try await !page(site, .systemAdministrator).html.contains(Self.red))
            made.clock.advance(milliseconds: 1)
            let old = try await page(site, .systemAdministrator).html
            #expect(old.contains("The last good restore test is from") && old.contains("more than 2 days ago") && old.contains(Self.red))
            for role in [Role.systemAdministrator, .serviceManager] {
                #expect(try await page(site, role, "/").html.contains("The last good restore test is from"))
            }
            #expect(try await !page(site, .caseManager, "/").html.contains("restore test"))
        }
    }

    @Test(
        "What failed last is said, and a test that cannot be made here only where nobody else made it in time", arguments: Engine.available)
    func failed(_ engine: Engine) async throws {
        try await withFolder(engine) { made, site, safekeeping in
            func note(_ job: SafekeepingEvent.Job, _ outcome: SafekeepingEvent.Outcome, _ words: String) throws {
                try safekeeping.note(SafekeepingEvent(at: made.clock.now, job: job, outcome: outcome, words: words))
            }
            try note(.backup, .good, "Made.")
            try note(.restoreTest, .notPossible, "No key here.")
            #expect(try await page(site, .systemAdministrator).html.contains("No backup has been shown to open yet."))
            try note(.restoreTest, .good, "Opened elsewhere.")
            try note(.restoreTest, .notPossible, "No key here.")
            #expect(try await !page(site, .systemAdministrator).html.contains(Self.red))
            try note(.restoreTest, .failed, "It differs.")
            let shown = try await page(site, .systemAdministrator).html
            #expect(shown.contains(Self.red) && shown.contains("It differs."))
        }
    }

    @Test("A copy that did not verify is no backup and takes no backup's place", arguments: Engine.available.prefix(1))
    func faulty(_ engine: Engine) async throws {
        try await withFolder(engine) { made, _, safekeeping in
            func put(_ name: String) throws {
                for file in [name, name + Safekeeping.manifestEnding] {
                    try Data("x".utf8).write(to: URL(fileURLWithPath: "\(safekeeping.folder)/\(file)"))
                }
            }
            func there() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: safekeeping.folder).sorted() }
            func pairs(_ names: [String]) -> [String] { names.flatMap { [$0, $0 + Safekeeping.manifestEnding] } }
            let good: [String] = try (0..<3).map { _ in
                made.clock.advance(milliseconds: 86_400_000)
                let name = Safekeeping.name(at: made.clock.now, isSealed: true)
                try put(name)
                return name
            }
            let bad: [String] = try (0..<3).map { _ in
                made.clock.advance(milliseconds: 3_600_000)
                let name = Safekeeping.faultyName(of: Safekeeping.name(at: made.clock.now, isSealed: true))
                try put(name)
                return name
            }
            safekeeping.pruneFaulty()
            #expect(safekeeping.backups.map(\.file) == good.reversed())
            #expect(try there() == pairs([bad[2]] + good))
            // The next good one may take the oldest's place, and later the faulty one goes with those of its day.
            safekeeping.prune(keeping: 2)
            #expect(try there() == pairs([bad[2]] + good.dropFirst()))
            made.clock.advance(milliseconds: 86_400_000)
            let last = Safekeeping.name(at: made.clock.now, isSealed: true)
            try put(last)
            safekeeping.prune(keeping: 1)
            #expect(try there() == pairs([last]))
        }
    }

    @Test(
        "A backup of any name counts where what was noted of it lies beside it, by when it was made; the server clears away only its own",
        arguments: Engine.available.prefix(1))
    func otherNames(_ engine: Engine) async throws {
        try await withFolder(engine) { made, _, safekeeping in
            func put(_ name: String, madeAt: Instant?) throws {
                let path = safekeeping.folder + "/" + name
                try "x".write(toFile: path, atomically: true, encoding: .utf8)
                guard let madeAt else { return }
                let note = #"{"madeAt":"\#(madeAt.iso)","schema":"s","services":[],"tables":[],"encrypted":false,"bytes":1,"sha256":""}"#
                try note.write(toFile: path + Safekeeping.manifestEnding, atomically: true, encoding: .utf8)
            }
            func day(_ number: Int64) -> Instant { Instant(milliseconds: made.clock.now.milliseconds + number * 86_400_000) }
            let own = [1, 3, 5].map { Safekeeping.name(at: day($0), isSealed: false) }
            for name in own { try put(name, madeAt: nil) }
            try put("before the move.sqlite.age", madeAt: day(4))
            try put("newest by hand", madeAt: day(6))
            // What is none: without a note, with a note of something else, the note itself, a copy that did not verify.
            try put("notes.txt", madeAt: nil)
            try "{}".write(toFile: safekeeping.folder + "/notes.txt.json", atomically: true, encoding: .utf8)
            try put(Safekeeping.faultyName(of: Safekeeping.name(at: day(9), isSealed: false)), madeAt: day(9))
            let found = safekeeping.backups
            #expect(found.map(\.file) == ["newest by hand", own[2], "before the move.sqlite.age", own[1], own[0]])
            #expect(found.map { $0.manifest != nil } == [true, false, true, false, false])
            safekeeping.prune(keeping: 1)
            #expect(safekeeping.backups.map(\.file) == ["newest by hand", own[2], "before the move.sqlite.age"])
        }
    }

    @Test("A line a power cut left in half spoils none but itself", arguments: Engine.available.prefix(1))
    func halfLine(_ engine: Engine) async throws {
        try await withFolder(engine) { made, _, safekeeping in
            try safekeeping.note(SafekeepingEvent(at: made.clock.now, job: .backup, outcome: .good, words: "One."))
            let path = safekeeping.folder + "/safekeeping.jsonl"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try (text + text.prefix(20)).write(toFile: path, atomically: true, encoding: .utf8)
            try safekeeping.note(SafekeepingEvent(at: made.clock.now, job: .backup, outcome: .good, words: "Two."))
            #expect(safekeeping.events.map(\.words) == ["Two.", "One."])
        }
    }

    @Test("A server that makes no backups says so to whoever answers for them, on their first page", arguments: Engine.available)
    func none(_ engine: Engine) async throws {
        try await withSite(engine) { made in
            for (role, isTold) in [(Role.systemAdministrator, true), (.serviceManager, true), (.caseManager, false)] {
                let day = try await made.browser(role).get("/")
                #expect(day.text.contains("This server makes none by itself") == isTold, "\(role)")
            }
        }
    }
}
