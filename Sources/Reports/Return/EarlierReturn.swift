import Casework
import Records

/// The return as programs before this one wrote it, so that a receipt of theirs is known again: it keeps the file's hash and not the file.
extension ReturnEntity {
    /// The form the return is written in.
    static let form = "waymark-4"

    /// The forms before it, the newest first, each with what the one after it says and it did not; none of these names stands for anything
    /// else there.
    private static let earlier: [(form: String, added: Set<String>)] = [
        (
            "waymark-3",
            [
                "source_return_id", "yot_ou_code", "signed_off", "gender", "is_relevant_court_disposal", "is_substantive_requirement",
                "term", "budget_and_staffing",
            ]
        ),
        (
            "waymark-2",
            [
                "immigration_status", "programme_breached_id", "is_first_substantive_outcome", "cms_requirement",
                "cms_court_description", "cms_remand_decision", "activities", "cms_accommodation_type", "cms_provision_type",
                "intervention_programme_assessments",
            ]
        ),
        (
            "waymark-1",
            [
                "plea", "police_bails", "is_substantive", "sentence_proposals", "hearing_intervention_programmes", "sentence_group",
                "statutory_school_age_at_start", "statutory_school_age_at_end", "parenting_interventions", "progress_requested_date",
                "progress_provided_date", "commented", "satisfaction_level",
            ]
        ),
    ]

    /// The whole return in each form before this one, the newest first.
    var inEarlierForms: [ReturnEntity] {
        ReturnEntity.earlier.indices.map { place in
            let shorter = without(ReturnEntity.earlier[...place].reduce(into: []) { $0.formUnion($1.added) })
            var out = ReturnEntity(shorter.name)
            for part in shorter.parts {
                if case .field("form", _) = part { out.put("form", ReturnEntity.earlier[place].form) } else { out.add(part) }
            }
            return out
        }
    }

    func without(_ names: Set<String>) -> ReturnEntity {
        var out = ReturnEntity(name)
        for part in parts where !names.contains(part.name) {
            switch part {
            case .field: out.add(part)
            case .one(let inner): out.add(.one(inner.without(names)))
            case .many(let name, let inner): out.add(.many(name, inner.map { $0.without(names) }))
            }
        }
        return out
    }
}

extension NationalReturn {
    /// Whether a file that was sent, of which the hash is known, is this return in the form it is written in or in one before.
    /// - Parameter schema: whose names it was sent under; nil for our own.
    public func isFile(_ form: Form, of hash: String?, under schema: ReturnSchema? = nil) -> Bool {
        // Programs before wrote the last sign-off whatever had changed since.
        var ways = [entity]
        if case .overtaken(let day, _) = signing { ways.append(whole(signedOff: day)) }
        return (ways + entity.inEarlierForms).contains { whole in
            sha256Hex(NationalReturn.bytes(schema?.applied(to: whole).entity ?? whole, form)) == hash
        }
    }
}
