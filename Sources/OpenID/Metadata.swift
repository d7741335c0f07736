import Foundation

/// What a provider says of itself (`/.well-known/openid-configuration`).
struct Metadata: Decodable, Sendable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keysAddress: String
    let endSessionEndpoint: String?
    let signingAlgorithms: [String]?
    let clientProofs: [String]?
    let challengeMethods: [String]?
    let namesItself: Bool?

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case keysAddress = "jwks_uri"
        case endSessionEndpoint = "end_session_endpoint"
        case signingAlgorithms = "id_token_signing_alg_values_supported"
        case clientProofs = "token_endpoint_auth_methods_supported"
        case challengeMethods = "code_challenge_methods_supported"
        case namesItself = "authorization_response_iss_parameter_supported"
    }

    /// Where the provider of that name says what it is.
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// Why it cannot be used; nil when it can.
    func fault(issuer wanted: String) -> String? {
        if issuer != wanted { return "it names another issuer" }
        if let open = [authorizationEndpoint, tokenEndpoint, keysAddress].first(where: { !isGuarded($0) }) {
            return "an address of it is not https: \(URLComponents(string: open)?.path ?? "")"
        }
        if let challengeMethods, !challengeMethods.contains("S256") { return "it does not take S256 challenges" }
        if let clientProofs, !clientProofs.contains("client_secret_basic"), !clientProofs.contains("client_secret_post") {
            return "it takes no client secret"
        }
        if let signingAlgorithms, algorithms.isEmpty { return "it signs with none of \(signingAlgorithms.count) algorithms taken here" }
        return nil
    }

    /// What its tokens may be signed with: asymmetric only, so that nobody who merely knows a public key or the client's secret can sign.
    var algorithms: Set<String> {
        guard let signingAlgorithms else { return SigningAlgorithm.all }
        return SigningAlgorithm.all.intersection(signingAlgorithms)
    }
}

/// The algorithms of ID tokens taken here.
enum SigningAlgorithm {
    static let all: Set<String> = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

    /// The curve an algorithm's key lies on; nil where it needs none.
    static func curve(_ algorithm: String) -> String? {
        switch algorithm {
        case "ES256": "P-256"
        case "ES384": "P-384"
        case "ES512": "P-521"
        case "EdDSA": "Ed25519"
        default: nil
        }
    }

    static func keyType(_ algorithm: String) -> String {
        switch algorithm.prefix(2) {
        case "ES": "EC"
        case "Ed": "OKP"
        default: "RSA"
        }
    }
}
