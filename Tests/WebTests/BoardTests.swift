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
            #expect(try await browser.get("/board?year=nonsense").status == 200)
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
            #expect(late.status == 409 && late.text.contains("Someone saved this meeting first"))
            #expect(try late.form("/board/meetings/2026-05-12")["attendance-\(bo)"] == "ATTENDED", "what was typed stays")
            #expect(try await browser.submit(try late.form("/board/meetings/2026-05-12")).status == 200)
            #expect(try await rows().count == 2)
            // Every line taken out, the meeting is gone; the history keeps it.
            let all = try (try await browser.get("/board/meetings/2026-05-12")).form("/board/meetings/2026-05-12")
            let empty = try await browser.submit(
                all, ["member-1": "", "sector-1": "", "attendance-1": "", "member-2": "", "sector-2": "", "attendance-2": ""])
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
}
