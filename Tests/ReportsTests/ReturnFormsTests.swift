import Casework
import Records
import Statistics
import TestSupport
import Testing

@testable import Reports

/// What stands in the return's header and what is read into its outcomes by rows of code lists; the summary forms that go with it. (S-PER-22)
@Suite("Header, readings and summary forms of the return")
struct ReturnFormsTests {
    private static func ask(_ more: [CodeValue] = [], without lists: Set<String> = []) -> ReturnAsk {
        ReturnAsk(
            service: "SAN", period: FigureSetTests.period("2026Q1"), today: Day(iso: "2026-11-21") ?? .unset,
            codes: Codes(ShippedCodes.all.filter { !lists.contains($0.list) } + more))
    }

    private static func unit(_ token: String, from: String?, to: String? = nil) -> CodeValue {
        CodeValue(
            list: "return_unit", token: token, label: token, from: from.flatMap { Day(iso: $0) }, to: to.flatMap { Day(iso: $0) },
            basis: "Letter")
    }

    @Test("S-PER-22: the unit code is the service's own dated row; none is made up where none has been given")
    func unitCode() {
        #expect(Self.ask().unitCode == nil && !ReturnDocument.make(Hand().file, Self.ask()).json.contains("yot_ou_code"))
        let both = [
            Self.unit("S100", from: nil, to: "2026-06-29"), Self.unit("S200", from: "2026-06-30"), Self.unit("S300", from: "2026-07-01"),
        ]
        #expect(Self.ask(both).unitCode == "S200", "of those for the return's last day")
        #expect(
            ReturnDocument.make(Hand().file, Self.ask(both)).json.contains(
                #""current_yot_id":"SAN","yot_ou_code":"S200","return_start""#))
    }

    @Test("S-PER-22: gender as asked before 2022 is kept beside sex, and neither is made of the other")
    func gender() {
        var hand = Hand()
        hand.child.genderBefore2022 = "MALE"
        #expect(ReturnDocument.make(hand.file, Self.ask()).json.contains(#""sex":2,"gender":"MALE","ethnicity""#))
        hand.child.sex = nil
        let json = ReturnDocument.make(hand.file, Self.ask()).json
        #expect(!json.contains(#""sex""#) && json.contains(#""gender":"MALE""#))
        let codes = ShippedCodes.codes.all("gender_before_2022")
        #expect(codes.allSatisfy { $0.to == Day(iso: "2021-12-31") && $0.basis.hasPrefix("RECALLED") } && !codes.isEmpty)
    }

    @Test("S-PER-22: what is a relevant court disposal and a substantive requirement is read from rows; a term goes as the court gave it")
    func readings() {
        var hand = Hand()
        (hand.outcome.outcome, hand.offence.firstHearingDate) = ("YOUTH_REHABILITATION_ORDER", Day(iso: "2026-04-02"))
        func requirement(_ token: String, _ place: Int, _ term: (Int, String)?) -> Entry<OrderRequirement> {
            var one = OrderRequirement()
            (one.outcome, one.requirement, one.term, one.termUnit) = (Hand.ids[2], token, term?.0, term?.1)
            return Entry(id: Hand.ids[place], ref: token, value: one)
        }
        hand.extra = {
            $0[OrderRequirement.self] = [
                requirement("CURFEW", 10, (12, "WEEKS")), requirement("ELECTRONIC_COMPLIANCE_MONITORING", 11, nil),
                requirement("OTHER", 12, nil),
            ]
        }
        let json = ReturnDocument.make(hand.file, Self.ask()).json
        #expect(json.contains(#""is_court_disposal":true,"is_relevant_court_disposal":true,"is_substantive":true"#))
        #expect(
            json.contains(
                #"{"requirement":"CURFEW","cms_requirement":"Curfew","is_substantive_requirement":true,"term":"12 WEEKS","end":"1900-01-01"}"#
            ))
        #expect(json.contains(#""cms_requirement":"Electronic monitoring of compliance","is_substantive_requirement":false,"end""#))
        #expect(json.contains(#"{"requirement":"OTHER","cms_requirement":"Other","end":"1900-01-01"}"#), "what no row reads is not said")
        hand.outcome.outcome = "FINE"
        #expect(ReturnDocument.make(hand.file, Self.ask()).json.contains(#""is_relevant_court_disposal":false"#))
        // A row a service ended says nothing any more.
        let row = CodeValue(
            list: "relevant_court_disposal", token: "FINE", label: "", group: "NO", to: Day(iso: "2026-03-31"), basis: "Letter")
        let ended = ReturnDocument.make(hand.file, Self.ask([row], without: ["relevant_court_disposal"])).json
        #expect(!ended.contains("is_relevant_court_disposal"))
        for list in ["relevant_court_disposal", "substantive_requirement"] {
            let known = Set(ShippedCodes.codes.all(list == "substantive_requirement" ? "requirement" : "outcome").map(\.token))
            #expect(Set(ShippedCodes.codes.all(list).map(\.token)).subtracting(known) == [], "\(list)")
            #expect(ShippedCodes.codes.all(list).allSatisfy { $0.basis.contains("check before relying on it") })
        }
    }

