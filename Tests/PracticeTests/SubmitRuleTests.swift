import Casework
import Practice
import Testing

/// When an assessment may be sent for countersignature: a table of cases, and what holds whatever is written.
@Suite struct SubmitRuleTests {
    /// An assessment that may be sent, all judgements low.
    static func whole(_ change: (inout Assessment) -> Void = { _ in }) -> Assessment {
        var a = Assessment()
        (a.type, a.stage) = ("OUT_OF_COURT", "START")
        (a.safetyWellbeing, a.seriousHarm, a.reoffending) = ("LOW", "LOW", "LOW")
        a.sources = "Police papers, school"
        (a.childView, a.childViewOn, a.childViewHow) = ("It was stupid", day("2026-11-02"), "FACE_TO_FACE")
        (a.parentView, a.parentViewOn, a.parentViewHow) = ("He is a good lad", day("2026-11-02"), "PHONE")
        change(&a)
        return a
    }

    static func facts(_ change: (inout SubmitFacts) -> Void = { _ in }) -> SubmitFacts {
        var facts = SubmitFacts(hasChildSelf: true, hasParentSelf: true, hasExploitationScreen: true)
        change(&facts)
        return facts
    }

    static func risk(_ direction: String, _ change: (inout Risk) -> Void = { _ in }) -> Risk {
        var risk = Risk()
        (risk.direction, risk.who, risk.nature, risk.imminence) = (direction, "CHILD", "Being used", "LIKELY_SOON")
        (risk.circumstances, risk.controls) = ("At night", "Tutor at the gate")
        change(&risk)
        return risk
    }

