import Casework

extension TemplateSheet {
    private static let ending = Row("ORDER_ENDING", "Children with an order ending", marks: ["total": ""])

    static let one = TemplateSheet(
        1, of: .suitableAccommodation,
        notes: [
            "Yes is all homes suitable, no is not. Total counts those in such a home at any of the moments the block asks for. Release: the day of release of the sentence, else the first day of its licence; of remand the last day of the episode. A home that ended on that day was left, so it is not looked at."
        ], besides: homesAtRelease,
        units: { file, question in
            file.orderUnits(of: question) { unit, order in
                unit.markHomes(file, order, question.reference)
                if let day = file.release(order) { unit.markHomes(file, question.reference, releasedOn: day) }
            } + file.remandedWithoutSentence(question)
        },
        rows: [ending]
            + [
                "STC", "SCH", "YOI", "LIVING_WITH_PARENTS", "LIVING_WITH_FAMILY", "LIVING_WITH_FRIENDS", "FOSTER_CARE", "SUPPORTED",
                "TEMPORARY_ACCOMMODATION", "RESIDENTIAL_UNIT", "INDEPENDENT_LIVING", "OTHER",
            ].map { home in
                Row(home, homeWords[home] ?? home) { column in
                    switch column {
                    case "total": return any(of: homeMark(.start, home), homeMark(.end, home), releaseMark(home))
                    case "start_yes": return all(of: homeMark(.start, home), suitable(.start))
                    case "start_no": return all(of: homeMark(.start, home), unsuitable(.start))
                    case "end_yes": return all(of: homeMark(.end, home), suitable(.end))
                    case "end_no": return all(of: homeMark(.end, home), unsuitable(.end))
                    case "release_yes": return all(of: releaseMark(home), suitableAtRelease)
                    case "release_no": return all(of: releaseMark(home), unsuitableAtRelease)
                    default: return nil
                    }
                }
            },
        blocks: orders { type in
            ["total", "start_yes", "start_no"] + (type == .custody ? ["release_yes", "release_no"] : []) + ["end_yes", "end_no"]
        } + [
            Block(
                "Remanded to custody, without a custodial sentence", by: ["order": remandedWithoutSentence],
                columns: ["total", "start_yes", "start_no", "release_yes", "release_no"]
            ) { unit, _ in unit.dimensions["order"] == remandedWithoutSentence }
        ])

    private static let homeWords = [
        "STC": "Secure training centre", "SCH": "Secure children's home", "YOI": "Young offender institution",
        "LIVING_WITH_PARENTS": "Living with parents", "LIVING_WITH_FAMILY": "Living with family, not parents",
        "LIVING_WITH_FRIENDS": "Living with friends", "FOSTER_CARE": "Foster care",
        "SUPPORTED": "Supported accommodation or lodgings", "TEMPORARY_ACCOMMODATION": "Temporary accommodation",
        "RESIDENTIAL_UNIT": "Residential unit", "INDEPENDENT_LIVING": "Independent living", "OTHER": "Other",
    ]

    static let two = TemplateSheet(
        2, of: .suitableEducation,
        notes: [
            "School age is of the moment the column looks at; total is of the end. Mainstream school, pupil referral unit and work of no stated hours have rows of their own here."
        ],
        rows: [
            Row("ORDER_ENDING", "Children with an order ending", marks: ["total": ""]),
            Row("SUITABLE", "In suitable education, training or work", marks: moments { suitable($0) }),
            Row("NONE", "In no education, training or work", marks: moments { provisionMark($0, "NONE") }),
            Row("PART_TIME", "Offered part-time hours", marks: moments { timeMark($0, "PART_TIME") }),
            Row("FULL_TIME", "Offered full-time hours", marks: moments { timeMark($0, "FULL_TIME") }),
        ]
            + provisionRows.map { provision in
                Row(provision.token, provision.label, marks: moments { provisionMark($0, provision.token) })
            }
            + hourBands.dropFirst().map { band in
                Row("OFFERED_\(band)", "Offered \(band) hours", marks: moments { hoursMark($0, offeredWord, band) })
            }
            + hourBands.dropFirst().map { band in
                Row("ATTENDED_\(band)", "Attended \(band) hours", marks: moments { hoursMark($0, attendedWord, band) })
            },
        blocks: OrderType.allCases.flatMap { type in
            ["yes", "no"].map { age in
                Block(
                    "\(type.words), \(age == "yes" ? "school age" : "above school age")",
                    by: ["order": type.rawValue, "school_age": age], columns: ["total", "start", "end"]
                ) { unit, column in
                    unit.dimensions["order"] == type.rawValue
                        && unit.marks.contains(schoolAgeMark(column == "start" ? .start : .end, age))
                }
            }
        })

