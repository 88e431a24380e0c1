internal import Dense
internal import Geo
public import OSM
internal import Streets

/// The reusable memory of one thread's journeys in one city.
///
/// A journey has up to three parts: a *local start* that leaves private land, the *open network* answered by
/// the hierarchy, and a *local goal* that walks or rides from the open network to the end. For vehicles, the
/// local goal is a search backwards over two layers: walking to the door, and riding to where the vehicle is
/// left. Zones are entered only to start or end there; see ``CoreComponents``.
///
/// Made once, used for any number of queries one after the other. Allocates nothing once warm.
public final class JourneySearch {
  public let city: City
  let network: Network
  let query: QueryWorkspace
  let forward: NodeLabels
  let walk: NodeLabels
  let ride: NodeLabels
  let back: NodeLabels
  let heap = SearchHeap()
  let verdicts: VerdictCache

  var startSeeds: [PartialArc] = []
  var walkSeeds: [PartialArc] = []
  var rideSeeds: [PartialArc] = []
  var sources: [Seed] = []
  var targets: [Seed] = []
  var meeting = Meeting.none
  /// Of the last query.
  var options = JourneyOptions(mode: .foot, departure: CivilTime(seconds: 0))
  var travel: ModeState?
  var walking: ModeState?
  /// Whether ``quickestWayIn`` bounds the walk; not where that leaves no journey.
  var isWalkLimited = true
  /// The least time from the open network to a goal, riding, parking and walking; once known.
  var quickestWayIn = Milliseconds.unreachable.rawValue

  /// A part of an arc between an end position and one of the arc's nodes.
  struct PartialArc {
    var arc: ArcID
    var position: Int
  }

  /// Where the best journey's parts meet.
  enum Meeting: Equatable {
    case none
    /// Start and goal lie on the same segment; the arc leads from one to the other.
    case segment(ArcID)
    /// Both local searches met in a zone.
    case zone(NodeID)
    /// The hierarchy joined these rows of ``sources`` and ``targets``.
    case hierarchy(source: Int, target: Int)
  }

  /// - Parameters:
  ///   - city: The city that is searched.
  ///   - former: A search whose memory becomes that of this one and which searches no more; of a city with the same
  ///     nodes and the same hierarchy.
  public init(city: City, takingFrom former: JourneySearch? = nil) {
    self.city = city
    network = city.network
    let count = network.coordinate.count
    precondition(former.map { $0.network.coordinate.count == count } ?? true, "a city with other nodes")
    query = former?.query ?? QueryWorkspace(city.hierarchy)
    forward = former?.forward ?? NodeLabels(nodeCount: count)
    walk = former?.walk ?? NodeLabels(nodeCount: count)
    ride = former?.ride ?? NodeLabels(nodeCount: count)
    back = former?.back ?? NodeLabels(nodeCount: count)
    verdicts = VerdictCache(city.rules)
  }

  /// Lets go of the states asked last; nothing of the last query can be asked for any more.
  func rest() {
    (travel, walking, meeting) = (nil, nil, .none)
    query.rest()
  }

  /// Finds the quickest journey between two sets of positions.
  ///
  /// - Parameters:
  ///   - starts: Where it may start.
  ///   - goals: Where it may end.
  ///   - options: What it has to respect.
  ///   - travel: State of the travelling mode at the departure.
  ///   - walking: State of walking at the departure.
  ///   - bound: Which verdicts count where local rules change with time.
  /// - Returns: nil where none exists.
  /// - Complexity: O(zones at both ends + search space of the hierarchy).
  func run(
    from starts: [EndPosition], to goals: [EndPosition], options: JourneyOptions, travel: ModeState,
    walking: ModeState, bound: VerdictCache.Bound = .departure
  ) -> JourneyCost? {
    isWalkLimited = true
    let found = attempt(starts, goals, options, travel, walking, bound)
    guard found == nil, options.mode.isVehicle, walkLimit < JourneyOptions.longestWalk.rawValue else {
      return found
    }
    // The way in leads from streets that one cannot get to: behind a gate that admits no vehicle.
    isWalkLimited = false
    defer { quickestWayIn = Milliseconds.unreachable.rawValue }
    return attempt(starts, goals, options, travel, walking, bound)
  }

