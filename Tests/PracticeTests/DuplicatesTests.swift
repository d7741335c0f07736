import Casework
import Testing

@testable import Practice

@Suite struct DuplicatesTests {
    static let jan = child("Jan", "Kowalski", born: "2011-09-03")

    @Test(
        "Records that may be one child are likened, with the reason",
        arguments: [
            (child("Jan", "Kowalski", born: "2011-09-03"), "Same name"),
            (child("Kowalski", "Jan", born: "2011-09-03"), "Given and family name swapped"),
            (child("John", "Kowalsky", born: "2011-09-03"), "Similar name"),
            (child("Jan", "Kowalski", born: "2011-03-09"), "Day and month of birth swapped"),
            (child("Jan", "Kowalski", born: "2011-09-30"), "Dates of birth differ by one slip of the hand"),
            (child("Jan", "Kowalski", born: "2011-09-08"), "Dates of birth differ by one slip of the hand"),
            (child("Jan", "Kowalski"), "Same name"),
            (child("Jan", "Nowak", born: "2011-09-03"), "Same given name, another family name"),
        ])
    func alike(_ other: Child, _ reason: String) throws {
        let likeness = try #require(Duplicates.likeness(Self.jan, other))
        #expect(likeness.reasons.contains(reason))
    }

    @Test(
        "Others are not",
        arguments: [
            child("Jan", "Kowalski", born: "2009-05-21"), child("Zofia", "Kowalska", born: "2011-09-03"),
            child("Piotr", "Kowalski", born: "2011-09-03"),
            child("Zofia", "Patel", born: "2010-01-01"), child(nil, nil), child("Jan", "Nowak", born: "2011-03-09"),
        ])
    func unlike(_ other: Child) { #expect(Duplicates.likeness(Self.jan, other) == nil) }

    @Test func `The same number makes one child of unlike records`() throws {
        let a = child("Jan", "Kowalski", born: "2011-09-03") { $0.pncID = "2011/0123456A" }
        let b = child("Zed", "Patel", born: "2010-01-01") { $0.pncID = "11/123456a" }
        #expect(try #require(Duplicates.likeness(a, b)).reasons == ["Same PNC number"])
    }

    @Test func `Numbers that differ speak against it`() throws {
        let a = child("Jan", "Kowalski", born: "2011-09-03") { $0.upn = "A123456789012" }
        let b = child("Jan", "Kowalski", born: "2011-09-03") { $0.upn = "B123456789012" }
        let without = try #require(Duplicates.likeness(Self.jan, Self.jan)).strength
        #expect(try #require(Duplicates.likeness(a, b)).strength == without - 30)
    }

    @Test func `A withdrawn record is nobody's double`() {
        #expect(Duplicates.likeness(Self.jan, child("Jan", "Kowalski", born: "2011-09-03") { $0.deleted = true }) == nil)
    }

    @Test func `It does not matter which record comes first`() {
        let names = [
            ("Jan", "Kowalski"), ("Kowalski", "Jan"), ("Anna Ann", "Bell"), ("Anna Zed", "Bell"), ("Mohammed", "Al Hassan"),
            ("Mo", "Alhassan"),
        ]
        let births = ["2011-09-03", "2011-03-09", "2011-09-30", "2012-09-03", nil]
        let all = names.flatMap { name in births.map { child(name.0, name.1, born: $0) } }
        for a in all {
            for b in all { #expect(Duplicates.likeness(a, b) == Duplicates.likeness(b, a), "\(a.nameUsed), \(b.nameUsed)") }
        }
    }

    @Test func `A fuller likeness weighs more`() throws {
        let same = try #require(Duplicates.likeness(Self.jan, Self.jan)).strength
        let swapped = try #require(Duplicates.likeness(Self.jan, child("Jan", "Kowalski", born: "2011-03-09"))).strength
        let unknown = try #require(Duplicates.likeness(Self.jan, child("Jan", "Kowalski"))).strength
        #expect(same > swapped && swapped > unknown)
    }
}
