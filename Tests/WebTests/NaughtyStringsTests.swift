import Casework
import Foundation
import Records
import TestSupport
import Testing

@testable import Web

/// Naughty strings in every text box of every form there is, over HTTP and without a browser.
@Suite struct NaughtyStringsTests {
    /// A form as a role meets it, with its boxes that take text.
    private struct Asked {
        let role: Role
        let form: PageForm
        let boxes: Set<String>
        /// Boxes a password goes into: one's own given once more, and a new one.
        let passwords: Set<String>
        let hasFiles: Bool
    }

    /// Those who meet most forms first; every role is asked.
    private static let roles: [Role] = {
        let first: [Role] = [.serviceManager, .systemAdministrator, .victimWorker, .policeOfficer, .caseManager]
        return first + Role.allCases.filter { !first.contains($0) }
    }()

    /// Forms that would end the session they are sent in.
    private static func ends(_ action: String) -> Bool {
        ["/sign-out", "/session", "/account/sessions"].contains { action.hasPrefix($0) }
    }

    /// Every form with a box to type in on every page, each as the first role that has it.
    private func forms(_ site: TestSite, _ made: Sample) async throws -> [Asked] {
        var found: [String: Asked] = [:]
        for role in Self.roles {
            let browser = try await site.browser(role)
            for route in Routes.all where route.method == .get && !route.isAPI && route.access.admits(Access(role)) {
                let page = try await browser.send("GET", made.path(route))
                guard page.status == 200, page.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
                let tags = Tag.all(in: page.html).filter { $0.name == "form" }
                for (tag, form) in zip(tags, PageForm.all(in: page.html)) where !Self.ends(form.action) {
                    let boxes = Tag.all(in: tag.inside).filter { tag in
                        tag.name == "textarea"
                            || tag.name == "input" && [nil, "text", "search", "email", "tel", "number"].contains(tag["type"])
                    }.compactMap { $0["name"] }
                    let passwords = Tag.all(in: tag.inside).filter { $0.name == "input" && $0["type"] == "password" }.compactMap {
                        $0["name"]
                    }
                    guard !(boxes + passwords).isEmpty else { continue }
                    let key = form.action + " " + (boxes + passwords).sorted().joined(separator: " ")
                    if found[key] == nil {
                        found[key] = Asked(
                            role: role, form: form, boxes: Set(boxes), passwords: Set(passwords),
                            hasFiles: tag["enctype"] == "multipart/form-data")
                    }
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    /// - Parameter intoPasswords: whether the bytes go into its boxes for passwords instead, its other boxes left as they were; otherwise one's own
    ///   password is given where it is asked for.
    private func send(_ browser: Browser, _ asked: Asked, _ bytes: [UInt8], _ number: Int, intoPasswords: Bool = false) async throws -> Page
    {
        let fields = asked.form.fields.map { field -> (String, [UInt8]) in
            if (intoPasswords ? asked.passwords : asked.boxes).contains(field.name) { return (field.name, bytes) }
            if field.name == PasswordAgain.name, asked.form.action != "/sign-in" { return (field.name, Array(testPassword.utf8)) }
            return (field.name, Array((field.name == "once" ? "naughty-\(number)" : field.value).utf8))
        }
        guard asked.form.method == "post" else {
            return try await browser.send(
                "GET", "\(asked.form.action)?\(String(decoding: NaughtyStringsTests.encode(fields), as: UTF8.self))")
        }
        guard asked.hasFiles else { return try await browser.send("POST", asked.form.action, body: Self.encode(fields)) }
        let mark = "----made-up-boundary"
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--\(mark)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8) + value + [13, 10]
        }
        return try await browser.send(
            "POST", asked.form.action, body: body + Array("--\(mark)--\r\n".utf8), type: "multipart/form-data; boundary=\(mark)")
    }

    private static func encode(_ fields: [(String, [UInt8])]) -> [UInt8] {
        func percent(_ bytes: [UInt8]) -> String {
            let digits = Array("0123456789ABCDEF")
            return bytes.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
        }
        return Array(fields.map { "\(percent(Array($0.0.utf8)))=\(percent($0.1))" }.joined(separator: "&").utf8)
    }

    /// Nothing of it stands in the page as markup of its own, or in a header.
    static func expectHarmless(_ page: Page, _ text: String, _ what: String) {
        #expect(page.status < 500, "\(what): \(page.status) for \(text.prefix(30))")
        // One that ends so stands before the page's own markup as well.
        if text.contains("<"), !text.hasSuffix("<"), text.count < 90 {
            #expect(!page.html.contains(text), "\(what) reflects \(text.prefix(30))")
        }
        for markup in ["<script>alert", "<img src=x", "<b>x", "' autofocus onfocus='"] {
            #expect(!page.html.contains(markup), "\(what): \(markup)")
        }
        // The password given once more brings a new cookie of 64 hexadecimal digits, and nothing else does.
        let cookie = page.header("Set-Cookie") ?? ""
        #expect(cookie.isEmpty || cookie.contains(/^session=[0-9a-f]{64}; Path=/), "\(what)")
        #expect(!(page.location ?? "").contains("\n"), "\(what)")
    }

    @Test(
        "S-INF-13: naughty strings in every box of every form: never a fault of ours, nothing reflected raw, and what is refused is shown back as typed"
    )
    func everyForm() async throws {
        try await withSite(Engine.available[0]) { site in
            let made = try await Sample(site)
            let asked = try await forms(site, made)
            #expect(asked.count > 80, "the walk met the forms: \(asked.count)")
            var (sent, number, lost): (Int, Int, Set<String>) = (0, 0, [])
            // One string in nine for each form, other ones for the next; WAYMARK_NAUGHTY=all sends every string to every form (some ten minutes).
            let step = ProcessInfo.processInfo.environment["WAYMARK_NAUGHTY"] == "all" ? 1 : 9
            for (place, one) in asked.enumerated() where !one.boxes.isEmpty {
                let browser = try await site.browser(one.role)
                for (index, bytes) in NaughtyStrings.all.enumerated() where (place + index) % step == 0 {
                    number += 1
                    sent += one.boxes.count
                    let text = NaughtyStrings.read(bytes)
                    let answer = try await send(browser, one, bytes, number)
                    Self.expectHarmless(answer, text, one.form.action)
                    // Where it was taken, the page it leads to: the other test reads those of every string.
                    if answer.status == 303, number % 7 == 0, let next = answer.location {
                        Self.expectHarmless(try await browser.send("GET", next), text, one.form.action)
                    }
                    guard [409, 413, 422].contains(answer.status) else { continue }
                    let action = one.form.action.prefix { $0 != "?" }
                    let back = answer.forms.filter { $0.action.prefix { $0 != "?" } == action }
                    for box in one.boxes {
                        let shown = back.compactMap { $0[box] }.map(NaughtyStrings.plain)
                        // User names know no case.
                        let kept = shown.contains(text) || action == "/sign-in" && shown.contains(text.lowercased())
                        if !kept { lost.insert("\(one.form.action) \(box): \(text.prefix(20))") }
                    }
                }
            }
            #expect(lost.isEmpty, "\(lost.count) lost what was typed: \(lost.sorted().prefix(20))")
            let (typed, boxes) = (asked.filter { !$0.boxes.isEmpty }.count, asked.reduce(0) { $0 + $1.boxes.count })
            print(
                "Naughty strings: \(typed) forms × \(boxes) boxes × \(NaughtyStrings.all.count) strings, one in \(step): \(number) forms sent, \(sent) boxes filled"
            )
        }
    }

    @Test(
        "S-INF-13: naughty strings in every box for a password: refused, never shown back, and no reason to fail")
    func everyPassword() async throws {
        try await withSite(Engine.available[0]) { site in
            let made = try await Sample(site)
            let asked = try await forms(site, made).filter { !$0.passwords.isEmpty }
            #expect(asked.count > 5, "the walk met the forms: \(asked.map(\.form.action))")
            var (sent, refused) = (0, 0)
            let step = ProcessInfo.processInfo.environment["WAYMARK_NAUGHTY"] == "all" ? 1 : 9
            for (place, one) in asked.enumerated() {
                for (index, bytes) in NaughtyStrings.all.enumerated() where (place + index) % step == 0 {
                    // Past the wait that wrong ones bring.
                    site.clock.advance(minutes: 5)
                    sent += 1
                    let answer = try await send(try await site.browser(one.role), one, bytes, sent, intoPasswords: true)
                    Self.expectHarmless(answer, NaughtyStrings.read(bytes), one.form.action)
                    #expect(answer.header("Set-Cookie") == nil, "\(one.form.action)")
                    if answer.status == 422 { refused += 1 }
                    let inputs = Tag.all(in: answer.html).filter { $0.name == "input" && $0["type"] == "password" }
                    #expect(inputs.allSatisfy { ($0["value"] ?? "").isEmpty }, "\(one.form.action) shows a password back")
                }
            }
            #expect(refused > sent / 2, "\(refused) of \(sent)")
            print(
                "Naughty passwords: \(asked.count) forms × \(NaughtyStrings.all.count) strings, one in \(step): \(sent) forms sent, \(refused) refused beside the box"
            )
        }
    }
}
