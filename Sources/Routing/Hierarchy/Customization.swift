internal import Dense
internal import Dispatch
internal import Geo
internal import Streets
internal import Synchronization

// Hot file: unchecked reads and writes as proven at `HierarchyPointers`; writes go to rows of `up` and `down`
// that belong to the node being customized, and no two threads ever share a node.

extension Metric {
  /// Computes `up` and `down` from `arcTime`.
  ///
  /// A node pulls from its lower neighbours: for each lower triangle (x, node, z) the way node → x → z. The
  /// triangles' third arcs all leave the node itself, so they are kept in rows by depth, and nobody else's
  /// arcs are written. Disjoint subtrees are customized side by side, then the nodes above them.
  func customize(threads: Int) {
    let plan = CustomizationPlan(hierarchy, threads: threads)
    if plan.subtrees.count > 1 {
      let next = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let rows = DepthRows(height: self.hierarchy.height)
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= plan.subtrees.count { return }
          self.customize(nodes: plan.subtrees[index], rows)
        }
      }
    } else {
      for range in plan.subtrees { customize(nodes: range, DepthRows(height: hierarchy.height)) }
    }
    let rows = DepthRows(height: hierarchy.height)
    for node in plan.above { customize(nodes: node..<node + 1, rows) }
  }

  /// Customizes `nodes`, ascending; all lower neighbours outside the range must be done.
  private func customize(nodes: Range<Int>, _ rows: DepthRows) {
    let tables = unsafe HierarchyPointers(hierarchy)
    for node in nodes {
      let (begin, end) = unsafe tables.up(node)
      if begin == end { continue }
      unsafe loadStreets(begin..<end, tables, rows)
      let below = unsafe tables.down(node)
      for item in below.begin..<below.end {
        let arc = unsafe tables.downArc[item].index
        let last = unsafe tables.firstUp[tables.downTail[item].index + 1].index
        unsafe pull(through: arc, until: last, tables, rows)
      }
      for arc in begin..<end {
        let row = unsafe Int(tables.upDepth[arc])
        unsafe up[arc] = min(rows.up[row], Self.unreachable)
        unsafe down[arc] = min(rows.down[row], Self.unreachable)
      }
    }
  }

  /// Relaxes all triangles over the lower end of `arc`, whose further arcs end before `last`.
  @inline(__always)
  private func pull(through arc: Int, until last: Int, _ tables: HierarchyPointers, _ rows: DepthRows) {
    let toNode = unsafe up[arc]
    let fromNode = unsafe down[arc]
    if toNode & fromNode == Self.unreachable { return }
    var other = arc &+ 1
    while other < last {
      let row = unsafe Int(tables.upDepth[other])
      let upward = unsafe fromNode &+ up[other]
      let downward = unsafe toNode &+ down[other]
      unsafe rows.up[row] = min(rows.up[row], upward)
      unsafe rows.down[row] = min(rows.down[row], downward)
      other &+= 1
    }
  }

  /// Starts the rows of one node's arcs with the times of the streets themselves.
  @inline(__always)
  private func loadStreets(_ arcs: Range<Int>, _ tables: HierarchyPointers, _ rows: DepthRows) {
    var item = unsafe tables.firstArcOfSide[2 * arcs.lowerBound].index
    for arc in arcs {
      let row = unsafe Int(tables.upDepth[arc])
      unsafe rows.up[row] = bestStreet(&item, until: tables.firstArcOfSide[2 * arc + 1].index, tables)
      unsafe rows.down[row] = bestStreet(&item, until: tables.firstArcOfSide[2 * arc + 2].index, tables)
    }
  }

  @inline(__always)
  private func bestStreet(_ item: inout Int, until end: Int, _ tables: HierarchyPointers) -> UInt32 {
    var best = Self.unreachable
    while item < end {
      best = unsafe min(best, arcTime[tables.arcsOfSide[item].index])
      item &+= 1
    }
    return best
  }
}

/// The times of one node's arcs by the depth of their heads, `height` rows each.
@safe
private final class DepthRows {
  let up: UnsafeMutablePointer<UInt32>
  let down: UnsafeMutablePointer<UInt32>

  init(height: Int) {
    unsafe up = .allocate(capacity: max(height, 1))
    unsafe down = .allocate(capacity: max(height, 1))
    unsafe up.initialize(repeating: 0, count: max(height, 1))
    unsafe down.initialize(repeating: 0, count: max(height, 1))
  }

  deinit {
    unsafe up.deallocate()
    unsafe down.deallocate()
  }
}

/// Which subtrees to customize side by side, and the nodes above all of them.
struct CustomizationPlan: Sendable {
  /// Disjoint ranges of nodes, largest first.
  private(set) var subtrees: [Range<Int>] = []
  /// The remaining nodes, ascending.
  private(set) var above: [Int] = []

  init(_ hierarchy: Hierarchy, threads: Int) {
    guard threads > 1, hierarchy.nodeCount > 2_000 else {
      subtrees = [0..<hierarchy.nodeCount]
      return
    }
    let limit = hierarchy.nodeCount / (16 * threads)
    var next = hierarchy.nodeCount - 1
    // Going down the postorder, a subtree small enough is skipped as a whole.
    while next >= 0 {
      let first = hierarchy.firstDescendant[NodeID(next)].index
      if next - first < limit {
        if let last = subtrees.last, last.lowerBound == next + 1, last.upperBound - first < limit {
          subtrees[subtrees.count - 1] = first..<last.upperBound
        } else {
          subtrees.append(first..<next + 1)
        }
        next = first - 1
      } else {
        above.append(next)
        next -= 1
      }
    }
    above.reverse()
    subtrees.sort { ($0.count, $1.lowerBound) > ($1.count, $0.lowerBound) }
  }
}
