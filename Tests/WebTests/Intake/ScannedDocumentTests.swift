import Casework
import Foundation
import Records
import Reports
import Synchronization
import TestSupport
import Testing

@testable import Web

/// Documents where the installation has a scanner.
@Suite("Documents are looked through for what is harmful") struct ScannedDocumentTests {
    @Test(
        "ASVS 5.4.3: a document is looked through before it is kept; what is harmful, or could not be looked at, is refused beside its box",
        arguments: Engine.available)
    func scanned(_ engine: Engine) async throws {
        let seen = Seen()
        let stand = try StandInScanner { bytes in
            seen.add(bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            return text.contains("made-up harm")
                ? "stream: Made.Up-1 FOUND" : text.contains("tired") ? "INSTREAM error. ERROR" : "stream: OK"
        }
        try await withSite(engine, extras: Extras(scanner: FileScanner(socket: stand.path, seconds: 30))) { site in
            let child = try await site.service.makeCase().child
            let browser = try await site.browser(.deliveryWorker)
            let desk = DocumentTests()
            // More than one piece of the line.
            let large = DocumentTests.pdf + [UInt8](repeating: 0x20, count: 200_000)
            let kept = try await desk.upload(browser, child, large, ["type": "OTHER", "title": "A clean one"])
            #expect(kept.status == 200 && seen.all == [large])
            for (words, said) in [("made-up harm", "something harmful (Made.Up-1)"), ("tired", "could not be looked through")] {
                let refused = try await desk.upload(
                    browser, child, DocumentTests.pdf + Array(words.utf8), ["type": "OTHER", "title": "Another"])
                #expect(refused.status == 422 && refused.error(beside: "file").contains(said), "\(refused.text)")
                #expect(try refused.form("/documents")["title"] == "Another", "what was typed stays")
            }
            // A picture as it is kept, and nothing that is refused anyway.
            let photo = try BarePictures.sample("jpeg")
            _ = try await desk.upload(browser, child, photo, ["type": "OTHER", "title": "A photo"])
            let count = seen.all.count
            #expect(seen.all.last != photo && count == 4)
            #expect(try await desk.upload(browser, child, Array("no type".utf8), ["type": "OTHER"]).status == 422)
            #expect(seen.all.count == count)
            stand.stop()
            let alone = try await desk.upload(browser, child, DocumentTests.pdf, ["type": "OTHER", "title": "Nobody there"])
            #expect(alone.status == 422 && alone.error(beside: "file").contains("could not be looked through"))
            #expect(try await desk.documents(site, child).map(\.value.title) == ["A clean one", "A photo"])
        }
    }

    @Test("ASVS 5.4.3: whether the scanner answers is known at the start")
    func works() async throws {
        let stand = try StandInScanner { _ in "" }
        #expect(await FileScanner(socket: stand.path).works)
        stand.stop()
        #expect(await !FileScanner(socket: stand.path).works)
        #expect(await !FileScanner(socket: "/nowhere/\(String(repeating: "x", count: 200))").works)
    }
}

private final class Seen: Sendable {
    private let files = Mutex<[[UInt8]]>([])

    func add(_ bytes: [UInt8]) { files.withLock { $0.append(bytes) } }
    var all: [[UInt8]] { files.withLock { $0 } }
}

/// Speaks clamd's PING and INSTREAM on a socket of its own, and says of a file what it is told to.
private final class StandInScanner: Sendable {
    let path: String
    private let line: Int32

    init(_ finding: @escaping @Sendable ([UInt8]) -> String) throws {
        path = "/tmp/wm-scan-\(UUID().uuidString.prefix(8))"
        let line = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        self.line = line
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafeBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) { bind(line, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        try #require(bound == 0 && listen(line, 5) == 0)
        Thread.detachNewThread {
            while case let one = accept(line, nil, nil), one >= 0 {
                let command = String(decoding: Self.read(one) { $0.last == 0 }.dropLast(), as: UTF8.self)
                var bytes: [UInt8] = []
                while command == "zINSTREAM" {
                    let size = Self.read(one) { $0.count == 4 }.reduce(0) { $0 << 8 | Int($1) }
                    guard size > 0 else { break }
                    bytes += Self.read(one) { $0.count == size }
                }
                let said = Array((command == "zPING" ? "PONG" : finding(bytes)).utf8) + [0]
                _ = send(one, said, said.count, Int32(MSG_NOSIGNAL))
                close(one)
            }
        }
    }

    private static func read(_ line: Int32, until isDone: ([UInt8]) -> Bool) -> [UInt8] {
        var (all, one): ([UInt8], UInt8) = ([], 0)
        while !isDone(all), recv(line, &one, 1, 0) == 1 { all.append(one) }
        return all
    }

    func stop() {
        shutdown(line, Int32(SHUT_RDWR))
        close(line)
        unlink(path)
    }
}