  private func attempt(
    _ starts: [EndPosition], _ goals: [EndPosition], _ options: JourneyOptions, _ travel: ModeState,
    _ walking: ModeState, _ bound: VerdictCache.Bound
  ) -> JourneyCost? {
    prepare(options, travel, walking, bound)
    seedStarts(starts, travel)
    expandStart(travel)
    expandGoal(goals, travel, walking)
    var best = directSegment(starts, goals, travel)
    meetInZone(&best, travel)
    meetInHierarchy(&best, travel)
    guard best.time < Milliseconds.unreachable.rawValue else { return nil }
    meeting = best.meeting
    return JourneyCost(duration: Milliseconds(best.time), start: best.start, goal: best.goal)
  }

  /// The local search backwards from the goals.
  func expandGoal(_ goals: [EndPosition], _ travel: ModeState, _ walking: ModeState) {
    if options.mode.isVehicle {
      if options.countsReturn { findWaysBack(goals, walking) }
      seedParkedGoals(goals, travel, walking)
      expandParkedGoal(travel, walking)
    } else {
      seedWalkedGoals(goals, walking)
      expandWalkedGoal(walking)
    }
  }

  /// When the first verdict that this query relied on changes; nil = never.
  public var horizon: CivilTime? { verdicts.horizon }

  struct Best {
    var time = Milliseconds.unreachable.rawValue
    var meeting = Meeting.none
    var start = 0
    var goal = 0
  }

  func prepare(
    _ options: JourneyOptions, _ travel: ModeState, _ walking: ModeState,
    _ bound: VerdictCache.Bound = .departure
  ) {
    self.options = options
    self.travel = travel
    self.walking = walking
    verdicts.start(passes: options.passes, at: options.departure, bound: bound)
    for labels in [forward, walk, ride, back] { labels.reset() }
    heap.reset()
    startSeeds.removeAll(keepingCapacity: true)
    walkSeeds.removeAll(keepingCapacity: true)
    rideSeeds.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
    targets.removeAll(keepingCapacity: true)
    quickestWayIn = Milliseconds.unreachable.rawValue
    meeting = .none
  }

  // MARK: Permissions and times

  /// What the traveller may do on `arc` now.
  func permission(_ arc: ArcID, _ state: ModeState) -> Permission {
    let said = state.arcState[arc]
    if said < ArcState.asks { return Permission(rawValue: said) ?? .closed }
    return verdicts.permission(network.rule[network.heading[arc].segment], state.table.mode)
  }

  /// Time of `part` of an arc's length.
  func partialTime(_ arc: ArcID, _ part: Millimetres, _ state: ModeState) -> UInt32 {
    let time = UInt64(state.table.time[arc])
    let length = UInt64(network.length[network.heading[arc].segment].rawValue)
    guard length > 0 else { return UInt32(time) }
    return UInt32((time * UInt64(part.rawValue) + length / 2) / length)
  }

  func isUsable(_ arc: ArcID, _ state: ModeState) -> Bool {
    state.table.time[arc] < Milliseconds.unreachable.rawValue && permission(arc, state) != .closed
  }

  /// Length of the segment beyond `offset`.
  func rest(_ segment: SegmentID, _ offset: Millimetres) -> Millimetres {
    let length = network.length[segment].rawValue
    return Millimetres(length - min(offset.rawValue, length))
  }

  /// The two ways from a position to the ends of its segment, and how much of each.
  func partialArcs(_ end: EndPosition) -> [(part: Millimetres, arc: ArcID)] {
    let first = network.arcs[end.segment].lowerBound
    return [
      (rest(end.segment, end.offset), network.arcs.values[first]),
      (end.offset, network.arcs.values[first.advanced(by: 1)]),
    ]
  }

  // MARK: Start

  func seedStarts(_ starts: [EndPosition], _ state: ModeState) {
    for (row, start) in starts.enumerated() {
      for (part, arc) in partialArcs(start) where isUsable(arc, state) {
        let cost = start.walk.rawValue + partialTime(arc, part, state)
        startSeeds.append(PartialArc(arc: arc, position: row))
        if forward.relax(network.head[arc], cost, via: Via(end: startSeeds.count - 1)) {
          heap.push(cost, network.head[arc].rawValue)
        }
      }
    }
  }

