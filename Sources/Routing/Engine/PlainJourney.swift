internal import Dense
internal import Geo
public import OSM
public import Streets

/// The same journeys by forward Dijkstra on the network itself, simple and slow.
///
/// It asks every gate at the moment of arrival there, so it also answers the few journeys during which a gate
/// opens or closes. Given a metric that no journey is below, it is led to the goal; without one it is what
/// tests hold the fast search against. With ``Leniency/passesClosed`` it finds the way that
/// would be taken if all gates were open, for the explanation why a door cannot be reached.
public struct PlainJourney {
  /// What happens at a closed gate.
  public enum Leniency: Sendable {
    case obeys
    /// Passes at the price of ten minutes what a pass or another hour opens, of two hours what never opens.
    case passesClosed
  }

  /// A journey found: its duration, its stretches, and the closed arcs that it passes.
  public struct Result: Sendable {
    public var cost: JourneyCost
    public var path: JourneyPath
    public var closed: [ClosedArc]

    func takesLonger(than seconds: Int64) -> Bool { Int64(cost.duration.rawValue) > seconds * 1000 }
  }

  /// What would have to be open, and when one would be there.
  public struct ClosedArc: Sendable {
    public var arc: ArcID
    public var time: CivilTime
    public var verdict: Verdict
  }

  let city: City
  let options: JourneyOptions
  let travel: ModeState
  let walking: ModeState
  let leniency: Leniency
  /// What is closed or opened for a while on the arcs that it concerns; asked at the moment of arrival.
  let closures: [ArcID: [Closure]]
  var verdicts: [PermissionKey: (from: CivilTime, verdict: Verdict)] = [:]
  /// Times that no journey is below, if the search is to be led to the goal.
  private let bound: Metric?
  private var potential: Potential?
  /// States that a search which is led looks at before it asks what encloses the goals: few need as many.
  var patience = 1000
  /// What keeps one from the goals, where closed gates may be passed at a price and the search is led to them.
  private var enclosure: Enclosure?

  struct PermissionKey: Hashable {
    var rule: RuleID
    var mode: Mode
  }

  /// Where one is in the journey's order: each phase is entered once.
  enum Phase: UInt8, CaseIterable {
    case leavingZone, openNetwork, enteringZone, walking
  }

  static let closedPenalty = Milliseconds(seconds: 600).rawValue
  static let hopelessPenalty = Milliseconds(seconds: 2 * 3600).rawValue
  static let infinite = Milliseconds.unreachable.rawValue

  public init(
    city: City, options: JourneyOptions, travel: ModeState, walking: ModeState, leniency: Leniency = .obeys,
    closures: ClosureSet? = nil, bound: Metric? = nil
  ) {
    self.bound = bound
    self.closures = closures?.byArc ?? [:]
    self.city = city
    self.options = options
    self.travel = travel
    self.walking = walking
    self.leniency = leniency
  }

  var network: Network { city.network }

  // MARK: Search

  struct Label {
    var cost: UInt32 = PlainJourney.infinite
    var previous: UInt32 = .max
    var arc = ArcID.none
    var isDone = false
  }

  /// Labels of states, with memory for those blocks that are touched.
  struct Labels {
    private static let bits: UInt32 = 8
    private var blocks: [[Label]]

    init(count: Int) { blocks = Array(repeating: [], count: count >> Int(Labels.bits) + 1) }

    subscript(item: UInt32) -> Label {
      get {
        let block = Int(item >> Labels.bits)
        return blocks[block].isEmpty ? Label() : blocks[block][Int(item & (1 << Labels.bits - 1))]
      }
      _modify {
        let block = Int(item >> Labels.bits)
        if blocks[block].isEmpty { blocks[block] = Array(repeating: Label(), count: 1 << Labels.bits) }
        yield &blocks[block][Int(item & (1 << Labels.bits - 1))]
      }
    }
  }

