/// Whether a file brings along something that runs when it is opened. Told by its content, whatever it is called (decision 0037).
public enum Programs {
    /// Why a file of a type may not be kept, in a sentence; nil when nothing was found in it.
    public static func refusal(of bytes: [UInt8], type: MediaType) -> String? {
        switch type {
        case .docx, .xlsx, .pptx: office(bytes)
        case .odt, .ods:
            ZipFile(bytes)?.entries.contains { $0.name.lowercased().hasPrefix("basic/") || $0.name.lowercased().hasPrefix("scripts/") }
                == true
                ? macros : nil
        case .doc, .xls, .msg: compound(bytes)
        case .pdf: pdf(bytes)
        case .rtf:
            holds(bytes, anyOf: ["\\objdata", "\\objocx", "\\objupdate"])
                ? "The file holds an object of another program. Save it as a PDF and send that." : nil
        case .jpeg, .png, .gif, .webp, .heic, .tiff: nil
        }
    }

    private static let macros = "The file holds macros, which run when it is opened. Save it without them, or as a PDF, and send that."
    private static let tooMuch =
        "The file holds more packed together than can be looked through. Save it as a new file or print it to a PDF, and send that."
    /// Bytes unpacked of one file, all its parts together: real ones need a hundredth of it.
    private static let most = 16_000_000

    /// A part that runs is declared by its type, whatever its name; a sheet of old Excel macros and a control are such parts too. A template
    /// fetched from elsewhere brings its own.
    private static func office(_ bytes: [UInt8]) -> String? {
        guard let zip = ZipFile(bytes) else { return macros }
        var budget = most
        let wary = ["vbaproject.bin", "vbadata.xml"]
        for entry in zip.entries {
            let name = entry.name.lowercased()
            if wary.contains(where: name.hasSuffix) || name.contains("/activex/") || name.contains("macrosheets/") { return macros }
            if name == "[content_types].xml" {
                guard let text = zip.content(entry, within: &budget) else { return macros }
                guard budget > 0 else { return tooMuch }
                if holds(text, anyOf: ["macroenabled", "vbaproject", "macrosheet", "ms-office.activex"]) { return macros }
            } else if name.hasSuffix(".rels") {
                guard let text = zip.content(entry, within: &budget) else { return macros }
                guard budget > 0 else { return tooMuch }
                if holds(text, anyOf: ["attachedtemplate"]), holds(text, anyOf: ["targetmode=\"external\"", "targetmode='external'"]) {
                    return
                        "The file fetches its template from somewhere else, which can run when it is opened. Save it as a PDF and send that."
                }
            }
        }
        return nil
    }

    /// Names of streams are compared whatever their letters' size, as the programs that open them do.
    private static func compound(_ bytes: [UInt8]) -> String? {
        for name in ["_VBA_PROJECT", "VBA", "Macros"] where MediaType.hasStream(name, in: bytes) { return macros }
        return hasMacroSheet(bytes) ? macros : nil
    }

    /// A sheet of old Excel macros: the record that names a sheet (0x0085) says what sort it is.
    private static func hasMacroSheet(_ bytes: [UInt8]) -> Bool {
        var at = 512
        while at + 12 <= bytes.count {
            if bytes[at] == 0x85, bytes[at + 1] == 0, bytes[at + 3] == 0, bytes[at + 8] <= 2, bytes[at + 9] == 1 {
                let (length, letters) = (Int(bytes[at + 2]), Int(bytes[at + 10]))
                if letters > 0, letters <= 31, [7 + letters, 8 + letters, 8 + 2 * letters].contains(length) { return true }
            }
            at += 1
        }
        return false
    }

    /// Names that start something, in the file's own text or in its packed objects. A name may be written with codes for its letters.
    private static func pdf(_ bytes: [UInt8]) -> String? {
        if startsSomething(bytes[...]) { return scripted }
        var budget = most
        guard let streams = objectStreams(bytes) else { return tooMuch }
        for packed in streams {
            // Two bytes of zlib before the packed ones.
            let plain = packed.count > 2 ? Inflate.unpack(packed.dropFirst(2), within: &budget) : nil
            guard budget > 0 else { return tooMuch }
            if let plain, startsSomething(plain[...]) { return scripted }
        }
        return nil
    }

    private static let scripted =
        "The PDF holds a script or starts another program when it is opened. Print it to a new PDF and send that."

    private static func startsSomething(_ bytes: ArraySlice<UInt8>) -> Bool {
        let wary: Set<String> = ["JavaScript", "JS", "Launch", "RichMedia"]
        var at = bytes.startIndex
        while let slash = bytes[at...].firstIndex(of: UInt8(ascii: "/")) {
            at = slash + 1
            var name: [UInt8] = []
            while at < bytes.endIndex, name.count < 12, !isEnd(bytes[at]) {
                if bytes[at] == UInt8(ascii: "#"), at + 2 < bytes.endIndex,
                    let code = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
                {
                    name.append(code)
                    at += 3
                } else {
                    name.append(bytes[at])
                    at += 1
                }
            }
            if wary.contains(String(decoding: name, as: UTF8.self)), at >= bytes.endIndex || isEnd(bytes[at]) { return true }
        }
        return false
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte <= 0x20 || "()<>[]{}/%".utf8.contains(byte) }

    /// The packed bytes of each stream of objects; nil where there are more of them than any real file has.
    ///
    /// A word in a comment can look like the mark of such a stream, or like its begin: so the search goes on behind each begin, not behind
    /// the end, and tries every begin until an end. Each is tried once, however many marks stand before it.
    private static func objectStreams(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
        var out: [ArraySlice<UInt8>] = []
        let (type, mark, end) = (Array("/ObjStm".utf8), Array("stream".utf8), Array("endstream".utf8))
        var (from, tried, stop) = (0, 0, 0)
        while let place = find(type, in: bytes, from: from) {
            from = place + type.count
            let window = place + 2000
            tried = max(tried, from)
            var hasBegun = false
            while true {
                guard let begin = find(mark, in: bytes, from: tried, to: window) else {
                    tried = max(tried, window - mark.count + 1)
                    break
                }
                tried = begin + mark.count
                if bytes[..<begin].suffix(3).elementsEqual("end".utf8) {
                    guard hasBegun else { continue }
                    // What begins behind it is another stream, if another mark says so.
                    from = tried
                    break
                }
                hasBegun = true
                var start = tried
                if start < bytes.count, bytes[start] == 13 { start += 1 }
                if start < bytes.count, bytes[start] == 10 { start += 1 }
                if stop < start { stop = find(end, in: bytes, from: start) ?? bytes.count }
                guard out.count < 2000 else { return nil }
                out.append(bytes[start..<stop])
            }
        }
        return out
    }

    /// Where a word begins; it ends before `end`, where one is given.
    private static func find(_ needle: [UInt8], in bytes: [UInt8], from: Int, to end: Int = .max) -> Int? {
        guard let first = needle.first else { return nil }
        let end = min(end, bytes.count)
        var at = from
        while at + needle.count <= end, let next = bytes[at..<end].firstIndex(of: first), next + needle.count <= end {
            if bytes[next..<next + needle.count].elementsEqual(needle) { return next }
            at = next + 1
        }
        return nil
    }

    /// Whether bytes hold one of some small-letter words, whatever the letters' size.
    private static func holds(_ bytes: [UInt8], anyOf words: [String]) -> Bool {
        let small = bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        return words.contains { find(Array($0.utf8), in: small, from: 0) != nil }
    }
}
