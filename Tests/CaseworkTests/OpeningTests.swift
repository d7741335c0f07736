import Casework
import Testing

@Suite("Which files open")
struct OpeningTests {
    @Test(
        "S-PEO-14: a restricted file opens to the worker, the worker's manager, those admitted and whoever broke the glass, and to no other"
    )
    func restricted() {
        for role in Role.allCases where Access(role).may(.openFile) {
            for relation in Relation.allCases {
                let found = Access(role).opening(isRestricted: true, openToService: true, [relation])
                let opens = [.allocated, .managesWorker, .admitted, .brokeGlass].contains(relation)
                let otherwise: Opening = relation == .excluded || role == .panelPartner ? .hidden : .closed
                #expect(found == (opens ? .open : otherwise), "\(role) \(relation)")
            }
            #expect(Access(role).opening(isRestricted: true, openToService: true, []) == (role == .panelPartner ? .hidden : .closed))
        }
    }

    @Test("S-PEO-14: whoever is kept out by name finds nothing, whatever else holds")
    func excluded() {
        for role in Role.allCases {
            for isRestricted in [true, false] {
                #expect(
                    Access(role).opening(isRestricted: isRestricted, openToService: true, Set(Relation.allCases)) == .hidden, "\(role)")
            }
        }
    }

    @Test("S-INF-03: a panel partner opens only files of the panel's children and of those they are named on, whatever the setting")
    func partner() {
        for openToService in [true, false] {
            for relation in Relation.allCases {
                let found = Access(.panelPartner).opening(isRestricted: false, openToService: openToService, [relation])
                #expect(found == ([.onPanel, .partner].contains(relation) ? .open : .hidden), "\(relation)")
            }
        }
    }

    @Test("S-INF-03: where the service says so casework opens only files it stands in a relation to; roles for the whole service open all")
    func byRelation() {
        let bound = Role.allCases.filter { Access($0).opening(isRestricted: false, openToService: false, []) == .closed }
        #expect(bound == [.caseManager, .deliveryWorker])
        #expect(Role.allCases.filter { Access($0).opening(isRestricted: false, openToService: true, []) == .closed } == [])
        for relation in Relation.allCases where relation != .excluded {
            #expect(Access(.deliveryWorker).opening(isRestricted: false, openToService: false, [relation]) == .open, "\(relation)")
        }
    }

    @Test("The page of access is the rules of access: every role, every kind, what is read, written and left out")
    func table() {
        for role in Role.allCases {
            let access = Access(role)
            #expect(access.table.map(\.kind.name) == allKinds.map(\.name))
            for row in access.table {
                #expect(row.reads == access.sees(row.kind.sensitivity) && row.writes == access.mayWrite(row.kind.name))
                #expect(row.unread.allSatisfy { !access.sees($0) })
            }
        }
        let police = Access(.policeOfficer).table
        #expect(police.first { $0.kind.name == "health" }?.reads == false)
        #expect(police.first { $0.kind.name == "consent" }.map { $0.writes } == false)
    }

    @Test("S-PEO-14: nobody names themselves as a professional around a child, nor lengthens what another gave them")
    func ownName() {
        let (me, other) = (RecordID.new(at: Instant(milliseconds: 0)), RecordID.new(at: Instant(milliseconds: 1)))
        func one(_ staff: RecordID?, _ start: String?, _ end: String?) -> Professional {
            var one = Professional()
            (one.name, one.staff, one.startDate, one.endDate) = ("Bo", staff, start.flatMap { Day(iso: $0) }, end.flatMap { Day(iso: $0) })
            return one
        }
        func refused(_ new: Professional, since old: Professional?) -> String? { new.refusal(to: me, since: old)?.field }
        #expect(refused(one(nil, nil, nil), since: nil) == nil)
        #expect(refused(one(other, nil, nil), since: nil) == nil)
        #expect(refused(one(me, nil, nil), since: nil) == "staff")
        #expect(refused(one(me, nil, nil), since: one(other, nil, nil)) == "staff")
        let given = one(me, "2025-02-01", "2025-03-31")
        #expect(refused(given, since: given) == nil)
        #expect(refused(one(me, "2025-02-02", "2025-03-30"), since: given) == nil, "shorter is theirs to write")
        #expect(refused(one(me, "2025-02-01", "2025-04-01"), since: given) == "end_date")
        #expect(refused(one(me, "2025-02-01", nil), since: given) == "end_date")
        #expect(refused(one(me, "2025-01-31", "2025-03-31"), since: given) == "start_date")
        #expect(refused(one(me, nil, "2025-03-31"), since: given) == "start_date")
        #expect(refused(one(me, "2025-02-01", "2025-03-31"), since: one(me, nil, nil)) == nil)
        #expect(refused(one(nil, nil, nil), since: given) == nil)
    }
}
