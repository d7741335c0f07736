import Casework
import Testing

@testable import Reports

/// The list of places a schema may name is what a document can have, neither more nor less.
@Suite("Places of the return")
struct ReturnPlacesTests {
    private static let day = Day(iso: "2026-04-10") ?? .unset

    /// A record with every field the return reads filled, every day the same.
    private static func full<R: RecordKind>(_ type: R.Type) -> Entry<R> {
        var value = R()
        let codes = ShippedCodes.codes
        for field in R.kind.fields {
            let filling: Value =
                switch field.kind {
                case .text, .longText: .text("25")
                case .day: .day(day)
                case .instant: .instant(Instant(day: day, milliseconds: 0))
                case .number(let range): .number(range.lowerBound)
                case .flag: .flag(true)
                case .code(let list), .codes(let list): .text(codes.all(list).first?.token ?? "25")
                case .link(let kind): .id(id(kind))
                case .links(let kind): .ids([id(kind)])
                case .secret: .none
                }
            _ = field.set(&value, filling)
        }
        return Entry(id: id(R.kind.name), ref: R.kind.name, value: value)
    }

    private static func id(_ kind: String) -> RecordID { ids[kind] ?? .unset }
    private static let ids = Dictionary(
        uniqueKeysWithValues: allKinds.enumerated().map { ($1.name, RecordID.new(at: Instant(milliseconds: Int64($0)))) })

    private static var file: CaseFile {
        var child = full(Child.self).value
        (child.deleted, child.dateOfBirth) = (nil, Day(iso: "2011-03-09"))
        var file = CaseFile(child: Entry(id: id("child"), ref: "C1", value: child))
        func put<R: RecordKind>(_ type: R.Type) { file[R.self] = [full(type)] }
        for need in ReturnAsk.needs where need.kind.name != "child" { put(need.kind.type) }
        let health = ["MENTAL_HEALTH", "SUBSTANCE_MISUSE"].map { need in
            var value = full(HealthNeed.self).value
            value.need = need
            return Entry(id: id("health"), ref: need, value: value)
        }
        file[HealthNeed.self] = health
        // One that is read as a relevant court disposal or none, which the first of the list is not.
        var outcome = full(Outcome.self).value
        outcome.outcome = "REFERRAL_ORDER"
        file[Outcome.self] = [Entry(id: id("outcome"), ref: "outcome", value: outcome)]
        return file
    }

    @Test("S-PER-22: a child with every field of every record has every place of a document, and no other")
    func whole() {
        let ask = ReturnAsk(
            service: "SAN", period: FigureSetTests.period("2026Q1"), today: Day(iso: "2026-11-21") ?? .unset,
            codes: Codes(ShippedCodes.all + [CodeValue(list: "return_unit", token: "S100", label: "", basis: "Letter")]))
        let places = ReturnDocument.make(Self.file, ask, merged: ["C0"]).places(at: "return/documents/document")
        let listed = ReturnPlaces.all.filter { $0.hasPrefix("return/documents/document") }
        #expect(places.subtracting(listed).sorted() == [], "not in the list")
        #expect(listed.subtracting(places).sorted() == [], "in the list alone")
    }
}
