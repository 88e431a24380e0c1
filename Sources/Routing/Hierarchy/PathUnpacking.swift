internal import Dense
internal import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers`. Origins name streets below `arcCount` or arcs
// that form a lower triangle with the arc, because customization takes them from the hierarchy; so the scan for
// the other arc of the triangle ends within the row. The stack has
// `height + 2` rows: every split goes to a proper descendant in the elimination tree and replaces one entry by
// two, so no more than one entry per depth waits below the top.

/// Turns a way over arcs of the hierarchy into the streets it stands for; keeps its memory.
@safe
final class PathUnpacking {
  /// Nodes of the upward part, from the meeting down to the source.
  var upNodes: [UInt32] = []
  /// Nodes of the downward part, from the meeting down to the target.
  var downNodes: [UInt32] = []
  private let stack: UnsafeMutablePointer<Piece>

  /// One arc of the hierarchy in one direction, still to be unpacked.
  private struct Piece {
    /// Twice the arc, plus one for downward.
    var side: UInt32
    /// The arc's higher end.
    var high: UInt32
  }

  init(height: Int) {
    unsafe stack = .allocate(capacity: height + 2)
  }

  deinit { unsafe stack.deallocate() }

  /// Appends the streets of the two parts to `arcs`, in order of travel.
  ///
  /// - Returns: How many streets lie before the meeting.
  @discardableResult
  func unpack(_ metric: Metric, into arcs: inout [ArcID]) -> Int {
    let tables = unsafe HierarchyPointers(metric.hierarchy)
    let (upNodes, downNodes) = (upNodes, downNodes)
    var hop = upNodes.count - 1
    while hop > 0 {
      unsafe unpack(low: upNodes[hop], high: upNodes[hop - 1], direction: 0, metric, tables, &arcs)
      hop -= 1
    }
    let meeting = arcs.count
    hop = 1
    while hop < downNodes.count {
      unsafe unpack(low: downNodes[hop], high: downNodes[hop - 1], direction: 1, metric, tables, &arcs)
      hop += 1
    }
    return meeting
  }

  private func unpack(
    low: UInt32, high: UInt32, direction: UInt32, _ metric: Metric, _ tables: HierarchyPointers,
    _ arcs: inout [ArcID]
  ) {
    let (stack, origins, heads) = unsafe (self.stack, metric.origin, tables.upHead)
    let arc = unsafe tables.arc(from: Int(low), to: high, startingAt: tables.firstUp[Int(low)].index)
    unsafe stack[0] = Piece(side: UInt32(2 * arc) + direction, high: high)
    var top = 0
    while top >= 0 {
      let piece = unsafe stack[top]
      let origin = unsafe origins[Int(piece.side)]
      if origin & 0x8000_0000 == 0 {
        arcs.append(ArcID(rawValue: origin))
        top -= 1
        continue
      }
      // First down to the lower node of the triangle, then up from it: two arcs of one row.
      let toLow = origin & 0x7FFF_FFFF
      let low = unsafe heads[Int(toLow)].rawValue
      var toHigh = Int(toLow) &+ 1
      while unsafe heads[toHigh].rawValue != piece.high { toHigh &+= 1 }
      let direction = piece.side & 1
      let lowPiece = Piece(side: 2 &* toLow &+ (1 &- direction), high: low)
      let highPiece = Piece(
        side: 2 &* UInt32(truncatingIfNeeded: toHigh) &+ direction, high: piece.high)
      // Last in, first out: what is travelled first lies on top.
      unsafe stack[top] = direction == 0 ? highPiece : lowPiece
      unsafe stack[top + 1] = direction == 0 ? lowPiece : highPiece
      top += 1
    }
  }
}
