/// A stretch of days, both ends included, with the label it was asked for by.
public struct Period: Hashable, Sendable {
    public let label: String
    public let from: Day
    public let to: Day

    public init(label: String, from: Day, to: Day) {
        self.label = label
        self.from = from
        self.to = to
    }

    /// Reads a financial quarter `2026Q1` (April to June 2026; `2026q1` is the same), a financial year `2026-27`, a calendar year `2026`, or `FROM..TO` in ISO days
    /// (interchange.md §2). Nil when it is none of these.
    public init?(_ text: String) {
        if let dots = text.firstRange(of: "..") {
            guard let from = Day(iso: String(text[..<dots.lowerBound])), let to = Day(iso: String(text[dots.upperBound...])), from <= to
            else {
                return nil
            }
            self.init(label: text, from: from, to: to)
            return
        }
        let text = text.uppercased()
        guard text.utf8.count >= 4, let year = Int(text.prefix(4)), (1900...2900).contains(year) else { return nil }
        let rest = text.dropFirst(4)
        switch rest {
        case "":
            self.init(text, Day(year: year, month: 1, day: 1), months: 12)
        case "Q1", "Q2", "Q3", "Q4":
            self.init(text, Day(year: year, month: 4, day: 1)?.adding(months: 3 * ((Int(rest.dropFirst()) ?? 1) - 1)), months: 3)
        default:
            guard rest.first == "-", rest.count == 3, Int(rest.dropFirst()) == (year + 1) % 100 else { return nil }
            self.init(text, Day(year: year, month: 4, day: 1), months: 12)
        }
    }

    private init?(_ label: String, _ from: Day?, months: Int) {
        guard let from else { return nil }
        self.init(label: label, from: from, to: from.adding(months: months) - 1)
    }

    public func contains(_ day: Day) -> Bool { from <= day && day <= to }

    /// Whether it is exactly twelve months, from whichever day: the only periods a yearly rate is given for.
    public var isTwelveMonths: Bool { to + 1 == from.adding(months: 12) }

    /// `1 April 2026 to 30 June 2026`.
    public var words: String { "\(from.words) to \(to.words)" }

    /// The financial quarter that holds a day, e.g. `2026Q3` for 21 November 2026.
    public static func quarter(of day: Day) -> Period {
        let (year, month, _) = day.parts
        let quarter = (month + 8) % 12 / 3 + 1
        return Period("\(month < 4 ? year - 1 : year)Q\(quarter)") ?? Period(label: day.iso, from: day, to: day)
    }

    /// The stretch of equal length in whole months (or else days) just before this one.
    public var previous: Period {
        for label in [shifted(financialYears: -1), shifted(quarters: -1), shifted(years: -1)] {
            if let label, let period = Period(label) { return period }
        }
        if from.parts.day == 1, (to + 1).parts.day == 1 {
            let (a, b) = (from.parts, (to + 1).parts)
            let start = from.adding(months: (a.year - b.year) * 12 + a.month - b.month)
            return Period(label: "\(start.iso)..\((from - 1).iso)", from: start, to: from - 1)
        }
        let length = to - from + 1
        let period = Period(label: "", from: from - length, to: from - 1)
        return Period(label: "\(period.from.iso)..\(period.to.iso)", from: period.from, to: period.to)
    }

    /// The same stretch one year earlier.
    public var yearBefore: Period {
        let from = from.adding(months: -12)
        let to = (to + 1).adding(months: -12) - 1
        if let label = shifted(quarters: -4), let period = Period(label) { return period }
        if isTwelveMonths, from.parts.day == 1 { return previous }
        return Period(label: "\(from.iso)..\(to.iso)", from: from, to: to)
    }

    private func shifted(quarters: Int) -> String? {
        guard label.utf8.count == 6, label.dropFirst(4).first == "Q", let year = Int(label.prefix(4)), let q = Int(label.suffix(1)) else {
            return nil
        }
        let n = year * 4 + q - 1 + quarters
        return "\(n / 4)Q\(n % 4 + 1)"
    }
    private func shifted(financialYears: Int) -> String? {
        guard label.utf8.count == 7, label.dropFirst(4).first == "-", let year = Int(label.prefix(4)) else { return nil }
        let next = (year + financialYears + 1) % 100
        return "\(year + financialYears)-\(next < 10 ? "0" : "")\(next)"
    }
    private func shifted(years: Int) -> String? {
        guard label.utf8.count == 4, let year = Int(label) else { return nil }
        return String(year + years)
    }
}

extension Array {
    /// Those whose period none before them has: of a year the period before is the year before, and is said once. (S-PER-21)
    public func eachPeriodOnce(_ period: (Element) -> Period) -> [Element] {
        enumerated().filter { place in !self[..<place.offset].contains { period($0) == period(place.element) } }.map(\.element)
    }
}
