import Casework
import HTML
import Practice
import Records

/// What is asked of a contact with a victim where a person writes it: what an import brought is left as it came.
enum VictimContactCheck {
    static func problems(_ contact: VictimContact, since current: VictimContact?, today: Day) -> [Problem] {
        var found: [Problem] = []
        func add(_ field: String, _ message: String) { found.append(Problem(field: field, message: message)) }
        if let day = contact.onDate, day > today, !["", "NOT_DONE"].contains(contact.state) {
            add("on_date", "The contact cannot be in the future.")
        }
        // One that came without them may be told of the end all the same.
        if isBare(contact), !(current.map(isBare) ?? false) {
            add("summary", "Say what the victim's views are, or choose what they want of restorative justice.")
        }
        if let sentence = telling(contact, current) { add("summary", sentence) }
        if let day = contact.endToldOn, day > today { add("end_told_on", "That day is in the future.") }
        return found
    }

    /// Whether views are said to be given and none is written.
    private static func isBare(_ contact: VictimContact) -> Bool {
        contact.state == "VIEWS_GIVEN" && contact.summary == nil && [nil, "NOT_ASKED"].contains(contact.wishes)
    }

    /// What the words for the panel must do without, as the victim is known on the form or was before (S-OOC-24, S-ASM-10).
    private static func telling(_ contact: VictimContact, _ current: VictimContact?) -> String? {
        guard let summary = contact.summary else { return nil }
        let known = [contact, current].compactMap(\.self)
        let found = VictimWords.telling(in: summary, names: known.compactMap(\.name), reach: known.compactMap(\.details)).map(\.words)
        guard let last = found.last else { return nil }
        let all = found.count == 1 ? last : found.dropLast().joined(separator: ", ") + " and " + last
        return "Leave out \(all): the panel and, through it, the child's side may read this."
    }

    /// What of it a panel is shown, so that whoever wrote it sees it as it goes out.
    static func panelReads(_ contact: VictimContact, _ words: Words) -> SummaryRow {
        let day = contact.onDate.map { ", \($0.words)" } ?? ""
        let summary: HTML = contact.summary.map { paragraphs($0) } ?? .empty
        let wishes: HTML =
            contact.wishes.map { "<p>Restorative justice: \(words.code("victim_wishes", $0).lowercasedFirst).</p>" } ?? .empty
        return SummaryRow("The panel reads", "<p>\(words.code("victim_state", contact.state))\(day).</p>" + summary + wishes)
    }
}
