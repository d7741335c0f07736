import Casework
import HTML
import Records
import Reports

/// Whether a return fits a receiver's schema, said before it is sent, and what the schema says. (S-PER-22)
enum ReturnSchemaFit {
    private static let most = 100

    /// What does not fit, which refuses the return, and what the schema names and this return does not have, which the sender looks over.
    static func check(_ one: LoadedSchema, _ made: NationalReturn) -> HTML {
        guard let schema = one.schema else { return unread(one) }
        let applied = schema.applied(to: made.entity)
        let mark =
            applied.faults.isEmpty ? tag("It fits", .good) : tag("Refused in \(applied.faults.count.counted("way"))", .bad)
        return summaryList([
            ("Return of", "\(made.ask.period.words), \(made.documents.count.counted("child", "children"))"), ("Against the schema", mark),
            ("Places it names that this return does not have", "\(applied.unmet.count)"),
        ])
            + when(
                !applied.faults.isEmpty,
                "<p>A return that does not fit cannot be taken out under these names. Mend the records, or the schema where it is wrong.</p>"
                    + list(applied.faults.prefix(most).map { "\($0)" }) + more(applied.faults.count))
            + when(
                !applied.unmet.isEmpty,
                "<p>Nothing of this sort was recorded for these children. Look the list over before the return is sent: what should be there is missing from the records.</p>"
                    + list(applied.unmet.prefix(most).map { "\($0)" }) + more(applied.unmet.count))
    }

    /// What holding the XML to the schema's XSD came to.
    enum Held: Sendable {
        /// There is none, or the return does not fit the names already.
        case nothing
        case found([String])
        /// The installation has no xmllint.
        case unchecked
        /// It could not be told this time.
        case unsaid(String)

        /// Whether the XML is not given out: only where nothing could ever be told is it the sender's own to look at.
        var isRefused: Bool {
            switch self {
            case .nothing, .unchecked: false
            case .found(let faults): !faults.isEmpty
            case .unsaid: true
            }
        }
    }

    static func held(_ one: LoadedSchema?, _ made: NationalReturn, _ validator: XMLValidator?) async -> Held {
        guard let xsd = one?.stored.xsd, let applied = one?.schema?.applied(to: made.entity), applied.faults.isEmpty else {
            return .nothing
        }
        guard let validator else { return .unchecked }
        do {
            return .found(try await validator.faults(of: NationalReturn.bytes(applied.entity, .xml), under: xsd))
        } catch { return .unsaid(error.sentence) }
    }

    static func words(_ held: Held) -> HTML {
        switch held {
        case .nothing: .empty
        case .unchecked: "<p>\(tag("Not checked", .warning)) This installation has no xmllint, so the XML is not held to the XSD.</p>"
        case .unsaid(let words): "<p>\(tag("Not checked", .bad)) \(words) The XML cannot be taken out until it is checked.</p>"
        case .found(let faults):
            faults.isEmpty
                ? "<p>\(tag("The XML is as the XSD says", .good))</p>"
                : "<p>\(tag("The XML is not as the XSD says", .bad)) It cannot be taken out until it is.</p>"
                    + list(faults.prefix(most).map { "\($0)" }) + more(faults.count)
        }
    }

    private static func more(_ count: Int) -> HTML { when(count > most, "<p>The first \(most) of \(count) are shown.</p>") }

    static func unread(_ one: LoadedSchema) -> HTML {
        "<p>\(tag("Cannot be read", .bad)) Line \(one.fault?.line ?? 1): \(one.fault?.message ?? "it cannot be read"). Load it again, mended.</p>"
    }

    static func says(_ one: LoadedSchema) -> HTML {
        guard let schema = one.schema else { return unread(one) }
        let rows = schema.lines.map { line -> [HTML] in
            let what: HTML =
                line.isLeftOut ? tag("Left out") : line.isRequired ? tag("Required", .info) : "May be there"
            return [
                "\(line.place)", "\(line.name ?? "Our own")", what,
                "\(line.values.map { "\($0.ours) as \($0.theirs)" }.joined(separator: ", "))",
            ]
        }
        return table(
            caption: "Places it names", columns: ["Place", "Their name", "What of it", "Values"].map { Column($0) }, rows: rows,
            captionHidden: true, empty: "It names none.")
    }

    /// On the page of the return: under which names it goes, and the files under them where it fits.
    /// - Parameter isWhole: whether this person's copy lacks nothing: any other would look whole under these names.
    static func section(
        _ visit: Visit, _ ask: FigureAsk, _ made: NationalReturn, _ one: LoadedSchema?, isWhole: Bool, _ held: Held
    ) -> HTML {
        let schemas = "<p>\(link(to: At.returnSchemas, "Receivers’ schemas"))</p>" as HTML
        guard let one else {
            return wholeSection(
                "Under the receiver’s names", id: "schema",
                "<p>No receiver’s schema is loaded for a return that ends on \(made.ask.period.to.words), so it goes under our own names.</p>"
                    + schemas)
        }
        let fits = one.schema.map { $0.applied(to: made.entity).faults.isEmpty } ?? false
        let query = [("period", ask.period.label), ("as_at", made.asAt.iso), ("names", "receiver")]
        let json = downloadLink(to: At.returnFile(.json, query), "The return under the receiver’s names (JSON)")
        let xml = downloadLink(to: At.returnFile(.xml, query), "The return under the receiver’s names (XML)")
        let files = list(held.isRefused ? [json] : [json, xml])
        let lack = made.leftOut.isEmpty ? "files that are not open to you" : made.leftOut.joined(separator: ", ").lowercased()
        let partial: HTML =
            "<p>Your copy lacks \(lack), so it is not given out under these names. The command “waymark report return --receivers-names” makes the whole return.</p>"
        return wholeSection(
            "Under the receiver’s names", id: "schema",
            "<p>It goes under \(link(to: At.returnSchema(one.stored.id, ask.query), one.stored.name)), \(ReturnSchemaPages.dates(one)).</p>"
                + when(made.leftOut.isEmpty, check(one, made) + words(held)) + when(!isWhole, partial)
                + when(!made.refusals.isEmpty, "<p>Do not send it yet: the rules refuse \(made.refusals.count).</p>")
                + when(fits && isWhole && visit.person.access.may(.takeOut), files) + schemas)
    }
}
