import Casework

extension Measure {
    /// KPI 2: children in suitable education, training or employment when their order ended (S-PER-11, S-EHS-12; regulation.md §2.3, §2.6).
    ///
    /// The worked example is in the definition and in Kpi2Tests.
    public static let suitableEducation = Measure(
        "kpi2", title: "Suitable education, training or work (KPI 2)",
        question: "How many children were in suitable education, training or work when their order ended?",
        definition: Definition(
            version: "v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 2",
            words: """
                Children whose programme ended in the period and who were in suitable education, training or employment on that day, out of all \
                whose programme ended. Where several run together all must be suitable; UNKNOWN is not suitable. A child with no record is not \
                in suitable education.
                """,
            notes: readingsOfOrders + [
                "A record whose suitability is blank is ignored in every part; blank hours say nothing, and hours of records that run together are added.",
                "2b: those of school age (to the last Friday of June of the school year in which the child turns 16), and those above it, at that moment; a licence's start is the day of the outcome.",
                "2c: full-time is 25 hours offered or more of school age, 16 or more above it, of all; part-time is less, and at the end more than none.",
                "2d: in that provision at that moment, of all, suitable or not; OTHER counts as alternative provision, NONE is no education.",
                "2e: children attending that many hours to children offered that many; a child offered 25 who attends 10 is in one band above and another below, so the value may pass 100 %.",
                "Part hours: more than 0 and less than 16 are 1-15, less than 25 are 16-24.",
                "2f: of the children with that type of order. 2a change: those at the end less those at the start, of all.",
                "The source probably counts a child whose only record was at the start as suitable at the end, so the national figure may stand a few per cent higher; and it tests those above school age who are unsuitable at the start by the end. Neither slip is copied.",
            ],
            example: """
                2026Q1: A's youth caution programme ran from 1 February to 30 April 2026, with school, suitable, 25 hours offered and 20 attended \
                throughout. B's referral order ended on 10 May; at the start school was suitable, at the end B had school (suitable) beside \
                mentoring (UNKNOWN): not suitable. C's ended on 20 May with nothing recorded: not suitable. Suitable at the end 1 of 3, 33.3 %; \
                at the start 2 of 3; change −1 of 3. 25 hours or more: offered to 1 at the end, attended by none: 0 of 1.
                """),
        counts: .child,
        needs: .ofOrders + [Need(Education.self, "start_date", "end_date", "provision", "suitability", "hours_offered", "hours_attended")],
        parts: suitability.all + [byAge, byTime, byProvision, byHours, byOrder],
        breakdowns: [
            .order, .moment, .schoolAge, Breakdown("type", "Provision, or full-time or part-time", overlaps: true),
            Breakdown("hours", "Hours a week") { _ in hourBands },
        ],
        exclusions: [.deleted] + Exclusion.ofOrders,
        units: { file, question in file.orderUnits(of: question) { $0.markEducation(file, $1) } },
        figures: { tabulation in
            let all = tabulation.whole
            let provisions = provisions(tabulation.question.reference)
            return suitability.figures(tabulation)
                + Moment.allCases.flatMap { moment -> [Figure] in
                    let at = ["moment": moment.rawValue]
                    func also(_ key: String, _ value: String) -> [String: String] { at.merging([key: value]) { $1 } }
                    let ages = ["yes", "no"].map {
                        tabulation.cell(schoolAgeMark(moment, $0)).share(byAge, suitable(moment), also("school_age", $0))
                    }
                    let times = ["FULL_TIME", "PART_TIME"].map { all.share(byTime, timeMark(moment, $0), also("type", $0)) }
                    let places = provisions.map { all.share(byProvision, provisionMark(moment, $0), also("type", $0)) }
                    let hours = hourBands.map {
                        all.ratio(byHours, hoursMark(moment, attendedWord, $0), to: hoursMark(moment, offeredWord, $0), also("hours", $0))
                    }
                    return ages + times + places + hours + tabulation.orders().map { $0.share(byOrder, suitable(moment), at) }
                }
        })
}

private let suitability = SuitabilityParts(2, "education, training or work")
private let byAge = Part("2b", .percent, "In suitable education, of those of school age and above it")
private let byTime = Part("2c", .percent, "Offered full-time or part-time hours, of all")
private let byProvision = Part("2d", .percent, "In each type of provision, of all")
private let byHours = Part("2e", .percent, "Attending so many hours, to those offered so many")
private let byOrder = Part("2f", .percent, "In suitable education, of those with each type of order")

let hourBands = ["0", "1-15", "16-24", "25+"]
let offeredWord = "offered"
let attendedWord = "attended"
func schoolAgeMark(_ moment: Moment, _ isSchoolAge: String) -> String { "school age at \(moment.rawValue): \(isSchoolAge)" }
func timeMark(_ moment: Moment, _ time: String) -> String { "\(time) at \(moment.rawValue)" }
func provisionMark(_ moment: Moment, _ provision: String) -> String { "\(provision) at \(moment.rawValue)" }
func hoursMark(_ moment: Moment, _ what: String, _ band: String) -> String { "\(what) \(band) at \(moment.rawValue)" }

/// Every provision of the code list but OTHER, which counts as alternative provision.
private func provisions(_ reference: Reference) -> [String] { reference.codes.all("provision").map(\.token).filter { $0 != "OTHER" } }

private func band(_ hours: Double) -> String { hours <= 0 ? "0" : hours < 16 ? "1-15" : hours < 25 ? "16-24" : "25+" }

extension CountedUnit {
    fileprivate mutating func markEducation(_ file: CaseFile, _ order: EndedOrder) {
        for moment in Moment.allCases {
            let covering = markEducation(at: moment, file, order)
            for education in covering {
                let provision = education.provision == "OTHER" ? "ALTERNATIVE_PROVISION" : education.provision
                if let provision { marks.insert(provisionMark(moment, provision)) }
            }
            guard let birth = file.child.dateOfBirth, let day = moment == .start ? order.start : order.end else { continue }
            let isSchoolAge = SchoolAge.holds(day, bornOn: birth)
            marks.insert(schoolAgeMark(moment, isSchoolAge ? "yes" : "no"))
            markHours(moment, covering, isSchoolAge)
        }
    }

    /// Marks whether the child's education at a moment was suitable, which KPI 3 asks too; gives the records that say so.
    @discardableResult
    mutating func markEducation(at moment: Moment, _ file: CaseFile, _ order: EndedOrder) -> [Entry<Education>] {
        let covering = file[Education.self].filter { $0.suitability != nil && order.covers(moment, $0.startDate, $0.endDate) }
        mark(moment, suitabilities: covering.map { $0.suitability == "SUITABLE" })
        for education in covering { note("education at \(moment.rawValue)", education) }
        return covering
    }

    private mutating func markHours(_ moment: Moment, _ covering: [Entry<Education>], _ isSchoolAge: Bool) {
        let offered = covering.compactMap { $0.hoursOffered.flatMap(Double.init) }
        let attended = covering.compactMap { $0.hoursAttended.flatMap(Double.init) }
        if !attended.isEmpty { marks.insert(hoursMark(moment, attendedWord, band(attended.reduce(0, +)))) }
        guard !offered.isEmpty else { return }
        let hours = offered.reduce(0, +)
        marks.insert(hoursMark(moment, offeredWord, band(hours)))
        if hours >= (isSchoolAge ? 25 : 16) {
            marks.insert(timeMark(moment, "FULL_TIME"))
        } else if moment == .start || hours > 0 {
            marks.insert(timeMark(moment, "PART_TIME"))
        }
    }
}
