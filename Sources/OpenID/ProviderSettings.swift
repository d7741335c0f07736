import Foundation

/// How this installation is known to an identity provider, and the provider to it.
public struct ProviderSettings: Sendable {
    /// As the provider spells itself in its tokens, to the letter.
    public let issuer: String
    public let clientID: String
    let clientSecret: String
    /// Where the provider sends people back to: registered with it, never taken from a request.
    let callback: String
    /// Values of `acr` that say a second factor was used; the first is asked for.
    let strong: [String]

    /// - Throws: ``Unusable``.
    public init(issuer: String, clientID: String, clientSecret: String, callback: String, strong: [String] = []) throws {
        guard isGuarded(issuer) else {
            throw Unusable(why: "The issuer must be an https:// address, or http:// on this machine, without user, query or fragment.")
        }
        guard isGuarded(callback) else { throw Unusable(why: "The outside address must be https://, or http:// on this machine.") }
        guard !clientID.isEmpty, !clientSecret.isEmpty else { throw Unusable(why: "The client's id and secret may not be empty.") }
        (self.issuer, self.clientID, self.clientSecret) = (issuer, clientID, clientSecret)
        (self.callback, self.strong) = (callback, strong)
    }

    /// What of the settings is of no use, in a sentence.
    public struct Unusable: Error, Sendable {
        public let why: String
    }
}

/// Why somebody was not signed in. None of it names a person: it may be written to the log.
public enum ProviderError: Error, Sendable, Equatable {
    /// It does not answer, or not in time, or with more than is read.
    case unreachable(String)
    /// What it says of itself is not what it must say.
    case unfit(String)
    /// It did not take the code.
    case refused
    /// Its token does not hold.
    case token(TokenFault)
}

/// What is wrong with an ID token.
public enum TokenFault: String, Sendable {
    case form, algorithm, key, signature, issuer, audience, authorizedParty, expired, time, nonce, accessToken
}

/// Who the provider says somebody is.
public struct Identity: Sendable, Equatable {
    public let issuer: String
    /// The provider's own name for the person, which it gives to nobody else ever.
    public let subject: String
    /// What a person calls that account, for people to tell it from another; decides nothing.
    public let account: String
    /// Whether the provider says that more than a password was shown.
    public let isStrong: Bool

    public init(issuer: String, subject: String, account: String, isStrong: Bool) {
        (self.issuer, self.subject, self.account, self.isStrong) = (issuer, subject, account, isStrong)
    }
}

/// Whether what goes to an address cannot be read on the way: https, or http that never leaves this machine.
func isGuarded(_ text: String) -> Bool {
    guard text.utf8.count <= 2000, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }),
        let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
        parts.fragment == nil
    else { return false }
    switch parts.scheme {
    case "https": return true
    case "http": return ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
    default: return false
    }
}
