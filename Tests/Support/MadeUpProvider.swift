import Crypto
import CryptoExtras
import Foundation
import OpenID
import Synchronization

/// An identity provider without a socket: what it says of itself, its keys, and whatever token a test wants it to send. It signs with swift-crypto
/// itself, so that what is tested is not held to its own library.
public final class MadeUpProvider: Sendable {
    public static let issuer = "https://accounts.sandholme.test"
    public static let clientID = "waymark"
    public static let secret = "made up: for nobody"

    /// What a token says beside what every token must.
    public struct Says: Sendable {
        public var header: [String: String] = ["alg": "RS256", "kid": "first"]
        /// Laid over what is right; an empty text takes a claim away.
        public var claims: [String: any Sendable] = [:]
        public var signer = Signer.rsa

        public init() {}
    }

    public enum Signer: Sendable { case rsa, otherRSA, p256, hmac([UInt8]), nobody }

    private struct State {
        var says = Says()
        var metadata: [String: any Sendable] = [:]
        var status: [String: Int] = [:]
        var keys: [String]?
        var asked: [LineRequest] = []
    }

    private let state = Mutex(State())
    private static let rsa = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    private static let otherRSA = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    private static let p256 = P256.Signing.PrivateKey()
    private let clock: @Sendable () -> Int64

    public init(clock: @escaping @Sendable () -> Int64) { self.clock = clock }

    public var says: Says {
        get { state.withLock { $0.says } }
        set { state.withLock { $0.says = newValue } }
    }
    /// Laid over what it says of itself; an empty text takes a part away.
    public var metadata: [String: any Sendable] {
        get { state.withLock { $0.metadata } }
        set { state.withLock { $0.metadata = newValue } }
    }
    /// What it answers an address with in place of 200; 0 is no answer at all.
    public var status: [String: Int] {
        get { state.withLock { $0.status } }
        set { state.withLock { $0.status = newValue } }
    }
    /// Its keys as JSON; nil for the two there are.
    public var keys: [String]? {
        get { state.withLock { $0.keys } }
        set { state.withLock { $0.keys = newValue } }
    }
    /// What it was asked, oldest first.
    public var asked: [LineRequest] { state.withLock { $0.asked } }
    public func asked(_ path: String) -> [LineRequest] { asked.filter { $0.address.hasSuffix(path) } }

    /// As a ``Line``.
    public func answer(_ request: LineRequest) async throws -> LineAnswer {
        state.withLock { $0.asked.append(request) }
        let path = String(request.address.dropFirst(MadeUpProvider.issuer.count))
        let status = status[path] ?? 200
        guard status != 0 else { throw NoAnswer() }
        let body: [UInt8] =
            switch path {
            case "/.well-known/openid-configuration": try JSONSerialization.data(withJSONObject: whole(metadata)).map { $0 }
            case "/keys": Array("{\"keys\":[\((try keys ?? MadeUpProvider.publicKeys()).joined(separator: ","))]}".utf8)
            case "/token": Array("{\"access_token\":\"\(MadeUpProvider.accessToken)\",\"id_token\":\"\(try token())\"}".utf8)
            default: []
            }
        return LineAnswer(status: body.isEmpty ? 404 : status, body: body)
    }

    private func whole(_ changes: [String: any Sendable]) -> [String: any Sendable] {
        let issuer = MadeUpProvider.issuer
        let own: [String: any Sendable] = [
            "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
            "jwks_uri": issuer + "/keys", "end_session_endpoint": issuer + "/end",
        ]
        return MadeUpProvider.laid(changes, over: own)
    }

    private static func laid(_ changes: [String: any Sendable], over own: [String: any Sendable]) -> [String: any Sendable] {
        own.merging(changes) { $1 }.filter { ($0.value as? String) != "" }
    }

    // MARK: Tokens

    public static let accessToken = "an access token"

    /// A token as it is to be sent now.
    public func token() throws -> String {
        let says = says
        let own: [String: any Sendable] = [
            "iss": MadeUpProvider.issuer, "sub": "subject-1", "aud": MadeUpProvider.clientID, "exp": clock() + 300, "iat": clock(),
            "preferred_username": "robin.field",
        ]
        let claims = MadeUpProvider.laid(says.claims, over: own)
        let head = MadeUpProvider.base64URL(try JSONSerialization.data(withJSONObject: says.header, options: .sortedKeys))
        let body = MadeUpProvider.base64URL(try JSONSerialization.data(withJSONObject: claims, options: .sortedKeys))
        let signed = Data("\(head).\(body)".utf8)
        return "\(head).\(body).\(MadeUpProvider.base64URL(try signature(says.signer, signed)))"
    }

    private func signature(_ signer: Signer, _ signed: Data) throws -> Data {
        switch signer {
        case .rsa: try MadeUpProvider.sign(signed, MadeUpProvider.rsa)
        case .otherRSA: try MadeUpProvider.sign(signed, MadeUpProvider.otherRSA)
        case .p256: try MadeUpProvider.p256.signature(for: signed).rawRepresentation
        case .hmac(let key): Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key)))
        case .nobody: Data("nothing".utf8)
        }
    }

    private static func sign(_ signed: Data, _ key: _RSA.Signing.PrivateKey?) throws -> Data {
        guard let key else { throw NoAnswer() }
        return try key.signature(for: SHA256.hash(data: signed), padding: .insecurePKCS1v1_5).rawRepresentation
    }

    /// The first RSA key, as `first`, and the one on P-256, as `curve`.
    public static func publicKeys() throws -> [String] { [try rsaKey(named: "first"), curveKey] }

    /// - Parameter more: further members of the key, each with a comma before it.
    public static func rsaKey(named name: String?, other: Bool = false, more: String = "") throws -> String {
        guard let key = other ? otherRSA : rsa else { throw NoAnswer() }
        let parts = try key.publicKey.getKeyPrimitives()
        let kid = name.map { ",\"kid\":\"\($0)\"" } ?? ""
        return "{\"kty\":\"RSA\",\"n\":\"\(base64URL(parts.modulus))\",\"e\":\"\(base64URL(parts.publicExponent))\"\(kid)\(more)}"
    }

    /// What a forger knows of the key: its public half, as a file has it.
    public static var publicPEM: [UInt8] { Array((rsa?.publicKey.pemRepresentation ?? "").utf8) }

    private static var curveKey: String {
        let point = p256.publicKey.x963Representation.dropFirst()
        return
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"curve\",\"x\":\"\(base64URL(point.prefix(32)))\",\"y\":\"\(base64URL(point.suffix(32)))\"}"
    }

    /// Of a token's hash, as the provider writes it for SHA-256.
    public static func half(of token: String) -> String { base64URL(Data(SHA256.hash(data: Data(token.utf8)).prefix(16))) }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

struct NoAnswer: Error {}
