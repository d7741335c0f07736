/// Text that has broken programs of others, as the bytes a browser or a script would send. The list is our own.
enum NaughtyStrings {
    static let all: [[UInt8]] = words.map { Array($0.utf8) } + raw

    private static let words: [String] = [
        // Markup, script and templates.
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' autofocus onfocus='alert(1)", "</textarea></form><b>x", "<!-- ",
        "]]>",
        "&lt;b&gt; &amp;amp; &#0; &notanentity;", "javascript:alert(1)//", "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> \\(7*7)",
        "%s%n%x %00 %0d%0a %c0%af",
        // Databases and spreadsheets.
        "'; DROP TABLE child; --", "\" OR \"\"=\"", "1); DELETE FROM journal WHERE (1=1", "$1 :name @name ?1 \\' \\\\ %_",
        "=HYPERLINK(\"http://x\",\"y\")",
        "@SUM(1+1)*cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
        // Paths and headers.
        "../../../../etc/passwd", "..\\..\\boot.ini", "C:\\CON\\aux.txt", "file:///etc/passwd", "x\r\nSet-Cookie: naughty=1\r\n\r\n<b>",
        "x\u{85}y\u{2028}z\u{2029}",
        // Letters.
        "Zoë Nguyễn Łukasz ﷽ 田中 ไทย ½ ß İ ı", "محمد עברית \u{202E}txet\u{202C} \u{2066}x\u{2069}", "a\u{200B}b\u{200D}c\u{FEFF}d\u{00AD}e",
        "👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ✋🏿", "Z" + String(repeating: "\u{0335}\u{0489}\u{0321}", count: 400) + "algo", "\u{0301}starts with an accent",
        "e\u{0301} é",
        // Numbers and days.
        "99999999999999999999999999", "-9223372036854775808", "1e309", "NaN", "٣/٩/٢٠١١", "31/02/2026", "29/02/2025 24:61", "0/0/0000",
        "29/3/2026 01:30",
        // Words that mean something to somebody.
        "null", "undefined", "true", "0199aaaa-0000-7000-8000-000000000000", "new", "__proto__", String(repeating: "ø", count: 5000),
    ]

    /// What is no text: controls, NUL, half a surrogate pair, bytes that begin and do not go on, a letter written too long.
    private static let raw: [[UInt8]] = [
        [0x61, 0x00, 0x62], [0x01, 0x02, 0x1B, 0x5B, 0x33, 0x31, 0x6D, 0x07, 0x7F, 0x61], [0x61, 0x1E, 0x62, 0x1F, 0x63],
        [0xED, 0xA0, 0x80, 0x61],
        [0xED, 0xB0, 0x80, 0xED, 0xA0, 0x80], [0xC3], [0xF0, 0x9F, 0x91], [0xC0, 0xBC, 0x73], [0xFF, 0xFE, 0x3C, 0x00],
        [0xEF, 0xBF, 0xBF, 0x61],
    ]

    /// What a reader is to find of it where it was taken: bytes that are no text stand as the sign for that, NUL is dropped, ends are trimmed.
    static func read(_ bytes: [UInt8]) -> String { plain(String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)) }

    /// White space at the ends and the sort of line end aside, which browsers change too.
    static func plain(_ text: String) -> String {
        let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { line in
            line.last == "\r" ? String(Substring(line.dropLast())) : String(Substring(line))
        }
        let whole = lines.joined(separator: "\n").replacing("\r", with: "\n")
        guard let first = whole.firstIndex(where: { !$0.isWhitespace }), let last = whole.lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(whole[first...last])
    }
}
