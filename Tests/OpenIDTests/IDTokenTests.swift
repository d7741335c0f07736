import OpenID
import TestSupport
import Testing

/// What of an ID token is believed: sent by a provider that signs as it is told.
@Suite("ID tokens")
struct IDTokenTests {
    private static let now: Int64 = 1_795_000_000
    private let made = MadeUpProvider { IDTokenTests.now }

    private func identity(_ change: (inout MadeUpProvider.Says) -> Void = { _ in }, provider: Provider? = nil) async throws -> Identity {
        var says = made.says
        says.claims["nonce"] = "this one"
        change(&says)
        made.says = says
        let provider = try provider ?? made.provider()
        return try await provider.identity(code: "c", verifier: "v", nonce: "this one", named: nil, now: IDTokenTests.now)
    }

    private func fault(_ change: (inout MadeUpProvider.Says) -> Void) async throws -> TokenFault? {
        do {
            _ = try await identity(change)
            return nil
        } catch ProviderError.token(let fault) { return fault }
    }

    @Test("A token that holds says who it is, and by what people know the account")
    func taken() async throws {
        let plain = try await identity()
        #expect(plain == Identity(issuer: MadeUpProvider.issuer, subject: "subject-1", account: "robin.field", isStrong: false))
        let curve = try await identity {
            $0.header = ["alg": "ES256", "kid": "curve"]
            $0.signer = .p256
            $0.claims["amr"] = ["pwd", "mfa"]
            $0.claims["aud"] = ["another", MadeUpProvider.clientID]
            $0.claims["azp"] = MadeUpProvider.clientID
            $0.claims["at_hash"] = MadeUpProvider.half(of: MadeUpProvider.accessToken)
            $0.claims["preferred_username"] = ""
            $0.claims["email"] = "robin@sandholme.test\u{7}\n"
        }
        #expect(curve.isStrong && curve.account == "robin@sandholme.test")
    }

    @Test("ASVS 9.1.2: no algorithm, one with a shared key, and one the provider does not name are refused")
    func algorithm() async throws {
        for name in ["none", "None", "NONE", "HS256", "HS512", "RS1", "rs256", ""] {
            let fault = try await fault {
                $0.header["alg"] = name
                $0.signer = .nobody
            }
            #expect(fault == .algorithm, "\(name)")
        }
        made.metadata = ["id_token_signing_alg_values_supported": ["ES256"]]
        #expect(try await fault { $0.header["alg"] = "RS256" } == .algorithm)
    }

    @Test(
        "ASVS 9.1.1: the public key is no secret: a token made with it as one (key confusion) is refused, whatever sort the keys say they are"
    )
    func confusion() async throws {
        let forged = try await fault {
            $0.header["alg"] = "HS256"
            $0.signer = .hmac(MadeUpProvider.publicPEM)
        }
        #expect(forged == .algorithm)
        // Nor is a secret key a key, where a provider is so careless as to print one.
        made.keys = ["{\"kty\":\"oct\",\"kid\":\"first\",\"alg\":\"HS256\",\"k\":\"aHVzaA\"}", try MadeUpProvider.rsaKey(named: "second")]
        #expect(try await fault { $0.signer = .hmac(Array("hush".utf8)) } == .algorithm)
        #expect(try await fault { $0.header["alg"] = "RS256" } == .key)
    }

    @Test("ASVS 9.1.1: a signature that is another's, or of other words, is refused")
    func signature() async throws {
        #expect(try await fault { $0.signer = .otherRSA } == .signature)
        #expect(try await fault { $0.signer = .nobody } == .signature)
        // An RSA signature under the name of the curve's key, and the other way round.
        let crossed = try await fault {
            $0.header = ["alg": "ES256", "kid": "curve"]
            $0.signer = .rsa
        }
        #expect(crossed == .signature)
    }

    @Test(
        "ASVS 9.1.3: keys come from the provider's own address: one inside the token, unknown ones, and ones for other work are not taken")
    func key() async throws {
        let carried = try await fault {
            $0.header["kid"] = "mine"
            $0.header["jku"] = "https://elsewhere.test/keys"
            $0.signer = .otherRSA
        }
        #expect(carried == .key && !made.asked.contains { $0.address.contains("elsewhere") })
        for more in [",\"use\":\"enc\"", ",\"alg\":\"RS512\"", ",\"alg\":\"RSA-OAEP\""] {
            made.keys = [try MadeUpProvider.rsaKey(named: "first", more: more)]
            #expect(try await fault { $0.header["kid"] = "first" } == .key, "\(more)")
        }
        // Without a name a key is taken only where there is no choice.
        made.keys = [try MadeUpProvider.rsaKey(named: "first"), try MadeUpProvider.rsaKey(named: "second", other: true)]
        #expect(try await fault { $0.header["kid"] = nil } == .key)
        made.keys = [try MadeUpProvider.rsaKey(named: nil)]
        #expect(try await fault { $0.header["kid"] = nil } == .signature, "signed by the other one")
        #expect(try await fault { $0.signer = .rsa } == nil)
    }

    @Test(
        "ASVS 9.2, 10.5: what the token says is held to what was asked",
        arguments: [
            ("iss", "https://accounts.elsewhere.test", TokenFault.issuer), ("iss", MadeUpProvider.issuer + "/", .issuer),
            ("aud", "another", .audience), ("azp", "another", .authorizedParty), ("nonce", "another", .nonce), ("nonce", "", .nonce),
            ("at_hash", "bm90IHRoaXMgb25l", .accessToken), ("sub", "", .form), ("sub", String(repeating: "a", count: 256), .form),
            ("iss", "", .form), ("exp", "", .form), ("iat", "", .form),
        ])
    func claims(_ name: String, _ value: String, _ expected: TokenFault) async throws {
        #expect(try await fault { $0.claims[name] = value } == expected)
    }

    @Test("ASVS 9.2.1: a token that is over, not yet good, or made long ago or in time to come is refused; two minutes of drift are not")
    func time() async throws {
        let now = IDTokenTests.now
        let faults: [(String, Int64, TokenFault?)] = [
            ("exp", now - 61, .expired), ("exp", now - 59, nil), ("iat", now - 601, .time), ("iat", now + 61, .time),
            ("iat", now + 59, nil),
            ("nbf", now + 61, .time), ("nbf", now + 59, nil),
        ]
        for (name, value, expected) in faults {
            let right = made.says.claims
            #expect(try await fault { $0.claims[name] = value } == expected, "\(name) \(value - now)")
            made.says.claims = right
        }
    }

    @Test("A token meant for several must name this client as the one that asked")
    func party() async throws {
        #expect(try await fault { $0.claims["aud"] = ["another", MadeUpProvider.clientID] } == .authorizedParty)
    }

    @Test("What is no token at all is refused", arguments: ["", "a.b", "a.b.c.d", "e30.e30.", "....", "{}.{}.{}"])
    func form(_ text: String) async throws {
        let now = IDTokenTests.now
        let made = made
        let provider = try made.provider { request in
            guard request.address.hasSuffix("/token") else { return try await made.answer(request) }
            return LineAnswer(status: 200, body: Array("{\"id_token\":\"\(text)\"}".utf8))
        }
        await #expect(throws: ProviderError.token(.form)) {
            _ = try await provider.identity(code: "c", verifier: "v", nonce: "n", named: nil, now: now)
        }
        // One that asks for what is not understood here.
        #expect(try await fault { $0.header["crit"] = "exp" } == .form)
    }
}
