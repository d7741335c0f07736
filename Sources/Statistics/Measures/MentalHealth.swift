import Casework

extension Measure {
    /// KPI 4: need of emotional and mental health, and help offered for it (S-PER-11; regulation.md §2.3, §2.5, §2.6).
    ///
    /// The worked example is in the definition and in HealthHelpTests.
    public static let mentalHealth = Measure(
        "kpi4", title: "Mental health and emotional wellbeing (KPI 4)",
        question: "How many children needed help with mental health or emotional wellbeing, and were offered it?",
        definition: Definition(
            version: "published + v8",
            source:
                "GOV.UK, Key performance indicators for youth justice services; Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 4",
            words: HealthHelp.words, notes: HealthHelp.notes,
            example: """
                2026Q1, four programmes from 1 February to 30 April. A was screened on 5 February, a need found, offered GETTING_HELP on \
                20 February, begun on 1 March. B had attended GETTING_RISK_SUPPORT since 2025, screened then. C's need was found on 10 February \
                and nothing offered. D was screened, and no need found. Published: 3 of 4, 75 %; screened or in need: 4 of 4. Case level: A and \
                B of A, B and C, 66.7 %. Receiving help at the start: B, 1 of 3. GETTING_HELP offered 1 of 3, attended 1 of 1; offered and not \
                attended 0 of 2.
                """),
        counts: .child, needs: HealthHelp.needs, parts: help.parts, breakdowns: HealthHelp.breakdowns,
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { help.mark(&$0, file, $1) } },
        figures: { help.figures($0) })
}

private let help = HealthHelp(
    4, "MENTAL_HEALTH", "mental health or emotional wellbeing",
    tiers: ["GETTING_ADVICE", "GETTING_HELP", "GETTING_ADDITIONAL_HELP", "GETTING_RISK_SUPPORT"])
