import Casework
import HTML
import Records

/// Whose child it is decides whether an outcome counts here (S-PEO-05): the care status knows, so the outcome's form begins with it.
enum Residence {
    static func begin(_ form: inout RecordForm<Outcome>, _ visit: Visit, _ reader: Reader, child: RecordID) throws {
        let today = visit.service.today
        let care = try reader.records(Care.self, child: child).first { $0.value.isActive(on: today) && $0.placement == "OTHER_HERE" }
        guard let care else { return }
        form.typed["residence"] = "OTHER"
        let since = care.startDate.map { ", since \($0.words)" } ?? ""
        form.sources["residence"] =
            "From the care status: another authority's child, placed here\(since). Our figures leave the outcome out."
    }
}
