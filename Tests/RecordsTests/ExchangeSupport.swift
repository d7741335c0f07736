import Casework
import Records
import TestSupport

/// Files of a case-level folder, written out in a test.
typealias Folder = [(name: String, bytes: [UInt8])]

func folder(_ files: (String, String)...) -> Folder { files.map { ($0.0, Array($0.1.utf8)) } }

extension Service {
    /// Brings a folder in as `waymark import` does.
    @discardableResult
    func bringIn(_ files: Folder, source: String = "folder") async throws -> ImportReport {
        try await Importer(self).stage(files, source: source).publish()
    }

    /// One file of an export, as text.
    func exported(_ name: String, asAt: Instant? = nil) async throws -> String {
        String(decoding: try await export(.wholeService(reason: "test", asAt: asAt)).first { $0.name == name }?.bytes ?? [], as: UTF8.self)
    }

    func position() async throws -> Int64 { try await read(.wholeService(reason: "test")) { try $0.headPosition() } }

    func stored<R: RecordKind>(_ type: R.Type, ref: String) async throws -> [(child: RecordID?, id: RecordID, from: Int64, value: R)] {
        try await export { reader in try reader.everyRecord(type).filter { $0.ref == ref }.map { ($0.child, $0.id, $0.from, $0.value) } }
    }

    private func export<T: Sendable>(_ body: @escaping @Sendable (Reader) throws -> T) async throws -> T {
        try await read(.wholeService(reason: "test"), body)
    }
}

extension ImportReport {
    func file(_ name: String) -> ImportedFile? { files.first { $0.name == name } }
    /// `children.csv 3: words`, a refused row each.
    var refusals: [String] { files.flatMap { file in file.refused.map { "\(file.name) \($0.line): \($0.words)" } } }
    var counts: [Int] { [read, new, changed, unchanged, refused] }
}
