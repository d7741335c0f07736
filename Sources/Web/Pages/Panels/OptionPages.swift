import Casework
import HTML
import Practice
import Records

/// The out-of-court options, the menu and the gravity scores a service works with (S-OOC-01, S-OOC-07, S-OOC-14).
enum OptionPages {
    private static let crumb = NavItem("Out-of-court options", At.options)

    static let routes: [Route] =
        [.get("/options", .may(.openFile)) { try await show($0) }]
        + ServicePages<DisposalType>(
            base: "/options/types", permission: .manageSettings, crumbs: [crumb], fields: DisposalType.kind.fields.map(\.name),
            begin: { form, visit, reader in
                guard let token = visit.query("outcome"),
                    let now = try reader.outOfCourtOptions().inForce(on: visit.service.today).first(where: { $0.outcome == token })
                else { return }
                form.fill(now)
                form.typed["from_date"] = visit.service.today.typed
                form.typed["to_date"] = ""
            },
            // What is due follows the options: how long a programme may run, what has to be signed, what the police wait to hear.
            afterwards: { _ = try await $0.service.rebuild() },
            done: { _ in At.options }
        ).routes
        + ServicePages<PanelOption>(
            base: "/options/menu", permission: .manageSettings, crumbs: [crumb], fields: PanelOption.kind.fields.map(\.name),
            done: { _ in At.options }
        ).routes
        + ServicePages<GravityScore>(
            base: "/options/gravity", permission: .manageSettings, crumbs: [crumb], fields: GravityScore.kind.fields.map(\.name),
            done: { _ in At.options }
        ).routes

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let manages = visit.person.access.may(.manageSettings) && visit.asAt == nil
            let own = try reader.serviceRecords(DisposalType.self)
            let force = try reader.outOfCourtOptions().inForce(on: visit.service.today)
            let types = force.map { type -> [HTML] in
                let flags = [
                    type.isStatutory == true ? "Statutory" : nil, type.makesEntrant == true ? "Makes a first-time entrant" : nil,
                    type.needsInWords.isEmpty ? nil : "Needs \(type.needsInWords.joined(separator: ", "))",
                ].compactMap { $0 }
                let mine = own.filter { $0.outcome == type.outcome }.max { ($0.fromDate ?? .unset) < ($1.fromDate ?? .unset) }
                let length = type.weeks.map { "\($0.counted("week")), at most \(type.mostWeeks ?? $0)" } ?? "No programme"
                let name = codes.label("outcome", type.outcome) ?? type.outcome
                let change =
                    mine.map { link(to: Address("/options/types/\($0.id)/edit"), "Change", about: name) }
                    ?? link(to: Address("/options/types/new", query: [("outcome", type.outcome)]), "Replace with our own", about: name)
                return [
                    "\(name)", list(flags.map { "\($0)" }), "\(codes.label("decided_by", type.decidedBy) ?? "")",
                    "\(codes.label("recorded_when", type.recordedWhen) ?? "")", "\(length)",
                    "\(PanelMenu.list(type.documents).map { codes.label("document_type", $0) ?? $0 }.joined(separator: ", "))",
                    "\(type.basis)" + when(mine != nil, " \(tag("Our own", .info))") + when(manages, "<br>\(change)"),
                ]
            }
            let menu = try reader.serviceRecords(PanelOption.self).map { option -> [HTML] in
                func names(_ text: String?, _ list: String) -> HTML {
                    "\(PanelMenu.list(text).map { codes.label(list, $0) ?? $0 }.joined(separator: ", "))"
                }
                return [
                    manages ? link(to: Address("/options/menu/\(option.id)/edit"), option.title) : "\(option.title)", "\(option.provider)",
                    names(option.domains, "need_domain"), names(option.categories, "offence_category"), names(option.outcomes, "outcome"),
                    "\(option.note)",
                ]
            }
            let scores = try reader.serviceRecords(GravityScore.self).sorted {
                ($0.matrix, $0.cjsCode ?? "", $0.category ?? "") < ($1.matrix, $1.cjsCode ?? "", $1.category ?? "")
            }
            let gravity = scores.prefix(500).map { score -> [HTML] in
                let offence = [score.cjsCode, score.category.map { codes.label("offence_category", $0) ?? $0 }, score.offence].compactMap {
                    $0
                }
                .joined(separator: ", ")
                return [
                    manages ? link(to: Address("/options/gravity/\(score.id)/edit"), offence.isEmpty ? "Any" : offence) : "\(offence)",
                    "\(codes.label("gravity_matrix", score.matrix) ?? score.matrix)", "\(score.score)", "\(score.basis)",
                ]
            }
            return .page(visit, title: "Out-of-court options", shows: .nobody) {
                heading("Out-of-court options")
                    + section(
                        "Disposal types", id: "types", action: when(manages, link(to: Address("/options/types/new"), "Add one of our own")),
                        "<p>Lowest on the ladder first. A row of our own replaces the shipped one from its day.</p>"
                            + table(
                                caption: "Disposal types",
                                columns: ["Option", "What it is and needs", "Decided by", "Recorded", "Length", "Documents", "Basis"].map {
                                    Column($0)
                                }, rows: types, captionHidden: true))
                    + section(
                        "Menu of options", id: "menu", action: when(manages, link(to: Address("/options/menu/new"), "Add to the menu")),
                        table(
                            caption: "Menu of options",
                            columns: ["Option", "Who gives it", "For needs", "For offences", "With", "Note"].map { Column($0) },
                            rows: menu, captionHidden: true, empty: "The menu is empty."))
                    + section(
                        "Gravity scores", id: "gravity", action: when(manages, link(to: Address("/options/gravity/new"), "Add a score")),
                        "<p>The matrix's own tables are not ours to ship. Load those you use as gravity.csv with the case-level folder.</p>"
                            + table(
                                caption: "Gravity scores",
                                columns: [Column("Offence"), Column("Matrix"), Column("Score", isNumeric: true), Column("Basis")],
                                rows: Array(gravity), captionHidden: true, empty: "None loaded: reports ask for the score by hand."))
            }
        }
    }
}
