import Casework
import Testing

@testable import Practice

/// Whether a query finds a child: every part met by a lookup.
private func finds(_ text: String, _ child: Child, refs: [String] = ["W123"], wide: Bool = false) -> Bool {
    let keys = Names.keys(of: child, refs: refs)
    let query = Names.query(text)
    return !query.isEmpty
        && query.parts.allSatisfy { part in (part.close + (wide ? part.wide : [])).contains { lookup in keys.contains { lookup.fits($0) } }
        }
}

private let people: [Child] = [
    ("Jan", "Kowalski"), ("Mohammed", "Hussain"), ("Aaliyah", "Begum-Choudhury"), ("Siân", "O'Connor"), ("Oluwaseun", "Adeyemi"),
    ("Kacper", "Wójcik"), ("Abdul Rahman", "Al Hassan"), ("Li", "Ng"), ("Tyler-James", "McLaughlin"), ("Zoë", "St. John"),
    ("Thị Mai", "Nguyễn"),
    ("محمد", "Khan"), ("X Æ", "Ødegaard"), ("Freya", "Featherstonehaugh"),
].map { child($0.0, $0.1, born: "2011-09-03") }

@Suite struct SearchTests {
    @Test("A child is found by the name as written, in either order, and ranks above nought", arguments: people)
    func findsItself(_ person: Child) {
        for text in [person.nameUsed, "\(person.familyName ?? ""), \(person.givenName ?? "")", person.nameUsed.uppercased()] {
            #expect(finds(text, person), "\(text)")
            #expect(Names.score(Names.query(text), against: person, ref: "W123") >= 200, "\(text)")
        }
    }

    @Test("One slip of the hand in a name of four letters or more is still found and still ranks", arguments: people)
    func slips(_ person: Child) {
        for part in Names.parts(person.familyName) + Names.parts(person.givenName) where part.count >= 4 {
            for slip in slipsOf(part) {
                #expect(finds(slip, person, wide: true), "\(slip) for \(part)")
                #expect(Names.score(Names.query(slip), against: person, ref: "") > 0, "\(slip) for \(part)")
            }
        }
    }

    @Test("Whatever a close lookup finds ranks above nought", arguments: people)
    func closeRanks(_ person: Child) {
        for other in people {
            for text in Names.parts(other.familyName) + Names.parts(other.givenName) where finds(text, person) {
                #expect(Names.score(Names.query(text), against: person, ref: "W123") > 0, "\(text) for \(person.nameUsed)")
            }
        }
    }

    @Test(
        "A reference is found by its figures alone, by their start, and whole when it has none, ranked below one as written",
        arguments: [
            ("00399", "SH-00399", 70), ("003", "SH-00399", 70), ("00399", "W00399", 70), ("SH-00399", "SH-00399", 200),
            ("sh003", "SH-00399", 90),
            ("00399", "00399", 200), ("oakmere", "OAKMERE", 70), ("OAK-MERE", "OAK-MERE", 140), ("oakmere", "OAK-MERE", 70),
        ])
    func references(_ typed: String, _ ref: String, _ points: Int) {
        let person = child("Jan", "Kowalski", born: "2011-09-03")
        #expect(finds(typed, person, refs: [ref]))
        #expect(Names.score(Names.query(typed), against: person, ref: ref) == points)
    }

