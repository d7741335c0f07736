import Casework
import Practice
import Testing

@Suite("Referral, allocation, documents, needs")
struct IntakeTests {
    private func progress(_ change: (inout CaseFile) -> Void) -> ReferralProgress? {
        var one = file()
        change(&one)
        return ReferralProgress.all(one, options: OutOfCourtOptions(), on: day("2026-11-21")).first
    }

    @Test("S-REF-01: what a referral waits for, step by step, and since when")
    func waits() {
        var one = file()
        one.add(Referral()) { ($0.receivedDate, $0.pathway) = (day("2026-11-01"), "OUT_OF_COURT") }
        func now() -> (ReferralWait?, Int?) {
            let found = ReferralProgress.all(one, options: OutOfCourtOptions(), on: day("2026-11-21")).first
            return (found?.waiting, found?.daysWaiting(on: day("2026-11-21")))
        }
        #expect(now() == (.allocation, 20))
        var referral = one[Referral.self][0].value
        func put() { one[Referral.self] = [Entry(id: id(100), ref: "100", value: referral)] }
        referral.allocatedDate = day("2026-11-04")
        put()
        #expect(now() == (.assessment, 17))
        // What a child says of themselves is no assessment; one completed is.
        one.add(Assessment()) { ($0.type, $0.completedOn, $0.referral) = ("SELF_CHILD", day("2026-11-05"), id(100)) }
        #expect(now() == (.assessment, 17))
        one.add(Assessment()) { ($0.type, $0.completedOn, $0.referral) = ("OUT_OF_COURT", day("2026-11-10"), id(100)) }
        #expect(now() == (.panel, 11))
        referral.panelDate = day("2026-12-01")
        put()
        #expect(now() == (.panel, 11), "a panel still to come has decided nothing")
        referral.panelDate = day("2026-11-15")
        put()
        #expect(now() == (.decision, 6))
        (referral.decision, referral.decisionDate) = ("YOUTH_CAUTION", day("2026-11-18"))
        put()
        #expect(now() == (.police, 3))
        referral.decidedBy = "COURT"
        put()
        #expect(now() == (nil, nil), "a court tells the police itself")
        (referral.decidedBy, referral.policeToldDate) = ("POLICE", day("2026-11-19"))
        put()
        #expect(now() == (nil, nil))
        referral.accepted = false
        put()
        #expect(ReferralProgress.all(one, options: OutOfCourtOptions(), on: day("2026-11-21")).first?.state == .declined)
        referral.passedOnTo = "Early help"
        put()
        #expect(ReferralProgress.all(one, options: OutOfCourtOptions(), on: day("2026-11-21")).first?.state == .passedOn)
    }

    @Test("S-REF-01: prevention goes to no panel, and a withdrawn child has no referral")
    func otherPathways() {
        let prevention = progress {
            $0.add(Referral()) {
                ($0.receivedDate, $0.pathway, $0.allocatedDate) = (day("2026-11-01"), "PREVENTION", day("2026-11-02"))
            }
            $0.add(Assessment()) { ($0.type, $0.completedOn) = ("OUT_OF_COURT", day("2026-11-03")) }
        }
        #expect(prevention?.waiting == nil && prevention?.state == .open)
        var gone = file(child("Jan", "Kowalski", born: "2011-09-03") { $0.deleted = true })
        gone.add(Referral()) { $0.receivedDate = day("2026-11-01") }
        #expect(ReferralProgress.all(gone, options: OutOfCourtOptions(), on: day("2026-11-21")).isEmpty)
    }

