import Casework

/// The per-child document of the return, with the entities of regulation.md §1.2 as far as they are recorded here: a pure function of a case
/// file and what was asked.
///
/// Element names are our own until the official schema can be loaded (docs/return.md). Records that begin after the return's last day are left out.
public enum ReturnDocument {
    /// A part of the document and what its fields are about, so that a role's copy holds no more than the role sees.
    struct Section: Sendable {
        let title: String
        let sensitivities: Set<Sensitivity>
        let write: @Sendable (CaseFile, ReturnAsk, inout ReturnEntity) -> Void
    }

    static let sections: [Section] = [
        Section(title: "Person details", sensitivities: [.identity, .characteristics]) { $2.put(person($0, $1)) },
        Section(title: "Offences and outcomes", sensitivities: [.offending, .casework, .safeguarding]) {
            $2.put("offences", offences($0, $1))
        },
        Section(title: "Hearings", sensitivities: [.offending]) { $2.put("hearings", hearings($0, $1)) },
        Section(title: "Programmes", sensitivities: [.casework]) { $2.put("intervention_programmes", programmes($0, $1)) },
        Section(title: "Parenting work", sensitivities: [.casework]) { $2.put("parenting_interventions", parenting($0, $1)) },
        Section(title: "Victims", sensitivities: [.victim]) { $2.put("victim_interventions", victims($0)) },
        Section(title: "Homes", sensitivities: [.casework]) { $2.put("residences", residences($0, $1)) },
        Section(title: "Education", sensitivities: [.casework]) { $2.put("ete_statuses", education($0, $1)) },
        Section(title: "Learning needs", sensitivities: [.casework]) { $2.put("sendalns", learningNeeds($0, $1)) },
        Section(title: "Health", sensitivities: [.health]) { health($0, $1, &$2) },
        Section(title: "Care", sensitivities: [.safeguarding]) { $2.put("care_statuses", care($0, $1)) },
        Section(title: "Assessments", sensitivities: [.casework]) { $2.put("assessment_stages", assessments($0, $1)) },
        Section(title: "Transfers", sensitivities: [.casework]) { $2.put("transfers", transfers($0, $1)) },
        Section(title: "What belongs together", sensitivities: [.offending, .casework]) { links($0, $1, &$2) },
    ]

    /// One child's document. A withdrawn child's is its header alone, marked deleted.
    /// - Parameter merged: the references the child had in entries since merged into this one: the reader may hold documents under them.
    public static func make(
        _ file: CaseFile, _ ask: ReturnAsk, merged: [String] = [], sees: (Sensitivity) -> Bool = { _ in true }
    ) -> ReturnEntity {
        var document = ReturnEntity("document")
        let isDeleted = file.child.deleted == true
        var header = header(file, ask, isDeleted: isDeleted)
        header.put(
            "merged_young_person_ids",
            merged.map {
                var one = ReturnEntity("merged_young_person")
                one.put("ypid", $0)
                return one
            })
        document.put(header)
        guard !isDeleted else { return document }
        for section in sections where section.sensitivities.allSatisfy(sees) { section.write(file, ask, &document) }
        return document
    }

    private static func header(_ file: CaseFile, _ ask: ReturnAsk, isDeleted: Bool) -> ReturnEntity {
        var header = ReturnEntity("header")
        header.put("source_document_id", "\(file.child.ref)/\(ask.period.label)")
        header.put("source_return_id", "\(ask.service)/\(ask.period.label)")
        header.put("ypid", file.child.ref)
        header.put("current_yot_id", ask.service)
        header.put("yot_ou_code", ask.unitCode)
        header.put("return_start", ask.period.from)
        header.put("return_end", ask.period.to)
        header.put("deleted", isDeleted ? "yes" : "no")
        return header
    }

    private static func person(_ file: CaseFile, _ ask: ReturnAsk) -> ReturnEntity {
        var person = ReturnEntity("person_details")
        let child = file.child.value
        person.put("ypid", file.child.ref)
        person.put("current_yot_id", ask.service)
        person.put("originating_yot_person_id", child.originatingRef)
        person.put("pnc_number", child.pncID)
        person.put("date_of_birth", child.dateOfBirth)
        person.put("date_of_18th_birthday", child.dateOfBirth.map { eighteenth($0) })
        person.put("sex", child.sex.flatMap { ["MALE": 1, "FEMALE": 2][$0] })
        // What was asked before sex was: a value of its own, never made of the one asked now (regulation.md §1.2).
        person.put("gender", child.genderBefore2022)
        person.put("gender_term_used", child.genderIdentity)
        person.put("gender_same_as_registered", child.genderSameAsRegistered)
        // What is missing is coded as not obtainable (regulation.md §1.3).
        person.put("ethnicity", child.ethnicity ?? "NOT_KNOWN")
        person.put("ethnicity_group", ask.codes.group("ethnicity", child.ethnicity ?? "NOT_KNOWN"))
        person.put("nationality", child.nationality)
        person.put("immigration_status", child.immigrationStatus)
        person.put("religion", child.religion)
        person.put("preferred_language", child.firstLanguage)
        return person
    }

    /// Somebody born on 29 February is 18 on 1 March, as ages are counted here.
    private static func eighteenth(_ birth: Day) -> Day {
        let day = birth.adding(months: 18 * 12)
        return day.years(since: birth) == 18 ? day : day + 1
    }

    static func age(_ file: CaseFile, on day: Day?) -> Int? {
        file.child.dateOfBirth.flatMap { birth in day.flatMap { $0.years(since: birth) } }
    }
}
