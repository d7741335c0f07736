import Casework
import Foundation
import Logging
import Records
import TestSupport
import Testing

@testable import Web

/// A site whose people may sign in at a made-up provider, and what a browser does there.
struct SingleSignOnDesk {
    let site: Site
    let test: TestSite
    let made: MadeUpProvider
    private let signing: SignInDesk
    var service: Service { test.service }

    init(_ test: TestSite, isProxied: Bool = false, log: Logger? = nil) throws {
        let clock = test.clock
        let made = MadeUpProvider { clock.now.milliseconds / 1000 }
        let single = try SingleSignOn(
            issuer: MadeUpProvider.issuer, clientID: MadeUpProvider.clientID, clientSecret: MadeUpProvider.secret,
            outside: "http://localhost:8080/", name: "Sandholme council account", by: { try await made.answer($0) })
        site = Site(
            service: test.service, isSecure: false, isProxied: isProxied, log: log ?? test.site.log,
            box: SecretBox(key: [UInt8](repeating: 9, count: 32)), passwordCost: .cheap, singleSignOn: single)
        (self.test, self.made, signing) = (test, made, SignInDesk(test))
    }

    /// Presses the button; what the browser takes to the provider.
    func begin(_ browser: Browser, from path: String = "/sign-in?to=/children") async throws -> [String: String] {
        try there(try await browser.submit(try await browser.get(path).form("/sign-in/single-sign-on")))
    }

    func there(_ page: Page) throws -> [String: String] {
        let address = try #require(page.header("Refresh")?.split(separator: "url=").last.map(String.init), "\(page.status) \(page.text)")
        #expect(address.hasPrefix(MadeUpProvider.issuer + "/authorize?") && page.html.contains("Go on to Sandholme council account"))
        let fields = try #require(URLComponents(string: address)?.queryItems)
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value ?? "") })
    }

    /// Comes back from the provider as somebody.
    func comeBack(_ browser: Browser, _ fields: [String: String], as subject: String = "subject-1", amr: [String] = []) async throws -> Page
    {
        var says = made.says
        says.claims["nonce"] = fields["nonce"] ?? ""
        says.claims["sub"] = subject
        says.claims["amr"] = amr
        made.says = says
        return try await browser.get("\(SingleSignOn.callback)?code=a-code&state=\(fields["state"] ?? "")")
    }

    func signIn(_ browser: Browser, as subject: String = "subject-1", amr: [String] = []) async throws -> Page {
        try await comeBack(browser, try await begin(browser), as: subject, amr: amr)
    }

    /// Fills the sign-in form of a page.
    func password(_ browser: Browser, _ page: Page, _ role: Role, _ password: String = testPassword) async throws -> Page {
        test.clock.advance(minutes: 1)
        let form = try #require(page.forms.first { $0.action == "/sign-in" }, "\(page.text)")
        return try await browser.submit(form, ["user": role.user, "password": password])
    }

    /// The whole of a first sign-in: the account, the password, and the link with the password again.
    @discardableResult
    func link(_ role: Role, as subject: String = "subject-1") async throws -> Browser {
        let browser = Browser(site)
        let inside = try await password(browser, try await signIn(browser, as: subject), role)
        let done = try await browser.submit(try inside.form("/account/single-sign-on"), ["password": testPassword])
        #expect(done.text.contains("Your account is linked"), "\(done.text)")
        return browser
    }

    func set(_ name: String, _ value: String) async throws { try await signing.set(name, value) }
}
