import Casework
import Testing

@testable import Demo

@Suite("The published figures beside the demo")
struct PublishedTests {
    private let rows = Sample.service.comparators.map(\.value)

    private func row(_ area: String, _ measure: String, _ label: String) -> Comparator? {
        rows.first { $0.area == area && $0.measure == measure && $0.labelPrinted == label }
    }

    @Test("every measure has a row for each of the ten areas where the document prints one, and a made-up one for Sandholme")
    func coverage() {
        let family = Sample.service.areas.map(\.value).filter { $0.type == "FAMILY" }.map(\.area)
        #expect(family.count == 10 && !family.contains("Sefton"))
        #expect(rows.allSatisfy { $0.area != "Sefton" })
        for measure in ["binary", "per_reoffender", "reoffences", "reoffenders", "cohort", "previous_offences"] {
            for area in family + ["Sandholme"] {
                #expect(rows.count { $0.measure == "reoffending.proven.\(measure)" && $0.area == area } == 2, "\(measure) \(area)")
            }
        }
        let measures = Set(rows.map(\.measure))
        #expect(
            measures.isSuperset(of: [
                "fte.rate", "fte.count", "outcomes.youth_cautions", "outcomes.referral_orders", "outcomes.youth_rehabilitation_orders",
                "custody.count", "custody.rate",
            ]))
        #expect(rows.filter { $0.area == "Sandholme" }.allSatisfy { $0.source == Sandholme.source })
    }

    @Test("rates of reoffending are reoffenders over cohort, as printed to one place")
    func ratesFollow() {
        for row in rows where row.measure == "reoffending.proven.binary" {
            guard let n = row.numerator.flatMap(Double.init), let d = row.denominator.flatMap(Double.init),
                let printed = row.valuePrinted.flatMap(Double.init)
            else {
                Issue.record("\(row.area) has no figure")
                continue
            }
            #expect(abs(n / d * 100 - printed) <= 0.0501, "\(row.area)")
        }
    }

    @Test("single cells are as the tables print them")
    func cells() {
        #expect(row("Darlington", "fte.rate", "2020")?.valuePrinted == "282")
        #expect(row("Darlington", "fte.rate", "2020")?.denominator == "10432")
        #expect(row("Family average", "fte.rate", "2019")?.valuePrinted == "116")
        #expect(row("Swansea", "fte.rate", "2019") == nil)
        #expect(row("Bridgend", "reoffending.proven.per_reoffender", "April 2018 to March 2019")?.valuePrinted == "9.1")
        #expect(row("Wigan", "custody.count", "2020/21")?.numerator == "13")
        #expect(row("Lancashire", "outcomes.referral_orders", "2019/20")?.valuePrinted == "100")
    }

    @Test("references of the service's own rows are each used once")
    func references() {
        let service = Sample.service
        let refs =
            service.areas.map(\.ref) + service.populations.map(\.ref) + service.comparators.map(\.ref) + service.postcodes.map(\.ref)
            + service.staff.flatMap { [$0.ref, $0.holdingRef] }
        #expect(Set(refs).count == refs.count)
    }

    @Test("services of any size and length are sound", arguments: [(0, 1), (1, 1), (39, 1), (45, 1), (400, 2), (700, 8)])
    func anySize(children: Int, years: Int) {
        let service = DemoService.make(children: children, years: years, seed: UInt64(children), through: Sample.through - 400)
        #expect(service.children.count == children)
        for child in service.children {
            let context = RuleContext(today: service.options.through, codes: ShippedCodes.codes, child: child.child)
            for record in child.records { #expect(problems(record.record, context).isEmpty, "\(record.ref) \(text(record.record))") }
        }
    }

    @Test("S-PER-12: offences of England and Wales are as the plan prints them: numbers add up, rates follow, and no days are invented")
    func offences() {
        let found = rows.filter { $0.measure == "offences" }
        #expect(found.count == 12 && found.allSatisfy { $0.area == "England and Wales" && $0.periodStart == nil && $0.periodEnd == nil })
        let numbers = found.compactMap { $0.numerator.flatMap(Int.init) }
        #expect(numbers.dropLast().reduce(0, +) == numbers.last && numbers.last == 38_518)
        for row in found {
            let rate = (row.numerator.flatMap(Double.init) ?? 0) / 5_466_338 * 100_000
            #expect(row.valuePrinted == String(Int(rate.rounded())), "\(row.labelPrinted ?? "")")
        }
        #expect(Sample.service.areas.contains { $0.value.area == "England and Wales" && $0.value.type == "NATION" })
    }
}
