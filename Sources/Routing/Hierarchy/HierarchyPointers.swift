internal import Dense
internal import Streets

/// Raw starts of the hierarchy's columns, for the hot loops of this module.
///
/// Proof for all unchecked reads through it: rows are nodes below `nodeCount`, arcs below `upArcCount` or
/// items below `upArcCount`; the builder makes and ``Hierarchy/validate()`` checks that every stored index is
/// in range, that `firstUp` and `firstDown` ascend within bounds and that depths are below `height`.
/// The holder keeps the hierarchy alive while it uses the pointers.
@unsafe
struct HierarchyPointers {
  let firstUp: UnsafePointer<UpArcID>
  let upHead: UnsafePointer<NodeID>
  let upDepth: UnsafePointer<UInt32>
  let parent: UnsafePointer<NodeID>
  let depth: UnsafePointer<UInt32>
  let firstDown: UnsafePointer<ItemID>
  let downTail: UnsafePointer<NodeID>
  let downArc: UnsafePointer<UpArcID>
  let firstArcOfSide: UnsafePointer<ItemID>
  let arcsOfSide: UnsafePointer<ArcID>

  init(_ hierarchy: Hierarchy) {
    unsafe firstUp = hierarchy.firstUp.pointer
    unsafe upHead = hierarchy.upHead.pointer
    unsafe upDepth = hierarchy.upDepth.pointer
    unsafe parent = hierarchy.parent.pointer
    unsafe depth = hierarchy.depth.pointer
    unsafe firstDown = hierarchy.firstDown.pointer
    unsafe downTail = hierarchy.downTail.pointer
    unsafe downArc = hierarchy.downArc.pointer
    unsafe firstArcOfSide = hierarchy.firstArcOfSide.pointer
    unsafe arcsOfSide = hierarchy.arcsOfSide.pointer
  }

  /// The rows of the arcs that leave `node` upwards.
  @inline(__always) func up(_ node: Int) -> (begin: Int, end: Int) {
    unsafe (firstUp[node].index, firstUp[node + 1].index)
  }

  /// The rows of the arcs that lead up to `node`.
  @inline(__always) func down(_ node: Int) -> (begin: Int, end: Int) {
    unsafe (firstDown[node].index, firstDown[node + 1].index)
  }

  /// The arc from `low` up to `high` among the rows from `begin` on, or -1.
  @inline(__always) func arc(from low: Int, to high: UInt32, startingAt begin: Int) -> Int {
    var (lower, upper) = unsafe (begin, firstUp[low + 1].index)
    let end = upper
    while lower < upper {
      let middle = (lower &+ upper) >> 1
      if unsafe upHead[middle].rawValue < high { lower = middle &+ 1 } else { upper = middle }
    }
    return unsafe lower < end && upHead[lower].rawValue == high ? lower : -1
  }
}
