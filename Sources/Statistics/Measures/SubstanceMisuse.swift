import Casework

extension Measure {
    /// KPI 5: need of help with alcohol and drugs, and help offered for it (S-PER-11; regulation.md §2.3, §2.5, §2.6).
    ///
    /// The worked example is in the definition and in HealthHelpTests.
    public static let substanceMisuse = Measure(
        "kpi5", title: "Substance misuse (KPI 5)", question: "How many children needed help with alcohol or drugs, and were offered it?",
        definition: Definition(
            version: "published + v8",
            source:
                "GOV.UK, Key performance indicators for youth justice services; Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 5",
            words: HealthHelp.words, notes: HealthHelp.notes,
            example: """
                2026Q1, three programmes from 1 February to 30 April. A was screened on 5 February, a need found, and offered targeted \
                intervention on 20 February, which A never began. B's need was found too and NO_INTERVENTION written: no offer. C was not \
                screened: nothing is said. Published: 2 of 3, 66.7 %. Case level: A of A and B, 50 %. Offered and not attended: 1 of 1.
                """),
        counts: .child, needs: HealthHelp.needs, parts: help.parts, breakdowns: HealthHelp.breakdowns,
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { help.mark(&$0, file, $1) } },
        figures: { help.figures($0) })
}

private let help = HealthHelp(
    5, "SUBSTANCE_MISUSE", "substance misuse", tiers: ["TARGETED_INTERVENTION", "SPECIALIST_SUBSTANCE_MISUSE_TREATMENT", "COMPLEX_CARE"])
