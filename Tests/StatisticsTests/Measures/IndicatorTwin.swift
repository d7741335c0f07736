import Casework

/// The key performance indicators once more, plainly, from regulation.md §2 alone (2.6 before all else): nothing here is shared with
/// Sources/Statistics. A reading taken where the text leaves two is said where it is taken.
struct IndicatorTwin {
    /// A figure by references; numerator and denominator are their numbers unless said.
    struct Line: Equatable {
        var counted: [String] = []
        var members: [String] = []
        /// The numerator where it is not how many are counted.
        var number: Double?
        /// The value where it is not the numerator by the denominator.
        var value: Double?
    }
    /// `part key=value …` to what it counts.
    typealias Answer = [String: Line]

    let files: [CaseRows]
    let from: Day, to: Day, today: Day
    var board: [Entry<BoardAttendance>] = []

    /// A child's order that ended: the row all of KPI 1 to 5 and 7 stand on.
    struct Order {
        var child: CaseRows, programme: Entry<Programme>, outcome: Entry<Outcome>
        var type: String
        /// The order's start, the programme's own, the day the start is tested on, and the end.
        var start: Day, ownStart: Day?, tested: Day, end: Day
    }

    // MARK: what the codes mean

    /// From the heaviest to the lightest, as §2.6 ranks those that count.
    private let six: [(type: String, tokens: [String])] = [
        ("CUSTODY", ["DETENTION_AND_TRAINING_ORDER", "SECTION_250", "SECTION_254", "SECTION_259", "SECTION_226_LIFE"]),
        ("YOUTH_REHABILITATION_ORDER", ["YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS"]),
        ("REFERRAL_ORDER", ["REFERRAL_ORDER"]),
        ("YOUTH_CONDITIONAL_CAUTION", ["YOUTH_CONDITIONAL_CAUTION"]),
        ("YOUTH_CAUTION", ["YOUTH_CAUTION"]),
        (
            "DIVERSION",
            [
                "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT",
                "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT",
                "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT",
            ]
        ),
    ]
    func orderType(_ token: String) -> String? { six.first { $0.tokens.contains(token) }?.type }
    /// 0 is the heaviest.
    private func rank(_ token: String) -> Int { six.firstIndex { $0.tokens.contains(token) } ?? 99 }
    /// A licence ends a custodial order, its custody does not.
    func counts(_ disposal: String) -> Bool { disposal == "DTO_LICENCE" || orderType(disposal) != nil }
    func stands(_ o: Entry<Outcome>) -> Bool { o.appeal != "CHANGED" && o.appeal != "SUCCESSFUL" && o.residence != "OTHER" }

    func age(_ c: CaseRows, _ on: Day?) -> Int? {
        guard let born = c.child.dateOfBirth, let on, born <= on else { return nil }
        let (b, d) = (born.parts, on.parts)
        let hadBirthday = d.month > b.month || d.month == b.month && d.day >= b.day
        return d.year - b.year - (hadBirthday ? 0 : 1)
    }
    func is10to17(_ years: Int?) -> Bool { years.map { $0 >= 10 && $0 <= 17 } ?? false }
    func band(_ years: Int?) -> String { years.map { $0 >= 15 ? "15-17" : "10-14" } ?? "not known" }
    func sex(_ c: CaseRows) -> String { c.child.sex == "MALE" || c.child.sex == "FEMALE" ? c.child.sex ?? "" : "NOT_KNOWN" }
    func ethnicity(_ c: CaseRows) -> String {
        let groups = ["A1": "WHITE", "WHITE": "WHITE", "B9": "MIXED", "C1": "ASIAN", "D2": "BLACK", "E9": "OTHER"]
        return groups[c.child.ethnicity ?? ""] ?? "NOT_OBTAINABLE"
    }
    /// Both ends included. A blank start is not known, so nothing is known of the day; a blank end still runs.
    func spans(_ from: Day?, _ to: Day?, _ on: Day) -> Bool {
        guard let from, from <= on else { return false }
        if let to, to < on { return false }
        return true
    }
    func add(_ answer: inout Answer, _ part: String, _ ref: String, counted: Bool) { add(&answer, part, "", ref, counted: counted) }
    func add(_ answer: inout Answer, _ part: String, _ by: String, _ ref: String, counted: Bool) {
        answer["\(part) \(by)", default: Line()].members.append(ref)
        if counted { answer["\(part) \(by)", default: Line()].counted.append(ref) }
    }

