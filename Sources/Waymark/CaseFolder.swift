import Foundation
import Records

/// A case-level folder on disk.
struct CaseFolder {
    let path: String

    init(_ path: String) { self.path = path }

    /// Its files and their bytes; hidden ones and what an earlier import refused are no part of it.
    func read() throws -> [(name: String, bytes: [UInt8])] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") && $0 != "refused" }.sorted()
        } catch {
            throw Refusal("The folder \(path) cannot be read.")
        }
        return try names.map { name in
            // What will not be taken is not read either, only named.
            guard Importer.takes(name) else { return (name, []) }
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else {
                throw Refusal("\(path)/\(name) cannot be read.")
            }
            return (name, [UInt8](data))
        }
    }

    /// Writes `refused/<file>.csv` for each file with refused rows, and takes away what an earlier import left there for the others.
    func writeRefused(_ report: ImportReport) throws {
        let folder = "\(path)/refused"
        if report.refused > 0, !FileManager.default.fileExists(atPath: folder) {
            guard
                (try? FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])) != nil
            else { throw Refusal("\(folder) cannot be made, so nothing was imported.") }
        }
        for file in report.files {
            let path = "\(folder)/\(file.name)"
            if let bytes = file.refusedFile {
                guard Files.write(bytes, to: path) else { throw Refusal("\(path) cannot be written, so nothing was imported.") }
            } else if FileManager.default.fileExists(atPath: path) {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }
}

/// Files of personal data: readable by their owner only.
enum Files {
    static func write(_ bytes: [UInt8], to path: String) -> Bool {
        // An earlier file may be open to others; a new one is not.
        try? FileManager.default.removeItem(atPath: path)
        return FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    }
}
