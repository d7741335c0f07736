import Casework
import HTML
import Records
import Reports

/// How many records each rule has found wanting, week by week and quarter by quarter, each as it was known on its day. (S-PER-16)
enum DataQualityTrend {
    /// The days looked at, newest first: four weeks back week by week, then the ends of the last four quarters before them.
    static func days(_ today: Day) -> [Day] {
        let weeks = (0...4).map { today - 7 * $0 } + [today - 30]
        var quarters: [Day] = []
        var quarter = Period.quarter(of: today).previous
        while quarters.count < 4 {
            if quarter.to < today - 30 { quarters.append(quarter.to) }
            quarter = quarter.previous
        }
        return Array(Set(weeks + quarters)).sorted(by: >)
    }

    static func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.knowsOfClosedFiles else { throw NotAllowed() }
        let moment = visit.asAt ?? visit.service.now
        let service = visit.service
        let codes = try await service.read(Scope(visit.person, asAt: visit.asAt)) { try $0.codes() }
        let today = moment.londonDay
        let moments = days(today).reversed().map { Instant(milliseconds: moment.milliseconds - Int64(today - $0) * 86_400_000) }
        // Held to the rules of today, so that a change of rules is not taken for one of records.
        let trend = try await ReturnTrend.read(service, at: moments, codes: codes)
        // Days before the service's records begin found nothing because there was nothing.
        let known = Array(trend.points.drop { $0.children == 0 })
        let rows = trend.rules.map { rule in
            ["\(rule.title)"] + known.map { "\($0.counts[rule.id] ?? 0)" as HTML }
        }
        let totals: [HTML] = ["All"] + known.map { "\($0.total)" }
        let looked: [HTML] = ["Children looked at"] + known.map { "\($0.children)" }
        return .page(
            visit, title: "Data quality over time", shows: .nobody, crumbs: [NavItem("Data quality", At.dataQuality(visit.asAtQuery))]
        ) {
            heading("Data quality over time", caption: "To \(moment.londonDay.words)")
                + "<p>On each day, what the rules of today would have found in the records as they were known then, over the twelve months before it.</p>"
                + chart(known)
                + wholeSection(
                    "Rule by rule", id: "rules",
                    table(
                        caption: "Found on each day",
                        columns: [Column("Rule")] + known.map { Column($0.day.words, isNumeric: true) }, rows: rows + [totals, looked],
                        captionHidden: true, empty: "No rule is in force."))
        }
    }

    /// Along the foot as far apart as the days are: weeks beside each other, quarters further off.
    private static func chart(_ points: [ReturnTrend.Point]) -> HTML {
        guard points.count > 1, let first = points.first, let last = points.last else { return .empty }
        func each(_ point: ReturnTrend.Point) -> Double? { point.children == 0 ? nil : Double(point.total) / Double(point.children) }
        let style = NumberStyle(places: 2)
        let moved = last.total == first.total ? "as many as" : last.total < first.total ? "fewer than" : "more than"
        let summary =
            "\(last.total) found on \(last.day.words), \(moved) on \(first.day.words) (\(first.total)); to each child looked at \(style.text(each(last))) now and \(style.text(each(first))) then."
        return trendChart(
            id: "trend-found", title: "Found to each child looked at", summary: summary, periods: points.map(\.day.words),
            at: points.map { Double($0.day - first.day) }, series: [TrendSeries("Found to each child", values: points.map(each))],
            style: style)
    }
}
