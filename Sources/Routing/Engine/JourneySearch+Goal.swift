internal import Dense
internal import Geo
internal import Streets

extension JourneySearch {
  static let rideBit: UInt32 = 1 << 31

  // MARK: On foot

  /// Puts labels where a walk enters the goals' segments.
  func seedWalkedGoals(_ goals: [EndPosition], _ state: ModeState) {
    for (row, goal) in goals.enumerated() {
      for item in network.arcs[goal.segment] {
        let arc = network.arcs.values[item]
        guard isUsable(arc, state) else { continue }
        let part = network.heading[arc].isAgainst ? rest(goal.segment, goal.offset) : goal.offset
        let cost = goal.walk.rawValue + partialTime(arc, part, state)
        walkSeeds.append(PartialArc(arc: arc, position: row))
        relaxWalk(network.tail[arc], cost, via: Via(end: walkSeeds.count - 1))
      }
    }
  }

  private func relaxWalk(_ node: NodeID, _ cost: UInt32, via: Via) {
    if walk.relax(node, cost, via: via) { heap.push(cost, node.rawValue) }
  }

  /// Backwards out of the goal's zone: stops at every node of the open network.
  func expandWalkedGoal(_ state: ModeState) {
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard walk.settle(node, at: cost) else { continue }
      if state.isCore[node] != 0 {
        targets.append(Seed(node, Milliseconds(cost)))
        continue
      }
      for place in network.incoming[node] {
        let arc = network.incoming.values[place]
        guard isUsable(arc, state) else { continue }
        relaxWalk(network.tail[arc], cost + state.table.time[arc], via: Via(arc: arc))
      }
    }
  }

  // MARK: With a vehicle

  /// Puts walking labels beside the goals, and riding labels where one may ride up to them.
  func seedParkedGoals(_ goals: [EndPosition], _ travel: ModeState, _ walking: ModeState) {
    seedWalkedGoals(goals, walking)
    for (row, goal) in goals.enumerated() {
      for item in network.arcs[goal.segment] {
        let arc = network.arcs.values[item]
        guard isUsable(arc, travel), let parking = parkingTime(arc: arc, goal) else { continue }
        let part = network.heading[arc].isAgainst ? rest(goal.segment, goal.offset) : goal.offset
        let cost = goal.walk.rawValue + parking + partialTime(arc, part, travel)
        rideSeeds.append(PartialArc(arc: arc, position: row))
        relaxRide(network.tail[arc], cost, via: Via(end: rideSeeds.count - 1), travel)
      }
    }
  }

  /// Nodes of the open network are only labelled: riding goes no further there, the hierarchy takes over.
  private func relaxRide(_ node: NodeID, _ cost: UInt32, via: Via, _ travel: ModeState) {
    guard ride.relax(node, cost, via: via) else { return }
    if travel.isCore[node] != 0 {
      quickestWayIn = min(quickestWayIn, cost)
    } else {
      heap.push(cost, node.rawValue | JourneySearch.rideBit)
    }
  }

  /// Backwards over both layers: walking from the goal to where the vehicle may be left, riding from there
  /// to the open network.
  func expandParkedGoal(_ travel: ModeState, _ walking: ModeState) {
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item & ~JourneySearch.rideBit)
      if item & JourneySearch.rideBit != 0 {
        guard ride.settle(node, at: cost) else { continue }
        expandRide(node, cost, travel)
      } else {
        guard cost <= walkLimit, walk.settle(node, at: cost) else { continue }
        park(at: node, cost, travel)
        expandWalk(node, cost, walking)
      }
    }
    keepUsefulTargets(travel)
  }

  /// The walk that nobody exceeds: a little more than the quickest way in with the vehicle.
  var walkLimit: UInt32 {
    guard isWalkLimited else { return JourneyOptions.longestWalk.rawValue }
    return min(quickestWayIn + JourneyOptions.extraWalk.rawValue, JourneyOptions.longestWalk.rawValue)
  }

  private func park(at node: NodeID, _ cost: UInt32, _ travel: ModeState) {
    let kind = travel.table.parking[node]
    guard kind > 0 else { return }
    var total = cost + (kind == 2 ? bayParking : roadsideParking)
    if options.countsReturn {
      total += back[node]
      guard total < Milliseconds.unreachable.rawValue else { return }
    }
    relaxRide(node, total, via: .parked, travel)
  }

  /// Private land may be crossed on foot only inside the goal's zone.
  private func expandWalk(_ node: NodeID, _ cost: UInt32, _ walking: ModeState) {
    let limit = walkLimit
    let isOpenLand = walking.isCore[node] != 0
    for place in network.incoming[node] {
      let arc = network.incoming.values[place]
      let reached = cost + walking.table.time[arc]
      let tail = network.tail[arc]
      // Whether it helps is known sooner than whether it is allowed.
      guard reached <= limit, reached < walk[tail] else { continue }
      let permission = permission(arc, walking)
      guard permission == .through || (permission == .ends && !isOpenLand) else { continue }
      relaxWalk(tail, reached, via: Via(arc: arc))
    }
  }

  private func expandRide(_ node: NodeID, _ cost: UInt32, _ travel: ModeState) {
    for place in network.incoming[node] {
      let arc = network.incoming.values[place]
      guard isUsable(arc, travel) else { continue }
      relaxRide(network.tail[arc], cost + travel.table.time[arc], via: Via(arc: arc), travel)
    }
  }

  /// Keeps the nodes of the open network from which riding on to another of them would not be better.
  private func keepUsefulTargets(_ travel: ModeState) {
    for node in ride.touched where travel.isCore[node] != 0 {
      let cost = ride[node]
      let isDominated = network.arcs(from: node).contains { arc in
        let head = network.head[arc]
        return travel.table.time[arc] &+ ride[head] < cost && travel.arcState[arc] == ArcState.through
          && travel.isCore[head] != 0
      }
      if !isDominated { targets.append(Seed(node, Milliseconds(cost))) }
    }
  }

  // MARK: The walk back

  /// Times from the goals back to every node where the vehicle may stand.
  func findWaysBack(_ goals: [EndPosition], _ walking: ModeState) {
    heap.reset()
    for goal in goals {
      let first = network.arcs[goal.segment].lowerBound
      for (arc, part) in [
        (network.arcs.values[first], rest(goal.segment, goal.offset)),
        (network.arcs.values[first.advanced(by: 1)], goal.offset),
      ] where isUsable(arc, walking) {
        let cost = goal.walk.rawValue + partialTime(arc, part, walking)
        if back.relax(network.head[arc], cost, via: .none) { heap.push(cost, network.head[arc].rawValue) }
      }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard cost <= JourneyOptions.longestWalk.rawValue, back.settle(node, at: cost) else { continue }
      let isOpenLand = walking.isCore[node] != 0
      for arc in network.arcs(from: node) {
        let reached = cost + walking.table.time[arc]
        guard reached <= JourneyOptions.longestWalk.rawValue else { continue }
        let permission = permission(arc, walking)
        guard permission == .through || (permission == .ends && !isOpenLand) else { continue }
        if back.relax(network.head[arc], reached, via: Via(arc: arc)) {
          heap.push(reached, network.head[arc].rawValue)
        }
      }
    }
    heap.reset()
  }
}
