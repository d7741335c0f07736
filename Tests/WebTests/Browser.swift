import Casework
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Records
import TestSupport
import Testing

@testable import Web

/// A person at a browser, without a socket: a cookie jar, the headers a browser sends, forms as the page has them, redirects followed.
actor Browser {
    /// What a form of our own page comes with.
    static let sameOrigin = ["Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"]

    private let responder: RouterResponder<SiteContext>
    private let log: Logger
    private var cookies: [String: String]
    /// Makes a token of the person's for the API, where only a token counts; asked for once, and only if they go there.
    private let makeToken: (@Sendable () async throws -> String)?
    private var token: String?
    /// What it calls itself: what it said last.
    private var agent = ""

    /// - Parameter responder: the site's, where many browsers sit down at it: some six hundred routes take their time to lay out.
    init(
        _ site: Site, _ responder: RouterResponder<SiteContext>? = nil, cookies: [String: String] = [:],
        token: (@Sendable () async throws -> String)? = nil
    ) {
        makeToken = token
        self.responder = responder ?? site.router().buildResponder()
        log = site.log
        self.cookies = cookies
    }

    /// Asks for a page and follows where it leads.
    func get(_ path: String) async throws -> Page { try await follow(try await send("GET", path)) }

    /// Sends a form and follows where it leads.
    func post(_ path: String, _ fields: [(String, String)]) async throws -> Page {
        try await follow(try await send("POST", path, body: Browser.encode(fields)))
    }

    /// Looks for children as the box on every list does, and follows to what was found.
    func find(_ words: String) async throws -> Page { try await post("/children/search", [("q", words)]) }

    /// Takes a file of the case-level folder out, as the form at `/exchange` does.
    func takeOut(_ file: String, password: String = testPassword) async throws -> Page {
        try await send("POST", "/exchange/files", body: Browser.encode([("file", file), ("password", password)]))
    }

    /// Sends a form of a page, with some of its fields filled anew; `press` names the button with its value.
    func submit(_ form: PageForm, _ values: [String: String] = [:], press: (String, String)? = nil) async throws -> Page {
        try await follow(try await send(form: form, values, press: press))
    }

    /// As `submit`, stopping at the first answer.
    func send(form: PageForm, _ values: [String: String] = [:], press: (String, String)? = nil) async throws -> Page {
        let unknown = Set(values.keys).subtracting(form.names)
        guard unknown.isEmpty else { throw NotOnThePage(what: "the fields \(unknown.sorted())") }
        let fields = form.filled(values) + (press.map { [$0] } ?? [])
        let body = Browser.encode(fields)
        if form.method == "get" { return try await send("GET", "\(form.action)?\(String(decoding: body, as: UTF8.self))") }
        let answer = try await send("POST", form.action, body: body)
        if answer.status == 422 {
            // What is called optional is never demanded: label and demand agree, whatever the test is about.
            let demands = /(Say|Enter|Choose|Write|Tick|Name|Give) [^“].*/
            let demanded = answer.blankFaults(of: fields).intersection(form.optional).filter { name in
                answer.errorSummary.contains { fault in
                    (fault.field == name || fault.field.hasSuffix("-\(name)")) && fault.message.wholeMatch(of: demands) != nil
                }
            }
            #expect(demanded.isEmpty, "called optional and demanded: \(demanded.sorted()) of \(form.action)")
        }
        return answer
    }

    /// Sends a form with a file in it, as a browser does, and follows where it leads.
    func upload(_ form: PageForm, _ bytes: [UInt8]?, name: String = "scan.pdf", _ values: [String: String] = [:]) async throws -> Page {
        let mark = "----made-up-boundary"
        var body: [UInt8] = []
        for (field, value) in form.filled(values) {
            body += Array("--\(mark)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let bytes {
            body += Array(
                "--\(mark)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/html\r\n\r\n".utf8)
            body += bytes + Array("\r\n".utf8)
        }
        body += Array("--\(mark)--\r\n".utf8)
        return try await follow(try await send("POST", form.action, body: body, type: "multipart/form-data; boundary=\(mark)"))
    }

    /// One request, one answer. Headers given replace those a browser would send; an empty value sends none.
    func send(_ method: String, _ path: String, body: [UInt8] = [], type: String? = nil, headers: [String: String] = [:]) async throws
        -> Page
    {
        var fields = HTTPFields()
        var all = method == "POST" ? Browser.sameOrigin : [:]
        if method == "POST" { all["Content-Type"] = type ?? "application/x-www-form-urlencoded" }
        agent = headers["User-Agent"] ?? agent
        all["User-Agent"] = agent
        if !cookies.isEmpty { all["Cookie"] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        for (name, value) in all.merging(headers, uniquingKeysWith: { $1 }) where !value.isEmpty {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        if path.hasPrefix(API.base), headers["Authorization"] == nil, let makeToken {
            if token == nil { token = try await makeToken() }
            fields[.authorization] = token.map { "Bearer \($0)" }
        }
        let plain = path.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? path
        guard let verb = HTTPRequest.Method(method) else { throw NotOnThePage(what: method) }
        let head = HTTPRequest(method: verb, scheme: "http", authority: "localhost", path: plain, headerFields: fields)
        let request = Hummingbird.Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = SiteContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: log))
        let response: Response
        do {
            response = try await responder.respond(to: request, context: context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        let page = Page(path: plain, status: response.status.code, headers: response.headers, bytes: try await response.body.collected())
        for line in response.headers[values: .setCookie] {
            let pair = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            cookies[pair[0]] = line.contains("Max-Age=0") ? nil : pair[1]
        }
        return page
    }

    private func follow(_ page: Page) async throws -> Page {
        var page = page
        var steps = 0
        while (300..<400).contains(page.status), let next = page.location, steps < 5 {
            page = try await send("GET", next)
            steps += 1
        }
        return page
    }

    /// As a browser encodes a form.
    static func encode(_ fields: [(String, String)]) -> [UInt8] {
        func percent(_ text: String) -> String {
            text.utf8.map { byte in
                switch byte {
                case 0x20: "+"
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F: String(UnicodeScalar(byte))
                default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
                }
            }.joined()
        }
        return Array(fields.map { "\(percent($0.0))=\(percent($0.1))" }.joined(separator: "&").utf8)
    }
}

/// A test looked for something that is not there.
struct NotOnThePage: Error {
    let what: String
}

extension ResponseBody {
    /// The whole body.
    fileprivate consuming func collected() async throws -> [UInt8] {
        let collector = Collector()
        try await write(collector)
        return collector.box.bytes
    }
}

/// Gathers what a response writes.
private struct Collector: ResponseBodyWriter {
    final class Box {
        var bytes: [UInt8] = []
    }
    let box = Box()

    mutating func write(_ buffer: ByteBuffer) async throws { box.bytes += buffer.readableBytesView }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
