import Testing

@testable import Records

@Suite("What a new password may not be")
struct PasswordRuleTests {
    private let rule = PasswordRule(shortest: 12, names: ["ola.penn", "Ola Penn", "Sandholme", "SAN"])

    @Test("ASVS 6.2.4: the list holds common passwords of eight characters or more, and its header is no password")
    func list() {
        #expect(CommonPasswords.count == 11_611)
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

    @Test("The shortest length is the service's")
    func length() {
        #expect(PasswordRule(shortest: 8, names: []).refusal("velvet-9") == nil)
        #expect(PasswordRule(shortest: 16, names: []).refusal("timber-Anchor-4")?.contains("at least 16 characters") == true)
    }
}
