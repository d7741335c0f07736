import Casework
import Statistics
import Testing

@Suite("Disparity and its twin (S-PER-15)")
struct DisparityTwinTests {
    @Test("Every stage and group, who is counted and the index itself")
    func disparity() throws { try TwinRun(.disparity, minimum: 250) { $0.disparity() }.check() }

    @Test("Three years pooled: thirty-six months that end with the period, each child once, from their first day to their last")
    func pooled() throws {
        for (label, from, to) in [("left", "2027-10-01", "2028-09-30"), ("right", "2025-01-01", "2025-12-31")] {
            let year = Period(label: label, from: day(from), to: day(to))
            try TwinRun(.disparity, minimum: 250, without: ["rri", "rri_toolkit"], period: year) { twin in
                let answer = IndicatorTwin(
                    files: twin.files, from: day(from).adding(months: -24), to: twin.to, today: twin.today
                ).disparity()
                let pooled = answer.filter { $0.key.hasPrefix("rri ") }.map { ("rri_3_years" + $0.key.dropFirst(3), $0.value) }
                return Dictionary(uniqueKeysWithValues: pooled)
            }.check()
        }
    }
}
