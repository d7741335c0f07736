import Casework

/// How consent to one purpose stands on a day: of everybody asked, the latest answer decides (S-PEO-11).
///
/// A consent withdrawn is a no on the day of withdrawing. Of a yes and a no of one day the no counts, unless the yes came after a withdrawal.
public struct ConsentStanding: Sendable {
    public struct Answer: Sendable, Equatable {
        public let isYes: Bool
        public let on: Day
    }

    public let child: Answer?
    public let parent: Answer?
    /// Of a yes nobody is named for: anybody's later no overtakes it.
    public let unnamed: Answer?

    public init(_ consents: [Consent], to purpose: String, on day: Day) {
        let events = consents.filter { $0.purpose == purpose }.flatMap(Self.events).filter { $0.day <= day }
        func latest(_ speaks: (Event) -> Bool) -> Answer? {
            events.filter(speaks).max { ($0.day, $0.rank) < ($1.day, $1.rank) }.map { Answer(isYes: $0.rank == Event.yes, on: $0.day) }
        }
        // A no nobody is named for is taken as everybody's; a yes as nobody's but its own.
        func isOf(_ giver: String, _ event: Event) -> Bool {
            event.giver == giver || event.giver == "BOTH" || (event.giver == nil && event.rank != Event.yes)
        }
        child = latest { isOf("CHILD", $0) }
        parent = latest { isOf("PARENT", $0) }
        unnamed = latest { $0.giver == nil || $0.rank != Event.yes }
    }

    /// Whether anybody's yes stands and the child has not said no: what is voluntary is the child's to refuse, whoever else agrees.
    public var stands: Bool { child?.isYes ?? (parent?.isYes == true || unnamed?.isYes == true) }

    /// Whether a yes recorded of somebody is still their last word.
    public func upholds(_ giver: String?) -> Bool {
        switch giver {
        case "CHILD": child?.isYes ?? false
        case "PARENT": parent?.isYes ?? false
        case "BOTH": (child?.isYes ?? false) && (parent?.isYes ?? false)
        default: unnamed?.isYes ?? false
        }
    }

    private struct Event {
        static let (withdrawal, yes, no) = (0, 1, 2)
        let giver: String?
        let day: Day
        let rank: Int
    }

    private static func events(_ one: Consent) -> [Event] {
        guard one.answer == "GIVEN" else {
            return one.answer == "REFUSED" ? [Event(giver: one.givenBy, day: one.onDate, rank: Event.no)] : []
        }
        let withdrawn = one.withdrawnOn.map { Event(giver: one.givenBy, day: $0, rank: Event.withdrawal) }
        // Given and withdrawn on one day it never stood.
        let given = one.withdrawnOn == one.onDate ? nil : Event(giver: one.givenBy, day: one.onDate, rank: Event.yes)
        return [given, withdrawn].compactMap { $0 }
    }
}
