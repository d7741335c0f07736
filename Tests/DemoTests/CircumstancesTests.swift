import Casework
import Practice
import Testing

@testable import Demo

/// What the indicators count, as Sandholme has it: some of everything, with a few gaps.
@Suite("The demo's homes, remands, requirements, victims, transfers and board")
struct DemoCircumstancesTests {
    private func all<R: RecordKind>(_ type: R.Type) -> [R] { Sample.children.flatMap { $0.all(type).map(\.value) } }

    @Test("every child but a few has a home on every day since the first referral, one main home at a time")
    func homes() {
        var without = 0
        for child in Sample.children where child.child.deleted != true {
            let homes = child.all(Accommodation.self).map(\.value)
            if homes.isEmpty { without += 1 }
            let main = homes.filter { $0.primary == true }.sorted { ($0.startDate ?? .unset) < ($1.startDate ?? .unset) }
            for (one, next) in zip(main, main.dropFirst()) {
                #expect(one.endDate.map { $0 < next.startDate ?? .unset } ?? false, "\(child.ref)")
            }
            if let last = main.last { #expect(last.endDate == nil, "\(child.ref)") }
        }
        #expect((1...30).contains(without))
        #expect(all(Accommodation.self).contains { $0.suitability == nil })
        #expect(all(Accommodation.self).contains { $0.suitability == "UNSUITABLE" })
    }

    @Test("those in custody live there, and children on remand to youth detention too")
    func custody() {
        for child in Sample.children {
            let homes = child.all(Accommodation.self).map(\.value)
            guard !homes.isEmpty else { continue }
            let inside = child.all(Programme.self).filter { $0.value.disposal == "DTO_CUSTODY" }.compactMap(\.value.startDate)
            let held = child.all(Remand.self).filter { $0.value.type == "YDA" }.compactMap(\.value.startDate)
            for day in inside + held {
                let there = homes.filter { $0.isActive(on: day) && $0.primary == true }.compactMap(\.type)
                #expect(there.allSatisfy { ["YOI", "STC", "SCH", "RESIDENTIAL_UNIT_SECURE"].contains($0) }, "\(child.ref) \(there)")
            }
        }
    }

    @Test("there are remands of each kind, running and ended, most to custody ending without it; hearings say so")
    func remands() {
        let remands = all(Remand.self)
        #expect(Set(remands.compactMap(\.type)) == ["YDA", "RLAA", "BAIL_SUPPORT"])
        #expect(remands.allSatisfy { ($0.establishmentType != nil) == ($0.type == "YDA") })
        #expect(remands.allSatisfy { ($0.endReason != nil) == ($0.endDate != nil) })
        let ended = remands.filter { $0.type == "YDA" && $0.endDate != nil }
        #expect(ended.filter { $0.endReason != "Sentenced to custody" }.count * 2 > ended.count)
        let decided = all(Hearing.self).filter { ShippedCodes.codes.group("remand_decision", $0.remandDecision) == "REMAND" }.count
        #expect(decided == remands.filter { $0.type != "BAIL_SUPPORT" }.count)
    }

    @Test("orders have requirements, unpaid work only from sixteen; learning needs, victims and transfers are there with gaps")
    func others() {
        #expect(Set(all(OrderRequirement.self).map(\.requirement)).isSuperset(of: ["SUPERVISION", "UNPAID_WORK", "CURFEW", "REPARATION"]))
        for child in Sample.children {
            let born = child.child.dateOfBirth ?? .unset
            let work = child.all(OrderRequirement.self).filter { $0.value.requirement == "UNPAID_WORK" }
            #expect(work.allSatisfy { $0.value.startDate.map { born.adding(months: 192) <= $0 } ?? false }, "\(child.ref)")
        }
        let needs = all(SpecialNeeds.self)
        #expect(needs.contains { $0.identified == true && $0.formalPlan == true } && needs.contains { $0.identified == false })
        let victims = all(Victim.self)
        #expect(victims.contains { $0.engagedInRj == true && $0.consentsToContact == true })
        #expect(victims.contains { $0.consentsToContact == nil && $0.detailsReceivedDate != nil })
        #expect(Dictionary(grouping: victims, by: \.victimRef).values.contains { $0.count > 1 }, "a victim of several offences")
        #expect(Set(all(Transfer.self).map(\.type)).isSuperset(of: ["IN", "OUT", "CARETAKING_IN", "PROBATION"]))
    }

    @Test("the board meets every quarter, six sectors; a deputy, apologies, a blank and a new member among them")
    func board() {
        let resources = Sample.service.resources.map(\.value)
        let rules = RuleContext(today: Sample.service.options.through, codes: ShippedCodes.codes)
        #expect(!resources.isEmpty && resources.allSatisfy { Resource.kind.problems($0, rules).isEmpty })
        #expect(Set(Sample.service.resources.map(\.id)).count == resources.count)
        let board = Sample.service.board.map(\.value)
        let meetings = Dictionary(grouping: board, by: \.meetingDate)
        #expect(meetings.count == 16)
        #expect(meetings.values.allSatisfy { Set($0.map(\.sector)).count == 6 })
        #expect(Set(board.compactMap(\.attendance)) == ["ATTENDED", "APOLOGIES", "DEPUTY", "ABSENT", "NOT_A_MEMBER"])
        #expect(board.contains { $0.attendance == nil } && board.filter { $0.newMember == true }.count == 1)
        let context = RuleContext(today: Sample.through, codes: ShippedCodes.codes)
        #expect(board.allSatisfy { problems($0, context).isEmpty })
        #expect(Set(Sample.service.board.map(\.id)).count == board.count)
    }

    @Test("S-GOV-03: the board's members have a start and an end; one came late, one has left, one has stopped coming")
    func boardMembers() {
        let members = Sample.service.boardMembers.map(\.value)
        let context = RuleContext(today: Sample.through, codes: ShippedCodes.codes)
        #expect(members.allSatisfy { problems($0, context).isEmpty } && Set(Sample.service.boardMembers.map(\.id)).count == members.count)
        #expect(
            Sample.service.boardMembers.map(\.id)
                == DemoService.make(children: 1, years: 4, seed: 7, through: Sample.through).boardMembers.map(\.id))
        let seats = BoardSeats(Sample.service.board.map(\.value), members)
        #expect(seats.missing(on: Sample.through, atLeast: 3, sectors: []).map { "\($0.name) \($0.missed.count)" } == ["Wren Halloway 3"])
        let year = BoardYear(seats, in: (Sample.through - 365)...Sample.through, sectors: [])
        let left = year.members.first { $0.name == "Barnaby Sholto" }
        #expect(left?.marks.map(\.isExpected) == [true, true, false, false])
        #expect(members.filter { $0.endDate != nil }.count == 1 && members.filter { $0.startDate > Sample.service.options.from }.count == 1)
        // Nobody has a mark outside their days.
        #expect(
            Sample.service.board.allSatisfy {
                $0.value.attendance == "NOT_A_MEMBER" || seats.isMember($0.value.sector, $0.value.member, on: $0.value.meetingDate) == true
            })
    }

    @Test("S-INF-04: the demo's register has an agreement that runs out soon, one whose review is late, one in force and one let go")
    func agreements() {
        let all = Sample.service.agreements
        let context = RuleContext(today: Sample.through, codes: ShippedCodes.codes)
        #expect(all.allSatisfy { problems($0.value, context).isEmpty } && Set(all.map(\.id)).count == 4)
        let states = all.map { AgreementState($0.value, on: Sample.through, notice: 60) }
        #expect(states.map(\.asks) == [true, true, false, false] && states.last == .ended)
    }

    @Test("nothing of them that has happened is dated after the last day")
    func past() {
        let through = Sample.through
        #expect(all(Accommodation.self).allSatisfy { ($0.startDate ?? through) <= through && ($0.endDate ?? through) <= through })
        #expect(all(Remand.self).allSatisfy { ($0.startDate ?? through) <= through && ($0.endDate ?? through) <= through })
        #expect(all(Transfer.self).allSatisfy { $0.date <= through })
        #expect(all(Victim.self).allSatisfy { ($0.engagedEnd ?? through) <= through && ($0.contactedDate ?? through) <= through })
        #expect(all(Victim.self).allSatisfy { ($0.engagedStart ?? through) <= through && ($0.endNotifiedDate ?? through) <= through })
    }
}
