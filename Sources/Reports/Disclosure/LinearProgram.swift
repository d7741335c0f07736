/// Counts nobody shows, bound by sums: whether each may be as small or as large as asked.
///
/// A dense simplex by Bland's rule, in two phases, kept at its last corner from one question to the next. The coefficients are 1 and −1 and
/// the systems some dozen lines, so doubles do. Each corner passed is remembered: it answers many a question by itself. The numbers need not
/// be whole ones; that frees a count more than whole numbers would only where sums interlock, and the sums of a report rarely do.
struct LinearProgram {
    /// A sum of unknowns, each at its place with its sign, that is a number or no more than it.
    struct Line {
        var terms: [(place: Int, times: Double)]
        var isEquality: Bool
        var sum: Double
    }

    private static let tolerance = 1e-7

    /// What each unknown's least value is; the table holds what lies above it.
    private let least: [Double]
    /// Unknowns and slacks; the artificial ones of the first phase lie beyond until it ends.
    private var width = 0
    /// Columns of a row with the sum at its end.
    private var stride = 0
    private var table: [Double] = []
    private var basis: [Int] = []
    /// The least and greatest seen of each unknown at any corner.
    private var seen: [(low: Double, high: Double)]

    /// - Parameters:
    ///   - least: the lower bound of each unknown.
    ///   - most: the upper bound of each, nil where there is none.
    /// - Returns: nil when no numbers at all fit.
    init?(least: [Double], most: [Double?], lines: [Line]) {
        self.least = least
        seen = least.map { _ in (.infinity, -.infinity) }
        var all = lines
        for (place, bound) in most.enumerated() {
            if let bound { all.append(Line(terms: [(place, 1)], isEquality: false, sum: bound)) }
        }
        width = least.count + all.count { !$0.isEquality }
        var slack = least.count
        var rows: [(cells: [(Int, Double)], sum: Double, isArtificial: Bool)] = []
        for line in all {
            var cells = line.terms.map { ($0.place, $0.times) }
            var sum = line.sum - line.terms.reduce(0) { $0 + $1.times * least[$1.place] }
            if !line.isEquality {
                cells.append((slack, 1))
                slack += 1
            }
            let isTurned = sum < 0
            if isTurned {
                cells = cells.map { ($0.0, -$0.1) }
                sum = -sum
            }
            rows.append((cells, sum, line.isEquality || isTurned))
        }
        stride = width + rows.count { $0.isArtificial } + 1
        table = Array(repeating: 0, count: stride * rows.count)
        var artificial = width
        for (row, made) in rows.enumerated() {
            for cell in made.cells { table[row * stride + cell.0] += cell.1 }
            table[row * stride + stride - 1] = made.sum
            if made.isArtificial {
                table[row * stride + artificial] = 1
                basis.append(artificial)
                artificial += 1
            } else {
                basis.append(made.cells.last?.0 ?? 0)
            }
        }
        guard findFeasible() else { return nil }
        look()
    }

    /// Whether an unknown can be no more than a number.
    mutating func reaches(_ place: Int, atMost bound: Double) -> Bool { move(place, up: false, to: bound) <= bound + 1e-6 }

    /// Whether an unknown can be a number or more.
    mutating func reaches(_ place: Int, atLeast bound: Double) -> Bool { move(place, up: true, to: bound) >= bound - 1e-6 }

    /// The least and the greatest value of an unknown; the greatest is infinite where nothing bounds it.
    mutating func range(of place: Int) -> (least: Double, greatest: Double) {
        (move(place, up: false, to: -.infinity), move(place, up: true, to: .infinity))
    }

