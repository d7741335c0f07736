import Testing

@testable import HTML

@Suite struct HTMLTests {
    let nasty = "<b a=\"1\" c='2'>&amp;"

    @Test("interpolated text is escaped and literals are not")
    func escapes() {
        let html: HTML = "<p title=\"\(nasty)\">\(nasty)</p>"
        let safe = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"
        #expect(html.text == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("markup passes through, and nothing is written for nil")
    func passes() {
        let inner: HTML = "<b>\(3)</b>"
        let missing: String? = nil
        let none: HTML? = nil
        #expect(("<p>\(inner)\(missing)\(none)\([inner, inner])</p>" as HTML).text == "<p><b>3</b><b>3</b><b>3</b></p>")
        #expect((inner + "!").text == "<b>3</b>!")
        #expect([inner, inner].joined(separator: ", ").text == "<b>3</b>, <b>3</b>")
        #expect([HTML]().joined() == HTML.empty)
    }

    @Test("text other than ASCII is kept as it is", arguments: ["Siân", "O’Neill", "日本", "👩🏽‍🦱", "", "a\u{0}b"])
    func keeps(_ text: String) { #expect(HTML(escaping: text).text == text) }

    @Test("a substring's storage is escaped as a string's is")
    func substrings() {
        let text = String(("x<y".dropFirst()))
        #expect(HTML(escaping: text).text == "&lt;y")
    }

    @Test("whatever is put into any component, no raw sign comes out")
    func noRawSigns() {
        let markup = Markup(Gallery.whole(nasty).text)
        #expect(markup.faults == [])
        // Words wrap in charts, so their lines of text may differ in number; nothing else may.
        let plain = Markup(Gallery.whole("plain").text)
        #expect(markup.elements.map(\.name).filter { $0 != "text" } == plain.elements.map(\.name).filter { $0 != "text" })
    }

    @Test("the same components hold random text of dangerous signs", arguments: 1...40)
    func random(_ seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let signs = Array("<>\"'&; =/a\n\\`{}")
        let text = String(
            (0..<12).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return signs[Int(state >> 33) % signs.count]
            })
        #expect(Markup(Gallery.whole(text).text).faults == [], "seed \(seed)")
    }
}

@Suite struct AddressTests {
    @Test("a query is encoded")
    func query() {
        let address = Address("/children", query: [("q", "A & B=ç+/?#"), ("page", "2")], fragment: "top row")
        #expect(address.path == "/children?q=A%20%26%20B%3D%C3%A7%2B%2F%3F%23&page=2#top%20row")
        #expect(Address("/children?q=1", query: [("page", "2")]).path == "/children?q=1&page=2")
        #expect(Address("/a b<\"").path == "/a%20b%3C%22")
        #expect(Address.id("contact-on").path == "#contact-on")
    }

    @Test(
        "another site is refused",
        arguments: [
            "https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)", "", "children", "/\t/example.org", "\\/x",
            "?q=1",
        ])
    func refuses(_ path: String) { #expect(Address(untrusted: path) == nil) }

    @Test("a place on this site is taken from outside")
    func takes() { #expect(Address(untrusted: "/children?q=1#due")?.path == "/children?q=1#due") }

    @Test("an address written wrong stops the program")
    func stops() async {
        await #expect(processExitsWith: .failure) { _ = Address("https://example.org") }
    }
}
