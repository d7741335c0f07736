import Casework

extension ReturnRule {
    static let sex = ReturnRule("sex", "Sex is missing", Child.self, ["sex"]) { file, _ in
        ["MALE", "FEMALE"].contains(file.child.sex) ? [] : [Spot(nil, "The return takes male or female, and neither is recorded.")]
    }
}
