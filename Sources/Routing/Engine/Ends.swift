internal import Dense
public import Geo
public import OSM
public import Streets

/// Where somebody wants to start or go, found on the map.
public struct JourneyEnd: Sendable {
  /// What kind of thing it is.
  public enum Kind: Sendable, Hashable {
    /// One or more doors, of a building or an address.
    case doors
    /// A spot on the ground.
    case spot
  }

  public var kind: Kind
  /// What was asked for, resolved: a name, an address or a coordinate.
  public var label: String
  /// The doors that will do; empty for a spot.
  public var doors: [DoorChoice]
  /// The walks between the end and the network, best first.
  public var approaches: [Approach]

  public init(kind: Kind, label: String, doors: [DoorChoice], approaches: [Approach]) {
    self.kind = kind
    self.label = label
    self.doors = doors
    self.approaches = approaches
  }

  /// The positions on the network that the approaches lead to.
  public var positions: [EndPosition] { approaches.map(\.position) }

  /// Where one is at `other` already: a door that both have, or the same spot; nil where one has to go.
  public func meeting(_ other: JourneyEnd) -> Coordinate? {
    let shared = doors.first { door in
      other.doors.contains { $0.element == door.element && $0.position == door.position }
    }
    if let shared { return shared.position }
    guard doors.isEmpty, other.doors.isEmpty, let here = approaches.first?.line.first,
      let there = other.approaches.first?.line.first, here.distance(to: there) < 0.5
    else { return nil }
    return there
  }
}

/// A door that a journey may end at.
public struct DoorChoice: Hashable, Sendable {
  /// The mapped door; `.none` where it is inferred.
  public var door: DoorID
  /// `node/1` of a mapped door; of an inferred one its building, `way/1`.
  public var element: ElementID
  public var isInferred: Bool
  public var position: Coordinate
  public var building: BuildingID

  public init(door: DoorID, element: ElementID, isInferred: Bool, position: Coordinate, building: BuildingID)
  {
    self.door = door
    self.element = element
    self.isInferred = isInferred
    self.position = position
    self.building = building
  }
}

/// A walk between an end and a spot on the network.
public struct Approach: Hashable, Sendable {
  public var position: EndPosition
  /// Row of ``JourneyEnd/doors``; -1 for a spot.
  public var door: Int
  /// The walk from the end to the network, both included.
  public var line: [Coordinate]
  /// Metres.
  public var length: Double
  /// Whether it crosses nothing that is mapped.
  public var isClear: Bool

  public init(position: EndPosition, door: Int, line: [Coordinate], length: Double, isClear: Bool) {
    self.position = position
    self.door = door
    self.line = line
    self.length = length
    self.isClear = isClear
  }
}

/// A journey found, before it is put into words.
public struct FoundJourney: Sendable {
  public var options: JourneyOptions
  public var start: JourneyEnd
  public var goal: JourneyEnd
  public var cost: JourneyCost
  public var path: JourneyPath

  public init(
    options: JourneyOptions, start: JourneyEnd, goal: JourneyEnd, cost: JourneyCost, path: JourneyPath
  ) {
    self.options = options
    self.start = start
    self.goal = goal
    self.cost = cost
    self.path = path
  }

  /// The walk from the start to the network.
  public var startApproach: Approach { start.approaches[cost.start] }
  /// The walk from the network to the goal, drawn from the goal.
  public var goalApproach: Approach { goal.approaches[cost.goal] }
}

/// Why a goal cannot be reached, and how far one gets.
public struct Obstruction: Sendable {
  /// The first closed gate or way on the way that would be taken otherwise; nil where there is none at all.
  public var gate: GateID?
  public var rule: RuleID?
  /// Whom it is closed to: the vehicle, or the walker who left it.
  public var mode: Mode
  public var verdict: Verdict?
  /// Passes that would open it.
  public var passes: [String]
  /// The nearest point to the goal that can be reached.
  public var nearestReachable: Coordinate?

  public init(
    gate: GateID?, rule: RuleID?, mode: Mode, verdict: Verdict?, passes: [String],
    nearestReachable: Coordinate?
  ) {
    self.gate = gate
    self.rule = rule
    self.mode = mode
    self.verdict = verdict
    self.passes = passes
    self.nearestReachable = nearestReachable
  }
}
