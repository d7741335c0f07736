import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Days that cannot be, refused where they are typed, with what was typed kept.
@Suite struct ImpossibleDayTests {
    @Test("S-REF-06: no outcome before its offence, whichever of the two days is typed", arguments: Engine.available)
    func outcomeOrder(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/outcomes/new?offence=\(made.offence)")).form("/outcomes")
            let refused = try await browser.submit(form, ["outcome": "REFERRAL_ORDER", "outcome_date": "1/1/2026"])
            #expect(refused.status == 422)
            #expect(refused.error(beside: "outcome_date") == "The outcome cannot come before the offence, on 2 May 2026.")
            let again = try refused.form("/outcomes")
            #expect(again["outcome_date"] == "1/1/2026" && again["outcome"] == "REFERRAL_ORDER")
            #expect(try await browser.submit(again, ["outcome_date": "2/5/2026"]).status == 200)
            let offence = try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences")
            let moved = try await browser.submit(offence, ["offence_date": "3/5/2026"])
            #expect(moved.status == 422)
            #expect(moved.error(beside: "offence_date") == "The offence cannot come after its outcome, on 2 May 2026.")
        }
    }

    @Test(
        "S-PER-16: a folder's outcome before its offence is taken, listed, and may be changed in what else it says",
        arguments: Engine.available)
    func importedOrder(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let files: [(name: String, bytes: [UInt8])] = [
                ("children.csv", "child_ref,given_name,family_name,date_of_birth,sex\nc1,Ann,Vale,2010-05-01,FEMALE\n"),
                ("offences.csv", "offence_ref,child_ref,offence_date,category\no1,c1,2026-06-01,ROBBERY\n"),
                ("outcomes.csv", "outcome_ref,offence_ref,outcome_date,outcome,residence\nx1,o1,2026-01-01,YOUTH_CAUTION,LOCAL\n"),
            ].map { ($0.0, Array($0.1.utf8)) }
            let report = try await Importer(site.service).stage(files, source: "folder").publish()
            #expect(report.isWhole)
            let browser = try await site.browser(.teamManager)
            let found = try await browser.get("/data-quality?rule=outcome_order")
            #expect(found.section("rules").contains("The outcome comes before its offence Refused 1"))
            #expect(
                found.section("found").contains(
                    "The outcome of 1 January 2026 comes before the offence, on 1 June 2026. One of the two dates is wrong."))
            let path = try #require(found.links.first { $0.contains("/outcomes/") }).split(separator: "?")[0]
            let form = try (try await browser.get("\(path)")).form("/outcomes")
            #expect(try await browser.submit(form, ["local_outcome": "Caution"]).status == 200)
        }
    }

    @Test(
        "S-REF-06: an arrest, interview or charge to come, and days before the child was born, are refused", arguments: Engine.available)
    func days(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            func refused(_ kind: String, _ values: [String: String], beside field: String) async throws -> String {
                let form = try (try await browser.get("/children/\(made.child)/\(kind)/new")).form("/\(kind)")
                let page = try await browser.submit(form, values)
                #expect(page.status == 422, "\(kind) \(values)")
                return page.error(beside: field)
            }
            for (field, word) in [("arrest_date", "arrest"), ("interview_date", "interview"), ("charge_date", "charge")] {
                let said = try await refused("offences", ["offence_date": "2/5/2026", field: "2/5/2037"], beside: field)
                #expect(said == "The \(word) cannot be in the future.")
            }
            #expect(
                try await refused("programmes", ["disposal": "PREVENTION", "start_date": "1/1/1990"], beside: "start_date")
                    == "The programme cannot start before the child was born.")
            #expect(
                try await refused(
                    "addresses", ["line": "1 Shore Row", "start_date": "1/1/1990", "end_date": "1/1/1991"], beside: "end_date")
                    == "The child cannot have lived there before they were born.")
            #expect(
                try await refused("alerts", ["type": "NRM", "start_date": "1/6/2026", "review_date": "1/5/2026"], beside: "review_date")
                    == "The review cannot come before the alert starts.")
        }
    }

    @Test("S-PEO-01: a date of birth of seldom an age is asked about once, and taken when it is sent again", arguments: Engine.available)
    func unusualAge(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/new")).form("/children")
            let asked = try await browser.submit(form, ["given_name": "Kit", "family_name": "Marsh", "date_of_birth": "3/9/1950"])
            #expect(asked.status == 422)
            #expect(asked.error(beside: "date_of_birth").contains("years old today. Put the date right or, if it is so, save again."))
            #expect(try await site.service.childCount() == 0)
            let other = try await browser.submit(try asked.form("/children"), ["date_of_birth": "3/9/1951"])
            #expect(other.status == 422, "another odd date is another question")
            let saved = try await browser.submit(try other.form("/children"))
            #expect(saved.status == 200 && saved.text.contains("Kit Marsh"))
        }
    }

    @Test("S-PEO-01: the form that added a child, sent again with something else typed, loses nothing of it", arguments: Engine.available)
    func resent(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/new")).form("/children")
            let typed = ["given_name": "Kit", "family_name": "Marsh", "date_of_birth": "3/9/2011"]
            #expect(try await browser.submit(form, typed).status == 200)
            #expect(try await browser.submit(form, typed).status == 200, "the same twice is one child")
            let again = try await browser.submit(form, typed.merging(["known_as": "Kitty"]) { $1 })
            #expect(again.status == 409 && again.text.contains("This form was already saved"))
            let change = try again.form("/children/")
            #expect(change["known_as"] == "Kitty" && change["given_name"] == "Kit")
            #expect(try await browser.submit(change).text.contains("Kitty"))
            #expect(try await site.service.childCount() == 1)
        }
    }

    @Test(
        "S-DEL-09: a day of the chronology's filter that is none is said, and nothing shown as if it were the answer",
        arguments: Engine.available)
    func filter(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let path = "/children/\(made.child)/chronology"
            let page = try await browser.get("\(path)?from=32/1/2026&to=x")
            #expect(page.status == 422 && page.errorSummary.map(\.field) == ["from", "to"])
            #expect(page.error(beside: "from") == "“32/1/2026” is not a day. Type it like 30/6/2026.")
            #expect(page.html.contains("value=\"32/1/2026\"") && !page.main.contains("/contacts/\(made.contact)"))
            #expect(try await browser.get("\(path)?from=2/5/2026&to=1/5/2026").errorSummary.map(\.field) == ["to"])
            #expect(try await browser.get("\(path)?from=2/5/2026&to=").status == 200)
        }
    }
}
