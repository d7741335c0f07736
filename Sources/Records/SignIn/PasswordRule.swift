import Casework

/// What a new password may not be. Anything else will do: no sort of character is asked for, and nothing grows old (NCSC password guidance).
public struct PasswordRule: Sendable {
    /// The fewest characters, a setting.
    public let shortest: Int
    /// What it may not be made of: the user name, the person's name, the service's, the program's.
    let names: [String]
    /// Every password known to have leaked, where the service keeps the list.
    let breached: BreachedPasswords?

    /// - Parameter names: user name, own name, the service's name and code.
    public init(shortest: Int, names: [String], breached: BreachedPasswords? = nil) {
        self.shortest = shortest
        self.breached = breached
        self.names = (names + ["waymark"]).flatMap {
            [PasswordRule.letters($0)] + $0.split { !$0.isLetter }.map { PasswordRule.letters(String($0)) }
        }
        .filter { $0.count >= 4 }
    }

    /// The most characters that are read: more would only make hashing dear.
    static let longest = 256

    /// What is wrong with a password, in a sentence; nil when it will do.
    public func refusal(_ password: String) -> String? {
        if password.count < shortest {
            return "A password has at least \(shortest) characters. Three words you pick at random are easy to keep in mind."
        }
        if password.count > PasswordRule.longest { return "A password has at most \(PasswordRule.longest) characters." }
        let plain = password.lowercased()
        if PasswordRule.isRun(plain) { return "That is a simple run of characters, which is guessed first. Choose something else." }
        // With digits and signs taken off its ends, “Password2026!” is the word everybody tries.
        let core = String(plain.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed())
        if CommonPasswords.contains(plain) || CommonPasswords.contains(core) {
            return "Many people use that password, so it is guessed first. Choose something else."
        }
        let letters = PasswordRule.letters(plain)
        for name in names where letters.replacing(name, with: "").count < 4 && letters.contains(name) {
            return "That is made of your name, your user name or the service's. Choose something else."
        }
        do {
            guard try breached?.contains(password) == true else { return nil }
            return "That password has leaked somewhere and is known to those who guess. Choose something else."
        } catch {
            return "Whether that password has leaked cannot be looked up just now. Try again, or tell whoever looks after Waymark."
        }
    }

    private static func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }

    /// One character over and over, a short piece over and over, or neighbours in the alphabet, the digits or on the keyboard, either way.
    static func isRun(_ text: String) -> Bool {
        let all = Array(text)
        for length in 1...4 where all.count >= 2 * length {
            if all.indices.allSatisfy({ all[$0] == all[$0 % length] }) { return true }
        }
        let rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
        let pairs = Set(rows.flatMap { row in zip(row, row.dropFirst()).flatMap { [[$0, $1], [$1, $0]] } })
        let steps = zip(all, all.dropFirst()).filter { !pairs.contains([$0, $1]) && $0 != $1 }
        // Runs put one after another, as in “abcdef123456”, break only where one ends.
        return steps.count * 5 <= all.count
    }
}

/// The passwords people use most (source and licence in common-passwords.txt).
enum CommonPasswords {
    static func contains(_ password: String) -> Bool { all.contains(password) }

    /// Made at the first password anybody chooses.
    private static let all: Set<String> = Set(
        String(decoding: PackageResources.common_passwords_txt, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(
            String.init))

    static var count: Int { all.count }
    static func longEnough(_ shortest: Int) -> Int { all.count { $0.count >= shortest } }
}
