import Casework
import Testing

@testable import Demo

@Suite("The cast of particular children")
struct CastTests {
    private func child(_ cast: DemoCast) -> DemoChild { Sample.children[cast.number - 1] }

    @Test("one child is on an order that runs", arguments: [1, 7, 99, 2026] as [UInt64])
    func orderRuns(seed: UInt64) {
        let service = DemoService.make(children: 40, years: 2, seed: seed, through: Sample.through)
        for cast in [DemoCast.onAnOrder, .eighteenOnAnOrder] {
            let running = service.child(cast.number).all(Programme.self).filter { $0.value.endDate == nil }
            #expect(running.contains { $0.value.disposal == "YOUTH_REHABILITATION_ORDER" }, "\(cast)")
        }
    }

    @Test("one has turned 18 and one is about to")
    func eighteen() {
        #expect(child(.eighteenOnAnOrder).child.dateOfBirth.flatMap { Sample.through.years(since: $0) } == 18)
        #expect(child(.nearlyEighteen).child.dateOfBirth.flatMap { Sample.through.years(since: $0) } == 17)
        #expect(child(.nearlyEighteen).child.dateOfBirth.flatMap { (Sample.through + 20).years(since: $0) } == 18)
    }

    @Test("brothers and sisters are linked, twins share a birthday")
    func kin() {
        let younger = child(.youngerSibling)
        #expect(younger.all(Relationship.self).contains { $0.value.knownChild == child(.olderSibling).id })
        #expect(child(.twin).child.dateOfBirth == child(.otherTwin).child.dateOfBirth)
        #expect(child(.otherTwin).all(Relationship.self).contains { $0.value.knownChild == child(.twin).id })
    }

    @Test("one child was entered twice, with a slip in the name")
    func enteredTwice() {
        let (once, again) = (child(.enteredOnce).child, child(.enteredAgain).child)
        #expect(once.dateOfBirth == again.dateOfBirth)
        #expect(once.familyName == again.familyName)
        #expect(once.givenName == "Connor" && again.givenName == "Conor")
    }

    @Test("one came with an outcome from elsewhere, one lives here for another area")
    func elsewhere() {
        #expect(child(.movedHere).all(Outcome.self).first?.value.residence == "OTHER")
        #expect(child(.movedHere).child.originatingRef?.hasPrefix("OAKMERE") == true)
        #expect(child(.placedHere).all(Outcome.self).allSatisfy { $0.value.residence == "OTHER" })
        #expect(child(.placedHere).all(HomeAddress.self).last?.value.type == "RESIDENTIAL")
    }

    @Test("one was made in error and has nothing on the file")
    func withdrawn() {
        #expect(child(.withdrawn).child.deleted == true)
        #expect(child(.withdrawn).records.isEmpty)
    }

    @Test(
        "S-PEO-14: one file is restricted, with a reason and somebody kept out by name who neither works with the child nor has a printed sign-in"
    )
    func restricted() throws {
        let file = child(.turnaround)
        let restriction = try #require(file.all(Restriction.self).first?.value)
        #expect(restriction.reason == "STAFF_FAMILY" && restriction.isActive(on: Sample.through) && restriction.detail != nil)
        let cousin = try #require(restriction.excluded.first)
        #expect(!file.all(Allocation.self).contains { $0.value.staff == cousin })
        let staff = Sample.service.staff
        let place = try #require(staff.firstIndex { $0.id == cousin })
        #expect(staff.firstIndex { $0.role == staff[place].role } != place, "the first of each role is who is tried")
        #expect(file.all(Programme.self).contains { $0.value.endDate == nil } || !file.all(Referral.self).isEmpty, "a file with work on it")
        #expect(Sample.children.filter { !$0.all(Restriction.self).isEmpty }.count == 1)
    }

    @Test("one was sentenced to detention and released")
    func released() {
        let file = child(.released)
        let release = file.all(Release.self).first?.value
        let sentence = file.all(Outcome.self).first { $0.id == release?.outcome }
        #expect(sentence?.value.outcome == "DETENTION_AND_TRAINING_ORDER")
        #expect(file.all(Programme.self).map(\.value.disposal) == ["DTO_CUSTODY", "DTO_LICENCE"])
    }

    @Test("a father is not to be contacted, and why; a grandmother is rung first")
    func doNotContact() {
        let people = child(.doNotContact).all(Relationship.self).map(\.value)
        #expect(people.contains { $0.relation == "FATHER" && $0.contactAllowed == "DO_NOT_CONTACT" && $0.contactNote != nil })
        #expect(people.contains { $0.relation == "GRANDPARENT" && $0.contactAllowed == "RING_FIRST" })
    }

    @Test("one was sent back by the court")
    func sentBack() {
        #expect(child(.sentBack).all(Referral.self).contains { $0.value.bouncedBack == true })
    }

    @Test("the exploited child has the alerts and an interpreter")
    func exploited() {
        let types = Set(child(.exploited).all(Alert.self).map(\.value.type))
        #expect(types.isSuperset(of: ["NRM", "EXPLOITATION", "MISSING", "INTERPRETER"]))
        #expect(child(.exploited).child.interpreterNeeded == true)
    }

    @Test("names are of many sorts: one name alone, long ones, apostrophes, hyphens and accents")
    func names() {
        #expect(child(.oneName).child.familyName == nil)
        #expect((child(.longName).child.familyName?.count ?? 0) > 30)
        let families = Sample.children.compactMap(\.child.familyName)
        #expect(families.contains { $0.contains("'") })
        #expect(families.contains { $0.contains("-") })
        let all = families + Sample.children.compactMap(\.child.givenName)
        #expect(all.contains { !$0.utf8.allSatisfy { $0 < 128 } })
        #expect(Set(Sample.children.map(\.child.nameUsed)).count > 350)
    }

    @Test("the cast leaves a small service alone")
    func smallServices() {
        let small = DemoService.make(children: 10, years: 1, seed: 3, through: Sample.through)
        #expect(small.children.allSatisfy { $0.child.deleted != true })
    }
}
