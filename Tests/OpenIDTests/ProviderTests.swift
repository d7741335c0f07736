import Foundation
import OpenID
import TestSupport
import Testing

extension MadeUpProvider {
    /// As this installation knows it.
    func provider(_ line: Line? = nil) throws -> Provider {
        let settings = try ProviderSettings(
            issuer: MadeUpProvider.issuer, clientID: MadeUpProvider.clientID, clientSecret: MadeUpProvider.secret,
            callback: "https://waymark.sandholme.test/sign-in/single-sign-on/callback", strong: ["gold"])
        return Provider(settings, line: line ?? { try await self.answer($0) })
    }
}

/// What is asked of the provider, and what of its answers is used.
@Suite("Talk with the provider")
struct ProviderTests {
    private static let now: Int64 = 1_795_000_000
    private let made = MadeUpProvider { ProviderTests.now }
    private static let configuration = "/.well-known/openid-configuration"

    private func address(_ provider: Provider, now: Int64 = ProviderTests.now) async throws -> String {
        try await provider.address(state: "s", nonce: "n", verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", now: now)
    }

    private func identity(_ provider: Provider, named: String? = nil, now: Int64 = ProviderTests.now) async throws -> Identity {
        try await provider.identity(code: "a code", verifier: "v", nonce: "n", named: named, now: now)
    }

    @Test("ASVS 10.2.1: a browser is sent with state, nonce and the S256 challenge of RFC 7636, and no secret")
    func start() async throws {
        let there = try #require(URLComponents(string: try await address(try made.provider())))
        let fields = Dictionary(uniqueKeysWithValues: (there.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        #expect(there.path == "/authorize" && there.host == "accounts.sandholme.test")
        #expect(
            fields == [
                "response_type": "code", "client_id": "waymark", "scope": "openid profile", "state": "s", "nonce": "n",
                "redirect_uri": "https://waymark.sandholme.test/sign-in/single-sign-on/callback", "acr_values": "gold",
                "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
            ])
    }

    @Test("The code goes with its verifier and the client's secret, as the provider takes it")
    func code() async throws {
        made.says.claims["nonce"] = "n"
        _ = try await identity(try made.provider())
        let basic = try #require(made.asked("/token").last)
        #expect(basic.form?.contains("code_verifier=v") == true && basic.form?.contains("client_secret") == false)
        let pair = "waymark:made%20up%3A%20for%20nobody"
        #expect(basic.authorization == "Basic " + Data(pair.utf8).base64EncodedString())
        made.metadata = ["token_endpoint_auth_methods_supported": ["client_secret_post"]]
        _ = try await identity(try made.provider())
        let post = try #require(made.asked("/token").last)
        #expect(post.authorization == nil && post.form?.contains("client_secret=made%20up%3A%20for%20nobody") == true)
    }

    @Test(
        "ASVS 10.5.3: a provider that is not what it must be is not used",
        arguments: [
            ["issuer": "https://accounts.elsewhere.test"], ["token_endpoint": "http://accounts.sandholme.test/token"],
            ["jwks_uri": "http://accounts.sandholme.test/keys"], ["authorization_endpoint": "javascript:alert(1)"],
            ["authorization_endpoint": "https://someone@accounts.sandholme.test/"], ["issuer": ""], ["jwks_uri": ""],
        ])
    func unfit(_ change: [String: String]) async throws {
        made.metadata = change
        let provider = try made.provider()
        do {
            _ = try await address(provider)
            Issue.record("used")
        } catch ProviderError.unfit {}
    }

    @Test("One that takes no S256, no client secret or no asymmetric signature is not used")
    func weak() async throws {
        for (name, value) in [
            ("code_challenge_methods_supported", ["plain"]), ("token_endpoint_auth_methods_supported", ["private_key_jwt"]),
            ("id_token_signing_alg_values_supported", ["HS256", "none"]),
        ] {
            made.metadata = [name: value]
            let provider = try made.provider()
            do {
                _ = try await address(provider)
                Issue.record("\(name)")
            } catch ProviderError.unfit {}
        }
    }

    @Test("ASVS 10.2.2: an answer of another provider's is not taken to this one, and one that names itself must")
    func mixedUp() async throws {
        made.says.claims["nonce"] = "n"
        #expect(try await identity(try made.provider(), named: MadeUpProvider.issuer).subject == "subject-1")
        let provider = try made.provider()
        await #expect(throws: ProviderError.token(.issuer)) { _ = try await identity(provider, named: "https://elsewhere.test") }
        #expect(made.asked("/token").count == 1, "no code of it is sent anywhere")
        made.metadata = ["authorization_response_iss_parameter_supported": true]
        let strict = try made.provider()
        await #expect(throws: ProviderError.token(.issuer)) { _ = try await identity(strict) }
    }

    @Test("One that is down, slow or refuses says so, and is asked again after a moment, not each time")
    func down() async throws {
        let provider = try made.provider()
        for status in [0, 302, 404, 500] {
            made.status = [ProviderTests.configuration: status]
            let later = ProviderTests.now + Int64(status) * 10
            do {
                _ = try await address(provider, now: later)
                Issue.record("\(status)")
            } catch ProviderError.unreachable(let why) { #expect(!why.contains("sandholme"), "nothing of the address is told") }
            let asked = made.asked.count
            await #expect(throws: ProviderError.unreachable("a moment ago")) { _ = try await address(provider, now: later + 2) }
            #expect(made.asked.count == asked)
        }
        made.status = [:]
        _ = try await address(provider, now: ProviderTests.now + 6000)
        // Known to be up a moment ago: not asked again within the minute.
        let asked = made.asked.count
        _ = try await address(provider, now: ProviderTests.now + 6059)
        #expect(made.asked.count == asked)
        made.status = ["/token": 400]
        await #expect(throws: ProviderError.refused) { _ = try await identity(provider, now: ProviderTests.now + 6059) }
    }

    @Test("A new key is fetched when a token names it; tokens that name none there is make us ask no more than twice a minute")
    func rotation() async throws {
        made.says.claims["nonce"] = "n"
        let provider = try made.provider()
        _ = try await identity(provider)
        #expect(try await identity(provider).subject == "subject-1" && made.asked("/keys").count == 1, "kept")
        made.keys = [try MadeUpProvider.rsaKey(named: "second", other: true)]
        (made.says.header["kid"], made.says.signer) = ("second", .otherRSA)
        await #expect(throws: ProviderError.token(.key)) { _ = try await identity(provider, now: ProviderTests.now + 29) }
        #expect(made.asked("/keys").count == 1)
        #expect(try await identity(provider, now: ProviderTests.now + 30).subject == "subject-1")
        made.says.header["kid"] = "never"
        for later in [31, 45, 59] as [Int64] {
            await #expect(throws: ProviderError.token(.key)) { _ = try await identity(provider, now: ProviderTests.now + later) }
        }
        #expect(made.asked("/keys").count == 2)
    }

    @Test(
        "ASVS 12.3.1: addresses are https, or of this machine; nothing hides in them",
        arguments: [
            ("https://a.test", true), ("https://a.test/b?c=d", true), ("http://localhost:8080", true), ("http://127.0.0.1:1/x", true),
            ("http://[::1]:80/", true), ("http://a.test", false), ("http://127.0.0.1.a.test", false), ("http://localhost@a.test", false),
            ("https://a@b.test", false), ("https://a.test/#b", false), ("https://", false), ("ftp://a.test", false),
            ("https://a.test/\r\nX: y", false), ("https://a.test/ b", false), ("https://ä.test", false), ("javascript:alert(1)", false),
            ("//a.test", false), ("", false),
        ])
    func guarded(_ address: String, _ isTaken: Bool) {
        let made = try? ProviderSettings(issuer: address, clientID: "c", clientSecret: "s", callback: "https://w.test/back")
        #expect((made != nil) == isTaken)
    }
}
