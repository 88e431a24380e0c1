internal import Dense
public import Geo
internal import OSM
internal import Streets

/// How long a leg takes and how long its way is; which of both ends' approaches it uses.
public struct LegCost: Hashable, Sendable {
  public var duration: Milliseconds
  public var length: Millimetres
  /// Rows of the approaches of start and goal.
  public var start: Int
  public var goal: Int

  public static let none = LegCost(duration: .zero, length: .zero, start: 0, goal: 0)
}

extension Router {
  /// Duration and length of the quickest journey, without its way where that is not needed; nil where none exists.
  ///
  /// - Complexity: that of ``cost(from:to:options:)``; where a walk at an end passes a gate, or a gate changes on
  ///   the way, the whole journey is made.
  public func legCost(from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions) throws -> LegCost?
  {
    if start.meeting(goal) != nil { return LegCost.none }
    if !start.approaches.contains(where: { $0.position.gate != .none }),
      !goal.approaches.contains(where: { $0.position.gate != .none })
    {
      let (starts, goals) = (start.positions, goal.positions)
      guard let cost = try cost(from: starts, to: goals, options: options) else { return nil }
      if !lastWasPlain {
        let length = length(from: starts, to: goals, cost: cost)
        return LegCost(
          duration: cost.duration,
          length: length + Millimetres(metres: start.approaches[cost.start].length)
            + Millimetres(metres: goal.approaches[cost.goal].length), start: cost.start, goal: cost.goal)
      }
    }
    return try leg(from: start, to: goal, options: options).map { $0.legCost(of: start, goal) }
  }

  /// The quickest journey, without an explanation where there is none.
  public func leg(from start: JourneyEnd, to goal: JourneyEnd, options: JourneyOptions) throws
    -> FoundJourney?
  {
    begin()
    return try quickRoute(from: start, to: goal, options: options)
  }
}

extension FoundJourney {
  /// The journey of somebody who stands at one of the goal's places already.
  public static func standing(at place: Coordinate, _ goal: JourneyEnd, _ options: JourneyOptions)
    -> FoundJourney
  {
    var still = goal.approaches.first { $0.line.first == place } ?? goal.approaches[0]
    still.line = [place]
    still.length = 0
    still.position.walk = .zero
    let end = JourneyEnd(kind: goal.kind, label: goal.label, doors: goal.doors, approaches: [still])
    return FoundJourney(
      options: options, start: end, goal: end, cost: JourneyCost(duration: .zero, start: 0, goal: 0),
      path: JourneyPath())
  }

  /// Journeys on streets alone, each of which begins where the one before ends, as one.
  ///
  /// - Precondition: There is at least one.
  public init(joining parts: [FoundJourney]) {
    var whole = parts[0]
    for part in parts.dropFirst() {
      whole.path.stretches += part.path.stretches
      whole.cost.duration = whole.cost.duration + part.cost.duration
      whole.goal = part.goal
    }
    self = whole
  }

  /// Metres of the way and both walks.
  public var length: Millimetres {
    let way = path.stretches.reduce(UInt32(0)) {
      $0 + max($1.from, $1.to).rawValue - min($1.from, $1.to).rawValue
    }
    return Millimetres(way) + Millimetres(metres: startApproach.length)
      + Millimetres(metres: goalApproach.length)
  }

  /// Its cost with rows of the approaches of the ends that were asked for.
  func legCost(of start: JourneyEnd, _ goal: JourneyEnd) -> LegCost {
    LegCost(
      duration: cost.duration, length: length,
      start: start.approaches.firstIndex(of: startApproach) ?? 0,
      goal: goal.approaches.firstIndex(of: goalApproach) ?? 0)
  }
}