    @Test("S-REF-01: knife, sexual harm and high safety stand before a longer wait")
    func order() {
        func referral(_ received: String, _ change: @escaping (inout CaseFile) -> Void = { _ in }) -> ReferralProgress? {
            progress {
                change(&$0)
                let offences = $0[Offence.self].map(\.id)
                $0.add(Referral()) { ($0.receivedDate, $0.offences) = (day(received), offences) }
            }
        }
        let plain = referral("2026-10-01")
        let knife = referral("2026-11-01") { $0.add(Offence()) { $0.knife = true } }
        let sexual = referral("2026-11-02") { $0.add(Offence()) { $0.category = "SEXUAL_OFFENCES" } }
        let alert = referral("2026-11-03") { $0.add(Alert()) { ($0.type, $0.startDate) = ("HSB", day("2026-01-01")) } }
        let safety = referral("2026-11-04") { $0.add(Concern()) { $0.type = "SELF_HARM" } }
        let judged = referral("2026-11-05") {
            $0.add(Assessment()) { ($0.type, $0.completedOn, $0.safetyWellbeing) = ("OUT_OF_COURT", day("2026-10-01"), "HIGH") }
        }
        let all = [plain, judged, safety, alert, sexual, knife].compactMap { $0 }
        #expect(all.count == 6)
        let sorted = all.sorted { ReferralProgress.inOrder($0, $1, on: day("2026-11-21")) }
        #expect(
            sorted.map { $0.referral.receivedDate.iso } == [
                "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-10-01",
            ])
    }

    @Test("S-REF-07: each step of an offence with the days since the step known before; the way in all")
    func timeline() {
        var one = file()
        one.add(Offence()) {
            ($0.offenceDate, $0.interviewDate) = (day("2026-01-10"), day("2026-10-07"))
        }
        one.add(Referral()) {
            ($0.receivedDate, $0.offences, $0.completeDate) = (day("2026-10-09"), [id(100)], day("2026-10-08"))
        }
        let running = OffenceTimeline.all(one, options: OutOfCourtOptions(), on: day("2026-11-21"))
        #expect(running.count == 1)
        let steps = Dictionary(uniqueKeysWithValues: running[0].steps.map { ($0.name, $0.elapsed) })
        #expect(steps["Offence"] == .some(nil) && steps["Arrest"] == .some(nil))
        #expect(steps["Interview"] == 270 && steps["Referral"] == 2 && steps["Papers complete"] == -1)
        #expect(running[0].isRunning && running[0].total == 315)
        one.add(Outcome()) { ($0.offence, $0.outcomeDate) = (id(100), day("2026-11-01")) }
        let done = OffenceTimeline.all(one, options: OutOfCourtOptions(), on: day("2026-11-21"))[0]
        #expect(!done.isRunning && done.total == 295)
        #expect(done.steps.last?.elapsed == 24)
    }

    @Test("S-REF-05: what stops a referral: what was written, papers, admission, and agencies that have not answered")
    func obstacles() {
        var referral = Referral()
        (referral.unableReason, referral.admission) = ("No phone number", "NOT_ASKED")
        func enquiry(_ number: Int, _ agency: String, _ change: (inout Enquiry) -> Void = { _ in }) -> Entry<Enquiry> {
            var one = Enquiry()
            (one.agency, one.askedOn) = (agency, day("2026-11-01"))
            change(&one)
            return Entry(id: id(number), ref: "\(number)", value: one)
        }
        let checks = IntakeChecks.list([
            enquiry(1, "SOCIAL_CARE") { $0.isKnown = false }, enquiry(2, "POLICE"), enquiry(3, "HEALTH") { $0.unableReason = "No consent" },
        ])
        #expect(checks.map { IntakeChecks.state($0.check?.value) } == [.answered, .notAsked, .waiting, .noAnswer, .notAsked, .notAsked])
        let found = IntakeChecks.obstacles(referral, checks: checks, codes: ShippedCodes.codes)
        #expect(found.first == "No phone number")
        #expect(found.contains("The papers are not complete.") && found.contains("Whether the child admits the offence is not known."))
        #expect(found.last == "No answer yet from early help, police, education, another youth justice service.")
        var decided = referral
        decided.decisionDate = day("2026-11-10")
        #expect(IntakeChecks.obstacles(decided, checks: checks, codes: ShippedCodes.codes) == ["No phone number"])
        (referral.unableReason, referral.admission, referral.completeDate) = (nil, "ADMITTED", day("2026-11-02"))
        #expect(Set(IntakeChecks.forAssessment).isSubset(of: IntakeChecks.agencies), "S-ASM-06: whoever an assessment waits for is asked")
        let answered = IntakeChecks.list(
            IntakeChecks.agencies.enumerated().map { place, agency in enquiry(place, agency) { $0.isKnown = true } })
        #expect(IntakeChecks.obstacles(referral, checks: answered, codes: ShippedCodes.codes).isEmpty)
    }

    @Test("S-OOC-15: documents asked for by the disposal; a notice of completion only once the programme has ended")
    func documents() {
        var referral = Referral()
        referral.receivedDate = day("2026-06-01")
        func missing(
            _ programmes: [Entry<Programme>] = [], _ documents: [Entry<Document>] = [], _ assessments: [Entry<Assessment>] = []
        ) -> [String] {
            MissingDocuments.list(
                of: Entry(id: id(1), ref: "1", value: referral), programmes: programmes, documents: documents, assessments: assessments,
                types: ShippedOptions.all, on: day("2026-11-21")
            ).map(\.type)
        }
        #expect(missing().isEmpty, "nothing is decided")
        referral.decision = "YOUTH_CAUTION"
        #expect(missing() == ["CAUTION_SIGNED"])
        func document(_ type: String, _ change: (inout Document) -> Void) -> Entry<Document> {
            var one = Document()
            one.type = type
            change(&one)
            return Entry(id: id(7), ref: "7", value: one)
        }
        #expect(missing([], [document("CAUTION_SIGNED") { $0.referral = id(2) }]) == ["CAUTION_SIGNED"], "of another referral")
        let caution = document("CAUTION_SIGNED") { $0.referral = id(1) }
        #expect(missing([], [caution]).isEmpty)
        var assessment = Assessment()
        assessment.referral = id(1)
        func written() -> [Entry<Assessment>] { [Entry(id: id(9), ref: "9", value: assessment)] }
        #expect(missing([], [caution], written()).isEmpty, "our own has no document")
        assessment.author = "Bo Field, Northport"
        #expect(missing([], [caution], written()) == ["ASSESSMENT"])
        #expect(missing([], [caution, document("ASSESSMENT") { $0.referral = id(1) }], written()).isEmpty)
        assessment.document = id(8)
        #expect(missing([], [caution], written()).isEmpty)
        referral.decision = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        var programme = Programme()
        (programme.disposal, programme.referral) = ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", id(1))
        #expect(missing([Entry(id: id(5), ref: "5", value: programme)]) == ["AGREEMENT_SIGNED"])
        programme.completed = true
        let ended = [Entry(id: id(5), ref: "5", value: programme)]
        #expect(missing(ended) == ["AGREEMENT_SIGNED", "COMPLETION_NOTICE"])
        #expect(missing(ended, [document("AGREEMENT_SIGNED") { $0.programme = id(5) }]) == ["COMPLETION_NOTICE"])
        programme.policeToldDate = day("2026-11-20")
        let told = [Entry(id: id(5), ref: "5", value: programme)]
        #expect(missing(told) == ["AGREEMENT_SIGNED"], "the record says what the notice would")
        referral.accepted = false
        #expect(missing(ended).isEmpty, "a declined referral asks for nothing")
    }

    @Test("S-STF-02, S-STF-03: a case counts its type, its highest judgement and the worker's part; a part-time post is scaled")
    func load() {
        var one = file()
        one.add(Referral()) { ($0.receivedDate, $0.pathway) = (day("2026-10-01"), "OUT_OF_COURT") }
        one.add(Allocation()) { ($0.staff, $0.part, $0.startDate) = (id(9), "CASE_MANAGER", day("2026-10-02")) }
        one.add(Allocation()) { ($0.staff, $0.part, $0.startDate) = (id(8), "DELIVERY_WORKER", day("2026-10-02")) }
        func loads(on text: String = "2026-11-21") -> [RecordID: Int] {
            Dictionary(
                uniqueKeysWithValues: Workload.held(one, codes: ShippedCodes.codes, on: day(text)).map { ($0.staff, $0.load) })
        }
        #expect(loads() == [id(9): 100, id(8): 50])
        #expect(loads(on: "2026-10-01").isEmpty, "nobody held it yet")
        one.add(Assessment()) {
            ($0.type, $0.completedOn, $0.reoffending, $0.seriousHarm) = ("OUT_OF_COURT", day("2026-10-20"), "LOW", "HIGH")
        }
        #expect(loads() == [id(9): 150, id(8): 75])
        #expect(loads(on: "2026-10-10") == [id(9): 100, id(8): 50], "as it was before the assessment")
        one.add(Programme()) { ($0.disposal, $0.startDate) = ("YOUTH_REHABILITATION_ORDER", day("2026-11-01")) }
        #expect(loads() == [id(9): 300, id(8): 150])
        #expect(Workload.perPost(300, fullTimePercent: 60) == 500 && Workload.perPost(300, fullTimePercent: nil) == 300)
        #expect(!Workload.isOver(1000, fullTimePercent: 100) && Workload.isOver(1000, fullTimePercent: 99))
        // A closed referral and an ended programme leave nothing to hold.
        var done = file()
        done.add(Referral()) { ($0.receivedDate, $0.closedDate) = (day("2026-01-01"), day("2026-02-01")) }
        done.add(Allocation()) { ($0.staff, $0.part, $0.startDate) = (id(9), "CASE_MANAGER", day("2026-01-02")) }
        #expect(Workload.held(done, codes: ShippedCodes.codes, on: day("2026-11-21")).isEmpty)
    }

    @Test("Every weight says what it rests on, and every part has one")
    func weights() {
        let all =
            Workload.CaseType.allCases.map(\.weight) + Workload.Risk.allCases.map(\.weight) + Array(Workload.parts.values) + [
                Workload.threshold
            ]
        #expect(all.allSatisfy { !$0.basis.isEmpty && $0.percent > 0 })
        #expect(Set(Workload.parts.keys) == Set(ShippedCodes.codes.all("allocation_part").map(\.token)))
    }

    @Test("S-OOC-19: a high judgement, a sexual or a knife offence goes to a case manager")
    func rule() {
        func reasons(_ change: (inout CaseFile) -> Void) -> Int {
            var one = file()
            change(&one)
            let offences = one[Offence.self].map(\.id)
            one.add(Referral()) { ($0.receivedDate, $0.offences) = (day("2026-10-01"), offences) }
            return Workload.reasonsForCaseManager(one, on: day("2026-11-21")).count
        }
        #expect(reasons { _ in } == 0)
        #expect(reasons { $0.add(Offence()) { $0.knife = true } } == 1)
        #expect(reasons { $0.add(Offence()) { ($0.knife, $0.category) = (true, "SEXUAL_OFFENCES") } } == 2)
        for (level, count) in [("MEDIUM", 0), ("HIGH", 1), ("VERY_HIGH", 1)] {
            let found = reasons {
                $0.add(Assessment()) { ($0.type, $0.completedOn, $0.reoffending) = ("OUT_OF_COURT", day("2026-10-05"), level) }
            }
            #expect(found == count, "\(level)")
        }
    }

    @Test("S-PEO-07: school age ends on the last Friday in June of the school year of the sixteenth birthday")
    func schoolAge() {
        #expect(SchoolAge.leavingDay(bornOn: day("2010-08-31")).iso == "2026-06-26")
        #expect(SchoolAge.leavingDay(bornOn: day("2010-09-01")).iso == "2027-06-25")
        #expect(SchoolAge(bornOn: day("2010-08-31"), on: day("2026-06-26")) == .school)
        #expect(SchoolAge(bornOn: day("2010-08-31"), on: day("2026-06-27")) == .post16)
        #expect(SchoolAge.school.fullTimeHours == 25 && SchoolAge.post16.fullTimeHours == 16)
    }

    @Test("S-PEO-08: a domain nobody looked at is not assessed, which is not none; the latest record counts")
    func health() {
        func need(_ number: Int, _ screened: String, _ change: (inout HealthNeed) -> Void) -> Entry<HealthNeed> {
            var one = HealthNeed()
            (one.need, one.screenedDate) = ("SPEECH_LANGUAGE", day(screened))
            change(&one)
            return Entry(id: id(number), ref: "\(number)", value: one)
        }
        let all = [need(2, "2026-01-01") { $0.finding = "CONCERN" }, need(1, "2026-05-01") { $0.needIdentified = false }]
        let found = NeedsPicture.domains(all, codes: ShippedCodes.codes, on: day("2026-11-21"))
        #expect(
            found.map { NeedsPicture.finding($0.latest?.value) } == [
                "NOT_ASSESSED", "NOT_ASSESSED", "NONE", "NOT_ASSESSED", "NOT_ASSESSED",
            ])
        var cares = [Care(), Care()]
        #expect(NeedsPicture.countsHere(cares, on: day("2026-11-21")) == nil)
        cares[0].placement = "OURS_ELSEWHERE"
        #expect(NeedsPicture.countsHere(cares, on: day("2026-11-21")) == true)
        cares[1].placement = "OTHER_HERE"
        #expect(NeedsPicture.countsHere(cares, on: day("2026-11-21")) == false)
        cares[1].endDate = day("2026-11-20")
        #expect(NeedsPicture.countsHere(cares, on: day("2026-11-21")) == true)
    }

    @Test("S-INF-09: nobody but social care and custody is given health; a school is given no offence, no care and no address")
    func audiences() {
        for audience in SummaryAudience.allCases {
            #expect(audience.takes(.health) == [.socialCare, .custody].contains(audience), "\(audience)")
            #expect(audience.takes(.voice) && audience.takes(.communication))
            #expect(Set(audience.leftOut) == Set(SummaryPart.allCases.filter { !audience.takes($0) }))
        }
        #expect(SummaryAudience.school.leftOut == [.alerts, .home, .family, .care, .health, .offences, .judgements, .network])
        #expect(SummaryAudience.panel.leftOut == [.home, .health])
    }
}