    static func contingency(_ concern: String) -> Contingency {
        var one = Contingency()
        (one.concern, one.ifHappens, one.thenDo, one.who) = (concern, "He goes missing", "Ring the duty worker", "His worker")
        return one
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let assessment: Assessment
        let facts: SubmitFacts
        /// The parts that keep it back, in order.
        let parts: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "all low needs no reasons", assessment: whole(), facts: facts(), parts: []),
        Case(name: "S-ASM-02: a judgement not given", assessment: whole { $0.seriousHarm = nil }, facts: facts(), parts: ["judgements"]),
        Case(
            name: "S-ASM-02: medium likelihood without reasons", assessment: whole { $0.reoffending = "MEDIUM" }, facts: facts(),
            parts: ["judgements"]),
        Case(
            name: "medium likelihood with reasons asks for no contingency",
            assessment: whole { ($0.reoffending, $0.reoffendingReason) = ("HIGH", "Friends") }, facts: facts(), parts: []),
        Case(
            name: "S-ASM-04, S-PLN-03: medium safety without risk and contingency",
            assessment: whole { ($0.safetyWellbeing, $0.safetyWellbeingReason) = ("MEDIUM", "Goes missing") }, facts: facts(),
            parts: ["risks", "contingencies"]),
        Case(
            name: "S-ASM-04: a risk to others is no risk to the child",
            assessment: whole { ($0.safetyWellbeing, $0.safetyWellbeingReason) = ("MEDIUM", "Goes missing") },
            facts: facts { ($0.risks, $0.contingencies) = ([risk("TO_OTHERS")], [contingency("SAFETY")]) }, parts: ["risks"]),
        Case(
            name: "S-PLN-03: contingency for the other concern will not do",
            assessment: whole { ($0.seriousHarm, $0.seriousHarmReason) = ("HIGH", "Knife") },
            facts: facts { ($0.risks, $0.contingencies) = ([risk("TO_OTHERS")], [contingency("SAFETY")]) }, parts: ["contingencies"]),
        Case(
            name: "S-ASM-04: a risk that does not say what holds it",
            assessment: whole { ($0.seriousHarm, $0.seriousHarmReason) = ("HIGH", "Knife") },
            facts: facts { ($0.risks, $0.contingencies) = ([risk("TO_OTHERS") { $0.controls = " " }], [contingency("HARM")]) },
            parts: ["risks"]),
        Case(
            name: "both concerns met",
            assessment: whole {
                ($0.seriousHarm, $0.seriousHarmReason) = ("HIGH", "Knife")
                ($0.safetyWellbeing, $0.safetyWellbeingReason) = ("VERY_HIGH", "Debt")
            },
            facts: facts {
                $0.risks = [risk("TO_OTHERS"), risk("TO_CHILD")]
                $0.contingencies = [contingency("HARM"), contingency("SAFETY")]
            }, parts: []),
        Case(name: "S-ASM-03: no sources", assessment: whole { $0.sources = nil }, facts: facts(), parts: ["judgements"]),
        Case(
            name: "S-ASM-07: no self-assessment by the parent", assessment: whole(), facts: facts { $0.hasParentSelf = false },
            parts: ["judgements"]),
        Case(
            name: "S-ASM-07: or a note why", assessment: whole { $0.selfMissingReason = "Mother in hospital" },
            facts: facts { ($0.hasParentSelf, $0.hasChildSelf) = (false, false) }, parts: []),
        Case(
            name: "S-SAF-01: no exploitation screen", assessment: whole(), facts: facts { $0.hasExploitationScreen = false },
            parts: ["screens"]),
        Case(name: "S-ASM-08: a view without its day", assessment: whole { $0.childViewOn = nil }, facts: facts(), parts: ["views"]),
        Case(name: "S-ASM-08: no view at all", assessment: whole { $0.parentView = nil }, facts: facts(), parts: ["views"]),
        Case(
            name: "S-ASM-08: not asked, and said so",
            assessment: whole { ($0.parentView, $0.parentViewOn, $0.parentViewHow) = (nil, nil, "NOT_ASKED") }, facts: facts(), parts: []),
        Case(
            name: "a question that must be answered", assessment: whole(),
            facts: facts { $0.unanswered = [("family", "Family and home", "Who is there?")] }, parts: ["family"]),
        Case(
            name: "done elsewhere: its judgements, and what we do about them",
            assessment: whole {
                ($0.author, $0.sources, $0.childView) = ("Bo Field, Northport", nil, nil)
                $0.safetyWellbeing = "HIGH"
            }, facts: SubmitFacts(), parts: ["risks", "contingencies"]),
    ]

    @Test("What keeps an assessment back, case by case", arguments: cases)
    func table(_ one: Case) {
        let blockers = SubmitRule.blockers(one.assessment, one.facts)
        #expect(blockers.map(\.part) == one.parts)
        for blocker in blockers {
            #expect(!blocker.message.isEmpty && blocker.message.last.map { ".”)".contains($0) } == true, "\(blocker.message)")
        }
    }

    /// Every assessment there is, as far as the rule looks at it.
    private static func every() -> [(Assessment, SubmitFacts)] {
        var all: [(Assessment, SubmitFacts)] = []
        let levels: [String?] = [nil, "LOW", "MEDIUM", "VERY_HIGH"]
        for safety in levels {
            for harm in levels {
                for bits in 0..<64 {
                    let has = { (bit: Int) in bits & (1 << bit) != 0 }
                    let a = whole {
                        ($0.safetyWellbeing, $0.seriousHarm) = (safety, harm)
                        $0.safetyWellbeingReason = has(0) ? "Why" : nil
                        $0.seriousHarmReason = has(0) ? "Why" : nil
                        $0.selfMissingReason = has(1) ? "Why" : nil
                    }
                    let f = facts {
                        $0.risks = (has(2) ? [risk("TO_CHILD")] : []) + (has(3) ? [risk("TO_OTHERS")] : [])
                        $0.contingencies = (has(4) ? [contingency("SAFETY")] : []) + (has(5) ? [contingency("HARM")] : [])
                        ($0.hasChildSelf, $0.hasExploitationScreen) = (has(1), has(4))
                    }
                    all.append((a, f))
                }
            }
        }
        return all
    }

    @Test("S-PLN-03, S-ASM-04: whatever is written, what goes has a risk and a contingency for each concern of medium or above")
    func nothingSlipsThrough() {
        var gone = 0
        for (a, facts) in Self.every() where SubmitRule.blockers(a, facts).isEmpty {
            gone += 1
            for (level, reason, direction, concern) in [
                (a.safetyWellbeing, a.safetyWellbeingReason, "TO_CHILD", "SAFETY"),
                (a.seriousHarm, a.seriousHarmReason, "TO_OTHERS", "HARM"),
            ] {
                #expect(level != nil)
                guard level != "LOW" else { continue }
                #expect(reason != nil)
                #expect(facts.risks.contains { $0.direction == direction && SubmitRule.blanks($0).isEmpty })
                #expect(facts.contingencies.contains { $0.concern == concern })
            }
            #expect(facts.hasExploitationScreen && (facts.hasChildSelf || a.selfMissingReason != nil))
        }
        #expect(gone > 20)
    }

    @Test("Writing more never adds a blocker: each thing written takes away or leaves")
    func monotone() {
        for (a, facts) in Self.every() {
            var more = facts
            more.contingencies.append(Self.contingency("HARM"))
            more.hasParentSelf = true
            let (before, after) = (SubmitRule.blockers(a, facts), SubmitRule.blockers(a, more))
            #expect(Set(after.map(\.part)).isSubset(of: Set(before.map(\.part))))
        }
    }

    @Test("S-ASM-11: nobody signs their own, and only what was sent")
    func signing() {
        let (writer, manager) = (id(1), id(2))
        var a = Self.whole { $0.writtenBy = writer }
        #expect(!SubmitRule.maySign(a, by: manager), "not sent")
        (a.completedOn, a.submittedOn) = (day("2026-11-02"), day("2026-11-02"))
        #expect(SubmitRule.maySign(a, by: manager) && !SubmitRule.maySign(a, by: writer))
        (a.submittedOn, a.returnedOn) = (nil, day("2026-11-02"))
        #expect(a.state == .returned && !SubmitRule.maySign(a, by: manager))
        a.submittedOn = day("2026-11-02")
        #expect(a.state == .submitted, "sent in again on the day it came back")
        (a.countersignedOn, a.countersignedBy) = (day("2026-11-03"), manager)
        #expect(a.state == .countersigned && !SubmitRule.maySign(a, by: manager))
    }

    @Test("S-OOC-02: the likelihood is of offending only while nothing is admitted")
    func likelihood() {
        func message(_ isNotAdmitted: Bool) -> String {
            let facts = Self.facts { $0.isNotAdmitted = isNotAdmitted }
            return SubmitRule.blockers(Self.whole { $0.reoffending = nil }, facts).first?.message ?? ""
        }
        #expect(message(false).hasPrefix("The likelihood of reoffending:"))
        #expect(message(true).hasPrefix("The likelihood of offending:"))
    }
}
