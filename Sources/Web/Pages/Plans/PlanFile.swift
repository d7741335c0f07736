import Casework
import Practice
import Records

/// One plan with its targets, and what in the file it answers.
struct PlanFile {
    let plan: Stored<Plan>
    let targets: [Stored<Target>]
    let programme: Stored<Programme>?
    let referral: Stored<Referral>?
    let basis: Stored<Assessment>?
    let contingencies: [Stored<Contingency>]
    let risks: [Stored<Risk>]
    let needs: [Stored<HealthNeed>]
    let oversight: [Stored<Oversight>]

    init(_ reader: Reader, _ file: FileHead, _ plan: Stored<Plan>) throws {
        self.plan = plan
        targets = try reader.records(Target.self, child: file.id).filter { $0.plan == plan.id }.sorted {
            ($0.place ?? .max, $0.from, $0.ref) < ($1.place ?? .max, $1.from, $1.ref)
        }
        programme = try plan.programme.flatMap { try reader.record(Programme.self, child: file.id, id: $0) }
        referral = try programme?.referral.flatMap { try reader.record(Referral.self, child: file.id, id: $0) }
        let assessment = try PlanFile.basis(reader, file)
        basis = assessment
        contingencies = try reader.records(Contingency.self, child: file.id).filter {
            $0.assessment == nil || $0.assessment == assessment?.id
        }
        risks = try reader.records(Risk.self, child: file.id).filter { $0.assessment == nil || $0.assessment == assessment?.id }
        needs = try reader.records(HealthNeed.self, child: file.id)
        let wanted = referral?.id
        oversight = try reader.records(Oversight.self, child: file.id).filter {
            wanted == nil || $0.referral == nil || $0.referral == wanted
        }
        .sorted { $0.heldOn > $1.heldOn }
    }

    /// The assessment a plan answers.
    static func basis(_ reader: Reader, _ file: FileHead) throws -> Stored<Assessment>? {
        let all = try reader.records(Assessment.self, child: file.id)
        return PlanCheck.basis(all.map(\.entry)).flatMap { found in all.first { $0.id == found.id } }
    }

    /// What it lacks before it can be agreed.
    var missing: [String] {
        PlanCheck.missing(targets: targets.map(\.value), judgement: basis?.value, contingencies: contingencies.map(\.value))
    }

    /// What a target may answer.
    func factors(_ codes: Codes) -> [String] {
        PlanCheck.factors(
            judgement: basis?.value, isNotAdmitted: referral?.isNotAdmitted ?? false, needs: needs.map(\.value), risks: risks.map(\.value),
            codes: codes)
    }
}
