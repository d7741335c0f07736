/// Counts nobody shows, bound by sums: between which two numbers each may lie.
///
/// A small dense simplex by Bland's rule, in two phases. The coefficients are 1 and −1 and the systems a few dozen lines, so doubles do.
struct LinearProgram {
    /// A sum of unknowns, each at its place with its sign, that is a number or no more than it.
    struct Line {
        var terms: [(place: Int, times: Double)]
        var isEquality: Bool
        var sum: Double
    }

    static let tolerance = 1e-7

    private var table: [[Double]] = []
    private var basis: [Int] = []
    /// What each unknown's least value is; the table holds what lies above it.
    private let least: [Double]
    /// Unknowns and slacks; the artificial ones of the first phase lie beyond.
    private var width = 0

    /// - Parameters:
    ///   - least: the lower bound of each unknown.
    ///   - most: the upper bound of each, nil where there is none.
    /// - Returns: nil when no numbers at all fit.
    init?(least: [Double], most: [Double?], lines: [Line]) {
        self.least = least
        var all = lines
        for (place, bound) in most.enumerated() {
            if let bound { all.append(Line(terms: [(place, 1)], isEquality: false, sum: bound)) }
        }
        width = least.count + all.filter { !$0.isEquality }.count
        var slack = least.count
        var rows: [(cells: [Double], sum: Double, slack: Int?)] = []
        for line in all {
            var cells = Array(repeating: 0.0, count: width)
            var sum = line.sum
            for term in line.terms {
                cells[term.place] += term.times
                sum -= term.times * least[term.place]
            }
            var own: Int?
            if !line.isEquality {
                cells[slack] = 1
                own = slack
                slack += 1
            }
            if sum < 0 {
                for place in cells.indices { cells[place] = -cells[place] }
                sum = -sum
                own = nil
            }
            rows.append((cells, sum, own))
        }
        let artificial = rows.filter { $0.slack == nil }.count
        var next = width
        for row in rows {
            var cells = row.cells + Array(repeating: 0.0, count: artificial)
            if row.slack == nil {
                cells[next] = 1
                basis.append(next)
                next += 1
            } else {
                basis.append(row.slack ?? 0)
            }
            table.append(cells + [row.sum])
        }
        guard findFeasible() else { return nil }
    }

    /// The first phase: what is artificial is brought to 0, and then leaves.
    private mutating func findFeasible() -> Bool {
        while let entering = (0..<width).first(where: { column in artificialRows.reduce(0) { $0 + table[$1][column] } > Self.tolerance }) {
            guard let row = leaving(entering) else { break }
            pivot(row, entering)
        }
        guard artificialRows.reduce(0, { $0 + (table[$1].last ?? 0) }) < 1e-6 else { return false }
        for row in artificialRows {
            if let column = (0..<width).first(where: { abs(table[row][$0]) > Self.tolerance }) { pivot(row, column) }
        }
        // What is artificial still stands in a line that says nothing new.
        let kept = basis.indices.filter { basis[$0] < width }
        table = kept.map { Array(table[$0][..<width]) + [table[$0].last ?? 0] }
        basis = kept.map { basis[$0] }
        return true
    }

    private var artificialRows: [Int] { basis.indices.filter { basis[$0] >= width } }

    /// The least and the greatest value of an unknown; the greatest is infinite where nothing bounds it.
    mutating func range(of place: Int) -> (least: Double, greatest: Double) {
        (least[place] + extreme(of: place, sign: -1), least[place] + extreme(of: place, sign: 1))
    }

    private mutating func extreme(of place: Int, sign: Double) -> Double {
        while true {
            // What the unknown gains for each unit of another column.
            let row = basis.firstIndex(of: place)
            let entering = (0..<width).first { column in
                if let row { column != place && -sign * table[row][column] > Self.tolerance } else { column == place && sign > 0 }
            }
            guard let entering else { return row.map { table[$0].last ?? 0 } ?? 0 }
            guard let row = leaving(entering) else { return .infinity }
            pivot(row, entering)
        }
    }

    /// The line that first stops a column from growing; nil when none does.
    private func leaving(_ column: Int) -> Int? {
        var best: (row: Int, ratio: Double)?
        for row in table.indices where table[row][column] > Self.tolerance {
            let ratio = (table[row].last ?? 0) / table[row][column]
            guard let found = best else {
                best = (row, ratio)
                continue
            }
            if ratio < found.ratio - 1e-9 || ratio < found.ratio + 1e-9 && basis[row] < basis[found.row] { best = (row, ratio) }
        }
        return best?.row
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let times = 1 / table[row][column]
        let pivotRow = table[row].map { $0 * times }
        table[row] = pivotRow
        for other in table.indices where other != row {
            let factor = table[other][column]
            guard abs(factor) > 1e-12 else { continue }
            for place in pivotRow.indices where pivotRow[place] != 0 { table[other][place] -= factor * pivotRow[place] }
        }
        basis[row] = column
    }
}