    private static let provisionRows = ShippedCodes.codes.all("provision").filter { $0.token != "OTHER" && $0.token != "NONE" }

    private static func moments(_ mark: (Moment) -> String) -> [String: String] { ["start": mark(.start), "end": mark(.end)] }

    static let three = TemplateSheet(
        3, of: .specialNeedsPlans,
        notes: ["Start is the day the order began, of custody the day before; end the day it ended."],
        rows: [
            ending, Row("IDENTIFIED", "Identified needs", marks: ["start": "need at start", "end": "need"]),
            Row("PLAN", "A formal plan in place", marks: ["start": "plan at start", "end": "plan"]),
            Row(
                "SUITABLE_EDUCATION", "Identified needs, in suitable education",
                holds: { column in
                    switch column {
                    case "start": all(of: "need at start", suitable(.start))
                    case "end": all(of: "need", suitable(.end))
                    default: nil
                    }
                }),
        ], blocks: orders(["total", "start", "end"]))

    static let four = health(
        4, .mentalHealth,
        [
            ("GETTING_ADVICE", "Getting advice"), ("GETTING_HELP", "Getting help"), ("GETTING_ADDITIONAL_HELP", "Getting more help"),
            ("GETTING_RISK_SUPPORT", "Getting risk support"),
        ])
    static let five = health(
        5, .substanceMisuse,
        [
            ("TARGETED_INTERVENTION", "Targeted intervention"), ("SPECIALIST_SUBSTANCE_MISUSE_TREATMENT", "Specialist treatment"),
            ("COMPLEX_CARE", "Complex care"),
        ])

    private static func health(_ number: Int, _ base: Measure, _ tiers: [(String, String)]) -> TemplateSheet {
        TemplateSheet(
            number, of: base, notes: ["Receiving treatment before screening: attended from before the day screened."],
            rows: [
                ending,
                Row("TREATED_BEFORE_SCREENING", "Receiving treatment before screening", marks: ["start": "treated before screening"]),
                Row("TREATED_BEFORE_START", "Receiving treatment before the start of the order", marks: ["start": "treated"]),
                Row("NEED", "Screened or identified need", marks: ["end": "need"]),
            ]
                + tiers.flatMap { tier, words in
                    [
                        Row("OFFERED_\(tier)", "\(words): planned or offered", marks: ["end": "offered \(tier)"]),
                        Row("ATTENDED_\(tier)", "\(words): attending", marks: ["end": "attended \(tier)"]),
                    ]
                }, blocks: orders(["total", "start", "end"]))
    }

    static let six = TemplateSheet(
        6, of: .outOfCourtCompleted,
        notes: ["By the programme's own disposal, as published. Children, who may be in both rows of completion."],
        rows: [
            Row("ORDER_ENDING", "Children with a programme ending", counting: .children, marks: ["total": ""]),
            Row("COMPLETED", "Completed", counting: .children, marks: ["total": "completed"]),
            Row("NOT_COMPLETED", "Did not complete", counting: .children, holds: { $0 == "total" ? without("completed") : nil }),
        ],
        blocks: outOfCourtTypes.map { type, words in
            Block(words, by: ["type": type], columns: ["total"]) { unit, _ in
                unit.dimensions["type"] == type && unit.marks.contains("published")
            }
        })

