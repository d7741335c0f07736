import Foundation
import JWTKit

/// The public keys a provider signs with. What of them is no key of ours to use (secret ones, ones for encryption, sorts not known here) is left out
/// when they are read, so that one odd key does not keep everybody out.
struct KeySet: Decodable, Sendable {
    /// So many at most are looked at.
    private static let most = 100

    private struct Member: Decodable, Sendable {
        let key: JWK?
        let use: String?

        private enum CodingKeys: String, CodingKey { case use }

        init(from decoder: any Decoder) throws {
            use = try? decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .use)
            key = try? JWK(from: decoder)
        }
    }

    private enum CodingKeys: String, CodingKey { case keys }

    let keys: [JWK]

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self).decode([Member].self, forKey: .keys)
        keys = members.prefix(KeySet.most).compactMap { $0.use == "enc" ? nil : $0.key }
    }

    /// The key a token says it was signed with, for that algorithm and no other. A token that names none is taken only where there is no choice.
    func key(named name: String?, for algorithm: String) -> JWK? {
        let fit = keys.filter { key in
            key.keyType.rawValue == SigningAlgorithm.keyType(algorithm)
                && (key.algorithm.map { $0.rawValue == algorithm } ?? true)
                && (SigningAlgorithm.curve(algorithm).map { key.curve?.rawValue == $0 } ?? true)
        }
        guard let name else { return fit.count == 1 ? fit.first : nil }
        return fit.first { $0.keyIdentifier?.string == name }
    }
}
