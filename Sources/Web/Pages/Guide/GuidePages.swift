import Casework
import HTML
import Records
import Statistics

/// What the figures and words mean: the measures' definitions and the data dictionary, made from the definitions themselves.
enum GuidePages {
    static let routes: [Route] = [
        .get("/guide", .signedIn) { visit in
            .page(visit, title: "What the figures and words mean", shows: .nobody) { all }
        }
    ]

    /// Laid out once: it changes with the program alone.
    private static let all =
        heading("What the figures and words mean") + section("Figures", id: "figures", measures())
        + section("Records", id: "records", allKinds.filter { $0.sensitivity != .secret }.map(dictionary).joined())

    private static func measures() -> HTML {
        allMeasures.map { measure -> HTML in
            section(
                measure.title, id: "measure-\(measure.id.replacing(".", with: "-"))", level: 3,
                "<p>\(measure.question)</p>"
                    + summaryList([
                        ("Definition", "\(measure.definition.words)"), ("Source", "\(measure.definition.source)"),
                        ("Version", "\(measure.definition.version)"),
                    ]))
        }.joined()
    }

    private static func dictionary(_ kind: AnyKind) -> HTML {
        let rows = kind.fields.map { field -> [HTML] in
            [
                "\(field.label)", "\(field.name)", "\(field.kind.words)", "\(field.required ?? "no")",
                "\(field.sensitivity.rawValue.replacing("_", with: " "))",
            ]
        }
        return section(
            kind.title, id: "kind-\(kind.name)", level: 3,
            "<p>\(kind.about)</p>"
                + table(
                    caption: "Fields of \(kind.title.lowercasedFirst)",
                    columns: ["Field", "Column", "Holds", "Must be filled", "About"].map { Column($0) }, rows: rows,
                    captionHidden: true))
    }
}