    @Test("S-PER-22: whose nationality asks for an immigration status is rows: one a service ends or adds counts, and one to ask wins")
    func nationalities() {
        func found(_ nationality: String, _ ask: ReturnAsk) -> Bool {
            var hand = Hand()
            hand.child.nationality = nationality
            return !ReturnRule.immigrationStatus.find(hand.file, ask).isEmpty
        }
        #expect(!found("Welsh", Self.ask()) && found("British Overseas Citizen", Self.ask()) && found("Maltese", Self.ask()))
        let own = CodeValue(list: "nationality_word", token: "MALTESE", label: "Maltese", group: "NOT_ASKED", basis: "Local")
        #expect(!found("Maltese", Self.ask([own])))
        let ended = CodeValue(
            list: "nationality_word", token: "WELSH", label: "Welsh", group: "NOT_ASKED", to: Day(iso: "2026-03-31"), basis: "Local")
        #expect(found("Welsh", Self.ask([ended], without: ["nationality_word"])))
    }

    @Test("S-PER-22: the return as known before a program brought its rules is held to them, and to the service's own dates of them")
    func beforeTheUpgrade() {
        #expect(ReturnRule.inForce(Self.ask(without: ["return_rule"])).count == ReturnRule.all.count)
        let ended = CodeValue(list: "return_rule", token: "sex", label: "", group: "REFUSE", to: Day(iso: "2026-03-31"), basis: "Local")
        let rules = ReturnRule.inForce(Self.ask([ended], without: ["return_rule"])).map(\.0.id)
        #expect(!rules.contains("sex") && rules.count == ReturnRule.all.count - 1, "what the service ended stays ended")
    }

