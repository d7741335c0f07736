import Foundation
import Records
import Synchronization

/// Whether an XML file is what an XSD says, by libxml2's xmllint: in a process of its own without network, with bounds on time and memory.
///
/// xmllint is an optional extra of an installation; where it is not there the page says that the XML was not held to the XSD.
public struct XMLValidator: Sendable {
    /// Why nothing can be said, each with its sentence.
    public enum Problem: Error, Sendable, Hashable {
        case unusable
        case tooMuch
        case busy
        case failed

        public var sentence: String {
            switch self {
            case .unusable: "The XSD is none that xmllint can read, so the XML was not held to it."
            case .tooMuch: "The check was given up: it took more time or memory than it may have, or found too much."
            case .busy: "Other files are being checked at this moment. Try again in a minute."
            case .failed: "The check could not be made on this machine."
            }
        }
    }

    /// How every XSD begins that xmllint is given: its own words on its encoding are not kept.
    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    private let program: String
    private let seconds: Int
    private let megabytes: Int
    private let desk = Desk(places: 2)
    private let told = Told()

    /// The first of some places where the program is; nil where it is in none.
    public static func find(_ places: [String] = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"]) -> XMLValidator? {
        places.first { FileManager.default.isExecutableFile(atPath: $0) }.map { XMLValidator(program: $0) }
    }

    public init(program: String, seconds: Int = 30, megabytes: Int = 1024) {
        (self.program, self.seconds, self.megabytes) = (program, seconds, megabytes)
    }

    /// Whether xmllint can read an XSD. One whose trial could not be made is not refused for that.
    public func canRead(_ xsd: String) async -> Bool {
        do { _ = try await faults(of: Array("<return/>".utf8), under: xsd) } catch { return error != .unusable }
        return true
    }

    /// What is wrong with a file, each sort once with how often; none where it is as the XSD says. No value of the file is in it.
    public func faults(of xml: [UInt8], under xsd: String) async throws(Problem) -> [String] {
        guard let body = XSDText.body(of: xsd) else { throw .unusable }
        // What was found of these very bytes does not change: it is kept by the hash of both, and the program is not asked again.
        let hash = sha256Hex(Array(body.utf8) + [0] + xml)
        if let known = told[hash] { return known }
        let found = try await ask(xml, body)
        told[hash] = found
        return found
    }

    private func ask(_ xml: [UInt8], _ body: String) async throws(Problem) -> [String] {
        guard desk.sit() else { throw .busy }
        defer { desk.leave() }
        guard let folder = try? TemporaryFolder() else { throw .failed }
        defer { folder.remove() }
        let files = FileManager.default
        let answer = folder.path + "/told"
        guard files.createFile(atPath: folder.path + "/return.xml", contents: Data(xml)),
            files.createFile(atPath: folder.path + "/schema.xsd", contents: Data((XMLValidator.declaration + body).utf8)),
            files.createFile(atPath: answer, contents: nil)
        else { throw .failed }
        // The shell sets the bounds the system keeps: memory, processor time, and how much may be told (32 MB); and a network of its own with
        // nothing in it, where the system lets us.
        let bounds = "ulimit -v \(megabytes * 1024); ulimit -t \(seconds); ulimit -f 65536"
        let alone = "if unshare -rn true 2>/dev/null; then exec unshare -rn \"$0\" \"$@\"; fi; exec \"$0\" \"$@\""
        let words = ["-c", "\(bounds); \(alone)", program, "--nonet", "--noout", "--schema", "schema.xsd", "return.xml"]
        switch await BoundedProcess.run("/bin/sh", words, in: folder, seconds: seconds, told: answer) {
        case .ended(0): return []
        // What xmllint ends with: 3 the file is not valid, 5 the schema is none.
        case .ended(3):
            guard let data = files.contents(atPath: answer) else { throw .failed }
            let found = XSDText.faults(String(decoding: data, as: UTF8.self))
            return found.isEmpty ? ["It is not as the XSD says."] : found
        case .ended(5): throw .unusable
        case .killed: throw .tooMuch
        case .ended, .notStarted: throw .failed
        }
    }

    /// The findings of the files asked about last, by hash; what could not be told is not among them. Nothing of a file is in it but what
    /// `faults` says: names of elements.
    private final class Told: Sendable {
        private static let most = 64
        private let kept = Mutex<(found: [String: [String]], order: [String])>(([:], []))

        subscript(_ hash: String) -> [String]? {
            get { kept.withLock { $0.found[hash] } }
            set {
                kept.withLock { kept in
                    guard let newValue, kept.found.updateValue(newValue, forKey: hash) == nil else { return }
                    kept.order.append(hash)
                    if kept.order.count > Told.most { kept.found[kept.order.removeFirst()] = nil }
                }
            }
        }
    }
}