  /// A state is a node in a phase.
  private func state(_ node: NodeID, _ phase: Phase) -> UInt32 { node.rawValue * 4 + UInt32(phase.rawValue) }

  /// - Complexity: O((nodes + arcs) log nodes).
  public mutating func run(from starts: [EndPosition], to goals: [EndPosition]) -> Result? {
    potential = bound.map { Potential($0, to: targets(goals)) }
    enclosure = nil
    var outcome = search(from: starts, to: goals, isWalkLimited: true)
    if outcome.isTired {
      let longest = longest(from: starts)
      enclosure = enclosure(of: goals, for: longest)
      outcome = search(from: starts, to: goals, isWalkLimited: true, hasPatience: true)
      guard let found = outcome.result, enclosure != nil, found.takesLonger(than: longest) else {
        return outcome.result
      }
      // What encloses the goals now may have opened by then.
      enclosure = nil
      return search(from: starts, to: goals, isWalkLimited: true, hasPatience: true).result
    }
    if outcome.result != nil || outcome.isHopeless { return outcome.result }
    guard options.mode.isVehicle, leniency == .obeys else { return nil }
    return search(from: starts, to: goals, isWalkLimited: false).result
  }

  /// How a search ended.
  private struct Outcome {
    var result: Result?
    /// It gave up in order to know first what encloses the goals.
    var isTired = false
    /// Something closed encloses the goals, for as long as a journey may take.
    var isHopeless = false
  }

  private mutating func search(
    from starts: [EndPosition], to goals: [EndPosition], isWalkLimited: Bool, hasPatience: Bool = false
  ) -> Outcome {
    var labels = Labels(count: network.coordinate.count * 4)
    let heap = SearchHeap()
    let parkable = options.mode.isVehicle ? parkingPlaces(goals, isWalkLimited) : [:]
    let ends = endings(goals)
    var best = Finish()
    var left = hasPatience || bound == nil ? Int.max : patience
    direct(starts, goals, &best)
    for (row, start) in starts.enumerated() { seed(start, row, &labels, heap) }
    while let (key, item) = heap.pop() {
      guard key < best.cost else { break }
      let node = NodeID(rawValue: item / 4)
      let cost = labels[item].cost
      guard !labels[item].isDone, cost + toGo(from: node) == key else { continue }
      left -= 1
      if left == 0, best.cost == PlainJourney.infinite {
        if leniency == .passesClosed { return Outcome(isTired: true) }
        if isHopeless(starts, goals, labels, key) { return Outcome(isHopeless: true) }
      }
      labels[item].isDone = true
      guard let phase = Phase(rawValue: UInt8(item % 4)) else { continue }
      for ending in ends[node] ?? [] { finish(ending, phase, item, cost, goals, &best) }
      if phase != .walking, let parking = parkable[node] {
        relax(state(node, .walking), cost + parking, from: item, over: .none, &labels, heap)
      }
      expand(node, phase, item, cost, &labels, heap)
    }
    return Outcome(result: best.cost < PlainJourney.infinite ? result(best, starts, goals, labels) : nil)
  }

  /// Whether something closed keeps all journeys from the goals: those that the search has not looked at, which pass any node as
  /// late as `key`, the least time of theirs, lets them.
  private mutating func isHopeless(
    _ starts: [EndPosition], _ goals: [EndPosition], _ labels: Labels, _ key: UInt32
  ) -> Bool {
    // Where one may park is limited at first only: a later search may come to a gate earlier than this one.
    let reached = options.mode.isVehicle ? nil : key
    let around = enclosure(of: goals, for: longest(from: starts), reached: reached)
    // Some journey may have come in before it closed.
    return around.map { around in
      !around.inside.contains { node in
        Phase.allCases.contains { labels[state(node, $0)].cost < PlainJourney.infinite }
      }
    } ?? false
  }

