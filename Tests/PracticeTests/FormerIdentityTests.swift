import Casework
import Practice
import Testing

@Suite("A former identity taken out of text")
struct FormerIdentityTests {
    private var words: Redaction {
        var (former, now) = (Child(), Child())
        (former.givenName, former.familyName, former.knownAs) = ("Quillon", "Zebedith", "Quill")
        (former.dateOfBirth, former.nhsNumber, former.pncID) = (Day(iso: "2011-03-09"), "943 476 5919", "10/7654321Q")
        former.homePostcode = "ZZ9 9ZZ"
        (now.givenName, now.familyName, now.dateOfBirth, now.nhsNumber) = ("Juniper", "Thorne", Day(iso: "2011-03-12"), "111 222 3333")
        var words = Redaction()
        words.hide(former: [former, now], now: now)
        return words
    }

    @Test(
        "S-PEO-14: a former name, birth date, number or postcode goes from text however it is written; who the child is now stays",
        arguments: [
            ("Quillon Zebedith came", "[removed] came"), ("QUILLON's mother", "[removed]'s mother"), ("quill, then", "[removed], then"),
            ("file quillonzebedith.pdf", "file [removed].pdf"), ("Quillon_Zebedith.pdf", "[removed]_[removed].pdf"),
            ("born 9 March 2011", "born [removed]"), ("born 9th of March 2011.", "born [removed]."), ("09/03/2011", "[removed]"),
            ("2011-03-09", "[removed]"), ("9.3.11", "[removed]"), ("March 9, 2011", "[removed]"), ("9434765919", "[removed]"),
            ("943-476-5919", "[removed]"), ("PNC 10/7654321Q", "PNC [removed]"), ("at zz99zz", "at [removed]"),
            ("Juniper Thorne, born 12 March 2011, 111 222 3333", "Juniper Thorne, born 12 March 2011, 111 222 3333"),
            ("on 9 March 2026", "on 9 March 2026"), ("", ""),
        ])
    func cleaned(_ text: String, _ clean: String) { #expect(words.clean(text) == clean) }

    @Test("S-PEO-14: what is the same in both identities stays, and is no part of an earlier one")
    func shared() {
        var (former, now) = (Child(), Child())
        (former.givenName, former.familyName, former.dateOfBirth) = ("Juniper", "Zebedith", Day(iso: "2011-03-09"))
        (now.givenName, now.familyName, now.dateOfBirth) = ("Juniper", "Thorne", Day(iso: "2011-03-09"))
        var words = Redaction()
        words.hide(former: [former], now: now)
        #expect(words.clean("Juniper, once Juniper Zebedith, born 9 March 2011") == "Juniper, once [removed], born 9 March 2011")
        let earlier = FormerIdentity.earlier([former, now], than: now)
        #expect(earlier.map(\.field.name) == ["family_name"] && earlier.first?.values == [.text("Zebedith")])
    }
}
