import Casework
import HTML
import Practice
import Records

/// Whether backups are made, and open: what the server and the commands wrote down in the folder of backups.
enum BackupPages {
    static let routes: [Route] = [
        .get("/backups", .may(.seeBackups)) { visit in
            let settings = try await visit.service.read(Scope(visit.person)) { try $0.settings() }
            let state = BackupState(visit.request.site.safekeeping, now: visit.service.now, settings)
            return .page(visit, title: "Backups", shows: .nobody) { page(state, settings, visit) }
        }
    ]

    private static func page(_ state: BackupState, _ settings: Practice.Settings, _ visit: Visit) -> HTML {
        let hour = settings[Practice.Settings.backupHour]
        let head: HTML = heading("Backups") + warnings(state)
        guard let safekeeping = state.safekeeping else {
            return head
                + "<p>This server was started without a folder for backups. Whoever looks after the machine finds what to say in its operations guide, under Back up. Until then, backups and their tests are made by hand and do not show here.</p>"
        }
        let held = safekeeping.backups
        let backups = held.map { one -> [HTML] in
            let chains = one.manifest?.services.first { $0.service == visit.service.code }
            return [
                "\(one.manifest.flatMap { Instant($0.madeAt) }?.words ?? "Not known")", "\(one.file)",
                one.manifest.map { $0.encrypted ? tag("Encrypted", .good) : tag("Not encrypted", .warning) } ?? "Not known",
                "\(one.manifest.map { size($0.bytes) } ?? "")", "\(chains.map { String($0.entries) } ?? "")", "\(chains?.head ?? "")",
            ]
        }
        return head
            + "<p>One is made each day after \(hour < 10 ? "0" : "")\(hour):00 and \(settings[Practice.Settings.backupsKept]) are kept. Then the newest is put back in a place apart, verified and counted against what was noted when it was made.\(when(visit.person.access.may(.manageSettings), " The hour and the numbers are \(link(to: At.settings, "settings")).") )</p>"
            + section(
                "Last done", id: "last",
                table(
                    caption: "Last done", columns: ["What", "When", "How it ended", "What happened"].map { Column($0) },
                    rows: SafekeepingEvent.Job.allCases.map { row($0.title, state.last($0)) } + [
                        row("Good restore test", state.lastGoodTest)
                    ],
                    captionHidden: true))
            + section(
                "Backups that are there", id: "there",
                table(
                    caption: "Backups, newest first",
                    columns: [
                        Column("Made"), Column("File"), Column("Kept how"), Column("Size"), Column("Journal entries", isNumeric: true),
                        Column("Head of the journal"),
                    ], rows: backups, captionHidden: true, empty: "There is none."))
            + section(
                "What was done lately", id: "lately",
                table(
                    caption: "The latest first", columns: ["When", "What", "How it ended", "What happened"].map { Column($0) },
                    rows: state.events.prefix(60).map { ["\($0.moment.words)", "\($0.job.title)", $0.outcome.status, "\($0.words)"] },
                    captionHidden: true, empty: "Nothing yet."))
    }

    /// What must not be missed, loudest first; also said on My day to whom it concerns.
    static func warnings(_ state: BackupState) -> HTML {
        state.warnings.map { alertBanner("Backups", .bad, "\($0)") }.joined()
    }

    private static func row(_ what: String, _ event: SafekeepingEvent?) -> [HTML] {
        guard let event else { return ["\(what)", "Never", tag("Not done"), ""] }
        return ["\(what)", "\(event.moment.words)", event.outcome.status, "\(event.words)"]
    }

    private static func size(_ bytes: Int64) -> String { bytes < 1 << 20 ? "\(bytes >> 10) KB" : "\(bytes >> 20) MB" }
}

/// How things stand with the backups, and what is wrong with it.
struct BackupState: Sendable {
    let safekeeping: Safekeeping?
    let events: [SafekeepingEvent]
    let warnings: [String]

    init(_ safekeeping: Safekeeping?, now: Instant, _ settings: Practice.Settings) {
        self.safekeeping = safekeeping
        let events = safekeeping?.events ?? []
        self.events = events
        func good(_ job: SafekeepingEvent.Job) -> SafekeepingEvent? { events.first { $0.job == job && $0.outcome == .good } }
        func isOlder(_ event: SafekeepingEvent, days: Int) -> Bool {
            now.milliseconds - event.moment.milliseconds > Int64(days) * 86_400_000
        }
        guard safekeeping != nil else {
            warnings = ["This server makes no backups."]
            return
        }
        var said: [String] = []
        if let last = good(.backup) {
            if isOlder(last, days: 2) { said.append("The last backup is from \(last.moment.words).") }
        } else {
            said.append("No backup has been made yet.")
        }
        let days = settings[Practice.Settings.restoreTestAge]
        if let last = good(.restoreTest) {
            if isOlder(last, days: days) {
                said.append(
                    "The last good restore test is from \(last.moment.words): more than \(days.counted("day")) ago.")
            }
        } else {
            said.append("No backup has been shown to open yet.")
        }
        for job in SafekeepingEvent.Job.allCases {
            if let last = events.first(where: { $0.job == job }), last.outcome != .good {
                // A test that cannot be made here is no fault while another machine makes it in time.
                let isMadeElsewhere = last.outcome == .notPossible && good(job).map { !isOlder($0, days: days) } ?? false
                if !isMadeElsewhere { said.append("\(job.title), \(last.moment.words): \(last.words)") }
            }
        }
        warnings = said
    }

    func last(_ job: SafekeepingEvent.Job) -> SafekeepingEvent? { events.first { $0.job == job } }
    var lastGoodTest: SafekeepingEvent? { events.first { $0.job == .restoreTest && $0.outcome == .good } }
}

extension SafekeepingEvent.Job {
    var title: String {
        switch self {
        case .backup: "Backup"
        case .restoreTest: "Restore test"
        case .checkpoint: "Signed checkpoint"
        case .outagePack: "Outage pack"
        case .copy: "Continuous copy"
        }
    }
}

extension SafekeepingEvent.Outcome {
    var status: HTML {
        switch self {
        case .good: tag("Good", .good)
        case .failed: tag("Failed", .bad)
        case .notPossible: tag("Not possible here", .warning)
        }
    }
}
