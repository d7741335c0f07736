import Casework
import FoundationXML
import Records
import TestSupport
import Testing

import class Foundation.NSObject
import struct Foundation.Data

@testable import Reports

@Suite("The national return")
struct ReturnTests {
    static func ask(_ period: String = "2026Q1") -> ReturnAsk {
        ReturnAsk(service: "SAN", period: FigureSetTests.period(period), today: Day(iso: "2026-11-21") ?? .unset, codes: ShippedCodes.codes)
    }

    private func found(_ hand: Hand, _ period: String = "2026Q1") -> [String] {
        let ask = Self.ask(period)
        return ReturnRule.inForce(ask).flatMap { $0.0.found(hand.file, ask) }
    }

    @Test("S-PER-22: a child worked by hand makes exactly this document, and the XML holds the same")
    func byHand() throws {
        let document = ReturnDocument.make(Hand().file, Self.ask())
        let expected = #"""
            {"header":{"source_document_id":"C1/2026Q1","source_return_id":"SAN/2026Q1","ypid":"C1","current_yot_id":"SAN","return_start":"2026-04-01","return_end":"2026-06-30","deleted":"no"},
            "person_details":{"ypid":"C1","current_yot_id":"SAN","pnc_number":"11/123456A","date_of_birth":"2011-03-09","date_of_18th_birthday":"2029-03-09","sex":2,"ethnicity":"A1","ethnicity_group":"WHITE"},
            "offences":[{"offence_id":"O1","offence_date":"2026-03-01","description":"Taking a <bicycle> & \"lamp\"","cjs_code":"TH68001","cjs_code_unknown":false,"plea":"GUILTY","age_at_offence":14,"age_at_arrest_or_offence":14,"yjb_seriousness_score":3,"yjb_offence_category":"VEHICLE_THEFT",
            "legal_outcomes":[{"legal_outcome_id":"U1","outcome_date":"2026-04-10","legal_outcome":"YOUTH_CAUTION","legal_outcome_group":"Pre-Court","cms_legal_outcome":"Youth caution","home_office_outcome":2,"main":true,"residence_on_outcome_date":"LOCAL","ete_hours_on_outcome_date":"22.5","is_pre_court":true,"is_court_disposal":false,"is_substantive":true,"is_first_substantive_outcome":true}]}],
            "intervention_programmes":[{"intervention_programme_id":"P1","start":"2026-04-11","end":"2026-05-02","disposal_type":"YOUTH_CAUTION","cms_disposal_type":"Youth caution","sentence_group":"Pre-Court","age_at_start":15,"accommodation_at_start":"AT_HOME","ete_hours_at_start":"25","statutory_school_age_at_start":true,"age_at_end":15,"accommodation_at_end":"AT_HOME","ete_hours_at_end":"25","statutory_school_age_at_end":true,"residence":"LOCAL","identified_victim":true,"kpi6_successfully_completed":true}],
            "victim_interventions":[{"victim_intervention_id":"I1","victim_id":"V-1","offence_id":"O1","consent_to_yjs_contact":true}],
            "residences":[{"date":"2020-01-01","kpi1_accommodation_type":"AT_HOME","cms_accommodation_type":"At home","kpi1_accommodation_suitability":"SUITABLE","kpi1_primary_residence":true,"kpi1_end_date":"1900-01-01"}],
            "ete_statuses":[{"start":"2022-09-01","end":"1900-01-01","provision_type":"SCHOOL_FULL_TIME","cms_provision_type":"School, full time","suitability":"SUITABLE","hours_offered":"25","hours":"22.5"}],
            "sendalns":[{"start":"2023-01-01","end":"1900-01-01","kpi3_identified_sendaln":true,"kpi3_send_formal_plan":true}],
            "mental_health":[{"date_screened":"2026-04-12","need_identified":false,"date_referred":"1900-01-01","date_offered":"1900-01-01"}],
            "offence_intervention_programmes":[{"intervention_programme_id":"P1","offence_id":"O1"}]}
            """#.replacing("\n", with: "")
        #expect(document.json == expected)
        let fromXML = try XMLReading.leaves(document.xml)
        #expect(fromXML == Self.leaves(try JSON(document.json), "document"))
        #expect(fromXML.contains("document/offences/offence/description=Taking a <bicycle> & \"lamp\""))
    }

    /// Every value with the names it stands under, as XML would name them: a list's items by the list's own element.
    private static func leaves(_ json: JSON, _ path: String) -> [String] {
        let items = [
            "offences": "offence", "legal_outcomes": "legal_outcome", "intervention_programmes": "intervention_programme",
            "victim_interventions": "victim_intervention", "residences": "residence", "ete_statuses": "ete_status", "sendalns": "sendaln",
            "mental_health": "mental_health_need", "offence_intervention_programmes": "offence_intervention_programme",
        ]
        if let members = json.members { return members.flatMap { leaves($0.value, "\(path)/\($0.key)") } }
        if let list = json.list {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            return list.flatMap { leaves($0, "\(path)/\(items[name] ?? "?")") }
        }
        return ["\(path)=\(json.text ?? json.number.map(String.init) ?? json.flag.map(String.init) ?? "null")"]
    }

    @Test("S-PER-22: police bail stands under its offence and parenting work beside its programme; what begins later is left out")
    func bailAndParenting() throws {
        var hand = Hand()
        hand.extra = {
            $0[PoliceBail.self] = [Hand.bail { _ in }]
            $0[Parenting.self] = [Hand.parenting { _ in }]
        }
        let json = ReturnDocument.make(hand.file, Self.ask()).json
        #expect(json.contains(#""police_bails":[{"status":"CONDITIONAL","start":"2026-03-02","end":"2026-04-10"}],"legal_outcomes""#))
        let work =
            #""parenting_interventions":[{"parenting_intervention_id":"W1","type":"VOLUNTARY","start":"2026-04-20","#
            + #""sessions_planned":6,"sessions_attended":5,"engagement_level":"FULL","intervention_programme_id":"P1"}]"#
        #expect(json.contains(work), "\(json)")
        #expect(try !XMLReading.leaves(ReturnDocument.make(hand.file, Self.ask()).xml).isEmpty)
        let earlier = ReturnDocument.make(hand.file, Self.ask("2025Q4")).json
        #expect(!earlier.contains("parenting") && earlier.contains(#""end":"2026-04-10""#))
    }

    @Test("S-PER-22: the forms before this one are the same without what was added, so that a file sent in one is known again")
    func earlierForm() throws {
        var hand = Hand()
        let forms = ReturnDocument.make(hand.file, Self.ask()).inEarlierForms.map(\.json)
        #expect(forms.count == 3 && forms[1].contains(#""plea":"GUILTY""#) && forms[1].contains(#""is_substantive":true}"#))
        #expect(!forms[0].contains("source_return_id") && forms[0].contains("is_first_substantive"))
        #expect(!forms[1].contains("is_first_substantive") && !forms[1].contains("cms_provision_type"))
        let before = forms[2]
        hand.extra = {
            $0[PoliceBail.self] = [Hand.bail { _ in }]
            $0[Parenting.self] = [Hand.parenting { _ in }]
        }
        hand.victim.progressRequestedDate = Day(iso: "2026-05-01")
        hand.offence.plea = "NOT_GUILTY"
        #expect(ReturnDocument.make(hand.file, Self.ask()).inEarlierForms[2].json == before)
        #expect(before.contains(#""cjs_code_unknown":false,"age_at_offence":14"#))
        #expect(before.contains(#""is_pre_court":true,"is_court_disposal":false}]"#))
        #expect(before.contains(#""cms_disposal_type":"Youth caution","age_at_start":15"#))
        #expect(before.contains(#""ete_hours_at_start":"25","age_at_end":15"#))
        #expect(before.contains(#""ete_hours_at_end":"25","residence":"LOCAL""#))
    }

    @Test("S-PER-22: police bail or parenting work that ran in the period brings a child into it; what has no end runs on")
    func broughtIn() {
        func included(_ period: String, _ add: (inout CaseFile) -> Void) -> Bool {
            var file = CaseFile(child: Hand().file.child)
            add(&file)
            return Self.ask(period).includes(file)
        }
        #expect(!included("2026Q1") { _ in })
        #expect(included("2026Q1") { $0[PoliceBail.self] = [Hand.bail { _ in }] })
        #expect(!included("2026Q2") { $0[PoliceBail.self] = [Hand.bail { _ in }] })
        #expect(included("2026Q2") { $0[PoliceBail.self] = [Hand.bail { $0.endDate = nil }] })
        #expect(included("2025Q2") { $0[PoliceBail.self] = [Hand.bail { $0.startDate = nil }] })
        #expect(included("2026Q1") { $0[Parenting.self] = [Hand.parenting { _ in }] })
        #expect(!included("2025Q4") { $0[Parenting.self] = [Hand.parenting { _ in }] })
        #expect(!included("2026Q2") { $0[Parenting.self] = [Hand.parenting { _ in }] })
    }

    @Test("S-PER-22: text no XML can hold does not break the file")
    func oddText() throws {
        var hand = Hand()
        hand.offence.description = "a\u{0}b\u{B}c]]>\r\n<x>"
        let xml = ReturnDocument.make(hand.file, Self.ask()).xml
        #expect(try XMLReading.leaves(xml).contains("document/offences/offence/description=a\u{FFFD}b\u{FFFD}c]]>\r\n<x>"))
    }

    @Test("S-PER-22: each rule finds its own fault and only that; a whole file has none")
    func rules() throws {
        #expect(found(Hand()) == [])
        var faults: [String: (inout Hand) -> Void] = [:]
        faults["sex"] = { $0.child.sex = nil }
        faults["ethnicity"] = { $0.child.ethnicity = "NOT_KNOWN" }
        faults["date_of_birth"] = { $0.child.dateOfBirth = nil }
        faults["age_at_offence"] = { $0.child.dateOfBirth = Day(iso: "2016-03-02") }
        faults["offence_category"] = { $0.offence.category = "NOT_KNOWN" }
        faults["seriousness"] = { $0.offence.seriousness = nil }
        faults["outcome_not_known"] = { ($0.outcome.outcome, $0.outcome.homeOfficeOutcome) = ("NOT_KNOWN", 22) }
        faults["outcome_order"] = { $0.offence.offenceDate = Day(iso: "2026-04-11") }
        faults["outcome_code"] = {
            $0.offence.offenceDate = Day(iso: "2025-11-01")
            ($0.outcome.outcome, $0.outcome.outcomeDate) = (
                "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", Day(iso: "2025-12-01") ?? .unset
            )
        }
        faults["interim_code"] = { $0.outcome.outcome = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT" }
        faults["residence"] = { $0.outcome.residence = nil }
        faults["first_hearing"] = { $0.outcome.outcome = "REFERRAL_ORDER" }
        faults["programme_start"] = { $0.programme.startDate = nil }
        faults["programme_offences"] = { ($0.programme.offences, $0.programme.outcome, $0.programme.referral) = ([], nil, Hand.ids[4]) }
        faults["programme_end"] = { ($0.programme.endDate, $0.programme.latestEnd) = (nil, Day(iso: "2026-06-01")) }
        faults["completion"] = { $0.programme.completed = nil }
        faults["referral"] = { $0.referral.offences = [] }
        faults["accommodation"] = { $0.home.suitability = nil }
        faults["education"] = { $0.school.hoursAttended = nil }
        faults["learning_needs"] = { $0.need.formalPlan = nil }
        faults["health_need"] = { $0.health.needIdentified = nil }
        faults["victim_consent"] = { $0.victim.consentsToContact = nil }
        faults["plea"] = {
            ($0.outcome.outcome, $0.offence.firstHearingDate, $0.offence.plea) = ("REFERRAL_ORDER", Day(iso: "2026-04-02"), "NOT_KNOWN")
        }
        faults["police_bail"] = { $0.extra = { $0[PoliceBail.self] = [Hand.bail { $0.status = "NOT_KNOWN" }] } }
        faults["parenting"] = { $0.extra = { $0[Parenting.self] = [Hand.parenting { $0.engagement = nil }] } }
        faults["immigration_status"] = { $0.child.nationality = "Somali" }
        faults["breached_programme"] = { $0.extra = { $0[Offence.self].append(Hand.breach) } }
        faults["assessment_programme"] = { $0.extra = { $0[Assessment.self] = [Hand.assessment { _ in }] } }
        #expect(Set(faults.keys) == Set(ReturnRule.all.map(\.id)))
        for (id, break_) in faults {
            var hand = Hand()
            break_(&hand)
            #expect(found(hand) == [id], "\(id)")
        }
        // What is no fault.
        var fine = Hand()
        (fine.outcome.outcome, fine.outcome.homeOfficeOutcome) = ("NOT_KNOWN", 14)
        #expect(found(fine) == [], "not known may go where the police say none of 20 to 23")
        fine = Hand()
        (fine.outcome.outcome, fine.offence.firstHearingDate) = ("REFERRAL_ORDER", Day(iso: "2026-04-02"))
        #expect(found(fine) == [])
        fine = Hand()
        fine.extra = {
            $0[PoliceBail.self] = [Hand.bail { _ in }]
            $0[Parenting.self] = [Hand.parenting { _ in }]
        }
        #expect(found(fine) == [], "bail that ended, and parenting work with all of it written, are no fault")
        fine.extra = { $0[PoliceBail.self] = [Hand.bail { $0.endDate = nil }] }
        #expect(found(fine) == ["police_bail"], "bail that runs on though the offence was decided")
        for nationality in ["British", "Welsh", "British and Polish", "Northern Irish"] {
            fine = Hand()
            fine.child.nationality = nationality
            #expect(found(fine) == [], "\(nationality)")
        }
        for nationality in ["GB", "GBR", "Irish"] {
            fine.child.nationality = nationality
            #expect(found(fine) == [], "\(nationality)")
        }
        for nationality in ["British National (Overseas)", "British Overseas Citizen", "British subject"] {
            fine.child.nationality = nationality
            #expect(found(fine) == ["immigration_status"], "\(nationality)")
        }
        fine = Hand()
        (fine.child.nationality, fine.child.immigrationStatus) = ("Somali", "SETTLED")
        #expect(found(fine) == [])
        fine = Hand()
        fine.programme.breaches = [Hand.ids[12]]
        fine.extra = { $0[Offence.self].append(Hand.breach) }
        #expect(found(fine) == [], "the programme it breached is named")
        fine = Hand()
        fine.extra = { $0[Assessment.self] = [Hand.assessment { $0.programmes = [Hand.ids[3]] }] }
        #expect(found(fine) == [])
        fine = Hand()
        fine.home.endDate = Day(iso: "2026-05-01")
        #expect(found(fine) == ["accommodation"], "a home left before the end is none at the end")
    }

    @Test("S-PER-22: an interim code has its dates, and the true group goes with it; what is typed on the outcome wins")
    func interim() {
        var hand = Hand()
        hand.outcome.outcome = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"
        func sent(_ period: String) -> String { ReturnDocument.make(hand.file, Self.ask(period)).json }
        #expect(
            sent("2026Q1").contains(
                #""legal_outcome":"REPRIMAND","sent_under_interim_code":true,"legal_outcome_group":"Diversion""#))
        #expect(sent("2027Q1").contains(#""legal_outcome":"NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT","legal_outcome_group""#))
        hand.outcome.exportAs = "OTHER"
        #expect(sent("2027Q1").contains(#""legal_outcome":"OTHER","sent_under_interim_code":true"#))
    }

    @Test("S-PER-22: a year's overlay changes how hard a rule is from its first day; a rule may begin with a year")
    func overlays() {
        let overlay = CodeValue(
            list: "return_rule", token: "seriousness@2027", label: "", group: "REFUSE", from: Day(iso: "2027-04-01"), basis: "test")
        func severity(_ rule: String, _ period: String) -> ReturnSeverity? {
            ReturnRule.inForce(
                ReturnAsk(
                    service: "SAN", period: FigureSetTests.period(period), today: Day(iso: "2028-01-01") ?? .unset,
                    codes: Codes(ShippedCodes.all + [overlay]))
            ).first { $0.0.id == rule }?.1
        }
        #expect(severity("seriousness", "2026Q4") == .warn)
        #expect(severity("seriousness", "2027Q1") == .refuse)
        #expect(severity("referral", "2025Q4") == nil)
        #expect(severity("referral", "2026Q1") == .warn)
        #expect(ReturnRule.inForce(Self.ask()).count == ReturnRule.all.count, "every rule has its row")
    }

    @Test("S-PER-22: who is in it, who is withdrawn, and what has changed since", arguments: Engine.available)
    func stored(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let ash = try await MadeUp.caution(service, "Ash", on: "2026-04-10")
            let beth = try await MadeUp.caution(service, "Beth", on: "2026-05-20", sex: "FEMALE")
            try await MadeUp.caution(service, "Cole", on: "2026-07-02")
            let quarter = MadeUp.quarter
            let first = try await NationalReturn.read(service, quarter)
            #expect(first.documents.map(\.ref) == ["ref-Ash", "ref-Beth"] && first.withdrawn.isEmpty)
            #expect(first.refusals.isEmpty && first.findings.contains { $0.rule.id == "residence" && $0.child == ash.child })
            clock.advance(minutes: 5)
            try await service.write(.wholeService(reason: "test"), action: "test.change") { writer in
                guard let child = try writer.reader.record(Child.self, child: beth.child, id: beth.child) else { return }
                try writer.correct(Child.self, child: beth.child, id: beth.child, from: child.from) { $0.deleted = true }
            }
            try await MadeUp.caution(service, "Dee", on: "2026-06-30")
            let second = try await NationalReturn.read(service, quarter)
            #expect(second.documents.map(\.ref) == ["ref-Ash", "ref-Dee"] && second.withdrawn.map(\.ref) == ["ref-Beth"])
            let json = second.entity.json
            #expect(json.contains(#""deleted_young_person_ids":[{"ypid":"ref-Beth"}]"#))
            #expect(
                json.contains(
                    #"{"header":{"source_document_id":"ref-Beth/2026Q1","source_return_id":"SAN/2026Q1","ypid":"ref-Beth","current_yot_id":"SAN","return_start":"2026-04-01","return_end":"2026-06-30","deleted":"yes"}}"#
                ))
            #expect(second.changes(since: first).map { "\($0.ref) \($0.move)" } == ["ref-Beth changed", "ref-Dee new"])
            // A receipt knows its file by the hash, in this form and in the one before.
            let second3 = first.entity.json.replacing("waymark-4", with: "waymark-3")
                .replacing(#","source_return_id":"SAN/2026Q1""#, with: "")
            let second2 = second3.replacing("waymark-3", with: "waymark-2")
                .replacing(#","is_first_substantive_outcome":true"#, with: "")
            let first1 = second2.replacing("waymark-2", with: "waymark-1").replacing(#","is_substantive":true"#, with: "")
            for earlier in [second3, second2, first1] {
                #expect(earlier != first.entity.json && first.isFile(.json, of: sha256Hex(Array((earlier + "\n").utf8))))
            }
            #expect(first.entity.places(at: "return").isSubset(of: ReturnPlaces.all))
            #expect(first.isFile(.xml, of: sha256Hex(first.bytes(.xml))) && !first.isFile(.xml, of: sha256Hex(first.bytes(.json))))
            #expect(!second.isFile(.json, of: sha256Hex(first.bytes(.json))))
            // As it was known, to the byte.
            let again = try await NationalReturn.read(service, quarter, asAt: first.asAt)
            #expect(again.bytes(.xml) == first.bytes(.xml) && again.bytes(.json) == first.bytes(.json))
            #expect(try await ReturnCheck.read(service).children == 3)
        }
    }

    @Test("S-PER-22: no name and no part a role does not see is in its copy", arguments: Engine.available)
    func copies(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await MadeUp.caution(service, "Ash", on: "2026-04-10")
            let whole = try await NationalReturn.read(service, MadeUp.quarter, for: Access(.serviceManager))
            #expect(whole.leftOut.isEmpty && !whole.entity.json.contains("Vale"))
            let analyst = try await NationalReturn.read(service, MadeUp.quarter, for: Access(.analyst))
            #expect(analyst.leftOut == ["Victims", "Health"] && analyst.entity.json.contains(#""left_out":"Victims, Health""#))
        }
    }
}

extension ReturnRule {
    /// The rule's id once for each thing it finds.
    fileprivate func found(_ file: CaseFile, _ ask: ReturnAsk) -> [String] { findings(file, ask, .warn).map(\.rule.id) }
}

/// The leaves of an XML document, read by a parser that is not ours.
private final class XMLReading: NSObject, XMLParserDelegate {
    private var path: [String] = []
    private var text = ""
    private var isLeaf = false
    private var leaves: [String] = []

    struct NotWellFormed: Error {}

    static func leaves(_ xml: String) throws -> [String] {
        let parser = XMLParser(data: Data(xml.utf8))
        let reading = XMLReading()
        parser.delegate = reading
        guard parser.parse() else { throw NotWellFormed() }
        return reading.leaves
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        path.append(name)
        (text, isLeaf) = ("", true)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if isLeaf { leaves.append("\(path.joined(separator: "/"))=\(text)") }
        isLeaf = false
        path.removeLast()
    }
}
