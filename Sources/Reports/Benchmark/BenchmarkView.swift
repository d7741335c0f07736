import Casework
import HTML
import Records
import Statistics

/// A published table as pages show it: the answer first, then areas, averages, charts, checks and sources.
public struct BenchmarkView: Sendable {
    public let published: PublishedTable
    private let style: NumberStyle
    /// An average of counts is no whole number.
    private let averageStyle: NumberStyle
    /// Where no numbers are printed at all: what the printed values can say.
    private let printed: PrintedValues?
    private let without: Family.Averages
    private let with: Family.Averages

    public init(_ published: PublishedTable) {
        self.published = published
        printed = PrintedValues(published)
        style = NumberStyle(places: printed?.places ?? published.places)
        averageStyle = NumberStyle(places: published.unit == .count ? 1 : style.places)
        without = published.family.averages(includingOwn: false)
        with = published.family.averages(includingOwn: true)
    }

    private var last: Int { published.columns.count - 1 }

    /// Our own value with what it is made of, our rank with ties, and the average without and with us.
    public var answer: HTML {
        var out = HTML.empty
        if let own = published.ownRow(last), let value = own.value {
            let interval = own.interval().map { ", 95% interval \(text($0))" } ?? ""
            let base = own.parts.flatMap { published.unit == .count ? nil : " (\(plain($0.numerator)) of \(plain($0.denominator)))" } ?? ""
            out += "<p>\(own.area): \(style.text(value))\(published.unit.words)\(base)\(interval), \(published.columns[last].dates).</p>"
            if let warning = own.smallNumberWarning { out += "<p>\(warning)</p>" }
        } else if let printed = published.ownRow(last)?.valuePrinted {
            out +=
                "<p>\(published.own): \(printed.text)\(published.unit.words) as printed, \(published.columns[last].dates). No numbers are printed, so it cannot be checked.</p>"
        } else {
            out += "<p>The table gives no value for \(published.own) in its latest period.</p>"
        }
        if let rank = published.family.rank(period: last) { out += "<p>\(rank.sentence)</p>" }
        for averages in [latest(includingOwn: false), latest(includingOwn: true)] {
            if let averages, let average = averages.byPeriod.first { out += "<p>\(averageWords(average, averages)).</p>" }
        }
        if let printed { out += printed.answer(published.unit.words, style) }
        return out
    }

    /// The average of the last period alone, over every area complete in it.
    private func latest(includingOwn: Bool) -> Family.Averages? {
        (try? Family(own: published.own, periods: [published.columns[last].rows]))?.averages(includingOwn: includingOwn)
    }

    private func averageWords(_ average: Family.Average, _ latest: Family.Averages) -> String {
        let name = "Family average \(latest.includesOwn ? "with" : "without") \(published.own)"
        let made = published.unit == .count ? "" : " (\(plain(average.numerator)) of \(plain(average.denominator)))"
        let throughout = (latest.includesOwn ? with : without).areas.count
        let fewer =
            throughout == latest.areas.count
            ? "" : ", all with numbers for this period; the averages below are over the \(throughout) that have them in every period"
        return
            "\(name): \(averageStyle.text(average.pooled))\(published.unit.words)\(made), over \(latest.areas.count.counted("area"))\(fewer)"
    }

    /// One row an area: number, base, value, interval and change, our own marked.
    public var areas: HTML {
        let columns = published.columns.flatMap { column -> [Column] in
            let label = column.period.label
            return published.unit == .count
                ? [Column("Number, \(label)", isNumeric: true)]
                : [
                    Column("Number, \(label)", isNumeric: true), Column("Base, \(label)", isNumeric: true),
                    Column("Value, \(label)", isNumeric: true),
                    Column("95% interval", isNumeric: true),
                ]
        }
        let names = names
        let rows = names.map { area -> [HTML] in
            let found = published.columns.map { column in column.rows.first { $0.area == area } }
            let cells = found.flatMap { row -> [HTML] in
                let number: HTML = "\(row?.numerator.map(plain) ?? "Not printed")"
                if published.unit == .count { return [number] }
                let base: HTML = "\(row?.denominator.map(plain) ?? "Not printed")"
                return [number, base, "\(value(row))", "\(row?.interval().map(text) ?? "")"]
            }
            let warning = found.last.flatMap { $0?.smallNumberWarning } ?? ""
            let name: HTML = area == published.own ? "<strong>\(area)</strong> \(tag("Ours", .info))" : "\(area)"
            return [name] + cells + (published.columns.count > 1 ? ["\(change(found))"] : []) + ["\(warning)"]
        }
        return table(
            caption: "\(published.title)\(published.unit.words), \(printed == nil ? "worked out from the numbers printed" : "as printed")",
            columns: [Column("Area")] + columns + (published.columns.count > 1 ? [Column("Change", isNumeric: true)] : []) + [
                Column("Beware")
            ], rows: rows)
    }

    /// What is drawn: worked out, or as printed where the table prints nothing else.
    private func shown(_ row: Published) -> Double? { row.value ?? (printed == nil ? nil : row.valuePrinted?.value) }

