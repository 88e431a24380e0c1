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
  /// For a vehicle, times to doors count the ride, leaving it where one may, and the walk from there.
  /// - Complexity: O(nodes reached · log).
  public func reach(from start: JourneyEnd, within limit: Milliseconds, options: JourneyOptions) throws
    -> ReachResult
  {
    begin()
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    let starts = usableNow(start, options).positions
    try goOn()
    search.reach(from: starts, within: limit, options: options, travel: travel, walking: walking)
    try goOn()
    return ReachResult(
      doors: try doorsReached(start, starts, limit, options, travel, walking),
      samples: samples(starts, limit, travel, walking), nodeCount: search.reachedCount(travel))
  }

  /// How many nodes are reached: only the search, for measuring.
  public func reachCount(
    from starts: [EndPosition], within limit: Milliseconds, options: JourneyOptions
  ) throws -> Int {
    begin()
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    search.reach(from: starts, within: limit, options: options, travel: travel, walking: walking)
    return search.reachedCount(travel)
  }

  /// Streets ridden along and, with a vehicle, those walked from where it may be left.
  private func samples(
    _ starts: [EndPosition], _ limit: Milliseconds, _ travel: ModeState, _ walking: ModeState
  ) -> [TimedPiece] {
    var result: [TimedPiece] = []
    sample(search.reached(travel), limit, travel, into: &result)
    if travel.table.mode.isVehicle { sample(search.walk, limit, walking, into: &result) }
    for start in starts {
      for (part, arc) in search.partialArcs(start) where search.isUsable(arc, travel) {
        sample(arc, part, at: start.walk.rawValue, limit, travel, into: &result)
      }
    }
    return result
  }

  private func sample(
    _ labels: NodeLabels, _ limit: Milliseconds, _ state: ModeState, into result: inout [TimedPiece]
  ) {
    let network = city.network
    for node in labels.touched {
      for arc in network.arcs(from: node) where search.isUsable(arc, state) {
        let whole = network.length[network.heading[arc].segment]
        sample(arc, whole, at: labels[node], limit, state, into: &result)
      }
    }
  }

  /// The last `part` of `arc`, entered at `entered`, until the time is over.
  private func sample(
    _ arc: ArcID, _ part: Millimetres, at entered: UInt32, _ limit: Milliseconds,
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
    _ start: JourneyEnd, _ starts: [EndPosition], _ limit: Milliseconds, _ options: JourneyOptions,
    _ travel: ModeState,
    _ walking: ModeState
  ) throws(Abandoned) -> [(door: DoorID, time: Milliseconds)] {
    let premises = city.premises
    var found: [(door: DoorID, time: Milliseconds)] = []
    for door in premises.doors.ids {
      if door.rawValue.isMultiple(of: 256) { try goOn() }
      var best = start.doors.contains { $0.door == door } ? 0 : Milliseconds.unreachable.rawValue
      for id in premises.connectors[door] {
        let connector = premises.connectors.values[id]
        let walk = resolver.walkTime(connector.length.metres, connector.gate)
        let end = EndPosition(
          segment: connector.segment, offset: connector.offset, walk: walk, gate: connector.gate)
        guard let time = search.reachTime(end, from: starts, travel, walking) else { continue }
        let arrival = options.arrival(after: Milliseconds(time), return: Milliseconds(0))
        guard isOpen(connector.gate, options, at: arrival) else { continue }
        best = min(best, time)
      }
      if best <= limit.rawValue { found.append((door, Milliseconds(best))) }
    }
    return found.sorted { ($0.time, $0.door) < ($1.time, $1.door) }
  }
}
