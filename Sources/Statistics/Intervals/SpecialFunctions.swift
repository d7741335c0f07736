import Foundation

// Distribution functions and their inverses, good to about 1e-12, for the intervals beside this file. Written here because
// Foundation has none of them, and its `lgamma` sets a global variable, which two threads may not share.

enum StandardNormal {
    /// The value below which a share `p` (0 < p < 1) of the standard normal distribution lies: 1.959964 for 0.975.
    static func quantile(_ p: Double) -> Double {
        // Bisection on erfc reaches the last bit in about 60 steps; an interval needs one quantile.
        bisect(from: -40, to: 40) { 0.5 * erfc(-$0 / 2.0.squareRoot()) < p }
    }
}

/// The regularised lower incomplete gamma function P(shape, x).
enum IncompleteGamma {
    static func lower(shape: Double, _ x: Double) -> Double {
        guard x > 0 else { return 0 }
        let scale = exp(shape * log(x) - x - logGamma(shape))
        return x < shape + 1 ? scale * series(shape, x) : 1 - scale * continuedFraction(shape, x)
    }

    /// The x at which P(shape, x) is `p`.
    static func quantile(_ p: Double, shape: Double) -> Double {
        var top = shape + 1
        while lower(shape: shape, top) < p { top *= 2 }
        return bisect(from: 0, to: top) { lower(shape: shape, $0) < p }
    }

    private static func series(_ shape: Double, _ x: Double) -> Double {
        var term = 1 / shape
        var sum = term
        var k = shape
        while term > sum * 1e-17 {
            k += 1
            term *= x / k
            sum += term
        }
        return sum
    }

    /// Lentz's method for the upper function's continued fraction, which converges fast for x above shape + 1.
    private static func continuedFraction(_ shape: Double, _ x: Double) -> Double {
        var b = x + 1 - shape
        var c = Double.infinity
        var d = 1 / b
        var h = d
        for i in 1...100_000 {
            let a = -Double(i) * (Double(i) - shape)
            b += 2
            d = 1 / (a * d + b)
            c = b + a / c
            h *= c * d
            if abs(c * d - 1) < 1e-16 { break }
        }
        return h
    }
}

/// The regularised incomplete beta function I_x(a, b).
enum IncompleteBeta {
    static func regularised(_ x: Double, a: Double, b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let scale = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? scale * continuedFraction(x, a, b) / a
            : 1 - scale * continuedFraction(1 - x, b, a) / b
    }

    /// The x at which I_x(a, b) is `p`.
    static func quantile(_ p: Double, a: Double, b: Double) -> Double {
        bisect(from: 0, to: 1) { regularised($0, a: a, b: b) < p }
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var h = d
        for i in 1...100_000 {
            let m = Double(i)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            h *= c * d
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            h *= c * d
            if abs(c * d - 1) < 1e-16 { break }
        }
        return h
    }
}

/// Logarithm of the gamma function for a positive argument: Stirling's series, after moving the argument above 15.
func logGamma(_ x: Double) -> Double {
    var shifted = x
    var product = 1.0
    while shifted < 15 {
        product *= shifted
        shifted += 1
    }
    let inverse = 1 / (shifted * shifted)
    let tail =
        (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse * (1.0 / 1188))))) / shifted
    return (shifted - 0.5) * log(shifted) - shifted + 0.5 * log(2 * Double.pi) + tail - log(product)
}

/// The point where a rising function passes its target, to the last bit: `below` says whether a point lies before it.
private func bisect(from: Double, to: Double, _ below: (Double) -> Bool) -> Double {
    var (low, high) = (from, to)
    while true {
        let middle = low + (high - low) / 2
        if middle <= low || middle >= high { return high }
        if below(middle) { low = middle } else { high = middle }
    }
}
