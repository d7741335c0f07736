import Casework
import Statistics
import Testing

@Suite("Local measures and their twins (S-PER-05, S-PER-14, S-OOC-05)")
struct LocalTwinTests {
    @Test("Timeliness: each stretch, its median and its ninetieth hundredth, by group of outcome")
    func timeliness() throws { try TwinRun(.timeliness, minimum: 250) { $0.timeliness() }.check() }

    @Test("The cohort of a day: who is open, what is so of them, and their years across their sex")
    func cohort() throws { try TwinRun(.cohortProfile, minimum: 250) { $0.cohort() }.check() }

    @Test("What children who reoffended had in common, beside those who have not")
    func shared() throws { try TwinRun(.reoffendingShared, minimum: 250) { $0.shared() }.check() }
}
