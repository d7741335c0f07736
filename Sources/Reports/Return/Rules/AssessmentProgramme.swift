import Casework

extension ReturnRule {
    /// One done elsewhere and attached, which says neither its referral nor its programme; ours are asked when they are begun.
    static let assessmentProgramme = ReturnRule(
        "assessment_programme", "An assessment belongs to no programme", Assessment.self, ["programme_refs", "referral_ref"]
    ) { file, ask in
        let programmes = file[Programme.self].filter { ($0.startDate ?? ask.period.to) <= ask.period.to }
        guard !programmes.isEmpty else { return [] }
        return file[Assessment.self].filter { assessment in
            guard assessment.author != nil, let done = assessment.completedOn, ask.period.contains(done) else { return false }
            return assessment.value.referral == nil && assessment.value.programmes.isEmpty
        }.map { Spot($0.id, "The assessment done elsewhere names neither its referral nor a programme it was done for.") }
    }
}
