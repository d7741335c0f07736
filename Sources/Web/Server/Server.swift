import Casework
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import Records
import ServiceLifecycle
import UnixSignals

/// The site behind Hummingbird: the only file that knows the server's types.
extension Site {
    /// Serves until told to stop (SIGTERM or SIGINT), then finishes what it is doing.
    /// - Parameters:
    ///   - drain: how long it goes on answering after it was told, with `/ready` at 503, so that a proxy can look elsewhere first.
    ///   - certificate: what it encrypts the line with itself, the metrics' too; nil where it speaks http.
    ///   - metricsPort: where this machine alone may read the metrics; nil for nowhere, 0 for any free port.
    ///   - running: called with the port once it answers, and the metrics' one.
    public func serve(
        host: String, port: Int, certificate: Certificate? = nil, drain: Duration = .zero, metricsPort: Int? = nil,
        running called: @escaping @Sendable (_ port: Int, _ isMetrics: Bool) async -> Void
    ) async throws {
        var services: [any ServiceLifecycle.Service] = []
        let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(60)))
        if let metricsPort {
            let metrics = Application(
                router: metricsRouter(), server: try certificate.map { try .tls(plain, tlsConfiguration: $0.configuration) } ?? plain,
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: metricsPort), serverName: nil),
                onServerRunning: { channel in await called(channel.localAddress?.port ?? metricsPort, true) }, logger: log)
            services.append(Listening(app: metrics, port: metricsPort))
        }
        let app = Application(
            router: router(),
            server: try certificate.map { try .tls(plain, tlsConfiguration: $0.configuration) } ?? plain,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil, backlog: 256),
            onServerRunning: { channel in await called(channel.localAddress?.port ?? port, false) },
            logger: log)
        services.append(Listening(app: app, port: port))
        let group = ServiceGroup(services: services, logger: log)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                for await _ in signals {
                    running.stop()
                    try await Task.sleep(for: drain)
                    await group.triggerGracefulShutdown()
                }
            }
            // The signals never end by themselves: this is the server's end.
            _ = try await tasks.next()
            tasks.cancelAll()
        }
        scrubbing.stop()
    }

    /// The routes as Hummingbird matches them.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Headers(isSecure: isSecure))
        router.add(middleware: RequestLog(log: log, running: running))
        router.add(middleware: OwnHost(isSecure: isSecure))
        router.add(middleware: SameOrigin(site: self))
        router.add(middleware: MissingPage(site: self))
        for route in Routes.all {
            router.on(RouterPath(route.pattern), method: route.method == .get ? .get : .post) { request, context in
                let asked = try await Web.Request(request, context, route: route, site: self)
                return (await answer(route, asked)).response
            }
        }
        for (pattern, offered) in API.methods {
            for method in API.allMethods where !offered.contains(method) {
                guard let verb = HTTPRequest.Method(method) else { continue }
                router.on(RouterPath(pattern), method: verb) { _, context in API.notOffered(offered, context.id).response }
            }
        }
        return router
    }

    fileprivate func missing(_ request: Hummingbird.Request, _ context: SiteContext) async throws -> Response {
        if API.covers(request.uri.path) { return API.failure(404, context.id).response }
        let asked = try await Web.Request(request, context, route: Site.missing, site: self)
        return (await answer(Site.missing, asked)).response
    }

    /// Anything else: a signed-out visitor is sent to sign in like everywhere, so that addresses tell them nothing.
    private static let missing = Route.get("/**", .signedIn) { _ in throw NotFound() }
}

/// Every address that is none of ours, and every method no page takes: what the router does not know, it does not know in one way.
private struct MissingPage: RouterMiddleware {
    let site: Site

    func handle(
        _ input: Hummingbird.Request, context: SiteContext, next: (Hummingbird.Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do { return try await next(input, context) } catch let error as HTTPError where error.status == .notFound {
            switch input.method {
            case .get: return try await site.missing(input, context)
            case .head: return try await site.missing(input, context).createHeadResponse()
            case .post: throw error
            default: return Reply.text("Pages take GET, HEAD and POST.\n", status: 405).with("Allow", "GET, HEAD, POST").response
            }
        }
    }
}

/// A server that says which port it was when it cannot have it.
private struct Listening<App: ApplicationProtocol>: ServiceLifecycle.Service {
    let app: App
    let port: Int

    func run() async throws {
        do { try await app.run() } catch let error as IOError {
            throw CannotListen(port: port, code: error.errnoCode)
        } catch is SocketAddressError {
            throw CannotListen(port: port, code: nil)
        }
    }
}

/// The site cannot be reached where it was told to answer.
public struct CannotListen: Error, Sendable {
    public let port: Int
    /// What the system said (`errno`); nil when there is no such address.
    public let code: Int32?
}

/// The server's own context, with where the request came from.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remote: String
    let id: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        id = String(UInt64.random(in: .min ... .max), radix: 36)
        remote = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

extension Request {
    /// Behind a proxy every line comes from the proxy: the address it wrote last is the browser's. Those before it are whatever was sent to it.
    private static func remote(_ headers: HTTPFields, _ context: SiteContext, isProxied: Bool) -> String {
        guard isProxied else { return context.remote }
        guard let name = HTTPField.Name("X-Forwarded-For"), let all = headers[name] else { return "" }
        return String((all.split(separator: ",").last ?? "").prefix(60)).trimmed
    }

    init(_ request: Hummingbird.Request, _ context: SiteContext, route: Route, site: Site) async throws {
        method = route.method
        path = request.uri.path
        pattern = route.pattern
        parameters = Dictionary(
            context.coreContext.parameters.map { (String($0.key), Form.decode(Array($0.value.utf8))) },
            uniquingKeysWith: { first, _ in first })
        query = Form.query(request.uri.query ?? "")
        cookies = route.isAPI ? [:] : Form.cookies(request.headers[.cookie] ?? "")
        remote = Request.remote(request.headers, context, isProxied: site.isProxied)
        agent = request.headers[.userAgent] ?? ""
        id = context.id
        body = []
        if route.isAPI { sent = SentHead(request.headers) }
        if route.method == .post {
            // One that is too large is read to its end and let go, but for its beginning, which holds what was typed: the page comes back with
            // it, and the browser hears the answer.
            // Of somebody who is not signed in no more is held than of a form (ASVS 5.2.1).
            var upload = route.uploadLimit
            if upload != nil {
                let token = cookies[site.cookieName] ?? ""
                // Where the records are out of reach the page says so afterwards.
                if (try? await site.service.person(session: token, browser: BrowserKind.words(agent))) == nil { upload = nil }
            }
            let limit = upload ?? Form.limit
            let drain = route.uploadLimit == nil ? 8 * Form.limit : DocumentPages.drainLimit
            var kept: [UInt8] = []
            var count = 0
            for try await piece in request.body {
                count += piece.readableBytes
                guard count <= drain else { throw HTTPError(.contentTooLarge) }
                if kept.count < limit { kept += piece.readableBytesView.prefix(limit - kept.count) }
            }
            isTooLarge = count > limit
            body = isTooLarge ? Array(kept.prefix(Form.limit)) : kept
        }
        contentType = request.headers[.contentType] ?? ""
        self.site = site
    }
}

extension Reply {
    var response: Response {
        var fields = HTTPFields()
        for (name, value) in headers { if let field = HTTPField.Name(name) { fields.append(HTTPField(name: field, value: value)) } }
        return Response(status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
