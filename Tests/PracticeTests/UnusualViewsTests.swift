import Casework
import Testing

@testable import Practice

@Suite("Unusual ways of opening files")
struct UnusualViewsTests {
    private static func id(_ number: Int) -> RecordID {
        RecordID("0199aaaa-0000-7000-8000-" + String(repeating: "0", count: 12 - String(number).count) + String(number)) ?? .unset
    }
    private let worker = id(1)
    private func at(_ iso: String) -> Instant { Instant(iso) ?? .unset }
    private func view(_ child: Int, _ iso: String, ground: String = "allocated") -> FileView {
        FileView(at: at(iso), staff: worker, child: Self.id(child), ground: ground)
    }

    private func find(
        _ views: [FileView], staff: Household = Household(name: "Wren Marlow", postcode: "ZZ9 9ZZ"), children: [Int: Household] = [:],
        onDuty: Bool = false, isCasework: Bool = true, _ change: (inout UnusualThresholds) -> Void = { _ in }
    ) -> [UnusualViews] {
        var thresholds = UnusualThresholds()
        change(&thresholds)
        return UnusualViews.find(
            views, staff: [worker: staff], children: Dictionary(uniqueKeysWithValues: children.map { (Self.id($0.key), $0.value) }),
            casework: isCasework ? [worker] : [], onDuty: { _, _ in onDuty }, thresholds)
    }

    @Test("S-INF-11: a child of the worker's family name is listed however it is spelled large or small; another name is not")
    func family() {
        let children = [2: Household(familyName: "MARLOW", postcode: nil), 3: Household(familyName: "Vale", postcode: nil)]
        let found = find([view(2, "2026-11-18T10:00"), view(3, "2026-11-18T11:00"), view(2, "2026-11-18T12:00")], children: children)
        #expect(found.map(\.pattern) == [.ownFamily])
        #expect(found.first?.children == [Self.id(2)] && found.first?.views == 2)
        #expect(find([view(2, "2026-11-18T10:00")], staff: Household(familyName: nil, postcode: nil), children: children) == [])
    }

    @Test("S-INF-11: a child of the worker's postcode is listed; where none is recorded nobody is")
    func neighbours() {
        let children = [2: Household(familyName: "Vale", postcode: "zz99zz"), 3: Household(familyName: "Vale", postcode: nil)]
        let found = find([view(2, "2026-11-18T10:00"), view(3, "2026-11-18T10:01")], children: children)
        #expect(found.map(\.pattern) == [.neighbour] && found.first?.children == [Self.id(2)])
        let unknown = Household(name: "Wren Marlow", postcode: nil)
        #expect(find([view(3, "2026-11-18T10:00")], staff: unknown, children: children) == [])
    }

    @Test("S-INF-11: many files in a day are many for this person: the number set, and the share of their own usual day")
    func many() {
        func day(_ iso: String, _ count: Int) -> [FileView] { (0..<count).map { view(100 + $0, "\(iso)T10:00") } }
        let usual = day("2026-11-16", 4) + day("2026-11-17", 5)
        func found(_ count: Int, _ more: [FileView]) -> [UnusualPattern] {
            find(more + day("2026-11-18", count)) { ($0.manyFiles, $0.manyPercent) = (10, 200) }.map(\.pattern)
        }
        #expect(found(10, usual) == [.manyFiles])
        #expect(found(9, usual) == [])
        // Whoever opens nine on every day does nothing unusual with twelve.
        #expect(found(12, day("2026-11-16", 9) + day("2026-11-17", 9)) == [])
        #expect(found(10, []) == [.manyFiles])
        // The same file twenty times is one file.
        #expect(find((0..<20).map { _ in view(2, "2026-11-18T10:00") }) { $0.manyFiles = 10 } == [])
    }

    @Test("S-INF-11: evenings, nights, weekends and bank holidays are out of hours in London, but for who is on duty")
    func hours() {
        for (iso, isOut) in [
            ("2026-11-18T07:00", false), ("2026-11-18T06:59", true), ("2026-11-18T19:59", false), ("2026-11-18T20:00", true),
            ("2026-11-21T11:00", true), ("2026-12-25T11:00", true),
            // London is an hour ahead in summer.
            ("2026-07-15T19:30", true), ("2026-07-15T06:30", false),
        ] {
            let utc = Instant(iso + ":00Z") ?? .unset
            let found = find([FileView(at: utc, staff: worker, child: Self.id(2), ground: "allocated")])
            #expect(found.map(\.pattern) == (isOut ? [.outOfHours] : []), "\(iso)")
            #expect(find([FileView(at: utc, staff: worker, child: Self.id(2), ground: "allocated")], onDuty: true) == [], "\(iso)")
        }
    }

    @Test("S-INF-11: files without a tie to the child are listed from the number set, for casework only")
    func withoutTie() {
        let views = (0..<5).map { view(100 + $0, "2026-11-18T10:00", ground: "role") } + [view(300, "2026-11-18T10:00")]
        let found = find(views) { $0.withoutTie = 5 }
        #expect(found.map(\.pattern) == [.noTie] && found.first?.children.count == 5)
        #expect(find(views) { $0.withoutTie = 6 } == [])
        #expect(find(views, isCasework: false) { $0.withoutTie = 5 } == [])
    }
}
