import Casework
import Records

/// The return as programs before this one wrote it, so that a receipt of theirs is known again: it keeps the file's hash and not the file.
extension ReturnEntity {
    /// The form the return is written in.
    static let form = "waymark-2"
    private static let earlierForm = "waymark-1"

    /// What `waymark-2` says that the form before it did not; none of these names stands for anything else there.
    private static let added: Set<String> = [
        "plea", "police_bails", "is_substantive", "sentence_proposals", "hearing_intervention_programmes", "sentence_group",
        "statutory_school_age_at_start", "statutory_school_age_at_end", "parenting_interventions", "progress_requested_date",
        "progress_provided_date", "commented", "satisfaction_level",
    ]

    /// The whole return in the form before this one.
    var inEarlierForm: ReturnEntity {
        let shorter = without(ReturnEntity.added)
        var out = ReturnEntity(shorter.name)
        for part in shorter.parts {
            if case .field("form", _) = part { out.put("form", ReturnEntity.earlierForm) } else { out.add(part) }
        }
        return out
    }

    private func without(_ names: Set<String>) -> ReturnEntity {
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
    /// Whether a file that was sent, of which the hash is known, is this return in the form it is written in or in the one before.
    public func isFile(_ form: Form, of hash: String?) -> Bool {
        if sha256Hex(bytes(form)) == hash { return true }
        return sha256Hex(NationalReturn.bytes(entity.inEarlierForm, form)) == hash
    }
}
