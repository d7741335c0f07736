/// Code lists that only the national indicators read: which outcome is of which of the six order types, and which programmes are licences.
/// The official tables are not public, so both are readings that a service may change when they are known (regulation.md §2.6).
enum IndicatorCodes {
    static let all: [CodeValue] = orders + licences

    private static let reading = "Reading of regulation.md §2.2, §2.6: the official list is not public"

    /// A token is an outcome's; its group is the order type.
    private static let orders: [CodeValue] =
        order(
            "DIVERSION",
            [
                ("COMMUNITY_RESOLUTION_WITH_YOT_INTERVENTION", "Community resolution with intervention (earlier code)"),
                ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "Community resolution with our involvement"),
                ("NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "Outcome 20 or 21 with our involvement"),
                ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "Outcome 22 with our involvement"),
                (
                    "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT",
                    "Outcome 22, deferred prosecution or caution, with our involvement"
                ),
                ("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", "Outcome 23 with our involvement"),
                ("OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", "Other informal action with our involvement"),
            ])
        + order("YOUTH_CAUTION", [("YOUTH_CAUTION", "Youth caution")])
        + order("YOUTH_CONDITIONAL_CAUTION", [("YOUTH_CONDITIONAL_CAUTION", "Youth conditional caution")])
        + order("REFERRAL_ORDER", [("REFERRAL_ORDER", "Referral order")])
        + order(
            "YOUTH_REHABILITATION_ORDER",
            [
                ("YOUTH_REHABILITATION_ORDER", "Youth rehabilitation order"),
                ("YOUTH_REHABILITATION_ORDER_ISS", "Youth rehabilitation order with intensive supervision and surveillance"),
            ])
        + order(
            "CUSTODY",
            [
                ("DETENTION_AND_TRAINING_ORDER", "Detention and training order"), ("SECTION_250", "Section 250 detention"),
                ("SECTION_252A", "Section 252A detention"), ("SECTION_254", "Section 254 extended sentence"),
                ("SECTION_259", "Section 259 detention"), ("SECTION_226_LIFE", "Section 226 detention for life"),
                ("SECTION_226_B", "Section 226B extended detention"), ("SECTION_90_91_DETENTION", "Section 90/91 detention"),
                ("SECTION_90_92_DETENTION", "Section 90/92 detention"),
            ])

    private static func order(_ type: String, _ outcomes: [(String, String)]) -> [CodeValue] {
        ShippedCodes.list("kpi_order", reading, group: type, outcomes)
    }

    /// Disposals whose end is the end of a custodial order. The part in custody does not end it.
    private static let licences: [CodeValue] = ShippedCodes.list(
        "kpi_licence", reading,
        [("DTO_LICENCE", "Detention and training order, on licence"), ("SECTION_250_LICENCE", "Section 250, on licence")])
}
