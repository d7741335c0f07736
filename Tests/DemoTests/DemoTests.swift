import Casework
import Testing

@testable import Demo

/// A service as `./run` makes it, made once for every suite.
enum Sample {
    static let through = Day(number: 20_778)  // 21 November 2026
    static let service = DemoService.make(children: 400, years: 4, seed: 7, through: through)
    static let children = Array(service.children)
    /// Enough children for the shares of the calibration to settle.
    static let large = Large.read(DemoService.make(children: 12_000, years: 4, seed: 11, through: through))
}

/// What a record is refused for, whatever its kind.
func problems(_ record: any RecordKind, _ context: RuleContext) -> [Problem] {
    func open<R: RecordKind>(_ record: R) -> [Problem] { R.kind.problems(record, context) }
    return open(record)
}

/// Everything a record holds, as text, to compare files with.
func text(_ record: any RecordKind) -> String {
    func open<R: RecordKind>(_ record: R) -> String {
        R.kind.name + R.kind.fields.map { "\($0.name)=\($0.get(record))" }.joined(separator: "|")
    }
    return open(record)
}

/// The records a record points at.
func links(_ record: any RecordKind) -> [RecordID] {
    func open<R: RecordKind>(_ record: R) -> [RecordID] {
        R.kind.fields.flatMap { field -> [RecordID] in
            switch field.get(record) {
            case .id(let id): [id]
            case .ids(let ids): ids
            default: []
            }
        }
    }
    return open(record)
}

@Suite("The demo service")
struct DemoServiceTests {
    private func files(of service: DemoService) -> String { service.children.map { whole($0) }.joined(separator: "\n") }

    private func whole(_ child: DemoChild) -> String {
        "\(child.id) \(child.ref) \(text(child.child))"
            + child.records.map { "\($0.id) \($0.ref) \($0.recordedOn.iso) \(text($0.record))" }.joined()
    }

    @Test("the same arguments give the same files, identities included")
    func isDeterministic() {
        let first = DemoService.make(children: 60, years: 3, seed: 5, through: Sample.through)
        let second = DemoService.make(children: 60, years: 3, seed: 5, through: Sample.through)
        #expect(files(of: first) == files(of: second))
        #expect(first.staff.map(\.id) == second.staff.map(\.id))
        #expect(first.comparators.map(\.id) == second.comparators.map(\.id))
        #expect(files(of: first) != files(of: DemoService.make(children: 60, years: 3, seed: 6, through: Sample.through)))
    }

    @Test("every record of every file passes the rules of its kind")
    func everyRecordIsSound() {
        for child in Sample.children {
            let context = RuleContext(today: Sample.through, codes: ShippedCodes.codes, child: child.child)
            #expect(problems(child.child, context).isEmpty, "\(child.ref)")
            for record in child.records {
                let found = problems(record.record, context)
                #expect(found.isEmpty, "\(record.ref) \(found)")
            }
        }
    }

    @Test("every record of the service itself passes the rules of its kind")
    func everyServiceRecordIsSound() {
        let service = Sample.service
        let context = RuleContext(today: Sample.through, codes: ShippedCodes.codes)
        var records: [any RecordKind] = service.areas.map(\.value)
        records += service.populations.map(\.value) as [any RecordKind]
        records += service.comparators.map(\.value) as [any RecordKind]
        records += service.postcodes.map(\.value) as [any RecordKind]
        records += service.staff.flatMap { [$0.value, $0.holding] as [any RecordKind] }
        records += service.sittings.map(\.panel.value) as [any RecordKind]
        records += service.sittings.flatMap { $0.members.map(\.value) as [any RecordKind] }
        records += service.duties.map(\.value) as [any RecordKind]
        for record in records {
            let found = problems(record, context)
            #expect(found.isEmpty, "\(text(record)) \(found)")
        }
    }

    @Test("links point at a record before them, a child before this one or a member of staff")
    func linksPointBack() {
        var known = Set(Sample.service.staff.map(\.id) + Sample.service.sittings.map(\.panel.id))
        for child in Sample.children {
            known.insert(child.id)
            for record in child.records {
                for link in links(record.record) {
                    let isKnown = known.contains(link)
                    #expect(isKnown, "\(record.ref)")
                }
                known.insert(record.id)
            }
        }
    }

    @Test("identities and references are each used once")
    func identitiesAreUnique() {
        let ids = Sample.children.flatMap { [$0.id] + $0.records.map(\.id) }
        let refs = Sample.children.flatMap { [$0.ref] + $0.records.map(\.ref) }
        #expect(Set(ids).count == ids.count)
        #expect(Set(refs).count == refs.count)
    }

