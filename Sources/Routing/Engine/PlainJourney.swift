internal import Dense
internal import Geo
public import OSM
public import Streets

/// The same journeys by plain forward Dijkstra, slow and simple.
///
/// It asks every gate at the moment of arrival there, so it also answers the few journeys during which a gate
/// opens or closes; tests hold the fast search against it. With ``Leniency/passesClosed`` it finds the way that
/// would be taken if all gates were open, for the explanation why a door cannot be reached.
public struct PlainJourney {
  /// What happens at a closed gate.
  public enum Leniency: Sendable {
    case obeys
    /// Passes at the price of an hour what a pass or another hour opens, of three hours what never opens.
    case passesClosed
  }

  /// A journey found: its duration, its stretches, and the closed arcs that it passes.
  public struct Result: Sendable {
    public var cost: JourneyCost
    public var path: JourneyPath
    public var closed: [ClosedArc]
  }

  /// What would have to be open, and when one would be there.
  public struct ClosedArc: Sendable {
    public var arc: ArcID
    public var time: CivilTime
    public var verdict: Verdict
  }

  private let city: City
  private let options: JourneyOptions
  private let travel: ModeState
  private let walking: ModeState
  private let leniency: Leniency
  /// What is closed or opened for a while on the arcs that it concerns; asked at the moment of arrival.
  private let closures: [ArcID: [Closure]]
  private var verdicts: [PermissionKey: Verdict] = [:]

  private struct PermissionKey: Hashable {
    var rule: RuleID
    var mode: Mode
  }

  /// Where one is in the journey's order: each phase is entered once.
  private enum Phase: UInt8, CaseIterable {
    case leavingZone, openNetwork, enteringZone, walking
  }

  private static let closedPenalty = Milliseconds(seconds: 3600).rawValue
  private static let hopelessPenalty = Milliseconds(seconds: 3 * 3600).rawValue
  private static let infinite = Milliseconds.unreachable.rawValue

  public init(
    city: City, options: JourneyOptions, travel: ModeState, walking: ModeState, leniency: Leniency = .obeys,
    closures: ClosureSet? = nil
  ) {
    self.closures = closures?.byArc ?? [:]
    self.city = city
    self.options = options
    self.travel = travel
    self.walking = walking
    self.leniency = leniency
  }

  private var network: Network { city.network }

  // MARK: Search

  private struct Label {
    var cost: UInt32 = PlainJourney.infinite
    var previous: UInt32 = .max
    var arc = ArcID.none
    var isDone = false
  }

  /// A state is a node in a phase.
  private func state(_ node: NodeID, _ phase: Phase) -> UInt32 { node.rawValue * 4 + UInt32(phase.rawValue) }

  /// - Complexity: O((nodes + arcs) log nodes).
  public mutating func run(from starts: [EndPosition], to goals: [EndPosition]) -> Result? {
    var labels = [Label](repeating: Label(), count: network.coordinate.count * 4)
    let heap = SearchHeap()
    let parkable = options.mode.isVehicle ? parkingPlaces(goals) : [:]
    let ends = endings(goals)
    var best = Finish()
    direct(starts, goals, &best)
    for (row, start) in starts.enumerated() { seed(start, row, &labels, heap) }
    while let (cost, item) = heap.pop() {
      guard cost < best.cost else { break }
      guard !labels[Int(item)].isDone, labels[Int(item)].cost == cost else { continue }
      labels[Int(item)].isDone = true
      let node = NodeID(rawValue: item / 4)
      guard let phase = Phase(rawValue: UInt8(item % 4)) else { continue }
      for ending in ends[node] ?? [] { finish(ending, phase, item, cost, goals, &best) }
      if phase != .walking, let parking = parkable[node] {
        relax(state(node, .walking), cost + parking, from: item, over: .none, &labels, heap)
      }
      expand(node, phase, item, cost, &labels, heap)
    }
    return best.cost < PlainJourney.infinite ? result(best, starts, goals, labels) : nil
  }

