import Casework
import Foundation

/// SplitMix64: the same seed gives the same files on every machine.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The seed of the twins: SEED in the environment to try others, else always the same, so that a run can be repeated. Printed with every failure.
let seed: UInt64 = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 7

/// What a made-up file is made of, as plain rows that can be printed and taken away one at a time.
struct Rows {
    struct Outcome {
        var ref: String, token: String, date: Day, appeal: String?, residence: String?, main: Bool?, occasion: String?, release: Day?
    }
    struct Offence {
        var ref: String, committed: Day?, arrested: Day?, hearing: Day?, heardInFile: [Day], category: String?
        var outcomes: [Outcome]
    }
    var ref: String, born: Day?, sex: String?, ethnicity: String?, originating: String?, deleted: Bool?
    var offences: [Offence]

    /// Few days, few tokens and few identities, so that every edge and tie comes up often.
    init(_ ref: String, _ random: inout Seeded) {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        func near(_ middle: String, _ days: Int) -> Day { day(middle) + Int.random(in: -days...days, using: &random) }
        self.ref = ref
        born = pick([near("2008-01-01", 150), near("2010-06-01", 400), near("2015-06-01", 300), day("2008-02-29"), nil])
        sex = pick(["MALE", "FEMALE", "NOT_KNOWN", nil])
        ethnicity = pick(["A1", "B9", "WHITE", "D2", "NOT_STATED", nil])
        originating = pick([nil, nil, "", "N/A", "Y 1", "Y1", "Y2"])
        if originating?.hasPrefix("Y") == true { born = day("2010-06-01") }
        deleted = pick([nil, nil, nil, nil, nil, nil, false, true])
        offences = (0..<Int.random(in: 0...4, using: &random)).map { i in
            let date = near("2025-07-01", 420)
            let breach = Int.random(in: 0..<5, using: &random) == 0
            return Offence(
                ref: "\(ref)/\(i)", committed: pick([date, date, date, nil]), arrested: pick([nil, date + pick([0, 1, 60])]),
                hearing: pick([nil, nil, date + pick([20, 90])]), heardInFile: pick([[], [], [date + 40], [date + 200, date + 10]]),
                category: breach ? "BREACH_OF_BAIL" : pick(["DRUGS", "ROBBERY", "THEFT_AND_HANDLING", nil]),
                outcomes: (0..<pick([0, 1, 1, 1, 2, 2, 3])).map { j in
                    // Often on the last or next day of a window, or a shared day.
                    let on = pick([
                        date + Int.random(in: 0...420, using: &random), day("2025-10-01"), day("2025-12-31"), day("2026-01-31"),
                        date.adding(months: pick([3, 6, 12, 18])) + pick([0, 1]),
                    ])
                    let token = pick([
                        "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "FINE", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER",
                        "DETENTION_AND_TRAINING_ORDER", "SECTION_250", "COMMUNITY_RESOLUTION", "NO_FURTHER_ACTION", "OTHER",
                    ])
                    return Outcome(
                        ref: "\(ref)/\(i).\(j)", token: token, date: on,
                        appeal: pick([nil, nil, nil, nil, "NONE", "UNCHANGED", "CHANGED", "SUCCESSFUL"]),
                        residence: pick([nil, nil, "LOCAL", "LOCAL", "OTHER"]), main: pick([nil, true, false]),
                        occasion: pick([nil, nil, "S1", "S2"]), release: pick([nil, on + pick([0, 30, 200])]))
                })
        }
    }

    var file: MadeUp {
        var made = MadeUp(
            ref, born: born?.iso, sex: sex, ethnicity: ethnicity, originating: originating, deleted: deleted)
        for o in offences {
            made = made.offence(
                o.ref, committed: o.committed?.iso, arrested: o.arrested?.iso, hearing: o.hearing?.iso, category: o.category)
            for (i, day) in o.heardInFile.enumerated() { made = made.hearing("h\(i)-\(o.ref)", of: o.ref, on: day.iso) }
            for p in o.outcomes {
                made = made.outcome(
                    p.ref, of: o.ref, p.token, on: p.date.iso, appeal: p.appeal, residence: p.residence, main: p.main, occasion: p.occasion)
                if let release = p.release { made = made.release(of: p.ref, on: release.iso) }
            }
        }
        return made
    }

    var size: Int { 1 + offences.reduce(0) { $0 + 1 + $1.outcomes.count + $1.heardInFile.count } }

    /// Every file that lacks one thing this one has.
    var smaller: [Rows] {
        var found: [Rows] = []
        for i in offences.indices {
            var less = self
            less.offences.remove(at: i)
            found.append(less)
            for j in offences[i].outcomes.indices {
                var less = self
                less.offences[i].outcomes.remove(at: j)
                found.append(less)
            }
            if !offences[i].heardInFile.isEmpty {
                var less = self
                less.offences[i].heardInFile.removeLast()
                found.append(less)
            }
        }
        return found
    }

    var printed: String {
        func w(_ day: Day?) -> String { day?.iso ?? "–" }
        let head =
            "child \(ref) born \(w(born)) \(sex ?? "–") \(ethnicity ?? "–") origin \(originating ?? "–") deleted \(deleted == true)\n"
        return head
            + offences.map { o in
                "  offence \(o.ref) of \(w(o.committed)) arrest \(w(o.arrested)) hearing \(w(o.hearing)) \(o.heardInFile.map(\.iso)) \(o.category ?? "–")\n"
                    + o.outcomes.map { p in
                        "    \(p.ref) \(p.date.iso) \(p.token) appeal \(p.appeal ?? "–") residence \(p.residence ?? "–") "
                            + "main \(p.main.map { "\($0)" } ?? "–") occasion \(p.occasion ?? "–") release \(w(p.release))\n"
                    }.joined()
            }.joined()
    }
}
