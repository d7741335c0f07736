import Casework
import HTML
import Practice
import Records

/// The plan as the child gets it: short sentences, big type, a picture for each part of life, room to sign (S-PLN-02).
///
/// It may lie about at home, so it names no offence and no programme, and nothing of it is a sensitive field. What keeps other people or a
/// victim safe is in it only where it is put in the child's own words.
enum PlanPrint {
    static func page(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            guard let plan = try reader.record(Plan.self, child: file.id, id: try visit.id("id")) else { throw NotFound() }
            let whole = try PlanFile(reader, file, plan)
            let name = file.child.value.knownAs ?? file.child.value.givenName ?? file.name
            let names = Set([name, file.name, file.child.value.knownAs, file.child.value.givenName].compactMap(\.self))
            let held = try reader.records(Allocation.self, child: file.id).map(\.value)
            let worker = Workers.current(held, on: visit.service.today).flatMap { $0.isActive(on: visit.service.today) ? $0.staff : nil }
            let workerName = try worker.flatMap { try reader.staffNames()[$0] }
            return .page(
                visit, title: "My plan", shows: .list("print", [file.id]),
                crumbs: file.crumbs + [NavItem("Plan", At.plan(file.id, plan.id))],
                sheet(name, names, whole, worker: workerName))
        }
    }

    /// Which targets go on the sheet: those for others only in the child's own words.
    static func shown(_ targets: [Target]) -> [Target] {
        targets.filter { $0.state != "NOT_DONE" && ($0.childsWords != nil || !["OTHERS_SAFE", "VICTIM"].contains($0.purpose)) }
    }

    private static func sheet(_ name: String, _ names: Set<String>, _ whole: PlanFile, worker: String?) -> HTML {
        let plan = whole.plan.value
        let targets = shown(whole.targets.map(\.value)).map { card($0, isMine: names.contains($0.who ?? "")) }
        let cards: HTML = targets.isEmpty ? "<p>We have not written this part yet.</p>" : "<ol class=\"cards\">\(targets)</ol>"
        return """
            <div class="easy">\(heading("My plan", caption: name))
            <p class="buttons">Use “Print” in your browser. The sheet has nothing on it but the plan.</p>
            \(words("What I want", plan.childsWords))\(words("What helps me", plan.howToHelp))
            <h2>What we will do</h2>
            \(cards)
            <h2>If I need help</h2>
            <p>I can talk to my worker. I can ask to change this plan.</p>
            <p class="line">My worker is:\(worker.map { " \($0)" } ?? "")</p><p class="line">Their phone number:</p>
            <h2>My name</h2>
            <p>I helped to make this plan.</p>
            <p class="line">I sign here:</p><p class="line">My worker signs here:</p><p class="line">Date:</p></div>
            """
    }

    private static func words(_ title: String, _ text: String?) -> HTML {
        text.map { "<h2>\(title)</h2><div class=\"say\">\(paragraphs($0))</div>" } ?? .empty
    }

    /// - Parameter isMine: whether the child does it: nobody is told that they help themselves.
    private static func card(_ target: Target, isMine: Bool) -> HTML {
        let who: HTML =
            isMine ? "<p><strong>I do this.</strong></p>" : target.who.map { "<p><strong>Who helps:</strong> \($0)</p>" } ?? .empty
        let when: HTML = target.byDate.map { "<p><strong>By when:</strong> \($0.words)</p>" } ?? .empty
        let done: HTML = target.state == "DONE" ? "<p><strong>Done. Well done!</strong></p>" : .empty
        return
            "<li>\(Pictures.of(target.domain))<div><h3>\(Pictures.word(target.domain))</h3><p class=\"big\">\(target.childsWords ?? target.what)</p>\(who)\(when)\(done)</div></li>"
    }
}
