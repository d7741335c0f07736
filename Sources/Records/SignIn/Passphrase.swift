/// A password to be told once and typed: 80 random bits in letters that cannot be taken for one another.
public enum Passphrase {
    public static func make() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var random = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in String((0..<4).compactMap { _ in letters.randomElement(using: &random) }) }
        return groups.joined(separator: "-")
    }
}
