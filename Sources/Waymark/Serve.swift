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
    @Option(
        help:
            "A PEM file with a certificate and those between it and its issuer: the server and its metrics speak https themselves, with --https to the proxy."
    )
    var certificate: String?
    @Option(help: "A PEM file with the certificate's private key.") var certificateKey: String?
    @Option(help: "A Python with WeasyPrint 70 or later, for PDFs; without it print and CSV remain.") var python: String?
    @Option(help: "The socket of ClamAV's clamd: documents are looked through before they are kept, and none is kept that could not be.")
    var scanner: String?
    @Option(help: "Every password known to have leaked, as the downloader of Pwned Passwords writes it: nobody may choose one of them.")
    var breachedPasswords: String?
    @Option(
        help:
            "A file with the key that seals second factors, made where there is none; sign-in.key inside --data unless given. With PostgreSQL it must be given, the same to every process."
    ) var signInKey: String?
    @Option(help: "How much to log: debug, info, notice, warning, error.") var log = "notice"
    @Option(help: "How a line of the log is written: text, or json for programs that gather logs.") var logFormat = LogFormat.text
    @Option(help: "Seconds to go on answering after SIGTERM, with /ready at 503, so that a proxy can look elsewhere first.") var drain = 0
    @Option(help: "A port of 127.0.0.1 that answers /metrics for Prometheus; 0 picks a free one. Without it there are none.")
    var metricsPort: Int?
    @Option(help: "How many calls a minute one person, and one token for programs, may make of this process; 0 sets no limit.")
    var callsPerMinute = 1200
    @OptionGroup(title: "Every day") var daily: NightlyOptions
    @OptionGroup(title: "Single sign-on") var single: SingleSignOnOptions
    #if DEBUG
        // For the tests of power cuts alone: no release has it.
        @Option(help: .hidden) var unsafeSynchronous = "FULL"
    #endif

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be a number from 0 to 65535; 0 picks a free one.") }
        guard metricsPort.map({ (0...65535).contains($0) }) ?? true else {
            throw ValidationError("--metrics-port must be a number from 0 to 65535; 0 picks a free one.")
        }
        guard (certificate == nil) == (certificateKey == nil) else {
            throw ValidationError("--certificate and --certificate-key go together.")
        }
        guard certificate != nil || https || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError(
                "On \(host) others could read along: give --certificate and --certificate-key, or --https where a proxy before it ends TLS."
            )
        }
        guard (0...1_000_000).contains(callsPerMinute) else {
            throw ValidationError("--calls-per-minute must be a number from 0 to 1000000; 0 sets no limit.")
        }
        guard (0...600).contains(drain) else { throw ValidationError("--drain must be a number of seconds from 0 to 600.") }
    }

    func run() async throws {
        guard let level = Logger.Level(rawValue: log) else { throw ValidationError("No such level of logging: \(log)") }
        let format = logFormat
        LoggingSystem.bootstrap { label -> any LogHandler in
            if format == .json { return JSONLog(label: label) }
            return StreamLogHandler.standardError(label: label)
        }
        var logger = Logger(label: "waymark")
        logger.logLevel = level
        let extras = try await extras()
        if let scanner = extras.scanner, await !scanner.works {
            logger.warning("the scanner does not answer: no document is kept until it does")
        }
        let certificate = try tls()
        if let folder = place.folder, !ScratchFolder.hold(folder, alone: false) {
            throw Refusal("The key of \(folder) is being renewed: start the server when that is done.")
        }
        let box = try place.secretBox(signInKey)
        if box == nil { logger.warning("without --sign-in-key nobody can set up a second factor, and none is required by default") }
        let breached = try leaked()
        let provider = try single.provider()
        #if DEBUG
            let synchronous = unsafeSynchronous
        #else
            let synchronous = "FULL"
        #endif
        let (records, access) = try await place.stores(mustExist: true, synchronous: synchronous)
        let service = try await place.open(records, access)
        if let folder = place.folder { ScratchFolder.sweep(folder) }
        let following = try Following(records, access, to: daily.copyTo, safekeeping: daily.safekeeping, log: logger)
        let unsafe = try await service.rowSecurityFaults()
        guard unsafe.isEmpty else {
            await service.close()
            throw Refusal(unsafe.joined(separator: "\n"))
        }
        let taken: FormFiles
        let nightly: Nightly?
        do {
            // What was broken off between a service and its region is made good.
            try await service.carryToRegion()
            taken = try await FormFolder(place: place, asked: forms).load(into: service)
            nightly = try Nightly(place: place, service: service, options: daily, log: logger)
        } catch {
            await service.close()
            throw error
        }
        let site = Site(
            service: service, isSecure: https || certificate != nil, isProxied: https, log: logger, extras: extras, box: box,
            breached: breached, safekeeping: daily.safekeeping, forms: taken, singleSignOn: provider, callsPerMinute: callsPerMinute)
        // All are waited for before the end: a backup in hand has records in plain to take away.
        let beside: Task<Void, Never> = Task { if let nightly { await nightly.run() } }
        let follower: Task<Void, Never> = Task { if let following { await following.run() } }
        let cleaner = Task { await site.scrubRecent() }
        do {
            let scheme = certificate == nil ? "http" : "https"
            try await site.serve(
                host: host, port: port, certificate: certificate, drain: .seconds(drain), metricsPort: metricsPort
            ) { [host] port, isMetrics in
                print(isMetrics ? "metrics on \(scheme)://127.0.0.1:\(port)/metrics" : "listening on \(scheme)://\(host):\(port)")
                fflush(nil)
            }
        } catch let error as CannotListen {
            await end([beside, cleaner, follower], service)
            throw Refusal(words(error))
        } catch {
            await end([beside, cleaner, follower], service)
            throw error
        }
        await end([beside, cleaner, follower], service)
    }

    /// One after another, the copy last: what was written until then is in it, and the log can be folded in.
    private func end(_ tasks: [Task<Void, Never>], _ service: Records.Service) async {
        for task in tasks {
            task.cancel()
            await task.value
        }
        await service.close()
    }

    private func tls() throws -> Certificate? {
        guard let certificate, let certificateKey else { return nil }
        do { return try Certificate(chain: certificate, key: certificateKey) } catch {
            throw Refusal("The certificate \(error.why).")
        }
    }

    private func leaked() throws -> BreachedPasswords? {
        do { return try breachedPasswords.map(BreachedPasswords.init(file:)) } catch let error as BreachedPasswords.Unusable {
            throw Refusal("\(breachedPasswords ?? "") \(error.why).")
        }
    }

    /// What of PDF and XLSX this machine has. A Python that was named and cannot print is a slip somebody has to hear of.
    private func extras() async throws -> Extras {
        var extras = Extras(xlsx: XLSXWriter.find(), xml: XMLValidator.find())
        extras.scanner = scanner.map { FileScanner(socket: $0) }
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
        case EADDRINUSE: "Port \(error.port) of \(host) is in use already: stop what uses it, or give another with --port."
        case EACCES: "Port \(error.port) of \(host) may not be used by this account: give another, above 1023, with --port."
        case EADDRNOTAVAIL: "This machine has no address \(host) to listen on: give another with --host."
        case let code?: "Port \(error.port) of \(host) cannot be listened on (error \(code) of the system)."
        }
    }
}
