import Foundation

/// Small pictures of every sort we take, each with made-up words beside the picture; the fuzzer begins with them too.
public enum BarePictures {
    public static func sample(_ name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appending(path: "Fuzz/corpus/pictures/\(name)")))
    }
}
