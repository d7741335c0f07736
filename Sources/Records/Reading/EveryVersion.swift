import Casework
import Storage

extension Reader {
    /// The same reader's eyes on another moment, within the same snapshot; nil is now.
    public func at(_ moment: Instant?) -> Reader { Reader(db: db, service: service, scope: scope.at(moment)) }

    /// Every record of a kind in one child's file, each with its versions up to the scope's moment, oldest first; those entered in error too.
    public func everyVersion<R: RecordKind>(_ type: R.Type, child: RecordID) throws -> [[Stored<R>]] {
        guard R.kind.scope == .child, scope.reachesChildren, scope.sees(R.kind.sensitivity) else { return [] }
        var condition: SQL = "v.child IN (\(try within(child)))"
        if let at = try position() { condition = "\(condition) AND v.from_position <= \(at)" }
        var (found, places): ([[Stored<R>]], [RecordID: Int]) = ([], [:])
        for version in try withoutSealed(fetch(type, where: condition, order: "a.ref, a.id, v.from_position")) {
            if let place = places[version.id] {
                found[place].append(version)
            } else {
                places[version.id] = found.count
                found.append([version])
            }
        }
        return found
    }

    /// The last version of each record of one child's file, by the position that wrote it.
    public func lastVersions(child: RecordID) throws -> [RecordID: Int64] {
        var found: [RecordID: Int64] = [:]
        func add<R: RecordKind>(_ type: R.Type) throws {
            for one in try everyVersion(type, child: child) {
                if let last = one.last { found[last.id] = last.from }
            }
        }
        for kind in allKinds where kind.scope == .child { try add(kind.type) }
        return found
    }

    /// The number of the service's next signed subject access pack, counting files that do not open to this reader too.
    public func nextPackNumber() throws -> Int {
        let last = try db.integer("SELECT max(number) FROM subject_access_version WHERE service = \(service.id)") ?? 0
        return Int(last) + 1
    }
}
