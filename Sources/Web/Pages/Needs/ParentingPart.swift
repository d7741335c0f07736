import Casework
import HTML
import Records

/// Work with the child's parents or carers, on the page of needs and networks.
enum ParentingPart {
    static let layout = RecordLayout<Parenting>(
        parts: [
            (nil, ["type", "programme_ref", "start_date", "sessions_planned"]),
            ("When it has ended", ["end_date", "sessions_attended", "engagement"]),
        ],
        title: { work, words in words.code("parenting_type", work.type) + (work.startDate.map { " from \($0.words)" } ?? "") },
        after: { _, child in Address(At.child(child, "needs").path, fragment: "parenting") })

    static func html(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ words: Words) throws -> HTML {
        guard visit.person.access.sees(Parenting.kind) else { return .empty }
        let all = try reader.records(Parenting.self, child: file.id).sorted { ($0.startDate ?? .unset) > ($1.startDate ?? .unset) }
        let rows = all.map { one -> [HTML] in
            [
                link(to: At.record(file.id, AnyKind(Parenting.self), one.id), words.code("parenting_type", one.type)),
                "\(one.startDate?.words ?? "Start not known") to \(one.endDate?.words ?? "now")",
                "\(one.sessionsAttended.map(String.init) ?? "not known") of \(one.sessionsPlanned.map(String.init) ?? "not known")",
                "\(one.engagement.map { words.code("parenting_engagement", $0) } ?? "Not written yet")",
            ]
        }
        return section(
            "Work with parents and carers", id: "parenting",
            table(
                caption: "Parenting work, newest first",
                columns: [Column("Under"), Column("When"), Column("Sessions attended"), Column("How they took part")], rows: rows,
                captionHidden: true, empty: "No parenting work is recorded.")
                + ChildPages.addLink(visit, file, AnyKind(Parenting.self), "Add parenting work"))
    }
}
