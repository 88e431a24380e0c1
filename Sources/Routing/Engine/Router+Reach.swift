internal import Dense
public import Geo
internal import OSM
public import Streets

/// What can be reached within a time.
public struct ReachResult: Sendable {
  /// Doors with the time to each, nearest first.
  public var doors: [(door: DoorID, time: Milliseconds)]
  /// The pieces of street reached with the time to either end; cut where the time is over.
  public var samples: [TimedPiece]
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
      doors: doorsReached(start.positions, limit, options, travel),
      samples: samples(start.positions, limit, travel),
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

  private func samples(_ starts: [EndPosition], _ limit: Milliseconds, _ state: ModeState) -> [TimedPiece] {
    let network = city.network
    var result: [TimedPiece] = []
    for node in search.walk.touched {
      for arc in network.arcs(from: node) where search.isUsable(arc, state) {
        let whole = network.length[network.heading[arc].segment]
        sample(arc, reachedPart: whole, at: search.walk[node], limit, state, into: &result)
      }
    }
    for start in starts {
      for (offset, arc) in search.partialArcs(start) where search.isUsable(arc, state) {
        sample(arc, reachedPart: offset, at: start.walk.rawValue, limit, state, into: &result)
      }
    }
    return result
  }

  /// The last `part` of `arc`, entered at `entered`, until the time is over.
  private func sample(
    _ arc: ArcID, reachedPart part: Millimetres, at entered: UInt32, _ limit: Milliseconds,
    _ state: ModeState,
    into result: inout [TimedPiece]
  ) {
    let heading = city.network.heading[arc]
    let whole = city.network.length[heading.segment].metres
    let perMetre = whole > 0 ? Double(state.table.time[arc]) / 1000 / whole : 0
    let limit = limit.seconds
    let points = city.network.points(heading)
    var (time, before) = (Double(entered) / 1000, whole - part.metres)
    for (a, b) in zip(points, points.dropFirst()) {
      let length = a.distance(to: b)
      guard length > before else {
        before -= length
        continue
      }
      let end = time + (length - before) * perMetre
      let stop = end <= limit ? 1 : before / length + (limit - time) / (perMetre * length)
      result.append(
        TimedPiece(
          a: a.interpolated(to: b, fraction: before / length), b: a.interpolated(to: b, fraction: stop),
          secondsAtA: time, secondsAtB: min(end, limit)))
      guard end < limit else { return }
      (time, before) = (end, 0)
    }
  }

  private func doorsReached(
    _ starts: [EndPosition], _ limit: Milliseconds, _ options: JourneyOptions, _ state: ModeState
  ) -> [(door: DoorID, time: Milliseconds)] {
    let premises = city.premises
    let parking = options.mode.isVehicle ? search.roadsideParking : 0
    var found: [(door: DoorID, time: Milliseconds)] = []
    for door in premises.doors.ids {
      var best = Milliseconds.unreachable.rawValue
      for id in premises.connectors[door] {
        let connector = premises.connectors.values[id]
        let walk = resolver.walkTime(connector.length.metres, connector.gate).rawValue
        guard let time = search.reachTime(connector.segment, connector.offset, from: starts, state) else {
          continue
        }
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
  func reachTime(
    _ segment: SegmentID, _ offset: Millimetres, from starts: [EndPosition], _ state: ModeState
  ) -> UInt32? {
    var best = Milliseconds.unreachable.rawValue
    for item in network.arcs[segment] {
      let arc = network.arcs.values[item]
      let start = walk[network.tail[arc]]
      guard start < Milliseconds.unreachable.rawValue, isUsable(arc, state) else { continue }
      let part = network.heading[arc].isAgainst ? rest(segment, offset) : offset
      best = min(best, start + partialTime(arc, part, state))
    }
    for start in starts where start.segment == segment {
      let (arc, part) = directArc(start, to: offset)
      if isUsable(arc, state) { best = min(best, start.walk.rawValue + partialTime(arc, part, state)) }
    }
    return best < Milliseconds.unreachable.rawValue ? best : nil
  }
}
