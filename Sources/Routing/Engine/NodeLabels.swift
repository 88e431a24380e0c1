internal import Dense
internal import Geo
internal import Streets

/// Tentative costs of the nodes that one search has touched, with how each was reached.
///
/// Resetting costs nothing: a label counts only if it carries the current epoch. Unsafe code lives here and
/// in ``SearchHeap``; every access is bounds-checked, since node numbers come from a file.
@safe
final class NodeLabels {
  private let count: Int
  private let cells: UnsafeMutablePointer<Cell>
  private var epoch: UInt32 = 0
  /// The nodes touched since the last reset: the first ``touchedCount`` of `count` rows, for each node is
  /// touched once.
  private let touchedRows: UnsafeMutablePointer<NodeID>
  private var touchedCount = 0

  private struct Cell {
    var cost: UInt32
    var epoch: UInt32
    var via: Via
    var isSettled: UInt32
  }

  init(nodeCount: Int) {
    count = nodeCount
    unsafe cells = .allocate(capacity: max(nodeCount, 1))
    unsafe cells.initialize(
      repeating: Cell(cost: 0, epoch: 0, via: .none, isSettled: 0), count: max(nodeCount, 1))
    unsafe touchedRows = .allocate(capacity: max(nodeCount, 1))
  }

  deinit {
    unsafe cells.deallocate()
    unsafe touchedRows.deallocate()
  }

  /// Nodes touched since the last reset.
  var touched: TouchedNodes { TouchedNodes(labels: self, endIndex: touchedCount) }

  /// The node touched as number `row`.
  fileprivate func touchedNode(_ row: Int) -> NodeID {
    precondition(row >= 0 && row < touchedCount, "row out of bounds")
    return unsafe touchedRows[row]
  }

  func reset() {
    touchedCount = 0
    epoch &+= 1
    if epoch == 0 {
      // Once in four billion searches the old epochs must go.
      for row in 0..<count { unsafe cells[row].epoch = 0 }
      epoch = 1
    }
  }

  /// The cost of `node`, or ``Milliseconds/unreachable``.
  subscript(node: NodeID) -> UInt32 {
    let row = node.index
    precondition(row < count, "row out of bounds")
    return unsafe cells[row].epoch == epoch ? cells[row].cost : Milliseconds.unreachable.rawValue
  }

  /// Lowers the cost of `node`; false if it was as low already, or if `cost` is beyond all times.
  ///
  /// A label is thus less than 2³¹, and adding the time of an arc to it never wraps.
  func relax(_ node: NodeID, _ cost: UInt32, via: Via) -> Bool {
    let row = node.index
    precondition(row < count, "row out of bounds")
    if unsafe cells[row].epoch == epoch {
      guard unsafe cost < cells[row].cost else { return false }
    } else {
      guard cost < Milliseconds.unreachable.rawValue else { return false }
      unsafe (touchedRows + touchedCount).initialize(to: node)
      touchedCount &+= 1
    }
    unsafe cells[row] = Cell(cost: cost, epoch: epoch, via: via, isSettled: 0)
    return true
  }

  /// Marks `node` as final; false if it was already, or if `cost` is out of date.
  func settle(_ node: NodeID, at cost: UInt32) -> Bool {
    let row = node.index
    precondition(row < count, "row out of bounds")
    guard unsafe cells[row].epoch == epoch, unsafe cells[row].cost == cost, unsafe cells[row].isSettled == 0
    else { return false }
    unsafe cells[row].isSettled = 1
    return true
  }

  /// How `node` was reached.
  func via(_ node: NodeID) -> Via {
    let row = node.index
    precondition(row < count, "row out of bounds")
    return unsafe cells[row].epoch == epoch ? cells[row].via : .none
  }
}

/// The nodes that a search has touched, in that order.
struct TouchedNodes: RandomAccessCollection {
  fileprivate let labels: NodeLabels
  let endIndex: Int
  var startIndex: Int { 0 }
  subscript(row: Int) -> NodeID { labels.touchedNode(row) }
}

/// How a label came about: over an arc, from an end, or by parking.
struct Via: Equatable {
  private var rawValue: UInt32
  static let none = Via(rawValue: .max)
  /// The vehicle was left at this very node.
  static let parked = Via(rawValue: .max - 1)
  private static let endBit: UInt32 = 1 << 31

  private init(rawValue: UInt32) { self.rawValue = rawValue }
  init(arc: ArcID) { rawValue = arc.rawValue }
  /// Row `end` of the search's list of seeds.
  init(end: Int) { rawValue = UInt32(end) | Via.endBit }

  var arc: ArcID? { rawValue < Via.endBit ? ArcID(rawValue: rawValue) : nil }
  var end: Int? { rawValue >= Via.endBit && rawValue < UInt32.max - 1 ? Int(rawValue & ~Via.endBit) : nil }
}

/// A 4-ary heap of (cost, item), smallest cost first.
///
/// Stale entries stay and are skipped by their reader. In bounds: `count` never exceeds `capacity`, and every
/// place read or written lies below `count`.
@safe
final class SearchHeap {
  private var entries: UnsafeMutablePointer<UInt64>
  private var capacity = 1024
  private var count = 0

  init() { unsafe entries = .allocate(capacity: 1024) }

  deinit { unsafe entries.deallocate() }

  func reset() { count = 0 }
  var isEmpty: Bool { count == 0 }

  /// Ties are broken by item, so that searches are deterministic.
  func push(_ cost: UInt32, _ item: UInt32) {
    if count == capacity { grow() }
    let heap = unsafe entries
    let entry = UInt64(cost) << 32 | UInt64(item)
    var place = count
    count &+= 1
    while place > 0 {
      let parent = (place &- 1) >> 2
      guard unsafe heap[parent] > entry else { break }
      unsafe (heap + place).initialize(to: heap[parent])
      place = parent
    }
    unsafe (heap + place).initialize(to: entry)
  }

  func pop() -> (cost: UInt32, item: UInt32)? {
    guard count > 0 else { return nil }
    let top = unsafe entries[0]
    count &-= 1
    if count > 0 { unsafe sink(entries[count]) }
    return (UInt32(top >> 32), UInt32(truncatingIfNeeded: top))
  }

  /// Puts an entry at the root and lets it sink.
  private func sink(_ entry: UInt64) {
    let (heap, count) = unsafe (entries, count)
    var place = 0
    while true {
      let first = place &* 4 &+ 1
      guard first < count else { break }
      var least = first
      var child = first &+ 1
      let end = min(first &+ 4, count)
      while child < end {
        if unsafe heap[child] < heap[least] { least = child }
        child &+= 1
      }
      guard unsafe heap[least] < entry else { break }
      unsafe heap[place] = heap[least]
      place = least
    }
    unsafe heap[place] = entry
  }

  private func grow() {
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * capacity)
    unsafe larger.moveInitialize(from: entries, count: count)
    unsafe entries.deallocate()
    unsafe entries = unsafe larger
    capacity *= 2
  }
}
