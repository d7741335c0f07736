import Casework
import Crypto
import TestSupport
import Testing

@testable import Records

@Suite("Codes of an authenticator")
struct TimeCodeTests {
    /// RFC 6238, appendix B: time in seconds, then the code by SHA-1, SHA-256 and SHA-512, of eight digits. Its keys are these digits repeated to
    /// 20, 32 and 64 bytes.
    private static let published: [(Int64, String, String, String)] = [
        (59, "94287082", "46119246", "90693936"), (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"), (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"), (20_000_000_000, "65353130", "77737706", "47863826"),
    ]

    private func key(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(ascii: "0") + UInt8(($0 + 1) % 10) } }

    @Test("RFC 6238's published codes come out, by each of its three hash functions")
    func vectors() {
        for (seconds, sha1, sha256, sha512) in Self.published {
            let step = TimeCode.step(at: Instant(milliseconds: seconds * 1000))
            #expect(TimeCode.code(key(20), step: step, digits: 8) == sha1)
            #expect(TimeCode.code(key(32), step: step, digits: 8, by: SHA256.self) == sha256)
            #expect(TimeCode.code(key(64), step: step, digits: 8, by: SHA512.self) == sha512)
            #expect(TimeCode.code(key(20), step: step) == sha1.suffix(6))
        }
    }

    @Test("A clock may be one step off, either way, and no more")
    func drift() {
        let now = Instant(milliseconds: 1_111_111_109_000)
        let step = TimeCode.step(at: now)
        for off in -3...3 as ClosedRange<Int64> {
            let found = TimeCode.step(of: TimeCode.code(key(20), step: step + off), key: key(20), at: now)
            #expect(found == (abs(off) <= 1 ? step + off : nil), "\(off)")
        }
        for wrong in ["", "000000", "81804", "0081804", "७८९०१२"] { #expect(TimeCode.step(of: wrong, key: key(20), at: now) == nil) }
    }

    @Test("A key is written in base 32 as RFC 4648 writes it")
    func base32() {
        let published = [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
        ]
        for (plain, text) in published { #expect(TimeCode.text(Array(plain.utf8)) == text) }
    }
}
