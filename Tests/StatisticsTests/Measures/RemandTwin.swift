import Casework

/// Remand and the board's attendance once more, plainly, from interchange.md §2 and regulation.md §1.6 and §2.6 alone.
extension IndicatorTwin {
    func remand() -> Answer {
        var answer: Answer = [:]
        func put(_ part: String, _ kind: String?, _ ref: String, number: Double = 1) {
            for by in ["", kind.map { "kind=\($0)" }].compactMap({ $0 }) {
                let key = "\(part) \(by)"
                var line = answer[key] ?? Line(number: 0)
                line.counted.append(ref)
                line.number = (line.number ?? 0) + number
                answer[key] = line
            }
        }
        for c in files where c.child.deleted != true {
            for r in c.remands {
                guard let start = r.startDate else { continue }
                if start >= from, start <= to { put("started", r.type, r.ref) }
                // A night belongs to the day it begins on; none is spent on the day of the end.
                var nights = 0
                var night = start > from ? start : from
                while night <= to, r.endDate.map({ night < $0 }) ?? true {
                    nights += 1
                    night = night + 1
                }
                if nights > 0 { put("nights", r.type, r.ref, number: Double(nights)) }
            }
            for kind in [nil, "YDA", "RLAA", "BAIL_SUPPORT"] as [String?] {
                let on = c.remands.contains { r in
                    r.startDate != nil && spans(r.startDate, r.endDate, to) && (kind == nil || r.type == kind)
                }
                if on { answer["stock \(kind.map { "kind=\($0)" } ?? "")", default: Line()].counted.append(c.child.ref) }
            }
            for r in c.remands {
                guard let end = r.endDate, end >= from, end <= to else { continue }
                let custody = c.outcomes.contains { o in
                    r.offences.contains(o.offence) && orderType(o.outcome) == "CUSTODY" && stands(o)
                }
                add(&answer, "not_custody", r.ref, counted: !custody)
                if let kind = r.type { add(&answer, "not_custody", "kind=\(kind)", r.ref, counted: !custody) }
            }
            let ended = endedOrders(c).filter { inside($0.end) }
            let remanded = c.hearings.filter { h in
                h.remandDecision.map { $0 == "REMAND_IN_CUSTODY" || $0.hasPrefix("REMAND_TO_LOCAL_AUTHORITY") } ?? false
            }
            guard let first = remanded.map(\.hearingDate).min() else { continue }
            if ended.contains(where: { $0.outcome.outcomeDate - first > 27 && $0.type != "CUSTODY" }) {
                answer["days_28_or_more_not_custody ", default: Line()].counted.append(c.child.ref)
            }
        }
        return answer
    }

    func boardAttendance() -> Answer {
        var answer: Answer = [:]
        for seat in board where seat.meetingDate >= from && seat.meetingDate <= to && seat.attendance != "NOT_A_MEMBER" {
            for by in ["", "sector=\(seat.sector)", seat.member.map { "member=\($0)" }].compactMap({ $0 }) {
                add(&answer, "attended", by, seat.ref, counted: seat.attendance == "ATTENDED")
                add(&answer, "represented", by, seat.ref, counted: seat.attendance == "ATTENDED" || seat.attendance == "DEPUTY")
                if seat.attendance == "APOLOGIES" { answer["apologies \(by)", default: Line()].counted.append(seat.ref) }
                if seat.attendance == nil { answer["not_recorded \(by)", default: Line()].counted.append(seat.ref) }
            }
        }
        return answer
    }
}
