import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The live lists that replaced spreadsheets, taken out as spreadsheets.
@Suite struct SpreadsheetTests {
    private static let formula = "=cmd()"

    private func filled(_ site: TestSite) async throws -> MadeCase {
        let made = try await site.service.makeCase(Self.formula, "Vale")
        let worker = try await site.service.person(as: .caseManager)
        let manager = try await site.service.person(as: .teamManager)
        try await site.service.write(.wholeService(reason: "test"), action: "test.lists") { writer in
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (worker.id, "CASE_MANAGER", Day(iso: "2026-06-01") ?? .unset)
            try writer.create(allocation, child: made.child)
            var referral = Referral()
            (referral.receivedDate, referral.offences) = (Day(iso: "2026-05-12") ?? .unset, [made.offence])
            (referral.source, referral.pathway, referral.solicitorFirm) = ("POLICE", "OUT_OF_COURT", "+Firm")
            let received = try writer.create(referral, child: made.child)
            var action = Action()
            (action.what, action.owner, action.dueOn) = ("-Ring the school", manager.id, Day(iso: "2026-06-20") ?? .unset)
            try writer.create(action, child: made.child)
            var panel = Panel()
            (panel.heldOn, panel.place) = (Day(iso: "2026-06-30") ?? .unset, "@Town hall")
            var item = PanelItem()
            (item.panel, item.referral, item.state) = (try writer.create(panel), received, "LISTED")
            try writer.create(item, child: made.child)
            var seat = BoardAttendance()
            (seat.meetingDate, seat.sector, seat.member) = (Day(iso: "2026-05-12") ?? .unset, "POLICE", "@Ash Lowe")
            (seat.seniority, seat.attendance) = ("SENIOR", "ATTENDED")
            try writer.create(seat)
        }
        return made
    }

    @Test(
        "S-INF-05: every live list that replaced a spreadsheet as a spreadsheet, harmless and recorded as taken out",
        arguments: Engine.available)
    func lists(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await filled(site)
            let browser = try await site.browser(.teamManager)
            let panel = try (try await browser.get("/panels")).link("30 June 2026")
            let lists: [(page: String, head: String, holds: String?)] = [
                ("/workload", "Worker,Team,Role", nil), ("/referrals?state=all", "Child,Received,From", "'+Firm"),
                ("/referrals?view=bounced&state=all", "Child,Received,From", nil),
                ("/referrals?view=ageing&state=all", "Child,Offence,Days in all", "'=cmd() Vale"),
                ("/actions", "Child,Action,Owner", "'-Ring the school"), ("/panels", "Day,Starts,Place", "'@Town hall"),
                ("/reoffending?period=2026Q1", "Reference,Child,Index event", "'=cmd() Vale"),
                ("/oversight/late", "Child,Task,Due", "'=cmd() Vale"), ("/oversight/unseen", "Child,Work,Worker", "'=cmd() Vale"),
                ("/oversight/assessments?days=365", "Child,Work,Stage", nil),
                ("/oversight/risks", "Reference,Child,Worker", "'=cmd() Vale"),
                ("/oversight/teams", "Worker,Team,Children open", nil),
                ("/social-care", "Reference,Child,Status", "'=cmd() Vale,Nothing recorded"),
                ("/data-quality", "Reference,Child,Rule", "'=cmd() Vale"),
                ("/board", "Member,Sector,2026-05-12", "'@Ash Lowe,Police,Attended,1,1,0"),
                (panel, "Reference,Child,Received", "'=cmd() Vale,2026-05-12"),
            ]
            for (path, head, holds) in lists {
                let page = try await browser.get(path)
                let file = try await browser.send("GET", try page.link("This list as a spreadsheet"))
                #expect(file.status == 200 && file.header("Content-Type") == "text/csv; charset=utf-8", "\(path)")
                #expect(file.header("Content-Disposition")?.hasPrefix("attachment") == true, "\(path)")
                #expect(file.html.hasPrefix("\u{FEFF}" + head), "\(path): \(file.html.prefix(80))")
                if let holds { #expect(file.html.contains(holds), "\(path): \(file.html)") }
                for cell in file.html.split(whereSeparator: { ",\n".contains($0) }) {
                    #expect(!"=+-@".contains(cell.first ?? "a"), "\(path): \(cell)")
                }
                let entry = try #require(try await site.accessEntries().last)
                #expect(entry.action == "export", "\(path)")
                if holds?.contains("Vale") == true { #expect(entry.shown.contains(made.child.description), "\(path)") }
            }
        }
    }

    @Test("S-INF-05: a spreadsheet is filtered like its page and is there for whom the page is", arguments: Engine.available)
    func access(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await filled(site)
            let manager = try await site.browser(.teamManager)
            #expect(try await manager.send("GET", "/actions.csv?owner=elsewhere").html.split(separator: "\n").count == 1)
            #expect(try await manager.send("GET", "/referrals.csv?state=all&pathway=COURT").html.split(separator: "\n").count == 1)
            #expect(try await manager.send("GET", "/social-care.csv?status=CHILD_IN_NEED").html.split(separator: "\n").count == 1)
            #expect(try await manager.send("GET", "/social-care.csv?day=soon").location == "/social-care?day=soon")
            #expect(
                try await manager.send("GET", "/board.csv?year=2024").html
                    == "\u{FEFF}Member,Sector,Attended,Of,Deputies,Agency,Member from,Last day,Missed running,To be raised by the chair,Raised on,By,With whom,What came of it\n"
            )
            let whole = try await manager.send("GET", "/data-quality.csv").html.split(separator: "\n")
            let some = try await manager.send("GET", "/data-quality.csv?rule=offence_category").html.split(separator: "\n")
            #expect(some.count == 2 && whole.count > 2, "\(whole)")
            let worker = try await site.browser(.caseManager)
            for path in ["/workload.csv", "/oversight/late.csv", "/oversight/unseen.csv", "/oversight/assessments.csv"] {
                #expect(try await worker.send("GET", path).status == 403, "\(path)")
            }
            let partner = try await site.browser(.panelPartner)
            for path in ["/actions.csv", "/social-care.csv", "/data-quality.csv", "/board.csv"] {
                #expect(try await partner.send("GET", path).status == 403, "\(path)")
            }
            #expect(try await site.browser(.deliveryWorker).send("GET", "/reoffending.csv").status == 403)
        }
    }
}