    @Test("records stand in the order they were written, none after the last day, none before the child came")
    func orderOfWriting() {
        for child in Sample.children {
            var last = child.recordedOn
            for record in child.records {
                #expect(record.recordedOn >= last, "\(record.ref)")
                #expect(record.recordedOn <= Sample.through, "\(record.ref)")
                last = record.recordedOn
            }
        }
    }

    @Test("nothing that has happened is dated after the last day")
    func nothingIsInTheFuture() {
        for child in Sample.children {
            for referral in child.all(Referral.self) {
                let days = [
                    referral.value.completeDate, referral.value.allocatedDate, referral.value.panelDate, referral.value.decisionDate,
                    referral.value.policeToldDate, referral.value.closedDate,
                ]
                #expect(days.allSatisfy { $0.map { $0 <= Sample.through } ?? true }, "\(referral.ref)")
            }
            let planned = child.all(Contact.self).filter { $0.value.attendance == nil && $0.value.planned == true }
            #expect(child.all(Contact.self).allSatisfy { $0.value.at.londonDay <= Sample.through } || !planned.isEmpty)
            #expect(planned.allSatisfy { Sample.through <= $0.value.at.londonDay && $0.value.at.londonDay <= Sample.through + 12 })
            #expect(child.all(Contact.self).count { $0.value.at.londonDay > Sample.through } <= planned.count)
            #expect(child.all(Programme.self).allSatisfy { ($0.value.endDate ?? Sample.through) <= Sample.through })
            #expect(child.all(Hearing.self).allSatisfy { $0.value.hearingDate <= Sample.through })
        }
    }

    @Test("S-DEL-02: many whose work runs have an appointment to come, so that a diary is seen at work")
    func appointmentsToCome() {
        let planned = Sample.children.filter { child in
            child.all(Contact.self).contains {
                $0.value.attendance == nil && $0.value.planned == true && $0.value.at.londonDay > Sample.through
            }
        }
        #expect(planned.count >= 10)
    }

    @Test("S-PEO-10: a looked-after alert starts the day the care record says")
    func lookedAfterSince() {
        for child in Sample.children {
            for alert in child.all(Alert.self) where alert.value.type == "CHILD_LOOKED_AFTER" {
                #expect(child.all(Care.self).contains { $0.value.startDate == alert.value.startDate }, "\(alert.ref)")
                #expect(alert.value.endDate == nil)
            }
        }
    }

    @Test("every role has someone, under a plain user name of their own")
    func everyRoleHasSomeone() {
        let staff = Sample.service.staff
        // A region has people of its own.
        #expect(Set(staff.map(\.role)) == Set(Role.allCases).subtracting([.regionalAnalyst]))
        #expect(Set(staff.map(\.value.user)).count == staff.count)
        #expect(staff.contains { $0.value.user == "case.manager" && $0.role == .caseManager })
        #expect(staff.allSatisfy { $0.holding.staff == $0.id && $0.holding.role == $0.role.rawValue })
        #expect(Set(staff.compactMap(\.value.team)).count == 3)
        #expect(DemoService.make(children: 1, years: 1, seed: 1, through: Sample.through, staff: 200).staff.count == 200)
    }

    @Test("a child is the same whether made alone or in a row")
    func childrenAreIndependent() {
        let alone = Sample.service.child(250)
        #expect(whole(alone) == whole(Sample.children[249]))
    }

    @Test("a child may be given ten thousand contacts")
    func tenThousandContacts() {
        let service = DemoService.make(
            children: 50, years: 4, seed: 1, through: Sample.through, contactsOfFirstChild: 10_000)
        let contacts = service.child(1).all(Contact.self)
        #expect(contacts.count == 10_000)
        #expect(contacts.contains { $0.value.programme != nil })
    }

    @Test("postcodes are of an area that does not exist, and every address has its place")
    func postcodesAreMadeUp() {
        let prefixes = Sample.service.postcodes.map(\.value.postcode)
        #expect(prefixes.count == 27)
        for child in Sample.children {
            for address in child.all(HomeAddress.self) {
                guard let postcode = address.value.postcode else { continue }
                #expect(prefixes.contains { postcode.hasPrefix($0) }, "\(postcode)")
            }
        }
        #expect(Set(Sample.service.postcodes.compactMap(\.value.locality)).count == 3)
    }
}
