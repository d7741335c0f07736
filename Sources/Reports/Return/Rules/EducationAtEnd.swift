import Casework

extension ReturnRule {
    static let education = ReturnRule(
        "education", "No education at the end of a programme, or what the indicator reads of it is missing", Education.self,
        ["provision", "suitability", "hours_offered", "hours_attended", "start_date", "end_date"]
    ) { file, ask in
        file.ended(ask).flatMap { programme, end -> [Spot] in
            let places = file.active(Education.self, on: end)
            if places.isEmpty { return [Spot(nil, "Education, training or work when a programme ended on \(end.words) is not recorded.")] }
            return places.compactMap { place in
                guard place.provision != "NONE" else { return nil }
                var missing = place.suitability == nil ? ["whether it suited the child"] : []
                if place.hoursOffered == nil { missing.append("the hours offered") }
                if place.hoursAttended == nil { missing.append("the hours attended") }
                return missing.isEmpty ? nil : Spot(place.id, "Not recorded: \(missing.joined(separator: ", ")).")
            }
        }
    }
}
