import Casework

/// What must hold of remand episodes beyond each one's own fields.
public enum Remands {
    /// The kind of episode a court's decision begins; nil when it begins none.
    public static func kind(ofDecision decision: String?) -> String? {
        switch decision {
        case "REMAND_IN_CUSTODY", "COURT_ORDERED_SECURE_REMAND", "REMAND_TO_YOUTH_DETENTION_ACCOMMODATION": "YDA"
        case "BAIL_SUPPORT", "BAIL_ISS": "BAIL_SUPPORT"
        case let other?: other.hasPrefix("REMAND_TO_LOCAL_AUTHORITY") ? "RLAA" : nil
        case nil: nil
        }
    }

    /// What is wrong with an episode as it is written here, in the light of the child's others.
    public static func problems(_ remand: Remand, among others: [Remand]) -> [Problem] {
        var found: [Problem] = []
        if remand.type == nil { found.append(Problem(field: "kind", message: "Choose the kind of remand.")) }
        if remand.startDate == nil { found.append(Problem(field: "start_date", message: "Enter the day it began.")) }
        if remand.type == "YDA", remand.establishmentType == nil {
            found.append(Problem(field: "establishment_type", message: "Choose the type of establishment the child was taken to."))
        }
        if let type = remand.type, type != "YDA", remand.establishmentType != nil {
            found.append(
                Problem(field: "establishment_type", message: "Only youth detention accommodation has a type of establishment."))
        }
        if remand.endDate != nil, remand.endReason == nil {
            found.append(Problem(field: "end_reason", message: "Say why it ended."))
        }
        if let other = others.first(where: { overlap(ended($0), ended(remand)) }) {
            found.append(
                Problem(
                    field: "start_date",
                    message:
                        "Another remand runs from \(other.startDate?.words ?? "a day not known") to \(other.endDate?.words ?? "now"). A child is on one at a time: end that one first."
                ))
        }
        return found
    }

    /// The nights up to a day: the night of the last day is the next place's.
    public static func nights(_ remand: Remand, on day: Day) -> Int? {
        remand.startDate.map { max(0, min(remand.endDate ?? day, day) - $0) }
    }

    /// One ends and the next begins on the same day.
    private static func ended(_ remand: Remand) -> Remand {
        var one = remand
        one.endDate = remand.endDate.map { $0 == remand.startDate ? $0 : $0 - 1 }
        return one
    }
}

/// What must hold of an order's requirements beyond each one's own fields.
public enum OrderRequirements {
    /// Requirements that are counted in hours.
    public static let inHours: Set<String> = ["UNPAID_WORK", "REPARATION", "ATTENDANCE_CENTRE"]

    /// What is wrong with a requirement as it is written here.
    public static func problems(_ one: OrderRequirement, of order: Outcome?, among others: [OrderRequirement]) -> [Problem] {
        var found: [Problem] = []
        if others.contains(where: { $0.outcome == one.outcome && $0.requirement == one.requirement }) {
            found.append(Problem(field: "requirement", message: "This order has that requirement already: change it there."))
        }
        if let start = one.startDate, let order, start < order.outcomeDate {
            found.append(
                Problem(field: "start_date", message: "A requirement cannot begin before its order, \(order.outcomeDate.words)."))
        }
        if !inHours.contains(one.requirement), one.hoursOrdered != nil || one.hoursCompleted != nil {
            found.append(
                Problem(field: "hours_ordered", message: "Only unpaid work, reparation and an attendance centre are counted in hours."))
        }
        if one.requirement == "UNPAID_WORK", one.hoursOrdered == nil {
            found.append(Problem(field: "hours_ordered", message: "Enter the hours of unpaid work the court ordered."))
        }
        if let ordered = one.hoursOrdered.flatMap(Double.init), let done = one.hoursCompleted.flatMap(Double.init), done > ordered {
            found.append(Problem(field: "hours_completed", message: "More hours are completed than were ordered."))
        }
        return found
    }
}
