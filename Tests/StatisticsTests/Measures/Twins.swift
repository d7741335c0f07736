import Casework

/// The measures once more, slowly and plainly, from regulation.md alone: every rule a line, everything looked at again for every child.
/// Nothing here is shared with Sources/Statistics, not even ages and months.
struct Twin {
    let files: [Rows]
    let from: Day, to: Day, today: Day

    /// `part key=value …` to the references counted and the members.
    typealias Answer = [String: (counted: [String], members: [String])]

    private struct Pair {
        var child: Rows, offence: Rows.Offence, outcome: Rows.Outcome
    }
    private var pairs: [Pair] {
        files.filter { $0.deleted != true }.flatMap { c in
            c.offences.flatMap { o in o.outcomes.map { Pair(child: c, offence: o, outcome: $0) } }
        }
    }

    // MARK: what the codes mean

    private let groups: [String: String] = [
        "YOUTH_CAUTION": "Pre-Court", "YOUTH_CONDITIONAL_CAUTION": "Pre-Court", "FINE": "First-tier", "REFERRAL_ORDER": "First-tier",
        "YOUTH_REHABILITATION_ORDER": "Community", "DETENTION_AND_TRAINING_ORDER": "Custody", "SECTION_250": "Custody",
        "COMMUNITY_RESOLUTION": "Diversion",
    ]
    private let lightestFirst = [
        "NO_FURTHER_ACTION OTHER", "COMMUNITY_RESOLUTION", "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "FINE", "REFERRAL_ORDER",
        "YOUTH_REHABILITATION_ORDER", "DETENTION_AND_TRAINING_ORDER SECTION_250",
    ]
    private func weight(_ token: String) -> Int {
        for (i, tokens) in lightestFirst.enumerated() where tokens.split(separator: " ").contains(Substring(token)) { return i }
        return -1
    }
    private func substantive(_ p: Rows.Outcome) -> Bool {
        ["Pre-Court", "First-tier", "Community", "Custody"].contains(groups[p.token] ?? "")
    }
    private func stands(_ p: Rows.Outcome) -> Bool { !["CHANGED", "SUCCESSFUL"].contains(p.appeal ?? "NONE") }
    private func local(_ p: Rows.Outcome) -> Bool { (p.residence ?? "LOCAL") == "LOCAL" }
    private func inside(_ d: Day) -> Bool { from <= d && d <= to }

    // MARK: ages and months

    private func age(_ c: Rows, _ on: Day?) -> Int? {
        guard let born = c.born, let on, on >= born else { return nil }
        var age = 0
        while let birthday = Day(iso: iso(born.parts.year + age + 1, born.parts.month, born.parts.day))
            ?? Day(iso: iso(born.parts.year + age + 1, 3, 1)),
            birthday <= on
        { age += 1 }
        return age
    }
    private func later(_ d: Day, _ months: Int) -> Day {
        var (year, month, dayOfMonth) = d.parts
        for _ in 0..<months {
            month += 1
            if month == 13 { (year, month) = (year + 1, 1) }
        }
        while true {
            if let found = Day(iso: iso(year, month, dayOfMonth)) { return found }
            dayOfMonth -= 1
        }
    }
    private func iso(_ y: Int, _ m: Int, _ d: Int) -> String { "\(y)-\(m < 10 ? "0" : "")\(m)-\(d < 10 ? "0" : "")\(d)" }

    private func firstHearing(_ x: Pair) -> Day? {
        if let field = x.offence.hearing { return field }
        if let earliest = x.offence.heardInFile.sorted().first { return earliest }
        return groups[x.outcome.token] == "Pre-Court" ? nil : x.outcome.date
    }
    private func arrest(_ o: Rows.Offence) -> Day? { o.arrested ?? o.committed }

    private func people(_ c: Rows, _ on: Day) -> [String: String] {
        let group = ["A1": "WHITE", "WHITE": "WHITE", "B9": "MIXED", "D2": "BLACK"][c.ethnicity ?? ""] ?? "NOT_OBTAINABLE"
        let years = age(c, on)
        let band = years.map { $0 > 17 ? "18+" : $0 > 14 ? "15-17" : $0 > 9 ? "10-14" : "under 10" } ?? "not known"
        return ["sex": ["MALE", "FEMALE"].contains(c.sex ?? "") ? c.sex ?? "" : "NOT_KNOWN", "ethnicity": group, "age": band]
    }

