import ArgumentParser
import Casework
import Foundation
import Logging
import Practice
import Records

/// What `waymark serve` does once a day beside answering.
struct NightlyOptions: ParsableArguments {
    @Option(help: "A folder for a backup a day, made and tested by the server; without it there are none.") var backupTo: String?
    @Option(help: "A file of public keys to encrypt backups to; backup-keys.txt in the data folder where it is, unless given.")
    var recipients: String?
    @Option(help: "A file with the secret key of the backups, so that the server can test encrypted ones; better on a machine set aside.")
    var restoreKey: String?
    @Option(help: "A file with the key that signs a checkpoint a day, made where there is none.") var checkpointKey: String?
    @Option(help: "The file a checkpoint a day is added to, on a disk kept apart from the records.") var checkpointTo: String?

    @Option(help: "A second folder, on another disk, that follows every change of the records (SQLite) within seconds.") var copyTo: String?
    @Option(help: "A folder for an outage pack a day.") var outageTo: String?
    @Option(help: "A file of the public keys outage packs are encrypted to: the duty managers'; the backups' unless given.")
    var outageRecipients: String?

    func validate() throws {
        guard (checkpointKey == nil) == (checkpointTo == nil) else {
            throw ValidationError("--checkpoint-key and --checkpoint-to go together.")
        }
        guard backupTo != nil || (checkpointTo == nil && restoreKey == nil && outageTo == nil) else {
            throw ValidationError("--checkpoint-to, --restore-key and --outage-to need --backup-to: what was done is written down there.")
        }
    }

    var safekeeping: Safekeeping? { backupTo.map(Safekeeping.init) }
}

/// The server's daily work: a backup, its restore test, a checkpoint. Whatever is late is made up for, at start too; what failed is tried again
/// after an hour.
struct Nightly {
    let place: Place
    let service: Records.Service
    let options: NightlyOptions
    let log: Logger
    let recipients: [SealingKey.Recipient]
    let keys: [SealingKey]?
    let signer: CheckpointKey?
    let packKeys: [SealingKey.Recipient]
    let safekeeping: Safekeeping

