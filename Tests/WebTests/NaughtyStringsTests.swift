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
        let hasFiles: Bool
    }

    /// Forms that would end the session they are sent in.
    private static func ends(_ action: String) -> Bool {
        ["/sign-out", "/session", "/account/sessions"].contains { action.hasPrefix($0) }
    }

    /// Every form with a text box on every page, each as the first role that has it.
    private func forms(_ site: TestSite, _ made: Sample) async throws -> [Asked] {
        var found: [String: Asked] = [:]
        for role in [Role.serviceManager, .systemAdministrator, .victimWorker, .policeOfficer, .caseManager, .businessSupport, .analyst] {
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
                    guard !boxes.isEmpty else { continue }
                    let key = form.action + " " + boxes.sorted().joined(separator: " ")
                    if found[key] == nil {
                        found[key] = Asked(role: role, form: form, boxes: Set(boxes), hasFiles: tag["enctype"] == "multipart/form-data")
                    }
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    private func send(_ browser: Browser, _ asked: Asked, _ bytes: [UInt8], _ number: Int) async throws -> Page {
        let fields = asked.form.fields.map { field -> (String, [UInt8]) in
            if asked.boxes.contains(field.name) { return (field.name, bytes) }
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
    private func expectHarmless(_ page: Page, _ text: String, _ what: String) {
        #expect(page.status < 500, "\(what): \(page.status) for \(text.prefix(30))")
        // One that ends so stands before the page's own markup as well.
        if text.contains("<"), !text.hasSuffix("<"), text.count < 90 {
            #expect(!page.html.contains(text), "\(what) reflects \(text.prefix(30))")
        }
        for markup in ["<script>alert", "<img src=x", "<b>x", "' autofocus onfocus='"] {
            #expect(!page.html.contains(markup), "\(what): \(markup)")
        }
        #expect(page.header("Set-Cookie") == nil && !(page.location ?? "").contains("\n"), "\(what)")
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
            for (place, one) in asked.enumerated() {
                let browser = try await site.browser(one.role)
                for (index, bytes) in NaughtyStrings.all.enumerated() where (place + index) % step == 0 {
                    number += 1
                    sent += one.boxes.count
                    let text = NaughtyStrings.read(bytes)
                    let answer = try await send(browser, one, bytes, number)
                    expectHarmless(answer, text, one.form.action)
                    // Where it was taken, the page it leads to: the other test reads those of every string.
                    if answer.status == 303, number % 7 == 0, let next = answer.location {
                        expectHarmless(try await browser.send("GET", next), text, one.form.action)
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
            let boxes = asked.reduce(0) { $0 + $1.boxes.count }
            print(
                "Naughty strings: \(asked.count) forms × \(boxes) boxes × \(NaughtyStrings.all.count) strings, one in \(step): \(number) forms sent, \(sent) boxes filled"
            )
        }
    }

    @Test(
        "S-INF-13: what is taken is shown back as it was typed, on the record's page escaped and in its form exactly",
        arguments: Engine.available)
    func stored(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let lines = NaughtyStrings.all.filter { bytes in
                let text = NaughtyStrings.read(bytes)
                return text.count < 60 && text.unicodeScalars.count < 300 && !text.isEmpty && !text.contains { $0.isNewline }
            }
            var (taken, turn): (Int, Int) = (0, 0)
            // Kinds whose boxes are all text once the rest is filled; each string stands in each of them once, several at a time.
            let kinds: [(path: String, fixed: [String: String], boxes: [String])] = [
                ("people-around-the-child", ["relation": "MOTHER"], ["name", "contact_note", "risk_note"]),
                ("professionals", [:], ["name", "profession", "agency"]),
                ("contacts", ["at": "14/10/2025 14:30", "method": "PHONE"], ["present", "aim", "content", "risk", "childs_words"]),
                ("addresses", [:], ["line"]),
                ("offences", ["offence_date": "1/5/2026"], ["description", "place"]),
            ]
            for kind in kinds {
                let form = try (try await browser.get("/children/\(made.case.child)/\(kind.path)/new")).form("/\(kind.path)")
                for start in lines.indices {
                    turn += 1
                    var typed = kind.fixed
                    for (place, box) in kind.boxes.enumerated() {
                        typed[box] = String(decoding: lines[(start + place) % lines.count], as: UTF8.self)
                    }
                    let fields = form.filled(typed).map { ($0.0, $0.0 == "once" ? "stored-\(turn)" : $0.1) }
                    let answer = try await browser.send("POST", form.action, body: Browser.encode(fields))
                    #expect(answer.status == 303, "\(kind.path): \(answer.errorSummary.map(\.message))")
                    guard let place = answer.location?.prefix(while: { $0 != "?" }) else { continue }
                    let page = try await browser.send("GET", String(place))
                    let edit = try (try await browser.send("GET", place + "/edit")).form("/\(kind.path)/")
                    for box in kind.boxes {
                        let text = NaughtyStrings.read(Array((typed[box] ?? "").utf8))
                        expectHarmless(page, text, kind.path)
                        #expect(edit[box].map(NaughtyStrings.plain) == text, "\(kind.path) \(box)")
                        taken += 1
                    }
                }
            }
            #expect(taken > 300)
        }
    }
}
