import ArgumentParser
import Foundation
import Logging
import Records
import Reports
import Web

/// `waymark serve`: the site, until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the site until SIGTERM or SIGINT.")

    @OptionGroup var place: Place
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(parsing: .unconditional, help: "The port; 0 picks a free one.") var port = 8080
    @Option(help: "A folder of assessment forms of the service's own, as .json; the folder forms inside --data unless given.")
    var forms: String?
    @Flag(help: "Browsers reach it by https, through a proxy: cookies are Secure.") var https = false
    @Option(help: "A Python with WeasyPrint 70 or later, for PDFs; without it print and CSV remain.") var python: String?
    @Option(
        help:
            "A file with the key that seals second factors, made where there is none; sign-in.key inside --data unless given. With PostgreSQL it must be given, the same to every process."
    ) var signInKey: String?
    @Option(help: "How much to log: debug, info, notice, warning, error.") var log = "notice"
    @Option(help: .hidden) var unsafeSynchronous = "FULL"

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be a number from 0 to 65535; 0 picks a free one.") }
    }

    func run() async throws {
        guard let level = Logger.Level(rawValue: log) else { throw ValidationError("No such level of logging: \(log)") }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "waymark")
        logger.logLevel = level
        let extras = try await extras()
        let box = try place.secretBox(signInKey)
        let service = try await place.open(synchronous: unsafeSynchronous)
        do {
            try await FormFolder(place: place, asked: forms).load(into: service)
        } catch {
            await service.close()
            throw error
        }
        let site = Site(service: service, isSecure: https, log: logger, extras: extras, box: box)
        do {
            try await site.serve(host: host, port: port) { port in
                print("listening on http://\(host):\(port)")
                fflush(nil)
            }
        } catch let error as CannotListen {
            await service.close()
            throw Refusal(words(error))
        }
        await service.close()
    }

    /// What of PDF and XLSX this machine has. A Python that was named and cannot print is a slip somebody has to hear of.
    private func extras() async throws -> Extras {
        var extras = Extras(xlsx: XLSXWriter.find())
        if let python {
            let printer = PDFPrinter(python: python)
            guard await printer.works else {
                throw Refusal("\(python) has no WeasyPrint 70 or later that runs: see docs/operations.md, or leave --python out.")
            }
            extras.pdf = printer
        }
        return extras
    }

    private func words(_ error: CannotListen) -> String {
        switch error.code {
        case nil: "There is no address “\(host)” to listen on: give another with --host."
        case EADDRINUSE: "Port \(port) of \(host) is in use already: stop what uses it, or give another with --port."
        case EACCES: "Port \(port) of \(host) may not be used by this account: give another, above 1023, with --port."
        case EADDRNOTAVAIL: "This machine has no address \(host) to listen on: give another with --host."
        case let code?: "Port \(port) of \(host) cannot be listened on (error \(code) of the system)."
        }
    }
}
