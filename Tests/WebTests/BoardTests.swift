import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The management board: meetings, and attendance by member and sector.
@Suite struct BoardTests {
    private let first = [
        "meeting_date": "12/5/2026", "member-1": "Ash Lowe", "sector-1": "POLICE", "seniority-1": "SENIOR", "attendance-1": "ATTENDED",
        "member-2": "Bo Field", "sector-2": "HEALTH", "attendance-2": "APOLOGIES",
    ]

    @Test(
        "S-GOV-03: attendance is written a meeting at a time, begins with last time's members, and shows by member and sector",
        arguments: Engine.available)
    func meetings(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let board = try await browser.get("/board")
            #expect(board.text.contains("No meeting is recorded in this year."))
            let form = try (try await browser.get(try board.link("Record a meeting"))).form("/board/meetings")
            let wrong = try await browser.submit(
                form, first.merging(["meeting_date": "12/5/2030", "seniority-1": "", "sector-2": ""]) { $1 })
            #expect(wrong.status == 422)
            #expect(wrong.error(beside: "meeting_date").contains("still to come"))
            #expect(wrong.error(beside: "seniority-1").contains("senior or delegated"))
            #expect(wrong.error(beside: "sector-2").contains("Choose the sector"))
            let again = try wrong.form("/board/meetings")
            #expect(again["member-1"] == "Ash Lowe" && again["attendance-2"] == "APOLOGIES", "what was typed stays")
            #expect(try await browser.submit(again, first).status == 200)
            let next = try (try await browser.get("/board/meetings/new")).form("/board/meetings")
            #expect(Set([next["member-1"], next["member-2"]]) == ["Ash Lowe", "Bo Field"] && next["attendance-1"] == "")
            let ash = next["member-1"] == "Ash Lowe" ? 1 : 2
            let saved = try await browser.submit(
                next,
                [
                    "meeting_date": "12/8/2026", "attendance-\(ash)": "DEPUTY", "seniority-\(ash)": "DELEGATED",
                    "attendance-\(3 - ash)": "ATTENDED", "seniority-\(3 - ash)": "SENIOR", "member-3": "Cy Tarn", "sector-3": "PROBATION",
                    "attendance-3": "ATTENDED", "seniority-3": "SENIOR", "new_member-3": "yes",
                ])
            #expect(saved.text.contains("The attendance is recorded."))
            let page = try await browser.get("/board")
            for words in ["Ash Lowe Police Attended Sent a deputy 1 of 2, 50% 1", "Bo Field Health Sent apologies Attended 1 of 2, 50% 0"] {
                #expect(page.section("members").contains(words), "\(words)")
            }
            #expect(page.section("members").contains("Cy Tarn Probation Attended New member 1 of 1, 100% 0"))
            #expect(
                page.section("sectors").contains("Police Senior Delegated 1 of 2")
                    && page.section("sectors").contains("Education Not recorded"))
            #expect(try await browser.get("/board?year=2025").text.contains("No meeting is recorded in this year."))
            // A year that is none is said to be none, beside the box; a file of it leads to where that is said.
            for address in ["/board?year=nonsense", "/board.csv?year=nonsense", "/board?year=20260"] {
                let none = try await browser.get(address)
                #expect(
                    none.status == 422 && none.error(beside: "year").contains("is not a year like 2026: this year is shown."), "\(address)")
            }
            #expect(try await browser.get("/board?year=2025-26").text.contains("April 2025 to March 2026"))
            // The same day again is told where it stands.
            let twice = try await browser.submit(
                try (try await browser.get("/board/meetings/new")).form("/board/meetings"),
                ["meeting_date": "12/8/2026", "attendance-1": "ABSENT"])
            #expect(twice.error(beside: "meeting_date").contains("recorded already"))
        }
    }

    @Test(
        "A line is corrected, taken out and added; whoever saves second sees what was saved first; others only read",
        arguments: Engine.available)
    func corrections(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let new = try (try await browser.get("/board/meetings/new")).form("/board/meetings")
            _ = try await browser.submit(new, first)
            // Sent a second time by a lost line, it makes nothing twice.
            _ = try await browser.submit(new, first)
            func rows() async throws -> [BoardAttendance] {
                try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(BoardAttendance.self).map(\.value) }
            }
            #expect(try await rows().count == 2)
            let mine = try (try await browser.get("/board/meetings/2026-05-12")).form("/board/meetings/2026-05-12")
            let theirs = try (try await browser.get("/board/meetings/2026-05-12")).form("/board/meetings/2026-05-12")
            let (bo, ash) = mine["member-1"] == "Bo Field" ? (1, 2) : (2, 1)
            let out = try await browser.submit(
                mine, ["member-\(bo)": "", "sector-\(bo)": "", "attendance-\(bo)": "", "attendance-\(ash)": "DEPUTY"])
            #expect(out.status == 200)
            #expect(try await rows().map(\.attendance) == ["DEPUTY"])
            let late = try await browser.submit(theirs, ["attendance-\(bo)": "ATTENDED", "seniority-\(bo)": "SENIOR"])
            #expect(late.status == 409 && late.text.contains("Someone saved this first"))
            #expect(
                late.text.contains("Saved by Service manager of Sandholme")
                    && late.text.contains("Bo Field Changed Taken out Bo Field, Health"))
            #expect(late.text.contains("Ash Lowe, Police, Sent a deputy"), "both lines, side by side")
            #expect(try late.form("/board/meetings/2026-05-12")["attendance-\(bo)"] == "ATTENDED", "what was typed stays")
            #expect(try await browser.submit(try late.form("/board/meetings/2026-05-12")).status == 200)
            #expect(try await rows().count == 2)
            // Every line taken out, the meeting is gone; the history keeps it.
            let all = try (try await browser.get("/board/meetings/2026-05-12")).form("/board/meetings/2026-05-12")
            let none = ["member-1": "", "sector-1": "", "attendance-1": "", "member-2": "", "sector-2": "", "attendance-2": ""]
            let asked = try await browser.submit(all, none)
            #expect(asked.status == 422 && asked.error(beside: "take_out_all").contains("the whole meeting would be taken out"))
            #expect(try await rows().count == 2)
            let empty = try await browser.submit(try asked.form("/board/meetings/2026-05-12"), ["take_out_all": "yes"])
            #expect(empty.status == 200 && empty.path.hasPrefix("/board") && empty.text.contains("No meeting is recorded"))
            _ = try await browser.submit(new, first)
            let reader = try await site.browser(.caseManager)
            let plain = try await reader.get("/board/meetings/2026-05-12")
            #expect(plain.forms.isEmpty && plain.text.contains("Ash Lowe Police"))
            #expect(try await reader.get("/board/meetings/new").status == 403)
            #expect(try await browser.get("/board/meetings/2026-05-13").status == 404)
            #expect(try await browser.get("/board/meetings/soon").status == 404)
        }
    }

    @Test(
        "S-GOV-03: the same name in other letters stands twice too: none of the two lines is lost unseen", arguments: Engine.available)
    func sameName(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let new = try (try await browser.get("/board/meetings/new")).form("/board/meetings")
            let both = first.merging([
                "member-2": "ash  LÖWE", "sector-2": "POLICE", "member-3": "Ash Löwe", "sector-3": "HEALTH", "attendance-3": "ABSENT",
            ]) { $1 }
            let twice = try await browser.submit(new, both.merging(["member-1": "Ash Löwe"]) { $1 })
            #expect(twice.status == 422)
            #expect(twice.error(beside: "member-2").contains("stands here twice for the same sector"))
            #expect(twice.error(beside: "member-3").isEmpty, "of another sector it is another seat")
            #expect(try twice.form("/board/meetings")["member-2"]?.contains("LÖWE") == true, "what was typed stays")
            // Nothing was written.
            #expect(try await browser.get("/board").text.contains("No meeting is recorded in this year."))
        }
    }

    @Test(
        "S-GOV-03: a member has a start and an end, whoever misses two meetings running is the chair's to raise, and who came by file stays",
        arguments: Engine.available)
    func members(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let list = try await browser.get(try (try await browser.get("/board")).link("Members"))
            #expect(list.text.contains("No member is recorded."))
            let form = try (try await browser.get(try list.link("Add a member"))).form("/board/members")
            let ash = [
                "name": "Ash Lowe", "sector": "POLICE", "agency": "Sandholme Police", "seniority": "SENIOR", "start_date": "1/6/2025",
            ]
            let wrong = try await browser.submit(form, ash.merging(["sector": "", "end_date": "1/5/2025"]) { $1 })
            #expect(wrong.status == 422 && wrong.error(beside: "sector") != "")
            #expect(try wrong.form("/board/members")["name"] == "Ash Lowe", "what was typed stays")
            let early = try await browser.submit(form, ash.merging(["end_date": "1/5/2025"]) { $1 })
            #expect(early.error(beside: "end_date").contains("cannot be before the first"))
            #expect(try await browser.submit(form, ash).text.contains("Ash Lowe Police Sandholme Police Senior 1 June 2025"))
            // The same form again is the same member; the same seat at the same time is refused.
            #expect(try await browser.submit(form, ash).status == 200)
            let anew = try (try await browser.get("/board/members/new")).form("/board/members")
            let twice = try await browser.submit(anew, ash.merging(["name": "ash  lowe", "start_date": "1/7/2026"]) { $1 })
            #expect(twice.status == 422 && twice.error(beside: "start_date").contains("from 1 June 2025 already"))
            let bo = ["name": "Bo Field", "sector": "HEALTH", "seniority": "DELEGATED", "start_date": "1/8/2026"]
            #expect(try await browser.submit(anew, bo).status == 200)

            // A meeting begins with the members of its day; somebody who was none is refused beside their name.
            let old = try await browser.get("/board/meetings/new?day=12/5/2026")
            let may = try old.form("/board/meetings")
            #expect(
                may["member-1"] == "Ash Lowe" && may["seniority-1"] == "" && may["member-2"] == ""
                    && may["meeting_date"] == "12/5/2026")
            #expect(try await browser.get("/board/meetings/new?day=soon").error(beside: "day").contains("is not a day"))
            let stranger = try await browser.submit(
                may, ["attendance-1": "ATTENDED", "member-2": "Bo Field", "sector-2": "HEALTH", "attendance-2": "ABSENT"])
            #expect(stranger.status == 422 && stranger.error(beside: "member-2").contains("was not a member on 12 May 2026"))
            // Somebody known from the meeting alone, as from a file.
            let known = ["member-2": "Cy Tarn", "sector-2": "PROBATION", "attendance-2": "ABSENT"]
            #expect(try await browser.submit(may, ["attendance-1": "APOLOGIES"].merging(known) { $1 }).status == 200)
            let august = try (try await browser.get("/board/meetings/new?day=12/8/2026")).form("/board/meetings")
            #expect((1...3).map { august["member-\($0)"] } == ["Bo Field", "Ash Lowe", "Cy Tarn"])
            // A deputy's seniority is theirs, nobody is left out unseen, and a meeting of which nothing is known is none.
            let deputy = try await browser.submit(august, ["attendance-2": "DEPUTY"])
            #expect(deputy.status == 422 && deputy.error(beside: "seniority-2").contains("senior or delegated"))
            let short = try await browser.submit(august, ["attendance-2": "ABSENT", "member-1": "", "sector-1": ""])
            #expect(short.status == 422 && short.error(beside: "meeting_date").contains("not on this form: Bo Field"))
            let empty = try await browser.submit(august, [:])
            #expect(empty.status == 422 && empty.error(beside: "attendance-1").contains("whether they came"))
            let marks = ["attendance-1": "ATTENDED", "attendance-2": "ABSENT", "member-3": "", "sector-3": ""]
            #expect(try await browser.submit(august, marks).status == 200)

            let page = try await browser.get("/board")
            let rows = page.section("members")
            for words in [
                "Ash Lowe Police Sent apologies Absent 0 of 2, 0% 0", "Bo Field Health Not a member then Attended 1 of 1, 100% 0",
                "Cy Tarn Probation Absent 0 of 1, 0% 0",
            ] { #expect(rows.contains(words), "\(words): \(rows)") }
            #expect(page.section("agencies").contains("Police Sandholme Police 0 of 2, 0% 0 of 2, 0%"))
            let raised = page.section("raise")
            #expect(raised.contains("Ash Lowe Police Sandholme Police 2 12 May 2026; 12 August 2026") && !raised.contains("Cy Tarn"))
            #expect(raised.contains("Local: no source gives a number."))
            let csv = try await browser.send("GET", try page.link("This list as a spreadsheet")).html
            #expect(csv.contains("Ash Lowe,Police,Sent apologies,Absent,0,2,0,Sandholme Police,2025-06-01,,2,Yes,,,,\n"), "\(csv)")
            #expect(csv.contains("Cy Tarn,Probation,Absent,,0,1,0,,,,,,,,,\n"), "\(csv)")
            let tile = try await browser.get("/oversight")
            #expect(
                tile.text.contains("1 board member missing meetings") || tile.text.contains("board member missing meetings 1"),
                "\(tile.text.prefix(900))")

            // Raised, they are off the manager's page until they miss another.
            let raising = try (try await browser.get(try page.link("Record that it was raised Ash Lowe"))).form("/board/raisings")
            #expect(raising["name"] == "Ash Lowe" && raising["sector"] == "POLICE" && raising["raised_on"] == "21/11/2026")
            let nobody = try await browser.submit(
                raising, ["name": "Ash Low", "raised_by": "The chair", "raised_with": "The <chief> constable"])
            #expect(nobody.status == 422 && nobody.error(beside: "name").contains("Nobody of that name"))
            #expect(try nobody.form("/board/raisings")["raised_with"] == "The <chief> constable", "what was typed stays")
            let done = try await browser.submit(raising, ["raised_by": "The chair", "raised_with": "The <chief> constable"])
            #expect(
                done.section("raise").contains("21 November 2026, by The chair with The <chief> constable: nothing said yet")
                    && !done.section("raise").contains("To be raised Record"))
            let result = try (try await browser.get(try done.link("Change what was raised on 21 November 2026"))).form("/board/raisings/")
            #expect(try await browser.submit(result, ["result": "A deputy is named."]).section("raise").contains(": A deputy is named."))
            let seen = try await browser.get("/oversight").text
            #expect(seen.contains("0 board members missing meetings") || seen.contains("board members missing meetings 0"))
            #expect(
                try await browser.send("GET", "/board.csv?year=2026").html.contains(
                    "2025-06-01,,2,,2026-11-21,The chair,The <chief> constable,A deputy is named.\n"))

            // Ended, they are nobody's to raise, and no meeting after is theirs.
            let now = try await browser.get("/board/members")
            let edit = try await browser.get(try now.link("Change or end Ash Lowe"))
            let change = try edit.form("/board/members/")
            let late = try (try await browser.get(edit.path)).form("/board/members/")
            let before = try await browser.submit(change, ["end_date": "1/7/2026"])
            #expect(before.status == 422 && before.error(beside: "end_date").contains("meeting of 12 August 2026"))
            #expect(try await browser.submit(change, ["end_date": "1/9/2026"]).text.contains("1 June 2025 1 September 2026 Ended"))
            #expect(try await browser.submit(late, ["end_date": "2/9/2026"]).status == 409)
            // A page of before still has the button.
            let person = try await site.service.person(as: .serviceManager)
            let kept = try await site.service.read(Scope(person)) { try $0.serviceRecords(BoardMember.self) }
            let ended = try #require(kept.first { $0.name == "Ash Lowe" })
            let forced = try await browser.post("/board/members/\(ended.id)/removal", [("from", String(ended.from))])
            #expect(forced.status == 422 && forced.text.contains("What they did at a meeting is written"))
            #expect(try await browser.get("/board/members").text.contains("Ash Lowe"))
            // What a meeting said may not become what a membership rules out.
            let first = try (try await browser.get("/board/meetings/2026-05-12")).form("/board/meetings/")
            let place = (1...3).first { first["member-\($0)"] == "Cy Tarn" } ?? 1
            let unlike = try await browser.submit(
                first, ["member-\(place)": "Bo Field", "sector-\(place)": "HEALTH", "attendance-\(place)": "APOLOGIES"])
            #expect(unlike.status == 422 && unlike.error(beside: "member-\(place)").contains("was not a member on 12 May 2026"))
            let after = try await browser.get("/board")
            #expect(after.section("raise").contains("Nobody.") && after.section("raise").contains("Raised before"))
            #expect(
                after.section("members").contains("Ash Lowe Police Sent apologies Absent 0 of 2"), "what was written of a meeting stays")
            // One entered in error goes.
            #expect(try await !browser.submit(try after.form("/removal")).section("raise").contains("Raised before"))
            // Before anybody's start the year has no member; as at an earlier moment nothing is offered to change.
            #expect(try await !browser.get("/board?year=2024").text.contains("Ash Lowe"))
            #expect(try await browser.get("/board/members?as_at=\(site.service.now.iso)").forms.isEmpty)
            // Taken out only while no meeting names them.
            _ = try await browser.submit(
                try (try await browser.get("/board/members/new")).form("/board/members"),
                ["name": "Di Moor", "sector": "OTHER", "start_date": "1/8/2026"])
            let mistaken = try await browser.get("/board/members")
            #expect(mistaken.forms.count == 1)
            #expect(try await !browser.submit(try mistaken.form("removal")).text.contains("Di Moor"))
            let reader = try await site.browser(.caseManager)
            #expect(try await reader.get("/board/members").forms.isEmpty)
            #expect(try await reader.get("/board/members/new").status == 403)
        }
    }
}
