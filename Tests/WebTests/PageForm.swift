/// A form as the page has it: where it goes, and the fields with the values they would send.
struct PageForm: Sendable {
    let method: String
    let action: String
    let draft: String?
    /// Every name there is a control for, buttons too.
    let names: Set<String>
    /// Those whose label says "(optional)".
    let optional: Set<String>
    let fields: [(name: String, value: String)]

    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The fields with some set anew, in the page's order, those not sent so far (radios, boxes) at the end.
    func filled(_ values: [String: String]) -> [(String, String)] {
        var left = values
        var out: [(String, String)] = []
        for (name, value) in fields {
            guard let new = values[name] else {
                out.append((name, value))
                continue
            }
            if left.removeValue(forKey: name) != nil { out.append((name, new)) }
        }
        return out + left.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static func all(in html: String) -> [PageForm] {
        Tag.all(in: html).filter { $0.name == "form" }.map { form in
            var names: Set<String> = []
            var optional: Set<String> = []
            var (marked, isMarked): (Set<String>, Bool) = ([], false)
            var fields: [(name: String, value: String)] = []
            for tag in Tag.all(in: form.inside) {
                switch tag.name {
                case "label": if let id = tag["for"], tag.inside.contains("class=\"optional\"") { marked.insert(id) }
                case "legend": isMarked = tag.inside.contains("class=\"optional\"")
                default: break
                }
                guard let name = tag["name"] else { continue }
                names.insert(name)
                if isMarked || tag["id"].map(marked.contains) ?? false { optional.insert(name) }
                isMarked = false
                switch (tag.name, tag["type"] ?? "text") {
                case ("input", "radio"), ("input", "checkbox"): if tag.has("checked") { fields.append((name, tag["value"] ?? "on")) }
                case ("input", "file"): break
                case ("input", _): fields.append((name, tag["value"] ?? ""))
                case ("textarea", _): fields.append((name, String(Page.unescaped(tag.inside).drop { $0 == "\n" })))
                case ("select", _):
                    let options = Tag.all(in: tag.inside).filter { $0.name == "option" }
                    fields.append((name, (options.first { $0.has("selected") } ?? options.first)?["value"] ?? ""))
                default: break
                }
            }
            return PageForm(
                method: form["method"] ?? "get", action: form["action"] ?? "", draft: form["data-draft"], names: names,
                optional: optional, fields: fields)
        }
    }
}

extension Page {
    /// The names of the boxes that were sent blank, or not at all, and are refused.
    func blankFaults(of sent: [(String, String)]) -> Set<String> {
        let tags = Tag.all(in: main)
        let names = errorSummary.compactMap { fault in tags.first { $0["id"] == fault.field }?["name"] }
        return Set(names).filter { name in !sent.contains { $0.0 == name && !$0.1.isEmpty } }
    }
}
