import Casework
import Practice
import Testing

@Suite("Names and addresses taken out of text")
struct RedactionTests {
    private var known: Identifying {
        var known = Identifying()
        known.own = ["Robin Vale", "Robbie Vale"]
        known.otherChildren = ["Zebedee Marlow", "Zeb Marlow", "Ash Vale", "Will Reed", "Jo Dace"]
        known.family = ["Maria Vale"]
        known.notContacted = ["Gareth O'Neill"]
        known.victims = ["Quentin Sharpe-Lodge"]
        known.addresses = ["4 Mill Row, Sandholme", "SA1 2BC"]
        known.closedAddresses = ["9 Refuge Close, Flat 2", "ZZ9 9ZZ", "7 Secret Row, 07700 900123"]
        known.numbers = ["07700 900456", "7 Secret Row, 07700 900123"]
        return known
    }

    @Test(
        "S-OOC-04: other children, victims and those not to be contacted are found whole, in part, formal or used, marked, possessed and in small letters",
        arguments: [
            ("With Zebedee Marlow and Alex.", "With another child and Alex."),
            ("with zebedee, then ZEB came", "with another child, then another child came"),
            ("Zeb's idea; the Marlows agreed", "another child's idea; the another child agreed"),
            ("He hit Quentin Sharpe-Lodge.", "He hit the victim."), ("Mr Sharpe Lodge rang", "Mr the victim rang"),
            ("Not with Gareth O’Neill or oneill", "Not with a family member or a family member"),
            ("Ash Vale hid; Robin Vale did not", "another child hid; Robin Vale did not"),
            (
                "He will go, and Will went with Jo; no ash left, jo",
                "He will go, and another child went with another child; no ash left, jo"
            ),
            ("Zébedee", "another child"), ("", ""),
            ("Josie and Billy came; Josiery did not", "Josie and another child came; Josiery did not"),
            ("Mo said so", "Mo said so"),
        ])
    func names(_ text: String, _ clean: String) {
        #expect(Redaction(known, for: PaperAudience.panel).clean(text) == clean)
    }

    @Test("S-OOC-04: a short form counts with a capital only; one that may be the child's stays, a name written down goes before a guess")
    func shortForms() {
        var known = Identifying()
        known.own = ["Alexander Vale"]
        known.otherChildren = ["Alexandra Dace", "Katie Marlow"]
        known.notContacted = ["Andrew Vale"]
        known.victims = ["Katherine Lodge"]
        let clean = Redaction(known, for: PaperAudience.panel).clean(
            "He drew a knife. Drew and Alex ran, Alexandra fell; katie saw Katherine; Kate went")
        #expect(
            clean
                == "He drew a knife. a family member and Alex ran, another child fell; another child saw the victim; the victim went")
    }

    @Test(
        "S-OOC-04: an address, its street, its postcode and a phone number go however they are written",
        arguments: [
            ("He sleeps at 9 Refuge Close now", "He sleeps at an address now"), ("near Refuge Close.", "near an address."),
            ("zz99zz or ZZ9 9ZZ", "an address or an address"), ("at 7, Secret Row", "at an address"),
            ("Lives 4 Mill Row, Sandholme", "Lives an address, Sandholme"), ("ring 07700900456", "ring a phone number"),
            ("ring +44 7700 900 123 today", "ring +a phone number today"), ("code 12345", "code 12345"),
        ])
    func addresses(_ text: String, _ clean: String) {
        #expect(Redaction(known, for: PaperAudience.panel).clean(text) == clean)
    }

    @Test(
        "S-OOC-04, S-INF-09: family is named to those who meet them, the child to all but those who sample decisions, a home where it is given"
    )
    func audiences() {
        for audience in PaperAudience.allCases {
            let clean = Redaction(known, for: audience).clean("Robbie and Maria of 4 Mill Row")
            #expect(clean.contains("Maria") == [.panel, .police].contains(audience), "\(audience)")
            #expect(clean.contains("Robbie") == (audience != .scrutiny) && !clean.contains("Mill"), "\(audience)")
        }
        for audience in SummaryAudience.allCases {
            let clean = Redaction(known, for: audience).clean("Robbie and Maria of 4 Mill Row, not 9 Refuge Close, with Zeb")
            #expect(
                clean.contains("Maria") == audience.takes(.family) && clean.contains("Mill Row") == audience.takes(.home), "\(audience)")
            #expect(!clean.contains("Refuge") && !clean.contains("Zeb"), "\(audience)")
        }
        #expect(Redaction().clean("Zeb") == "Zeb")
    }
}
