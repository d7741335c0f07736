import Casework
import Practice
import Storage

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
        known.own = try everCalled([child]).flatMap(names)
        known.addresses = own.compactMap(\.value.homePostcode)
        let young: Set<String> = ["SIBLING", "FRIEND", "OWN_CHILD", "EXPECTED_CHILD"]
        // As they were ever written down: who was corrected or is no longer around the child is named in what was written then.
        for person in try versions(Relationship.self, of: [child]) {
            if person.knownChild != nil || young.contains(person.relation) {
                known.otherChildren.append(person.name)
            } else if person.contactAllowed == "DO_NOT_CONTACT" {
                known.notContacted.append(person.name)
            } else {
                known.family.append(person.name)
            }
            if let phone = person.phone { known.numbers.append(phone) }
        }
        for offence in try versions(Offence.self, of: [child]) {
            known.addresses += [offence.place.flatMap { $0.contains(where: \.isNumber) ? $0 : nil }, offence.offencePostcode].compactMap {
                $0
            }
        }
        // Whose file names this child, who was there, and who is heard by the same panel: easily named beside this child.
        let (near, panel) = try beside(try aliases().group(of: child))
        known.otherChildren += try everCalled(near.union(panel).sorted()).flatMap(names)
        // A home that was ever not to be disclosed is closed, however it was written.
        let homes = try everWritten(HomeAddress.self, of: [child])
        let closed = Set(homes.filter { $0.value.notToDisclose == true }.map(\.id))
        for home in homes {
            let lines = [home.value.line, home.value.postcode].compactMap { $0 }
            if closed.contains(home.id) { known.closedAddresses += lines } else { known.addresses += lines }
        }
        // Where one home is closed, a postcode that says nothing of which home it is may be that one's.
        if !known.closedAddresses.isEmpty { known.closedAddresses += own.compactMap(\.value.homePostcode) }
        for contact in try versions(VictimContact.self, of: [child]) {
            if let name = contact.name { known.victims.append(name) }
            if let details = contact.details {
                known.closedAddresses.append(details)
                known.numbers.append(details)
            }
        }
        return known
    }

    /// Children as they are and ever were called, records since merged into theirs as well.
    private func everCalled(_ children: [RecordID]) throws -> [Child] {
        try versions(Child.self, of: children, only: ["given_name", "family_name", "known_as"])
    }

    /// Every version of the records of a kind on some files, those entered in error too.
    private func versions<R: RecordKind>(_ type: R.Type, of children: [RecordID], only: Set<String>? = nil) throws -> [R] {
        try everWritten(type, of: children, only: only).map(\.value)
    }

    private func everWritten<R: RecordKind>(_ type: R.Type, of children: [RecordID], only: Set<String>? = nil) throws -> [Stored<R>] {
        guard !children.isEmpty else { return [] }
        let aliases = try aliases()
        let group = Array(Set(children.flatMap { aliases.group(of: $0) })).sorted()
        return try fetch(type, where: "v.child IN (\(list(group)))", order: "v.from_position", only: only)
    }
}
