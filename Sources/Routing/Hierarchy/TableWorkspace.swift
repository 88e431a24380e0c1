internal import Dense
public import Geo
internal import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers`; labels are ranges of `nodes` and `times`, which
// grow together; the loops below stay within the ranges they are given.

/// The reusable memory of tables of times between many ends.
///
/// Every end climbs to the root once and keeps all times on the way, its label. The best time of a pair is the
/// least sum over the nodes that both climbed. Seen from the root, both labels list the same nodes up to where
/// their paths part, so that the sums are one straight vector loop.
///
/// - SeeAlso: Abraham, Delling, Goldberg, Werneck: "A Hub-Based Labeling Algorithm", 2011, for labels;
///   docs/decisions/0003-hierarchy-layout.md for why not RPHAST.
@safe
public final class TableWorkspace {
  public let hierarchy: Hierarchy
  private var climb: Climb
  private var sources = Labels()
  private var targets = Labels()

  public init(_ hierarchy: Hierarchy) {
    self.hierarchy = hierarchy
    climb = Climb(height: hierarchy.height)
  }

  deinit { climb.deallocate() }

  /// The best times from each source to each target.
  ///
  /// - Parameters:
  ///   - metric: A metric of the same hierarchy.
  ///   - sources: The ends of the rows; each a set of seeds.
  ///   - targets: The ends of the columns.
  ///   - result: Receives `sources.count * targets.count` times, row by row.
  /// - Complexity: O((sources + targets) · search space + sources · targets · height); no allocation after
  ///   warm-up.
  public func table(
    _ metric: Metric, sources: [[Seed]], targets: [[Seed]], into result: inout [Milliseconds]
  ) {
    precondition(metric.hierarchy.isSame(as: hierarchy), "the metric is of another hierarchy")
    // Source times carry a flipped top bit, so that signed comparison orders the unsigned sums.
    unsafe label(sources, &self.sources, times: UnsafePointer(metric.up), flip: 0x8000_0000)
    unsafe label(targets, &self.targets, times: UnsafePointer(metric.down), flip: 0)
    result.removeAll(keepingCapacity: true)
    for source in self.sources.ends {
      for target in self.targets.ends { result.append(pair(source, target)) }
    }
  }

  private func label(_ ends: [[Seed]], _ labels: inout Labels, times: UnsafePointer<UInt32>, flip: UInt32) {
    labels.removeAll()
    for seeds in ends {
      climb.start(seeds.span, hierarchy)
      unsafe climb.climbToRoots(hierarchy, times: times)
      let highest = seeds.max { $0.node < $1.node }
      labels.append(climb, pathCount: highest.map { Int(hierarchy.depth[$0.node]) + 1 } ?? 0, flip: flip)
    }
  }

  private func pair(_ source: Label, _ target: Label) -> Milliseconds {
    let common = commonCount(source, target)
    var best = leastSum(source.end - common, target.end - common, count: common)
    let (sourceRest, targetRest) = (source.begin..<source.end - common, target.begin..<target.end - common)
    if let sourceLast = sourceRest.last, let targetLast = targetRest.last,
      sources.nodes[sourceRest.lowerBound] <= targets.nodes[targetLast],
      targets.nodes[targetRest.lowerBound] <= sources.nodes[sourceLast]
    {
      best = min(best, leastSumOffPath(sourceRest, targetRest))
    }
    return Milliseconds(min(best, Metric.unreachable))
  }

  /// How many nodes the straight root paths of both labels share; they share a beginning seen from the root.
  private func commonCount(_ source: Label, _ target: Label) -> Int {
    var (low, high) = (0, min(source.pathCount, target.pathCount))
    while low < high {
      let middle = (low + high + 1) / 2
      let isShared = sources.nodes[source.end - middle] == targets.nodes[target.end - middle]
      if isShared { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The least sum of two runs of times.
  private func leastSum(_ source: Int, _ target: Int, count: Int) -> UInt32 {
    unsafe sources.times.withUnsafeBytes { sources in
      unsafe targets.times.withUnsafeBytes { targets in
        var best = SIMD8<Int32>(repeating: Int32(bitPattern: Metric.unreachable ^ 0x8000_0000))
        var index = 0
        while index + 8 <= count {
          let a = unsafe sources.loadUnaligned(fromByteOffset: 4 * (source + index), as: SIMD8<Int32>.self)
          let b = unsafe targets.loadUnaligned(fromByteOffset: 4 * (target + index), as: SIMD8<Int32>.self)
          let sum = a &+ b
          best.replace(with: sum, where: sum .< best)
          index += 8
        }
        var least = best.min()
        while index < count {
          let a = unsafe sources.loadUnaligned(fromByteOffset: 4 * (source + index), as: Int32.self)
          let b = unsafe targets.loadUnaligned(fromByteOffset: 4 * (target + index), as: Int32.self)
          least = min(least, a &+ b)
          index += 1
        }
        return UInt32(bitPattern: least) ^ 0x8000_0000
      }
    }
  }

  /// The least sum over common nodes that lie off a straight path; needed only where ends of several seeds
  /// lie within each other's subtree.
  private func leastSumOffPath(_ source: Range<Int>, _ target: Range<Int>) -> UInt32 {
    var (i, j) = (source.lowerBound, target.lowerBound)
    var best = Metric.unreachable
    while i < source.upperBound, j < target.upperBound {
      let (a, b) = (sources.nodes[i], targets.nodes[j])
      if a == b { best = min(best, (sources.times[i] ^ 0x8000_0000) &+ targets.times[j]) }
      if a <= b { i += 1 }
      if b <= a { j += 1 }
    }
    return best
  }
}

/// One end's nodes, ascending, and times: the rows `begin..<end` of its `Labels`.
private struct Label {
  var begin: Int
  var end: Int
  /// The last so many rows are the root path of the highest seed.
  var pathCount: Int
}

/// The labels of many ends in flat memory.
private struct Labels {
  var ends: [Label] = []
  var nodes: [UInt32] = []
  /// Milliseconds, for sources with a flipped top bit.
  var times: [UInt32] = []

  mutating func removeAll() {
    ends.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    times.removeAll(keepingCapacity: true)
  }

  mutating func append(_ climb: Climb, pathCount: Int, flip: UInt32) {
    let begin = nodes.count
    for index in 0..<climb.visitedCount {
      unsafe nodes.append(climb.visitedNode[index])
      unsafe times.append(Origin.time(climb.visitedKey[index]) ^ flip)
    }
    ends.append(Label(begin: begin, end: nodes.count, pathCount: pathCount))
  }
}
