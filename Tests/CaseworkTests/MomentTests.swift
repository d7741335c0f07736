import Testing

@testable import Casework

@Suite("Moments and links that cannot be")
struct MomentTests {
    private func read(_ text: String, _ reading: Reading, _ kind: FieldKind = .instant) -> String {
        switch kind.read(text, reading, label: "When") {
        case .success(let value): kind.write(value, .file)
        case .failure(let problem): problem.message
        }
    }

    @Test("S-DEL-01: an hour the spring takes away is refused in a form with a sentence, and read in a file as the interchange says")
    func spring() {
        let sentence = "When: there was no 01:30 on 29 March 2026, because the clocks went forward."
        #expect(read("29/3/2026 1:30", .form) == sentence)
        #expect(read("2026-03-29T01:30", .form) == sentence)
        #expect(read("2026-03-29T01:30", .file) == read("2026-03-29T01:30Z", .file))
        #expect(read("29/3/2026 00:59", .form) == "2026-03-29T00:59:00Z")
        #expect(read("29/3/2026 02:00", .form) == "2026-03-29T01:00:00Z")
        // The hour October repeats is there twice, and a moment with its offset says what it means.
        #expect(read("25/10/2026 01:30", .form) == "2026-10-25T00:30:00Z")
        #expect(read("2026-03-29T01:30:00Z", .form) == "2026-03-29T01:30:00Z")
        #expect(read("2026-07-01T09:15:30", .form) == "2026-07-01T08:15:30Z")
    }

    @Test("a link to nothing is refused, not dropped")
    func nothing() {
        let nothing = "00000000-0000-0000-0000-000000000000"
        #expect(read(nothing, .form, .link("programme")) == "When is not a record here.")
        #expect(read(nothing, .form, .links("offence")) == "When names a record that is not here.")
        #expect(read("0199aaaa-0000-7000-8000-000000000000", .form, .link("programme")) == "0199aaaa-0000-7000-8000-000000000000")
    }

    @Test("a contact before the child was born is refused at its field")
    func beforeBirth() {
        var child = Child()
        child.dateOfBirth = Day(iso: "2011-05-04")
        func problems(_ at: String) -> [String] {
            var contact = Contact()
            contact.at = Instant(at) ?? .unset
            return Contact.kind.rules.filter {
                !$0.holds(contact, RuleContext(today: Day(number: 20_600), codes: ShippedCodes.codes, child: child))
            }.map(\.field)
        }
        #expect(problems("2011-05-03T23:30") == ["at"])
        #expect(problems("2011-05-04T00:30") == [])
    }
}
