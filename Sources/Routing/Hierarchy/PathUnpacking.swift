internal import Dense
internal import Geo
internal import Streets

// Hot file: unchecked reads as proven at `HierarchyPointers`.

/// Turns a way over arcs of the hierarchy into the streets it stands for; keeps its memory.
final class PathUnpacking {
  /// Nodes of the upward part, from the meeting down to the source.
  var upNodes: [UInt32] = []
  /// Nodes of the downward part, from the meeting down to the target.
  var downNodes: [UInt32] = []
  /// The streets in order of travel.
  var arcs: [ArcID] = []
  private var stack: [Piece] = []

  /// One arc of the hierarchy in one direction, still to be unpacked.
  private struct Piece {
    var arc: UInt32
    var tail: UInt32
    var isDownward: Bool
  }

  /// Appends the streets of the two parts to ``arcs``.
  func unpack(_ metric: Metric) {
    let tables = unsafe HierarchyPointers(metric.hierarchy)
    var hop = upNodes.count - 1
    while hop > 0 {
      unsafe unpack(low: upNodes[hop], high: upNodes[hop - 1], isDownward: false, metric, tables)
      hop -= 1
    }
    hop = 1
    while hop < downNodes.count {
      unsafe unpack(low: downNodes[hop], high: downNodes[hop - 1], isDownward: true, metric, tables)
      hop += 1
    }
  }

  private func unpack(
    low: UInt32, high: UInt32, isDownward: Bool, _ metric: Metric, _ tables: HierarchyPointers
  ) {
    let begin = unsafe tables.firstUp[Int(low)].index
    let arc = unsafe tables.arc(from: Int(low), to: high, startingAt: begin)
    stack.append(Piece(arc: UInt32(arc), tail: low, isDownward: isDownward))
    while let piece = stack.popLast() {
      if let street = unsafe street(of: piece, metric, tables) {
        arcs.append(street)
      } else {
        unsafe split(piece, metric, tables)
      }
    }
  }

  /// A street that is as fast as the arc itself, if the arc is no shortcut.
  private func street(of piece: Piece, _ metric: Metric, _ tables: HierarchyPointers) -> ArcID? {
    let side = 2 * Int(piece.arc) + (piece.isDownward ? 1 : 0)
    let (begin, end) = unsafe (tables.firstArcOfSide[side].index, tables.firstArcOfSide[side + 1].index)
    if begin == end { return nil }
    let time = unsafe piece.isDownward ? metric.down[Int(piece.arc)] : metric.up[Int(piece.arc)]
    for item in begin..<end {
      let arc = unsafe tables.arcsOfSide[item]
      if unsafe metric.arcTime[arc.index] == time { return arc }
    }
    return nil
  }

  /// Replaces a shortcut by the two arcs of the lower triangle that it stands for.
  private func split(_ piece: Piece, _ metric: Metric, _ tables: HierarchyPointers) {
    let (arc, isDownward) = (Int(piece.arc), piece.isDownward)
    let high = unsafe tables.upHead[arc].rawValue
    // The way leads over a lower node: first down to it, then up from it.
    let (toLow, fromLow) = unsafe isDownward ? (metric.up, metric.down) : (metric.down, metric.up)
    let time = unsafe isDownward ? metric.down[arc] : metric.up[arc]
    let below = unsafe tables.down(Int(piece.tail))
    for item in below.begin..<below.end {
      let atTail = unsafe tables.downArc[item].index
      let part = unsafe toLow[atTail]
      if part > time { continue }
      let low = unsafe tables.downTail[item]
      let atHead = unsafe tables.arc(from: low.index, to: high, startingAt: atTail + 1)
      if atHead < 0 { continue }
      if unsafe part &+ fromLow[atHead] != time { continue }
      let tailPiece = Piece(arc: UInt32(atTail), tail: low.rawValue, isDownward: !isDownward)
      let headPiece = Piece(arc: UInt32(atHead), tail: low.rawValue, isDownward: isDownward)
      // Last in, first out: what is travelled first is pushed last.
      stack.append(isDownward ? tailPiece : headPiece)
      stack.append(isDownward ? headPiece : tailPiece)
      return
    }
    assertionFailure("arc \(arc) is neither a street nor a shortcut")
  }
}
