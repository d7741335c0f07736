import Synchronization

/// One process that serves: what it counts, and whether it was told to stop.
final class Running: Sendable {
    let metrics = Metrics()
    let onRecord = OnceAMinute()
    private let stopping = Mutex(false)

    var isStopping: Bool { stopping.withLock { $0 } }
    func stop() { stopping.withLock { $0 = true } }
}

/// Requests counted by pattern of address, kind of answer and time taken. Numbers and patterns only: no address, no person, no record.
final class Metrics: Sendable {
    /// Upper bounds in seconds.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    struct Kind: Hashable, Sendable {
        let method: String
        let pattern: String
        /// "2xx" to "5xx".
        let status: String
    }

    struct Times: Sendable {
        /// How many took no longer than each bound, the last without one.
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var seconds = 0.0
        var count = 0
    }

    private struct State {
        var inFlight = 0
        var requests: [Kind: Int] = [:]
        var times: [String: Times] = [:]
        var limited = 0
    }

    private let state = Mutex(State())

    func begin() { state.withLock { $0.inFlight += 1 } }

    func end(_ method: String, _ pattern: String, status: Int, spent: Duration) {
        let seconds = spent / .seconds(1)
        // What a visitor may choose freely must not make a line of its own each time.
        let method = method == "GET" || method == "POST" ? method : "other"
        state.withLock { state in
            state.inFlight -= 1
            state.requests[Kind(method: method, pattern: pattern, status: "\(status / 100)xx"), default: 0] += 1
            let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
            state.times[pattern, default: Times()].buckets[bucket] += 1
            state.times[pattern, default: Times()].seconds += seconds
            state.times[pattern, default: Times()].count += 1
        }
    }

    /// A call was refused because its asker had made too many.
    func limited() { state.withLock { $0.limited += 1 } }

    /// In the text form Prometheus reads.
    func text() -> String {
        let (inFlight, requests, times, limited) = state.withLock { ($0.inFlight, $0.requests, $0.times, $0.limited) }
        var lines = [
            "# HELP waymark_requests_in_flight Requests being answered now.", "# TYPE waymark_requests_in_flight gauge",
            "waymark_requests_in_flight \(inFlight)",
            "# HELP waymark_calls_refused_total Calls refused because one person or one token made too many within a minute.",
            "# TYPE waymark_calls_refused_total counter", "waymark_calls_refused_total \(limited)",
            "# HELP waymark_requests_total Requests answered.", "# TYPE waymark_requests_total counter",
        ]
        lines += requests.map { kind, count in
            "waymark_requests_total{method=\"\(kind.method)\",route=\"\(kind.pattern)\",status=\"\(kind.status)\"} \(count)"
        }.sorted()
        lines += [
            "# HELP waymark_request_duration_seconds Time until the answer was ready to be sent.",
            "# TYPE waymark_request_duration_seconds histogram",
        ]
        for (pattern, times) in times.sorted(by: { $0.key < $1.key }) {
            var below = 0
            for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], times.buckets) {
                below += count
                lines.append("waymark_request_duration_seconds_bucket{route=\"\(pattern)\",le=\"\(bound)\"} \(below)")
            }
            lines.append("waymark_request_duration_seconds_sum{route=\"\(pattern)\"} \(times.seconds)")
            lines.append("waymark_request_duration_seconds_count{route=\"\(pattern)\"} \(times.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
