import Casework

/// The sheets of the summary template once more, plainly, from the rows and columns of regulation.md §2.4 over the readings of §2.6.
extension IndicatorTwin {
    private func put(_ answer: inout Answer, _ by: [String: String], _ ref: String, _ holds: Bool = true) {
        guard holds else { return }
        let words = by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
        answer["cell \(words)", default: Line()].counted.append(ref)
    }

    // MARK: KPI 1

    func template1() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            var release: Day?
            if order.type == "CUSTODY" {
                // The sentence's own record; a licence without one began the day the child left.
                let recorded = order.child.releases.filter { $0.outcome == order.outcome.id }.map(\.releaseDate).max()
                release = recorded ?? (order.programme.disposal == "DTO_LICENCE" ? order.ownStart : nil)
            }
            homeRows(&answer, order.child, order.type, start: order.tested, end: order.end, release: release)
        }
        for c in files where c.child.deleted != true {
            // The last stay in youth detention that ended in the quarter and came to no custody.
            let stays = c.remands.filter { stay in
                guard stay.type == "YDA", let from = stay.startDate, let to = stay.endDate, inside(to), to <= today else { return false }
                guard is10to17(age(c, from)), !stay.offences.isEmpty else { return false }
                return stay.offences.allSatisfy { offence in
                    let known = c.outcomes.filter {
                        $0.offence == offence && $0.outcomeDate >= from && $0.appeal != "CHANGED" && $0.appeal != "SUCCESSFUL"
                    }
                    return !known.isEmpty && known.allSatisfy { orderType($0.outcome) != "CUSTODY" && $0.residence != "OTHER" }
                }
            }
            let last = stays.sorted { ($0.endDate ?? today, $0.ref) < ($1.endDate ?? today, $1.ref) }.last
            guard let last, let from = last.startDate, let to = last.endDate else { continue }
            homeRows(&answer, c, "REMAND_WITHOUT_SENTENCE", start: from - 1, end: nil, release: to)
        }
        return answer
    }

    private func homeRows(_ answer: inout Answer, _ c: CaseRows, _ block: String, start: Day, end: Day?, release: Day?) {
        let ref = c.child.ref
        func put(_ row: String, _ column: String) { self.put(&answer, ["row": row, "column": column, "order": block], ref) }
        put("ORDER_ENDING", "total")
        var groups: Set<String> = []
        func at(_ day: Day, _ moment: String, _ rows: [Entry<Accommodation>]) {
            let there = homes(rows, day)
            let suits = there.allSatisfy(\.suits)
            for group in Set(there.map { homeGroups[$0.type] ?? "" }) {
                put(group, "\(moment)_\(suits ? "yes" : "no")")
                groups.insert(group)
            }
        }
        at(start, "start", c.homes)
        if let end { at(end, "end", c.homes) }
        // A home that ended on the day of release was left.
        if let release { at(release, "release", c.homes.filter { $0.endDate != release }) }
        for group in groups { put(group, "total") }
    }

    // MARK: KPI 2 and 3

    func template2() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            for (moment, tested, on) in [("start", order.tested, order.start), ("end", order.end, order.end)] {
                let school = isOfSchoolAge(c, on)
                let rows = education(c, tested)
                func put(_ row: String, _ column: String, _ holds: Bool) {
                    let by = ["row": row, "column": column, "order": order.type, "school_age": school ? "yes" : "no"]
                    self.put(&answer, by, ref, holds)
                }
                // The total is by the age at the end.
                put("ORDER_ENDING", "total", moment == "end")
                put("SUITABLE", moment, suits(c, tested))
                for provision in provisions {
                    put(
                        provision, moment, rows.contains { ($0.provision == "OTHER" ? "ALTERNATIVE_PROVISION" : $0.provision) == provision }
                    )
                }
                let offered = hours(rows) { $0.hoursOffered }
                let isFull = offered.map { $0 >= (school ? 25 : 16) } ?? false
                put("FULL_TIME", moment, isFull)
                put("PART_TIME", moment, !isFull && (offered.map { $0 > 0 || moment == "start" } ?? false))
                for hours in ["1-15", "16-24", "25+"] {
                    put("OFFERED_\(hours)", moment, offered.map(band) == hours)
                    put("ATTENDED_\(hours)", moment, self.hours(rows) { $0.hoursAttended }.map(band) == hours)
                }
            }
        }
        return answer
    }

    func template3() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            func put(_ row: String, _ column: String, _ holds: Bool = true) {
                self.put(&answer, ["row": row, "column": column, "order": order.type], ref, holds)
            }
            put("ORDER_ENDING", "total")
            for (moment, day) in [("start", order.tested), ("end", order.end)] {
                let open = c.needs.filter { spans($0.startDate, $0.endDate, day) && $0.identified == true }
                put("IDENTIFIED", moment, !open.isEmpty)
                put("PLAN", moment, open.contains { $0.formalPlan == true })
                put("SUITABLE_EDUCATION", moment, !open.isEmpty && suits(c, day))
            }
        }
        return answer
    }

    // MARK: KPI 4, 5 and 7

    func templateHealth(_ need: String, tiers: [String]) -> Answer {
        var answer: Answer = [:]
        for order in orders {
            func put(_ row: String, _ column: String, _ holds: Bool = true) {
                self.put(&answer, ["row": row, "column": column, "order": order.type], order.child.child.ref, holds)
            }
            put("ORDER_ENDING", "total")
            let records = order.child.health.filter { $0.need == need }.map { ($0, help($0, order)) }.filter(\.1.identified)
            put("NEED", "end", !records.isEmpty)
            put("TREATED_BEFORE_START", "start", records.contains(where: \.1.treatedBefore))
            put(
                "TREATED_BEFORE_SCREENING", "start",
                records.contains { record, _ in
                    guard let began = record.attendedStart, let screened = record.screenedDate else { return false }
                    return began < screened
                })
            for tier in tiers {
                let those = records.map(\.1).filter { $0.tier == tier }
                put("OFFERED_\(tier)", "end", those.contains(where: \.offered))
                put("ATTENDED_\(tier)", "end", those.contains(where: \.attended))
            }
        }
        return answer
    }

    func template7() -> Answer {
        var answer: Answer = [:]
        for order in orders {
            let (c, ref) = (order.child, order.child.child.ref)
            func put(_ row: String, _ column: String, _ holds: Bool = true) {
                self.put(&answer, ["row": row, "column": column, "order": order.type], ref, holds)
            }
            put("ORDER_ENDING", "total")
            for (moment, day) in [("start", order.tested), ("end", order.end)] {
                for status in ["LOOKED_AFTER", "CHILD_PROTECTION", "CHILD_IN_NEED", "EARLY_HELP_PLAN"] {
                    put(status, moment, c.care.contains { $0.status == status && spans($0.startDate, $0.endDate, day) })
                }
            }
            let begun = c.care.filter { $0.status == "EARLY_HELP_REFERRAL" }.compactMap(\.startDate).filter { $0 <= order.end }
            guard let split = order.ownStart else { continue }
            put("OPEN_BEFORE", "start", begun.contains { $0 < split })
            put("REFERRED", "end", begun.contains { $0 >= split })
        }
        return answer
    }

    // MARK: KPI 8, 9 and 10

    func template8() -> Answer {
        var answer: Answer = [:]
        for (key, line) in kpi8() where key.hasPrefix("8a ") || key.hasPrefix("8c ") {
            let sector = key.split(separator: "=").last.map(String.init) ?? ""
            let row = key.hasPrefix("8a") ? "SENIOR" : "DELEGATED"
            for ref in line.counted { put(&answer, ["row": row, "column": "attended", "sector": sector], ref) }
        }
        return answer
    }

    func template9() -> Answer {
        var answer: Answer = [:]
        for c in files where c.child.deleted != true {
            for o in c.offences {
                guard let found = proven(c, o), found.outcome.outcomeDate >= from, found.outcome.outcomeDate <= to else { continue }
                guard c.programmes.contains(where: { counts($0.disposal) && $0.offences.contains(o.id) }) else { continue }
                let block = (found.age ?? 0) < 16 ? "10-15" : "16-17"
                put(&answer, ["row": "ANY", "column": "offences", "age": block], o.ref)
                guard let category = o.category, ["DRUGS", "ROBBERY", "VIOLENCE_AGAINST_THE_PERSON"].contains(category) else { continue }
                put(&answer, ["row": category, "column": "offences", "age": block], o.ref, (o.seriousness ?? 0) >= 5)
            }
        }
        return answer
    }

    func template10() -> Answer {
        var found: [String: Set<String>] = [:]
        for c in files {
            let ended = endedOrders(c, licenceByOutcome: false)
            for v in c.victims {
                guard let order = first(ended.filter { $0.outcome.offence == v.offence }), inside(order.end) else { continue }
                let agreed = v.consentsToContact == true
                let rows = [
                    ("VICTIMS", true), ("CONSENTED", agreed), ("ENGAGED", agreed && v.engagedInRj == true),
                    ("VIEW", agreed && v.viewSoughtBefore == true), ("PROGRESS_REQUESTED", v.progressRequested == true),
                    ("PROGRESS_PROVIDED", v.progressRequested == true && v.progressProvided == true),
                    ("SUPPORT_REQUESTED", v.supportRequested == true),
                    ("SUPPORT_PROVIDED", v.supportRequested == true && v.supportProvided == true),
                ]
                for (row, holds) in rows where holds { found[row, default: []].insert(v.victimRef) }
                found["CHILDREN_WITH_VICTIMS", default: []].insert(c.child.ref)
            }
        }
        var answer: Answer = [:]
        for (row, refs) in found {
            for ref in refs { put(&answer, ["row": row, "column": "total"], ref) }
        }
        return answer
    }
}
