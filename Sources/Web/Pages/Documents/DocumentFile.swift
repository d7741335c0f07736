import Casework
import Practice

/// A document's file in words.
enum DocumentFile {
    /// `PDF, 1.2 MB`.
    static func words(_ document: Document) -> String {
        let type = document.mediaType.flatMap { MediaType($0)?.title } ?? "File"
        return document.size.map { "\(type), \(size($0))" } ?? type
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) bytes" }
        let (unit, divisor) = bytes < 1_000_000 ? ("kB", 100) : ("MB", 100_000)
        let tenths = (bytes + divisor / 2) / divisor
        return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\((tenths + 5) / 10) \(unit)"
    }
}
