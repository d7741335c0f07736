import Casework
import Records
import TestSupport
import Testing

@Suite("Out and in again")
struct ExchangeRoundTripTests {
    /// Every kind, with what spreadsheets and parsers stumble over.
    static let naughty = folder(
        (
            "areas.csv",
            "area,code,kind,of_area,from_date,to_date\n\"Sand, \"\"holme\"\"\",E1,SERVICE,,2020-04-01,\nNorth,,REGION,\"Sand, \"\"holme\"\"\",,2025-03-31\n"
        ),
        (
            "populations.csv",
            "area,mid_year,age_from,age_to,sex,ethnicity,care_status,population,source\nNorth,2025,10,17,,,,7306,\nNorth,2025,10,17,MALE,WHITE,,3000,=cmd\n"
        ),
        (
            "comparators.csv",
            "area,measure,period_start,period_end,label_printed,numerator,denominator,value_printed,unit,published_on,source\nNorth,fte,2025-04-01,2026-03-31,2025/26,12,7306,164.2,per_100000,2026-09-01,\"a table, \"\"2\"\"\"\n"
        ),
        (
            "children.csv",
            """
            child_ref,given_name,family_name,known_as,date_of_birth,sex,ethnicity,home_postcode,deleted
            c10,"Ann,e","O""Neil", Ann ,2010-02-28,FEMALE,WHITE,ZZ1 1AA,
            c9,=cmd|'/C calc'!A0,Ünïcödé 🌱,,,,,,yes
            c2,,,,,,,,

            """
        ),
        (
            "offences.csv",
            "offence_ref,child_ref,offence_date,description,category,seriousness,knife\no-1,c10,2025-05-01,\"took a \"\"bike\"\", blue\",ROBBERY,5,yes\no-2,c10,2025-06-01,,,,no\n"
        ),
        (
            "referrals.csv",
            "referral_ref,child_ref,received_date,source,pathway,offence_refs,accepted\nr1,c10,2025-07-01,POLICE,OUT_OF_COURT,o-2 o-1,yes\n"
        ),
        (
            "outcomes.csv",
            "offence_ref,outcome_date,outcome,main,term_months\no-1,2025-08-01,DETENTION_AND_TRAINING_ORDER,yes,6\no-2,2025-08-01,YOUTH_CAUTION,,\n"
        ),
        ("hearings.csv", "hearing_ref,child_ref,hearing_date,court,offence_refs\nh1,c10,2025-07-20,\" Sandholme, court 1\",o-1\n"),
        (
            "programmes.csv",
            "programme_ref,child_ref,start_date,end_date,disposal,completed,offence_refs,outcome_ref\np1,c10,2025-08-01,,YOUTH_CAUTION,no,o-1 o-2,o-2/2025-08-01\n"
        ),
        ("releases.csv", "child_ref,outcome_ref,release_date\n,o-1/2025-08-01,2025-10-01\n"),
        (
            "contacts.csv",
            """
            contact_ref,child_ref,programme_ref,at,content,childs_words
            k1,c10,p1,2025-09-01T14:30,"Two lines
            and a ""word"", said",“I slept.” 🌱
            k2,c10,,2025-09-02,"   leading spaces, kept",
            k3,c10,,2025-10-26T01:30,,-1
            k4,c10,,2025-09-01T14:30:15.250Z,,@x

            """
        ))

    @Test("An export brought into an empty service and exported again is the same, byte for byte", arguments: Engine.available)
    func roundTrip(engine: Engine) async throws {
        let first = try await withService(engine) { service, _ in
            let report = try await service.bringIn(ExchangeRoundTripTests.naughty)
            #expect(report.refusals == [])
            #expect(report.new == report.read)
            try await service.makeCase("Robin", "Vale")
            return try await service.export()
        }
        let second = try await withService(engine) { service, _ in
            #expect(try await service.bringIn(first).refusals == [])
            return try await service.export()
        }
        for (a, b) in zip(first, second) {
            #expect(String(decoding: a.bytes, as: UTF8.self) == String(decoding: b.bytes, as: UTF8.self), "\(a.name)")
        }
        #expect(first.map(\.name) == second.map(\.name))
        let contacts = String(decoding: first.first { $0.name == "contacts.csv" }?.bytes ?? [], as: UTF8.self)
        #expect(contacts.contains("k2,c10,,2025-09-02,,,,,,\"   leading spaces, kept\""))
        #expect(contacts.contains("k1,c10,p1,2025-09-01T13:30:00Z"))
        // The repeated hour: the earlier reading.
        #expect(contacts.contains("k3,c10,,2025-10-26T00:30:00Z"))
    }

    @Test("Both engines export the same bytes")
    func sameOnBoth() async throws {
        var exports: [[String]] = []
        for engine in Engine.available {
            exports.append(
                try await withService(engine) { service, _ in
                    try await service.bringIn(ExchangeRoundTripTests.naughty)
                    return try await service.export().map { String(decoding: $0.bytes, as: UTF8.self) }
                })
        }
        #expect(Set(exports).count == 1)
        let one = try #require(exports.first)
        #expect(one.contains { $0.hasPrefix("child_ref,given_name") && $0.contains("\nc10,\"Ann,e\"") })
    }

