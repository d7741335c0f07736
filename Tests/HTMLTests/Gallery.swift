import HTML

/// A page with every component on it, filled with the given text: read by eye as a picture, and by tests as markup.
enum Gallery {
    static func whole(_ words: String) -> HTML {
        shell(words, main: main(words))
    }

    private static func shell(_ words: String, main: HTML) -> HTML {
        page(
            title: words, service: "Sandholme Youth Justice Service \(words)",
            nav: [
                NavItem("My work", at, isCurrent: true, count: 7), NavItem("Children", at), NavItem("Panels", at), NavItem("Figures", at),
                NavItem(words, at),
            ],
            signedIn: SignedIn(name: "Ola Penn", role: "Case manager \(words)", signOut: Address("/sign-out")),
            banner: alertBanner("As it stood", .info, "<p>You are reading this file as it stood on 3 June 2026 \(words).</p>"),
            breadcrumbs: breadcrumbs([NavItem("Children", at), NavItem(words, at)]), main: main,
            footer: [NavItem("Accessibility", at), NavItem("Privacy", at)], hasErrors: true)
    }

    static let at = Address("/children", query: [("q", "A & B"), ("x", "<\"'>")])

    private static func main(_ words: String) -> HTML {
        fileLayout(left: left(words), right: right(words))
            + section("Figures", id: "figures", charts(words))
            + section("Tables", id: "tables", tables(words))
            + section("Forms", id: "forms", forms(words))
    }

    private static func left(_ words: String) -> HTML {
        heading("Kit Marlow", caption: "Child's file \(words)", status: tag("Open", .good))
            + panel(
                summaryList([
                    ("Name they use", "Kit \(words)"), ("Age", "15 (born \(time("2011-02-03", "3 February 2011")))"),
                    ("Wants", "To get back to boxing on Thursdays"),
                    ("Phone", phoneLink("07700 900123")), ("Email", emailLink("kit@example.org")), ("Odd email", emailLink(words)),
                ]))
            + section(
                "Due", id: "due",
                taskList([
                    TaskItem("See Kit at home", to: at, hint: "Due 24 November 2026, in 3 days", status: tag("Due soon", .warning)),
                    TaskItem("Review the plan \(words)", to: at, hint: "Due 18 November 2026 \(words)", status: tag("Overdue", .bad)),
                    TaskItem("Panel report", to: nil, status: tag("Cannot start yet \(words)")),
                    TaskItem("Induction", to: at, status: tag("Done", .good)),
                ]))
    }

    private static func right(_ words: String) -> HTML {
        tabs(
            [
                NavItem("Chronology", at, isCurrent: true), NavItem("Assessment", at), NavItem("Plan", at, count: 3),
                NavItem("Contacts", at),
                NavItem(words, at),
            ], label: "Parts of this file \(words)")
            + notification("Saved", "<p>The contact of 20 November 2026 is saved \(words). \(link(to: at, "Open it", about: words))</p>")
            + alertBanner("Safety \(words)", .bad, paragraphs("See in pairs at the office only.\n\(words)\n\nSince 2 May 2026."))
            + timeline([
                TimelineEntry(
                    link(to: at, "Home visit \(words)"), date: time("2026-11-20T16:00", "20 November 2026 at 4pm"), by: "Ola Penn \(words)",
                    status: tag("Attended", .good), body: paragraphs("Kit showed the bike they had mended. \(words)")),
                TimelineEntry(
                    "Missed appointment", date: time("2026-11-17", "17 November 2026"), by: "Ola Penn", status: tag("Missed", .bad)),
                TimelineEntry("Referral order made", date: time("2026-10-09", "9 October 2026"), body: "<p>6 months.</p>"),
            ])
            + buttonGroup([
                buttonLink(to: at, "Record a contact \(words)"), buttonLink(to: at, "Print", style: .secondary), link(to: at, "Cancel"),
            ])
            + details("How this was worked out \(words)", "<p>From the dates of the order \(words).</p>")
            + inset("<p>Carried from the referral. \(words)</p>") + warningText("Closing the file ends all tasks. \(words)")
    }

