internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// The main streets of a city, joined to long lines with their boxes, for tiles that show nothing smaller.
struct StreetChains: Sendable {
  /// The last zoom whose streets are all here.
  static let lastZoom = 12

  /// A line: some of ``parts``, one after the other.
  struct Chain {
    var parts: Range<Int>
    var label: StreetLabel
    var name: TextID
    var box: BoundingBox
  }

  /// A run and the direction in which the line goes along it.
  struct Part {
    var run: StreetRun
    var isReversed: Bool
  }

  private(set) var chains: [Chain] = []
  private(set) var parts: [Part] = []

  /// - Complexity: O(segments + main streets × log main streets).
  init(_ city: City, _ labels: StreetLabels) {
    let network = city.network
    var joined = StreetRuns(network)
    for segment in network.length.ids
    where labels.leastZoom(network.segmentClass[segment]) <= StreetChains.lastZoom {
      joined.add(segment)
    }
    joined.finish()
    let runs = joined.runs.compactMap { run in
      labels.label(run.first, in: city).map { LabelledRun(run, $0, network) }
    }
    var joints = StreetJoints(runs)
    for row in runs.indices {
      let start = parts.count
      guard let path = joints.takePath(through: row) else { continue }
      var box = BoundingBox.empty
      for step in path {
        let run = runs[step.run]
        parts.append(Part(run: run.run, isReversed: step.isReversed))
        for point in run.run.points(network) { box.formUnion(network.geometry.values[point]) }
      }
      chains.append(
        Chain(parts: start..<parts.count, label: runs[row].look.label, name: runs[row].look.name, box: box))
    }
  }
}

extension StreetRun {
  /// The rows of its points; where two segments meet the point comes twice.
  func points(_ network: Network) -> Range<ItemID> {
    network.geometry[first].lowerBound..<network.geometry[last].upperBound
  }
}

/// A run, what it looks like, and where it ends.
struct LabelledRun {
  /// What runs must have in common to be drawn as one line.
  struct Look: Hashable {
    var label: StreetLabel
    var name: TextID
  }

  var run: StreetRun
  var look: Look
  var start: Coordinate
  var end: Coordinate

  init(_ run: StreetRun, _ label: StreetLabel, _ network: Network) {
    self.run = run
    look = Look(label: label, name: network.name[run.first])
    let points = run.points(network)
    start = network.geometry.values[points.lowerBound]
    end = network.geometry.values[points.upperBound.advanced(by: -1)]
  }
}

/// Finds which run goes on where another of the same look ends: where exactly two such ends meet.
struct StreetJoints {
  /// One run of a path.
  struct Step {
    var run: Int
    var isReversed: Bool
  }

  /// The end that each end (`2 × run`, plus 1 for the end of its line) is joined to; -1 for none.
  private var partner: [Int]
  private var isTaken: [Bool]

  /// - Complexity: O(n log n).
  init(_ runs: [LabelledRun]) {
    partner = Array(repeating: -1, count: 2 * runs.count)
    isTaken = Array(repeating: false, count: runs.count)
    var looks: [LabelledRun.Look: UInt32] = [:]
    var ends: [(place: UInt64, look: UInt32, end: Int)] = []
    for (row, run) in runs.enumerated() {
      let look = looks[run.look] ?? UInt32(looks.count)
      looks[run.look] = look
      ends.append((StreetJoints.number(run.start), look, 2 * row))
      ends.append((StreetJoints.number(run.end), look, 2 * row + 1))
    }
    ends.sort { ($0.place, $0.look, $0.end) < ($1.place, $1.look, $1.end) }
    var row = 0
    while row < ends.count {
      var next = row + 1
      while next < ends.count, ends[next].place == ends[row].place, ends[next].look == ends[row].look {
        next += 1
      }
      if next - row == 2 { join(ends[row].end, ends[row + 1].end, runs) }
      row = next
    }
  }

  private static func number(_ place: Coordinate) -> UInt64 {
    UInt64(UInt32(bitPattern: place.latitudeE7)) << 32 | UInt64(UInt32(bitPattern: place.longitudeE7))
  }

  /// Streets for one direction are joined so that the direction stays.
  private mutating func join(_ one: Int, _ other: Int, _ runs: [LabelledRun]) {
    let isDirected = runs[one / 2].look.label.oneWay != .both
    if one / 2 == other / 2 || isDirected && one % 2 == other % 2 { return }
    partner[one] = other
    partner[other] = one
  }

  /// All runs of the line that `run` is part of, in order; nil where they were taken before.
  mutating func takePath(through run: Int) -> [Step]? {
    if isTaken[run] { return nil }
    // Back to where the line begins, or once round.
    var first = 2 * run
    while partner[first] >= 0, partner[first] ^ 1 != 2 * run { first = partner[first] ^ 1 }
    var path: [Step] = []
    var entry = first
    while !isTaken[entry / 2] {
      isTaken[entry / 2] = true
      path.append(Step(run: entry / 2, isReversed: entry % 2 == 1))
      let next = partner[entry ^ 1]
      if next < 0 { break }
      entry = next
    }
    return path
  }
}
