import Casework
import HTML
import Practice
import Records

/// What the agencies’ page of a referral writes: that they were asked, and what they answered (S-REF-05).
extension ReferralChecks {
    static func askAll(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("enquiry") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        try await visit.service.write(Scope(visit.person), action: "enquiry.ask") { writer in
            let file = try FileHead(writer.reader, child)
            guard try writer.reader.record(Referral.self, child: child, id: id) != nil else { throw NotFound() }
            // What is there already stays, so a second press asks nobody twice.
            for (agency, check) in try list(writer.reader, file, id) where check == nil {
                var enquiry = Enquiry()
                (enquiry.referral, enquiry.agency, enquiry.askedOn, enquiry.askedBy) = (
                    id, agency, writer.recordedAt.londonDay, visit.person.id
                )
                try writer.create(enquiry, child: child)
            }
        }
        return .see(Address(At.referral(child, id).path, fragment: "checks"))
    }

    static func answer(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("enquiry") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let failed = try await visit.service.write(Scope(visit.person), action: "enquiry.answer") { writer -> Reply? in
            let reader = writer.reader
            guard try reader.record(Referral.self, child: child, id: id) != nil else { throw NotFound() }
            var problems: [Problem] = []
            var changes: [(Stored<Enquiry>, Enquiry)] = []
            let codes = try reader.codes()
            // One press answers for those that still wait and look at no record; what was typed of one stays what it says.
            let isNone = visit.form["action"] == "none"
            for stored in try reader.records(Enquiry.self, child: child) where stored.value.referral == id {
                guard visit.form.has("from-\(stored.id)") else { continue }
                var form = RecordForm(Enquiry.self, access: visit.person.access, codes: codes, today: visit.service.today)
                form.fill(stored.value)
                var isFilled = false
                for name in ["known", "received_on", "result", "unable_reason"] {
                    let typed = visit.form["\(name)-\(stored.id)"]
                    if !typed.isEmpty { (form.typed[name], isFilled) = (typed, true) }
                }
                if !isFilled, isNone, ReferralChecks.isAnsweredByPress(stored.value) {
                    (form.typed["known"], isFilled) = ("no", true)
                }
                guard isFilled else { continue }
                if form.typed["received_on"]?.isEmpty ?? true, !(form.typed["known"]?.isEmpty ?? true) {
                    form.typed["received_on"] = visit.service.today.typed
                }
                let value = form.read(over: stored.value, child: nil)
                // A second copy of answers already saved finds them written.
                if form.problems.isEmpty, Enquiry.kind.fields.allSatisfy({ $0.get(value) == $0.get(stored.value) }) { continue }
                if visit.form["from-\(stored.id)"] != String(stored.from) {
                    let agency = codes.label("agency", stored.agency) ?? "One"
                    problems.append(
                        Problem(field: "known-\(stored.id)", message: "\(agency): someone recorded the answer first. Look at it again."))
                }
                problems += form.problems.map { Problem(field: "\($0.field)-\(stored.id)", message: $0.message) }
                changes.append((stored, value))
            }
            let concern = ConcernPart(visit, codes: codes)
            problems += concern.problems
            guard problems.isEmpty else { return try page(visit, reader, problems: problems) }
            for (stored, value) in changes {
                try writer.correct(Enquiry.self, child: child, id: stored.id, from: stored.from) { $0 = value }
            }
            try concern.create(writer, child: child, in: "Agency check")
            return nil
        }
        return failed ?? .see(Address(At.referral(child, id).path, fragment: "checks"))
    }
}
