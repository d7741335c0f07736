import Casework

/// Remand and the board's attendance once more, plainly, from interchange.md §2 and regulation.md §1.6 and §2.6 alone. What a
/// night costs is the charges of RemandTwinTests.
extension IndicatorTwin {
    func remand() -> Answer {
        var answer: Answer = [:]
        let lastDay = today < to ? today : to
        for c in files where c.child.deleted != true {
            let known = c.remands.filter { $0.startDate != nil }.sorted {
                ($0.startDate ?? to, $0.ref) < ($1.startDate ?? to, $1.ref)
            }
            var spent: [String: [Day]] = [:]
            var here: Set<String> = []
            for r in known {
                guard let start = r.startDate else { continue }
                let kind = r.type ?? "NOT_KNOWN"
                func put(_ part: String, _ number: Int = 1, of by: [String]) {
                    for by in by {
                        let old = answer["\(part) \(by)"] ?? Line(number: 0)
                        answer["\(part) \(by)"] = Line(counted: old.counted + [r.ref], number: (old.number ?? 0) + Double(number))
                    }
                }
                if inside(start) { put("started", of: ["", "kind=\(kind)"]) }
                // A night belongs to the day it begins on, and none is spent on the day of the end or has been on the day of asking.
                // The nights of two episodes of one kind that run together are spent once.
                var nights = 0
                var (pence, dear) = (0, false)
                var night = start
                while night <= to, night < today, r.endDate.map({ night < $0 }) ?? true {
                    if night >= from, spent[kind]?.contains(night) != true {
                        nights += 1
                        if kind == "YDA" {
                            dear = true
                            pence += r.establishmentType == "YOI" ? (night.iso < "2025-11-11" ? 40_050 : 141_000) : 30_000
                        }
                        spent[kind, default: []].append(night)
                    }
                    night = night + 1
                }
                if nights > 0 { put("nights", nights, of: ["", "kind=\(kind)"]) }
                if dear { put("cost", pence, of: ["", "kind=\(kind)"]) }
                // Children on the last day, each once in all and once in each kind.
                if spans(start, r.endDate, lastDay) {
                    if here.isEmpty { put("stock", of: [""]) }
                    if here.insert(kind).inserted { put("stock", of: ["kind=\(kind)"]) }
                }
                guard let end = r.endDate, inside(end), end <= today else { continue }
                let fates = c.outcomes.filter { o in
                    r.offences.contains(o.offence) && o.outcomeDate >= start && o.appeal != "CHANGED" && o.appeal != "SUCCESSFUL"
                }
                guard !fates.isEmpty else { continue }
                let custody = fates.contains { orderType($0.outcome) == "CUSTODY" }
                for by in ["", "kind=\(kind)"] { add(&answer, "not_custody", by, r.ref, counted: !custody) }
            }
            let remanded = c.hearings.filter { h in
                h.remandDecision == "REMAND_IN_CUSTODY" || h.remandDecision?.hasPrefix("REMAND_TO_LOCAL_AUTHORITY") == true
            }
            guard let first = remanded.sorted(by: { ($0.hearingDate, $0.ref) < ($1.hearingDate, $1.ref) }).first else { continue }
            let late = c.outcomes.contains { o in
                inside(o.outcomeDate) && stands(o) && orderType(o.outcome) != "CUSTODY" && o.outcomeDate - first.hearingDate > 27
            }
            // One a child, who must be in the population of the indicators of the quarter.
            if late, endedOrders(c).contains(where: { inside($0.end) }) {
                let kind = first.remandDecision == "REMAND_IN_CUSTODY" ? "YDA" : "RLAA"
                for by in ["", "kind=\(kind)"] {
                    answer["days_28_or_more_not_custody \(by)", default: Line()].counted.append(c.child.ref)
                }
            }
        }
        return answer
    }

    func boardAttendance() -> Answer {
        var answer: Answer = [:]
        for seat in board where inside(seat.meetingDate) && seat.meetingDate <= today && seat.attendance != "NOT_A_MEMBER" {
            // A place without a name stands for its sector.
            for by in ["", "sector=\(seat.sector)", "member=\(seat.member ?? "No name (\(seat.sector))")"] {
                add(&answer, "attended", by, seat.ref, counted: seat.attendance == "ATTENDED")
                add(&answer, "represented", by, seat.ref, counted: seat.attendance == "ATTENDED" || seat.attendance == "DEPUTY")
                if seat.attendance == "APOLOGIES" { answer["apologies \(by)", default: Line()].counted.append(seat.ref) }
                if seat.attendance == "ABSENT" { answer["absent \(by)", default: Line()].counted.append(seat.ref) }
                if seat.attendance == nil { answer["not_recorded \(by)", default: Line()].counted.append(seat.ref) }
            }
        }
        return answer
    }
}