    private func put(_ answer: inout Answer, _ part: String, _ dimensions: [String: String], _ counted: [String], _ members: [String]) {
        for key in [""] + dimensions.map({ "\($0.key)=\($0.value)" }) {
            answer["\(part) \(key)", default: ([], [])].counted += counted
            answer["\(part) \(key)", default: ([], [])].members += members
        }
    }

    // MARK: measures

    func fte() -> Answer {
        var firsts: [Pair] = []
        for c in files where c.deleted != true {
            var best: Pair?
            for x in pairs where x.child.ref == c.ref {
                guard substantive(x.outcome), stands(x.outcome), let a = age(c, arrest(x.offence)), a >= 10, a <= 17 else { continue }
                if let h = firstHearing(x) { guard let b = age(c, h), b <= 17 else { continue } }
                if best.map({ wins(x.outcome, x.outcome.ref, $0.outcome, $0.outcome.ref) }) ?? true { best = x }
            }
            if let best { firsts.append(best) }
        }
        var answer: Answer = [:]
        for x in firsts {
            let rivals = firsts.filter { y in
                y.child.ref != x.child.ref && identifies(x.child) && y.child.originating == x.child.originating
                    && y.child.born == x.child.born
            }
            if rivals.contains(where: { wins($0.outcome, $0.child.ref, x.outcome, x.child.ref) }) { continue }
            guard local(x.outcome), inside(x.outcome.date) else { continue }
            put(
                &answer, "count", people(x.child, x.outcome.date).merging(["outcome": x.outcome.token]) { a, _ in a }, [x.child.ref], [])
        }
        return answer
    }
    private func identifies(_ c: Rows) -> Bool {
        guard let ref = c.originating, c.born != nil else { return false }
        return ref != "" && ref != "N/A" && !ref.contains(" ")
    }
    private func wins(_ a: Rows.Outcome, _ aRef: String, _ b: Rows.Outcome, _ bRef: String) -> Bool {
        if a.date != b.date { return a.date < b.date }
        if weight(a.token) != weight(b.token) { return weight(a.token) > weight(b.token) }
        return aRef > bRef
    }

    func custody() -> Answer {
        let all = pairs.filter { x in
            guard groups[x.outcome.token] == "Custody", stands(x.outcome), local(x.outcome), let a = age(x.child, firstHearing(x)) else {
                return false
            }
            return (10...17).contains(a)
        }
        func together(_ x: Pair, _ y: Pair) -> Bool {
            guard x.child.ref == y.child.ref else { return false }
            if x.outcome.occasion != nil || y.outcome.occasion != nil { return x.outcome.occasion == y.outcome.occasion }
            return x.outcome.date == y.outcome.date
        }
        var answer: Answer = [:]
        // One of each sentence: the one no other of it comes before.
        for x in all where inside(x.outcome.date) {
            if all.contains(where: { together($0, x) && wins($0.outcome, $0.outcome.ref, x.outcome, x.outcome.ref) }) { continue }
            put(
                &answer, "count", people(x.child, x.outcome.date).merging(["outcome": x.outcome.token]) { a, _ in a }, [x.outcome.ref], [])
        }
        return answer
    }

    private func index(_ c: Rows, diversion: Bool) -> (day: Day, pair: Pair)? {
        var best: (day: Day, pair: Pair)?
        for x in pairs where x.child.ref == c.ref {
            guard let group = groups[x.outcome.token], diversion || group != "Diversion", stands(x.outcome), local(x.outcome) else {
                continue
            }
            guard let on = group == "Custody" ? x.outcome.release : x.outcome.date, inside(on) else { continue }
            guard let a = age(c, on), a >= 10, a <= 17 else { continue }
            guard let known = best else {
                best = (on, x)
                continue
            }
            let (w, v) = (weight(x.outcome.token), weight(known.pair.outcome.token))
            if on < known.day || on == known.day && (w > v || w == v && x.outcome.ref > known.pair.outcome.ref) { best = (on, x) }
        }
        return best
    }

