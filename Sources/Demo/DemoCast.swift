import Casework

/// The particular children among the first of a service of forty or more: the cases that pages, rules and tests need to meet.
public enum DemoCast: Int, CaseIterable, Sendable {
    /// On a rehabilitation order that runs on the last day; child 1, who may be given thousands of contacts.
    case onAnOrder = 1
    case olderSibling, youngerSibling
    case twin, otherTwin
    /// One child entered twice, the second time with a slip in the name: to be merged.
    case enteredOnce, enteredAgain
    /// Came with an outcome from another area, and that area's reference.
    case movedHere
    /// Made in error and withdrawn.
    case withdrawn
    /// Turned 18 while on an order.
    case eighteenOnAnOrder
    /// Sentenced to detention and training, since released.
    case released
    case oneName, longName
    /// Turns 18 in twenty days, on a conditional caution.
    case nearlyEighteen
    /// Looked after by another area and living here in a residential home.
    case placedHere
    /// A father not to be contacted, a grandmother to ring first.
    case doNotContact
    /// Referred to the NRM; needs an interpreter.
    case exploited
    case prevention
    /// A cousin of somebody who works here: the file is restricted, and that person is kept out of it by name.
    case turnaround
    /// A court case sent back for an out-of-court decision.
    case sentBack

    /// The child's number in the service, from 1.
    public var number: Int { rawValue }
}
