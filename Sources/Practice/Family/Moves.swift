import Casework

/// A home the child had, with what lies between it and the one before.
public struct Home: Sendable {
    public let address: HomeAddress
    public let from: Day?
    public let to: Day?
    /// Days between the home before and this one for which none is known; nil when either day is unknown, 0 when they meet or overlap.
    public let gapBefore: Int?
}

/// Where the child has lived, in order (S-PEO-03).
public enum Moves {
    /// Homes in order of start, an unknown start first; the same place twice running (its dates meeting) is one home.
    public static func homes(_ addresses: [HomeAddress]) -> [Home] {
        let ordered = addresses.sorted {
            (key($0.startDate), key($0.endDate, open: true)) < (key($1.startDate), key($1.endDate, open: true))
        }
        var homes: [Home] = []
        for address in ordered {
            if let last = homes.last, samePlace(last.address, address), gap(last.to, address.startDate) ?? 0 == 0 {
                let to = last.to.flatMap { end in address.endDate.map { max(end, $0) } }
                homes[homes.count - 1] = Home(address: address, from: last.from, to: to, gapBefore: last.gapBefore)
                continue
            }
            let before = homes.isEmpty ? nil : gap(homes[homes.count - 1].to, address.startDate)
            homes.append(Home(address: address, from: address.startDate, to: address.endDate, gapBefore: before))
        }
        return homes
    }

    /// How many times the child moved: one fewer than the homes, a return to an earlier home counting as a move.
    public static func count(_ addresses: [HomeAddress]) -> Int { max(0, homes(addresses).count - 1) }

    /// The home that counts on a day: the latest started by then, else the latest there is.
    public static func current(_ addresses: [HomeAddress], on day: Day) -> HomeAddress? {
        latestStarted(addresses, on: day) { $0.startDate }
    }

    private static func key(_ day: Day?, open: Bool = false) -> Day { day ?? (open ? .open : Day(number: .min)) }

    private static func gap(_ end: Day?, _ start: Day?) -> Int? {
        guard let end, let start else { return nil }
        return max(0, start - end - 1)
    }

    private static func samePlace(_ a: HomeAddress, _ b: HomeAddress) -> Bool {
        Places.tidy(a.postcode ?? "") == Places.tidy(b.postcode ?? "") && Names.fold(a.line) == Names.fold(b.line)
    }
}
