import Crypto

/// A secret a browser carries in a cookie: 256 random bits, of which the store has only the hash.
struct Token {
    /// 64 hexadecimal digits, for the cookie.
    let text: String
    let hash: [UInt8]

    init() {
        let bytes = randomBytes(32)
        text = hexadecimal(bytes)
        hash = Array(SHA256.hash(data: bytes))
    }

    /// One a browser sent; nil when it is none.
    init?(_ sent: String) {
        guard let bytes = thirtyTwoBytes(sent) else { return nil }
        text = sent
        hash = Array(SHA256.hash(data: bytes))
    }
}