  /// Leaves the zone of the start: stops at every node of the open network.
  func expandStart(_ state: ModeState) {
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard forward.settle(node, at: cost) else { continue }
      if state.isCore[node] != 0 {
        sources.append(Seed(node, Milliseconds(cost)))
        continue
      }
      for arc in network.arcs(from: node) where isUsable(arc, state) {
        let reached = cost + state.table.time[arc]
        if forward.relax(network.head[arc], reached, via: Via(arc: arc)) {
          heap.push(reached, network.head[arc].rawValue)
        }
      }
    }
  }

  // MARK: Meeting

  /// Start and goal on one segment, the goal ahead.
  private func directSegment(_ starts: [EndPosition], _ goals: [EndPosition], _ state: ModeState) -> Best {
    var best = Best()
    for (row, start) in starts.enumerated() {
      for (column, goal) in goals.enumerated() where start.segment == goal.segment {
        let (arc, part) = directArc(start, to: goal.offset)
        guard isUsable(arc, state), let parking = parkingTime(arc: arc, goal) else { continue }
        let time = start.walk.rawValue + partialTime(arc, part, state) + parking + goal.walk.rawValue
        if time < best.time { best = Best(time: time, meeting: .segment(arc), start: row, goal: column) }
      }
    }
    return best
  }

  /// The way along the start's own segment, and how much of it.
  func directArc(_ start: EndPosition, to offset: Millimetres) -> (arc: ArcID, part: Millimetres) {
    let (nearer, farther) = (
      min(start.offset.rawValue, offset.rawValue), max(start.offset.rawValue, offset.rawValue)
    )
    let first = network.arcs[start.segment].lowerBound
    let arc = network.arcs.values[start.offset <= offset ? first : first.advanced(by: 1)]
    return (arc, Millimetres(farther - nearer))
  }

  /// What leaving the vehicle at a goal's position costs; nil where it may not be left.
  func parkingTime(arc: ArcID, _ goal: EndPosition) -> UInt32? {
    guard options.mode.isVehicle else { return 0 }
    guard ModeTable.allowsParking(network, network.heading[arc], options.mode) else { return nil }
    let walkBack = options.countsReturn ? goal.walk.rawValue : 0
    return roadsideParking + walkBack
  }

  var roadsideParking: UInt32 { Milliseconds(seconds: Profile.of(options.mode).parkAtRoadside).rawValue }
  var bayParking: UInt32 { Milliseconds(seconds: Profile.of(options.mode).parkAtBay).rawValue }

  /// Both local searches may meet inside a zone.
  private func meetInZone(_ best: inout Best, _ state: ModeState) {
    let goalLabels = options.mode.isVehicle ? ride : walk
    for node in forward.touched where state.isCore[node] == 0 {
      let time = forward[node] + goalLabels[node]
      guard time < best.time else { continue }
      best = Best(time: time, meeting: .zone(node), start: startRow(node), goal: goalRow(node))
    }
  }

  private func meetInHierarchy(_ best: inout Best, _ state: ModeState) {
    guard !sources.isEmpty, !targets.isEmpty else { return }
    guard let found = query.run(state.metric, sources: sources.span, targets: targets.span),
      found.time.rawValue < best.time
    else { return }
    best = Best(
      time: found.time.rawValue, meeting: .hierarchy(source: found.source, target: found.target),
      start: startRow(sources[found.source].node), goal: goalRow(targets[found.target].node))
  }

  // MARK: Tracing

  /// The row of the start position from which `node` was reached.
  func startRow(_ node: NodeID) -> Int {
    var node = node
    while let arc = forward.via(node).arc { node = network.tail[arc] }
    return forward.via(node).end.map { startSeeds[$0].position } ?? 0
  }

  /// The row of the goal position that `node` leads to.
  func goalRow(_ node: NodeID) -> Int {
    var node = node
    if options.mode.isVehicle {
      while let arc = ride.via(node).arc { node = network.head[arc] }
      if let end = ride.via(node).end { return rideSeeds[end].position }
    }
    while let arc = walk.via(node).arc { node = network.head[arc] }
    return walk.via(node).end.map { walkSeeds[$0].position } ?? 0
  }
}
