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

    func load(into service: Service) async throws {
        guard let path else { return }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            if isNamed { throw Refusal("There is no folder \(path) to load forms from.") }
            return
        }
        var files: [(name: String, bytes: [UInt8])] = []
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw Refusal("The folder \(path) cannot be read.")
        }
        for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix(".") {
            guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
                throw Refusal("The form file \(path)/\(name) cannot be read.")
            }
            guard data.count <= Self.largest else { throw Refusal("The form file \(path)/\(name) is larger than 1 MB.") }
            files.append((name, Array(data)))
        }
        do { try await service.load(forms: files) } catch let refused as FormRefused {
            throw Refusal("A form cannot be loaded from \(path): \(refused.description)")
        }
    }
}
