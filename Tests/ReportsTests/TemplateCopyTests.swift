import Casework
import Statistics
import Testing

@testable import Reports

@Suite("What a signed template keeps")
struct TemplateCopyTests {
    @Test("S-PER-22: a form filled to its last cell with the largest numbers there are fits a record, and is read back as it was")
    func fullest() throws {
        let lines = TemplateReturn.keys.map { TemplateCopy.Line(cell: $0, typed: 1_000_000, counted: 9_999_999) }
        #expect(lines.count > 1500)
        let text = TemplateCopy(lines: lines).text
        #expect(text.utf8.count < 100_000, "\(text.utf8.count)")
        #expect(TemplateCopy(text) == TemplateCopy(lines: lines))
    }

    @Test("S-PER-22: whatever cells are empty, typed or counted, the copy says so")
    func anyCells() throws {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let lines = TemplateReturn.keys.filter { _ in Int.random(in: 0..<9, using: &dice) == 0 }.map { key in
                TemplateCopy.Line(
                    cell: key, typed: Bool.random(using: &dice) ? Int.random(in: 0...40, using: &dice) : nil,
                    counted: Int.random(in: 0...40, using: &dice))
            }
            #expect(TemplateCopy(TemplateCopy(lines: lines).text) == TemplateCopy(lines: lines))
        }
    }

    @Test("S-PER-22: the form before it, with the explanations in it, is still read; what is neither is not")
    func earlier() throws {
        let copy = try #require(TemplateCopy("cell,typed,counted,why\nkpi6 COMPLETED YOUTH_CAUTION total,5,3,\"Two, on paper\"\n"))
        #expect(copy.lines == [TemplateCopy.Line(cell: "kpi6 COMPLETED YOUTH_CAUTION total", typed: 5, counted: 3)])
        for odd in ["", "nothing", "waymark template 2\nkpi6 YOUTH_CAUTION: total\nCOMPLETED", "waymark template 2\nCOMPLETED 3"] {
            #expect(TemplateCopy(odd) == nil, "\(odd)")
        }
    }

    @Test("S-PER-22: a cell the signed form had is nought where nobody was counted; one a later form has is not known, nor moved")
    func formOfThen() throws {
        let whole = try #require(TemplateCopy(TemplateCopy(lines: []).text))
        #expect(whole.counted.count == Set(TemplateReturn.keys).count && whole.counted.values.allSatisfy { $0 == 0 })
        let smaller = try #require(TemplateCopy("waymark template 2\nkpi3 CUSTODY: total end\nPLAN 3 -\nIDENTIFIED - -"))
        #expect(
            smaller.counted == [
                "kpi3 PLAN CUSTODY total": 3, "kpi3 PLAN CUSTODY end": 0, "kpi3 IDENTIFIED CUSTODY total": 0,
                "kpi3 IDENTIFIED CUSTODY end": 0,
            ])
        // Before there were such texts KPI 3 had no start.
        let earlier = try #require(TemplateCopy("cell,typed,counted,why\n")).counted
        let missing = TemplateReturn.keys.filter { earlier[$0] == nil }
        #expect(!missing.isEmpty && missing.allSatisfy { $0.hasPrefix("kpi3 ") && $0.hasSuffix(" start") })
    }
}
