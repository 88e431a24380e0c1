internal import Dense
public import Geo
public import Streets

/// How one moves along a stretch.
public enum Movement: UInt8, Sendable {
  case ride, push, walk

  /// The word used in answers.
  public var name: String { "\(self)" }
}

/// A part of a segment, travelled in one go.
public struct Stretch: Hashable, Sendable {
  public var arc: ArcID
  public var heading: Heading
  public var movement: Movement
  /// Offsets from the segment's tail where it starts and ends.
  public var from: Millimetres
  public var to: Millimetres
  public var time: Milliseconds
}

/// A journey's whole way: what is travelled where, and where the vehicle is left.
public struct JourneyPath: Hashable, Sendable {
  public var stretches: [Stretch] = []
  /// The vehicle is left before this stretch; nil on foot.
  public var parkingIndex: Int?
  /// The node where it is left, or nil where that is beside the goal's segment.
  public var parkingNode: NodeID?
  public var parkingTime = Milliseconds.zero
  /// The walk back to the vehicle, where it counts.
  public var returnTime = Milliseconds.zero

  public init() {}
}

extension JourneySearch {
  /// The way of the last journey found.
  ///
  /// The times of its stretches, of parking and of the walks at both ends add up to its duration.
  public func path(from starts: [EndPosition], to goals: [EndPosition], cost: JourneyCost) -> JourneyPath {
    guard let travel, let walking else { return JourneyPath() }
    var tracer = PathTracer(search: self, travel: travel, walking: walking, starts: starts, goals: goals)
    tracer.trace(meeting, cost)
    return tracer.path
  }
}

extension JourneySearch {
  /// How long the last journey found is between its two ends, their walks not counted.
  ///
  /// Equals the sum over ``path(from:to:cost:)``, without making it. Allocates nothing once warm.
  /// - Complexity: O(segments of the way).
  public func length(from starts: [EndPosition], to goals: [EndPosition], cost: JourneyCost) -> Millimetres {
    var total: UInt32 = 0
    switch meeting {
    case .none: break
    case .segment:
      let (first, last) = (starts[cost.start].offset, goals[cost.goal].offset)
      total = max(first, last).rawValue - min(first, last).rawValue
    case .zone(let node):
      total = startLength(to: node, starts) + goalLength(from: node, goals)
    case .hierarchy(let source, let target):
      total += query.length { network.length[network.heading[$0].segment] }.rawValue
      total += startLength(to: sources[source].node, starts) + goalLength(from: targets[target].node, goals)
    }
    return Millimetres(total)
  }

  private func startLength(to node: NodeID, _ starts: [EndPosition]) -> UInt32 {
    var (node, total) = (node, UInt32(0))
    while let arc = forward.via(node).arc {
      total += network.length[network.heading[arc].segment].rawValue
      node = network.tail[arc]
    }
    guard let end = forward.via(node).end else { return total }
    let start = starts[startSeeds[end].position]
    let isAgainst = network.heading[startSeeds[end].arc].isAgainst
    return total + (isAgainst ? start.offset : rest(start.segment, start.offset)).rawValue
  }

  private func goalLength(from node: NodeID, _ goals: [EndPosition]) -> UInt32 {
    var (node, total) = (node, UInt32(0))
    func partial(_ seed: PartialArc) -> UInt32 {
      let goal = goals[seed.position]
      return (network.heading[seed.arc].isAgainst ? rest(goal.segment, goal.offset) : goal.offset).rawValue
    }
    if options.mode.isVehicle {
      while let arc = ride.via(node).arc {
        total += network.length[network.heading[arc].segment].rawValue
        node = network.head[arc]
      }
      if let end = ride.via(node).end { return total + partial(rideSeeds[end]) }
    }
    while let arc = walk.via(node).arc {
      total += network.length[network.heading[arc].segment].rawValue
      node = network.head[arc]
    }
    return total + (walk.via(node).end.map { partial(walkSeeds[$0]) } ?? 0)
  }
}

extension JourneySearch {
  /// A journey of the last query that takes another way through the hierarchy.
  func journey(
    over other: Alternative, from starts: [EndPosition], to goals: [EndPosition]
  ) -> (cost: JourneyCost, path: JourneyPath) {
    let ends = (sources[other.connection.source].node, targets[other.connection.target].node)
    let cost = JourneyCost(duration: other.connection.time, start: startRow(ends.0), goal: goalRow(ends.1))
    guard let travel, let walking else { return (cost, JourneyPath()) }
    var tracer = PathTracer(search: self, travel: travel, walking: walking, starts: starts, goals: goals)
    tracer.trace(from: ends.0, over: other.path, to: ends.1)
    return (cost, tracer.path)
  }
}

