internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// What is said about each piece of a leg's line.
struct OSRMAnnotation {
  /// One number for each point.
  private var nodes: [Int] = []
  /// Millimetres and milliseconds of each piece between two points.
  private var lengths: [UInt32]
  private var times: [UInt32]

  /// - Complexity: O(points).
  init(_ trace: JourneyTrace, _ found: FoundJourney, _ network: Network) {
    let count = max(trace.points.count - 1, 0)
    lengths = Array(repeating: 0, count: count)
    times = Array(repeating: 0, count: count)
    nodes = Array(repeating: -1, count: trace.points.count)
    for piece in trace.pieces {
      share(piece, trace.points)
      if let arc = piece.arc { number(piece, arc, trace.points, network) }
    }
    fillNodes()
  }

  /// Spreads the length and time of a piece over its points as far as these are apart.
  ///
  /// Waiting at gates and for lifts has no line: as OSRM leaves the time of turns out, so is this.
  private mutating func share(_ piece: JourneyTrace.Piece, _ points: [Coordinate]) {
    guard piece.first < piece.last else { return }
    let apart = (piece.first..<piece.last).map { points[$0].distance(to: points[$0 + 1]) }
    let whole = apart.reduce(0, +)
    var (walked, before) = (0.0, (length: UInt32(0), time: UInt32(0)))
    for (row, metres) in apart.enumerated() {
      walked += metres
      let part = row == apart.count - 1 || whole == 0 ? 1 : walked / whole
      let here = (
        length: UInt32(Double(piece.length.rawValue) * part), time: UInt32(Double(piece.time.rawValue) * part)
      )
      lengths[piece.first + row] = here.length - before.length
      times[piece.first + row] = here.time - before.time
      before = here
    }
  }

  /// Gives the points of a piece the numbers of the street's points, in the order of travel.
  private mutating func number(
    _ piece: JourneyTrace.Piece, _ arc: ArcID, _ points: [Coordinate], _ network: Network
  ) {
    let heading = network.heading[arc]
    let rows = Array(network.geometry[heading.segment])
    let travelled = heading.isAgainst ? rows.reversed() : rows
    var next = 0
    for point in piece.first...piece.last {
      guard
        let row = travelled[next...].firstIndex(where: { network.geometry.values[$0] == points[point] })
      else { continue }
      if point == piece.first + 1, next == 0, row > 0, nodes[piece.first] < 0 {
        // The way begins between two points: that of the street before it.
        nodes[piece.first] = network.pointNumber(heading.segment, row: travelled[row - 1])
      }
      nodes[point] = network.pointNumber(heading.segment, row: travelled[row])
      next = row
    }
    if nodes[piece.last] < 0, next + 1 < travelled.count {
      nodes[piece.last] = network.pointNumber(heading.segment, row: travelled[next + 1])
    }
  }

  /// Points off the streets take the number of the street's point next to them.
  private mutating func fillNodes() {
    for row in nodes.indices.dropFirst() where nodes[row] < 0 { nodes[row] = nodes[row - 1] }
    for row in nodes.indices.reversed().dropFirst() where nodes[row] < 0 { nodes[row] = nodes[row + 1] }
    for row in nodes.indices where nodes[row] < 0 { nodes[row] = 0 }
  }

  func write(_ wanted: OSRMRequest.Annotations, _ json: inout JSONText) {
    json.object { json in
      if wanted.contains(.datasources) { writeSources(&json) }
      if wanted.contains(.duration) { write("duration", times, &json) }
      if wanted.contains(.weight) { write("weight", times, &json) }
      if wanted.contains(.distance) { write("distance", lengths, &json) }
      if wanted.contains(.nodes) {
        json.key("nodes")
        json.array { json in for node in nodes { json.int(node) } }
      }
      if wanted.contains(.speed) {
        let speeds = zip(lengths, times).map { UInt64($1) == 0 ? 0 : UInt64($0) * 1000 / UInt64($1) }
        write("speed", speeds.map { UInt32(min($0, 1_000_000)) }, &json)
      }
    }
  }

  private func writeSources(_ json: inout JSONText) {
    json.key("datasources")
    json.array { json in for _ in times { json.int(0) } }
    json.key("metadata")
    json.object { json in
      json.key("datasource_names")
      json.array { $0.string("kaimen") }
    }
  }

  private func write(_ key: StaticString, _ values: [UInt32], _ json: inout JSONText) {
    json.key(key)
    json.array { json in for value in values { json.thousandths(value) } }
  }
}