    /// Nil where nothing was asked for.
    /// - Throws: `Refusal`, `KeyFile.Unusable` when it could never do what was asked.
    init?(place: Place, service: Records.Service, options: NightlyOptions, log: Logger) throws {
        guard let safekeeping = options.safekeeping else { return nil }
        (self.place, self.service, self.options, self.log, self.safekeeping) = (place, service, options, log, safekeeping)
        do {
            try FileManager.default.createDirectory(
                atPath: safekeeping.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Refusal("The folder \(safekeeping.folder) for backups cannot be made.") }
        recipients = try BackupFile.recipients(options.recipients, of: place)
        keys = try BackupFile.keys(options.restoreKey)
        signer = try options.checkpointKey.map { try CheckpointKey(file: $0) }
        packKeys = try options.outageRecipients.map { try BackupFile.recipients($0, of: place) } ?? recipients
        if options.outageTo != nil, packKeys.isEmpty { throw Refusal(OutagePackCommand.needsKey) }
        if recipients.isEmpty { log.warning("backups are not encrypted: waymark backup-key makes a key to encrypt to") }
    }

    /// Until it is cancelled.
    func run() async {
        while !_Concurrency.Task.isCancelled {
            await round()
            try? await _Concurrency.Task.sleep(for: .seconds(60))
        }
    }

    /// Does what is due.
    func round() async {
        guard let settings = try? await service.read(.wholeService(reason: "daily work"), { try $0.settings() }) else { return }
        let due = Self.due(hour: settings[Practice.Settings.backupHour], now: service.now)
        if isDue(.backup, since: due) {
            let made = await backup()
            await note(made)
            // Never for one that failed: store and disk are in doubt then, and what is older is what can be gone back to.
            if made.outcome == .good { safekeeping.prune(keeping: settings[Practice.Settings.backupsKept]) }
        }
        if isDue(.restoreTest, since: due), !isStopping, let newest = safekeeping.backups.first {
            // In plain beside the records, never beside the backups.
            await note(await RestoreTest(keys: keys, scratch: place.folder).run(newest.path))
        }
        if let signer, isDue(.checkpoint, since: due), !isStopping { await note(await checkpoint(by: signer)) }
        if let folder = options.outageTo, isDue(.outagePack, since: due), !isStopping {
            await note(await outagePack(in: folder, days: settings[Practice.Settings.outageDays]))
        }
    }

    private var isStopping: Bool { _Concurrency.Task.isCancelled }

    /// When the daily work was last due: that hour of today in London, or of yesterday while it is yet to come.
    static func due(hour: Int, now: Instant) -> Instant {
        let today = now.londonDay
        let at = { (day: Day) in Instant("\(day.iso)T\(hour < 10 ? "0" : "")\(hour):00:00") ?? Instant(day: day) }
        return at(today) <= now ? at(today) : at(today + -1)
    }

    /// What could not be done here is as done as it will be today; what failed is tried again after an hour.
    private func isDue(_ job: SafekeepingEvent.Job, since due: Instant) -> Bool {
        let events = safekeeping.events.filter { $0.job == job }
        if events.contains(where: { $0.outcome != .failed && $0.moment >= due && $0.moment <= service.now }) { return false }
        return events.first.map { $0.outcome != .failed || abs(service.now.milliseconds - $0.moment.milliseconds) > 3_600_000 } ?? true
    }

    private func backup() async -> SafekeepingEvent {
        let begun = Clock.now()
        let name = Safekeeping.name(at: begun, isSealed: !recipients.isEmpty)
        do {
            let faulty = Safekeeping.faultyName(of: name)
            let made = try await BackupMaker(place: place, recipients: recipients).make(
                "\(safekeeping.folder)/\(name)", faulty: "\(safekeeping.folder)/\(faulty)", replace: true)
            let broken = made.found.filter { !$0.found.isWhole }
            guard broken.isEmpty else {
                safekeeping.pruneFaulty()
                return event(
                    .backup, .failed, faulty,
                    "\(faulty): made, but service \(broken[0].code) is not whole: \(broken[0].found.faults.first ?? "").")
            }
            let entries = made.manifest.services.map(\.entries).reduce(0, +)
            return event(
                .backup, .good, name, "\(name): \(entries) journal entries, \(recipients.isEmpty ? "not encrypted" : "encrypted").")
        } catch { return event(.backup, .failed, name, words(error)) }
    }

    private func checkpoint(by signer: CheckpointKey) async -> SafekeepingEvent {
        guard let file = options.checkpointTo else { return event(.checkpoint, .notPossible, nil, "No file was named for it.") }
        do {
            let checkpoint = try await service.checkpoint(by: signer)
            try CheckpointFile.append("\(checkpoint.line)\n", to: file)
            return event(
                .checkpoint, .good, nil, "Signed at \(checkpoint.journal.position) journal entries; public key \(signer.publicText).")
        } catch { return event(.checkpoint, .failed, nil, words(error)) }
    }

    private func outagePack(in folder: String, days: Int) async -> SafekeepingEvent {
        let name = "outage-pack-\(service.today.iso).html.age"
        do {
            let children = try await OutagePackCommand.write(service, days: days, to: "\(folder)/\(name)", packKeys)
            let old = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
                $0.wholeMatch(of: /outage-pack-[0-9]{4}-[0-9]{2}-[0-9]{2}\.html\.age/) != nil
            }.sorted(by: >).dropFirst(2)
            for one in old { try? FileManager.default.removeItem(atPath: "\(folder)/\(one)") }
            return event(.outagePack, .good, name, "\(name): \(children.counted("open file")), appointments of \(days.counted("day")).")
        } catch { return event(.outagePack, .failed, name, words(error)) }
    }

    private func event(
        _ job: SafekeepingEvent.Job, _ outcome: SafekeepingEvent.Outcome, _ file: String?, _ words: String
    ) -> SafekeepingEvent { SafekeepingEvent(at: Clock.now(), job: job, outcome: outcome, file: file, words: words) }

    private func words(_ error: any Error) -> String {
        if let refusal = error as? Refusal { return refusal.reason }
        return isUnavailable(error) ? "The records could not be reached, or the disk is full." : "It failed (\(type(of: error)))."
    }

    /// Written down where the page reads it, and in the log where it went wrong. What was broken off because the server stops did not fail: it
    /// is due at the next start.
    private func note(_ event: SafekeepingEvent) async {
        if event.outcome != .good, isStopping { return }
        if event.outcome != .good {
            log.error("daily work", metadata: ["job": "\(event.job.rawValue)", "outcome": "\(event.outcome.rawValue)"])
        }
        do { try safekeeping.note(event) } catch {
            log.error("the folder of backups cannot be written", metadata: ["job": "\(event.job.rawValue)"])
        }
    }
}