  private func relax(
    _ target: UInt32, _ cost: UInt32, from previous: UInt32, over arc: ArcID, _ labels: inout [Label],
    _ heap: SearchHeap
  ) {
    guard cost < labels[Int(target)].cost else { return }
    labels[Int(target)] = Label(cost: cost, previous: previous, arc: arc)
    heap.push(cost, target)
  }

  private mutating func seed(_ start: EndPosition, _ row: Int, _ labels: inout [Label], _ heap: SearchHeap) {
    let first = network.arcs[start.segment].lowerBound
    let length = network.length[start.segment].rawValue
    for (arc, part) in [
      (network.arcs.values[first], length - min(length, start.offset.rawValue)),
      (network.arcs.values[first.advanced(by: 1)], start.offset.rawValue),
    ] {
      guard let price = price(arc, travel, at: start.walk.rawValue, ends: true) else { continue }
      let cost = start.walk.rawValue + share(arc, part, travel) + price
      let target = state(network.head[arc], .leavingZone)
      guard cost < labels[Int(target)].cost else { continue }
      labels[Int(target)] = Label(cost: cost, previous: UInt32.max - 1 - UInt32(row), arc: arc)
      heap.push(cost, target)
    }
  }

  private mutating func expand(
    _ node: NodeID, _ phase: Phase, _ item: UInt32, _ cost: UInt32, _ labels: inout [Label],
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

  // MARK: Rules

  /// What passing `arc` at this moment costs beyond its time; nil where one may not.
  private mutating func price(_ arc: ArcID, _ state: ModeState, at elapsed: UInt32, ends: Bool) -> UInt32? {
    guard state.table.time[arc] < PlainJourney.infinite else { return nil }
    let verdict = verdict(arc, state, at: elapsed)
    if verdict.permission == .through || (verdict.permission == .ends && ends) { return 0 }
    guard leniency == .passesClosed, verdict.permission == .closed else { return nil }
    return switch verdict.cause {
    case .none, .access: PlainJourney.hopelessPenalty
    case .hours, .locked, .pass, .condition, .closure: PlainJourney.closedPenalty
    }
  }

  private mutating func verdict(_ arc: ArcID, _ state: ModeState, at elapsed: UInt32) -> Verdict {
    let time = options.departure.adding(seconds: Int64(elapsed / 1000))
    let base: UInt8
    if let list = closures[arc] {
      if let decided = decision(list, state.table, arc, at: time) { return decided }
      base = state.table.state[arc]
    } else {
      base = state.arcState[arc]
    }
    if base < ArcState.asks { return Verdict(permission: Permission(rawValue: base) ?? .closed) }
    let key = PermissionKey(rule: network.rule[network.heading[arc].segment], mode: state.table.mode)
    if let known = verdicts[key], known.until.map({ time < $0 }) ?? true { return known }
    let verdict = city.rules.verdict(key.rule, mode: key.mode, passes: options.passes, at: time)
    verdicts[key] = verdict
    return verdict
  }

  /// What closures and openings say; closing beats opening.
  private func decision(_ list: [Closure], _ table: ModeTable, _ arc: ArcID, at time: CivilTime) -> Verdict? {
    let active = list.filter { $0.modes.contains(table.mode) && $0.isActive(at: time) }
    if let closing = active.first(where: { $0.effect == .closes }) {
      return Verdict(permission: .closed, cause: .closure, until: closing.until)
    }
    return active.isEmpty ? nil : Verdict(permission: .through)
  }

  private func share(_ arc: ArcID, _ part: UInt32, _ state: ModeState) -> UInt32 {
    let time = UInt64(state.table.time[arc])
    let length = UInt64(network.length[network.heading[arc].segment].rawValue)
    return length > 0 ? UInt32((time * UInt64(part) + length / 2) / length) : UInt32(time)
  }

  // MARK: Ends

  /// A way to finish from a node: over part of an arc, riding (then parking) or walking.
  private struct Ending {
    var goal: Int
    var arc: ArcID
    var isWalked: Bool
  }

  private struct Finish {
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

  private func partBefore(_ arc: ArcID, _ goal: EndPosition) -> UInt32 {
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

  private func parking(_ arc: ArcID, _ goal: EndPosition) -> UInt32? {
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

  // MARK: Parking

  /// Where the vehicle may be left and what that costs, the walk back included where it counts.
  ///
  /// Nobody walks much longer than the quickest way in takes: see ``JourneyOptions/extraWalk``.
  private mutating func parkingPlaces(_ goals: [EndPosition]) -> [NodeID: UInt32] {
    let walks = walkTimes(goals)
    let returns = options.countsReturn ? waysBack(goals) : [:]
    let profile = Profile.of(options.mode)
    var places: [NodeID: UInt32] = [:]
    for node in walks.keys where travel.table.parking[node] > 0 {
      let isBay = travel.table.parking[node] == 2
      let parking = Milliseconds(seconds: isBay ? profile.parkAtBay : profile.parkAtRoadside).rawValue
      if options.countsReturn {
        if let way = returns[node] { places[node] = parking + way }
      } else {
        places[node] = parking
      }
    }
    if leniency == .passesClosed { return places }
    let wayIn = quickestWayIn(goals, places, walks)
    let limit = min(wayIn + JourneyOptions.extraWalk.rawValue, JourneyOptions.longestWalk.rawValue)
    return places.filter { walks[$0.key] ?? PlainJourney.infinite <= limit }
  }

  /// The least time from the open network to a goal: riding through the goal's zone, parking and walking.
  private mutating func quickestWayIn(
    _ goals: [EndPosition], _ places: [NodeID: UInt32], _ walks: [NodeID: UInt32]
  ) -> UInt32 {
    var times: [NodeID: UInt32] = [:]
    let heap = SearchHeap()
    for (node, parking) in places
    where walks[node] ?? PlainJourney.infinite <= JourneyOptions.longestWalk.rawValue {
      lower(node, (walks[node] ?? 0) + parking, &times, heap)
    }
    for goal in goals {
      for item in network.arcs[goal.segment] {
        let arc = network.arcs.values[item]
        guard let price = price(arc, travel, at: 0, ends: true), let parking = parking(arc, goal) else {
          continue
        }
        let cost = goal.walk.rawValue + parking + share(arc, partBefore(arc, goal), travel) + price
        lower(network.tail[arc], cost, &times, heap)
      }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard times[node] == cost else { continue }
      if travel.isCore[node] != 0 { return cost }
      for place in network.incoming[node] {
        let arc = network.incoming.values[place]
        guard let price = price(arc, travel, at: 0, ends: true) else { continue }
        lower(network.tail[arc], cost + travel.table.time[arc] + price, &times, heap)
      }
    }
    return PlainJourney.infinite
  }

  /// Walking time from every node to the nearest goal, as of the departure.
  private mutating func walkTimes(_ goals: [EndPosition]) -> [NodeID: UInt32] {
    var times: [NodeID: UInt32] = [:]
    // Prices of closed gates are no time on one's feet.
    var prices: [NodeID: UInt32] = [:]
    let heap = SearchHeap()
    for goal in goals {
      for item in network.arcs[goal.segment] {
        let arc = network.arcs.values[item]
        guard let price = price(arc, walking, at: 0, ends: true) else { continue }
        let cost = goal.walk.rawValue + share(arc, partBefore(arc, goal), walking) + price
        if lower(network.tail[arc], cost, &times, heap) { prices[network.tail[arc]] = price }
      }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      let paid = prices[node] ?? 0
      guard times[node] == cost, cost - min(paid, cost) <= JourneyOptions.longestWalk.rawValue else {
        continue
      }
      for place in network.incoming[node] {
        let arc = network.incoming.values[place]
        guard let price = price(arc, walking, at: 0, ends: walking.isCore[node] == 0) else { continue }
        let tail = network.tail[arc]
        if lower(tail, cost + walking.table.time[arc] + price, &times, heap) { prices[tail] = paid + price }
      }
    }
    return times
  }

  /// Walking time from the nearest goal to every node.
  private mutating func waysBack(_ goals: [EndPosition]) -> [NodeID: UInt32] {
    var times: [NodeID: UInt32] = [:]
    let heap = SearchHeap()
    for goal in goals {
      let first = network.arcs[goal.segment].lowerBound
      for arc in [network.arcs.values[first], network.arcs.values[first.advanced(by: 1)]] {
        guard price(arc, walking, at: 0, ends: true) != nil else { continue }
        let rest = network.length[goal.segment].rawValue - partBefore(arc, goal)
        lower(network.head[arc], goal.walk.rawValue + share(arc, rest, walking), &times, heap)
      }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard times[node] == cost, cost <= JourneyOptions.longestWalk.rawValue else { continue }
      for arc in network.arcs(from: node) {
        guard price(arc, walking, at: 0, ends: walking.isCore[node] == 0) != nil else { continue }
        lower(network.head[arc], cost + walking.table.time[arc], &times, heap)
      }
    }
    return times.filter { $0.value <= JourneyOptions.longestWalk.rawValue }
  }

  @discardableResult
  private func lower(
    _ node: NodeID, _ cost: UInt32, _ times: inout [NodeID: UInt32], _ heap: SearchHeap
  ) -> Bool {
    guard cost < times[node] ?? PlainJourney.infinite else { return false }
    times[node] = cost
    heap.push(cost, node.rawValue)
    return true
  }

  // MARK: Result

  private mutating func result(
    _ best: Finish, _ starts: [EndPosition], _ goals: [EndPosition], _ labels: [Label]
  ) -> Result {
    var steps: [(item: UInt32, arc: ArcID, isFirst: Bool)] = []
    var start = best.direct?.start ?? 0
    var item = best.state
    while item < UInt32.max - 1_000_000 {
      let label = labels[Int(item)]
      let isFirst = label.previous >= UInt32.max - 1_000_000
      steps.append((item, label.arc, isFirst))
      if isFirst { start = Int(UInt32.max - 1 - label.previous) }
      item = label.previous
    }
    var builder = PlainPath(city: city, travel: travel, walking: walking, options: options)
    for step in steps.reversed() {
      let isWalked = step.item % 4 == Phase.walking.rawValue
      if step.arc != .none {
        builder.add(step.arc, isWalked: isWalked, start: step.isFirst ? starts[start] : nil)
      } else if isWalked {
        builder.park(at: NodeID(rawValue: step.item / 4))
      }
    }
    let goal = best.direct?.goal ?? best.ending?.goal ?? 0
    if let direct = best.direct {
      builder.addDirect(direct.arc, starts[start], goals[goal])
    } else if let ending = best.ending {
      builder.addEnding(ending.arc, goals[goal], isWalked: ending.isWalked || !options.mode.isVehicle)
    }
    let closed = closedArcs(on: builder.path, from: starts[start].walk)
    let cost = JourneyCost(duration: Milliseconds(best.cost), start: start, goal: goal)
    return Result(cost: cost, path: builder.path, closed: closed)
  }

  /// What is closed on `path` when one gets there, `begin` after the departure.
  mutating func closedArcs(on path: JourneyPath, from begin: Milliseconds) -> [ClosedArc] {
    // Asked anew from the start: what was remembered holds from later moments on.
    verdicts.removeAll(keepingCapacity: true)
    var elapsed = begin.rawValue
    var closed: [ClosedArc] = []
    for (row, stretch) in path.stretches.enumerated() {
      if row == path.parkingIndex { elapsed += path.parkingTime.rawValue }
      let state = options.mode.isVehicle && stretch.movement == .walk ? walking : travel
      let verdict = verdict(stretch.arc, state, at: elapsed)
      if verdict.permission == .closed {
        let time = options.departure.adding(seconds: Int64(elapsed / 1000))
        closed.append(ClosedArc(arc: stretch.arc, time: time, verdict: verdict))
      }
      elapsed += stretch.time.rawValue
    }
    return closed
  }
}
