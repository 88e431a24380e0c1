internal import Dense
internal import Geo
public import Streets

/// Lower bounds of the time from any node to a set of targets, for goal-directed searches whose times are never
/// below those of a metric.
///
/// The bound is the exact time of that metric, found when first asked for: every way climbs the hierarchy and then
/// descends to a target, so the least over the arcs that lead up from a node, of the arc and the bound of its
/// head, is it. A search that adds it to its labels looks at little more than the way that it finds.
///
/// - SeeAlso: Strasser, Zeitz: "A Fast and Tight Heuristic for A* in Road Networks", arXiv:1910.12526.
public struct Potential {
  private let metric: Metric
  private let hierarchy: Hierarchy
  /// Known so far.
  private var times = NodeTimes(capacity: 1000)
  /// Times from the ancestors of the targets down to them.
  private var descents = NodeTimes(capacity: 500)

  /// - Complexity: O(arcs that lead up from the ancestors of `targets`).
  public init(_ metric: Metric, to targets: [Seed]) {
    self.metric = metric
    hierarchy = metric.hierarchy
    for target in targets {
      descents.set(target.node, min(descents[target.node] ?? Metric.unreachable, target.offset.rawValue))
    }
    for node in rootPaths(from: targets.map(\.node)) { climb(from: node) }
  }

  /// The nodes and all their ancestors, lowest first.
  private func rootPaths(from nodes: [NodeID]) -> [NodeID] {
    var seen: Set<NodeID> = []
    for start in nodes {
      var node = start
      while node != .none, seen.insert(node).inserted { node = hierarchy.parent[node] }
    }
    return seen.sorted()
  }

  private mutating func climb(from node: NodeID) {
    guard let time = descents[node], time < Metric.unreachable else { return }
    for arc in arcs(up: node) {
      let head = hierarchy.upHead[arc]
      let reached = time + metric.time(of: .downward(arc)).rawValue
      if reached < descents[head] ?? Metric.unreachable { descents.set(head, reached) }
    }
  }

  private func arcs(up node: NodeID) -> some Sequence<UpArcID> {
    let rows = hierarchy.firstUp[node].index..<hierarchy.firstUp[node.advanced(by: 1)].index
    return rows.lazy.map { UpArcID($0) }
  }

  /// Milliseconds from `node` to the nearest target; ``Milliseconds/unreachable`` where there is no way.
  ///
  /// - Complexity: O(arcs up from those ancestors of `node` that are asked for the first time).
  public mutating func callAsFunction(_ node: NodeID) -> UInt32 {
    if let known = times[node] { return known }
    var unknown: [NodeID] = []
    var next = node
    while next != .none, times[next] == nil {
      unknown.append(next)
      next = hierarchy.parent[next]
    }
    for each in unknown.reversed() { times.set(each, bound(each)) }
    return times[node] ?? Metric.unreachable
  }

  /// The bounds of all ancestors are known.
  private func bound(_ node: NodeID) -> UInt32 {
    var best = descents[node] ?? Metric.unreachable
    for arc in arcs(up: node) {
      let beyond = times[hierarchy.upHead[arc]] ?? Metric.unreachable
      guard beyond < Metric.unreachable else { continue }
      best = min(best, beyond + metric.time(of: .upward(arc)).rawValue)
    }
    return best
  }
}
