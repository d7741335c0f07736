import Casework

/// Reads `multipart/form-data` (RFC 7578): the only form that carries files.
struct Multipart {
    struct Part {
        let name: String
        /// The base name alone, whatever path a browser sent; nil for a plain field.
        let file: String?
        let body: [UInt8]
    }

    let parts: [Part]

    /// - Throws: `Form.Unreadable` when the body is not what its type says, ends early, or has more parts than a folder has files.
    /// - Parameter isCut: only the beginning was kept: the parts that are whole are read, and what follows is let go.
    init(_ body: [UInt8], contentType: String, isCut: Bool = false) throws {
        guard contentType.lowercased().hasPrefix("multipart/form-data"), let boundary = Multipart.parameter("boundary", of: contentType),
            !boundary.isEmpty,
            boundary.utf8.count <= 70
        else { throw Form.Unreadable() }
        let mark = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        guard var start = Multipart.find(mark, in: body, from: 0).map({ $0 + mark.count }) else { throw Form.Unreadable() }
        let separator = Array("\r\n".utf8) + mark
        while true {
            if body[start...].starts(with: Array("--".utf8)) { break }
            if isCut, Multipart.find(separator, in: body, from: start) == nil { break }
            guard body[start...].starts(with: [13, 10]), parts.count < 60, let end = Multipart.find(separator, in: body, from: start),
                let blank = Multipart.find([13, 10, 13, 10], in: body, from: start), blank <= end, blank - start < 8192
            else { throw Form.Unreadable() }
            let headers = String(decoding: body[start..<blank], as: UTF8.self)
            if let line = headers.split(whereSeparator: \.isNewline).first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
                let name = Multipart.parameter("name", of: String(line))
            {
                let file = Multipart.parameter("filename", of: String(line)).map {
                    $0.split { "/\\".contains($0) }.last.map(String.init) ?? ""
                }
                let from = min(blank + 4, end)
                parts.append(Part(name: name, file: file, body: Array(body[from..<end])))
            }
            start = end + separator.count
            if isCut, start + 2 > body.count { break }
            guard start + 2 <= body.count else { throw Form.Unreadable() }
        }
        self.parts = parts
    }

    /// The plain fields as a form.
    var form: Form { Form(parts.filter { $0.file == nil }.map { ($0.name, String(decoding: $0.body.filter { $0 != 0 }, as: UTF8.self)) }) }

    /// A parameter of a header's value, quoted or not.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, String(parts[0]).trimmed.lowercased() == name else { continue }
            let value = String(parts[1]).trimmed
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count >= 2 ? String(value.dropFirst().dropLast()) : value
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, body.count >= needle.count else { return nil }
        var i = start
        while i <= body.count - needle.count {
            guard let next = body[i...].firstIndex(of: first), next <= body.count - needle.count else { return nil }
            if body[next..<next + needle.count].elementsEqual(needle) { return next }
            i = next + 1
        }
        return nil
    }
}
