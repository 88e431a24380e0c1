internal import Dense
internal import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers`; `row` has `height` rows; nodes come from the
// hierarchy or a `TargetSelection` of it; `result` has a row per node taken, ensured by the callers.

/// Carries the times of a finished climb down the hierarchy, to all nodes or to a selection.
///
/// Nodes are taken in descending rank, parents before children. The times of a node's ancestors stand in one
/// row per depth: a later node of the same depth only replaces an ancestor whose subtree is done.
///
/// - SeeAlso: Delling, Goldberg, Nowatzyk, Werneck: "PHAST", 2011; Delling, Goldberg, Werneck: "Faster Batched
///   Shortest Paths in Road Networks" (RPHAST), 2011.
@safe
struct DownwardSweep {
  private let row: UnsafeMutablePointer<UInt32>

  init(height: Int) {
    unsafe row = .allocate(capacity: max(height, 1))
    unsafe row.initialize(repeating: 0, count: max(height, 1))
  }

  func deallocate() { unsafe row.deallocate() }

  /// Computes the time of each of `count` nodes; `node(i)` must descend and be closed under parents.
  @inline(__always)
  func run(
    _ climb: Climb, _ hierarchy: Hierarchy, times: UnsafePointer<UInt32>, count: Int,
    node: (Int) -> Int, result: UnsafeMutablePointer<UInt32>
  ) {
    let tables = unsafe HierarchyPointers(hierarchy)
    var visited = climb.visitedCount - 1
    for index in 0..<count {
      let here = node(index)
      var best = Metric.unreachable
      while visited >= 0, unsafe Int(climb.visitedNode[visited]) > here { visited -= 1 }
      if visited >= 0, unsafe Int(climb.visitedNode[visited]) == here {
        best = unsafe min(best, Origin.time(climb.visitedKey[visited]))
      }
      let arcs = unsafe tables.up(here)
      var arc = arcs.begin
      while arc < arcs.end {
        best = unsafe min(best, times[arc] &+ row[Int(tables.upDepth[arc])])
        arc &+= 1
      }
      unsafe row[Int(tables.depth[here])] = best
      unsafe result[index] = best
    }
  }
}

extension Climb {
  /// Climbs to the roots without pruning.
  mutating func climbToRoots(_ hierarchy: Hierarchy, times: UnsafePointer<UInt32>) {
    let tables = unsafe HierarchyPointers(hierarchy)
    var climb = self
    while climb.node != .max {
      let node = Int(climb.node)
      let key = unsafe climb.take(depth: Int(tables.depth[node]))
      if Origin.time(key) < Metric.unreachable {
        unsafe climb.relax(key, tables.up(node), depth: tables.upDepth, time: times)
      }
      unsafe climb.advance(parent: tables.parent[node].rawValue)
    }
    self = climb
  }
}
