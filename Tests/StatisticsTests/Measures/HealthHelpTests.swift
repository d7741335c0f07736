import Casework
import Statistics
import Testing

@Suite("KPI 4 and 5: need found, help offered and attended (S-PER-11)")
struct HealthHelpTests {
    private func found(_ files: MadeUp...) -> Asked { Asked(.mentalHealth, asked("2026Q1"), files) }
    private func numbers(_ file: MadeUp) throws -> [Double?] {
        let all = found(file)
        return try [all("headline_case_level").numerator, all("headline_case_level").denominator, all("headline_published").numerator]
    }

    @Test("KPI 4, the worked example: published 3 of 4, case level 2 of 3")
    func mentalHealth() throws {
        let all = found(
            ending("A").health(screened: "2026-02-05", offered: "2026-02-20", attended: "2026-03-01", tier: "GETTING_HELP"),
            ending("B").health(screened: "2025-11-01", attended: "2025-12-01", tier: "GETTING_RISK_SUPPORT"),
            ending("C").health(screened: "2026-02-05", identified: "2026-02-10"), ending("D").health(screened: "2026-02-05", found: false))
        #expect(try all("headline_published").value == 75 && all.refs("headline_published") == ["A", "B", "C"])
        #expect(try all.refs("headline_case_level") == ["A", "B"] && all("headline_case_level").denominator == 3)
        #expect(try all("4a").value == 75)
        #expect(try all.refs("4b") == ["B"] && all("4b").denominator == 3)
        let offered = try all("4c", by: ["tier": "GETTING_HELP", "type": "OFFERED"])
        #expect(offered.numerator == 1 && offered.denominator == 3)
        let attended = try all("4c", by: ["tier": "GETTING_HELP", "type": "ATTENDED"])
        #expect(attended.numerator == 1 && attended.denominator == 1)
        // Treatment from before counts as offered and attended (§2.5).
        #expect(try all("4c", by: ["tier": "GETTING_RISK_SUPPORT", "type": "ATTENDED"]).value == 100)
        #expect(try all("4c", by: ["type": "NOT_ATTENDED"]).numerator == 0 && all("4c", by: ["type": "NOT_ATTENDED"]).denominator == 2)
        #expect(try all("4d", by: ["order": "YOUTH_CAUTION"]).value == 75)
        let offeredByOrder = try all("4d_case_level", by: ["order": "YOUTH_CAUTION"])
        #expect(offeredByOrder.counted.map(\.ref) == ["A", "B"] && offeredByOrder.denominator == 3)
        #expect(try all.refs("4a_screened") == ["A", "B", "C", "D"] && all("4a_screened").value == 100)
    }

    @Test("KPI 5, the worked example: published 2 of 3, case level 1 of 2, offered and not attended 1 of 1")
    func substanceMisuse() throws {
        let drugs = "SUBSTANCE_MISUSE"
        let all = Asked(
            .substanceMisuse, asked("2026Q1"),
            [
                ending("A").health(drugs, screened: "2026-02-05", offered: "2026-02-20", tier: "TARGETED_INTERVENTION"),
                ending("B").health(drugs, screened: "2026-02-05", offered: "2026-02-20", tier: "NO_INTERVENTION"),
                ending("C").health(drugs, screened: nil, identified: "2026-02-05").health(screened: "2026-02-05"),
            ])
        #expect(try all.refs("headline_published") == ["A", "B"] && all("headline_published").denominator == 3)
        #expect(try all.refs("headline_case_level") == ["A"] && all("headline_case_level").denominator == 2)
        #expect(try all("5c", by: ["type": "NOT_ATTENDED"]).value == 100)
        #expect(all.figures.filter { $0.by["tier"] == "COMPLEX_CARE" }.count == 2)
    }

