import Foundation

/// Documents as tagged PDF (PDF/UA-1) by WeasyPrint, in a process of its own without network, with bounds on time and memory.
///
/// WeasyPrint is an optional extra: the installation names a Python that has it. What is printed is a whole `standalone` document, so the
/// figures of the PDF are the page's to the letter.
public struct PDFPrinter: Sendable {
    /// Why there is no PDF, each with its sentence.
    public enum Problem: Error, Sendable, Hashable {
        case tooMuch
        case busy
        case failed

        public var sentence: String {
            switch self {
            case .tooMuch: "The PDF was given up: the document took more time or memory than it may have. Print the page instead."
            case .busy: "Other PDFs are being made at this moment. Try again in a minute, or print the page."
            case .failed: "The PDF could not be made on this machine. Print the page instead."
            }
        }
    }

    private let python: String
    private let seconds: Int
    private let megabytes: Int
    /// How many are made at once: each may take all the memory allowed.
    private let desk: Desk

    /// - Parameters:
    ///   - python: the Python that has WeasyPrint 70 or later.
    ///   - seconds: what a document may take.
    ///   - megabytes: the memory a document may take; WeasyPrint itself needs about 250.
    ///   - atOnce: how many may be made at the same time.
    public init(python: String, seconds: Int = 60, megabytes: Int = 1024, atOnce: Int = 2) {
        self.python = python
        self.seconds = seconds
        self.megabytes = megabytes
        desk = Desk(places: atOnce)
    }

    /// Whether its Python has WeasyPrint 70 or later and everything that needs.
    public var works: Bool {
        get async {
            guard let folder = try? TemporaryFolder() else { return false }
            defer { folder.remove() }
            return await run([], in: folder) == .ended(0)
        }
    }

    /// The PDF of a whole document.
    public func pdf(of document: String) async throws(Problem) -> [UInt8] {
        guard desk.sit() else { throw .busy }
        defer { desk.leave() }
        guard let folder = try? TemporaryFolder() else { throw .failed }
        defer { folder.remove() }
        let (source, target) = (folder.path + "/document.html", folder.path + "/document.pdf")
        guard FileManager.default.createFile(atPath: source, contents: Data(document.utf8)) else { throw .failed }
        switch await run([source, target, String(seconds), String(megabytes)], in: folder) {
        case .ended(0):
            guard let data = FileManager.default.contents(atPath: target), !data.isEmpty else { throw .failed }
            return Array(data)
        case .ended(Self.outOfMemory), .killed: throw .tooMuch
        case .ended, .notStarted: throw .failed
        }
    }

    /// What pdf.py ends with when memory ran out.
    private static let outOfMemory: Int32 = 4

    private func run(_ words: [String], in folder: TemporaryFolder) async -> BoundedProcess.End {
        let script = folder.path + "/pdf.py"
        guard FileManager.default.createFile(atPath: script, contents: Data(PackageResources.pdf_py)) else { return .notStarted }
        return await BoundedProcess.run(python, ["-I", script] + words, in: folder, seconds: seconds)
    }
}
