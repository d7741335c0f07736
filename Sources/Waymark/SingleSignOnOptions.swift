import ArgumentParser
import Foundation
import Web

/// The identity provider people may sign in at (OpenID Connect).
struct SingleSignOnOptions: ParsableArguments {
    @Option(help: "How browsers reach this server: https://waymark.example. Needed with --sso-issuer.") var outsideAddress: String?
    @Option(help: "The identity provider's issuer, as it spells itself.") var ssoIssuer: String?
    @Option(help: "What the provider knows this installation by.") var ssoClientId: String?
    @Option(help: "A file with the secret the provider gave for it.") var ssoClientSecretFile: String?
    @Option(help: "What people call their account there, for the button: “Sandholme council account”.") var ssoName: String?
    @Option(
        help: "A value of acr by which the provider says that a second factor was used; may be given several times, the first is asked for."
    )
    var ssoAcr: [String] = []

    func validate() throws {
        let needed = [outsideAddress, ssoIssuer, ssoClientId, ssoClientSecretFile, ssoName]
        guard needed.allSatisfy({ $0 != nil }) || (needed.allSatisfy { $0 == nil } && ssoAcr.isEmpty) else {
            throw ValidationError(
                "--outside-address, --sso-issuer, --sso-client-id, --sso-client-secret-file and --sso-name go together.")
        }
    }

    /// Nil where none was named.
    func provider() throws -> SingleSignOn? {
        guard let outsideAddress, let ssoIssuer, let ssoClientId, let ssoClientSecretFile, let ssoName else { return nil }
        guard let secret = try? String(contentsOfFile: ssoClientSecretFile, encoding: .utf8) else {
            throw Refusal("The file of the provider's secret, \(ssoClientSecretFile), cannot be read.")
        }
        do {
            return try SingleSignOn(
                issuer: ssoIssuer, clientID: ssoClientId, clientSecret: secret.trimmingCharacters(in: .whitespacesAndNewlines),
                outside: outsideAddress, name: ssoName, strong: ssoAcr)
        } catch let unusable as SingleSignOn.Unusable { throw Refusal(unusable.why) }
    }
}
