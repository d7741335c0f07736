import Casework
import Records
import Reports
import Statistics
import TestSupport

/// Children who move every figure the board reads of 2026Q1, few enough for small numbers to be there.
enum FigureCast {
    static let period = "2026Q1"
    /// Nine girls cautioned, three boys with conditions; all referred before and followed by a programme.
    static let girls = ["Dot", "Eve", "Fay", "Gia", "Hal", "Ivy", "Joy", "Kim", "Liv"]
    static let boys = ["Abe", "Ben", "Cal"]

    static func fill(_ service: Service) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.population") { writer in
            var row = Population()
            (row.area, row.midYear, row.population) = ("SAN", 2025, 12_500)
            try writer.create(row)
        }
        for name in girls { try await decide(service, name, "FEMALE", "2026-05-11", "YOUTH_CAUTION") }
        for name in boys { try await decide(service, name, "MALE", "2026-04-10", "YOUTH_CONDITIONAL_CAUTION") }
        for name in ["Mo", "Ned"] { try await decide(service, name, "MALE", "2026-03-03", "YOUTH_CAUTION") }
    }

    /// A referral received 17 days before the outcome, the outcome, and a programme of 21 days, completed by all but Liv.
    static func decide(_ service: Service, _ name: String, _ sex: String, _ iso: String, _ code: String) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.decide") { writer in
            let day = Day(iso: iso) ?? .unset
            var child = Fixtures.child(name, "Larkspur")
            child.sex = sex
            let id = try writer.create(child, ref: "ref-\(name)")
            let offence = try writer.create(Fixtures.offence(on: (day - 30).iso, category: "ROBBERY"), child: id)
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.offences) = (day - 17, "OUT_OF_COURT", [offence])
            (referral.decisionDate, referral.decision) = (day, code)
            let referred = try writer.create(referral, child: id)
            var outcome = Fixtures.outcome(of: offence, on: iso, code)
            outcome.main = true
            let given = try writer.create(outcome, child: id)
            var programme = Programme()
            (programme.startDate, programme.endDate, programme.disposal) = (day, day + 21, code)
            (programme.completed, programme.offences) = (name != "Liv", [offence])
            (programme.outcome, programme.referral) = (given, referred)
            try writer.create(programme, child: id)
        }
    }

    /// Where a figure's number leads.
    static func members(_ figure: Figure, _ period: String = period, _ more: [(String, String)] = []) -> String {
        let cell = figure.by.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        let query = [("part", figure.part)] + (cell.isEmpty ? [] : [("by", cell)]) + [("period", period)] + more
        return "/figures/\(figure.measure)/members?\(String(decoding: Browser.encode(query), as: UTF8.self))"
    }
}

extension Page {
    /// The words of every link of the main column, by where it leads.
    var linked: [String: [String]] {
        Dictionary(Tag.all(in: main).filter { $0.name == "a" }.map { ($0["href"] ?? "", [Page.text(of: $0.inside)]) }, uniquingKeysWith: +)
    }

    /// The words of every cell of the tables.
    var cells: [String] { Tag.all(in: main).filter { ["td", "th"].contains($0.name) }.map { Page.text(of: $0.inside) } }
}