  /// What a journey still takes from `node` at the least; 0 where nobody leads the search.
  mutating func toGo(from node: NodeID) -> UInt32 {
    guard let time = potential?(node) else { return 0 }
    guard let enclosure, time < PlainJourney.infinite, !enclosure.holds(node) else { return time }
    return enclosure.price.map { time + $0 } ?? PlainJourney.infinite
  }

  /// Seconds that no journey takes that passes one thing that never opens.
  private mutating func longest(from starts: [EndPosition]) -> Int64 {
    let heads = starts.flatMap { start in
      network.arcs[start.segment].map { network.head[network.arcs.values[$0]] }
    }
    let least = heads.map { toGo(from: $0) }.filter { $0 < PlainJourney.infinite }.min() ?? 0
    return 3 * Int64(least / 1000) + Int64(PlainJourney.hopelessPenalty / 1000)
  }

  /// Where the goals' segments are entered, with the least time from there.
  private func targets(_ goals: [EndPosition]) -> [Seed] {
    goals.flatMap { goal in
      network.arcs[goal.segment].map { item in
        let arc = network.arcs.values[item]
        let part = partBefore(arc, goal)
        let time = min(share(arc, part, travel), share(arc, part, walking))
        return Seed(network.tail[arc], Milliseconds(goal.walk.rawValue + time))
      }
    }
  }

  private mutating func relax(
    _ target: UInt32, _ cost: UInt32, from previous: UInt32, over arc: ArcID, _ labels: inout Labels,
    _ heap: SearchHeap
  ) {
    guard cost < labels[target].cost else { return }
    let rest = toGo(from: NodeID(rawValue: target / 4))
    guard rest < PlainJourney.infinite else { return }
    labels[target] = Label(cost: cost, previous: previous, arc: arc)
    heap.push(cost + rest, target)
  }

  private mutating func seed(_ start: EndPosition, _ row: Int, _ labels: inout Labels, _ heap: SearchHeap) {
    let first = network.arcs[start.segment].lowerBound
    let length = network.length[start.segment].rawValue
    for (arc, part) in [
      (network.arcs.values[first], length - min(length, start.offset.rawValue)),
      (network.arcs.values[first.advanced(by: 1)], start.offset.rawValue),
    ] {
      guard let price = price(arc, travel, at: start.walk.rawValue, ends: true) else { continue }
      let cost = start.walk.rawValue + share(arc, part, travel) + price
      let target = state(network.head[arc], .leavingZone)
      relax(target, cost, from: UInt32.max - 1 - UInt32(row), over: arc, &labels, heap)
    }
  }

  private mutating func expand(
    _ node: NodeID, _ phase: Phase, _ item: UInt32, _ cost: UInt32, _ labels: inout Labels,
    _ heap: SearchHeap
  ) {
    let isCore = travel.isCore[node] != 0
    if phase == .leavingZone {
      relax(state(node, isCore ? .openNetwork : .enteringZone), cost, from: item, over: .none, &labels, heap)
      if isCore { return }
    }
    for arc in network.arcs(from: node) {
      let head = network.head[arc]
      switch phase {
      case .walking:
        let isOpenLand = walking.isCore[head] != 0
        guard let price = price(arc, walking, at: cost, ends: !isOpenLand) else { continue }
        relax(
          state(head, .walking), cost + walking.table.time[arc] + price, from: item, over: arc, &labels, heap)
      case .openNetwork where travel.isCore[head] != 0:
        guard let price = price(arc, travel, at: cost, ends: false) else { continue }
        relax(state(head, phase), cost + travel.table.time[arc] + price, from: item, over: arc, &labels, heap)
      case .openNetwork, .leavingZone, .enteringZone:
        if phase == .enteringZone, travel.isCore[head] != 0 { continue }
        guard let price = price(arc, travel, at: cost, ends: true) else { continue }
        // Where land has been opened up, the open network leads on through it.
        let isOpened = phase == .openNetwork && self.price(arc, travel, at: cost, ends: false) == 0
        let next = isOpened || phase == .leavingZone ? phase : .enteringZone
        relax(state(head, next), cost + travel.table.time[arc] + price, from: item, over: arc, &labels, heap)
      }
    }
  }

