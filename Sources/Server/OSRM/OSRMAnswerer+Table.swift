internal import Dense
internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

extension OSRMAnswerer {
  func table(_ request: OSRMRequest, _ options: JourneyOptions) throws(OSRMError) -> [UInt8] {
    try check(request, least: 2, most: service.limits.table)
    let all = Array(request.coordinates.indices)
    let (sources, destinations) = (request.sources ?? all, request.destinations ?? all)
    let pairs = sources.count * destinations.count
    guard pairs <= service.limits.table else {
      throw OSRMError(.tooBig, Wording.OSRM.tooBig("pairs", pairs, service.limits.table))
    }
    let starts = try ends(request, sources, .start)
    let goals = try ends(request, destinations, .goal)
    var cells = try cells(starts, goals, request, options)
    let fallback = cells.fill(starts, goals, request)
    var json = JSONText(capacity: 1024 + pairs * 8)
    json.object { json in
      json.key("code")
      json.string("Ok")
      if request.tableAnnotations.contains(.distance) { cells.write("distances", cells.lengths, &json) }
      if request.tableAnnotations.contains(.duration) { cells.write("durations", cells.times, &json) }
      if request.fallbackSpeed != nil {
        json.key("fallback_speed_cells")
        json.array { json in
          for cell in fallback {
            json.array { json in
              json.int(cell / goals.count)
              json.int(cell % goals.count)
            }
          }
        }
      }
      guard !request.skipsWaypoints else { return }
      json.key("destinations")
      write(request, destinations, goals, .goal, &json)
      json.key("sources")
      write(request, sources, starts, .start, &json)
    }
    return json.bytes
  }

  private func ends(_ request: OSRMRequest, _ rows: [Int], _ purpose: SnapQuery.Purpose) throws(OSRMError)
    -> [SnappedEnd]
  {
    var found: [SnappedEnd] = []
    found.reserveCapacity(rows.count)
    for row in rows { found.append(try end(request, row, purpose)) }
    return found
  }

  private func write(
    _ request: OSRMRequest, _ rows: [Int], _ ends: [SnappedEnd], _ purpose: SnapQuery.Purpose,
    _ json: inout JSONText
  ) {
    json.array { json in
      for (row, end) in zip(rows, ends) {
        json.object { writeWaypoint(&$0, request, row, end, purpose, at: end.location) }
      }
    }
  }

  /// The durations between all stops, as the trip solver needs them.
  func times(_ starts: [SnappedEnd], _ goals: [SnappedEnd], _ options: JourneyOptions) throws(OSRMError)
    -> [Milliseconds]
  {
    let from = starts.map { router.usable($0.start, options) }
    let to = goals.map { router.usable($0.goal, options) }
    guard
      var times = try? router.table(
        from: from.map(\.positions), to: to.map(\.positions), options: options
      ).times
    else { throw OSRMError(.noTable, Wording.OSRM.noRoute) }
    for (row, start) in from.enumerated() {
      for (column, goal) in to.enumerated() where start.meeting(goal) != nil {
        times[row * to.count + column] = .zero
      }
    }
    return times
  }

  private func cells(
    _ starts: [SnappedEnd], _ goals: [SnappedEnd], _ request: OSRMRequest, _ options: JourneyOptions
  ) throws(OSRMError) -> OSRMCells {
    var cells = OSRMCells(columns: goals.count)
    cells.times = try times(starts, goals, options).map { $0.isReachable ? Double($0.rawValue) : nil }
    guard request.tableAnnotations.contains(.distance) else { return cells }
    for start in starts {
      for goal in goals {
        try goOn()
        let cost = try? router.legCost(from: start.start, to: goal.goal, options: options)
        cells.lengths.append(cost.map { Double($0.length.rawValue) })
      }
    }
    return cells
  }
}

/// The cells of a table, row by row: milliseconds and millimetres; nil where there is no way.
struct OSRMCells {
  var columns: Int
  var times: [Double?] = []
  var lengths: [Double?] = []

  init(columns: Int) { self.columns = columns }

  /// Scales the durations and puts estimates where there is no way and a speed is given; returns those cells.
  mutating func fill(_ starts: [SnappedEnd], _ goals: [SnappedEnd], _ request: OSRMRequest) -> [Int] {
    var filled: [Int] = []
    for cell in times.indices {
      if times[cell] == nil, let speed = request.fallbackSpeed {
        let (start, goal) = (starts[cell / columns], goals[cell % columns])
        let metres =
          request.fallsBackToInput
          ? start.asked.distance(to: goal.asked) : start.location.distance(to: goal.location)
        times[cell] = metres / speed * 1000
        if !lengths.isEmpty { lengths[cell] = metres * 1000 }
        filled.append(cell)
      }
      times[cell] = times[cell].map { $0 * request.scaleFactor }
    }
    return filled
  }

  func write(_ key: StaticString, _ cells: [Double?], _ json: inout JSONText) {
    json.key(key)
    json.array { json in
      for first in stride(from: 0, to: cells.count, by: max(columns, 1)) {
        json.array { json in
          for cell in cells[first..<first + columns] {
            if let cell { json.thousandths(UInt32(min(cell.rounded(), 4e9))) } else { json.null() }
          }
        }
      }
    }
  }
}