    /// The end's count less the start's, over all; those who count at only one of the two are the ones shown.
    func change(_ answer: inout Answer, _ part: String, _ ref: String, from before: Bool, to after: Bool) {
        add(&answer, part, ref, counted: before != after)
        let sofar = answer["\(part) "]?.number ?? 0
        answer["\(part) "]?.number = sofar + (after ? 1 : 0) - (before ? 1 : 0)
    }

    // MARK: orders that ended (§2.2)

    /// Every pair of a counting programme that has ended and a counting outcome of one of its offences.
    /// - Parameter licenceByOutcome: whether a licence starts, for the child's age, on the day of its outcome (KPI 1 to 7).
    func endedOrders(_ c: CaseRows, licenceByOutcome: Bool = true) -> [Order] {
        guard c.child.deleted != true else { return [] }
        var found: [Order] = []
        for p in c.programmes where counts(p.disposal) {
            guard let end = p.endDate, end <= today else { continue }
            for o in c.outcomes where p.offences.contains(o.offence) && stands(o) {
                guard let type = orderType(o.outcome) else { continue }
                let licence = p.disposal == "DTO_LICENCE"
                guard is10to17(age(c, licence && licenceByOutcome ? o.outcomeDate : p.startDate)) else { continue }
                guard let start = licence ? o.outcomeDate : p.startDate else { continue }
                // Custody: the day before it began. A licence: the outcome date less a day, whatever else its offences led to.
                let tested = licence || type == "CUSTODY" ? start - 1 : start
                found.append(
                    Order(child: c, programme: p, outcome: o, type: type, start: start, ownStart: p.startDate, tested: tested, end: end))
            }
        }
        return found
    }
    func inside(_ day: Day) -> Bool { from <= day && day <= to }

    /// The heaviest outcome, the latest outcome, the latest end, the highest reference.
    func first(_ orders: [Order]) -> Order? {
        orders.sorted { a, b in
            if rank(a.outcome.outcome) != rank(b.outcome.outcome) { return rank(a.outcome.outcome) < rank(b.outcome.outcome) }
            if a.outcome.outcomeDate != b.outcome.outcomeDate { return a.outcome.outcomeDate > b.outcome.outcomeDate }
            if a.end != b.end { return a.end > b.end }
            return a.programme.ref > b.programme.ref
        }.first
    }

    /// One of each child, of those that ended in the period.
    var orders: [Order] { files.compactMap { c in first(endedOrders(c).filter { inside($0.end) }) } }

    // MARK: KPI 1

    /// Those that cover the day and say whether they suit. Nowhere, somewhere unknown and bed and breakfast never do (§1.3).
    func homes(_ homes: [Entry<Accommodation>], _ on: Day) -> [(type: String, suits: Bool)] {
        homes.filter { spans($0.startDate, $0.endDate, on) && $0.suitability != nil }.map { home in
            let type = home.type ?? ""
            let never = ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"].contains(type)
            return (type, home.suitability == "SUITABLE" && !never)
        }
    }
    let homeGroups = [
        "AT_HOME": "LIVING_WITH_PARENTS", "FOSTER_CARE_LA": "FOSTER_CARE", "BAIL_HOSTEL": "TEMPORARY_ACCOMMODATION", "HOSPITAL": "OTHER",
        "YOI": "YOI", "BED_AND_BREAKFAST": "TEMPORARY_ACCOMMODATION", "NOT_KNOWN": "OTHER",
    ]

