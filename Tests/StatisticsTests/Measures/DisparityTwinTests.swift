import Casework
import Statistics
import Testing

@Suite("Disparity and its twin (S-PER-15)")
struct DisparityTwinTests {
    @Test("Every stage and group, who is counted and the index itself")
    func disparity() throws { try TwinRun(.disparity, minimum: 250) { $0.disparity() }.check() }
}
