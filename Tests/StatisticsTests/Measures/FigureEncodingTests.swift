import Casework
import Foundation
import Statistics
import Testing

@Suite("Figures as JSON and CSV")
struct FigureEncodingTests {
    private var sheet: FigureSheet {
        let question = asked("2026-27", populations: [population(30_000, midYear: 2025)])
        var counting = Counting([.firstTimeEntrants], question)
        counting.add(MadeUp("B \"x\", y").fate("b", "FINE", on: "2026-05-01").file)
        counting.add(MadeUp("A").fate("a", "FINE", on: "2026-05-02", appeal: "CHANGED").file)
        return FigureSheet(service: "SANDHOLME", period: question.period, asAt: "2026-11-21T10:00:00Z", figures: counting.finish())
    }

    @Test("JSON has the keys that others rely on, in a fixed order, with unrounded numbers")
    func json() throws {
        let text = sheet.json
        #expect(
            text.hasPrefix(
                #"{"service":"SANDHOLME","period":{"label":"2026-27","from":"2026-04-01","to":"2027-03-31"},"asAt":"2026-11-21T10:00:00Z","figures":["#
            ))
        let lines = text.split(separator: "\n")
        #expect(
            lines[1].hasPrefix(
                #"{"measure":"fte","part":"count","by":{},"counts":"child","numerator":1,"denominator":null,"value":1,"unit":"count","lower":null,"upper":null,"definition":{"version":"2026-1","source":""#
            ))
        #expect(
            lines[1].contains(
                #""members":[],"counted":["B \"x\", y"],"excluded":[{"ref":"A","rule":"appeal"}],"notes":[]}"#))
        #expect(lines[2].contains(#""numerator":1,"denominator":30000,"value":3.3333333333333335,"unit":"per_100000","lower":0.0843"#))
        #expect(lines[2].contains(#""population_mid_year":2025"#))
        #expect(lines.contains { $0.contains(#""by":{"sex":"FEMALE"}"#) })
        // And it is JSON: Foundation reads it back.
        let read = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let figures = try #require(read["figures"] as? [[String: Any]])
        #expect(figures.count == sheet.figures.count)
        #expect(figures[0]["counted"] as? [String] == ["B \"x\", y"])
    }

    @Test("CSV has one row a figure, no members, and quotes only where needed")
    func csv() {
        let lines = sheet.csv.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines[0]
                == "measure,part,by,counts,numerator,denominator,value,unit,lower,upper,definition,source,notes,service,period,from,to,asAt,population_mid_year,population_source"
        )
        #expect(lines.count == sheet.figures.count + 2 && lines.last == "")
        #expect(lines[1].hasPrefix("fte,count,,child,1,,1,count,,,2026-1,\"Youth Justice Board reporting code"))
        #expect(lines[2].hasPrefix("fte,rate,,child,1,30000,3.3333333333333335,per_100000,0.084"))
        #expect(!sheet.csv.contains("B \"\"x"))
    }

    @Test("An empty sheet is still a JSON object, and a value that cannot be written is null")
    func edges() throws {
        let empty = FigureSheet(service: "a\u{01}\n\\é", period: asked("2026").period, asAt: "2026-11-21", figures: []).json
        #expect(empty.hasPrefix(#"{"service":"a\u0001\n\\é","#))
        #expect(try JSONSerialization.jsonObject(with: Data(empty.utf8)) is [String: Any])
        var figure = sheet.figures[0]
        figure.interval = Interval(lower: 0.5, upper: .infinity)
        let text = FigureSheet(service: "S", period: asked("2026").period, asAt: "", figures: [figure]).json
        #expect(text.contains(#""lower":0.5,"upper":null"#))
        let csv = FigureSheet(service: "S", period: asked("2026").period, asAt: "", figures: [figure]).csv
        #expect(csv.contains(",count,0.5,,2026-1,"))
    }
}
