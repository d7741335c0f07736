import Casework
import HTML
import Records

/// Pages asked for at a moment they cannot be read at. (promise 5)
enum Moments {
    /// The sentence beside its field, and nothing of what the page would have shown; nil where the moment can be read.
    ///
    /// Pages of figures have boxes of their own for it.
    static func refusal(_ route: Route, _ visit: Visit) -> Reply? {
        guard visit.request.method == .get, !route.pattern.hasPrefix("/figures"), let problem = visit.asked.problem else { return nil }
        let others = visit.request.query.filter { $0.name != "as_at" && !$0.value.isEmpty }
        let box = FieldControl(
            id: "as_at", label: "As known at", hint: "A day alone is its end.", error: problem, value: visit.query("as_at") ?? "",
            width: .w20)
        return .page(visit, title: "As it was known", shows: .nobody, status: 422, hasErrors: true) {
            errorSummary([ErrorItem(field: "as_at", problem)]) + heading("As it was known")
                + filterForm(
                    action: Address(visit.request.path), label: "As it was known", button: "Read",
                    others.map { hidden($0.name, $0.value) }.joined() + field(box))
                + "<p>\(link(to: Address(visit.request.path), "Read it as known now"))</p>"
        }
    }

    /// The page of a child who was not known yet; nil when the child is not there now either, or was known.
    static func notYetKnown(_ visit: Visit) async throws -> Reply? {
        guard visit.request.method == .get, let moment = visit.asAt, let id = visit.request.parameters["child"].flatMap({ RecordID($0) })
        else { return nil }
        func file(_ scope: Scope) async throws -> FileHead? {
            try await visit.service.read(scope) { reader in
                do { return try FileHead(reader, id) } catch is NotFound { return nil }
            }
        }
        guard try await file(visit.scope) == nil, let now = try await file(Scope(visit.person)) else { return nil }
        return .page(visit, title: "Nothing was known then", shows: .child(now.id), crumbs: [NavItem("Children", At.children)]) {
            heading("Nothing was known of this child then")
                + "<p>On \(moment.words) no file had been made. \(link(to: At.child(now.id), "Read the file as known now"))</p>"
        }
    }
}