    @Test("S-INF-11: an export as at a moment is what was exported then", arguments: Engine.available)
    func asAt(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            let then = try await service.export().map { String(decoding: $0.bytes, as: UTF8.self) }
            let moment = clock.now
            clock.advance(days: 1)
            try await service.bringIn(folder(("children.csv", "child_ref,given_name\nc10,Changed\nc11,New\n")))
            #expect(
                try await service.export(.wholeService(reason: "test", asAt: moment)).map { String(decoding: $0.bytes, as: UTF8.self) }
                    == then)
            #expect(try await service.exported("children.csv").contains("c10,Changed,"))
            #expect(try await !service.exported("children.csv", asAt: moment).contains("c11"))
        }
    }

    @Test("Two sources' equal references are told apart by their source", arguments: Engine.available)
    func collidingRefs(engine: Engine) async throws {
        let first = try await withService(engine) { service, _ in
            try await service.bringIn(folder(("children.csv", "child_ref,given_name\n1,Ann\n2,Bo\n")), source: "north")
            let files = folder(
                ("children.csv", "child_ref,given_name\n1,Cy\n"), ("contacts.csv", "contact_ref,child_ref,at\nk,1,2025-01-02\n"))
            try await service.bringIn(files, source: "south")
            let children = try await service.exported("children.csv")
            #expect(
                children.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(2).joined(separator: ",") } == [
                    "2,Bo", "north:1,Ann", "south:1,Cy",
                ])
            #expect(try await service.exported("contacts.csv").contains("k,south:1,,2025-01-02"))
            return try await service.export()
        }
        let second = try await withService(engine) { service, _ in
            try await service.bringIn(first)
            return try await service.export()
        }
        #expect(zip(first, second).allSatisfy { $0.bytes == $1.bytes })
    }

    @Test("Two releases under one sentence keep apart by bringing their references along")
    func sameKeyTwice() async throws {
        let start = folder(
            ("children.csv", "child_ref\nc\n"), ("offences.csv", "offence_ref,child_ref,offence_date\no,c,2024-01-01\n"),
            ("outcomes.csv", "outcome_ref,offence_ref,outcome_date,outcome\nx,o,2024-02-01,DETENTION_AND_TRAINING_ORDER\n"),
            ("releases.csv", "release_ref,child_ref,outcome_ref,release_date\ne1,c,x,2024-03-01\ne2,c,x,2024-05-01\n"))
        let first = try await withService(.sqlite) { service, _ in
            #expect(try await service.bringIn(start).refusals == [])
            return try await service.export()
        }
        let releases = String(decoding: first.first { $0.name == "releases.csv" }?.bytes ?? [], as: UTF8.self)
        #expect(releases.hasPrefix("release_ref,child_ref,outcome_ref,"))
        let second = try await withService(.sqlite) { service, _ in
            #expect(try await service.bringIn(first).refusals == [])
            return try await service.export()
        }
        #expect(zip(first, second).allSatisfy { $0.bytes == $1.bytes })
    }

    @Test("S-PEO-01: records of a merged child leave as the surviving child's, and come back so", arguments: Engine.available)
    func merged(engine: Engine) async throws {
        let first = try await withService(engine) { service, _ in
            let (kept, other) = (try await service.makeCase("Robin", "Vale"), try await service.makeCase("Robbin", "Vale"))
            try await service.merge(other.child, into: kept.child)
            let ref = try await service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: kept.child, id: kept.child)?.ref ?? ""
            }
            let offences = try await service.exported("offences.csv").split(separator: "\n").dropFirst()
            #expect(offences.count == 2)
            #expect(offences.allSatisfy { $0.split(separator: ",")[1] == ref })
            #expect(try await service.exported("children.csv").split(separator: "\n").count == 3)
            return try await service.export()
        }
        let second = try await withService(engine) { service, _ in
            #expect(try await service.bringIn(first).refusals == [])
            return try await service.export()
        }
        #expect(zip(first, second).allSatisfy { $0.bytes == $1.bytes })
    }

    @Test("A record entered in error is left out, and rows that name it are refused")
    func enteredInError() async throws {
        try await withService(.sqlite) { service, _ in
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            let contact = try #require(try await service.stored(Contact.self, ref: "k1").first)
            try await service.write(.wholeService(reason: "test"), action: "test", note: "wrong child") { writer in
                try writer.withdraw(Contact.self, child: contact.child, id: contact.id, from: contact.from)
            }
            #expect(try await !service.exported("contacts.csv").contains("k1,"))
            // The same row again is nothing new; another one would bring it back, so it is refused.
            #expect(try await service.bringIn(ExchangeRoundTripTests.naughty).refusals == [])
            let report = try await service.bringIn(
                folder(("children.csv", "child_ref\n"), ("contacts.csv", "contact_ref,child_ref,at\nk1,c10,2025-09-03\n")))
            #expect(report.refusals == ["contacts.csv 2: This record was marked as entered in error here; changes to it are not taken."])
        }
    }
}