    static func charts(_ words: String) -> HTML {
        figureTiles([
            FigureTile("open children", "64", note: "58 a year ago \(words)", to: at),
            FigureTile("contacts missed this week \(words)", "5", status: tag("Up", .warning)),
            FigureTile("orders ending in 30 days", "11", to: at), FigureTile("first-time entrants, 12 months", "1,204 \(words)", to: at),
        ])
            + chartGroup([
                trendChart(
                    id: "fte", title: "First-time entrants per 100,000 \(words)",
                    summary: "The rate fell from 231 to 170 in two years, and is now close to that of the family. \(words)",
                    periods: ["Q1 24", "Q2 24", "Q3 24", "Q4 24", "Q1 25", "Q2 25", "Q3 25", "Q4 25"],
                    series: [
                        TrendSeries(
                            "Sandholme \(words)", values: [231, 224, 218, nil, 201, 188, 176, 170],
                            lower: [190, 184, 180, nil, 163, 152, 141, 136], upper: [279, 271, 263, nil, 246, 231, 217, 210]),
                        TrendSeries("Family average", values: [195, 192, 190, 186, 184, 181, 177, 176]),
                        TrendSeries("England and Wales", values: [152, 150, 149, 147, 146, 144, 143, 141]),
                    ]),
                barChart(
                    id: "offences", title: "Children by main offence \(words)",
                    summary: "Violence accounts for two in five children. \(words)",
                    heading: "Offence group", measure: "Children",
                    bars: [
                        Bar("Violence against the person", 26, note: "41% \(words)", isHighlighted: true, to: at),
                        Bar("Theft and handling", 12),
                        Bar("Public order \(words)", 9), Bar("Arson", 0), Bar("Not recorded", nil),
                    ]),
                intervalChart(
                    id: "areas", title: "Reoffending, binary rate \(words)",
                    summary: "Sandholme's interval holds the family average. \(words)", measure: "Rate",
                    rows: [
                        IntervalRow("Sandholme \(words)", 31.2, lower: 22.5, upper: 41.4, isHighlighted: true, to: at),
                        IntervalRow("Westmere", 27.9, lower: 24.0, upper: 32.2),
                        IntervalRow("Harrow Vale and Ketteridge Borough", 38.5, lower: 33.1, upper: 44.2),
                        IntervalRow("Ashcombe", nil, lower: nil, upper: nil),
                    ], reference: ("Family average \(words)", 32.4), style: NumberStyle(places: 1, unit: "%")),
                curveChart(
                    id: "curves", title: "Offended again \(words)", axis: "Months since the outcome \(words)", heading: "Disposal",
                    curves: [
                        Curve(
                            "Referral order \(words)",
                            [
                                CurvePoint(at: 3, 12, note: "5 of 42"),
                                CurvePoint(at: 6, 24, lower: 13, upper: 39, note: "10 of 42", to: at),
                            ]),
                        Curve("Youth caution", [CurvePoint(at: 3, 4), CurvePoint(at: 6, nil)]),
                    ]),
                funnelChart(
                    id: "funnel", title: "Reoffending by size \(words)", measure: "Rate", baseName: "Cases \(words)",
                    points: [
                        FunnelPoint("Sandholme \(words)", 44, limits: Self.limits(50), isHighlighted: true),
                        FunnelPoint("Westmere \(words)", 90, limits: Self.limits(80)),
                    ], average: ("Average \(words)", 40), limits: [20, 50, 80, 120].map(Self.limits)),
                flowChart(
                    id: "flow", title: "What became of them \(words)", counting: "referrals",
                    steps: [
                        ("Referral", [FlowNode("all", "Received \(words)", to: at)]),
                        ("Decision \(words)", [FlowNode("caution", "Youth caution"), FlowNode("none", "No further action \(words)")]),
                    ], links: [FlowLink("all", "caution", 12), FlowLink("all", "none", 3)]),
                pyramidChart(
                    id: "pyramid", title: "Age and sex \(words)", counting: "children", sides: ("Male \(words)", "Female"),
                    bands: [
                        PyramidBand("10 to 13", left: 4, right: 3, rest: 1, to: (at, nil)), PyramidBand("14 \(words)", left: 9, right: nil),
                    ]),
            ])
    }

