import Casework
import HTML
import Practice
import Records

/// The victims of a child's offences and what they were asked, offered and told. Only for roles that may know of victims: to everybody else
/// these pages are not there, and no other page of the file shows anything of them (S-PEO-12).
enum VictimPages {
    static let routes: [Route] =
        [.get("/children/{child}/victims", .may(.openFile)) { try await show($0) }] + RecordPages(layout).routes

    static let layout = RecordLayout<Victim>(
        parts: [
            (nil, ["victim_ref", "offence_ref", "victim_type"]),
            ("Contact", ["details_received_date", "consents_to_contact", "contacted_date", "view_sought_before"]),
            (
                "Restorative justice",
                ["rj_offered", "rj_not_offered_reason", "engaged_in_rj", "rj_type", "engaged_start", "engaged_end"]
            ),
            (
                "Asked for and given",
                [
                    "progress_requested", "progress_requested_date", "progress_provided", "progress_provided_date", "support_requested",
                    "support_provided", "commented", "satisfaction", "end_notified_date",
                ]
            ),
        ],
        title: { victim, _ in "Victim \(victim.victimRef)" },
        begin: { form, visit in
            form.typed["offence_ref"] = visit.query("offence") ?? ""
            form.typed["victim_ref"] = visit.query("victim") ?? ""
        },
        neededWhere: ["rj_not_offered_reason": "restorative justice was not offered", "rj_type": "they took part"],
        check: { reader, file, victim, current, form in
            var problems: [Problem] = []
            let others = try reader.records(Victim.self, child: file.id).filter { $0.id != form.id }
            if others.contains(where: { $0.victimRef == victim.victimRef && $0.value.offence == victim.offence }) {
                problems.append(
                    Problem(field: "victim_ref", message: "This victim is recorded for that offence already: change what stands there."))
            }
            if victim.rjOffered == false, victim.rjNotOfferedReason == nil {
                problems.append(Problem(field: "rj_not_offered_reason", message: "Say why restorative justice was not offered."))
            }
            if victim.engagedInRj == true, victim.rjType == nil {
                problems.append(Problem(field: "rj_type", message: "Choose what they took part in."))
            }
            if victim.engagedInRj != true, victim.engagedStart != nil || victim.engagedEnd != nil {
                problems.append(
                    Problem(field: "engaged_in_rj", message: "There are days on which they took part: say yes, or take them out."))
            }
            return Web.problems(problems, of: victim, since: current, unlessLeftBlank: ["rj_not_offered_reason", "rj_type"])
        },
        carry: { form, _, reader, file in
            // Told once is not asked twice; where the offence has several victims nobody can tell whose day it is.
            guard let offence = form.typed["offence_ref"].flatMap(RecordID.init),
                try !reader.records(Victim.self, child: file.id).contains(where: { $0.value.offence == offence })
            else { return }
            let contacts = try reader.records(VictimContact.self, child: file.id).map(\.value).filter { $0.offence == offence }
            guard VictimContact.people(contacts) == 1, let told = contacts.compactMap(\.endToldOn).max() else { return }
            form.typed["end_notified_date"] = told.typed
            form.sources["end_notified_date"] = "From the contact with the victim"
        },
        after: { _, child in At.child(child, "victims") })

    private static func show(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.sees(Victim.kind) else { throw NotAllowed() }
        return try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let words = try Words(reader, file: file.id)
            let victims = Dictionary(grouping: try reader.records(Victim.self, child: file.id), by: \.value.offence)
            let offences = try reader.records(Offence.self, child: file.id).sorted {
                ($0.offenceDate ?? .open, $0.id) > ($1.offenceDate ?? .open, $1.id)
            }
            let contacts = try reader.records(VictimContact.self, child: file.id)
            let mayAdd = visit.asAt == nil && visit.person.access.mayWrite("victim")
            let parts = offences.map { offence -> HTML in
                let own = (victims[offence.id] ?? []).sorted { $0.victimRef < $1.victimRef }
                let early = contacts.filter { $0.value.offence == offence.id }.map { contact -> HTML in
                    link(
                        to: At.record(file.id, AnyKind(VictimContact.self), contact.id),
                        "Contact before the decision: \(words.code("victim_state", contact.state).lowercasedFirst)")
                }
                let add: HTML =
                    mayAdd
                    ? "<p>\(link(to: At.newRecord(file.id, AnyKind(Victim.self), [("offence", offence.id.description)]), "Add a victim", about: words.name(offence.id)))</p>"
                    : .empty
                return "<h2>\(words.name(offence.id))</h2>"
                    + when(!early.isEmpty, "<p>\(early.joined(separator: ", "))</p>")
                    + table(
                        caption: "Victims of \(words.name(offence.id))",
                        columns: ["Victim", "Consents to contact", "Contacted", "Restorative justice", "Still to do"].map { Column($0) },
                        rows: own.map { row($0, file, words) }, captionHidden: true,
                        empty: offence.victims == "NONE" ? "No victim, as recorded." : "No victim is recorded.") + add
            }
            return .page(visit, title: "Victims", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Victims", caption: file.name) + ChildPages.parts(visit, file, current: "victims")
                    + "<p>Victims stand here by a reference and without a name. Nothing on this page is shown on the rest of the file.</p>"
                    + (parts.isEmpty ? "<p class=\"none\">No offence is recorded.</p>" : parts.joined())
            }
        }
    }

    private static func row(_ one: Stored<Victim>, _ file: FileHead, _ words: Words) -> [HTML] {
        let consent: HTML =
            switch one.consentsToContact {
            case true?: tag("Yes", .good)
            case false?: tag("No", .neutral)
            case nil: tag("Not asked", .warning)
            }
        let justice =
            one.engagedInRj == true
            ? "Took part: \(words.code("rj_type", one.rjType).lowercasedFirst)"
            : one.rjOffered == true ? "Offered" : one.rjOffered == false ? "Not offered" : "Not known"
        var open: [String] = []
        if one.consentsToContact == true, one.contactedDate == nil { open.append("contact them") }
        if one.progressRequested == true, one.progressProvided != true { open.append("tell them of progress") }
        if one.supportRequested == true, one.supportProvided != true { open.append("the support they asked for") }
        return [
            link(to: At.record(file.id, AnyKind(Victim.self), one.id), one.victimRef)
                + "\(one.victimType.map { ", \(words.code("victim_type", $0).lowercasedFirst)" } ?? "")",
            consent, "\(one.contactedDate?.words ?? "")", "\(justice)",
            open.isEmpty ? .empty : "\(open.joined(separator: "; "))",
        ]
    }
}
