import Casework
import Practice
import Testing

@Suite struct ConsentTests {
    @Test("S-PEO-11: a referral to a voluntary service rests on a consent that stood that day; substance misuse on the child's own")
    func consent() {
        var need = HealthNeed()
        (need.need, need.referredDate) = ("SUBSTANCE_MISUSE", day("2026-11-10"))
        func refusal(_ consents: [Consent]) -> String? { NeedsPicture.refusal(need, consents: consents, codes: ShippedCodes.codes) }
        func consent(_ purpose: String, _ by: String = "CHILD", _ change: (inout Consent) -> Void = { _ in }) -> Consent {
            var one = Consent()
            (one.purpose, one.givenBy, one.answer, one.onDate) = (purpose, by, "GIVEN", day("2026-11-01"))
            change(&one)
            return one
        }
        #expect(refusal([]) == "No consent to the substance misuse service stood on that day. Record the consent first.")
        #expect(refusal([consent("HEALTH")]) != nil, "for another service")
        #expect(refusal([consent("SUBSTANCE_MISUSE", "PARENT")])?.contains("child's own") == true)
        #expect(refusal([consent("SUBSTANCE_MISUSE") { $0.withdrawnOn = day("2026-11-10") }]) != nil, "withdrawn that day")
        #expect(refusal([consent("SUBSTANCE_MISUSE") { $0.answer = "REFUSED" }]) != nil)
        #expect(refusal([consent("SUBSTANCE_MISUSE")]) == nil)
        need.need = "MENTAL_HEALTH"
        #expect(refusal([consent("HEALTH", "PARENT")]) == nil)
        need.referredDate = nil
        #expect(refusal([]) == nil)
    }

    @Test("S-PEO-11: by purpose and by who was asked the latest answer decides; a later no stops the referral, a later yes opens it again")
    func latestAnswer() {
        var need = HealthNeed()
        (need.need, need.referredDate) = ("SUBSTANCE_MISUSE", day("2025-06-10"))
        func refusal(_ consents: [Consent]) -> String? { NeedsPicture.refusal(need, consents: consents, codes: ShippedCodes.codes) }
        func said(
            _ answer: String, _ on: String, by: String? = "CHILD", to purpose: String = "SUBSTANCE_MISUSE", withdrawn: String? = nil
        ) -> Consent {
            var one = Consent()
            (one.purpose, one.givenBy, one.answer, one.onDate) = (purpose, by, answer, day(on))
            one.withdrawnOn = withdrawn.map { day($0) }
            return one
        }
        let yes = said("GIVEN", "2025-06-01")
        #expect(
            refusal([yes, said("REFUSED", "2025-06-05")])
                == "The child’s last answer about the substance misuse service was no, on 5 June 2025. Record their yes first, if they have given it since."
        )
        #expect(refusal([said("REFUSED", "2025-06-05"), yes])?.contains("5 June 2025") == true, "in whatever order they are read")
        #expect(refusal([yes, said("REFUSED", "2025-06-11")]) == nil, "after the referral")
        #expect(refusal([yes, said("REFUSED", "2025-06-10")]) != nil, "that day")
        #expect(refusal([yes, said("REFUSED", "2025-06-05", to: "HEALTH")]) == nil, "another purpose")
        #expect(refusal([yes, said("REFUSED", "2025-06-05", by: "PARENT")]) == nil, "the child's own is theirs to give")
        #expect(refusal([yes, said("REFUSED", "2025-06-05", by: "BOTH")]) != nil)
        #expect(refusal([yes, said("REFUSED", "2025-06-05", by: nil)]) != nil, "a no is taken as theirs where nobody is named")
        #expect(refusal([yes, said("REFUSED", "2025-06-05"), said("GIVEN", "2025-06-07")]) == nil, "yes again")
        #expect(refusal([said("GIVEN", "2025-06-01", withdrawn: "2025-06-03"), said("GIVEN", "2025-06-03")]) == nil, "given anew")
        #expect(refusal([said("GIVEN", "2025-06-03", withdrawn: "2025-06-03")]) != nil, "it never stood")
        #expect(refusal([yes, said("REFUSED", "2025-06-01")]) != nil, "of one day the no counts")
        need.need = "MENTAL_HEALTH"
        let parent = said("GIVEN", "2025-06-01", by: "PARENT", to: "HEALTH")
        #expect(refusal([parent, said("REFUSED", "2025-06-05", to: "HEALTH")]) != nil, "it is voluntary: the child's no stands")
        #expect(
            refusal([parent, said("REFUSED", "2025-06-05", by: "PARENT", to: "HEALTH")])
                == "The last answer about the health service was no, on 5 June 2025. Record a later consent first.")
        let unnamed = said("GIVEN", "2025-06-01", by: nil, to: "HEALTH")
        #expect(refusal([unnamed]) == nil)
        #expect(refusal([unnamed, said("REFUSED", "2025-06-05", by: "PARENT", to: "HEALTH")]) != nil)
        let standing = ConsentStanding([yes, said("REFUSED", "2025-06-05", by: "PARENT")], to: "SUBSTANCE_MISUSE", on: day("2025-06-10"))
        #expect(standing.upholds("CHILD") && !standing.upholds("PARENT") && !standing.upholds("BOTH"))
    }
}
