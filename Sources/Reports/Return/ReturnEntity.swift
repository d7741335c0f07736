import Casework

/// One entity of the return with its fields and what hangs on it, in the order it is written: what JSON and XML are both made from.
public struct ReturnEntity: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case text(String)
        case number(Int)
        case flag(Bool)
    }

    public enum Part: Sendable, Equatable {
        case field(String, Value)
        case one(ReturnEntity)
        /// Several of a sort under one name.
        case many(String, [ReturnEntity])

        var name: String {
            switch self {
            case .field(let name, _), .many(let name, _): name
            case .one(let entity): entity.name
            }
        }
    }

    public let name: String
    public private(set) var parts: [Part] = []

    public init(_ name: String) { self.name = name }

    /// What the return writes where a stretch of time has no end, or nothing was offered (regulation.md §1.1). Records here hold a blank.
    static let open = "1900-01-01"

    // A blank is left out: the return has no word for it.
    mutating func put(_ name: String, _ text: String?) {
        if let text, !text.isEmpty { parts.append(.field(name, .text(text))) }
    }
    mutating func put(_ name: String, _ number: Int?) { if let number { parts.append(.field(name, .number(number))) } }
    mutating func put(_ name: String, _ flag: Bool?) { if let flag { parts.append(.field(name, .flag(flag))) } }
    mutating func put(_ name: String, _ day: Day?) { put(name, day?.iso) }
    mutating func put(_ name: String, openOr day: Day?) { put(name, day?.iso ?? ReturnEntity.open) }
    mutating func add(_ part: Part) { parts.append(part) }
    mutating func put(_ entity: ReturnEntity) { parts.append(.one(entity)) }
    mutating func put(_ name: String, _ entities: [ReturnEntity]) { if !entities.isEmpty { parts.append(.many(name, entities)) } }

    /// The entities of a part, for counting.
    public func many(_ name: String) -> [ReturnEntity] {
        for part in parts { if case .many(name, let found) = part { return found } }
        return []
    }

    public var json: String {
        let pairs = parts.map { part -> String in
            switch part {
            case .field(let name, .text(let text)): "\(name.asJSON):\(text.asJSON)"
            case .field(let name, .number(let number)): "\(name.asJSON):\(number)"
            case .field(let name, .flag(let flag)): "\(name.asJSON):\(flag)"
            case .one(let entity): "\(entity.name.asJSON):\(entity.json)"
            case .many(let name, let entities): "\(name.asJSON):[\(entities.map(\.json).joined(separator: ","))]"
            }
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    public var xml: String {
        var out = ""
        writeXML(to: &out)
        return out
    }

    private func writeXML(to out: inout String) {
        out += "<\(name)>"
        for part in parts {
            switch part {
            case .field(let name, .text(let text)): out += "<\(name)>\(ReturnEntity.escaped(text))</\(name)>"
            case .field(let name, .number(let number)): out += "<\(name)>\(number)</\(name)>"
            case .field(let name, .flag(let flag)): out += "<\(name)>\(flag)</\(name)>"
            case .one(let entity): entity.writeXML(to: &out)
            case .many(let name, let entities):
                out += "<\(name)>"
                for entity in entities { entity.writeXML(to: &out) }
                out += "</\(name)>"
            }
        }
        out += "</\(name)>"
    }

    /// Text as XML 1.0 takes it: it has no way at all to write most control characters.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            // A bare carriage return would be read back as a line feed.
            case "\r": out += "&#13;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
