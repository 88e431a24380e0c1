internal import Dense
internal import Geo
internal import OSM
internal import Streets

extension PlainJourney {
  /// Where the vehicle may be left and what that costs, the walk back included where it counts.
  ///
  /// Nobody walks much longer than the quickest way in takes, unless there is no journey then: see
  /// ``JourneyOptions/extraWalk``.
  mutating func parkingPlaces(_ goals: [EndPosition], _ isWalkLimited: Bool) -> [NodeID: UInt32] {
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
    let wayIn = isWalkLimited ? quickestWayIn(goals, places, walks) : PlainJourney.infinite
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
}
