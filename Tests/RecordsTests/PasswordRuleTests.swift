import Crypto
import Foundation
import Testing

@testable import Records

@Suite("What a new password may not be")
struct PasswordRuleTests {
    private let rule = PasswordRule(shortest: 12, names: ["ola.penn", "Ola Penn", "Sandholme", "SAN"])

    @Test("ASVS 6.2.4: the list holds common passwords of eight characters or more, and its header is no password")
    func list() {
        #expect(CommonPasswords.count == 28_313)
        #expect(CommonPasswords.longEnough(12) > 3_000)
        #expect(CommonPasswords.contains("password1") && CommonPasswords.contains("liverpool1"))
        #expect(!CommonPasswords.contains("") && !CommonPasswords.contains("MIT License"))
    }

    @Test(
        "What is common, a run, or made of one's own names is refused",
        arguments: [
            "123456", "short", "Password2026", "PASSWORD!!!!", "1234liverpool", "111111111111", "abcabcabcabc", "123412341234",
            "abcdefghijkl",
            "zyxwvutsrqpo", "qwertyuiop12", "123456789012", "abcdef123456", "ola.penn2026", "Penn-Ola-1234", "Sandholme1234",
            "waymark12345",
            String(repeating: "correct horse ", count: 20),
        ])
    func refused(_ password: String) {
        #expect(rule.refusal(password)?.hasSuffix(".") == true, "\(password)")
    }

    @Test(
        "ASVS 6.2.5: any other will do, of any characters, with spaces, long",
        arguments: [
            "correct horse battery", "timber-Anchor-412", "twelve chars", "Sandholme in the rain", "пароль который длинный", "🐎🔋📎🐎🔋📎🐎🔋📎🧷🐎🔋",
            String(repeating: "harbour lantern ", count: 8),
        ])
    func taken(_ password: String) {
        #expect(rule.refusal(password) == nil, "\(rule.refusal(password) ?? "")")
    }

    @Test(
        "ASVS 6.2.12: whatever the list of leaked passwords holds is refused, wherever in it, and nothing else", arguments: [1, 2, 7, 500])
    func breached(_ count: Int) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "waymark-pwned-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        let leaked = (0..<count).map { "timber-Anchor-\($0)" }
        let lines = leaked.map { "\(hexadecimal(Insecure.SHA1.hash(data: Data($0.utf8))).uppercased()):\($0.count)\r\n" }.sorted()
        try Data(lines.joined().utf8).write(to: path)
        let rule = PasswordRule(shortest: 12, names: [], breached: try BreachedPasswords(file: path.path))
        for password in leaked { #expect(rule.refusal(password)?.contains("leaked") == true, "\(password) of \(count)") }
        for number in count..<(count + 200) { #expect(rule.refusal("timber-Anchor-\(number)") == nil) }
        // It has gone: nothing is let through unlooked.
        try FileManager.default.removeItem(at: path)
        #expect(rule.refusal("timber-Anchor-9999")?.contains("cannot be looked up") == true)
    }

    @Test("What is no list of leaked passwords is said to be none")
    func notAList() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "waymark-words-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data("password\n123456\n".utf8).write(to: path)
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: path.path) }
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: path.path + "-none") }
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: FileManager.default.temporaryDirectory.path) }
        let lines = ["F", "A", "B", "C"].map { String(repeating: $0, count: 40) + ":1\r\n" }
        try Data(lines.joined().utf8).write(to: path)
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: path.path) }
        try Data(lines.dropFirst().joined().utf8).write(to: path)
        _ = try BreachedPasswords(file: path.path)
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: FileManager.default.temporaryDirectory.path) }
        let digits = ["F", "A", "B", "C"].map { String(repeating: $0, count: 40) + ":1\r\n" }
        try Data(digits.joined().utf8).write(to: path)
        #expect(throws: BreachedPasswords.Unusable.self) { try BreachedPasswords(file: path.path) }
        try Data(digits.dropFirst().joined().utf8).write(to: path)
        _ = try BreachedPasswords(file: path.path)
    }

    @Test("The shortest length is the service's")
    func length() {
        #expect(PasswordRule(shortest: 8, names: []).refusal("velvet-9") == nil)
        #expect(PasswordRule(shortest: 16, names: []).refusal("timber-Anchor-4")?.contains("at least 16 characters") == true)
    }
}
