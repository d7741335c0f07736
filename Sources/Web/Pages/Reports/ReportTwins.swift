import Casework
import HTML
import Practice
import Records

/// A second report for the same days and the same readers is mostly one begun by mistake: it is asked about, and made once somebody says that it
/// is meant (S-PER-20).
struct ReportTwins: Sendable {
    /// The box that says so.
    private static let meant = "another"
    let found: [Stored<Report>]
    let isMeant: Bool

    static let none = ReportTwins(found: [], isMeant: false)
    /// Whether somebody has to say that it is meant.
    var asks: Bool { !found.isEmpty && !isMeant }

    private init(found: [Stored<Report>], isMeant: Bool) { (self.found, self.isMeant) = (found, isMeant) }

    /// - Parameter id: the report itself, once it is there: it has been asked about when it was begun, so that only readers who are named are
    ///   compared. Of a new one for nobody named nothing tells that its readers are others.
    init(of report: Report, except id: RecordID? = nil, _ visit: Visit, _ reader: Reader) throws {
        let (period, whom) = (Period(report.period), Names.fold(report.audience ?? ""))
        isMeant = visit.form[Self.meant] == "yes"
        found = try reader.serviceRecords(Report.self).filter { one in
            guard one.id != id, let its = Period(one.value.period), its.from == period?.from, its.to == period?.to else { return false }
            let theirs = Names.fold(one.value.audience ?? "")
            return id == nil ? whom.isEmpty || theirs.isEmpty || whom == theirs : !whom.isEmpty && whom == theirs
        }
    }

    /// Beside the field that made it one.
    var sentence: String {
        "There is a report for these days already, which may be for the same readers: open it, or say below that another is meant."
    }

    /// The reports that are there, over the form.
    var html: HTML {
        when(
            asks,
            alertBanner(
                "There is one already", .warning,
                list(
                    found.map { one in
                        link(to: At.report(one.id), ReportPages.title(one.value))
                            + (one.issuedOn.map { ", issued \($0.words)" } ?? ", being written")
                    })))
    }

    /// The box to tick, in the form that comes back.
    var box: HTML {
        when(
            !found.isEmpty,
            field(
                FieldControl(
                    id: Self.meant, label: "Another report for the same days and readers is meant", kind: .checkbox,
                    value: isMeant ? "yes" : "", isRequired: false)))
    }
}