  // MARK: Ends

  /// A way to finish from a node: over part of an arc, riding (then parking) or walking.
  struct Ending {
    var goal: Int
    var arc: ArcID
    var isWalked: Bool
  }

  struct Finish {
    var cost = PlainJourney.infinite
    var state = UInt32.max
    var ending: Ending?
    /// For a start and goal on one segment.
    var direct: (start: Int, goal: Int, arc: ArcID)?
  }

  private func endings(_ goals: [EndPosition]) -> [NodeID: [Ending]] {
    var result: [NodeID: [Ending]] = [:]
    for (row, goal) in goals.enumerated() {
      for item in network.arcs[goal.segment] {
        let arc = network.arcs.values[item]
        result[network.tail[arc], default: []].append(Ending(goal: row, arc: arc, isWalked: true))
        if options.mode.isVehicle {
          result[network.tail[arc], default: []].append(Ending(goal: row, arc: arc, isWalked: false))
        }
      }
    }
    return result
  }

  func partBefore(_ arc: ArcID, _ goal: EndPosition) -> UInt32 {
    let length = network.length[goal.segment].rawValue
    let offset = min(goal.offset.rawValue, length)
    return network.heading[arc].isAgainst ? length - offset : offset
  }

  private mutating func finish(
    _ ending: Ending, _ phase: Phase, _ item: UInt32, _ cost: UInt32, _ goals: [EndPosition],
    _ best: inout Finish
  ) {
    let goal = goals[ending.goal]
    let total: UInt32
    if options.mode.isVehicle, ending.isWalked {
      guard phase == .walking, let price = price(ending.arc, walking, at: cost, ends: true) else { return }
      total = cost + share(ending.arc, partBefore(ending.arc, goal), walking) + goal.walk.rawValue + price
    } else if options.mode.isVehicle {
      guard phase != .walking, let parking = parking(ending.arc, goal),
        let price = price(ending.arc, travel, at: cost, ends: true)
      else { return }
      total =
        cost + share(ending.arc, partBefore(ending.arc, goal), travel) + parking + goal.walk.rawValue + price
    } else {
      guard let price = price(ending.arc, travel, at: cost, ends: true) else { return }
      total = cost + share(ending.arc, partBefore(ending.arc, goal), travel) + goal.walk.rawValue + price
    }
    if total < best.cost { best = Finish(cost: total, state: item, ending: ending) }
  }

  func parking(_ arc: ArcID, _ goal: EndPosition) -> UInt32? {
    guard options.mode.isVehicle else { return 0 }
    guard ModeTable.allowsParking(network, network.heading[arc], options.mode) else { return nil }
    return Milliseconds(seconds: Profile.of(options.mode).parkAtRoadside).rawValue
      + (options.countsReturn ? goal.walk.rawValue : 0)
  }

  private mutating func direct(_ starts: [EndPosition], _ goals: [EndPosition], _ best: inout Finish) {
    for (row, start) in starts.enumerated() {
      for (column, goal) in goals.enumerated() where start.segment == goal.segment {
        let first = network.arcs[start.segment].lowerBound
        let isAhead = start.offset <= goal.offset
        let arc = network.arcs.values[isAhead ? first : first.advanced(by: 1)]
        let part =
          isAhead
          ? goal.offset.rawValue - start.offset.rawValue : start.offset.rawValue - goal.offset.rawValue
        guard let price = price(arc, travel, at: start.walk.rawValue, ends: true),
          let parking = parking(arc, goal)
        else { continue }
        let total = start.walk.rawValue + share(arc, part, travel) + parking + goal.walk.rawValue + price
        if total < best.cost { best = Finish(cost: total, direct: (row, column, arc)) }
      }
    }
  }
}
