import Foundation
import Storage
import StoragePostgres

/// The PostgreSQL the tests use: the one `TEST_POSTGRES` names, or a throw-away cluster this process starts on first use.
struct Cluster: Sendable {
    let url: String
    /// Makes and drops the tests' schemas.
    let keeper: PostgresStore
    /// Its standard input is the cluster's life line.
    private let guardian: Guardian?

    /// Started once; a failure fails every test that asks.
    static let shared = Task { try await Cluster.start() }

    private static func start() async throws -> Cluster {
        if let url = ProcessInfo.processInfo.environment["TEST_POSTGRES"], !url.isEmpty {
            return Cluster(url: url, keeper: try await keeper(url), guardian: nil)
        }
        let guardian = try Guardian.start()
        let url = "host=\(guardian.folder) dbname=waymark user=waymark"
        return Cluster(url: url, keeper: try await keeper(url), guardian: guardian)
    }

    /// On a busy machine hundreds of tests stand in line for it.
    private static func keeper(_ url: String) async throws -> PostgresStore {
        try await PostgresStore(url: url, poolSize: 4, waitLimit: .seconds(600))
    }

    /// libpq takes the last of what is said twice.
    func url(ofDatabase name: String) -> String {
        guard url.hasPrefix("postgres") else { return "\(url) dbname=\(name)" }
        return "\(url)\(url.contains("?") ? "&" : "?")dbname=\(name)"
    }

    /// Whether what the tests leave is deleted with the cluster: ours, or the one ./test starts.
    var isThrownAway: Bool { guardian != nil || ProcessInfo.processInfo.environment["TEST_POSTGRES_IS_THROWN_AWAY"] == "yes" }

    /// So many tests have a schema at once: each holds a few connections, and the server has a hundred or two.
    static let turns = Turns(32)
}

/// Lets so many in at once; the others wait in line.
actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// The tests could not have PostgreSQL; the words say why.
struct NoPostgres: Error, CustomStringConvertible {
    let description: String
}

/// A shell that starts a cluster, waits until its standard input closes, which it does however this process ends, and then
/// stops the cluster and deletes its folder. So no cluster outlives its tests, even when they are killed.
private struct Guardian: Sendable {
    let folder: String
    private let process: Process
    private let lifeLine: FileHandle

    static func start() throws -> Guardian {
        let folder = "/tmp/wmpg-\(UInt32.random(in: .min ... .max))"
        let input = Pipe()
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "guardian", try binaries(), folder]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        // The cluster must not hold its own life line.
        for descriptor in [input.fileHandleForWriting.fileDescriptor, output.fileHandleForReading.fileDescriptor] {
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw NoPostgres(description: "fcntl failed") }
        }
        try process.run()
        var said = ""
        while !said.hasSuffix("ready\n") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw NoPostgres(description: "PostgreSQL did not start: \(said)") }
            said += String(decoding: bytes, as: UTF8.self)
        }
        return Guardian(folder: folder, process: process, lifeLine: input.fileHandleForWriting)
    }

    /// `$1` is the folder of the server's programs, `$2` the cluster's own. initdb refuses root, so root becomes postgres. The tests' role
    /// is no superuser: row-level security would not bind one, and a test of it would prove nothing.
    private static let script = #"""
        trap '' INT TERM HUP
        mkdir -m 700 "$2" || exit 1
        as() { "$@"; }
        if [ "$(id -u)" = 0 ]; then
            chown postgres "$2" || exit 1
            as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
        fi
        cd "$2"
        stop() { as "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; cd /; rm -rf "$2"; }
        options="-c listen_addresses='' -c unix_socket_directories='$2' -c fsync=off -c synchronous_commit=off"
        options="$options -c full_page_writes=off -c shared_buffers=64MB -c max_connections=400 -c max_locks_per_transaction=512 -c wal_level=minimal -c max_wal_senders=0 -c deadlock_timeout=50ms"
        as "$1/initdb" -D "$2/data" -A trust -U owner -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$2.log" 2>&1 &&
            as "$1/pg_ctl" -D "$2/data" -w -t 60 -l "$2/data/log" -o "$options" start </dev/null >>"$2.log" 2>&1 &&
            "$1/psql" -q -h "$2" -U owner -d postgres -v ON_ERROR_STOP=1 -c "CREATE ROLE waymark LOGIN CREATEDB CREATEROLE" \
                -c "CREATE DATABASE waymark OWNER waymark" </dev/null >>"$2.log" 2>&1 ||
            { cat "$2.log" "$2/data/log" 2>/dev/null; rm -f "$2.log"; stop "$1" "$2"; exit 1; }
        rm -f "$2.log"
        echo ready
        exec >/dev/null 2>&1
        cat
        stop "$1" "$2"
        """#

    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        let onPath = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let folders = versions.sorted(by: >).map { "\(root)/\($0)/bin" } + onPath
        guard let found = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }) else {
            throw NoPostgres(description: "no initdb: install postgresql, set TEST_POSTGRES, or say WAYMARK_ENGINES=sqlite")
        }
        return found
    }
}
