import Casework
import Practice
import Testing

@Suite struct ListingTests {
    private let places = Places(
        [("FY", "Coast"), ("FY1", "Harbour"), ("FY1 3", "Old Town"), ("FY13 ", "Hill")].map { start, locality in
            var postcode = Postcode()
            postcode.postcode = start
            postcode.locality = locality
            return postcode
        })

    private func listing(_ file: CaseFile, on iso: String = "2026-11-21") -> Listing { Listing(file, places: places, on: day(iso)) }

    @Test(
        "The longest start of a postcode that fits answers",
        arguments: [("fy1 4aa", "Harbour"), ("FY1 3AA", "Hill"), ("FY2 9ZZ", "Coast"), ("FY133AA", "Hill")])
    func places(_ postcode: String, _ locality: String) { #expect(places.place(of: postcode)?.locality == locality) }

    @Test func `A postcode of elsewhere has no place`() {
        #expect(places.place(of: "ZZ1 1ZZ") == nil)
        #expect(places.place(of: "") == nil)
        #expect(Places([]).place(of: "FY1") == nil)
    }

    @Test func `A child with no name is listed so, after all others`() {
        let row = listing(file(child(nil, nil)))
        #expect(row.name == "Name not known")
        #expect(row.sortKey > listing(file(child("Zoë", "Żuk"))).sortKey)
        #expect(listing(file(child("Zoe", "Smith"))).sortKey < listing(file(child("Adam", "Smith Jones"))).sortKey)
    }

    @Test func `Work without an end is open, else its last day counts`() {
        var file = file()
        #expect(listing(file).openUntil == nil)
        file.programme("2025-01-01", "2025-06-30")
        #expect(listing(file).openUntil == day("2025-06-30"))
        file.add(Referral()) {
            $0.receivedDate = day("2025-09-01")
            $0.closedDate = day("2025-10-01")
        }
        #expect(listing(file).openUntil == day("2025-10-01"))
        file.add(Referral()) { $0.receivedDate = day("2025-11-01") }
        #expect(listing(file).openUntil == day("2999-12-31"))
    }

    @Test func `A declined referral is no open work`() {
        var file = file()
        file.add(Referral()) {
            $0.receivedDate = day("2025-11-01")
            $0.accepted = false
        }
        #expect(listing(file).openUntil == day("2025-11-01"))
    }

    @Test func `The worker is the case manager of the day, not the next one nor another part`() {
        var file = file()
        for (staff, part, from, to) in [
            (11, "DELIVERY_WORKER", "2026-06-01", nil), (12, "CASE_MANAGER", "2026-01-01", "2026-12-31"),
            (13, "CASE_MANAGER", "2027-01-01", nil),
            (14, "VICTIM_WORKER", "2026-11-01", nil),
        ] as [(Int, String, String, String?)] {
            file.add(Allocation()) {
                $0.staff = id(staff)
                $0.part = part
                $0.startDate = day(from)
                $0.endDate = to.map { day($0) }
            }
        }
        #expect(listing(file).worker == id(12))
        #expect(listing(file).workerUntil == day("2026-12-31"))
        #expect(listing(file, on: "2027-01-01").worker == id(13))
        #expect(listing(file, on: "2025-01-01").worker != id(14))
    }

    @Test func `The address of the day gives the locality, and without one the home postcode`() {
        var file = file(child("Jan", "Kowalski") { $0.homePostcode = "FY2 1AA" })
        #expect(listing(file).locality == "Coast")
        for (postcode, from) in [("FY1 4AA", "2026-01-01"), ("FY13 4AA", "2027-01-01")] {
            file.add(HomeAddress()) {
                $0.postcode = postcode
                $0.startDate = day(from)
            }
        }
        #expect(listing(file).locality == "Harbour")
        #expect(listing(file, on: "2027-02-01").locality == "Hill")
    }

    @Test func `An appointment ahead or missed is not the last contact`() {
        var file = file()
        file.contact("2026-10-01", "ATTENDED")
        file.contact("2026-10-08", "MISSED_UNACCEPTABLE")
        file.contact("2026-12-01", nil) { $0.planned = true }
        #expect(listing(file).lastContact == day("2026-10-01"))
        file.contact("2026-10-20", nil) { $0.method = "PHONE" }
        #expect(listing(file).lastContact == day("2026-10-20"))
    }

    @Test func `Alerts keep their dates, ended ones too`() {
        var file = file()
        for (type, from, to) in [("WEAPONS", "2026-05-01", nil), ("MISSING", "2026-01-01", "2026-02-01")] as [(String, String, String?)] {
            file.add(Alert()) {
                $0.type = type
                $0.startDate = day(from)
                $0.endDate = to.map { day($0) }
            }
        }
        #expect(
            listing(file).alerts == [
                ListedAlert(type: "MISSING", from: day("2026-01-01"), to: day("2026-02-01")),
                ListedAlert(type: "WEAPONS", from: day("2026-05-01"), to: nil),
            ])
    }

    @Test func `Nothing but worker and address depends on the day`() {
        var file = file()
        file.programme("2025-01-01", "2025-06-30")
        file.contact("2026-10-01", "ATTENDED")
        #expect(listing(file, on: "2020-01-01") == listing(file, on: "2030-01-01"))
    }
}

@Suite struct MovesTests {
    private func home(_ line: String, _ from: String?, _ to: String?) -> HomeAddress {
        var address = HomeAddress()
        address.line = line
        address.startDate = from.map { day($0) }
        address.endDate = to.map { day($0) }
        return address
    }

    @Test func `Moves are one fewer than homes, a return counts, a renewed line does not`() {
        let addresses = [
            home("1 High Street", "2024-01-01", "2024-03-31"), home("Beacon House", "2024-04-01", "2024-06-30"),
            home("1 High St", "2024-07-11", nil),
        ]
        #expect(Moves.count(addresses) == 2)
        #expect(Moves.count(addresses.reversed()) == 2)
        #expect(Moves.homes(addresses).map(\.gapBefore) == [nil, 0, 10])
        #expect(Moves.count([home("1 High Street", "2024-01-01", "2024-03-31"), home("1 HIGH STREET", "2024-04-01", nil)]) == 0)
        #expect(Moves.count([]) == 0)
    }

    @Test func `A home with no known start comes first`() {
        let homes = Moves.homes([home("B", "2024-01-01", nil), home("A", nil, "2023-12-01")])
        #expect(homes.map(\.address.line) == ["A", "B"])
        #expect(homes[1].gapBefore == 30)
    }
}