    /// Moves an unknown up or down until it has come to a bound, or as far as it goes; where it came.
    private mutating func move(_ place: Int, up: Bool, to bound: Double) -> Double {
        if up, seen[place].high >= bound { return seen[place].high }
        if !up, seen[place].low <= bound { return seen[place].low }
        while true {
            let row = basis.firstIndex(of: place)
            let value = least[place] + (row.map { table[$0 * stride + stride - 1] } ?? 0)
            if up ? value >= bound : value <= bound { return value }
            let entering: Int?
            if let row {
                // What the unknown gains for each unit of another column.
                let (start, sign) = (row * stride, up ? -1.0 : 1.0)
                entering = table.withUnsafeBufferPointer { (cells: UnsafeBufferPointer<Double>) -> Int? in
                    var column = 0
                    while column < width {
                        if column != place, sign * cells[start + column] > Self.tolerance { return column }
                        column += 1
                    }
                    return nil
                }
            } else {
                entering = up ? place : nil
            }
            guard let entering else { return value }
            guard let leaving = leaving(entering) else {
                if up { seen[place].high = .infinity }
                return up ? .infinity : value
            }
            pivot(leaving, entering)
            look()
        }
    }

    /// Remembers where the unknowns stand.
    private mutating func look() {
        var values = least
        for (row, place) in basis.enumerated() where place < least.count { values[place] += table[row * stride + stride - 1] }
        for (place, value) in values.enumerated() {
            if value < seen[place].low { seen[place].low = value }
            if value > seen[place].high { seen[place].high = value }
        }
    }

    /// The first phase: what is artificial is brought to 0, and then leaves.
    private mutating func findFeasible() -> Bool {
        let count = basis.count
        // One more row: the sum of those whose own unknown is artificial.
        table += Array(repeating: 0, count: stride)
        for row in 0..<count where basis[row] >= width {
            for column in 0..<stride where column < width || column == stride - 1 {
                table[count * stride + column] += table[row * stride + column]
            }
        }
        while let entering = (0..<width).first(where: { table[count * stride + $0] > Self.tolerance }) {
            guard let row = leaving(entering) else { break }
            pivot(row, entering)
        }
        guard table[count * stride + stride - 1] < 1e-6 else { return false }
        for row in 0..<count where basis[row] >= width {
            if let column = (0..<width).first(where: { abs(table[row * stride + $0]) > Self.tolerance }) { pivot(row, column) }
        }
        // What is artificial still stands in a line that says nothing new.
        let kept = (0..<count).filter { basis[$0] < width }
        var rows: [Double] = []
        for row in kept {
            let start = row * stride
            rows += table[start..<(start + width)]
            rows.append(table[start + stride - 1])
        }
        table = rows
        basis = kept.map { basis[$0] }
        stride = width + 1
        return true
    }

    /// The line that first stops a column from growing; nil when none does.
    private func leaving(_ column: Int) -> Int? {
        var best: (row: Int, ratio: Double)?
        for row in basis.indices where table[row * stride + column] > Self.tolerance {
            let ratio = table[row * stride + stride - 1] / table[row * stride + column]
            guard let found = best else {
                best = (row, ratio)
                continue
            }
            if ratio < found.ratio - 1e-9 || ratio < found.ratio + 1e-9 && basis[row] < basis[found.row] { best = (row, ratio) }
        }
        return best?.row
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let (stride, rows) = (stride, table.count / stride)
        table.withUnsafeMutableBufferPointer { (cells: inout UnsafeMutableBufferPointer<Double>) in
            let own: Int = row * stride
            let times: Double = 1 / cells[own + column]
            var filled: [Int] = []
            var place = 0
            while place < stride {
                if cells[own + place] != 0 {
                    cells[own + place] *= times
                    filled.append(place)
                }
                place += 1
            }
            var other = 0
            while other < rows {
                let start = other * stride
                let factor: Double = cells[start + column]
                if other != row, abs(factor) > 1e-12 {
                    for place in filled {
                        let left: Double = cells[start + place] - factor * cells[own + place]
                        cells[start + place] = abs(left) < 1e-11 ? 0 : left
                    }
                }
                other += 1
            }
        }
        basis[row] = column
    }
}
