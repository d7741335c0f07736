import Testing

@testable import Statistics

@Suite("Published tables: the Wirral inspection")
struct BenchmarkWirralTests {
    /// The band a whole percentage falls in by the printed rules; nil between two bands.
    private func band(_ percent: Double, rule: String = "key_question_band_percent") throws -> String? {
        try PublishedTable("wirral-scoring-rules").rows("rule", rule)
            .first { try $0.number("min") <= percent && percent <= $0.number("max") }?.text("label")
    }

    private func lowestKeyQuestion(_ standard: String) throws -> Double {
        try #require(try PublishedTable("wirral-key-questions").rows("standard", standard).map { try $0.number("percent_yes") }.min())
    }

    @Test("The lowest key question's band is the printed rating in six of the seven case standards; 3.1's 45 % was raised a band")
    func lowestBand() throws {
        let ratings = try PublishedTable("wirral-ratings")
        var differing: [String] = []
        let standards = ["2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"]
        for standard in standards {
            let printed = try ratings.row("standard", standard).text("rating")
            let rule = try #require(try band(lowestKeyQuestion(standard)))
            if rule != printed { differing.append("\(standard): \(rule) by the rule, \(printed) printed") }
        }
        #expect(differing == ["3.1: Inadequate by the rule, Requires improvement printed"])
        #expect(try lowestKeyQuestion("3.1") == 45)
    }

    @Test("Twelve scores follow from the ratings and total 23 of 36, which is Good")
    func overall() throws {
        let ratings = try PublishedTable("wirral-ratings")
        let scale = try PublishedTable("wirral-scoring-rules").rows("rule", "standard_score")
        let scored = ratings.rows.filter { $0.cells["domain"] != "Overall" && $0.optional("score") != nil }
        #expect(scored.count == 12)
        for row in scored {
            let rule = try #require(scale.first { $0.cells["label"] == row.cells["rating"] })
            #expect(try row.number("score") == rule.number("score_or_note"))
        }
        let overall = try ratings.row("domain", "Overall")
        let check = try overall.printed("score").checkTotal(of: scored.map { try $0.number("score") })
        #expect(check.finding == .follows)
        #expect(check.expected == 23)
        #expect(try band(23, rule: "overall_total") == overall.text("rating"))
        #expect(try overall.text("rating") == "Good")
    }

    @Test("The 31 interviews are 7 court, 20 out-of-court and 4 resettlement cases")
    func interviews() throws {
        let method = try PublishedTable("wirral-inspection-method")
        let cases = try [
            "Court disposals examined", "Out-of-court disposals examined (all community resolutions)",
            "Cases examined (sentenced or released 4-12 months earlier)",
        ].map { try method.row("measure", $0).number("value") }
        #expect(cases == [7, 20, 4])
        #expect(try method.row("measure", "Interviews with case managers").printed("value").checkTotal(of: cases).finding == .follows)
    }

