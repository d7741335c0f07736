import CLibPQ
import Storage

extension Session {
    /// COPY in text form; where the server refuses COPY because row-level security applies to this role, INSERT of many rows at once.
    func insert(into table: String, columns: [String], rows: some Collection<[SQLValue]>) throws {
        guard !rows.isEmpty else { return }
        let names = columns.map(SQL.quoted).joined(separator: ", ")
        if try rows.count >= 4 && !isRestricted(table) {
            try dooming { try copy("COPY \(SQL.quoted(table)) (\(names)) FROM STDIN", rows, width: columns.count) }
            return
        }
        // Few different statements, so that each is prepared once: batches of one full size, then the rest in halves of it.
        var size = 128
        var rest = rows[...]
        while !rest.isEmpty {
            // The protocol counts parameters in 16 bits.
            while size > rest.count || size * columns.count > 60_000 { size /= 2 }
            let width = columns.count
            let batch = Array(rest.prefix(size))
            try dooming { guard batch.allSatisfy({ $0.count == width }) else { throw StoreError.other(code: "row width") } }
            let values = (0..<size).map { row in "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")" }
            let text = "INSERT INTO \(SQL.quoted(table)) (\(names)) VALUES \(values.joined(separator: ", "))"
            try execute(text, batch.flatMap(\.self)) { _ in }
            rest = rest.dropFirst(size)
        }
    }

    private func isRestricted(_ table: String) throws -> Bool {
        try execute("SELECT row_security_active($1::regclass)", [.text(SQL.quoted(table))]) {
            PostgresRow(result: $0, row: 0).bool(0) ?? true
        }
    }

    private func copy(_ text: String, _ rows: some Collection<[SQLValue]>, width: Int) throws {
        try check(PQexec(line, text), naming: true) { _ in }
        do {
            try send(rows, width: width)
        } catch {
            // Ends the COPY with an error, as it must end; the words go to the server's log, so they say nothing.
            _ = PQputCopyEnd(line, "cancelled by the client")
            drain()
            throw error
        }
        guard PQputCopyEnd(line, nil) == 1 else { throw StoreError.connection }
        let result = PQgetResult(line)
        defer { drain() }
        try check(result, naming: false) { _ in }
    }

    private func send(_ rows: some Collection<[SQLValue]>, width: Int) throws {
        let batch = 64 * 1024
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch + 4096)
        let last = rows.count - 1
        for (index, row) in rows.enumerated() {
            guard row.count == width else { throw StoreError.other(code: "row width") }
            try bytes.append(copyLine: row)
            guard bytes.count >= batch || index == last else { continue }
            let status = bytes.withUnsafeBytes { buffer in
                PQputCopyData(line, buffer.assumingMemoryBound(to: CChar.self).baseAddress, Int32(clamping: buffer.count))
            }
            guard status == 1 else { throw StoreError.connection }
            bytes.removeAll(keepingCapacity: true)
        }
    }

    private func drain() {
        while let result = PQgetResult(line) { PQclear(result) }
    }
}

extension [UInt8] {
    /// One line of COPY's text form: fields between tabs, `\N` for NULL, backslash and line ends escaped.
    mutating func append(copyLine row: [SQLValue]) throws {
        for (index, value) in row.enumerated() {
            if index > 0 { append(UInt8(ascii: "\t")) }
            switch value {
            case .null:
                append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
            case .text(let text):
                for byte in text.utf8 { try append(copyByte: byte) }
            case .blob:
                // The bytea form starts with a backslash of its own.
                append(UInt8(ascii: "\\"))
                try append(postgresText: value)
            default:
                try append(postgresText: value)
            }
        }
        append(UInt8(ascii: "\n"))
    }

    private mutating func append(copyByte byte: UInt8) throws {
        let escaped: UInt8
        switch byte {
        case 0: throw StoreError.nulCharacter
        case UInt8(ascii: "\\"): escaped = byte
        case UInt8(ascii: "\n"): escaped = UInt8(ascii: "n")
        case UInt8(ascii: "\r"): escaped = UInt8(ascii: "r")
        case UInt8(ascii: "\t"): escaped = UInt8(ascii: "t")
        default: return append(byte)
        }
        append(UInt8(ascii: "\\"))
        append(escaped)
    }
}
