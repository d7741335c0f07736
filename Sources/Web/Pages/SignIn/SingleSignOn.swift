import OpenID

/// The identity provider people of this installation may sign in at.
public struct SingleSignOn: Sendable {
    let provider: Provider
    /// What people call their account there: “Sandholme council account”.
    let name: String

    /// Where the provider sends people back to, under the outside address.
    static let callback = "/sign-in/single-sign-on/callback"

    /// What of its settings is of no use, in a sentence.
    public struct Unusable: Error, Sendable {
        public let why: String
    }

    /// - Parameters:
    ///   - outside: how browsers reach this site: `https://waymark.example`.
    ///   - strong: values of `acr` that say a second factor was used; the first is asked for.
    /// - Throws: ``Unusable``.
    public init(issuer: String, clientID: String, clientSecret: String, outside: String, name: String, strong: [String]) throws {
        try self.init(
            issuer: issuer, clientID: clientID, clientSecret: clientSecret, outside: outside, name: name, strong: strong,
            by: { try await HTTPLine.ask($0) })
    }

    /// The same by another line.
    init(
        issuer: String, clientID: String, clientSecret: String, outside: String, name: String, strong: [String] = [],
        by line: @escaping Line
    ) throws {
        guard (1...60).contains(name.count), !name.contains(where: \.isNewline) else {
            throw Unusable(why: "The name of the account must have 1 to 60 characters.")
        }
        let base = outside.hasSuffix("/") ? String(outside.dropLast()) : outside
        let settings: ProviderSettings
        do {
            settings = try ProviderSettings(
                issuer: issuer, clientID: clientID, clientSecret: clientSecret, callback: base + SingleSignOn.callback, strong: strong)
        } catch let error as ProviderSettings.Unusable { throw Unusable(why: error.why) }
        (provider, self.name) = (Provider(settings, line: line), name)
    }

    var issuer: String { provider.settings.issuer }
}
