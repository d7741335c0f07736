import Casework

/// The return written under a receiver's schema.
extension ReturnSchema {
    /// The return under the schema's names, and what is wrong with it.
    public struct Applied: Sendable {
        public let entity: ReturnEntity
        /// Where it does not fit: places and how often, never what stands there.
        public let faults: [String]
        /// Places the schema names and this return does not have, for nothing of that sort was recorded.
        public let unmet: [String]
    }

    /// What was met on the way through a return.
    private struct Passage {
        var faults: [String: Int] = [:]
        var met: Set<String> = ["return"]

        mutating func fault(_ words: String) { faults[words, default: 0] += 1 }
    }

    public func applied(to whole: ReturnEntity) -> Applied {
        var passage = Passage()
        let entity = rewritten(whole, "return", &passage)
        let faults = passage.faults.sorted { $0.key < $1.key }.map { $1 == 1 ? "\($0)." : "\($0), \($1) times." }
        return Applied(entity: entity, faults: faults, unmet: Set(elements.keys).subtracting(passage.met).sorted())
    }

    private func rewritten(_ entity: ReturnEntity, _ path: String, _ passage: inout Passage) -> ReturnEntity {
        var out = ReturnEntity(elements[path]?.name ?? entity.name)
        var taken: Set<String> = []
        for part in entity.parts {
            let own = "\(path)/\(part.name)"
            passage.met.insert(own)
            guard !isLeftOut(own, &passage) else { continue }
            let name = elements[own]?.name ?? part.name
            if !taken.insert(name).inserted { passage.fault("\(path) has two elements the schema calls \(name)") }
            switch part {
            case .field(_, let value): out.add(.field(name, translated(value, own, &passage)))
            case .one(let inner):
                refuseValues(own, &passage)
                out.add(.one(rewritten(inner, own, &passage)))
            case .many(_, let inner):
                refuseValues(own, &passage)
                out.add(.many(name, items(inner, own, &passage)))
            }
        }
        missing(among: entity.parts.map(\.name), path, &passage)
        return out
    }

    /// The entities of a list; one the schema leaves out is not among them.
    private func items(_ entities: [ReturnEntity], _ path: String, _ passage: inout Passage) -> [ReturnEntity] {
        missing(among: entities.map(\.name), path, &passage)
        return entities.compactMap { entity in
            let own = "\(path)/\(entity.name)"
            passage.met.insert(own)
            guard elements[own]?.isLeftOut != true else { return nil }
            refuseValues(own, &passage)
            return rewritten(entity, own, &passage)
        }
    }

    private func missing(among names: [String], _ path: String, _ passage: inout Passage) {
        for name in required[path] ?? [] where !names.contains(name) { passage.fault("\(path)/\(name) is missing") }
    }

    private func translated(_ value: ReturnEntity.Value, _ path: String, _ passage: inout Passage) -> ReturnEntity.Value {
        guard let values = elements[path]?.values else { return value }
        if let theirs = values[value.plain] { return .text(theirs) }
        passage.fault("\(path) has a value the schema has no word for")
        return value
    }

    private func refuseValues(_ path: String, _ passage: inout Passage) {
        if elements[path]?.values != nil { passage.fault("\(path) is no single value, and the schema names values for it") }
    }

    private func isLeftOut(_ path: String, _ passage: inout Passage) -> Bool {
        if let element = elements[path] { return element.isLeftOut }
        // What only holds something the schema names is named with it.
        guard !holders.contains(path) else { return false }
        if other == .refuse { passage.fault("\(path) is not in the schema") }
        return other != .keep
    }
}

extension ReturnEntity.Value {
    fileprivate var plain: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        }
    }
}
