internal import Dense
internal import Geo
internal import Routing
internal import Streets

/// Consecutive segments of one way that look alike: what the map draws as one line.
struct StreetRun {
  var first: SegmentID
  var last: SegmentID
}

/// Joins segments, which come in ascending order, to runs.
///
/// Segments of one way follow each other in the city file. Where a way has a second lane with rights of its own, the
/// file has its line twice; the second time it is left out.
struct StreetRuns {
  private let network: Network
  private(set) var runs: [StreetRun] = []
  /// Where the runs of the present way begin.
  private var firstOfWay = 0

  init(_ network: Network) { self.network = network }

  mutating func add(_ segment: SegmentID) {
    if let last = runs.last, continues(last, segment) {
      runs[runs.count - 1].last = segment
      return
    }
    finish()
    if let last = runs.last, network.osmID[last.first] != network.osmID[segment] { firstOfWay = runs.count }
    runs.append(StreetRun(first: segment, last: segment))
  }

  /// Drops the last run where the same way has the same line already.
  mutating func finish() {
    guard let last = runs.last, runs.count - firstOfWay > 1 else { return }
    let ends = ends(last)
    let isSecond = runs[firstOfWay..<(runs.count - 1)].contains { run in
      let other = self.ends(run)
      return other == ends && run.last.index - run.first.index == last.last.index - last.first.index
    }
    if isSecond { runs.removeLast() }
  }

  private func continues(_ run: StreetRun, _ segment: SegmentID) -> Bool {
    run.last.index + 1 == segment.index && network.osmID[run.last] == network.osmID[segment]
      && network.segmentClass[run.last] == network.segmentClass[segment]
      && network.rule[run.last] == network.rule[segment] && network.name[run.last] == network.name[segment]
      && end(run.last) == start(segment)
  }

  private struct Ends: Equatable {
    var start: Coordinate
    var end: Coordinate
  }

  private func ends(_ run: StreetRun) -> Ends { Ends(start: start(run.first), end: end(run.last)) }

  private func start(_ segment: SegmentID) -> Coordinate {
    network.geometry.values[network.geometry[segment].lowerBound]
  }

  private func end(_ segment: SegmentID) -> Coordinate {
    network.geometry.values[network.geometry[segment].upperBound.advanced(by: -1)]
  }
}
