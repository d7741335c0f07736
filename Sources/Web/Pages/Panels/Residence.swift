import Casework
import HTML
import Records

/// Whose child it is decides whether an outcome counts here (S-PEO-05): the care status knows, so the outcome's form begins with it.
enum Residence {
    /// The care status that says the child is another authority's, placed here on a day.
    static func other(_ reader: Reader, child: RecordID, on day: Day) throws -> Stored<Care>? {
        try reader.records(Care.self, child: child).first { $0.value.isActive(on: day) && $0.placement == "OTHER_HERE" }
    }

    static func begin(_ form: inout RecordForm<Outcome>, _ visit: Visit, _ reader: Reader, child: RecordID) throws {
        guard let care = try other(reader, child: child, on: visit.service.today) else { return }
        form.typed["residence"] = "OTHER"
        let since = care.startDate.map { ", since \($0.words)" } ?? ""
        form.sources["residence"] =
            "From the care status: another authority's child, placed here\(since). Our figures leave the outcome out."
    }
}
