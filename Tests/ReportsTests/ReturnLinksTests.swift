import Casework
import Testing

@testable import Reports

/// What of the return is worked out from records that belong together.
@Suite("Links of the national return")
struct ReturnLinksTests {
    @Test("S-PER-22: the programme an offence breached, what the work was, and the assessments of a programme: by word or by referral")
    func belonging() throws {
        var hand = Hand()
        (hand.programme.breaches, hand.programme.activity) = ([Hand.ids[12]], "REPARATION MENTORING")
        hand.child.immigrationStatus = "SETTLED"
        hand.extra = {
            $0[Offence.self].append(Hand.breach)
            $0[Assessment.self] = [Hand.assessment { $0.programmes = [Hand.ids[3]] }]
        }
        let json = ReturnDocument.make(hand.file, ReturnTests.ask()).json
        #expect(
            json.contains(#""programme_breached_id":"P1""#) && json.contains(#""activities":[{"type":"REPARATION"},{"type":"MENTORING"}]"#))
        #expect(json.contains(#""immigration_status":"SETTLED""#))
        let link = #""intervention_programme_assessments":[{"intervention_programme_id":"P1","assessment_id":"S2"}]"#
        #expect(json.contains(link))
        var later = hand
        later.programme.startDate = Day(iso: "2026-07-01")
        #expect(
            !ReturnDocument.make(later.file, ReturnTests.ask()).json.contains("programme_breached_id"), "begun after the return's last day")
        hand.programme.referral = Hand.ids[4]
        hand.extra = { $0[Assessment.self] = [Hand.assessment { $0.referral = Hand.ids[4] }] }
        #expect(ReturnDocument.make(hand.file, ReturnTests.ask()).json.contains(link), "both rest on one referral")
        hand.extra = { $0[Assessment.self] = [Hand.assessment { _ in }] }
        #expect(!ReturnDocument.make(hand.file, ReturnTests.ask()).json.contains("programme_assessments"))
    }

    @Test("S-PER-22: the first caution or sentence is told, wherever the child lived then")
    func firstOutcome() throws {
        var hand = Hand()
        hand.outcome.residence = "OTHER"
        hand.extra = { file in
            var later = Hand().outcome
            (later.outcomeDate, later.outcome) = (Day(iso: "2026-05-10") ?? .unset, "REFERRAL_ORDER")
            var diversion = Hand().outcome
            (diversion.outcomeDate, diversion.outcome) = (Day(iso: "2026-04-01") ?? .unset, "COMMUNITY_RESOLUTION")
            file[Outcome.self] += [
                Entry(id: Hand.ids[12], ref: "U2", value: later), Entry(id: Hand.ids[13], ref: "U0", value: diversion),
            ]
        }
        let json = ReturnDocument.make(hand.file, ReturnTests.ask()).json
        let told = json.split(separator: "\"is_first_substantive_outcome\":").dropFirst().map { String($0.prefix(5)) }
        // In the order of their days: diversion, the caution elsewhere, the referral order.
        #expect(told == ["false", "true}", "false"], "\(told)")
    }
}
