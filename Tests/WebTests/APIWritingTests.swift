import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Programs write by the pages' own commands.
@Suite struct APIWritingTests {
    private static let base = "/api/v1"

    @Test("S-INF-12: a record is written and corrected by the page's own command, with its rules and versions", arguments: Engine.available)
    func writing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let contacts = "\(APIWritingTests.base)/children/\(made.case.child)/contacts"
            let program = try await site.program(.caseManager)
            let new =
                #"{"fields":{"at":"2026-11-20T14:30:00Z","method":"HOME","attendance":"ATTENDED","content":"Talked about football","minutes":40,"planned":true,"programme_ref":"\#(made.case.programme)"}}"#
            let first = try await program.post(contacts, new, headers: ["Idempotency-Key": "k1"])
            try #require(first.status == 201, "\(first.html)")
            let place = try #require(first.location)
            // The same request again writes nothing.
            let again = try await program.post(contacts, new, headers: ["Idempotency-Key": "k1"])
            #expect(again.status == 200 && again.html == first.html)
            // The same key with anything else is no second copy: said, and nothing is written.
            let held = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let sibling = try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05")
            let others = [
                (contacts, new.replacing("football", with: "cricket")),
                (
                    contacts.replacing(made.case.child.description, with: sibling.child.description),
                    new.replacing(#","programme_ref":"\#(made.case.programme)""#, with: "")
                ),
            ]
            let after = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            for (place, body) in others {
                let reused = try await program.post(place, body, headers: ["Idempotency-Key": "k1"])
                #expect(reused.status == 422 && reused.html.contains("used for another request"), "\(reused.html)")
            }
            #expect(try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() } == after && held < after)
            let read = try await program.get(place)
            let etag = try #require(read.header("ETag"))
            #expect(read.html.contains("Talked about football") && etag == first.header("ETag"))
            // By the page too, with the page's action in the journal.
            let page = try await site.browser(.caseManager).get(place.replacing(APIWritingTests.base, with: ""))
            #expect(page.text.contains("Talked about football") && page.text.contains("40"))
            let trail = try await site.service.read(.wholeService(reason: "test")) { reader in
                try reader.trails([Int64(etag.filter(\.isNumber)) ?? 0]).values.first
            }
            #expect(trail?.action == "contact.record")
            let caseManager = try await site.service.person(as: .caseManager).id
            #expect(trail?.staff == caseManager)
            // A change names its version; what it does not send stands.
            let change = #"{"fields":{"minutes":55},"reason_for_change":"Counted again"}"#
            #expect(try await program.post(place, change).status == 428)
            let changed = try await program.post(place, change, headers: ["If-Match": etag])
            #expect(changed.status == 200, "\(changed.html)")
            let stale = try await program.post(place, change, headers: ["If-Match": etag])
            #expect(stale.status == 412 && stale.header("ETag") == changed.header("ETag"))
            let history = try await program.get("\(place)/history")
            #expect(
                history.html.contains("Counted again") && history.html.contains(#""minutes":40"#) && history.html.contains(#""minutes":55"#)
            )
            #expect(history.html.contains(#""content":"Talked about football""#))
            // As it was known before.
            #expect(try await program.get("\(place)?as_at=2026-11-19").status == 404)
            // Every fault at once, each beside its field, and nothing written.
            let head = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let bad = try await program.post(
                contacts,
                #"{"fields":{"at":"21/11/2026","method":"NO_SUCH","minutes":"forty","planned":"yes","nonsense":1,"content":"a\u0000b"}}"#)
            let fields = try JSON(bad.bytes)["errors"]?.list?.compactMap { $0["field"]?.text } ?? []
            #expect(bad.status == 422 && Set(fields) == ["at", "method", "minutes", "planned", "nonsense", "content"], "\(bad.html)")
            #expect(try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() } == head)
            // What the role may not write is no field to it.
            let police = try await site.program(.policeOfficer)
            let unseen = try await police.post(
                contacts, #"{"fields":{"at":"2026-11-20","method":"HOME","attendance":"ATTENDED","childs_words":"x"}}"#)
            #expect(
                unseen.status
                    == (Contact.kind.field("childs_words").map { Access(.policeOfficer).sees($0.sensitivity) } == true ? 201 : 422))
        }
    }

    @Test(
        "S-PEO-05: pages' further rules hold for programs: who may change a signed or raised record, what another page writes",
        arguments: Engine.available)
    func rules(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let file = "\(APIWritingTests.base)/children/\(made.case.child)"
            let program = try await site.program(.caseManager)
            // Another page writes what the panel decided.
            let referral = try #require(made.ids["referrals"])
            let version = try #require(try await program.get("\(file)/referrals/\(referral)").header("ETag"))
            let decided = try await program.post(
                "\(file)/referrals/\(referral)", #"{"fields":{"decision":"NO_FURTHER_ACTION"}}"#, headers: ["If-Match": version])
            #expect(decided.status == 422 && decided.html.contains(#""field":"decision""#))
            // A concern is corrected by who raised it or a manager.
            let concern = try await site.program(.deliveryWorker).post(
                "\(file)/urgent-concerns",
                #"{"fields":{"type":"SAFEGUARDING","what":"Not seen since Friday","raised_at":"2026-11-20T10:00:00Z"}}"#)
            try #require(concern.status == 201, "\(concern.html)")
            let etag = ["If-Match": concern.header("ETag") ?? ""]
            let place = try #require(concern.location)
            #expect(try await program.post(place, #"{"fields":{"what":"Seen"}}"#, headers: etag).status == 403)
            #expect(try await site.program(.serviceManager).post(place, #"{"fields":{"what":"Seen"}}"#, headers: etag).status == 200)
            // Assessments have their own steps.
            #expect(try await program.post("\(file)/assessments", #"{"fields":{}}"#).status == 405)
        }
    }
}
