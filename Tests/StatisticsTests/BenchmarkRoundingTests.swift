import Testing

@testable import Statistics

@Suite("Published tables: what only rounding explains")
struct BenchmarkRoundingTests {
    private func roundingOnly(_ changes: [(area: String, check: FigureCheck)]) -> [String] {
        changes.filter { $0.check.finding == .roundingOnly }.map(\.area)
    }

    @Test("In Table 2 only Stockton-on-Tees' change differs from the figures shown")
    func table2() throws {
        let changes = try Sefton.changes(Sefton.rates(), table: "sefton-t02-reoffending-rate")
        #expect(roundingOnly(changes) == ["Stockton-on-Tees"])
        #expect(
            changes.first { $0.area == "Stockton-on-Tees" }?.check.sentence
                == "Printed change −0.2 percentage points follows: unrounded values give −0.175. "
                + "It differs from the table because the figures shown give −0.1: rounding only."
        )
    }

    @Test("In Table 3 only Bridgend's change differs from the figures shown: -3.7 against -3.8")
    func table3() throws {
        let changes = try Sefton.changes(Sefton.perReoffender(), table: "sefton-t03-reoffences-per-reoffender")
        #expect(roundingOnly(changes) == ["Bridgend"])
        #expect(changes.first { $0.area == "Bridgend" }?.check.sentence.contains("the figures shown give −3.8") == true)
    }

    @Test("In Table 7, whose parts are not printed, Darlington, Sefton and North Tyneside differ by what rounding can make")
    func table7() throws {
        let table = "sefton-t07-previous-offences"
        let changes = try Sefton.changes(Sefton.plain(table, unit: .ratio), table: table)
        #expect(roundingOnly(changes) == ["Darlington", "Sefton", "North Tyneside"])
        #expect(changes.filter { $0.check.finding == .follows }.count == 8)
    }

    @Test("Seven of Blackpool's year-on-year differences are not the difference of the percentages shown, all by rounding")
    func blackpoolDifferences() throws {
        let rows = try PublishedTable("blackpool-proven-offences").rows + PublishedTable("blackpool-proven-offences-detail").rows
        var differing: [String] = []
        for row in rows where row.optional("year_on_year_difference_printed") != nil {
            func year(_ column: String) throws -> Published {
                Published(
                    area: "Blackpool", measure: "share", period: .init(column), valuePrinted: try row.printed(column), unit: .percent,
                    source: "")
            }
            let change = try Change(from: year("blackpool_2020_21_percent"), to: year("blackpool_percent"))
            let check = change.check(printed: try row.printed("year_on_year_difference_printed"))
            #expect(check.finding != .doesNotFollow, "\(check.sentence)")
            if check.finding == .roundingOnly { differing.append(try row.text("offence")) }
        }
        #expect(
            differing == [
                "Burglary", "Other", "Criminal Damage", "Motoring offences", "Sexual offences", "Assault by beating",
                "Possess an offensive weapon in a public place",
            ])
    }
}
