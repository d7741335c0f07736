/// The head of a journal: noting it elsewhere makes a later loss of the tail visible.
public struct JournalHead: Sendable, Equatable {
    public let position: Int64
    public let hash: [UInt8]

    /// `123:0a1b…`, as `verify` and `backup` print it.
    public var text: String { "\(position):\(hexadecimal(hash))" }

    public init(position: Int64, hash: [UInt8]) {
        self.position = position
        self.hash = hash
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let position = Int64(parts[0]), let hash = thirtyTwoBytes(parts[1]) else { return nil }
        self.init(position: position, hash: hash)
    }
}
