import ArgumentParser
import Foundation
import Logging
import Records
import Web

/// `waymark serve`: the site, until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the site until SIGTERM or SIGINT.")

    @OptionGroup var place: Place
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port; 0 picks a free one.") var port = 8080
    @Flag(help: "Browsers reach it by https, through a proxy: cookies are Secure.") var https = false
    @Option(help: "How much to log: debug, info, notice, warning, error.") var log = "notice"
    @Option(help: .hidden) var unsafeSynchronous = "FULL"

    func run() async throws {
        guard let level = Logger.Level(rawValue: log) else { throw ValidationError("No such level of logging: \(log)") }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "waymark")
        logger.logLevel = level
        let service = try await place.open(synchronous: unsafeSynchronous)
        let site = Site(service: service, isSecure: https, log: logger)
        try await site.serve(host: host, port: port) { port in
            print("listening on http://\(host):\(port)")
            fflush(nil)
        }
        await service.close()
    }
}
