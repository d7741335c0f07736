import Casework
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Records

/// The site behind Hummingbird: the only file that knows the server's types.
extension Site {
    /// Serves until told to stop (SIGTERM or SIGINT), then finishes what it is doing.
    /// - Parameter running: called with the port once it answers.
    public func serve(host: String, port: Int, running: @escaping @Sendable (Int) async -> Void) async throws {
        let app = Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil, backlog: 256),
            onServerRunning: { channel in await running(channel.localAddress?.port ?? port) },
            logger: log)
        do { try await app.runService() } catch let error as IOError {
            throw CannotListen(code: error.errnoCode)
        } catch is SocketAddressError {
            throw CannotListen(code: nil)
        }
    }

    /// The routes as Hummingbird matches them.
    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: Headers(isSecure: isSecure))
        router.add(middleware: RequestLog(log: log))
        router.add(middleware: SameOrigin(isSecure: isSecure))
        for route in Routes.all {
            router.on(RouterPath(route.pattern), method: route.method == .get ? .get : .post) { request, context in
                let asked = try await Web.Request(request, context, route: route, site: self)
                return (await answer(route, asked)).response
            }
        }
        router.get("**") { request, context in
            let asked = try await Web.Request(request, context, route: Site.missing, site: self)
            return (await answer(Site.missing, asked)).response
        }
        return router
    }

    /// Anything else: a signed-out visitor is sent to sign in like everywhere, so that addresses tell them nothing.
    private static let missing = Route.get("/**", .signedIn) { _ in throw NotFound() }
}

/// The site cannot be reached where it was told to answer.
public struct CannotListen: Error, Sendable {
    /// What the system said (`errno`); nil when there is no such address.
    public let code: Int32?
}

/// The server's own context, with where the request came from.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remote: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
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
        cookies = Dictionary(
            (request.headers[.cookie] ?? "").split(separator: ";").compactMap { pair in
                let parts = pair.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]).trimmed, String(parts[1]).trimmed) : nil
            }, uniquingKeysWith: { first, _ in first })
        remote = Request.remote(request.headers, context, isProxied: site.isSecure)
        agent = request.headers[.userAgent] ?? ""
        body = []
        if route.method == .post {
            // Twice what a form may be, so that one a little too large is answered by our own page.
            let limit = route.uploadLimit ?? 2 * Form.limit
            if route.pattern == DocumentPages.base {
                // One that is too large is read to its end and let go, but for its beginning, which holds what was typed: the page comes back
                // with it, and the browser hears the answer.
                var kept: [UInt8] = []
                var count = 0
                for try await piece in request.body {
                    count += piece.readableBytes
                    guard count <= DocumentPages.drainLimit else { throw HTTPError(.contentTooLarge) }
                    if kept.count < limit { kept += piece.readableBytesView.prefix(limit - kept.count) }
                }
                isTooLarge = count > limit
                body = isTooLarge ? Array(kept.prefix(Form.limit)) : kept
            } else {
                do { body = Array(try await request.body.collect(upTo: limit).readableBytesView) } catch is NIOTooManyBytesError {
                    throw HTTPError(.contentTooLarge)
                }
            }
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
