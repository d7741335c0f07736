import Casework
import HTML
import Records

/// Everything on a child's file in the order it happened, filterable, a page at a time however long (S-DEL-09, S-PEO-01).
enum ChronologyPage {
    static let perPage = 100

    /// Takes what was asked and leads to where it is answered: the words looked for by their key, the rest as it was typed.
    static func ask(_ visit: Visit) async throws -> Reply {
        let child = try visit.id("child")
        _ = try await visit.service.glance(Scope(visit.person)) { try FileHead($0, child) }
        // The longest of them is a moment: what is longer is none, is told so, and would make an address no browser follows.
        let codes = ["kind", "from", "to", "as_at"].map { ($0, String(visit.form[$0].prefix(60))) }.filter { !$0.1.isEmpty }
        return .see(At.child(child, "chronology", codes + (try await Searches.query(visit, visit.form["q"]))))
    }

    static func show(_ visit: Visit) async throws -> Reply {
        let asked = try await Searches.asked(visit)
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            if case .gone = asked {
                return Searches.gone(visit, shows: .child(file.id), crumbs: file.crumbs, filter(visit, file, ""))
            }
            let (kind, text) = (visit.query("kind"), asked.words)
            let days = Days(visit)
            guard days.problems.isEmpty else {
                return .page(visit, title: "Chronology", shows: .child(file.id), status: 422, hasErrors: true, crumbs: file.crumbs) {
                    errorSummary(days.problems) + heading("Chronology", caption: file.name)
                        + ChildPages.parts(visit, file, current: "chronology") + filter(visit, file, text ?? "", days.problems)
                }
            }
            let (from, to) = (days.from, days.to)
            let all = try reader.chronology(child: file.id, kind: kind, containing: text, from: from, to: to)
            let (number, pages) = visit.page(of: all.count, each: perPage)
            let shown = all[(number - 1) * perPage..<min(all.count, number * perPage)]
            let words = try Words(reader, file: file.id)
            let entries = try Entries(reader, file, words, Array(shown))
            var query: [(String, String)] = visit.asAtQuery
            for name in ["kind", Searches.name, "from", "to"] { if let value = visit.query(name) { query.append((name, value)) } }
            return .page(visit, title: "Chronology", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Chronology", caption: file.name) + ChildPages.parts(visit, file, current: "chronology")
                    + filter(visit, file, text ?? "")
                    + timeline(entries.all, level: 2)
                    + pagination(
                        page: number, of: pages,
                        summary: all.count.counted("entry", "entries") + (pages > 1 ? ", page \(number) of \(pages)" : "")
                    ) {
                        At.child(file.id, "chronology", query + [("page", String($0))])
                    }
            }
        }
    }

    /// The days asked for. One that cannot be read is said: left out, it would show everything as if that were the answer.
    private struct Days {
        let from: Day?
        let to: Day?
        let problems: [ErrorItem]

        init(_ visit: Visit) {
            var problems: [ErrorItem] = []
            func read(_ name: String) -> Day? {
                guard let text = visit.query(name), !text.isEmpty else { return nil }
                let day = Day(iso: text) ?? Day(typed: text)
                if day == nil { problems.append(ErrorItem(field: name, "“\(text)” is not a day. Type it like 30/6/2026.")) }
                return day
            }
            (from, to) = (read("from"), read("to"))
            if let from, let to, to < from { problems.append(ErrorItem(field: "to", "The last day cannot come before the first.")) }
            self.problems = problems
        }
    }

    private static func filter(_ visit: Visit, _ file: FileHead, _ text: String, _ problems: [ErrorItem] = []) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let kinds = [Choice("", "Everything")] + Reader.chronologyKinds.map { Choice($0.name, $0.plural) }
        let asAt = visit.query("as_at") ?? ""
        return details(
            "Filter, or read as it was known", isOpen: visit.request.query.contains { $0.name != "page" && !$0.value.isEmpty },
            filterForm(
                action: At.child(file.id, "chronology"), hasWords: true,
                fields([
                    FieldControl(id: "kind", label: "Kind", kind: .choice(kinds), value: visit.query("kind") ?? "", isRequired: false),
                    FieldControl(id: "q", label: "Words in a contact", value: text, isRequired: false),
                    FieldControl(
                        id: "from", label: "From", kind: .day, error: message("from"), value: visit.query("from") ?? "", isRequired: false),
                    FieldControl(
                        id: "to", label: "To", kind: .day, error: message("to"), value: visit.query("to") ?? "", isRequired: false),
                    FieldControl(
                        id: "as_at", label: "As known at", kind: .dateTime,
                        value: asAt, isRequired: false),
                ])))
    }

    /// The shown entries, fetched a kind at a time.
    private struct Entries {
        var all: [TimelineEntry]

        init(_ reader: Reader, _ file: FileHead, _ words: Words, _ items: [Happening]) throws {
            var made: [RecordID: TimelineEntry] = [:]
            let byKind = Dictionary(grouping: items, by: \.kind)
            let trails = try reader.trails(items.map(\.order))
            func late(_ item: Happening) -> HTML {
                guard let trail = trails[item.order], trail.recordedAt.londonDay - item.day > 7, trail.staff != nil else { return .empty }
                return " \(tag("Recorded \((trail.recordedAt.londonDay - item.day).counted("day")) later", .neutral))"
            }
            func age(_ item: Happening) -> HTML { file.age(on: item.day).map { ", aged \($0)" } ?? .empty }
            for (name, group) in byKind {
                guard let kind = anyKind(name) else { continue }
                let ids = group.map(\.id)
                let items = Dictionary(uniqueKeysWithValues: group.map { ($0.id, $0) })
                func add<R: RecordKind>(_ layout: RecordLayout<R>) throws {
                    for record in try reader.some(R.self, child: file.id, ids: ids) {
                        guard let item = items[record.id] else { continue }
                        let title = link(to: At.record(file.id, kind, record.id), layout.title(record.value, words))
                        made[record.id] = TimelineEntry(
                            title, date: time(item.day.iso, item.day.words) + age(item), by: trails[item.order].map { words.who($0) },
                            status: "\(tag(kind.title, .neutral))\(late(item))")
                    }
                }
                switch name {
                case "contact":
                    for contact in try reader.some(Contact.self, child: file.id, ids: ids) {
                        guard let item = items[contact.id] else { continue }
                        made[contact.id] = ContactPages.entry(
                            contact, file, words, brief: false, by: trails[item.order].map { words.who($0) }, late: late(item),
                            age: age(item))
                    }
                case "offence": try add(RecordRoutes.offence)
                case "outcome": try add(RecordRoutes.outcome)
                case "referral": try add(ReferralForm.layout)
                case "hearing": try add(CourtLayouts.hearing)
                case "programme": try add(ProgrammePages.layout)
                case "release": try add(RecordRoutes.release)
                case "alert": try add(RecordRoutes.alert)
                case "address": try add(RecordRoutes.address)
                case "relationship": try add(RecordRoutes.relationship)
                case "professional": try add(RecordRoutes.professional)
                case "allocation": try add(AllocationForm.layout)
                case "concern": try add(PathwayRoutes.concern)
                case "safeguarding_referral": try add(PathwayRoutes.safeguardingReferral)
                case "plan": try add(PlanPages.layout)
                case "review": try add(ProgrammePages.review)
                case "compliance": try add(ProgrammePages.compliance)
                case "oversight": try add(PathwayRoutes.oversight)
                case "enquiry": try add(PathwayRoutes.enquiry)
                case "care": try add(PathwayRoutes.care)
                case "ete": try add(NeedsLayouts.education)
                case "consent": try add(PathwayRoutes.consent)
                case "assessment": try add(AssessmentPages.layout)
                case "document": try add(DocumentPages.layout)
                case "accommodation": try add(NeedsLayouts.accommodation)
                case "send": try add(NeedsLayouts.specialNeeds)
                case "police_bail": try add(CourtLayouts.policeBail)
                case "parenting": try add(ParentingPart.layout)
                case "remand": try add(CourtLayouts.remand)
                case "transfer": try add(CourtLayouts.transfer)
                default: break
                }
            }
            all = items.compactMap { made[$0.id] }
        }
    }
}
