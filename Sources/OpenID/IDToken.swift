import Crypto
import Foundation
import JWTKit

/// One value, or several: some claims may be either.
struct OneOrMore: Codable, Sendable {
    let values: [String]

    init(_ values: [String]) { self.values = values }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) { values = [one] } else { values = try container.decode([String].self) }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

/// What an ID token says, as far as it is read here.
struct IDTokenClaims: JWTPayload {
    var iss: String
    var sub: String
    var aud: OneOrMore
    var exp: Double
    var iat: Double
    var nbf: Double?
    var nonce: String?
    var azp: String?
    var accessHash: String?
    var acr: String?
    var amr: OneOrMore?
    var userName: String?
    var email: String?
    var name: String?

    private enum CodingKeys: String, CodingKey {
        case iss, sub, aud, exp, iat, nbf, nonce, azp, acr, amr, email, name
        case accessHash = "at_hash"
        case userName = "preferred_username"
    }

    /// Held to what was asked by `IDTokenCheck`, which knows it.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// Holds an ID token to the sign-in it must be the answer of (OpenID Connect Core 1.0, 3.1.3.7).
struct IDTokenCheck: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String
    /// What came with it; nil where nothing did.
    let accessToken: String?
    let algorithms: Set<String>
    /// Seconds since 1970.
    let now: Int64

    /// How far the two clocks may be apart, in seconds.
    static let drift = 60.0
    /// How long ago the token may have been made, in seconds: it was made for this sign-in.
    static let oldest = 600.0
    /// A longer one is not read.
    static let longest = 16 << 10

    struct Header: Decodable {
        let alg: String
        let kid: String?
        let crit: [String]?
    }

    /// The header, before anything of the token is believed.
    /// - Throws: ``ProviderError/token(_:)``.
    func header(_ token: String) throws -> Header {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= IDTokenCheck.longest, parts.count == 3, parts.allSatisfy({ !$0.isEmpty && bytes(base64URL: $0) != nil }),
            let plain = bytes(base64URL: parts[0]), let header = try? JSONDecoder().decode(Header.self, from: Data(plain)),
            header.crit == nil
        else { throw ProviderError.token(.form) }
        guard algorithms.contains(header.alg) else { throw ProviderError.token(.algorithm) }
        return header
    }

    /// - Parameter key: the provider's, found by the header.
    /// - Throws: ``ProviderError/token(_:)`` with the first thing that is wrong.
    func claims(_ token: String, _ header: Header, key: JWK) async throws -> IDTokenClaims {
        // The key is used with the one algorithm that was judged, whatever else it, or the token, says.
        var key = key
        (key.algorithm, key.keyIdentifier, key.privateExponent) = (JWK.Algorithm(rawValue: header.alg), "signing", nil)
        let claims: IDTokenClaims
        do {
            let keys = JWTKeyCollection()
            try await keys.add(jwk: key)
            claims = try await keys.verify(token, as: IDTokenClaims.self)
        } catch let error as JWTError where error.errorType == .malformedToken {
            throw ProviderError.token(.form)
        } catch {
            throw ProviderError.token(.signature)
        }
        if let fault = fault(claims, algorithm: header.alg) { throw ProviderError.token(fault) }
        return claims
    }

    /// What is wrong with what a token says; nil when nothing is.
    func fault(_ claims: IDTokenClaims, algorithm: String) -> TokenFault? {
        let now = Double(now)
        if claims.iss != issuer { return .issuer }
        if !claims.aud.values.contains(clientID) { return .audience }
        // Meant for several: then it must say that it was this one that asked.
        if let party = claims.azp ?? (claims.aud.values.count > 1 ? "" : nil), party != clientID { return .authorizedParty }
        if claims.exp + IDTokenCheck.drift <= now { return .expired }
        if claims.iat > now + IDTokenCheck.drift || claims.iat < now - IDTokenCheck.oldest || (claims.nbf ?? 0) > now + IDTokenCheck.drift {
            return .time
        }
        if claims.nonce != nonce { return .nonce }
        if let hash = claims.accessHash, hash != accessToken.map({ IDTokenCheck.half(of: $0, algorithm: algorithm) }) {
            return .accessToken
        }
        if claims.sub.isEmpty || claims.sub.utf8.count > 255 { return .form }
        return nil
    }

    /// The left half of the access token's hash, by the hash of the signature's algorithm.
    static func half(of accessToken: String, algorithm: String) -> String {
        let bytes = Array(accessToken.utf8)
        let digest: [UInt8] =
            switch algorithm.suffix(3) {
            case "256": Array(SHA256.hash(data: bytes))
            case "384": Array(SHA384.hash(data: bytes))
            default: Array(SHA512.hash(data: bytes))
            }
        return base64URL(digest.prefix(digest.count / 2))
    }
}
