internal import Dense
public import Geo
internal import OSM
internal import Streets

/// Times between many ends, row by row; nil where one cannot get.
public struct TravelTable: Sendable {
  public var rows: Int
  public var columns: Int
  /// `rows × columns` durations.
  public var times: [Milliseconds]

  public subscript(row: Int, column: Int) -> Milliseconds? {
    let time = times[row * columns + column]
    return time.isReachable ? time : nil
  }
}

extension Router {
  /// The durations from each start to each goal, for the state of the gates at the departure.
  ///
  /// - Complexity: one local search per end, then the hierarchy's table; pairs inside one zone are asked one
  ///   by one.
  /// - Throws: ``Abandoned``, also between two ends.
  public func table(
    from starts: [[EndPosition]], to goals: [[EndPosition]], options: JourneyOptions
  ) throws -> TravelTable {
    begin()
    let travel = try state(options.mode, at: options.departure).state
    let walking = try state(.foot, at: options.departure).state
    let sources = try starts.map { start in
      try goOn()
      return search.startSeeds(of: start, options, travel, walking)
    }
    let targets = try goals.map { goal in
      try goOn()
      return search.goalSeeds(of: goal, options, travel, walking)
    }
    var times: [Milliseconds] = []
    tables.table(travel.metric, sources: sources.map(\.seeds), targets: targets.map(\.seeds), into: &times)
    for (row, start) in sources.enumerated() {
      for (column, goal) in targets.enumerated() where mayMeetLocally(start, goal, starts[row], goals[column])
      {
        try goOn()
        let direct = search.run(
          from: starts[row], to: goals[column], options: options, travel: travel, walking: walking)
        let place = row * goals.count + column
        if let direct, direct.duration < times[place] { times[place] = direct.duration }
      }
    }
    return TravelTable(rows: starts.count, columns: goals.count, times: times)
  }

  /// Whether the quickest way may not touch the open network: both ends in one zone or on one segment.
  private func mayMeetLocally(
    _ start: LocalSeeds, _ goal: LocalSeeds, _ starts: [EndPosition], _ goals: [EndPosition]
  ) -> Bool {
    if starts.contains(where: { start in goals.contains { $0.segment == start.segment } }) { return true }
    return start.zoneNodes.contains { goal.zoneNodes.contains($0) }
  }
}

/// How an end joins the open network, and the zone nodes on the way.
struct LocalSeeds {
  var seeds: [Seed]
  var zoneNodes: Set<NodeID>
}

extension JourneySearch {
  /// The open network's nodes that a start leads to.
  func startSeeds(
    of starts: [EndPosition], _ options: JourneyOptions, _ travel: ModeState, _ walking: ModeState
  ) -> LocalSeeds {
    prepare(options, travel, walking)
    seedStarts(starts, travel)
    expandStart(travel)
    return LocalSeeds(seeds: sources, zoneNodes: Set(forward.touched.filter { travel.isCore[$0] == 0 }))
  }

  /// The open network's nodes that lead to a goal.
  func goalSeeds(
    of goals: [EndPosition], _ options: JourneyOptions, _ travel: ModeState, _ walking: ModeState
  ) -> LocalSeeds {
    prepare(options, travel, walking)
    expandGoal(goals, travel, walking)
    let labels = options.mode.isVehicle ? ride : walk
    return LocalSeeds(seeds: targets, zoneNodes: Set(labels.touched.filter { travel.isCore[$0] == 0 }))
  }
}