    @Test("Twelve printed percentages take the whole sample as base where the text counts the relevant cases, as 20 % for 4 of 4")
    func denominators() throws {
        var wholeSample: [String] = []
        var otherWay: [String] = []
        for row in try PublishedTable("wirral-body-text-counts").rows {
            guard let yes = row.optional("count_yes_in_text"), let relevant = row.optional("out_of_in_text") else { continue }
            let printed = try row.printed("percent_printed_in_table")
            if share(yes, of: relevant, printed: printed).check().finding == .follows { continue }
            let name =
                "\(try row.text("standard")) \(try row.text("key_question")) \(try row.text("annexe_letter"))"
                + ": \(Int(yes)) of \(Int(relevant))"
            let sample = try row.text("standard").hasPrefix("2") ? 7.0 : 20
            if share(yes, of: sample, printed: printed).check().finding == .follows {
                wholeSample.append(name)
            } else {
                otherWay.append(name)
            }
        }
        #expect(
            wholeSample == [
                "2.4 keep other people safe a: 3 of 3", "2.4 keep other people safe d: 3 of 3", "3.1 desistance h: 4 of 4",
                "3.1 keep other people safe a: 2 of 9", "3.2 desistance g: 2 of 3", "3.2 keep the child safe a: 11 of 17",
                "3.2 keep other people safe a: 3 of 5", "3.2 keep other people safe c: 1 of 3", "3.2 keep other people safe d: 1 of 5",
                "3.3 keep the child safe a: 11 of 17", "3.3 keep other people safe a: 5 of 5", "3.3 keep other people safe b: 4 of 5",
            ])
        #expect(otherWay == ["2.3 keep other people safe a: 5 of 7"])
    }

    @Test("Seven questions that every relevant case answered Yes are printed below 100 %")
    func allRelevant() throws {
        let rows = try PublishedTable("wirral-body-text-counts").rows("count_yes_in_text", "all")
        #expect(try rows.filter { try $0.number("percent_printed_in_table") < 100 }.count == 7)
    }

    @Test("83 % comes from no number of seven cases, only from five of six; five of seven is 71 %")
    func fiveOfSix() throws {
        let rows = try PublishedTable("wirral-annexe2-case-questions").rows("percent_yes", "83")
        #expect(rows.count == 1)
        let printed = try #require(rows.first).printed("percent_yes")
        #expect((1...7).filter { !printed.wholeCounts(outOf: $0).isEmpty } == [6])
        #expect(printed.wholeCounts(outOf: 6) == [5])
        #expect(figure(71).wholeCounts(outOf: 7) == [5])
    }

    @Test("Every other percentage of Annexe 2 is the whole number of sampled cases listed beside it")
    func impliedCounts() throws {
        let rows = try PublishedTable("wirral-annexe2-case-questions").rows
        #expect(rows.count == 96)
        for row in rows {
            let cases = try row.count("cases_in_sample")
            let found = try row.printed("percent_yes").wholeCounts(outOf: cases).map { "\($0)/\(cases)" }
            #expect(found == (try row.text("implied_count").isEmpty ? [] : [try row.text("implied_count")]), "line \(row.line)")
        }
    }

    @Test("Standard 2.4 prints the letter d twice under desistance, and no other question shares a letter")
    func repeatedLetter() throws {
        let keys = try PublishedTable("wirral-annexe2-case-questions").rows.map {
            "\(try $0.text("standard")) \(try $0.text("key_question")) \(try $0.text("letter"))"
        }
        #expect(Dictionary(grouping: keys, by: { $0 }).filter { $0.value.count > 1 }.keys.sorted() == ["2.4 desistance d"])
    }

    @Test("The 0 % for enforcement rests on one relevant case and says so")
    func enforcement() throws {
        let row = try #require(
            try PublishedTable("wirral-body-text-counts").rows.first {
                $0.cells["annexe_letter"] == "h" && $0.cells["count_yes_in_text"] == "0"
            })
        let figure = share(
            try row.number("count_yes_in_text"), of: try row.number("out_of_in_text"), printed: try row.printed("percent_printed_in_table"))
        #expect(figure.check().finding == .follows)
        #expect(figure.smallNumberWarning == "Small number: it rests on 1 only.")
        #expect(try #require(figure.interval()).upper > 75)
    }

    @Test("The band table has no place for 49.5, 64.5 or 79.5 per cent", arguments: [49.5, 64.5, 79.5])
    func bandGaps(percent: Double) throws {
        #expect(try band(percent) == nil)
        #expect(try band(percent.rounded(.down)) != nil)
        #expect(try band(percent.rounded(.up)) != nil)
    }

    @Test("85 per cent is no whole number of the 21 staff who answered; 86 per cent is 18")
    func staffSurvey() throws {
        let context = try PublishedTable("wirral-context")
        let staff = try context.row("measure", "Staff survey responses").count("value")
        #expect(try context.row("measure", "Staff finding workload manageable").printed("value").wholeCounts(outOf: staff) == [])
        #expect(try context.row("measure", "Staff aware of management board activities").printed("value").wholeCounts(outOf: staff) == [18])
    }

    @Test("Offence types of the seven court cases sum to 99: three sevenths and four single cases")
    func offenceTypes() throws {
        let printed = try PublishedTable("wirral-context").rows
            .filter { $0.cells["group"]?.hasPrefix("offence types") == true }.map { try $0.printed("value") }
        #expect(printed.map { $0.wholeCounts(outOf: 7) } == [[3], [1], [1], [1], [1]])
        #expect(figure(100).checkTotal(of: printed.map(\.value)).expected == 99)
    }

    @Test("One area's first-time entrants of 2019 are 221 per 100,000 in one document and 99 in another, for one population")
    func twoDocuments() throws {
        let inspection = try #require(
            try PublishedTable("wirral-context").rows.first { $0.cells["measure"]?.hasPrefix("First-time entrant rate") == true })
        #expect(try inspection.text("area") == "Wirral YJS")
        let plan = try #require(try Sefton.firstTimeEntrants()[0].first { $0.area == "Wirral" })
        let other = Published(
            area: "Wirral", measure: plan.measure, period: plan.period, denominator: 30_158, valuePrinted: try inspection.printed("value"),
            unit: plan.unit, source: "inspection")
        let found = Published.disagreements(among: [plan, other])
        #expect(found.count == 1)
        #expect(found.first?.sentence.contains("value 99 and 221") == true)
        // 221 per 100,000 of 30,158 is 66.6 children, against 30.
        #expect((other.valuePrinted?.value ?? 0) * 30_158 / 100_000 > 66)
        #expect(plan.numerator == 30)
    }
}
