import Casework
import Glibc

/// Every parser that reads bytes from outside, each fed with whatever libFuzzer makes up. A trap is a finding: it would end the server.
///
/// What each also holds its parser to stands beside it. `Fuzz/run` builds this with the parsers' own source files and runs each for some seconds;
/// which one is `WAYMARK_FUZZ`'s to say.
enum Parsers {
    static let all: [String: @Sendable ([UInt8]) -> Void] = [
        "forms": forms, "multipart": multipart, "csv": csv, "cookies": cookies, "paths": paths, "documents": documents, "json": json,
        "values": values, "questionnaires": questionnaires, "pictures": pictures, "sealed": sealed, "schemas": schemas, "tokens": tokens,
        "checkpoints": checkpoints,
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Sendable static func forms(_ bytes: [UInt8]) {
        guard let form = try? Form(urlencoded: bytes) else { return }
        for (name, _) in form.fields.prefix(20) {
            precondition(!form[name].utf8.contains(0), "NUL is dropped")
            _ = (form.raw(name), form.has(name))
        }
        _ = Form.query(text(bytes))
    }

    @Sendable static func multipart(_ bytes: [UInt8]) {
        for isCut in [false, true] {
            for type in ["multipart/form-data; boundary=b", "multipart/form-data; boundary=\"\(text(Array(bytes.prefix(8))))\""] {
                guard let read = try? Multipart(bytes, contentType: type, isCut: isCut) else { continue }
                _ = read.form
                for part in read.parts {
                    precondition(part.body.count <= bytes.count)
                    precondition(part.file?.contains { "/\\".contains($0) } != true, "a file's name holds no path")
                }
            }
        }
        _ = try? Multipart(Array("--b\r\n\r\n--b--".utf8), contentType: text(bytes))
    }

    @Sendable static func csv(_ bytes: [UInt8]) {
        guard let table = try? CSVTable(bytes) else { return }
        for row in 0..<table.count {
            guard table.faults[row] == nil else { continue }
            precondition(table.width(row) == table.header.count)
            for column in table.header.indices { _ = (table[row, column], table.isBlank(row, column)) }
        }
        // What was read and written again reads the same.
        guard table.faults.isEmpty, !table.header.contains("") else { return }
        var written: [UInt8] = []
        CSV.append(table.header, to: &written)
        let rows = (0..<table.count).map { row in table.header.indices.map { table[row, $0] } }
        for row in rows { CSV.append(row, to: &written) }
        guard let again = try? CSVTable(written), again.count == table.count else { return }
        for (row, cells) in rows.enumerated() {
            for column in table.header.indices { precondition(again[row, column] == cells[column], "a cell reads as it was written") }
        }
    }

    @Sendable static func cookies(_ bytes: [UInt8]) {
        for (name, value) in Form.cookies(text(bytes)) { precondition(name.trimmed == name && value.trimmed == value) }
    }

    @Sendable static func paths(_ bytes: [UInt8]) {
        let text = text(bytes)
        if let id = RecordID(text) { precondition(RecordID(id.description) == id) }
        if let day = Day(iso: text) { precondition(Day(iso: day.iso) == day) }
        _ = (Day(typed: text), Instant(typed: text), Period(text), Form.decode(bytes))
        if let instant = Instant(text) { precondition(Instant(instant.iso) == instant, "a moment reads as it was written") }
        _ = AsAt(text, now: Instant(milliseconds: 1_795_255_200_000))
        if let address = Address(untrusted: text) {
            precondition(
                address.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !address.path.hasPrefix("//"), "nothing that splits a header")
        }
    }

    @Sendable static func documents(_ bytes: [UInt8]) {
        if let type = MediaType(of: bytes) { _ = Programs.refusal(of: bytes, type: type) }
        if let zip = ZipFile(bytes) {
            for entry in zip.entries.prefix(20) {
                var budget = 10_000
                let content = zip.content(entry, within: &budget)
                precondition((content?.count ?? 0) <= 10_000, "no more is unpacked than was asked for")
            }
        }
        for type in [MediaType.docx, .xlsx, .pptx, .odt, .pdf] {
            let found = DocumentAuthors.found(in: bytes, type: type)
            let copy = DocumentAuthors.without(bytes, type: type)
            precondition(found.canBeTakenOut == (copy != nil), "what is offered can be had")
            guard let bare = copy else { continue }
            if found.isWhole { precondition(DocumentAuthors.found(in: bare, type: type).said.isEmpty, "nothing is left of what was found") }
            precondition(ZipFile(bare)?.entries.map(\.name) == ZipFile(bytes)?.entries.map(\.name), "every part is still there")
        }
        // A case-level folder's cells, as every field of every kind would read them.
        let cell = text(bytes)
        for kind in allKinds {
            for field in kind.fields {
                guard case .success(let value) = field.kind.read(cell, .file, label: field.label) else { continue }
                _ = field.kind.write(value, .file)
            }
        }
    }

    /// A picture's own data stays, what is left reads like the first, and nothing is left to take out.
    @Sendable static func pictures(_ bytes: [UInt8]) {
        guard let type = MediaType(of: bytes), let bare = BarePicture.of(bytes, type: type) else { return }
        precondition(MediaType(of: bare) == type, "a picture is still one")
        precondition(bare.count <= 4 * bytes.count + 64, "no file grows without end")
        precondition(BarePicture.of(bare, type: type) == bare, "what was left out is not found again")
    }

    @Sendable static func json(_ bytes: [UInt8]) {
        guard let json = try? JSON(bytes) else { return }
        let written = write(json)
        guard let again = try? JSON(written) else { preconditionFailure("what was read and written again can be read") }
        precondition(write(again) == written)
    }

    private static func write(_ json: JSON) -> String {
        switch json.content {
        case .object(let members): "{" + members.map { "\($0.key.asJSON):\(write($0.value))" }.joined(separator: ",") + "}"
        case .list(let items): "[" + items.map(write).joined(separator: ",") + "]"
        case .text(let text): text.asJSON
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .null: "null"
        }
    }

    /// The API's values, as every field of every kind would take them, and what is then read as a form's box is.
    @Sendable static func values(_ bytes: [UInt8]) {
        guard let json = try? JSON(bytes) else { return }
        for kind in allKinds {
            for field in kind.fields {
                guard case .success(let text) = field.kind.text(of: json, label: field.label) else { continue }
                _ = field.kind.read(text, .form, label: field.label)
            }
        }
    }

    @Sendable static func questionnaires(_ bytes: [UInt8]) {
        _ = try? FormFile.read(bytes)
        let answers = Answers(json: text(bytes))
        if let kept = answers.json { precondition(Answers(json: kept) == answers, "answers read as they were kept") }
    }
}

private let chosen: @Sendable ([UInt8]) -> Void = {
    let name = getenv("WAYMARK_FUZZ").map { String(cString: $0) } ?? ""
    guard let parser = Parsers.all[name] else { fatalError("WAYMARK_FUZZ names none of \(Parsers.all.keys.sorted())") }
    return parser
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