@Suite("Files by their own bytes")
struct MediaTypeTests {
    /// A ZIP with nothing but the list at its end, which is what is read.
    static func zip(_ names: [String], first: [UInt8] = []) -> [UInt8] {
        func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let head = [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 22)
        let name = Array((names.first ?? "").utf8)
        var bytes = head + number(name.count, 2) + number(0, 2) + name + first
        let start = bytes.count
        for name in names {
            bytes += [0x50, 0x4B, 0x01, 0x02] + [UInt8](repeating: 0, count: 24) + number(name.utf8.count, 2)
            bytes += [UInt8](repeating: 0, count: 16) + Array(name.utf8)
        }
        let length = bytes.count - start
        bytes += [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 4) + number(names.count, 2) + number(names.count, 2)
        return bytes + number(length, 4) + number(start, 4) + number(0, 2)
    }

    private func compound(_ name: String) -> [UInt8] {
        var bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
        for byte in name.utf8 { bytes += [byte, 0] }
        return bytes + [UInt8](repeating: 0, count: 256)
    }

    @Test("Each type is known by its bytes")
    func known() {
        let files: [(MediaType, [UInt8])] = [
            (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]), (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), (.gif, Array("GIF89a".utf8)),
            (.webp, Array("RIFF1234WEBP".utf8)), (.heic, Array("1234ftypheic".utf8)), (.tiff, [0x4D, 0x4D, 0x00, 0x2A]),
            (.pdf, Array("%PDF-1.4".utf8)), (.rtf, Array("{\\rtf1".utf8)), (.docx, Self.zip(["[Content_Types].xml", "word/document.xml"])),
            (.xlsx, Self.zip(["xl/workbook.xml"])), (.pptx, Self.zip(["ppt/presentation.xml"])),
            (.odt, Self.zip(["mimetype", "content.xml"], first: Array("application/vnd.oasis.opendocument.text".utf8))),
            (.ods, Self.zip(["mimetype", "content.xml"], first: Array("application/vnd.oasis.opendocument.spreadsheet".utf8))),
            (.doc, compound("WordDocument")), (.xls, compound("Workbook")), (.msg, compound("__properties_version1.0")),
        ]
        for (type, bytes) in files { #expect(MediaType(of: bytes) == type, "\(type)") }
        #expect(Set(files.map(\.0)) == Set(MediaType.allCases))
    }

    @Test("What is none of them or is cut short is refused; nothing it says of itself is believed")
    func refused() {
        let files: [[UInt8]] = [
            [], [0xFF], Array("<html><script>".utf8), Array("MZ program".utf8), Array("#!/bin/sh".utf8), Self.zip(["readme.txt"]),
            compound("Macros"), compound("Anything"), [0x50, 0x4B, 0x03, 0x04],
            Array(Self.zip(["word/document.xml"]).dropLast(4)), [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0xFF, count: 64),
            Array("<svg xmlns".utf8),
        ]
        for bytes in files { #expect(MediaType(of: bytes) == nil, "\(bytes.prefix(12))") }
        // A list that says it lies beyond the file is no reason to fall over.
        var lying = Self.zip(["word/document.xml"])
        for place in 0..<4 { lying[lying.count - 6 + place] = 0xFF }
        #expect(MediaType(of: lying) == nil)
    }
}
