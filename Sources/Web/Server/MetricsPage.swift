import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import Records

extension Site {
    /// What a monitoring system on this machine reads; a port of its own, so that no proxy hands it on by mistake.
    func metricsRouter() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: await metricsText())))
        }
        return router
    }

    /// The counts, and what the database says; a database that does not answer is a figure too.
    func metricsText() async -> String {
        var lines: [String] = []
        func gauge(_ name: String, _ help: String, _ value: String, type: String = "gauge") {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)", "\(name)\(value)"]
        }
        gauge(
            "waymark_build_info", "The newest step of the tables and the style this program was built with.",
            "{schema=\"\(Service.newestMigration)\",assets=\"\(AssetRoutes.revision)\"} 1")
        let head = try? await service.read(.wholeService(reason: "metrics")) { try $0.headPosition() }
        gauge("waymark_database_up", "Whether the database answered just now.", " \(head == nil ? 0 : 1)")
        if let head { gauge("waymark_journal_head", "The position of the journal's newest entry.", " \(head)") }
        if let load = service.load {
            gauge("waymark_database_connections", "Connections at work.", " \(load.lent)")
            gauge("waymark_database_waiting", "Requests waiting for a connection.", " \(load.waiting)")
            gauge("waymark_database_waits_total", "How often a request had to wait for a connection.", " \(load.waits)", type: "counter")
        }
        if let events = safekeeping?.events {
            for job in SafekeepingEvent.Job.allCases {
                guard let last = events.first(where: { $0.job == job && $0.outcome == .good }) else { continue }
                gauge(
                    "waymark_last_good_\(job.rawValue)_timestamp_seconds", "When it last ended well (\(job.title.lowercased())).",
                    " \(last.moment.milliseconds / 1000)")
            }
        }
        gauge("waymark_stopping", "Whether it was told to stop.", " \(running.isStopping ? 1 : 0)")
        return running.metrics.text() + lines.joined(separator: "\n") + "\n"
    }
}
