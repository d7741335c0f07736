import Casework
import HTML
import Records

/// Why a child's file is open to the person who reads it, and what restricts it (S-PEO-14).
enum FileAccessPage {
    static let routes: [Route] =
        [
            .get("/children/{child}/access", .may(.openFile)) { visit in
                try await visit.service.read(Scope(visit.person)) { try page(visit, $0) }
            }
        ] + RecordPages(restriction).routes

    static let restriction = RecordLayout<Restriction>(
        parts: [(nil, ["reason", "detail", "start_date", "end_date"]), ("Who", ["excluded", "admitted"])],
        title: { one, words in "Restricted: \(words.code("restriction_reason", one.reason).lowercasedFirst)" },
        begin: { form, visit in
            form.typed["start_date"] = visit.service.today.typed
            // Whoever sets it would otherwise be shut out by it; they may take their own tick away.
            form.typed["admitted"] = visit.person.id.description
        },
        stamp: { one, visit in one.setBy = visit.person.id }, filled: ["set_by"])

    private static func page(_ visit: Visit, _ reader: Reader) throws -> Reply {
        let file = try FileHead(reader, try visit.id("child"))
        let grounds = try reader.grounds(child: file.id)
        var reasons: [HTML] = grounds.sentences.map { "\($0)" }
        if grounds.byRole {
            reasons.append(
                "As \(visit.person.access.role.title.lowercasedFirst) you open every file of the service that is not restricted.")
        }
        if let until = grounds.glassUntil { reasons.append("The time you were given ends on \(until.words).") }
        return try .page(visit, title: "You see this because", shows: .child(file.id), crumbs: file.crumbs) {
            heading("You see this because", caption: file.name, status: grounds.isRestricted ? tag("Restricted", .warning) : nil)
                + list(reasons)
                + "<p>\(link(to: At.access, "Who may see and do what, role by role"))</p>"
                + (try restrictions(visit, reader, file, grounds))
        }
    }

    private static func restrictions(_ visit: Visit, _ reader: Reader, _ file: FileHead, _ grounds: Grounds) throws -> HTML {
        let access = visit.person.access
        guard access.sees(Restriction.kind) else {
            return wholeSection(
                "Restriction", id: "restriction",
                grounds.isRestricted
                    ? "<p>This file is restricted. Only the workers allocated to the child, the managers of their teams and people admitted by name open it. Do not speak of it to others.</p>"
                    : "<p>This file is not restricted.</p>")
        }
        let codes = try reader.codes()
        let names = try reader.staffNames()
        let today = visit.service.today
        func people(_ ids: [RecordID]) -> String { ids.isEmpty ? "Nobody" : ids.map { names[$0] ?? "Not known" }.joined(separator: ", ") }
        let rows = try reader.restrictions(child: file.id).map { one -> [HTML] in
            [
                link(
                    to: At.record(file.id, AnyKind(Restriction.self), one.id),
                    codes.label("restriction_reason", one.reason) ?? one.reason), "\(people(one.excluded))", "\(people(one.admitted))",
                "\(one.startDate.words)", "\(one.endDate?.words ?? "No end named")",
                one.value.isActive(on: today) ? tag("Runs", .warning) : tag("Does not run"),
                "\(one.setBy.flatMap { names[$0] } ?? "Waymark")",
            ]
        }
        return wholeSection(
            "Restriction", id: "restriction",
            table(
                caption: "Restrictions of this file, newest first",
                columns: ["Why", "Kept out", "Admitted", "From", "To", "State", "Set by"].map { Column($0) }, rows: rows,
                captionHidden: true, empty: "This file is not restricted.")
                + ChildPages.addLink(visit, file, AnyKind(Restriction.self), "Restrict this file"))
    }
}