    @Test("Figures from the middle of a group, or fewer than three, find no reference", arguments: ["399", "0039X", "00", "oak"])
    func noReference(_ typed: String) { #expect(!finds(typed, child("Jan", "Kowalski"), refs: ["SH-00399", "OAKMERE"])) }

    @Test(
        "Other spellings and short forms find the name",
        arguments: [
            ("Muhammad Husain", "Mohammed", "Hussain"), ("kathryn", "Catherine", "Bell"), ("Steven", "Stephen", "Bell"),
            ("Shawn", "Sean", "Bell"),
            ("Shaun", "Sean", "Bell"), ("kate bell", "Katherine", "Bell"), ("oneill", "Anna", "O'Neill"), ("o neill", "Anna", "O'Neill"),
            ("alhassan", "Sami", "Al Hassan"), ("kowal", "Jan", "Kowalski"), ("kovalsky", "Jan", "Kowalski"),
            ("Marie", "Anne-Marie", "Bell"),
            ("Rizwan", "Riswan", "Bell"),
        ])
    func spellings(_ typed: String, _ given: String, _ family: String) { #expect(finds(typed, child(given, family)), "\(typed)") }

    @Test func `The name the child uses finds the child too`() {
        let ash = child("Ashley", "Bell") { $0.knownAs = "Ash" }
        #expect(finds("ash", ash))
        #expect(finds("ziggy", child("Ashley", "Bell") { $0.knownAs = "Ziggy" }))
    }

    @Test func `A name that is quite another is not found`() {
        #expect(!finds("Patel", child("Jan", "Kowalski"), wide: true))
        #expect(!finds("Jan Patel", child("Jan", "Kowalski")))
        #expect(Names.score(Names.query("Jan Patel"), against: child("Jan", "Kowalski"), ref: "") == 0)
    }

    @Test(
        "A date of birth is read however it is typed",
        arguments: [
            "3/9/2011", "03/09/2011", "3.9.11", "03-09-11", "3 9 2011", "3 / 9 / 2011", "3 Sep 2011", "3rd September 2011",
            "3rd of September 2011",
            "Sept 3, 2011", "2011-09-03", "2011/9/3", "03092011", "030911", "20110903", "3-Sep-2011",
        ])
    func births(_ typed: String) {
        #expect(BirthDate.read(typed).first == "2011-09-03" || Names.query(typed).parts.first?.text == "2011-09-03", "\(typed)")
        #expect(Names.query(typed).parts.count == 1)
        #expect(finds(typed, child("Jan", "Kowalski", born: "2011-09-03")))
        #expect(!finds(typed, child("Jan", "Kowalski", born: "2011-09-04"), wide: true))
        #expect(finds("Jan \(typed)", child("Jan", "Kowalski", born: "2011-09-03")))
    }

    @Test("A month or a year finds those born in it", arguments: ["9/2011", "09/2011", "September 2011", "2011", "2011-09"])
    func months(_ typed: String) {
        #expect(finds(typed, child("Jan", "Kowalski", born: "2011-09-03")))
        #expect(!finds(typed, child("Jan", "Kowalski", born: "2012-10-03")))
    }

    @Test func `Day and month the other way round are found on a wide look, and rank lower`() {
        let jan = child("Jan", "Kowalski", born: "2011-09-03")
        #expect(!finds("9/3/2011", jan))
        #expect(finds("9/3/2011", jan, wide: true))
        let meant = Names.score(Names.query("3/9/2011"), against: jan, ref: "")
        let swapped = Names.score(Names.query("9/3/2011"), against: jan, ref: "")
        #expect(meant > swapped && swapped > 0)
    }

    @Test("Days that are none are not read as days", arguments: ["31/2/2011", "32/1/2011", "99/99/9999", "0/0/2011", "12345", "1/2/3/4"])
    func notDays(_ typed: String) { #expect(BirthDate.read(typed).isEmpty) }

    @Test func `A month's name that is a person's stays a name`() {
        #expect(finds("April 2011", child("April", "Bell", born: "2011-02-01")))
        #expect(finds("Jan Kowalski 2011", child("Jan", "Kowalski", born: "2011-09-03")))
    }

    @Test(
        "Numbers and references are found with or without their signs",
        arguments: ["W123", "w123", "2011/0123456A", "11/123456A", "20110123456a", "A123456789012", "943 476 5919", "9434765919", "w12"])
    func references(_ typed: String) {
        let known = child("Jan", "Kowalski") {
            $0.pncID = "2011/0123456A"
            $0.upn = "A123456789012"
            $0.nhsNumber = "943 476 5919"
        }
        #expect(finds(typed, known))
        #expect(Names.score(Names.query(typed), against: known, ref: "W123") > 0)
        #expect(!finds(typed, child("Jan", "Kowalski"), refs: ["X9"]))
    }

    @Test func `Likeness decides the order`() {
        let query = Names.query("Mohammed Hussain")
        let ranked = [
            child("Mohammed", "Hussain"), child("Muhammad", "Hussain"), child("Muhammad", "Husain"), child("Mahmood", "Hassan"),
        ].map { Names.score(query, against: $0, ref: "") }
        #expect(ranked == ranked.sorted(by: >))
        #expect(Set(ranked).count == 4, "\(ranked)")
    }

    @Test("Nothing to look for is an empty query", arguments: ["", "   ", " - ' , "])
    func nothing(_ typed: String) { #expect(Names.query(typed).isEmpty) }

    @Test func `An endless text makes a short query`() {
        #expect(Names.query(String(repeating: "ab ", count: 10_000)).parts.count <= 8)
    }

    @Test func `Every shipped line of names is folded and no name stands alone`() {
        for line in SameNames.lines {
            #expect(Names.fold(line) == line)
            #expect(Set(line.split(separator: " ")).count > 1, "\(line)")
        }
    }
}

/// Every text one slip away: a letter left out, changed, put in, or two swapped.
private func slipsOf(_ name: String) -> Set<String> {
    let letters = Array(name)
    var slips: Set<String> = []
    for i in letters.indices {
        var out = letters
        out.remove(at: i)
        slips.insert(String(out))
        var changed = letters
        changed[i] = "x"
        slips.insert(String(changed))
        var more = letters
        more.insert("x", at: i)
        slips.insert(String(more))
        if i > 0 {
            var swapped = letters
            swapped.swapAt(i, i - 1)
            slips.insert(String(swapped))
        }
    }
    return slips.subtracting([name])
}