/// Collects the stretches of a journey from the labels of its searches.
private struct PathTracer {
  let search: JourneySearch
  let travel: ModeState
  let walking: ModeState
  let starts: [EndPosition]
  let goals: [EndPosition]
  var path = JourneyPath()

  private var network: Network { search.network }

  init(
    search: JourneySearch, travel: ModeState, walking: ModeState, starts: [EndPosition], goals: [EndPosition]
  ) {
    self.search = search
    self.travel = travel
    self.walking = walking
    self.starts = starts
    self.goals = goals
  }

  mutating func trace(_ meeting: JourneySearch.Meeting, _ cost: JourneyCost) {
    switch meeting {
    case .none: break
    case .segment(let arc):
      add(arc, travel, from: starts[cost.start].offset, to: goals[cost.goal].offset)
      parkBeside(goals[cost.goal], arc)
    case .zone(let node):
      traceStart(to: node)
      traceGoal(from: node)
    case .hierarchy(let source, let target):
      let (first, last) = (search.sources[source].node, search.targets[target].node)
      trace(from: first, over: search.query.unpackPath(), to: last)
    }
  }

  mutating func trace(from first: NodeID, over arcs: [ArcID], to last: NodeID) {
    traceStart(to: first)
    for arc in arcs { addWhole(arc, travel) }
    traceGoal(from: last)
  }

  private mutating func traceStart(to node: NodeID) {
    var node = node
    var arcs: [ArcID] = []
    while let arc = search.forward.via(node).arc {
      arcs.append(arc)
      node = network.tail[arc]
    }
    if let end = search.forward.via(node).end {
      let seed = search.startSeeds[end]
      let start = starts[seed.position]
      let isAgainst = network.heading[seed.arc].isAgainst
      add(seed.arc, travel, from: start.offset, to: isAgainst ? .zero : network.length[start.segment])
    }
    for arc in arcs.reversed() { addWhole(arc, travel) }
  }

  private mutating func traceGoal(from node: NodeID) {
    guard search.options.mode.isVehicle else { return traceWalk(from: node) }
    var node = node
    while let arc = search.ride.via(node).arc {
      addWhole(arc, travel)
      node = network.head[arc]
    }
    if let end = search.ride.via(node).end {
      let seed = search.rideSeeds[end]
      let goal = goals[seed.position]
      addEnd(seed.arc, travel, to: goal)
      parkBeside(goal, seed.arc)
    } else {
      let isBay = travel.table.parking[node] == 2
      path.parkingIndex = path.stretches.count
      path.parkingNode = node
      path.parkingTime = Milliseconds(isBay ? search.bayParking : search.roadsideParking)
      if search.options.countsReturn { path.returnTime = Milliseconds(search.back[node]) }
      traceWalk(from: node)
    }
  }

  private mutating func traceWalk(from node: NodeID) {
    var node = node
    while let arc = search.walk.via(node).arc {
      addWhole(arc, walking)
      node = network.head[arc]
    }
    guard let end = search.walk.via(node).end else { return }
    let seed = search.walkSeeds[end]
    addEnd(seed.arc, walking, to: goals[seed.position])
  }

  private mutating func parkBeside(_ goal: EndPosition, _ arc: ArcID) {
    guard search.options.mode.isVehicle else { return }
    path.parkingIndex = path.stretches.count
    path.parkingTime = Milliseconds(search.roadsideParking)
    if search.options.countsReturn { path.returnTime = goal.walk }
  }

  private mutating func addEnd(_ arc: ArcID, _ state: ModeState, to goal: EndPosition) {
    let isAgainst = network.heading[arc].isAgainst
    add(arc, state, from: isAgainst ? network.length[goal.segment] : .zero, to: goal.offset)
  }

  private mutating func addWhole(_ arc: ArcID, _ state: ModeState) {
    let heading = network.heading[arc]
    let length = network.length[heading.segment]
    let (from, to) = heading.isAgainst ? (length, Millimetres.zero) : (.zero, length)
    path.stretches.append(
      Stretch(
        arc: arc, heading: heading, movement: movement(heading, state), from: from, to: to,
        time: Milliseconds(state.table.time[arc])))
  }

  private mutating func add(_ arc: ArcID, _ state: ModeState, from: Millimetres, to: Millimetres) {
    let part = Millimetres(max(from.rawValue, to.rawValue) - min(from.rawValue, to.rawValue))
    let heading = network.heading[arc]
    path.stretches.append(
      Stretch(
        arc: arc, heading: heading, movement: movement(heading, state), from: from, to: to,
        time: Milliseconds(search.partialTime(arc, part, state))))
  }

  private func movement(_ heading: Heading, _ state: ModeState) -> Movement {
    guard state.table.mode.isVehicle else { return .walk }
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], state.table.mode)]
    return traits.pushed & (heading.isAgainst ? 2 : 1) != 0 ? .push : .ride
  }
}
