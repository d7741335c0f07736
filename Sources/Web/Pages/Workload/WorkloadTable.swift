import Casework
import HTML
import Practice
import Records

/// Who holds how much, counted from the allocations that run.
struct WorkloadTable {
    struct Line {
        let staff: RecordID
        let name: String
        let team: String?
        let role: Role?
        let fullTimePercent: Int?
        let cases: [Workload.Held]
        /// Cases at each of the month ends asked for.
        let past: [Int]
        var load: Int { cases.map(\.load).reduce(0, +) }
        var perPost: Int { Workload.perPost(load, fullTimePercent: fullTimePercent) }
        var isOver: Bool { Workload.isOver(load, fullTimePercent: fullTimePercent) }
    }

    let lines: [Line]
    /// The days of the trend, oldest first.
    let days: [Day]

    /// - Parameter months: how many past month ends the trend holds.
    init(_ reader: Reader, on day: Day, months: Int = 0) throws {
        var ends: [Day] = []
        for back in stride(from: months, to: 0, by: -1) {
            let first = Day(year: day.parts.year, month: day.parts.month, day: 1) ?? day
            ends.append(first.adding(months: 1 - back) - 1)
        }
        let earliest = ends.first ?? day
        let allocations = try reader.everywhere(Allocation.self, since: ("end_date", earliest), only: ["start_date", "end_date"])
            .filter { $0.startDate <= day }
        let codes = try reader.codes()
        var held: [RecordID: [Workload.Held]] = [:]
        var past: [RecordID: [Int]] = [:]
        try reader.caseFiles(Workload.needs, of: Array(Set(allocations.compactMap(\.child)))) { file in
            for one in Workload.held(file, codes: codes, on: day) { held[one.staff, default: []].append(one) }
            for (place, end) in ends.enumerated() {
                for one in Workload.held(file, codes: codes, on: end) {
                    past[one.staff, default: [Int](repeating: 0, count: ends.count)][place] += 1
                }
            }
        }
        let roles = Dictionary(
            try reader.serviceRecords(RoleHolding.self).filter { $0.value.isActive(on: day) }.map {
                ($0.value.staff, Role(rawValue: $0.role))
            },
            uniquingKeysWith: { first, _ in first })
        let workers: Set<Role> = [.caseManager, .deliveryWorker]
        lines = try reader.serviceRecords(Staff.self).compactMap { staff -> Line? in
            let role = roles[staff.id] ?? nil
            let cases = held[staff.id] ?? []
            let before = past[staff.id] ?? [Int](repeating: 0, count: ends.count)
            let works = staff.disabled != true && (role.map { workers.contains($0) } ?? false)
            guard works || !cases.isEmpty else { return nil }
            return Line(
                staff: staff.id, name: staff.name, team: staff.team, role: role, fullTimePercent: staff.fullTimePercent, cases: cases,
                past: before)
        }.sorted { ($0.perPost, $0.name) < ($1.perPost, $1.name) }
        days = ends
    }

    /// Hundredths as people write them: 12.5.
    static func number(_ hundredths: Int) -> String {
        let tenths = (hundredths + 5) / 10
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    static func share(_ percent: Int?) -> String { percent.map { "\($0)%" } ?? "Full time" }
}
