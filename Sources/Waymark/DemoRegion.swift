import Casework
import Demo
import Foundation
import Records
import Reports
import Storage
import Web

/// The made-up region of Westmere beside Sandholme: two small neighbours, what all of them shared, and somebody to sign in as.
struct DemoRegion {
    static let code = "WESTMERE"
    static let name = "Westmere region"
    private static let neighbours = [("OXMERE", "Oxmere Youth Justice Service"), ("TARNBECK", "Tarnbeck Youth Justice Service")]

    let records: any SQLStore
    let access: any SQLStore
    let options: DemoService.Options

    /// Makes it beside a service that has been made.
    func load(beside own: Service) async throws -> [SignIn] {
        var services = [own]
        for (place, neighbour) in Self.neighbours.enumerated() {
            let made = DemoService.make(
                children: max(40, options.children / 2), years: options.years, seed: options.seed + UInt64(place) + 1,
                through: options.through, contactsPerChild: 2)
            let loader = try await DemoLoader(
                made, code: neighbour.0, name: neighbour.1, records: records, access: access, isQuiet: true)
            _ = try await loader.load()
            services.append(loader.service)
        }
        for service in services { try await service.join(region: Self.code, name: Self.name) }
        let signIns = try await people(own)
        for service in services {
            let last = Period.quarter(of: options.through).previous
            // One of them has not shared the last quarter yet.
            for period in service.code == Self.neighbours.last?.0 ? [last.previous] : [last.previous, last] {
                try await share(period, of: service)
            }
        }
        return signIns
    }

    private func share(_ period: Period, of service: Service) async throws {
        let whole = Scope.wholeService(reason: "demo")
        let stored = try await service.write(whole, action: "demo") { writer in
            var report = Report()
            report.period = period.label
            return try writer.create(report)
        }
        let report = try await service.read(whole) { try $0.serviceRecord(Report.self, id: stored) }
        guard let report, case .done? = try await service.issue(report, whole, style: Site.style) else {
            throw Refusal("The made-up report of \(period.label) could not be issued.")
        }
        try await service.share(stored, whole)
    }

    /// The region's own people, written as made up: its pages say so.
    private func people(_ own: Service) async throws -> [SignIn] {
        let region = try await Service.open(Self.code, store: records, access: access, clock: { own.now })
        var (signIns, staged): ([SignIn], [NewRecord]) = ([], DemoLoader.noFactors(at: own.now))
        for (role, name) in [(Role.regionalAnalyst, "Perrin Vale"), (.systemAdministrator, "Lark Stone")] {
            var (staff, holding, credential) = (Staff(), RoleHolding(), Credential())
            (staff.user, staff.name) = (role.rawValue.replacing("_", with: "."), name)
            let (id, password) = (RecordID.new(at: own.now), DemoLoader.passphrase())
            (holding.staff, holding.role, holding.startDate) = (id, role.rawValue, options.from)
            (credential.staff, credential.hash) = (id, try await Password.hash(password, cost: .cheap))
            staged.append(NewRecord(staff, id: id, ref: "staff-\(staff.user)", child: nil))
            staged.append(NewRecord(holding, id: RecordID.new(at: own.now), ref: "role-\(staff.user)", child: nil))
            staged.append(NewRecord(credential, id: RecordID.new(at: own.now), ref: "credential-\(staff.user)", child: nil))
            signIns.append(SignIn(role: role.rawValue, user: staff.user, password: password, service: Self.code))
        }
        try await region.bringIn(action: "demo", staged)
        return signIns
    }
}
