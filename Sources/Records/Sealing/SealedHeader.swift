import Crypto

/// The head of a sealed file: for whom its key is wrapped, line by line.
enum SealedHeader {
    /// More than any file of ours has; one without an end is not read on for ever.
    private static let limit = 64 << 10

    /// The file's own key, and what was read beyond the header.
    static func open(with keys: [SealingKey], read: (Int) throws -> [UInt8]) throws -> (file: SymmetricKey, rest: [UInt8]) {
        var held: [UInt8] = []
        var at = 0
        func line() throws -> String {
            while true {
                if let end = held[at...].firstIndex(of: 0x0A) {
                    defer { at = end + 1 }
                    return String(decoding: held[at..<end], as: UTF8.self)
                }
                guard held.count < limit else { throw SealedFile.Unreadable.altered }
                let more = try read(4096)
                guard !more.isEmpty else { throw held.isEmpty ? SealedFile.Unreadable.notSealed : .cutShort }
                held += more
                guard SealedFile.isSealed(held) || held.count <= SealedFile.opening.utf8.count else {
                    throw SealedFile.Unreadable.notSealed
                }
            }
        }
        guard try line() == SealedFile.opening else { throw SealedFile.Unreadable.notSealed }
        var text = "\(SealedFile.opening)\n"
        var file: SymmetricKey?
        while true {
            let head = try line()
            if head.hasPrefix("---") {
                guard let code = code(head) else { throw SealedFile.Unreadable.altered }
                guard let file else { throw SealedFile.Unreadable.otherKey }
                guard SealedFile.isCode(code, file, of: text + "---") else { throw SealedFile.Unreadable.altered }
                return (file, Array(held[at...]))
            }
            let words = head.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard words.count >= 2, words[0] == "->", !words.contains("") else { throw SealedFile.Unreadable.altered }
            var body = ""
            text += head + "\n"
            while true {
                let part = try line()
                guard part.utf8.count <= 64 else { throw SealedFile.Unreadable.altered }
                body += part
                text += part + "\n"
                if part.utf8.count < 64 { break }
            }
            // Those of another sort are somebody else's to open.
            guard words[1] == "X25519" else { continue }
            guard words.count == 3, let share = SealedFile.bytes(unpadded: words[2]), share.count == 32,
                let wrapped = SealedFile.bytes(unpadded: body), wrapped.count == 32
            else { throw SealedFile.Unreadable.altered }
            if file == nil { file = keys.lazy.compactMap { $0.open(share: share, wrapped: wrapped) }.first }
        }
    }

    private static func code(_ line: String) -> [UInt8]? {
        guard line.hasPrefix("--- "), let code = SealedFile.bytes(unpadded: String(line.dropFirst(4))), code.count == 32 else { return nil }
        return code
    }
}
