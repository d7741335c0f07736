import Casework

/// `oocd` and `kpi6` once more, plainly, from interchange.md §2 and regulation.md §2 alone.
struct PathwayTwin {
    struct Line {
        var counted: [String] = [], members: [String] = [], value: Double?
    }
    let files: [PathwayRows]
    let from: Day, to: Day

    private var children: [PathwayRows] { files.filter { $0.deleted != true } }

    var decisions: [String: Line] {
        var all: [(ref: String, days: Int, bounced: Bool, completed: Bool)] = []
        var waiting: [String] = []
        for child in children {
            // Another authority's child is not ours to count while placed here (S-PEO-05).
            func isTheirs(_ on: Day) -> Bool {
                guard let placed = child.placed, placed.whose == "OTHER_HERE" else { return false }
                return placed.from <= on && on <= placed.to ?? on
            }
            for r in child.referrals where r.pathway == "OUT_OF_COURT" {
                let asked = r.decided.map { from <= $0 && $0 <= to ? $0 : to } ?? to
                if isTheirs(asked) { continue }
                if let decided = r.decided, from <= decided, decided <= to {
                    let completed = child.programmes.contains { p in
                        p.completed == true && p.start != nil && (p.start ?? to) >= r.received
                            && !Set(p.offences).isDisjoint(with: r.offences)
                    }
                    all.append((r.ref, decided - r.received, r.bounced == true, completed))
                } else if r.received <= to, r.accepted != false, r.closed == nil || (r.closed ?? to) > to,
                    r.decided == nil || (r.decided ?? to) > to
                {
                    waiting.append(r.ref)
                }
            }
        }
        let days = all.map(\.days).sorted()
        let refs = all.map(\.ref)
        let within = all.filter { $0.days <= 28 }.map(\.ref)
        var median: Double?
        if !days.isEmpty {
            let half = days.count / 2
            median = days.count.isMultiple(of: 2) ? Double(days[half - 1] + days[half]) / 2 : Double(days[half])
        }
        // The smallest number at or below which at least nine tenths lie.
        let far = days.first { d in days.filter { $0 <= d }.count * 10 >= days.count * 9 }
        return [
            "decided": Line(counted: refs), "days_median": Line(counted: refs, value: median),
            "days_p90": Line(counted: refs, value: far.map { Double($0) }), "working_days_median": Line(counted: refs),
            "within_target": Line(counted: within, members: refs), "bounced_back": Line(counted: all.filter(\.bounced).map(\.ref)),
            "completed": Line(counted: all.filter(\.completed).map(\.ref)), "waiting": Line(counted: waiting),
        ]
    }

    /// The programmes of the six types that ended, each with its child: by the programme's own disposal, as published.
    private var published: [(child: String, programme: PathwayRows.Programme)] {
        children.flatMap { child in
            child.programmes.filter { p in
                guard six.contains(p.disposal), let end = p.end, from <= end, end <= to, let start = p.start, let born = child.born else {
                    return false
                }
                guard start >= born.adding(months: 120), start < born.adding(months: 216) else { return false }
                let linked = child.outcomes.filter { p.offences.contains($0.offence) }
                let good = linked.filter { $0.appeal != "CHANGED" && $0.residence != "OTHER" }
                if good.isEmpty && !linked.isEmpty { return false }
                // What an outcome 23 stands for is counted apart.
                for tokens in heaviestFirst {
                    let heaviest = good.filter { tokens.contains($0.token) }.sorted { ($0.date, $0.ref) < ($1.date, $1.ref) }.last
                    if let heaviest { return !heaviest.token.contains("OUTCOME_23") }
                }
                return true
            }.map { (child.ref, $0) }
        }
    }

    /// Sheet 6 of the summary template (regulation.md §2.4): children by row and by the programme's type.
    var sheetSix: [String: Line] {
        var found: [String: Line] = [:]
        for (child, programme) in published {
            let done = programme.completed == true ? "COMPLETED" : "NOT_COMPLETED"
            for row in ["ORDER_ENDING", done] {
                let key = "cell column=total;row=\(row);type=\(programme.disposal)"
                if found[key]?.counted.contains(child) != true { found[key, default: Line()].counted.append(child) }
            }
        }
        return found
    }

    private let six = [
        "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "YOUTH_CAUTION",
        "YOUTH_CONDITIONAL_CAUTION",
    ]
    private let heaviestFirst = [
        ["REFERRAL_ORDER"], ["YOUTH_CONDITIONAL_CAUTION"], ["YOUTH_CAUTION"],
        [
            "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "COMMUNITY_RESOLUTION", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT",
            "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT",
        ], ["NO_FURTHER_ACTION"],
    ]

    var completions: [String: Line] {
        var found: [String: Line] = [:]
        for child in children {
            func add(_ part: String, _ completed: Bool?) {
                var line = found[part] ?? Line()
                if !line.members.contains(child.ref) { line.members.append(child.ref) }
                if completed == true, !line.counted.contains(child.ref) { line.counted.append(child.ref) }
                found[part] = line
            }
            for p in child.programmes {
                guard let end = p.end, from <= end, end <= to, let start = p.start, let born = child.born else { continue }
                let years = (10...17).contains { age in
                    start >= born.adding(months: 12 * age) && start < born.adding(months: 12 * (age + 1))
                }
                guard years else { continue }
                let linked = child.outcomes.filter { p.offences.contains($0.offence) }
                let good = linked.filter { $0.appeal != "CHANGED" && $0.residence != "OTHER" }
                if good.isEmpty && !linked.isEmpty { continue }
                var weightiest: PathwayRows.Outcome?
                for tokens in heaviestFirst where weightiest == nil {
                    weightiest = good.filter { tokens.contains($0.token) }.sorted { ($0.date, $0.ref) < ($1.date, $1.ref) }.last
                }
                if p.disposal.contains("OUTCOME_23") || weightiest?.token.contains("OUTCOME_23") == true {
                    add("outcome_23", p.completed)
                    continue
                }
                if six.contains(p.disposal) { add("headline_published", p.completed) }
                guard let token = weightiest?.token, six.contains(token) else { continue }
                let counts = six.contains(p.disposal) || p.disposal == "REFERRAL_ORDER"
                if counts {
                    add("headline_case_level", p.completed)
                    if p.completed == true { found["6a", default: Line()].counted.append(p.ref) }
                    // By the type its outcome gives it, and by the child as they were when it began.
                    let band = start < born.adding(months: 180) ? "10-14" : "15-17"
                    add("6b type=\(token)", p.completed)
                    for by in ["age=\(band)", "sex=\(child.sex ?? "NOT_KNOWN")", "ethnicity=\(child.group)"] {
                        add("6c \(by)", p.completed)
                    }
                }
            }
        }
        return found
    }
}
