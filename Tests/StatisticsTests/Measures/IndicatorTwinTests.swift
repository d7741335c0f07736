import Casework
import Statistics
import Testing

/// The ten indicators against their twins over thousands of made-up children; the smallest file on which a part differs is printed.
@Suite("Indicators and their twins (S-PER-11)")
struct IndicatorTwinTests {
    private static let mentalHealthTiers = ["GETTING_ADVICE", "GETTING_HELP", "GETTING_ADDITIONAL_HELP", "GETTING_RISK_SUPPORT"]
    private static let substanceMisuseTiers = ["TARGETED_INTERVENTION", "SPECIALIST_SUBSTANCE_MISUSE_TREATMENT", "COMPLEX_CARE"]
    private static let pairs: [(id: String, twin: @Sendable (IndicatorTwin) -> IndicatorTwin.Answer)] = [
        ("kpi1", { $0.kpi1() }), ("kpi2", { $0.kpi2() }), ("kpi3", { $0.kpi3() }),
        ("kpi4", { $0.health("MENTAL_HEALTH", "4", tiers: mentalHealthTiers) }),
        ("kpi5", { $0.health("SUBSTANCE_MISUSE", "5", tiers: substanceMisuseTiers) }), ("kpi7", { $0.kpi7() }),
        ("kpi8", { $0.kpi8() }), ("kpi9", { $0.kpi9() }), ("kpi10", { $0.kpi10() }),
    ]

    @Test("They agree on every part, numerator and member", arguments: pairs.map(\.id))
    func agree(id: String) throws {
        let twin = try #require(IndicatorTwinTests.pairs.first { $0.id == id }).twin
        let measure = try #require(Measure.named(id))
        try TwinRun(measure, minimum: 250, twin: twin).check()
    }

    /// The sheets of the template but that of KPI 6, whose twin is with the files of the pathway (OutOfCourtTests).
    private static let sheets: [(number: Int, twin: @Sendable (IndicatorTwin) -> IndicatorTwin.Answer)] = [
        (1, { $0.template1() }), (2, { $0.template2() }), (3, { $0.template3() }),
        (4, { $0.templateHealth("MENTAL_HEALTH", tiers: mentalHealthTiers) }),
        (5, { $0.templateHealth("SUBSTANCE_MISUSE", tiers: substanceMisuseTiers) }), (7, { $0.template7() }), (8, { $0.template8() }),
        (9, { $0.template9() }), (10, { $0.template10() }),
    ]

    @Test("S-PER-22: every cell of the template's sheets is the twin's", arguments: sheets.map(\.number))
    func template(number: Int) throws {
        let twin = try #require(IndicatorTwinTests.sheets.first { $0.number == number }).twin
        try TwinRun(TemplateSheet.all[number - 1].measure, minimum: 200, twin: twin).check()
    }
}
