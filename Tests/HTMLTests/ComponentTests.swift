import Foundation
import Testing

@testable import HTML

@Suite struct ComponentTests {
    let gallery = Markup(Gallery.whole("plain").text)

    @Test("every label, description and link within the page points at an id that is there")
    func idsAreThere() {
        let ids = Set(gallery.values(of: "id"))
        for name in ["for", "aria-describedby", "aria-labelledby", "list"] {
            for value in gallery.values(of: name) {
                for id in value.split(separator: " ") { #expect(ids.contains(String(id)), "\(name)=\(id)") }
            }
        }
        for link in gallery.values(of: "href") where link.hasPrefix("#") { #expect(ids.contains(String(link.dropFirst())), "\(link)") }
    }

    @Test("every control has a label and a name")
    func controlsAreLabelled() {
        let labelled = Set(gallery.all("label").compactMap { $0.attributes["for"] })
        for control in ["input", "select", "textarea"].flatMap(gallery.all) where control.attributes["type"] != "hidden" {
            #expect(labelled.contains(control.attributes["id"] ?? "none"), "\(control)")
            #expect(control.attributes["name"]?.isEmpty == false)
        }
    }

    @Test("a page has one h1, one main, a language and no inline style or script")
    func shell() {
        #expect(gallery.all("h1").count == 1)
        #expect(gallery.all("main").first?.attributes["id"] == "main-column")
        #expect(gallery.all("html").first?.attributes["lang"] == "en-GB")
        #expect(gallery.values(of: "style") == [])
        #expect(gallery.all("style").isEmpty)
        #expect(gallery.all("script").map { $0.attributes["src"] } == ["/assets/site.js?v=1"])
        #expect(!gallery.elements.flatMap(\.attributes.keys).contains { $0.hasPrefix("on") })
    }

    @Test("a wrong field says so beside itself and keeps what was typed")
    func wrongField() {
        let html = field(FieldControl(id: "born-on", label: "Date of birth", kind: .day, error: "Enter a day", value: "31/2/2011")).text
        #expect(html.contains("<label for=\"born-on\">Date of birth</label>"))
        #expect(html.contains("value=\"31/2/2011\""))
        #expect(html.contains("aria-describedby=\"born-on-hint born-on-error\""))
        #expect(html.contains("aria-invalid=\"true\""))
        #expect(html.contains("id=\"born-on-error\"><span class=\"visually-hidden\">Error: </span>Enter a day</p>"))
    }

    @Test("a text area keeps a first empty line")
    func firstLine() {
        let html = field(FieldControl(id: "notes", label: "Notes", kind: .multiline(rows: 3), value: "\nKit")).text
        #expect(html.contains(">\n\nKit</textarea>"))
    }

    @Test("the first radio carries the field's id, and the chosen one is checked")
    func radios() {
        let html = Markup(field(FieldControl(id: "outcome", label: "Outcome", kind: .radios(Gallery.choices), value: "m")).text)
        let inputs = html.all("input")
        #expect(inputs.map { $0.attributes["id"] } == ["outcome", "outcome-2"])
        #expect(inputs.map { $0.attributes["checked"] != nil } == [false, true])
        #expect(Set(inputs.map { $0.attributes["name"] }) == ["outcome"])
    }

    @Test("a value that left its list is still shown and sent")
    func retiredChoice() {
        let html = field(FieldControl(id: "place", label: "Place", kind: .choice([Choice("o", "Office")]), value: "library")).text
        #expect(html.contains("<option value=\"library\" selected>library (no longer in use)</option>"))
    }

    @Test("a password is never written back")
    func password() {
        #expect(!field(FieldControl(id: "p", label: "Password", kind: .password, value: "swordfish")).text.contains("swordfish"))
    }

    @Test("no problems, no summary; problems link to their fields")
    func summary() {
        #expect(errorSummary([]) == HTML.empty)
        let html = errorSummary([ErrorItem(field: "place", "Choose a place")]).text
        #expect(html.contains("role=\"alert\" tabindex=\"-1\""))
        #expect(html.contains("<a href=\"#place\">Choose a place</a>"))
    }

    @Test("a form that can be sent twice carries its token")
    func onceToken() {
        let html = Markup(form(action: Address("/a"), draft: Address("/drafts/a"), once: "k1", "<p>x</p>").text)
        let form = html.all("form").first?.attributes ?? [:]
        #expect(form["data-resend"] != nil)
        #expect(form["data-draft"] == "/drafts/a")
        #expect(html.all("input").first?.attributes["value"] == "k1")
        #expect(!HTMLForm.plain.contains("data-"))
    }

    @Test("a table names its columns and rows, and fills a short row")
    func tables() {
        let html = Markup(table(caption: "C", columns: [Column("A"), Column("B", isNumeric: true)], rows: [["x"]]).text)
        #expect(html.all("th").map { $0.attributes["scope"] } == ["col", "col", "row"])
        #expect(html.all("td").map { $0.attributes["class"] } == ["number"])
        #expect(table(caption: "C", columns: [Column("A")], rows: [], empty: "None yet").text == "<p class=\"none\">None yet</p>")
    }

    @Test("promise 9: a table of words is cards on a phone, with a heading at each cell, and stays a table to those who hear it")
    func cards() {
        let columns = [Column("Child"), Column("Task", isLead: true), Column("Due"), Column("Waits on"), Column("Days", isNumeric: true)]
        let html = Markup(table(caption: "C", columns: columns, rows: [["Kit", "Ring", "Today"]]).text)
        #expect(html.all("div").first?.attributes["class"] == "scroll stack")
        #expect(html.all("table").first?.attributes["role"] == "table")
        #expect(html.all("tr").allSatisfy { $0.attributes["role"] == "row" })
        #expect(html.all("th").map { $0.attributes["role"] } == Array(repeating: "columnheader", count: 5) + ["rowheader"])
        let cells = html.all("td").map(\.attributes)
        #expect(cells.allSatisfy { $0["role"] == "cell" })
        #expect(cells.map { $0["data-label"] } == [nil, "Due", "Waits on", "Days"] && cells.first?["class"] == "lead")
        // Numbers are compared down their column.
        let numbers = [Column("Year")] + ["A", "B", "C"].map { Column($0, isNumeric: true) }
        #expect(!table(caption: "C", columns: numbers, rows: [["2026", "1", "2", "3"]]).text.contains("stack"))
        #expect(table(caption: "C", columns: numbers, rows: [["2026", "1", "2", "3"]], isStacked: true).text.contains("data-label=\"A\""))
    }

    @Test("promise 9: the way to one's day stands beside the folded menu")
    func day() {
        let nav = [NavItem("My day", Address("/"), isCurrent: true), NavItem("Children", Address("/children"))]
        let html = page(title: "T", service: "S", nav: nav, main: "<h1>T</h1>").text
        #expect(html.contains("</details><a class=\"day\" href=\"/\" aria-current=\"page\">My day</a>"))
        #expect(!page(title: "T", service: "S", nav: [nav[1]], main: "<h1>T</h1>").text.contains("class=\"day\""))
    }

    @Test("a changed row says so in a word")
    func changed() {
        let rows = [
            ComparisonRow("Place", before: "A", after: "B", isChanged: true),
            ComparisonRow("Day", before: "1", after: "1", isChanged: false),
        ]
        let html = comparison(caption: "C", before: "Saved", after: "Yours", rows: rows).text
        #expect(html.split(separator: "Changed").count == 2)
        #expect(html.contains("<del>A</del>") && html.contains("<ins>B</ins>"))
    }

    @Test("pages in the middle leave gaps at both sides")
    func pages() {
        let html = Markup(pagination(page: 5, of: 12, summary: "S") { Address("/c", query: [("page", "\($0)")]) }.text)
        #expect(html.all("a").map { $0.attributes["href"] ?? "" }.map { $0.dropFirst(8) } == ["4", "1", "4", "5", "6", "12", "6"])
        #expect(html.texts.filter { $0 == "…" }.count == 2)
    }

    @Test("typed text becomes paragraphs")
    func typed() {
        #expect(paragraphs("one\r\ntwo\n\n \nthree <b>").text == "<p>one<br>two</p><p>three &lt;b&gt;</p>")
        #expect(paragraphs("  \n") == HTML.empty)
    }

    @Test("a long list shows its first rows and has the rest one press away, each row once")
    func folded() {
        func html(_ rows: Int) -> String {
            longTable(
                caption: "Tasks", columns: [Column("Task"), Column("Why", isWide: true)],
                rows: (1...rows).map { ["row \($0).", "why"] }, first: 5, name: "tasks"
            ).text
        }
        #expect(!html(8).contains("<details"), "three more are no shorter behind a fold")
        #expect(html(9).contains("Show the other 4 tasks") && html(9).contains("Tasks, the other 4"))
        for row in 1...9 { #expect(html(9).components(separatedBy: "row \(row).").count == 2) }
        #expect(html(9).contains("<th scope=\"col\" class=\"wide\">Why"))
    }

    @Test("an email link cannot carry a subject or another address")
    func email() { #expect(!emailLink("a@b?bcc=c@d").text.contains("href")) }

    @Test("a gallery is written when a path is given")
    func write() throws {
        guard let path = ProcessInfo.processInfo.environment["GALLERY"] else { return }
        let words = ProcessInfo.processInfo.environment["GALLERY_WORDS"] ?? ""
        try Gallery.whole(words).text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private enum HTMLForm { static let plain = form(action: Address("/a"), "<p>x</p>").text }
}
