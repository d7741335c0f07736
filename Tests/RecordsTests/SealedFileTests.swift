import Foundation
import Testing

@testable import Records

/// Sealed files are age files: Debian's `age` opens ours and we open its, and nothing that was changed is opened.
@Suite("Sealed files")
struct SealedFileTests {
    static let sizes = [0, 1, 100, 65_535, 65_536, 65_537, 131_072, 200_001]

    private func content(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) } }

    private func sealed(_ plain: [UInt8], to recipients: [SealingKey.Recipient]) throws -> [UInt8] {
        var (left, out) = (plain[...], [UInt8]())
        try SealedFile.seal(
            to: recipients,
            read: { count in
                defer { left = left.dropFirst(count) }
                return Array(left.prefix(count))
            }, write: { out += $0 })
        return out
    }

    private func opened(_ sealed: [UInt8], _ keys: [SealingKey]) throws -> [UInt8] {
        var (left, out) = (sealed[...], [UInt8]())
        try SealedFile.open(
            with: keys,
            read: { count in
                defer { left = left.dropFirst(count) }
                return Array(left.prefix(count))
            }, write: { out += $0 })
        return out
    }

    /// Runs a program of Debian's `age`; ./test installs it.
    private func run(_ program: String, _ words: [String], in folder: URL) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + words
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus != 127, "\(program) is not installed: apt-get install age")
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test("age opens what we seal, at every length about a piece's", arguments: sizes)
    func ageOpensOurs(size: Int) throws {
        try withFolder { folder in
            let (key, other) = (SealingKey(), SealingKey())
            try Data("# a key\n\(key.text)\n".utf8).write(to: folder.appending(path: "key"))
            // For two holders: either opens it.
            try Data(sealed(content(size), to: [other.recipient, key.recipient])).write(to: folder.appending(path: "file.age"))
            #expect(try run("age", ["-d", "-i", "key", "-o", "plain", "file.age"], in: folder).status == 0)
            // age makes no file of nothing.
            let plain = (try? Data(contentsOf: folder.appending(path: "plain"))) ?? Data()
            #expect(Array(plain) == content(size))
        }
    }

    @Test("We open what age seals, to a key age-keygen made", arguments: sizes)
    func weOpenAges(size: Int) throws {
        try withFolder { folder in
            #expect(try run("age-keygen", ["-o", "key"], in: folder).status == 0)
            let keys = try SealingKeyFile.secrets(String(contentsOf: folder.appending(path: "key"), encoding: .utf8))
            let key = try #require(keys.first)
            #expect(try run("age-keygen", ["-y", "key"], in: folder).output == key.recipient.text + "\n")
            try Data(content(size)).write(to: folder.appending(path: "plain"))
            #expect(
                try run("age", ["-r", key.recipient.text, "-r", SealingKey().recipient.text, "-o", "file.age", "plain"], in: folder).status
                    == 0)
            #expect(try opened(Array(Data(contentsOf: folder.appending(path: "file.age"))), keys) == content(size))
        }
    }

    @Test("A key is read back as it was written, and one with a wrong sign is none")
    func keys() throws {
        let key = SealingKey()
        #expect(key.text.hasPrefix("AGE-SECRET-KEY-1") && key.recipient.text.hasPrefix("age1"))
        #expect(SealingKey(key.text)?.text == key.text)
        #expect(SealingKey.Recipient(key.recipient.text) == key.recipient)
        #expect(SealingKey(key.recipient.text) == nil && SealingKey.Recipient(key.text) == nil)
        let wrong = key.text.dropLast() + (key.text.hasSuffix("Q") ? "P" : "Q")
        #expect(SealingKey(String(wrong)) == nil)
        #expect(SealingKey("a" + key.text.dropFirst()) == nil, "upper and lower case mixed")
        #expect(throws: KeyFile.Unusable.self) { try SealingKeyFile.recipients("# nothing\n") }
        #expect(throws: KeyFile.Unusable.self) { try SealingKeyFile.recipients(key.recipient.text + "\nnonsense\n") }
    }

    @Test("A file sealed to another key is not opened")
    func otherKey() throws {
        #expect(throws: SealedFile.Unreadable.otherKey) { try opened(sealed(content(10), to: [SealingKey().recipient]), [SealingKey()]) }
    }

    @Test("What is no sealed file is said to be none", arguments: ["", "SQLite format 3\0 and more", "age-encryption.org/v2\n"])
    func notSealed(text: String) throws {
        #expect(throws: SealedFile.Unreadable.notSealed) { try opened(Array(text.utf8), [SealingKey()]) }
    }

    @Test("A file that is cut short is not opened, wherever it is cut")
    func cutShort() throws {
        let key = SealingKey()
        let whole = try sealed(content(140_000), to: [key.recipient])
        // At the end of a piece: only the mark on the last says that one is missing.
        let head = whole.count - 140_000 - 3 * 16
        for end in [head + 65_552, head + 2 * 65_552] {
            #expect(throws: SealedFile.Unreadable.cutShort) { _ = try opened(Array(whole[..<end]), [key]) }
        }
        for end in stride(from: 1, to: whole.count, by: 997) {
            #expect(throws: SealedFile.Unreadable.self, "cut at \(end)") { _ = try opened(Array(whole[..<end]), [key]) }
        }
    }

    @Test("A file with any byte changed is not opened, nor one with pieces swapped, left out, or something added")
    func altered() throws {
        let key = SealingKey()
        let whole = try sealed(content(140_000), to: [key.recipient])
        let head = whole.count - 140_000 - 3 * 16
        for at in Array(0..<head) + Array(stride(from: head, to: whole.count, by: 1009)) {
            var changed = whole
            changed[at] ^= 1
            #expect(throws: SealedFile.Unreadable.self, "changed at \(at)") { _ = try opened(changed, [key]) }
        }
        let first = Array(whole[head..<(head + 65_552)])
        let second = Array(whole[(head + 65_552)..<(head + 131_104)])
        let third = Array(whole[(head + 131_104)...])
        let orders: [[[UInt8]]] = [
            [second, first, third], [first, third], [second, third], [first, second, third, [0]], [first, second, third, third],
        ]
        for order in orders {
            let changed: [UInt8] = Array(whole[..<head]) + order.flatMap { $0 }
            #expect(throws: SealedFile.Unreadable.altered) { _ = try opened(changed, [key]) }
        }
    }

    @Test("Two thousand mangled files are refused, not crashed on")
    func mangled() throws {
        let key = SealingKey()
        let whole = try sealed(content(40), to: [key.recipient])
        var dice = SystemRandomNumberGenerator()
        for _ in 1...2000 {
            var changed = whole
            for _ in 0...Int.random(in: 0...6, using: &dice) {
                let at = Int.random(in: 0..<max(changed.count, 1), using: &dice)
                guard at < changed.count else { break }
                switch Int.random(in: 0...3, using: &dice) {
                case 0: changed[at] = UInt8.random(in: 0...255, using: &dice)
                case 1: changed.remove(at: at)
                case 2: changed.insert([0x0A, 0x20, 0x3D, 0xFF].randomElement(using: &dice) ?? 0, at: at)
                default: changed = Array(changed[..<max(at, 1)])
                }
            }
            if changed != whole { #expect(throws: SealedFile.Unreadable.self) { _ = try opened(changed, [key]) } }
        }
    }
}
