import Casework
import Records

extension Sample {
    /// A number typed into the template, and a file passed on.
    static func figures(_ writer: Writer, staff: RecordID) throws -> [String: RecordID] {
        var typed = TemplateValue()
        (typed.period, typed.cell, typed.number) = ("2026Q1", "kpi6 COMPLETED YOUTH_CAUTION total", 1)
        let value = try writer.create(typed)
        var passed = PassedFile()
        (passed.title, passed.question, passed.asAt) = ("First-time entrants", "figure=fte%20count", writer.recordedAt)
        (passed.figures, passed.about, passed.hash) = ("part,notes\n", "What,In words\n", "0")
        let file = try writer.create(passed)
        var schema = ReturnSchemaFile()
        (schema.name, schema.basis, schema.hash) = ("Schema 12", "Made up", "0")
        (schema.fromDate, schema.toDate) = (Day(iso: "2027-04-01") ?? .unset, Day(iso: "2028-03-31"))
        schema.map = #"{"name": "Schema 12", "other": "keep", "elements": {"return": {"as": "Return"}}}"#
        (schema.loadedBy, schema.loadedAt) = (staff, writer.recordedAt)
        try shared(writer)
        var receipt = ReturnReceipt()
        (receipt.period, receipt.state, receipt.onDate) = ("2026Q1", "ACCEPTED", Day(iso: "2026-07-20") ?? .unset)
        return [
            "values": value, "files": file, "schemas": try writer.create(schema), "receipts": try writer.create(receipt),
        ]
    }

    /// A region the service is in, and a report it shared.
    private static func shared(_ writer: Writer) throws {
        let today = writer.recordedAt.londonDay
        var member = RegionMember()
        (member.region, member.regionName, member.member, member.memberName) = ("WEST", "The west", "SAN", "Sandholme")
        member.joinedOn = today
        try writer.create(member)
        var report = RegionReport()
        (report.region, report.member, report.memberName, report.period) = ("WEST", "SAN", "Sandholme", "2026Q1")
        (report.asAt, report.issuedOn, report.sharedOn, report.reportHash) = (writer.recordedAt, today, today, "0")
        report.figures = """
            measure,part,by,of,from,to,number,base,value,unit,lower,upper,definition,source
            fte,count,,All,2026-04-01,2026-06-30,12,,12,count,,,2026-1,Made up

            """
        try writer.create(report)
    }
}
