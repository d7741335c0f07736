import Foundation

extension Interval {
    /// Wilson score interval of a proportion, as a fraction of 1 (multiply by 100 for per cent).
    ///
    /// - Parameters:
    ///   - x: cases with the answer, 0 to `n`.
    ///   - n: cases asked, 1 or more.
    /// - Returns: nil when there is nothing to estimate: `n` is 0, `x` is outside 0...n, or the confidence is not in 0..<1.
    /// - Source: Wilson 1927; Newcombe 1998; the method of OHID's PHEindicatormethods `phe_proportion`.
    public static func wilson(_ x: Int, of n: Int, confidence: Double = 0.95) -> Interval? {
        guard n > 0, (0...n).contains(x), let tail = tail(confidence) else { return nil }
        let (x, n) = (Double(x), Double(n))
        let z = StandardNormal.quantile(1 - tail)
        let middle = 2 * x + z * z
        let spread = z * (z * z + 4 * x * (1 - x / n)).squareRoot()
        let base = 2 * (n + z * z)
        // At 0 and at n one end is exactly 0 or 1; rounding would leave it a hair outside.
        let lower = x == 0 ? 0 : max(0, (middle - spread) / base)
        let upper = x == n ? 1 : min(1, (middle + spread) / base)
        return Interval(lower: lower, upper: upper)
    }

    /// Clopper–Pearson ("exact") interval of a proportion, as a fraction of 1: never too narrow, so wider than Wilson's.
    ///
    /// Nil under the same conditions as ``wilson(_:of:confidence:)``. Source: Clopper and Pearson 1934.
    public static func clopperPearson(_ x: Int, of n: Int, confidence: Double = 0.95) -> Interval? {
        guard n > 0, (0...n).contains(x), let tail = tail(confidence) else { return nil }
        let (yes, no) = (Double(x), Double(n - x))
        let lower = x == 0 ? 0 : IncompleteBeta.quantile(tail, a: yes, b: no + 1)
        let upper = x == n ? 1 : IncompleteBeta.quantile(1 - tail, a: yes + 1, b: no)
        return Interval(lower: lower, upper: upper)
    }
}
