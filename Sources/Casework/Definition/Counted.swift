extension BinaryInteger {
    /// So many of something, as people say it: "1 working day", "3 children".
    /// - Parameter many: the word for more than one, where it is not the word for one with an s.
    public func counted(_ one: String, _ many: String? = nil) -> String { "\(self) \(self == 1 ? one : many ?? one + "s")" }
}
