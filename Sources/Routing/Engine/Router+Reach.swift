internal import Dense
public import Geo
internal import OSM
public import Streets

/// What can be reached within a time.
public struct ReachResult: Sendable {
  /// Doors with the time to each, nearest first.
  public var doors: [(door: DoorID, time: Milliseconds)]
  /// Points on the network with the time to each: both ends of every segment reached.
  public var samples: [(a: Coordinate, aTime: Milliseconds, b: Coordinate, bTime: Milliseconds)]
  public var nodeCount: Int
}

extension Router {
  /// Everything that can be reached from a start within `limit`, for the gates as they are at the departure.
  ///
  /// For a vehicle, times to doors count the ride, leaving it at the roadside, and the last walk.
  /// - Complexity: O(nodes reached · log).
  public func reach(from start: JourneyEnd, within limit: Milliseconds, options: JourneyOptions) throws
    -> ReachResult
  {
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    search.reach(from: start.positions, within: limit, options: options, travel: travel, walking: walking)
    return ReachResult(
      doors: doorsReached(limit, options, travel), samples: samples(limit),
      nodeCount: search.walk.touched.count)
  }

  /// How many nodes are reached: only the search, for measuring.
  public func reachCount(
    from starts: [EndPosition], within limit: Milliseconds, options: JourneyOptions
  ) throws -> Int {
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    search.reach(from: starts, within: limit, options: options, travel: travel, walking: walking)
    return search.walk.touched.count
  }

  private func samples(_ limit: Milliseconds) -> [(
    a: Coordinate, aTime: Milliseconds, b: Coordinate, bTime: Milliseconds
  )] {
    let network = city.network
    var result: [(a: Coordinate, aTime: Milliseconds, b: Coordinate, bTime: Milliseconds)] = []
    for node in search.walk.touched {
      let time = search.walk[node]
      for arc in network.arcs(from: node)
      where !network.heading[arc].isAgainst || search.walk[network.head[arc]] > limit.rawValue {
        let other = search.walk[network.head[arc]]
        guard other <= limit.rawValue else { continue }
        let points = network.points(network.heading[arc])
        let steps = max(points.count - 1, 1)
        for (row, pair) in zip(points, points.dropFirst()).enumerated() {
          func at(_ step: Int) -> Milliseconds {
            Milliseconds(UInt32(Double(time) + (Double(other) - Double(time)) * Double(step) / Double(steps)))
          }
          result.append((pair.0, at(row), pair.1, at(row + 1)))
        }
      }
    }
    return result
  }

  private func doorsReached(_ limit: Milliseconds, _ options: JourneyOptions, _ state: ModeState) -> [(
    door: DoorID, time: Milliseconds
  )] {
    let premises = city.premises
    let parking = options.mode.isVehicle ? search.roadsideParking : 0
    var found: [(door: DoorID, time: Milliseconds)] = []
    for door in premises.doors.ids {
      var best = Milliseconds.unreachable.rawValue
      for id in premises.connectors[door] {
        let connector = premises.connectors.values[id]
        let walk = resolver.walkTime(connector.length.metres, connector.gate).rawValue
        guard let time = search.reachTime(connector.segment, connector.offset, state) else { continue }
        let arrival = options.arrival(after: Milliseconds(time + walk + parking), return: Milliseconds(0))
        guard isOpen(connector.gate, options, at: arrival) else { continue }
        best = min(best, time + walk + parking)
      }
      if best <= limit.rawValue { found.append((door, Milliseconds(best))) }
    }
    return found.sorted { ($0.time, $0.door) < ($1.time, $1.door) }
  }
}

extension JourneySearch {
  /// Labels, in ``walk``, every node within `limit`: out of the start's zone, over the open network, and into
  /// zones, but never through one.
  func reach(
    from starts: [EndPosition], within limit: Milliseconds, options: JourneyOptions, travel: ModeState,
    walking: ModeState
  ) {
    prepare(options, travel, walking)
    seedStarts(starts, travel)
    expandStart(travel)
    for node in forward.touched {
      let cost = forward[node]
      if cost <= limit.rawValue, walk.relax(node, cost, via: .none) { heap.push(cost, node.rawValue) }
    }
    while let (cost, item) = heap.pop() {
      let node = NodeID(rawValue: item)
      guard walk.settle(node, at: cost) else { continue }
      let isCore = travel.isCore[node] != 0
      for arc in network.arcs(from: node) {
        let reached = cost &+ travel.table.time[arc]
        guard reached <= limit.rawValue else { continue }
        let head = network.head[arc]
        let entersCore = travel.isCore[head] != 0
        if !isCore, entersCore { continue }
        let permission = permission(arc, travel)
        guard permission == .through || (permission == .ends && !entersCore) else { continue }
        if walk.relax(head, reached, via: Via(arc: arc)) { heap.push(reached, head.rawValue) }
      }
    }
  }

  /// The time to a position after ``reach(from:within:options:travel:walking:)``, or nil.
  func reachTime(_ segment: SegmentID, _ offset: Millimetres, _ state: ModeState) -> UInt32? {
    var best = Milliseconds.unreachable.rawValue
    for item in network.arcs[segment] {
      let arc = network.arcs.values[item]
      let start = walk[network.tail[arc]]
      guard start < Milliseconds.unreachable.rawValue, isUsable(arc, state) else { continue }
      let part = network.heading[arc].isAgainst ? rest(segment, offset) : offset
      best = min(best, start + partialTime(arc, part, state))
    }
    return best < Milliseconds.unreachable.rawValue ? best : nil
  }
}