    private static func limits(_ base: Double) -> FunnelLimits {
        FunnelLimits(base: base, inner: (40 - 400 / base, 40 + 400 / base), outer: (40 - 600 / base, 40 + 600 / base))
    }

    private static func tables(_ words: String) -> HTML {
        table(
            caption: "Children \(words)",
            columns: [
                Column("Child \(words)", sort: at, sorted: .ascending), Column("Order"), Column("Ends"), Column("Case manager", sort: at),
                Column("Contacts", isNumeric: true), Column("Missed", isNumeric: true),
            ],
            rows: [
                [link(to: at, "Kit Marlow"), "Referral order", "9 April 2027", "Ola Penn", "14", "2"],
                ["\(words)", "Youth rehabilitation order", "30 January 2027", "Sam Idris", "31", "0"],
            ], foot: ["All", "", "", "", "45", "2"])
            + table(caption: "Nothing", columns: [Column("A")], rows: [], empty: "No children match. \(words)")
            + pagination(page: 5, of: 12, summary: "Children 41 to 50 of 117 \(words)") { Address("/children", query: [("page", "\($0)")]) }
            + pagination(previous: at, next: nil, summary: "Page 2 \(words)")
            + comparison(
                caption: "What differs \(words)", before: "Saved by Ola Penn at 14:05 \(words)", after: "Yours",
                rows: [
                    ComparisonRow("Outcome \(words)", before: "Attended", after: "Late \(words)", isChanged: true),
                    ComparisonRow("Place", before: "Office", after: "Office", isChanged: false),
                ])
            + list(["One \(words)", downloadLink(to: at, "Contacts (CSV)")])
            + sideNavigation([NavItem(words, at, isCurrent: true)], label: words)
    }

    static let choices = [Choice("a", "Attended"), Choice("m", "Missed, no reason", hint: "No word by the end of the next day")]

    private static func forms(_ words: String) -> HTML {
        let controls = [
            FieldControl(
                id: "contact-on", label: "Day of the contact", kind: .day, error: "Enter a day, like 21/11/2026 \(words)",
                value: "31/2/26 \(words)"),
            FieldControl(
                id: "outcome", label: "Outcome \(words)", kind: .radios(choices + [Choice(words, words, hint: words)]), value: words),
            FieldControl(
                id: "place", label: "Place",
                kind: .choice([Choice("o", "Office"), Choice("h", "Home"), Choice("s\(words)", "School \(words)")]),
                value: "gone \(words)", source: "From the referral, 3 June 2026 \(words)"),
            FieldControl(id: "minutes", label: "Minutes", kind: .number, hint: "Rounded to five \(words)", value: "45"),
            FieldControl(id: "notes", label: "What happened", kind: .multiline(rows: 5), value: "\nKit \(words)", isRequired: false),
            FieldControl(id: "who", label: "Who was there", kind: .checkboxes(choices), error: "Choose who was there", values: ["m"]),
            FieldControl(id: "sure", label: "I have checked this with Kit \(words)", kind: .checkbox, value: "yes"),
            FieldControl(id: "school", label: "School", kind: .suggest(["Sandholme Academy", words]), value: words),
            FieldControl(id: "secret", label: "Password", kind: .password, autocomplete: "current-password"),
            FieldControl(id: "when", label: "When", kind: .dateTime),
            FieldControl(id: "upload", label: "File", kind: .file(accept: ".csv")),
        ]
        return errorSummary([
            ErrorItem(field: "contact-on", "Enter a day \(words)"), ErrorItem(field: "who", "Choose who was there"),
            ErrorItem(field: nil, words),
        ])
            + form(
                action: at, draft: at, once: "t0k3n\(words)", label: "Contact \(words)",
                fields(controls) + hidden("version \(words)", words)
                    + buttonGroup([
                        button("Save contact \(words)"), button("Save draft", name: "action", value: "draft", style: .secondary),
                        button("Delete", style: .warning, about: words),
                    ]))
            + filterForm(
                action: at, applied: [("Team: North \(words)", at)], clear: at,
                field(FieldControl(id: "team", label: "Team \(words)", value: words)))
            + searchForm(action: at, label: "Find a child \(words)", value: words)
    }
}
