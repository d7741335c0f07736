import Casework

/// How people sign in, and for how long. The numbers are local choices within what the standards named ask.
extension Settings {
    public static let idle = SettingDefinition(
        name: "sign_in.idle", title: "A sign-in ends after so long without use", unit: "minutes", standard: 30, allowed: 5...120,
        startEvent: "the last page opened or draft kept", duty: "Manager",
        basis: "Local: OWASP ASVS 5.0, 7.3.1, asks for an inactivity timeout and leaves the length to an analysis of risk.")
    public static let longest = SettingDefinition(
        name: "sign_in.longest", title: "A sign-in ends after so long, however much it is used", unit: "hours", standard: 10,
        allowed: 1...24, startEvent: "signing in", duty: "Manager",
        basis: "Local: a long working day. OWASP ASVS 5.0, 7.3.2, asks for an absolute lifetime and leaves the length open.")
    public static let warning = SettingDefinition(
        name: "sign_in.warning", title: "How long before a sign-in ends people are warned", unit: "minutes", standard: 5, allowed: 1...15,
        startEvent: "the end, counted back", duty: "Nobody",
        basis: "Local: WCAG 2.2, 2.2.1, asks for a warning and at least 20 seconds to extend.")
    public static let oneTime = SettingDefinition(
        name: "sign_in.one_time", title: "A one-time password is good for so long", unit: "hours", standard: 72, allowed: 1...168,
        startEvent: "giving it out", duty: "Manager",
        basis: "Local: OWASP ASVS 5.0, 6.4.1, asks that a first password ends soon or with its first use. Waymark does both.")
    public static let passwordLength = SettingDefinition(
        name: "sign_in.password_length", title: "Shortest password", unit: "characters", standard: 12, allowed: 8...64,
        startEvent: "choosing a password", duty: "Everybody",
        basis:
            "Cyber Essentials (NCSC): at least 12 characters, or 8 where common passwords are refused. OWASP ASVS 5.0, 6.2.1: at least 8, 15 recommended. Common ones are refused too."
    )
    public static let tokenDays = SettingDefinition(
        name: "sign_in.token_days", title: "Longest time a token for programs lasts (0: none are made)", unit: "days", standard: 180,
        allowed: 0...730, startEvent: "making the token", duty: "Whoever made it",
        basis: "Local: a secret that never ends is forgotten in somebody's script. OWASP ASVS 5.0, 13.2, asks that such secrets end.")

    public static let passwordBeside = SettingDefinition(
        name: "sign_in.password_beside", title: "Passwords beside single sign-on",
        unit: "(0 stay good, 1 end for whoever has linked their account, but for system administrators)", standard: 0, allowed: 0...1,
        startEvent: "linking the account", duty: "Everybody",
        basis:
            "Local: a password that is not used is one more way in. System administrators keep theirs, so that somebody gets in when the provider is down. OWASP ASVS 5.0, 6.3.4, asks that every way in is as strong.",
        choices: ["Stay good", "End for whoever has linked their account, but for system administrators"])
    public static let factorBeside = SettingDefinition(
        name: "sign_in.single_sign_on_factor", title: "Second factor with single sign-on",
        unit: "(0 ours, 1 the provider’s or ours, 2 the provider’s only)", standard: 0, allowed: 0...2,
        startEvent: "signing in", duty: "Everybody",
        basis:
            "Local: ours, as with a password, until the service knows what its provider asks for and says in its tokens (amr mfa, or an acr it was told of). OWASP ASVS 5.0, 6.8.4.",
        choices: [
            "Ours, as with a password", "The provider’s where it says there was one, else ours", "The provider’s: nobody comes in without",
        ]
    )

    /// Whether a role needs a second factor to sign in.
    public static func secondFactor(_ role: Role) -> SettingDefinition {
        SettingDefinition(
            name: "sign_in.second_factor.\(role.rawValue)", title: "Second factor: \(role.title.lowercased())",
            unit: "(0 off, 1 asked, 2 required)", standard: 2, allowed: 0...2, startEvent: "signing in", duty: "Everybody",
            basis:
                "OWASP ASVS 5.0, 6.3.3, asks for one at level 2; NCSC guidance asks for one wherever the site can be reached from outside. Whoever has none is led to it after the password.",
            choices: ["Off", "Asked", "Required"])
    }

    /// Every setting of signing in, in the order of the page.
    public static let signIn =
        [idle, longest, warning, oneTime, passwordLength, tokenDays, passwordBeside, factorBeside] + Role.allCases.map(secondFactor)

    /// What is asked of a role beside a password.
    public enum SecondFactorPolicy: Int, Sendable { case off, asked, required }

    /// Whose second factor counts with single sign-on.
    public enum SingleSignOnFactor: Int, Sendable { case ours, either, theirs }

    public var singleSignOnFactor: SingleSignOnFactor { SingleSignOnFactor(rawValue: self[Settings.factorBeside]) ?? .ours }

    public func secondFactorPolicy(_ role: Role) -> SecondFactorPolicy {
        SecondFactorPolicy(rawValue: self[Settings.secondFactor(role)]) ?? .off
    }
}