    /// Worked out; where its numbers are not printed, the printed value and that it stands unchecked.
    private func value(_ row: Published?) -> String {
        if row?.value == nil, let printed = row?.valuePrinted { return "\(printed.text) as printed, cannot be checked" }
        return style.text(row?.value)
    }

    private var names: [String] {
        var names: [String] = []
        for row in published.columns.flatMap(\.rows) where !names.contains(row.area) { names.append(row.area) }
        return names.filter { $0 == published.own } + names.filter { $0 != published.own }
    }

    /// From the first of the last two periods to the last, from unrounded values.
    private func change(_ rows: [Published?]) -> String {
        guard rows.count > 1, let before = rows[rows.count - 2], let after = rows[rows.count - 1],
            let change = try? Change(from: before, to: after),
            let moved = change.unrounded ?? (printed == nil ? nil : change.ofPrinted)
        else { return "Cannot be told" }
        let sign = moved > 0 ? "+" : ""
        if printed != nil { return "\(sign)\(style.text(moved)) of the values as printed" }
        let sure = change.isBeyondChance.map { $0 ? ", more than chance" : ", within chance" } ?? ""
        return "\(sign)\(style.text(moved))\(sure)"
    }

    /// With and without us, over the same areas top and bottom and in every period; who is in and who is left out, and why.
    public var averages: HTML {
        if let printed { return printed.averages(averageStyle) }
        let both = [without, with]
        let columns = published.columns.map { Column($0.period.label, isNumeric: true) }
        func row(_ name: String, _ averages: Family.Averages, _ value: (Family.Average) -> String) -> [HTML] {
            let change: HTML = "\(averages.change.map { ($0 > 0 ? "+" : "") + averageStyle.text($0) } ?? "")"
            return ["\(name)"] + (averages.byPeriod.isEmpty ? columns.map { _ in "No average" } : averages.byPeriod.map { "\(value($0))" })
                + [change]
        }
        let pooled = both.map { averages in
            row("Average \(averages.includesOwn ? "with" : "without") \(published.own)", averages) {
                published.unit == .count
                    ? averageStyle.text($0.pooled) : "\(averageStyle.text($0.pooled)) (\(plain($0.numerator)) of \(plain($0.denominator)))"
            }
        }
        let head = [Column("Average")] + columns + [Column("Change", isNumeric: true)]
        let means = both.map { averages -> [HTML] in
            ["Mean of values \(averages.includesOwn ? "with" : "without") \(published.own)"]
                + (averages.byPeriod.isEmpty
                    ? columns.map { _ in "No average" } : averages.byPeriod.map { "\(averageStyle.text($0.meanOfValues))" })
        }
        let left: [HTML] = without.leftOut.filter { $0.area != published.own }.map { "\($0.area): \($0.reason)" }
        let out: HTML =
            left.isEmpty ? "<p>Left out: none but \(published.own) itself where it says so.</p>" : "<h3>Left out, and why</h3>" + list(left)
        return table(
            caption: "Averages over the same areas in every period, all their numbers over all their bases", columns: head, rows: pooled)
            + "<h3>Areas used</h3><p>\(without.areas.isEmpty ? "None." : without.areas.joined(separator: ", ") + ".")</p>" + out
            + details(
                "The other kind of average",
                "<p>The mean of the areas' own values counts a small area as much as a large one. It is here to explain tables that use it.</p>"
                    + table(caption: "Means of the areas' own values", columns: [Column("Mean")] + columns, rows: means))
    }

    /// Areas by value with their intervals, and the trend where there are several periods.
    public var charts: [HTML] {
        let rows = published.columns[last].rows.filter { shown($0) != nil }.sorted { (shown($0) ?? 0, $0.area) < (shown($1) ?? 0, $1.area) }
        let average: (name: String, value: Double)? =
            latest(includingOwn: false)?.byPeriod.first.map { (name: "All of these without us", value: $0.pooled) }
            ?? printed?.latest(includingOwn: false).map { (name: "Mean of these without us", value: $0) }
        let place = published.family.rank(period: last)?.sentence ?? "\(published.own) has no value in this period."
        var charts = [
            intervalChart(
                id: "chart-areas", title: "\(published.title)\(published.unit.words), \(published.columns[last].period.label)",
                summary: place,
                measure: "\(published.title)\(published.unit.words)",
                rows: rows.map { row in
                    let interval = row.interval()
                    return IntervalRow(
                        row.area, shown(row), lower: interval?.lower, upper: interval?.upper, isHighlighted: row.area == published.own)
                }, reference: average, style: published.unit == .count ? averageStyle : style)
        ]
        if let funnel = published.funnel(id: "chart-funnel") { charts.append(funnel) }
        let family = printed?.means(includingOwn: false) ?? without.byPeriod.map(\.pooled)
        guard published.columns.count > 1, !family.isEmpty else { return charts }
        let own = published.columns.indices.map { published.ownRow($0) }
        let series = [
            TrendSeries(
                published.own, values: own.map { $0.flatMap(shown) }, lower: own.map { $0?.interval()?.lower },
                upper: own.map { $0?.interval()?.upper }),
            TrendSeries("Same areas throughout, without us", values: family),
        ]
        charts.append(
            trendChart(
                id: "chart-trend", title: "\(published.title)\(published.unit.words) over time",
                summary: printed?.sentence(averageStyle) ?? without.sentence,
                periods: published.columns.map(\.period.label),
                series: series, style: averageStyle))
        return charts
    }

