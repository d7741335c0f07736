import Casework

extension Measure {
    /// KPI 1: children in suitable accommodation when their order ended (S-PER-11, S-EHS-12; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in SuitableAccommodationTests.
    public static let suitableAccommodation = Measure(
        "kpi1", title: "Suitable accommodation (KPI 1)",
        question: "How many children were in suitable accommodation when their order ended?",
        definition: Definition(
            version: "v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 1",
            words: """
                Children whose programme ended in the period and who lived in suitable accommodation on that day, out of all whose programme \
                ended. Where a child has several homes all must be suitable; UNKNOWN is not, nor ever bed and breakfast, no fixed abode or a \
                home nobody knows. A child with no record is not in suitable accommodation.
                """,
            notes: readingsOfOrders + [
                "A home whose suitability is blank is ignored in every part.",
                "The earlier version looked at the main home alone; it is kept under its own name.",
                "1b: of the children in such a home at that moment, those all of whose homes were suitable. The twelve groups are those of the code list of accommodation.",
                "1c: of the children with that type of order. 1a change: those at the end less those at the start, of all.",
                "The source probably counts a child whose only record was at the start as suitable at the end, so the national figure may stand a few per cent higher. The slip is not copied.",
            ],
            example: """
                2026Q1: A's youth caution programme ran from 1 February to 30 April 2026, at home, suitable, their main home, throughout. B's referral order \
                ended on 10 May: with friends (UNKNOWN) from March beside home (suitable), which is the main home. C's ended on 20 May; C lived \
                at home, suitable, until 1 May, and nothing is recorded since. Suitable at the end: A, 1 of 3, 33.3 %; by the main home A and B. \
                At the start A, B and C; change −2 of 3. Of the two at home at the end, A alone is wholly suitable: 1 of 2.
                """),
        counts: .child,
        needs: .ofOrders + [Need(Accommodation.self, "start_date", "end_date", "type", "suitability", "primary")],
        parts: suitability.all + [primary, byHomeAtStart, byHomeAtEnd, byOrder],
        breakdowns: [Breakdown("type", "Type of accommodation", overlaps: true) { homes($0) }, .order, .moment],
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { $0.markHomes(file, $1, question.reference) } },
        figures: { tabulation in
            suitability.figures(tabulation) + [tabulation.whole.share(primary, mainHome)]
                + Moment.allCases.flatMap { moment -> [Figure] in
                    let part = moment == .start ? byHomeAtStart : byHomeAtEnd
                    let types = homes(tabulation.question.reference).map {
                        tabulation.cell(homeMark(moment, $0)).share(part, suitable(moment), ["type": $0])
                    }
                    return types + tabulation.orders().map { $0.share(byOrder, suitable(moment), ["moment": moment.rawValue]) }
                }
        })
}

private let suitability = SuitabilityParts(1, "accommodation")
private let primary = Part("headline_primary_residence", .percent, "Whose main home was suitable at the end, of all: the earlier version")
private let byHomeAtStart = Part("1b_start", .percent, "In suitable accommodation at the start, of those in each type of home then")
private let byHomeAtEnd = Part("1b_end", .percent, "In suitable accommodation at the end, of those in each type of home then")
private let byOrder = Part("1c", .percent, "In suitable accommodation, of those with each type of order")
private let mainHome = "main home suitable at end"

/// Never suitable, whatever is written beside them (regulation.md §1.3).
private let neverSuitable: Set<String> = ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"]

/// The twelve groups, in the order of their codes.
private func homes(_ reference: Reference) -> [String] {
    var found: [String] = []
    for code in reference.codes.all("accommodation_type") { if let group = code.group, !found.contains(group) { found.append(group) } }
    return found
}
func homeMark(_ moment: Moment, _ group: String) -> String { "\(group) at \(moment.rawValue)" }

extension Entry where R == Accommodation {
    /// Whether the home is suitable: as judged, but some never are.
    var isSuitable: Bool { value.suitability == "SUITABLE" && !(value.type.map { neverSuitable.contains($0) } ?? false) }
}

extension CountedUnit {
    mutating func markHomes(_ file: CaseFile, _ order: EndedOrder, _ reference: Reference) {
        for moment in Moment.allCases {
            let covering = file[Accommodation.self].filter { $0.suitability != nil && order.covers(moment, $0.startDate, $0.endDate) }
            mark(moment, suitabilities: covering.map(\.isSuitable))
            for home in covering {
                if let group = home.type.flatMap({ reference.homes[$0] }) { marks.insert(homeMark(moment, group)) }
                note("home at \(moment.rawValue)", home)
            }
            let main = covering.filter { $0.primary == true }
            if moment == .end, !main.isEmpty, main.allSatisfy(\.isSuitable) { marks.insert(mainHome) }
        }
    }
}