    /// Whether another record is the same child and has its index event first.
    private func isFollowedElsewhere(_ c: Rows, _ start: Day, _ x: Pair, diversion: Bool) -> Bool {
        for other in files where other.ref != c.ref && identifies(c) && other.originating == c.originating && other.born == c.born {
            guard let (theirs, y) = index(other, diversion: diversion) else { continue }
            if theirs < start { return true }
            let (w, v) = (weight(y.outcome.token), weight(x.outcome.token))
            if theirs == start, w > v || w == v && other.ref > c.ref { return true }
        }
        return false
    }

    func tracker() -> Answer {
        var answer: Answer = [:]
        for c in files {
            guard let (start, x) = index(c, diversion: true), !isFollowedElsewhere(c, start, x, diversion: true) else { continue }
            for months in [3, 6, 9, 12] {
                var again = false
                for o in c.offences where o.category != "BREACH_OF_BAIL" {
                    for p in o.outcomes where stands(p) && p.date <= today {
                        if let on = o.committed ?? o.arrested, on > start, on <= later(start, months) { again = true }
                    }
                }
                put(
                    &answer, "at_\(months)", ["disposal": groups[x.outcome.token] ?? "", "outcome": x.outcome.token],
                    again ? [c.ref] : [], [c.ref])
            }
        }
        return answer
    }

    func proven() -> Answer {
        var answer: Answer = [:]
        for c in files {
            guard let (start, x) = index(c, diversion: false), !isFollowedElsewhere(c, start, x, diversion: false) else { continue }
            var again: [String] = []
            var before: [String] = []
            for o in c.offences where o.category != "BREACH_OF_BAIL" {
                let proofs = o.outcomes.filter { substantive($0) && stands($0) }.map(\.date)
                let on = o.committed ?? o.arrested
                if let on, on > start, on <= later(start, 12), proofs.contains(where: { $0 <= later(start, 18) }) {
                    again.append(o.ref)
                } else if proofs.contains(where: { $0 < x.outcome.date }) {
                    before.append(o.ref)
                }
            }
            let dimensions = people(c, start).merging(["disposal": groups[x.outcome.token] ?? ""]) { a, _ in a }
            put(&answer, "binary", dimensions, again.isEmpty ? [] : [c.ref], [c.ref])
            put(&answer, "per_reoffender", [:], again, again.isEmpty ? [] : [c.ref])
            put(&answer, "per_offender", [:], again, [c.ref])
            put(&answer, "reoffenders", [:], again.isEmpty ? [] : [c.ref], [])
            put(&answer, "reoffences", [:], again, [])
            put(&answer, "cohort", [:], [c.ref], [])
            put(&answer, "previous_offences", [:], before, [c.ref])
        }
        return answer
    }

    func outcomes() -> Answer {
        var answer: Answer = [:]
        for x in pairs where inside(x.outcome.date) && stands(x.outcome) && local(x.outcome) && x.outcome.main != false {
            let category = x.offence.category ?? "NOT_KNOWN"
            put(&answer, "count", ["category": category, "outcome": x.outcome.token], [x.outcome.ref], [])
            answer["count category=\(category);outcome=\(x.outcome.token)", default: ([], [])].counted.append(x.outcome.ref)
        }
        return answer
    }

    func offences() -> Answer {
        var answer: Answer = [:]
        for c in files where c.deleted != true {
            for o in c.offences {
                var days: [Day] = []
                for p in o.outcomes where substantive(p) && stands(p) && local(p) {
                    let pair = Pair(child: c, offence: o, outcome: p)
                    let on = groups[p.token] == "Pre-Court" ? arrest(o) : firstHearing(pair)
                    if let a = age(c, on), a >= 10, a <= 17 { days.append(p.date) }
                }
                if let first = days.sorted().first, inside(first) {
                    put(&answer, "count", ["category": o.category ?? "NOT_KNOWN"], [o.ref], [])
                }
            }
        }
        return answer
    }
}
