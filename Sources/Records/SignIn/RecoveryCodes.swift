import Crypto
import CryptoExtras
import Foundation

/// Codes that stand in for an authenticator that is lost, each good once: shown once, kept as scrypt hashes under one salt.
public enum RecoveryCodes {
    public static let count = 10
    /// A code has 50 random bits, so one hash may be cheaper than a password's.
    private static let cost = Password.Cost(power: 13, parallelism: 1)

    /// New codes, `abcde-fghjk`, and what is kept of them.
    static func make() async throws -> (codes: [String], kept: String) {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var random = SystemRandomNumberGenerator()
        let codes = (0..<count).map { _ in String((0..<10).compactMap { _ in letters.randomElement(using: &random) }) }
        let salt = randomBytes(16)
        var kept = [Data(salt).base64EncodedString()]
        for code in codes { kept.append(try await hash(code, salt: salt)) }
        return (codes.map { "\($0.prefix(5))-\($0.suffix(5))" }, kept.joined(separator: " "))
    }

    /// What is kept once this code is used; nil when it is none of them.
    static func using(_ typed: String, of kept: String) async throws -> String? {
        let parts = kept.split(separator: " ").map(String.init)
        guard parts.count > 1, let salt = Data(base64Encoded: parts[0]) else { return nil }
        let found = try await hash(typed.lowercased().filter { $0.isLetter || $0.isNumber }, salt: Array(salt))
        guard parts.dropFirst().contains(found) else { return nil }
        return parts.filter { $0 != found }.joined(separator: " ")
    }

    /// How many are left.
    static func left(of kept: String?) -> Int { max(0, (kept ?? "").split(separator: " ").count - 1) }

    private static func hash(_ code: String, salt: [UInt8]) async throws -> String {
        Data(try await Password.derive(code, salt: salt, cost: cost)).base64EncodedString()
    }
}