    /// Every printed figure that does not simply follow, with what does.
    public var checks: HTML {
        let found = TableFindings(published)
        let counted = "<p>\(found.followed) of \(found.checked) printed values follow from the numbers printed beside them.</p>" as HTML
        let rows = found.findings.map { one -> [HTML] in
            [
                "\(one.area)", "\(one.period)",
                tag(one.check.finding.rawValue.prefix(1).uppercased() + one.check.finding.rawValue.dropFirst(), tone(one.check.finding)),
                "\(one.check.sentence)",
            ]
        }
        let more: [HTML] = (found.labels + found.disagreements + published.misfits).map { "\($0)" }
        return counted
            + table(
                caption: "What does not simply follow", columns: [Column("Area"), Column("Period"), Column("Finding"), Column("In words")],
                rows: rows,
                empty: "Everything printed follows.") + when(!more.isEmpty, list(more))
    }

    private func tone(_ finding: FigureCheck.Finding) -> Tone {
        switch finding {
        case .follows: .good
        case .roundingOnly: .info
        case .doesNotFollow: .bad
        case .cannotBeChecked: .neutral
        }
    }

    /// Our own records beside what was published of us, for the same days. (S-PER-02)
    public func ownRecords(_ figures: [(Period, Figure)], address: (Figure, Period) -> Address) -> HTML {
        guard !figures.isEmpty else { return "<p>No measure of ours counts what this table counts.</p>" }
        let rows = figures.map { period, figure -> [HTML] in
            let row = published.columns.indices.first { published.columns[$0].from == period.from && published.columns[$0].to == period.to }
                .flatMap { published.ownRow($0) }
            let theirs = row?.numerator
            let said: String
            if let theirs, let counted = figure.numerator {
                said =
                    counted == 0 && theirs > 0
                    ? "Our records hold nothing for these days."
                    : theirs == counted ? "They agree." : "They differ by \(plain((theirs - counted).magnitude))."
            } else {
                said = "Nothing to compare."
            }
            return [
                "\(period.words)", "\(theirs.map(plain) ?? "Not printed")",
                link(to: address(figure, period), "\(figure.numerator.map(plain) ?? "None")"),
                "\(said)",
            ]
        }
        return
            "<p>Published figures are counted by others, often from the police computer; ours are counted from our own records. Neither stands in for the other.</p>"
            + table(
                caption: "Number published and number counted here, for the same days",
                columns: [
                    Column("Period"), Column("Published", isNumeric: true), Column("Our records", isNumeric: true),
                    Column("Beside each other"),
                ], rows: rows)
    }

    /// Exact days, printed label, source and vintage of the bases of each period.
    public var sources: HTML {
        let rows = published.columns.map { column -> [HTML] in
            let years: HTML = column.midYears.isEmpty ? "Not known" : "\(column.midYears.map { "mid-\($0)" }.joined(separator: ", "))"
            let others: [HTML] = column.others.map { "\($0.area): \(style.text($0.value ?? $0.valuePrinted?.value))" }
            return [
                "\(column.period.label)", "\(column.dates)", "\(column.sources.joined(separator: "; "))",
                "\(column.publishedOn?.words ?? "Not known")", years,
                others.joined(separator: "<br>"),
            ]
        }
        return table(
            caption: "Each period of the table",
            columns: [
                Column("Label printed"), Column("Days"), Column("Source"), Column("Published"), Column("Population of the bases"),
                Column("Wider areas"),
            ],
            rows: rows)
    }

    /// The table for a spreadsheet.
    public var csv: [UInt8] {
        var bytes: [UInt8] = []
        CSV.append(
            ["area", "ours", "period", "from", "to", "number", "base", "value", "lower", "upper", "printed", "finding", "source"],
            to: &bytes)
        for column in published.columns {
            for row in column.rows + column.averages + column.others {
                let interval = row.interval()
                let isAverage = column.averages.contains(row)
                let cells =
                    [row.area, row.area == published.own ? "yes" : "", row.period.label, row.period.from ?? "", row.period.to ?? ""]
                    + [row.numerator, row.denominator, isAverage ? nil : row.value, interval?.lower, interval?.upper].map(FigureCSV.plain)
                    + [row.valuePrinted?.text ?? "", isAverage ? "" : row.check().sentence, row.source]
                CSV.append(cells.map(CSV.forPeople), to: &bytes)
            }
        }
        return bytes
    }

    private func plain(_ number: Double) -> String { NumberStyle(places: number == number.rounded() ? 0 : 2).text(number) }
    private func text(_ interval: Interval) -> String { "\(style.text(interval.lower)) to \(style.text(interval.upper))" }
}
