import Casework
import HTML
import Records

/// Who may open which file, and see and do what with it.
enum AccessArea {
    static let routes: [Route] =
        AccessPages.routes + AccessReviewPages.routes + UnusualPages.routes + RefusedSignInPages.routes + FileAccessPage.routes
        + ClosedFilePages.routes
}

/// The whole table of roles, made from `Access` itself: role by record kind by action, for everybody who signs in to read.
enum AccessPages {
    static let routes: [Route] = [
        .get("/access", .signedIn) { visit in
            .page(visit, title: "Who may see and do what", shows: .nobody) {
                heading("Who may see and do what")
                    + "<p>You are signed in as \(visit.person.access.role.title.lowercasedFirst). A person’s role decides which kinds of record they read and write; how they stand to the child decides which files open. Each file says why it is open to you.</p>"
                    + tableOfContents + Role.allCases.map(role).joined() + files
            }
        }
    ]

    private static let tableOfContents: HTML =
        list(
            Role.allCases.map { link(to: Address("/access", fragment: $0.anchor), $0.title) }
                + [link(to: Address("/access", fragment: "files"), "Which files open")])

    /// One role: what it may do, and a row a record kind.
    static func role(_ role: Role) -> HTML {
        let access = Access(role)
        let may = Permission.allCases.filter(access.may)
        return wholeSection(
            role.title, id: role.anchor,
            (may.isEmpty ? "<p>May do nothing yet.</p>" : "<p>May \(may.map(\.words).joined(separator: "; ")).</p>")
                + details("What a \(role.title.lowercasedFirst) reads and writes, kind by kind", kinds(access)))
    }

    private static func kinds(_ access: Access) -> HTML {
        let rows = access.table.map { row -> [HTML] in
            [
                "\(row.kind.title)", row.reads ? tag("Reads", .good) : tag("No"), row.writes ? tag("Writes", .info) : tag("No"),
                "\(row.unread.isEmpty ? "" : row.unread.map(\.words).joined(separator: ", "))",
            ]
        }
        return table(
            caption: "Record kinds", columns: ["Record", "Reads", "Writes", "All but what is about"].map { Column($0) }, rows: rows,
            captionHidden: true)
    }

    /// The rule of `Access.opening`, in words that stand beside it.
    private static let files: HTML = wholeSection(
        "Which files open", id: "files",
        list([
            "An unrestricted file opens to every role that opens files, unless the service’s setting says that casework needs a tie to the child: \(list(casework))",
            "A panel partner opens only files of children listed for a panel they are a member of, until its minutes are signed, and of children whose file names them as a professional around the child.",
            "Whoever writes professionals on a file may name one as a member of staff here, themselves never. It opens the file to them from the record’s first day to its last, as far as their role reads.",
            "A restricted file opens only where: \(list(restricted))",
            "Whoever a restriction names as kept out finds no trace of the child, whatever else holds.",
            "\(breakers) may open a file that is closed to them for a limited time with a purpose and a reason, which another manager reviews.",
        ]))

    private static let casework: [HTML] = sentences(Access(.caseManager).openUnrestricted)
    private static let restricted: [HTML] = sentences(Access.openRestricted)
    private static let breakers = Role.allCases.filter { Access($0).may(.breakGlass) }.map { "\($0.title)s" }.joined(separator: ", ")

    private static func sentences(_ relations: Set<Relation>) -> [HTML] {
        Relation.allCases.filter(relations.contains).map { "\($0.because)" }
    }
}

extension Role {
    fileprivate var anchor: String { "role-\(rawValue.replacing("_", with: "-"))" }
}