    @Test("S-PER-22: sign-off, unit code and the year's budget and staffing go with the return, as known then", arguments: Engine.available)
    func stored(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await MadeUp.caution(service, "Ash", on: "2026-04-10")
            let first = try await NationalReturn.read(service, MadeUp.quarter)
            #expect(first.signedOff == nil && !first.entity.json.contains("budget_and_staffing"))
            let early = Instant(milliseconds: clock.now.milliseconds - 400 * 86_400_000)
            let before = try await NationalReturn.read(service, MadeUp.quarter, asAt: early)
            #expect(before.documents.isEmpty && ReturnRule.inForce(before.ask).count == ReturnRule.all.count)
            clock.advance(minutes: 5)
            try await service.write(.wholeService(reason: "test"), action: "test.forms") { writer in
                var code = Code()
                (code.list, code.token, code.label, code.basis) = ("return_unit", "S100", "S100", "Letter")
                try writer.create(code)
                for (line, heading, day) in [
                    ("PROBATION", "STAFFING_COSTS", "2026-06-30"), ("POLICE", "OTHER_FUNDS", "2026-06-30"),
                    ("POLICE", "STAFFING_COSTS", "2026-06-30"), ("POLICE", "STAFFING_COSTS", "2026-03-31"),
                ] {
                    var one = Resource()
                    (one.periodEnding, one.sheet, one.number) = (Day(iso: day) ?? .unset, "BUDGET", 1200)
                    (one.line, one.heading) = (line, heading)
                    try writer.create(one)
                }
            }
            let unsigned = try await NationalReturn.read(service, MadeUp.quarter).signedHash
            try await Self.sign(service, ["2026-07-20": first.signedHash, "2026-07-21": unsigned, "2026-07-22": nil])
            let second = try await NationalReturn.read(service, MadeUp.quarter)
            let json = second.entity.json
            #expect(
                json.contains(#""yot_ou_code":"S100","recipient""#)
                    && json.contains(#""return_end":"2026-06-30","signed_off":"2026-07-21""#))
            func number(_ line: String, _ heading: String) -> String {
                #"{"form":"BUDGET","period_ending":"2026-06-30","line":"\#(line)","heading":"\#(heading)","number":1200}"#
            }
            let numbers = [number("POLICE", "STAFFING_COSTS"), number("POLICE", "OTHER_FUNDS"), number("PROBATION", "STAFFING_COSTS")]
            #expect(json.contains(#""budget_and_staffing":[\#(numbers.joined(separator: ","))]"#), "\(json)")
            #expect(second.entity.places(at: "return").isSubset(of: ReturnPlaces.all))
            // A unit code given since is no change of a child's document.
            #expect(second.changes(since: first).isEmpty)
            let again = try await NationalReturn.read(service, MadeUp.quarter, asAt: first.asAt)
            #expect(again.bytes(.xml) == first.bytes(.xml))
            let template = try await TemplateReturn.read(service, MadeUp.quarter, sheets: [7])
            #expect(template.unitCode == "S100" && template.service == "SAN" && template.signedOff == nil)
            let csv = String(decoding: TemplateCSV.bytes(template) { _ in nil }, as: UTF8.self)
            #expect(csv.hasPrefix("sheet,") && csv.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",SAN,S100,,") })
            // S-PER-22: the workbook holds the same rows, its numbers as numbers.
            let book = try TemplateCSV.workbook(template, csv: Array(csv.utf8))
            #expect(book.sheets.map(\.name) == ["Template", "About"] && book.sheets[0].csv == Array(csv.utf8))
            let place = try #require(book.sheets[0].head.firstIndex(of: "number"))
            #expect(book.sheets[0].rows.allSatisfy { if case .number = $0[place] { true } else { false } })
            #expect(book.sheets[1].rows.contains { $0[0] == .text("Signed off") && $0[1] == .text("Not yet") })
        }
    }

    private static func sign(_ service: Service, _ signed: [String: String?]) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.sign") { writer in
            for (day, hash) in signed {
                var receipt = ReturnReceipt()
                (receipt.period, receipt.state, receipt.onDate) = ("2026Q1", "SIGNED_OFF", Day(iso: day) ?? .unset)
                receipt.hash = hash
                try writer.create(receipt)
            }
        }
    }

    @Test(
        "S-PER-22: a sign-off counts for what was signed: after a change the file does not bear it, made as known then it does, undone it does again",
        arguments: Engine.available)
    func signing(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let child = try await MadeUp.caution(service, "Ash", on: "2026-04-10").child
            func read(_ asAt: Instant? = nil, _ access: Access? = nil) async throws -> NationalReturn {
                try await NationalReturn.read(service, MadeUp.quarter, asAt: asAt, for: access)
            }
            func change(_ sex: String?) async throws {
                clock.advance(minutes: 5)
                try await service.write(.wholeService(reason: "test"), action: "test.change") { writer in
                    let stored = try #require(try writer.reader.record(Child.self, child: child, id: child))
                    try writer.correct(Child.self, child: child, id: child, from: stored.from) { $0.sex = sex }
                }
            }
            try await Self.sign(service, ["2026-07-20": read().signedHash])
            let bears = #""signed_off":"2026-07-20""#
            let signed = try await read()
            #expect(
                signed.signedOff?.iso == "2026-07-20" && signed.entity.json.contains(bears)
                    && signed.isFile(.json, of: sha256Hex(signed.bytes(.json))))
            // A copy that lacks something is not what was signed, and the page says of the whole that it is.
            let part = try await read(nil, Access(.analyst))
            #expect(part.signedOff?.iso == "2026-07-20" && !part.leftOut.isEmpty && !part.entity.json.contains("signed_off"))
            #expect(!signed.opened { _ in false }.entity.json.contains("signed_off"))
            let then = clock.now
            try await change("FEMALE")
            let changed = try await read()
            guard case .overtaken(let day, _) = changed.signing else {
                Issue.record("\(changed.signing)")
                return
            }
            #expect(day.iso == "2026-07-20" && changed.signedOff == nil && !changed.entity.json.contains("signed_off"))
            #expect(try await read(then).bytes(.json) == signed.bytes(.json), "as known then it was signed")
            #expect(try await read(nil, Access(.analyst)).signedOff == nil)
            // A file that an earlier program sent bore the day all the same, and is known again.
            #expect(changed.isFile(.xml, of: sha256Hex(NationalReturn.bytes(changed.whole(signedOff: day), .xml))))
            try await change("MALE")
            #expect(try await read().entity == signed.entity, "what was signed is signed")
        }
    }

    @Test("S-PER-22: a number stands on a line and under a heading of its own form; what a form once had stays on it")
    func layout() {
        var one = Resource()
        (one.periodEnding, one.sheet, one.line, one.heading) = (Day(iso: "2026-03-31") ?? .unset, "BUDGET", "POLICE", "STAFFING_COSTS")
        let context = RuleContext(today: Day(iso: "2026-11-21") ?? .unset, codes: ShippedCodes.codes)
        #expect(Resource.kind.problems(one, context).isEmpty)
        one.line = "PERMANENT"
        #expect(Resource.kind.problems(one, context).map(\.message) == ["The form has no such line."])
        one.heading = "SESSIONAL"
        #expect(Resource.kind.problems(one, context).count == 2)
        let ended = CodeValue(
            list: "resource_line", token: "OLD", label: "Old", group: "BUDGET", to: Day(iso: "2020-03-31"), basis: "test")
        let codes = Codes(ShippedCodes.all + [ended])
        func lines(_ written: [Resource]) -> [String] {
            ResourceForms.sheets(codes, yearEnding: one.periodEnding, written).first { $0.id == "BUDGET" }?.lines.map(\.token) ?? []
        }
        #expect(!lines([]).contains("OLD") && lines([]).contains("POLICE") && !lines([]).contains("PERMANENT"))
        one.line = "OLD"
        #expect(lines([one]).contains("OLD"))
    }
}
