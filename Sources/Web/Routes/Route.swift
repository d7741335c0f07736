import Casework
import Records

/// Who may use a route. The whole table, role by role, is printed and pinned by RouteTableTests.
public enum RouteAccess: Sendable, Hashable {
    /// Visitors too: sign-in, health, style and script.
    case anyone
    /// Whoever is signed in.
    case signedIn
    /// Whose role has the permission.
    case may(Permission)
    /// Whose role has one of the two.
    case mayEither(Permission, Permission)

    func admits(_ access: Access) -> Bool {
        switch self {
        case .anyone, .signedIn: true
        case .may(let permission): access.may(permission)
        case .mayEither(let one, let other): access.may(one) || access.may(other)
        }
    }
}

public enum Method: String, Sendable { case get = "GET", post = "POST" }

/// One address pattern of the site, who may use it and what answers. The pages' own files list theirs; `Routes.all` is the whole site.
public struct Route: Sendable {
    public let method: Method
    /// Such as `/children/{child}`.
    public let pattern: String
    public let access: RouteAccess
    let answer: Answer
    /// What a page of this route does, for programs too: the API offers what the pages do and nothing else.
    var command: RecordCommand?
    /// What a token must be made for to use it; nil for a page.
    public var tokenScope: TokenScope? {
        if case .program(let scope, _) = answer { return scope }
        return nil
    }
    /// Whether it is answered as the API answers: in JSON, by token and never by cookie.
    public var isAPI: Bool { pattern.hasPrefix(API.base) }
    /// How much it reads, where it takes files, which are larger than any form; nil for a route that takes none.
    var uploadLimit: Int? {
        guard method == .post else { return nil }
        switch pattern {
        case "/exchange/imports": return ExchangePages.uploadLimit
        case "/returns/schemas": return ReturnSchemaPages.readLimit
        case DocumentPages.base: return DocumentPages.readLimit
        default: return nil
        }
    }

    enum Answer: Sendable {
        case visitor(@Sendable (Request) async throws -> Reply)
        case member(@Sendable (Visit) async throws -> Reply)
        /// Programs, by token.
        case program(TokenScope, @Sendable (Visit) async throws -> Reply)
    }

    static func get(_ pattern: String, _ access: RouteAccess, _ answer: @escaping @Sendable (Visit) async throws -> Reply) -> Route {
        Route(method: .get, pattern: pattern, access: access, answer: .member(answer))
    }
    static func post(_ pattern: String, _ access: RouteAccess, _ answer: @escaping @Sendable (Visit) async throws -> Reply) -> Route {
        Route(method: .post, pattern: pattern, access: access, answer: .member(answer))
    }
    static func api(
        _ method: Method, _ path: String, _ access: RouteAccess, _ scope: TokenScope,
        _ answer: @escaping @Sendable (Visit) async throws -> Reply
    ) -> Route {
        Route(method: method, pattern: API.base + path, access: access, answer: .program(scope, answer))
    }
    static func open(_ method: Method, _ pattern: String, _ answer: @escaping @Sendable (Request) async throws -> Reply) -> Route {
        Route(method: method, pattern: pattern, access: .anyone, answer: .visitor(answer))
    }
}

/// What came over the line, free of the server's types: a page can be asked for in a test without a socket.
public struct Request: Sendable {
    public var method: Method
    public var path: String
    public var pattern: String
    public var parameters: [String: String]
    public var query: [(name: String, value: String)]
    public var cookies: [String: String]
    /// The raw body; a form is read from it.
    public var body: [UInt8]
    public var contentType: String
    /// Whether more was sent than the route reads: then the body is empty, and a page that takes files says so itself.
    public var isTooLarge = false
    /// The address it came from; empty where a proxy stands before us and does not say.
    public var remote: String
    /// A number of this request alone, in its line of the log and its answer's header; it says nothing of who asked for what.
    public var id = "-"
    /// What the browser calls itself.
    public var agent = ""
    /// What a program sent beside its request; empty on every page.
    var sent = SentHead()
    public let site: Site

    func parameter(_ name: String) throws -> String {
        guard let value = parameters[name] else { throw NotFound() }
        return value
    }
    /// A record's id in the path; anything else is a page that is not there.
    func id(_ name: String) throws -> RecordID {
        guard let id = RecordID(try parameter(name)) else { throw NotFound() }
        return id
    }
    func query(_ name: String) -> String? {
        let value = query.first { $0.name == name }?.value.trimmed
        return value?.isEmpty == false ? value : nil
    }
}

/// A signed-in person's request.
@dynamicMemberLookup
public struct Visit: Sendable {
    public let request: Request
    public let person: Person
    /// What was sent with a POST.
    public let form: Form
    /// The urgent concerns this page carries a banner for.
    var urgent = Urgent()
    /// Why the file this page belongs to is open to the person; nil for a page of no child's file.
    var grounds: Grounds?
    /// How long the sign-in has left.
    var times = SessionTimes.none

    public subscript<T>(dynamicMember path: KeyPath<Request, T>) -> T { request[keyPath: path] }

    var service: Service { request.site.service }
    /// The moment the page is read at (`?as_at=`); nil is now.
    var asAt: Instant? { asked.moment }
    var asked: AsAt { AsAt(request.query("as_at") ?? "", now: service.now) }
    /// What this person may reach, at the moment asked for.
    var scope: Scope { Scope(person, asAt: asAt) }
    func id(_ name: String) throws -> RecordID { try request.id(name) }
    func query(_ name: String) -> String? { request.query(name) }
    /// Which page of a list `?page=` asks for, the nearest there is, and how many there are; always one.
    func page(of count: Int, each size: Int) -> (number: Int, pages: Int) {
        let pages = max(1, (count + size - 1) / size)
        return (min(pages, max(1, query("page").flatMap { Int($0) } ?? 1)), pages)
    }
    /// The query part that keeps a page at the moment it is read at.
    var asAtQuery: [(String, String)] { asAt.map { [("as_at", $0.iso)] } ?? [] }
}

/// Nothing at this address that this person may know of.
struct NotFound: Error {}
