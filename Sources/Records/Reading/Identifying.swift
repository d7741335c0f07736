import Casework
import Practice

extension Reader {
    /// Who else a child's file is about and where they live, whoever asks: only ever used to take names and addresses out of text.
    public func identifying(in child: RecordID) throws -> Identifying {
        guard try opens(child) else { return Identifying() }
        let whole = Reader(db: db, service: service, scope: .wholeService(reason: "names to take out of text", asAt: scope.asAt))
        return try whole.gather(child)
    }

    private func gather(_ child: RecordID) throws -> Identifying {
        var known = Identifying()
        func names(of one: Child) -> [String] {
            [
                [one.givenName, one.familyName].compactMap { $0 }.joined(separator: " "),
                [one.knownAs, one.familyName].compactMap { $0 }.joined(separator: " "),
            ].filter { !$0.isEmpty }
        }
        let own = try everywhere(Child.self, of: [child])
        known.own = own.flatMap { names(of: $0.value) }
        known.addresses = own.compactMap(\.value.homePostcode)
        var others: Set<RecordID> = []
        let young: Set<String> = ["SIBLING", "FRIEND", "OWN_CHILD", "EXPECTED_CHILD"]
        for person in try records(Relationship.self, child: child) {
            if let id = person.knownChild { others.insert(id) }
            if person.knownChild != nil || young.contains(person.relation) {
                known.otherChildren.append(person.name)
            } else if person.contactAllowed == "DO_NOT_CONTACT" {
                known.notContacted.append(person.name)
            } else {
                known.family.append(person.name)
            }
            if let phone = person.phone { known.numbers.append(phone) }
        }
        // Whose file names this child, and who was there.
        for person in try everywhere(Relationship.self, where: [("known_child", .id(child))]) {
            if let id = person.child { others.insert(id) }
        }
        for offence in try records(Offence.self, child: child) {
            others.formUnion(offence.coDefendants)
            known.addresses += [offence.place.flatMap { $0.contains(where: \.isNumber) ? $0 : nil }, offence.offencePostcode].compactMap {
                $0
            }
        }
        others.remove(child)
        known.otherChildren += try everywhere(Child.self, of: Array(others)).flatMap { names(of: $0.value) }
        for home in try records(HomeAddress.self, child: child) {
            let lines = [home.line, home.value.postcode].compactMap { $0 }
            if home.notToDisclose == true { known.closedAddresses += lines } else { known.addresses += lines }
        }
        // Where one home is closed, a postcode that says nothing of which home it is may be that one's.
        if !known.closedAddresses.isEmpty { known.closedAddresses += own.compactMap(\.value.homePostcode) }
        for contact in try records(VictimContact.self, child: child) {
            if let name = contact.name { known.victims.append(name) }
            if let details = contact.details {
                known.closedAddresses.append(details)
                known.numbers.append(details)
            }
        }
        return known
    }
}
