/// How many slips lie between two spellings.
enum Distance {
    /// Letters put in, left out, changed, or two neighbours swapped, each counting one; `limit + 1` when there are more than `limit`.
    static func slips(_ a: String, _ b: String, limit: Int = 2) -> Int {
        let a = Array(a.unicodeScalars)
        let b = Array(b.unicodeScalars)
        if abs(a.count - b.count) > limit { return limit + 1 }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            row.reserveCapacity(b.count + 1)
            for j in 1...b.count {
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, beforeLast[j - 2] + 1) }
                row.append(cost)
            }
            if (row.min() ?? 0) > limit { return limit + 1 }
            beforeLast = last
            last = row
        }
        return min(last[b.count], limit + 1)
    }

    /// Slips allowed in a part of so many letters before it is another name.
    static func allowed(_ letters: Int) -> Int { letters < 3 ? 0 : letters < 8 ? 1 : 2 }

    static func isNear(_ a: String, _ b: String) -> Bool {
        let limit = allowed(min(a.unicodeScalars.count, b.unicodeScalars.count))
        return limit > 0 && slips(a, b, limit: limit) <= limit
    }
}
