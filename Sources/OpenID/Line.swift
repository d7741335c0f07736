import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// One thing asked of the provider: a GET, or a POST where it carries a form.
public struct LineRequest: Sendable {
    public let address: String
    /// The form, encoded; nil for a GET.
    public var form: String?
    /// The value of `Authorization`.
    public var authorization: String?
    /// How many bytes of an answer are read; one with more is none.
    public let limit: Int
}

/// What the provider answered.
public struct LineAnswer: Sendable {
    public let status: Int
    public let body: [UInt8]

    public init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
}

/// The way to the provider; a test may stand in for it.
/// - Throws: anything, where there was no whole answer.
public typealias Line = @Sendable (LineRequest) async throws -> LineAnswer

/// The way to the provider over the network: certificates checked, TLS 1.2 and up, no redirect followed, ten seconds in all.
public enum HTTPLine {
    /// One for the process, which never ends before it.
    private static let client: HTTPClient = {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(5)))
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    public static func ask(_ request: LineRequest) async throws -> LineAnswer {
        var asked = HTTPClientRequest(url: request.address)
        asked.headers.add(name: "Accept", value: "application/json")
        if let authorization = request.authorization { asked.headers.add(name: "Authorization", value: authorization) }
        if let form = request.form {
            asked.method = .POST
            asked.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            asked.body = .bytes(ByteBuffer(string: form))
        }
        let answer = try await client.execute(asked, timeout: .seconds(10))
        let body = try await answer.body.collect(upTo: request.limit)
        return LineAnswer(status: Int(answer.status.code), body: Array(body.readableBytesView))
    }
}
