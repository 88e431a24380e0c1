internal import Dense
internal import Geo
internal import Streets

/// A set of targets prepared for many one-to-many queries, with any metric of the hierarchy.
///
/// Holds the union of the targets' root paths, descending; a query touches nothing else on its way down.
public struct TargetSelection: Sendable {
  public let hierarchy: Hierarchy
  /// Descending, closed under parents.
  let nodes: [UInt32]
  /// Seeds of target `i` are the rows `first[i]..<first[i + 1]` of the next two.
  private let first: [Int]
  /// Place of each seed in `nodes`.
  private let place: [Int]
  private let offset: [UInt32]

  /// Number of targets.
  public var count: Int { first.count - 1 }

  /// - Complexity: O(nodes on the root paths · log).
  public init(_ hierarchy: Hierarchy, targets: [[Seed]]) {
    self.hierarchy = hierarchy
    var members = Set<UInt32>()
    for seed in targets.joined() {
      var node = seed.node
      while node != .none, members.insert(node.rawValue).inserted { node = hierarchy.parent[node] }
    }
    let nodes = members.sorted(by: >)
    let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($0.element, $0.offset) })
    self.nodes = nodes
    first = targets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    place = targets.joined().map { places[$0.node.rawValue] ?? 0 }
    offset = targets.joined().map { min($0.offset.rawValue, Metric.unreachable) }
  }

  /// The best time of each target from the times of `nodes`.
  func collect(_ times: UnsafePointer<UInt32>, into result: inout [Milliseconds]) {
    result.removeAll(keepingCapacity: true)
    for target in 0..<count {
      var best = Metric.unreachable
      for seed in first[target]..<first[target + 1] {
        // `place` numbers a row of `nodes`, of which `times` has one each.
        best = unsafe min(best, times[place[seed]] &+ offset[seed])
      }
      result.append(Milliseconds(best))
    }
  }
}
