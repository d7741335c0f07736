import Casework
import Testing

@Suite("Instants")
struct InstantTests {
    @Test(
        "The forms of RFC 3339 and PostgreSQL name one moment",
        arguments: [
            "2026-11-21T14:05:00Z", "2026-11-21T14:05:00.000Z", "2026-11-21T15:05:00+01:00", "2026-11-21T09:05:00-05:00",
            "2026-11-21 14:05:00+00",
            "2026-11-21T14:05:00.000123Z", "2026-11-21T14:05", "2026-11-21T19:35:00+0530",
        ])
    func forms(text: String) { #expect(Instant(text)?.iso == "2026-11-21T14:05:00.000Z") }

    @Test("Milliseconds are kept")
    func milliseconds() {
        #expect(Instant("2026-11-21T14:05:00.07Z")?.iso == "2026-11-21T14:05:00.070Z")
        #expect(Instant("1969-12-31T23:59:59.999Z")?.milliseconds == -1)
        #expect(Instant(milliseconds: -1).iso == "1969-12-31T23:59:59.999Z")
    }

    @Test(
        "What is not a moment is not read",
        arguments: [
            "2026-11-21", "2026-11-21T24:00Z", "2026-11-21T14:60Z", "2026-11-21T14:05:60Z", "2026-11-31T14:05Z", "2026-11-21T14:05:00.Z",
            "2026-11-21T14:05Zx",
            "2026-11-21T14:05+1", "2026-11-21T14:05+01:", "", "x",
        ])
    func refused(text: String) { #expect(Instant(text) == nil) }

    @Test(
        "London civil time is summer's from March to October",
        arguments: [
            ("2026-03-29T00:59", "2026-03-29T00:59:00.000Z"), ("2026-03-29T02:00", "2026-03-29T01:00:00.000Z"),
            ("2026-07-01T12:00", "2026-07-01T11:00:00.000Z"),
            ("2026-10-25T00:59", "2026-10-24T23:59:00.000Z"), ("2026-10-25T02:00", "2026-10-25T02:00:00.000Z"),
        ])
    func london(civil: String, utc: String) { #expect(Instant(civil)?.iso == utc) }

    @Test("Of the hour repeated in October the earlier one is meant")
    func repeatedHour() throws {
        let earlier = try #require(Instant("2026-10-25T01:30"))
        #expect(earlier.iso == "2026-10-25T00:30:00.000Z")
        #expect(earlier.londonTime == "01:30")
        #expect(Instant(milliseconds: earlier.milliseconds + 3_600_000).londonTime == "01:30")
    }

    @Test("The day in London changes an hour before UTC's in summer")
    func londonDay() throws {
        #expect(try #require(Instant("2026-07-01T23:30:00Z")).londonDay.iso == "2026-07-02")
        #expect(try #require(Instant("2026-12-01T23:30:00Z")).londonDay.iso == "2026-12-01")
    }

    @Test("A file holds a day alone for London's midnight, else the moment")
    func fileText() throws {
        #expect(try #require(Instant("2026-07-01T00:00")).fileText == "2026-07-01")
        #expect(try #require(Instant("2026-07-01T14:30")).fileText == "2026-07-01T13:30:00Z")
        for text in ["2026-07-01T00:00", "2026-10-25T01:30", "2026-11-21T14:05:00.123Z"] {
            let instant = try #require(Instant(text))
            #expect(FieldKind.instant.read(instant.fileText, .file, label: "When") == .success(.instant(instant)))
        }
    }
}
