import Casework
import Statistics
import Testing

@Suite("Remand, the board and their twins (S-PER-06, S-GOV-03)")
struct RemandTwinTests {
    @Test("Remand: begun, nights, stock, ended without custody, four weeks")
    func remand() throws { try TwinRun(.remand, minimum: 250, without: ["cost"]) { $0.remand() }.check() }

    @Test("The board: in person, represented, apologies, not written")
    func board() throws { try TwinRun(.board, minimum: 250) { $0.boardAttendance() }.check() }
}
