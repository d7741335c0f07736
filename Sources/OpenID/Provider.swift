import Foundation
import JWTKit

/// An identity provider people sign in at (OpenID Connect, authorization code with PKCE).
///
/// What it says of itself is asked again after a minute, so that one which is down is known to be before a browser is sent there; its keys after an
/// hour, or when a token names one that is not known, and then not more often than twice a minute: no token can make us ask without end.
public actor Provider {
    public nonisolated let settings: ProviderSettings
    private let line: Line
    private var known: (metadata: Metadata, at: Int64)?
    private var keys: (set: KeySet, at: Int64)?
    private var failedAt: Int64?

    private static let metadataAge: Int64 = 60
    private static let keysAge: Int64 = 3600
    /// Seconds before the keys are asked for again because one was not among them, and before a provider that is down is asked again.
    private static let keysPause: Int64 = 30
    private static let failurePause: Int64 = 3

    public init(_ settings: ProviderSettings, line: @escaping Line) {
        self.settings = settings
        self.line = line
    }

    /// Where to send a browser to sign in.
    /// - Parameters:
    ///   - state: comes back with the answer.
    ///   - nonce: comes back inside the token.
    ///   - verifier: shown to the provider with the code; only its hash goes through the browser.
    ///   - now: seconds since 1970.
    /// - Throws: ``ProviderError``.
    public func address(state: String, nonce: String, verifier: String, now: Int64) async throws -> String {
        let metadata = try await metadata(now)
        var fields = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.callback), ("scope", "openid profile"),
            ("state", state), ("nonce", nonce), ("code_challenge", challenge(of: verifier)), ("code_challenge_method", "S256"),
        ]
        if let strong = settings.strong.first { fields.append(("acr_values", strong)) }
        let join = metadata.authorizationEndpoint.contains("?") ? "&" : "?"
        return metadata.authorizationEndpoint + join + encoded(fields)
    }

    /// Who came back with a code.
    /// - Parameter named: whom the answer says it is from (`iss`); nil where it says nothing.
    /// - Throws: ``ProviderError``.
    public func identity(code: String, verifier: String, nonce: String, named: String?, now: Int64) async throws -> Identity {
        let metadata = try await metadata(now)
        // An answer of another provider's is not taken to this one (RFC 9207).
        guard named == settings.issuer || (named == nil && metadata.namesItself != true) else { throw ProviderError.token(.issuer) }
        let answer = try await tokens(code: code, verifier: verifier, metadata)
        let check = IDTokenCheck(
            issuer: settings.issuer, clientID: settings.clientID, nonce: nonce, accessToken: answer.accessToken,
            algorithms: metadata.algorithms, now: now)
        let header = try check.header(answer.idToken)
        let key = try await key(header, metadata, now)
        let claims = try await check.claims(answer.idToken, header, key: key)
        let words = [claims.userName, claims.email, claims.name, claims.sub].lazy.compactMap { $0 }.first { !$0.isEmpty } ?? ""
        return Identity(
            issuer: claims.iss, subject: claims.sub,
            account: String(
                words.filter { !$0.isNewline && $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }.prefix(100)),
            isStrong: claims.amr?.values.contains("mfa") == true || claims.acr.map(settings.strong.contains) == true)
    }

    /// Where somebody can sign out at the provider too; nil where it offers none, or was not asked yet: nothing is asked for it.
    public func signOutAddress() -> String? {
        guard let end = known?.metadata.endSessionEndpoint, isGuarded(end) else { return nil }
        return end + (end.contains("?") ? "&" : "?") + encoded([("client_id", settings.clientID)])
    }

    // MARK: What is asked of the provider

    private struct Tokens: Decodable {
        let idToken: String
        let accessToken: String?

        private enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
            case accessToken = "access_token"
        }
    }

    private func tokens(code: String, verifier: String, _ metadata: Metadata) async throws -> Tokens {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.callback), ("code_verifier", verifier),
        ]
        var authorization: String?
        if metadata.clientProofs?.contains("client_secret_basic") ?? true {
            // Each encoded first, as RFC 6749 has it: a colon in one would part them elsewhere.
            let pair = "\(percent(settings.clientID)):\(percent(settings.clientSecret))"
            authorization = "Basic " + Data(pair.utf8).base64EncodedString()
        } else {
            fields += [("client_id", settings.clientID), ("client_secret", settings.clientSecret)]
        }
        let answer = try await ask(
            LineRequest(address: metadata.tokenEndpoint, form: encoded(fields), authorization: authorization, limit: 64 << 10), "tokens")
        guard answer.status == 200 else {
            throw answer.status >= 500 ? ProviderError.unreachable("tokens \(answer.status)") : ProviderError.refused
        }
        do { return try JSONDecoder().decode(Tokens.self, from: Data(answer.body)) } catch { throw ProviderError.token(.form) }
    }

    private func metadata(_ now: Int64) async throws -> Metadata {
        if let known, 0..<Provider.metadataAge ~= now - known.at { return known.metadata }
        if let failedAt, 0..<Provider.failurePause ~= now - failedAt { throw ProviderError.unreachable("a moment ago") }
        do {
            let found: Metadata = try await read(Metadata.address(of: settings.issuer), "configuration")
            if let fault = found.fault(issuer: settings.issuer) { throw ProviderError.unfit(fault) }
            (known, failedAt) = ((found, now), nil)
            return found
        } catch {
            failedAt = now
            throw error
        }
    }

    /// The key a token names; asked for anew where it is not among those known.
    private func key(_ header: IDTokenCheck.Header, _ metadata: Metadata, _ now: Int64) async throws -> JWK {
        if let keys, 0..<Provider.keysAge ~= now - keys.at {
            if let key = keys.set.key(named: header.kid, for: header.alg) { return key }
            guard now - keys.at >= Provider.keysPause else { throw ProviderError.token(.key) }
        }
        let found: KeySet = try await read(metadata.keysAddress, "keys")
        keys = (found, now)
        guard let key = found.key(named: header.kid, for: header.alg) else { throw ProviderError.token(.key) }
        return key
    }

    private func read<T: Decodable>(_ address: String, _ what: String) async throws -> T {
        let answer = try await ask(LineRequest(address: address, limit: 256 << 10), what)
        guard answer.status == 200 else { throw ProviderError.unreachable("\(what) \(answer.status)") }
        do { return try JSONDecoder().decode(T.self, from: Data(answer.body)) } catch {
            throw ProviderError.unfit("its \(what) cannot be read")
        }
    }

    private func ask(_ request: LineRequest, _ what: String) async throws -> LineAnswer {
        // What went wrong is told by its sort alone: words of a client library may hold the address with what was sent.
        do { return try await line(request) } catch { throw ProviderError.unreachable("\(what): \(type(of: error))") }
    }
}
