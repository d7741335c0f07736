import Casework

extension FieldKind {
    /// What a program's value reads like in a form's box; strict, for a program can write a date one way.
    func text(of json: JSON, label: String) -> Result<String, Problem> {
        func refuse(_ message: String) -> Result<String, Problem> { .failure(Problem(field: "", message: message)) }
        func checked(_ text: String) -> Result<String, Problem> { read(text, .file, label: label).map { _ in text } }
        switch (self, json.content) {
        case (_, .null): return .success("")
        case (.text, .text(let text)), (.longText, .text(let text)), (.code, .text(let text)): return checked(text)
        case (.day, .text(let text)), (.instant, .text(let text)), (.link, .text(let text)):
            return text.isEmpty ? refuse("\(label) is empty: send null for what is not known.") : checked(text)
        case (.number, .number(let number)): return .success(String(number))
        case (.flag, .flag(let flag)): return .success(flag ? "yes" : "no")
        case (.codes, .list(let items)), (.links, .list(let items)):
            let texts = items.compactMap(\.text)
            guard texts.count == items.count, !texts.contains(where: { $0.isEmpty || $0.contains(where: \.isWhitespace) }) else {
                return refuse("\(label) must be a list of \(self.isCodes ? "codes" : "ids").")
            }
            return checked(texts.joined(separator: " "))
        case (.text, _), (.longText, _), (.code, _), (.secret, _): return refuse("\(label) must be a text.")
        case (.day, _): return refuse("\(label) must be a day like 2026-11-21, as text.")
        case (.instant, _): return refuse("\(label) must be a moment like 2026-11-21T14:30:00Z, as text.")
        case (.number, _): return refuse("\(label) must be a whole number.")
        case (.flag, _): return refuse("\(label) must be true, false or null.")
        case (.link, _): return refuse("\(label) must be the id of a record, as text.")
        case (.codes, _), (.links, _): return refuse("\(label) must be a list.")
        }
    }

    private var isCodes: Bool { if case .codes = self { true } else { false } }
}
