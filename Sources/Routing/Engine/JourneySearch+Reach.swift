internal import Dense
internal import Geo
internal import Streets

extension JourneySearch {
  /// Labels every node within `limit`: out of the start's zone, over the open network, and into zones, but
  /// never through one.
  ///
  /// With a vehicle ``ride`` has the times of riding there and ``walk`` those of walking
  /// on from where it was left.
  func reach(
    from starts: [EndPosition], within limit: Milliseconds, options: JourneyOptions, travel: ModeState,
    walking: ModeState
  ) {
    prepare(options, travel, walking)
    seedStarts(starts, travel)
    expandStart(travel)
    let labels = reached(travel)
    let bit = options.mode.isVehicle ? JourneySearch.rideBit : 0
    for node in forward.touched {
      let cost = forward[node]
      if cost <= limit.rawValue, labels.relax(node, cost, via: .none) { heap.push(cost, node.rawValue | bit) }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item & ~JourneySearch.rideBit)
      if item & JourneySearch.rideBit == bit {
        guard labels.settle(node, at: cost) else { continue }
        spread(from: node, cost, within: limit, travel, labels, bit)
        if bit != 0 { leave(at: node, cost, within: limit, travel) }
      } else if walk.settle(node, at: cost) {
        walkOn(from: node, cost, within: limit, walking)
      }
    }
  }

  /// The labels of the travelling mode after a reach.
  func reached(_ travel: ModeState) -> NodeLabels { travel.table.mode.isVehicle ? ride : walk }

  func reachedCount(_ travel: ModeState) -> Int {
    guard travel.table.mode.isVehicle else { return walk.touched.count }
    return ride.touched.count + walk.touched.count { ride[$0] == Milliseconds.unreachable.rawValue }
  }

  private func spread(
    from node: NodeID, _ cost: UInt32, within limit: Milliseconds, _ travel: ModeState, _ labels: NodeLabels,
    _ bit: UInt32
  ) {
    let isCore = travel.isCore[node] != 0
    for arc in network.arcs(from: node) {
      let reached = cost &+ travel.table.time[arc]
      guard reached <= limit.rawValue else { continue }
      let head = network.head[arc]
      let entersCore = travel.isCore[head] != 0
      if !isCore, entersCore { continue }
      let permission = permission(arc, travel)
      guard permission == .through || (permission == .ends && !entersCore) else { continue }
      if labels.relax(head, reached, via: Via(arc: arc)) { heap.push(reached, head.rawValue | bit) }
    }
  }

  /// Leaves the vehicle where that is allowed.
  private func leave(at node: NodeID, _ cost: UInt32, within limit: Milliseconds, _ travel: ModeState) {
    let kind = travel.table.parking[node]
    guard kind > 0 else { return }
    let left = cost &+ (kind == 2 ? bayParking : roadsideParking)
    if left <= limit.rawValue, walk.relax(node, left, via: .parked) { heap.push(left, node.rawValue) }
  }

  /// Private land may be crossed on foot only at the end.
  private func walkOn(from node: NodeID, _ cost: UInt32, within limit: Milliseconds, _ walking: ModeState) {
    for arc in network.arcs(from: node) {
      let reached = cost &+ walking.table.time[arc]
      let head = network.head[arc]
      guard reached <= limit.rawValue, reached < walk[head] else { continue }
      let permission = permission(arc, walking)
      guard permission == .through || (permission == .ends && walking.isCore[head] == 0) else { continue }
      if walk.relax(head, reached, via: Via(arc: arc)) { heap.push(reached, head.rawValue) }
    }
  }

  /// The time to a position after a reach from `starts`, the walk at its end included; nil where it is not reached.
  func reachTime(
    _ end: EndPosition, from starts: [EndPosition], _ travel: ModeState, _ walking: ModeState
  ) -> UInt32? {
    var best = Milliseconds.unreachable.rawValue
    func consider(_ before: UInt32, _ arc: ArcID, _ part: Millimetres, _ state: ModeState) {
      guard before < Milliseconds.unreachable.rawValue, isUsable(arc, state) else { return }
      let isLeft = state.table.mode != .foot
      guard let parking = isLeft ? parkingTime(arc: arc, end) : 0 else { return }
      best = min(best, before + partialTime(arc, part, state) + parking + end.walk.rawValue)
    }
    for item in network.arcs[end.segment] {
      let arc = network.arcs.values[item]
      let part = network.heading[arc].isAgainst ? rest(end.segment, end.offset) : end.offset
      consider(reached(travel)[network.tail[arc]], arc, part, travel)
      if options.mode.isVehicle { consider(walk[network.tail[arc]], arc, part, walking) }
    }
    for start in starts where start.segment == end.segment {
      let (arc, part) = directArc(start, to: end.offset)
      consider(start.walk.rawValue, arc, part, travel)
    }
    return best < Milliseconds.unreachable.rawValue ? best : nil
  }
}
