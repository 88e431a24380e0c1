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
      unsafe store(begin..<end, tables, rows)
    }
  }

  /// Relaxes all triangles over the lower end of `arc`, whose further arcs end before `last`.
  @inline(__always)
  private func pull(through arc: Int, until last: Int, _ tables: HierarchyPointers, _ rows: DepthRows) {
    let toNode = unsafe up[arc]
    let fromNode = unsafe down[arc]
    if toNode & fromNode == Self.unreachable { return }
    let origin = UInt64(arc) | Origin.shortcutMark
    let (upBase, downBase) = (UInt64(fromNode) << 32 | origin, UInt64(toNode) << 32 | origin)
    let (times, otherTimes, depth) = unsafe (up, down, tables.upDepth)
    let (upRows, downRows) = unsafe (rows.up, rows.down)
    var other = arc &+ 1
    while other < last {
      let row = unsafe Int(depth[other])
      let upward = unsafe upBase &+ UInt64(times[other]) &<< 32
      let downward = unsafe downBase &+ UInt64(otherTimes[other]) &<< 32
      unsafe upRows[row] = min(upRows[row], upward)
      unsafe downRows[row] = min(downRows[row], downward)
      other &+= 1
    }
  }

  /// Starts the rows of one node's arcs with the times of the streets themselves.
  @inline(__always)
  private func loadStreets(_ arcs: Range<Int>, _ tables: HierarchyPointers, _ rows: DepthRows) {
    for arc in arcs {
      let row = unsafe Int(tables.upDepth[arc])
      unsafe rows.up[row] = streetKey(side: 2 * arc, tables)
      unsafe rows.down[row] = streetKey(side: 2 * arc + 1, tables)
    }
  }

  /// The key of the best street that lies on a side.
  @inline(__always)
  func streetKey(side: Int, _ tables: HierarchyPointers) -> UInt64 {
    var best = Origin.unreachable
    let (begin, end) = unsafe (tables.firstArcOfSide[side].index, tables.firstArcOfSide[side + 1].index)
    for item in begin..<end {
      let arc = unsafe tables.arcsOfSide[item]
      best = unsafe min(best, UInt64(arcTime[arc.index]) << 32 | UInt64(arc.rawValue))
    }
    return best
  }

  /// Moves the rows of one node's arcs to their places.
  @inline(__always)
  private func store(_ arcs: Range<Int>, _ tables: HierarchyPointers, _ rows: DepthRows) {
    for arc in arcs {
      let row = unsafe Int(tables.upDepth[arc])
      unsafe store(ArcKeys(up: rows.up[row], down: rows.down[row]), at: arc)
    }
  }

  /// The times and origins of an arc.
  @inline(__always)
  func keys(of arc: Int) -> ArcKeys {
    unsafe ArcKeys(
      up: UInt64(up[arc]) << 32 | UInt64(origin[2 * arc]),
      down: UInt64(down[arc]) << 32 | UInt64(origin[2 * arc + 1]))
  }

  @inline(__always)
  func store(_ keys: ArcKeys, at arc: Int) {
    unsafe up[arc] = Origin.time(keys.up)
    unsafe down[arc] = Origin.time(keys.down)
    unsafe origin[2 * arc] = UInt32(truncatingIfNeeded: keys.up)
    unsafe origin[2 * arc + 1] = UInt32(truncatingIfNeeded: keys.down)
  }
}

/// The keys (see `Origin`) of both directions of an arc.
struct ArcKeys: Equatable {
  var up: UInt64
  var down: UInt64
}

/// The times of one node's arcs by the depth of their heads, `height` rows each.
///
/// Rows hold keys as described at `Origin`.
@safe
private final class DepthRows {
  let up: UnsafeMutablePointer<UInt64>
  let down: UnsafeMutablePointer<UInt64>

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
