import Foundation
import Records

/// The folder a service's own assessment forms are loaded from when the site starts (docs/forms.md).
struct FormFolder {
    private let path: String?
    /// A folder that was named must be there; the usual one may be missing, and then nothing changes.
    private let isNamed: Bool

    init(place: Place, asked: String?) {
        isNamed = asked != nil
        path = asked ?? (place.isPostgres ? nil : place.data + "/forms")
    }

    /// The largest form file read.
    private static let largest = 1_000_000

    /// What became of each file; one that cannot be taken keeps nobody from their work: it is told on standard error and on the page of the
    /// questionnaires.
    func load(into service: Service) async throws -> FormFiles {
        guard let path else { return FormFiles() }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            if isNamed { throw Refusal("There is no folder \(path) to load forms from.") }
            return FormFiles(folder: path)
        }
        var files: [(name: String, bytes: [UInt8])] = []
        var refused: [FormFiles.Refused] = []
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw Refusal("The folder \(path) cannot be read.")
        }
        for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix(".") {
            guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
                refused.append(.init(file: name, why: "The file cannot be read."))
                continue
            }
            guard data.count <= Self.largest else {
                refused.append(.init(file: name, why: "The file is larger than 1 MB."))
                continue
            }
            files.append((name, Array(data)))
        }
        let outcome = try await service.load(forms: files, from: path, refused: refused)
        for one in outcome.refused { note("the form file \(path)/\(one.file) was not taken: \(one.why)") }
        return outcome
    }
}