    @Test("§2.6: a need is found by the end of the order, however early; blank screening says nothing")
    func needs() throws {
        #expect(try numbers(ending("A").health(screened: "2019-01-01")) == [0, 1, 1])
        #expect(try numbers(ending("A").health(screened: "2026-04-30")) == [0, 1, 1])
        #expect(try numbers(ending("A").health(screened: "2026-05-01")) == [0, 0, 0])
        #expect(try numbers(ending("A").health(screened: "2026-04-01", identified: "2026-05-01")) == [0, 0, 0])
        #expect(try numbers(ending("A").health(screened: "2026-04-01", found: nil)) == [0, 0, 0])
        #expect(try numbers(ending("A").health(screened: "2026-04-01", found: nil, identified: "2026-04-02")) == [0, 1, 1])
        #expect(try numbers(ending("A").health(screened: nil, attended: "2025-01-01", tier: "GETTING_HELP")) == [0, 0, 0])
        // Found by the end, or already in treatment at the start (§2.3): screened later, either still counts.
        #expect(try numbers(ending("A").health(screened: "2026-05-01", identified: "2026-04-30")) == [0, 1, 1])
        #expect(try numbers(ending("A").health(screened: "2026-05-01", attended: "2026-02-01")) == [1, 1, 1])
        #expect(try numbers(ending("A").health(screened: "2026-05-01", attended: "2026-02-02")) == [0, 0, 0])
    }

    @Test("§2.6: an offer lies in the programme, both ends included; NO_INTERVENTION and another need's tier are none")
    func offers() throws {
        func offer(_ day: String, _ tier: String?) throws -> Bool {
            try numbers(ending("A").health(screened: "2026-01-05", offered: day, tier: tier)) == [1, 1, 1]
        }
        #expect(try offer("2026-02-01", "GETTING_ADVICE") && offer("2026-04-30", "GETTING_ADVICE"))
        #expect(try !offer("2026-01-31", "GETTING_ADVICE") && !offer("2026-05-01", "GETTING_ADVICE"))
        #expect(try !offer("2026-03-01", "NO_INTERVENTION") && !offer("2026-03-01", nil) && !offer("2026-03-01", "COMPLEX_CARE"))
        // Need and offer on one record.
        let apart = ending("A").health(screened: "2026-02-05").health(
            screened: "2026-02-05", found: false, offered: "2026-03-01", tier: "GETTING_HELP")
        #expect(try numbers(apart) == [0, 1, 1])
    }

    @Test("§2.6: in treatment before straddles the day looked at, both ends included, and makes a need of itself")
    func treatment() throws {
        func treated(_ from: String, _ to: String?) throws -> Bool {
            let file = ending("A").health(screened: "2026-01-05", found: nil, attended: from, until: to, tier: nil)
            return try found(file)("4b").numerator == 1 && numbers(file) == [1, 1, 1]
        }
        #expect(try treated("2026-02-01", "2026-02-01") && treated("2025-01-01", nil))
        #expect(try !treated("2025-01-01", "2026-01-31") && !treated("2026-02-02", nil))
    }

    @Test("§2.6: a licence's offers run from its own start, and its treatment is looked at on the day before the outcome")
    func licence() throws {
        func file(_ change: (MadeUp) -> MadeUp) -> MadeUp {
            change(
                MadeUp("A").order(
                    "p", "DETENTION_AND_TRAINING_ORDER", from: "2026-02-01", to: "2026-04-30", disposal: "DTO_LICENCE", on: "2025-10-01"))
        }
        #expect(try numbers(file { $0.health(screened: "2025-10-05", offered: "2026-01-31", tier: "GETTING_HELP") }) == [0, 1, 1])
        #expect(try numbers(file { $0.health(screened: "2025-10-05", offered: "2026-02-01", tier: "GETTING_HELP") }) == [1, 1, 1])
        #expect(try numbers(file { $0.health(screened: "2025-09-05", attended: "2025-09-30", until: "2025-09-30") }) == [1, 1, 1])
        #expect(try numbers(file { $0.health(screened: "2025-09-05", attended: "2025-10-01", until: "2025-12-01") }) == [0, 1, 1])
    }

    @Test("4c: attended need not have been offered in the order, and then no interval is given")
    func attendedUnoffered() throws {
        let figure = try found(
            ending("A").health(screened: "2025-12-05", offered: "2025-12-10", attended: "2026-03-01", tier: "GETTING_HELP"),
            ending("B").health(screened: "2026-02-05", offered: "2026-02-10", tier: "GETTING_HELP"))(
                "4c", by: ["tier": "GETTING_HELP", "type": "ATTENDED"])
        #expect(figure.counted.map(\.ref) == ["A"] && figure.members.map(\.ref) == ["B"])
        #expect(figure.value == 100 && figure.interval == nil)
    }
}