    private static let outOfCourtTypes = [
        ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "Community resolution"),
        ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "Outcome 22"),
        ("NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT", "Outcome 22, deferred"),
        ("NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "Outcome 20 or 21"), ("YOUTH_CAUTION", "Youth caution"),
        ("YOUTH_CONDITIONAL_CAUTION", "Youth conditional caution"),
    ]

    static let seven = TemplateSheet(
        7, of: .widerServices,
        notes: ["End is the day the order ended. A referral before the start is under start, one during the order under end."],
        rows: [ending]
            + [
                ("LOOKED_AFTER", "Currently looked after"), ("CHILD_PROTECTION", "On a child protection plan"),
                ("CHILD_IN_NEED", "In need, or of care and support"), ("EARLY_HELP_PLAN", "On an early intervention plan"),
            ].map { status, words in Row(status, words, marks: ["start": "\(status) at start", "end": "\(status) at end"]) }
            + [
                Row("OPEN_BEFORE", "Already open to early help", marks: ["start": "referred before"]),
                Row("REFERRED", "Referred to early help", marks: ["end": "referred during"]),
            ], blocks: orders(["total", "start", "end"]))

    static let nine = TemplateSheet(
        9, of: .seriousViolence,
        notes: ["Ages are the form's own, 10 to 15 and 16 to 17. Any offence is any proven offence, whatever its score."],
        rows: [
            ("DRUGS", "Drugs, seriousness 5 or more"), ("ROBBERY", "Robbery, seriousness 5 or more"),
            ("VIOLENCE_AGAINST_THE_PERSON", "Violence against the person, seriousness 5 or more"),
        ].map { category, words in Row(category, words, marks: ["offences": category]) } + [
            Row("ANY", "Any offence", marks: ["offences": ""])
        ],
        blocks: [("10-15", "Aged 10 to 15"), ("16-17", "Aged 16 to 17")].map { age, words in
            Block(words, by: ["age": age], columns: ["offences"]) { unit, _ in
                unit.dimensions["template_age"] == age && unit.marks.contains("with programme")
            }
        })

    static let ten = TemplateSheet(
        10, of: .victimsEngaged,
        rows: [
            Row("CHILDREN_WITH_VICTIMS", "Children with an identified victim", counting: .children, marks: ["total": "victim"]),
            Row("VICTIMS", "Victims in all", counting: .victims, marks: ["total": "victim"]),
            Row("CONSENTED", "Victims who consented to be contacted", counting: .victims, marks: ["total": "consents"]),
            Row("ENGAGED", "Engaged on restorative justice", counting: .victims, marks: ["total": "engaged"]),
            Row("VIEW", "Asked for their view beforehand", counting: .victims, marks: ["total": "view"]),
            Row("PROGRESS_REQUESTED", "Asked for progress information", counting: .victims, marks: ["total": "progress requested"]),
            Row("PROGRESS_PROVIDED", "Of those, given it", counting: .victims, marks: ["total": "progress given"]),
            Row("SUPPORT_REQUESTED", "Asked for additional support", counting: .victims, marks: ["total": "support requested"]),
            Row("SUPPORT_PROVIDED", "Of those, given information", counting: .victims, marks: ["total": "support given"]),
        ], blocks: [Block("All", by: [:], columns: ["total"]) { unit, _ in unit.marks.contains("victim") }])

    /// Counted from the attendance at the board, of no child's file.
    static let eight: TemplateSheet = {
        let rows = [
            ("SENIOR", "Senior partner"), ("DELEGATED", "Delegated partner, not senior"), ("NEW", "If attended, was this a new partner?"),
        ].map { id, words in Row(id, words, holds: { _ in { _ in false } }) }
        let sectors = ShippedCodes.codes.all("board_sector")
        let blocks = sectors.map { code in
            Block(code.label, by: ["sector": code.token], columns: ["attended", "not_attended"]) { _, _ in false }
        }
        let measure = Measure(
            sheet: 8, of: .managementBoard,
            notes: ["1 where such a partner of the sector was at any meeting of the period, else 1 under not."],
            keys: ["sector"], units: { _, _ in [] },
            figures: { tabulation in
                let present = tabulation.question.boardAttendance
                guard let part = tabulation.measure.parts.first else { return [] }
                return sectors.flatMap { sector in
                    rows.flatMap { row -> [Figure] in
                        let those = present.filter {
                            $0.sector == sector.token && (row.id == "NEW" ? $0.newMember == true : $0.seniority == row.id)
                        }
                        let member = Member(service: those.map { Evidence("attended", $0) })
                        return [("attended", member != nil), ("not_attended", member == nil)].map { column, holds in
                            tabulation.whole.labelled(["row": row.id, "sector": sector.token, "column": column]).figure(
                                part, numerator: holds ? 1 : 0, value: holds ? 1 : 0,
                                counted: column == "attended" ? [member].compactMap { $0 } : [])
                        }
                    }
                }
            })
        return TemplateSheet(measure: measure, rows: rows, blocks: blocks)
    }()
}