    func kpi1() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let ref = order.child.child.ref
            let (then, now) = (homes(order.child.homes, order.tested), homes(order.child.homes, order.end))
            let suitedThen = !then.isEmpty && then.allSatisfy(\.suits)
            let suitsNow = !now.isEmpty && now.allSatisfy(\.suits)
            add(&answer, "headline", ref, counted: suitsNow)
            add(&answer, "1a_start_suitable", ref, counted: suitedThen)
            add(&answer, "1a_end_suitable", ref, counted: suitsNow)
            add(&answer, "1a_start_unsuitable", ref, counted: !then.isEmpty && !suitedThen)
            add(&answer, "1a_end_unsuitable", ref, counted: !now.isEmpty && !suitsNow)
            change(&answer, "1a_change", ref, from: suitedThen, to: suitsNow)
            let mainHomes = order.child.homes.filter { spans($0.startDate, $0.endDate, order.end) && $0.primary == true }
            let main = homes(mainHomes, order.end)
            add(&answer, "headline_primary_residence", ref, counted: !main.isEmpty && main.allSatisfy(\.suits))
            add(&answer, "1c", "moment=start;order=\(order.type)", ref, counted: suitedThen)
            add(&answer, "1c", "moment=end;order=\(order.type)", ref, counted: suitsNow)
            for group in Set(then.map { homeGroups[$0.type] ?? "" }) { add(&answer, "1b_start", "type=\(group)", ref, counted: suitedThen) }
            for group in Set(now.map { homeGroups[$0.type] ?? "" }) { add(&answer, "1b_end", "type=\(group)", ref, counted: suitsNow) }
        }
        return answer
    }

    // MARK: KPI 2

    /// A row without suitability says nothing at all (§2.6).
    func education(_ c: CaseRows, _ on: Day) -> [Entry<Education>] {
        c.education.filter { spans($0.startDate, $0.endDate, on) && $0.suitability != nil }
    }
    func suits(_ c: CaseRows, _ on: Day) -> Bool {
        let said = education(c, on)
        return !said.isEmpty && said.allSatisfy { $0.suitability == "SUITABLE" }
    }
    func doesNotSuit(_ c: CaseRows, _ on: Day) -> Bool { !education(c, on).isEmpty && !suits(c, on) }
    /// To the last Friday of June of the school year in which the child turns 16.
    func isOfSchoolAge(_ c: CaseRows, _ on: Day) -> Bool {
        guard let born = c.child.dateOfBirth else { return false }
        let year = born.parts.year + 16 + (born.parts.month >= 9 ? 1 : 0)
        for dayOfMonth in stride(from: 30, to: 23, by: -1) {
            if let last = Day(iso: "\(year)-06-\(dayOfMonth)"), last.weekday == "Friday" { return on <= last }
        }
        return false
    }
    func hours(_ rows: [Entry<Education>], _ field: (Entry<Education>) -> String?) -> Double? {
        let said = rows.compactMap(field).compactMap(Double.init)
        return said.isEmpty ? nil : said.reduce(0, +)
    }
    func band(_ hours: Double) -> String { hours >= 25 ? "25+" : hours >= 16 ? "16-24" : hours > 0 ? "1-15" : "0" }

    let provisions = [
        "SCHOOL_FULL_TIME", "SCHOOL_PART_TIME", "MAINSTREAM_SCHOOL", "ELECTIVELY_HOME_EDUCATED", "ALTERNATIVE_PROVISION_PRU_FULL_TIME",
        "ALTERNATIVE_PROVISION_PRU_PART_TIME", "PUPIL_REFERRAL_UNIT", "ALTERNATIVE_PROVISION_OTHER_FULL_TIME",
        "ALTERNATIVE_PROVISION_OTHER_PART_TIME", "ALTERNATIVE_PROVISION", "ALTERNATIVE_PROVISION_ABOVE_SCHOOL_AGE", "COLLEGE",
        "EDUCATION_RE_ENGAGEMENT_PROGRAMME", "TRAINEESHIP", "TRAINING_COURSE_APPRENTICESHIP", "SUPPORTED_INTERNSHIP",
        "MENTORING_CIRCLE", "FULL_TIME_EMPLOYMENT", "PART_TIME_EMPLOYMENT", "EMPLOYMENT", "SELF_EMPLOYMENT", "VOLUNTARY_WORK",
        "UNIVERSITY", "NONE",
    ]

    func kpi2() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            add(&answer, "headline", ref, counted: suits(c, order.end))
            change(&answer, "2a_change", ref, from: suits(c, order.tested), to: suits(c, order.end))
            for (moment, tested, on) in [("start", order.tested, order.start), ("end", order.end, order.end)] {
                let rows = education(c, tested)
                let school = isOfSchoolAge(c, on)
                add(&answer, "2a_\(moment)_suitable", ref, counted: suits(c, tested))
                add(&answer, "2a_\(moment)_unsuitable", ref, counted: doesNotSuit(c, tested))
                add(&answer, "2b", "moment=\(moment);school_age=\(school ? "yes" : "no")", ref, counted: suits(c, tested))
                add(&answer, "2f", "moment=\(moment);order=\(order.type)", ref, counted: suits(c, tested))
                // Part time is below full time; at the end it begins at an hour.
                let offered = hours(rows) { $0.hoursOffered }
                let isFull = offered.map { $0 >= (school ? 25 : 16) } ?? false
                let isPart = !isFull && (offered.map { $0 > 0 || moment == "start" } ?? false)
                add(&answer, "2c", "moment=\(moment);type=FULL_TIME", ref, counted: isFull)
                add(&answer, "2c", "moment=\(moment);type=PART_TIME", ref, counted: isPart)
                if let offered {
                    answer["2e hours=\(band(offered));moment=\(moment)", default: Line()].members.append(ref)
                }
                if let attended = hours(rows, { $0.hoursAttended }) {
                    answer["2e hours=\(band(attended));moment=\(moment)", default: Line()].counted.append(ref)
                }
                for provision in provisions {
                    let there = rows.contains { ($0.provision == "OTHER" ? "ALTERNATIVE_PROVISION" : $0.provision) == provision }
                    add(&answer, "2d", "moment=\(moment);type=\(provision)", ref, counted: there)
                }
            }
        }
        return answer
    }

    // MARK: KPI 3

    func kpi3() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            let open = c.needs.filter { spans($0.startDate, $0.endDate, order.end) && $0.identified == true }
            // The template's columns of the start: the same on the day the start is tested on.
            let before = c.needs.filter { spans($0.startDate, $0.endDate, order.tested) && $0.identified == true }
            add(&answer, "3a_start", ref, counted: !before.isEmpty)
            if !before.isEmpty {
                add(&answer, "headline_start", ref, counted: before.contains { $0.formalPlan == true })
                add(&answer, "3b_start", "type=SUITABLE", ref, counted: suits(c, order.tested))
                add(&answer, "3b_start", "type=UNSUITABLE", ref, counted: doesNotSuit(c, order.tested))
            }
            // Demographics and types of order: the text leaves open of what; the need out of all of them, as 3a.
            for by in ["", "age=\(band(age(c, order.start)))", "sex=\(sex(c))", "ethnicity=\(ethnicity(c))", "order=\(order.type)"] {
                let part = by == "" ? "3a" : by.hasPrefix("order") ? "3d" : "3c"
                add(&answer, part, by, ref, counted: !open.isEmpty)
            }
            guard !open.isEmpty else { continue }
            add(&answer, "headline", ref, counted: open.contains { $0.formalPlan == true })
            add(&answer, "3b", "type=SUITABLE", ref, counted: suits(c, order.end))
            add(&answer, "3b", "type=UNSUITABLE", ref, counted: doesNotSuit(c, order.end))
        }
        return answer
    }
}
