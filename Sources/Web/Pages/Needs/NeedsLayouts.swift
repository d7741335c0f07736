import Casework
import HTML
import Practice
import Records

/// The forms of where the child lives and learns, and of the work with the parents.
enum NeedsLayouts {
    static let routes: [Route] =
        RecordPages(accommodation).routes + RecordPages(education).routes + RecordPages(specialNeeds).routes
        + RecordPages(ParentingPart.layout).routes

    static let accommodation = RecordLayout<Accommodation>(
        parts: [(nil, ["type", "start_date", "end_date", "suitability", "note", "primary"])],
        title: { home, words in words.code("accommodation_type", home.type) },
        needed: ["start_date", "suitability"],
        check: { reader, file, home, current, form in
            let others = try reader.records(Accommodation.self, child: file.id).filter { $0.id != form.id }
            return problems(
                Accommodations.problems(home, among: others.map(\.value)), of: home, since: current,
                unlessLeftBlank: ["start_date", "suitability"])
        })

    static let education = RecordLayout<Education>(
        title: { one, words in words.code("provision", one.provision) + (one.place.map { ", \($0)" } ?? "") },
        check: { _, _, one, _, _ in
            guard let offered = one.hoursOffered.flatMap(Double.init), let attended = one.hoursAttended.flatMap(Double.init),
                attended > offered
            else { return [] }
            return [Problem(field: "hours_attended", message: "More hours are attended than offered.")]
        })

    static let specialNeeds = RecordLayout<SpecialNeeds>(
        parts: [(nil, ["identified", "formal_plan", "note", "start_date", "end_date"])],
        title: { needs, _ in
            switch (needs.identified, needs.formalPlan) {
            case (true, true): "Special educational need, with a formal plan"
            case (true, _): "Special educational need, no formal plan"
            case (false, _): "No special educational need, as checked"
            default: "Special educational needs not known"
            }
        },
        needed: ["identified"],
        check: { _, _, needs, current, _ in
            if needs.identified == nil, current.map({ $0.identified != nil }) ?? true {
                return [Problem(field: "identified", message: "Say whether a need is identified.")]
            }
            if needs.identified == false, needs.formalPlan == true {
                return [Problem(field: "formal_plan", message: "A plan stands on an identified need: say that there is one, or no plan.")]
            }
            return []
        })
}
