import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// A password's scrypt hash, in the form `scrypt$15$8$3$salt$key` (cost as a power of two, block size, parallelism; base64).
public enum Password {
    /// What one hash costs. 2^15/8/3 takes about a quarter of a second and 32 MiB (style.md §2.8); tests use a small one.
    public struct Cost: Sendable {
        public let power: Int
        public let parallelism: Int
        public init(power: Int = 15, parallelism: Int = 3) {
            self.power = power
            self.parallelism = parallelism
        }
        public static let usual = Cost()
        /// For made-up people only.
        public static let cheap = Cost(power: 4, parallelism: 1)
    }

    /// At most one hash at a time beside casework: a flood of sign-ins queues here and slows nobody else.
    private static let queue = DispatchQueue(label: "waymark.password")

    /// Hashes off the callers' threads.
    public static func hash(_ password: String, cost: Cost = .usual) async throws -> String {
        let salt = randomBytes(16)
        let key = try await derive(password, salt: salt, cost: cost)
        return "scrypt$\(cost.power)$8$\(cost.parallelism)$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// Whether a password is the one hashed; takes as long for nobody (`stored` nil) as for somebody.
    public static func matches(_ password: String, _ stored: String?) async throws -> Bool {
        let parts = (stored ?? nobody).split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt", let power = Int(parts[1]), (1...20).contains(power), let parallelism = Int(parts[3]),
            let salt = Data(base64Encoded: String(parts[4])), let key = Data(base64Encoded: String(parts[5]))
        else { return false }
        let derived = try await derive(password, salt: Array(salt), cost: Cost(power: power, parallelism: parallelism))
        return SymmetricKey(data: derived) == SymmetricKey(data: key) && stored != nil
    }

    private static let nobody =
        "scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    static func derive(_ password: String, salt: [UInt8], cost: Cost) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { done in
            queue.async {
                done.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(password.utf8), salt: Data(salt), outputByteCount: 32, rounds: 1 << cost.power, blockSize: 8,
                            parallelism: cost.parallelism
                        ).withUnsafeBytes { Array($0) }
                    })
            }
        }
    }
}
