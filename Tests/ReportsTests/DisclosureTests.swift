import Testing

@testable import Reports

@Suite("Small numbers in linked tables")
struct DisclosureTests {
    @Test("promise 8: what serious violence without a programme has more than that with one is a count too")
    func nestedBases() {
        let head = "measure,part,by,of,from,to,number,base,value,unit,lower,upper\n"
        let days = "2026-04-01,2026-06-30"
        let rows = ["kpi9,9a,,,\(days),40,60,,percent,,", "kpi9,9a_published,,,\(days),46,70,,percent,,"]
        let lines = IssuedLine.read(head + rows.joined(separator: "\n") + "\n")
        #expect(lines.count == 2)
        let rests = Set(ReaderKnowledge(["kpi9"], [lines]).rests.map(\.what))
        #expect(rests.isSuperset(of: ["kpi9 9a_published less kpi9 9a", "kpi9 9a_published base less kpi9 9a base"]))
        #expect(rests.isSuperset(of: ["kpi9 9a base less kpi9 9a", "kpi9 9a_published base less kpi9 9a_published"]))
    }

    @Test("a true 0 and 6 and more are shown, 1 to 5 are not")
    func totals() {
        #expect(Disclosure().total(0) == .number(0))
        #expect((1...5).allSatisfy { Disclosure().total($0) == .small(5) })
        #expect(Disclosure().total(6) == .number(6))
    }

    @Test("one small part hides another beside it, the smallest that leaves it open")
    func secondary() {
        #expect(Disclosure().parts([3, 20, 9, 0], of: .number(32)) == [.small(5), .number(20), .hidden, .number(0)])
        #expect(Disclosure().parts([8, 20, 9, 0], of: .number(37)) == [.number(8), .number(20), .number(9), .number(0)])
    }

    @Test("where hiding more does not help, only zeros are shown, or nothing")
    func heldBack() {
        #expect(Disclosure().parts([2, 6, 0], of: .number(8)) == [.hidden, .hidden, .number(0)])
        #expect(Disclosure().parts([1, 1, 1, 1, 1, 1], of: .number(6)) == nil)
        #expect(Disclosure().parts([1, 2], of: .small(5)) == nil)
        #expect(Disclosure().parts([2, 20], of: .number(24)) == nil, "what the parts lack of the total is a small count too")
    }

    @Test("a share of few, or all but few, is not told")
    func shares() {
        #expect(Disclosure().share(3, of: 40) == (.small(5), .number(40)))
        #expect(Disclosure().share(38, of: 40) == (.hidden, .number(40)))
        #expect(Disclosure().share(0, of: 40) == (.number(0), .number(40)))
        #expect(Disclosure().share(7, of: 8) == (.hidden, .number(8)))
        #expect(Disclosure().share(2, of: 4) == (.hidden, .small(5)))
        #expect(Disclosure().share(0, of: 0) == (.number(0), .number(0)))
        #expect(Disclosure().share(20, of: 40) == (.number(20), .number(40)))
    }

    /// Every table of up to four parts and a total of up to 22 is attacked by enumerating all tables that look the same.
    @Test("no table of parts can be solved: every hidden count could be any of 1 to 5", arguments: 2...4)
    func attackParts(width: Int) {
        for total in 6...(width == 4 ? 18 : 22) {
            let tables = vectors(width, sum: total)
            for table in tables {
                guard let shown = Disclosure().parts(table, of: .number(total)) else { continue }
                #expect(shown.filter { $0.number == nil }.count != 1, "\(table) has exactly one hidden cell")
                var possible = Array(repeating: Set<Int>(), count: width)
                for guess in tables where fits(guess, shown) {
                    for (place, value) in guess.enumerated() { possible[place].insert(value) }
                }
                for (place, value) in table.enumerated() {
                    if (1...5).contains(value) {
                        #expect(
                            possible[place].isSuperset(of: 1...5),
                            "\(table) shown as \(shown): cell \(place) is one of \(possible[place].sorted())")
                    } else if shown[place] == .number(value) {
                        #expect(value == 0 || value > 5)
                    }
                }
            }
        }
    }

    /// Someone who knows the rule as well keeps only tables the rule would have shown the same way.
    @Test("knowing the rule by heart does not tell a hidden count either", arguments: 2...4)
    func attackByRule(width: Int) {
        for total in 6...(width == 4 ? 18 : 22) {
            var looks: [[ShownCount]?: [[Int]]] = [:]
            for table in vectors(width, sum: total) { looks[Disclosure().parts(table, of: .number(total)), default: []].append(table) }
            for (shown, tables) in looks {
                for place in 0..<width where shown != nil && tables.contains(where: { (1...5).contains($0[place]) }) {
                    #expect(Set(tables.map { $0[place] }).count > 1, "\(String(describing: shown)) can only be \(tables)")
                }
            }
        }
    }

    @Test("no table of shares can be solved", arguments: [11, 16, 23])
    func attackShares(total: Int) {
        let bases = vectors(2, sum: total)
        for base in bases {
            for one in 0...base[0] {
                for other in 0...base[1] { attack([one, other], base, bases) }
            }
        }
    }

    private func attack(_ numbers: [Int], _ base: [Int], _ bases: [[Int]]) {
        let whole = Disclosure().share(numbers.reduce(0, +), of: base.reduce(0, +))
        guard let shown = Disclosure().shares(numbers, of: base, whole: whole) else { return }
        var possible = [Set<Int>(), []]
        var rest = [Set<Int>(), []]
        for guess in bases where fits(guess, shown.map(\.base)) {
            for one in 0...guess[0] where fitsLoosely(one, shown[0].number) {
                for other in 0...guess[1]
                where fitsLoosely(other, shown[1].number) && couldBe(one + other, of: guess.reduce(0, +), whole.number) {
                    for (place, value) in [one, other].enumerated() {
                        possible[place].insert(value)
                        rest[place].insert(guess[place] - value)
                    }
                }
            }
        }
        for place in 0...1 {
            if (1...5).contains(numbers[place]) {
                #expect(possible[place].isSuperset(of: 1...5), "\(numbers) of \(base), shown \(shown): \(possible[place].sorted())")
            }
            if (1...5).contains(base[place] - numbers[place]) {
                #expect(rest[place].count > 2, "\(numbers) of \(base), shown \(shown): rest \(rest[place].sorted())")
            }
        }
    }

    /// Whether a table may look like this, to a reader who knows that what is hidden beside a count said to be small is 6 or more.
    private func fits(_ table: [Int], _ shown: [ShownCount]) -> Bool {
        let least = shown.contains(.small(5)) ? 6 : 1
        return zip(table, shown).allSatisfy { value, shown in
            switch shown {
            case .number(let number): value == number
            case .small: (1...5).contains(value)
            case .hidden, .notGiven: value >= least
            }
        }
    }

    /// Numbers are held back all together, and nothing is known of one.
    private func fitsLoosely(_ value: Int, _ shown: ShownCount) -> Bool { shown.number.map { $0 == value } ?? true }

    private func couldBe(_ number: Int, of base: Int, _ shown: ShownCount) -> Bool {
        switch shown {
        case .number(let told): number == told
        case .small: (1...5).contains(number)
        // Hidden for its own sake or for what is left of the base.
        case .hidden, .notGiven: number > 0 && number < base && (base <= 10 || number > 5 && base - number <= 5)
        }
    }

    private func vectors(_ width: Int, sum: Int) -> [[Int]] {
        if width == 1 { return [[sum]] }
        return (0...sum).flatMap { first in vectors(width - 1, sum: sum - first).map { [first] + $0 } }
    }
}
