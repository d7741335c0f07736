import Casework
import Statistics
import Testing

@Suite("KPI 2: suitable education, training or work (S-PER-11, S-EHS-12)")
struct SuitableEducationTests {
    private func found(_ files: MadeUp...) -> Asked { Asked(.suitableEducation, asked("2026Q1"), files) }

    @Test("The worked example: 1 of 3 at the end, 2 of 3 at the start, attended 0 of the 1 offered 25")
    func example() throws {
        let all = found(
            ending("A").education("SCHOOL_FULL_TIME", "SUITABLE", from: "2025-09-01", offered: "25", attended: "20"),
            ending("B", outcome: "REFERRAL_ORDER", to: "2026-05-10").education("MAINSTREAM_SCHOOL", "SUITABLE", from: "2025-09-01")
                .education("MENTORING_CIRCLE", "UNKNOWN", from: "2026-03-01"),
            ending("C", to: "2026-05-20"))
        #expect(try all.refs("headline") == ["A"] && all("headline").denominator == 3)
        #expect(try all.refs("2a_start_suitable") == ["A", "B"])
        #expect(try all.refs("2a_end_unsuitable") == ["B"])
        #expect(try all("2a_change").numerator == -1)
        let full = try all("2e", by: ["hours": "25+", "moment": "end"])
        #expect(full.numerator == 0 && full.members.map(\.ref) == ["A"] && full.value == 0)
        // Offered to none in that band, attended by A: nothing to divide by.
        let middle = try all("2e", by: ["hours": "16-24", "moment": "end"])
        #expect(middle.counted.map(\.ref) == ["A"] && middle.denominator == 0 && middle.value == nil)
        #expect(try all.refs("2d", by: ["type": "MENTORING_CIRCLE", "moment": "end"]) == ["B"])
        #expect(try all("2d", by: ["type": "MENTORING_CIRCLE", "moment": "end"]).denominator == 3)
        #expect(try all("2f", by: ["order": "YOUTH_CAUTION", "moment": "end"]).members.map(\.ref) == ["A", "C"])
    }

    @Test("School age ends with the last Friday of June of the school year the child turns 16 in")
    func leaving() throws {
        // 26 June 2026 is a Friday, and the last of the month.
        func isOfSchoolAge(born: String, ended: String) throws -> Bool {
            try found(ending("A", born: born, to: ended))("2b", by: ["school_age": "yes", "moment": "end"]).denominator == 1
        }
        #expect(try isOfSchoolAge(born: "2010-01-15", ended: "2026-06-26"))
        #expect(try !isOfSchoolAge(born: "2010-01-15", ended: "2026-06-27"))
        #expect(try isOfSchoolAge(born: "2010-08-31", ended: "2026-06-26"))
        #expect(try !isOfSchoolAge(born: "2010-08-31", ended: "2026-06-30"))
        #expect(try isOfSchoolAge(born: "2010-09-01", ended: "2026-06-30"))
        #expect(try !isOfSchoolAge(born: "2009-08-31", ended: "2026-04-01"))
        // 30 June 2028 is itself a Friday.
        let file = MadeUp("A", born: "2012-02-29").order("p", "YOUTH_CAUTION", from: "2028-02-01", to: "2028-06-30")
        let asked = Asked(.suitableEducation, asked("2028Q1"), [file])
        #expect(try asked("2b", by: ["school_age": "yes", "moment": "end"]).denominator == 1)
    }

    @Test("2b: school age at the start and at the end are apart, and each is out of its own")
    func schoolAge() throws {
        let file = ending("A", born: "2009-12-01", to: "2026-06-30").education("COLLEGE", "SUITABLE", from: "2026-01-01")
        let all = found(file, ending("B", born: "2009-12-01", to: "2026-06-30"))
        #expect(try all("2b", by: ["school_age": "yes", "moment": "start"]).value == 50)
        #expect(try all("2b", by: ["school_age": "no", "moment": "start"]).denominator == 0)
        #expect(try all("2b", by: ["school_age": "no", "moment": "end"]).value == 50)
    }

    @Test("2c: full time from 25 hours of school age and 16 above; hours run together; part-time at the end is more than none")
    func times() throws {
        // Of school age at both moments; above it at both.
        func time(_ hours: [String], school: Bool, _ moment: String) throws -> String {
            var file = ending("A", born: school ? "2011-01-15" : "2009-01-15")
            for (i, offered) in hours.enumerated() {
                file = file.education(["COLLEGE", "TRAINEESHIP"][i], "SUITABLE", from: "2026-01-01", offered: offered)
            }
            let all = found(file)
            return try ["FULL_TIME", "PART_TIME"].filter { try all("2c", by: ["type": $0, "moment": moment]).numerator == 1 }.joined()
        }
        #expect(try time(["25"], school: true, "end") == "FULL_TIME")
        #expect(try time(["24"], school: true, "end") == "PART_TIME")
        #expect(try time(["16"], school: false, "end") == "FULL_TIME")
        #expect(try time(["15"], school: false, "start") == "PART_TIME")
        #expect(try time(["10", "15"], school: true, "end") == "FULL_TIME")
        #expect(try time(["0"], school: true, "end") == "")
        #expect(try time(["0"], school: true, "start") == "PART_TIME")
        #expect(try time([], school: true, "start") == "")
    }

    @Test("2e: bands by the sum; blank hours say nothing, none is a band")
    func bands() throws {
        func band(_ offered: String?, _ attended: String?) throws -> [String] {
            let all = found(ending("A").education("COLLEGE", "SUITABLE", from: "2026-01-01", offered: offered, attended: attended))
            return try ["0", "1-15", "16-24", "25+"].flatMap { band -> [String] in
                let figure = try all("2e", by: ["hours": band, "moment": "end"])
                return (figure.denominator == 1 ? ["offered \(band)"] : []) + (figure.numerator == 1 ? ["attended \(band)"] : [])
            }
        }
        #expect(try band("15", "1") == ["offered 1-15", "attended 1-15"])
        #expect(try band("16", "0") == ["attended 0", "offered 16-24"])
        #expect(try band("24.5", "15.5") == ["attended 1-15", "offered 16-24"])
        #expect(try band("25", nil) == ["offered 25+"])
        #expect(try band(nil, nil) == [])
    }

    @Test("2d: OTHER is alternative provision, NONE is no education; blank suitability is ignored in every part")
    func provisions() throws {
        let all = found(
            ending("A").education("OTHER", "SUITABLE", from: "2026-01-01"), ending("B").education("NONE", "UNSUITABLE", from: "2026-01-01"),
            ending("C").education("COLLEGE", nil, from: "2026-01-01", offered: "25", attended: "25"))
        #expect(try all.refs("2d", by: ["type": "ALTERNATIVE_PROVISION", "moment": "start"]) == ["A"])
        #expect(try all.refs("2d", by: ["type": "NONE", "moment": "end"]) == ["B"])
        #expect(try all.refs("2d", by: ["type": "COLLEGE", "moment": "end"]) == [])
        #expect(try all("2e", by: ["hours": "25+", "moment": "end"]).denominator == 0)
        #expect(all.figures.allSatisfy { $0.by["type"] != "OTHER" })
    }

    @Test("Slip of §2.6 not copied: above school age and unsuitable at the start is tested at the start")
    func slip() throws {
        let file = ending("A", born: "2009-01-15").education("NONE", "UNSUITABLE", from: "2026-01-01", to: "2026-03-01")
        #expect(try found(file)("2a_start_unsuitable").numerator == 1)
        #expect(try found(file)("2a_end_unsuitable").numerator == 0)
    }
}
