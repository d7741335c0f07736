import Casework
import Statistics
import Testing

@Suite("Remand, the board and their twins (S-PER-06, S-GOV-03)")
struct RemandTwinTests {
    @Test("Remand: begun, nights and their cost, stock, ended without custody, four weeks")
    func remand() throws {
        // What a night costs by establishment, by kind where that is not known, and dearer from Armistice Day on; local authority
        // accommodation has no charge.
        func charge(_ of: String, _ label: String, _ from: String?, _ to: String?) -> CodeValue {
            CodeValue(
                list: "remand_charge", token: "\(of)_\(from ?? "")", label: label, group: of, from: from.map(day), to: to.map(day),
                basis: "Made up")
        }
        let charges = [
            charge("YOI", "£400.50", "2025-04-01", "2025-11-10"), charge("YOI", "£1,410", "2025-11-11", "2026-03-31"),
            charge("YDA", "£300", nil, nil),
        ]
        try TwinRun(.remand, minimum: 250, codes: charges) { $0.remand() }.check()
    }

    @Test("The board: in person, represented, apologies, not written")
    func board() throws { try TwinRun(.board, minimum: 250) { $0.boardAttendance() }.check() }
}
