internal import Dense
internal import Geo
public import Streets

/// Tentative costs of the nodes that one search has touched, with how each was reached.
///
/// Resetting costs nothing: a label counts only if it carries the current epoch. Unsafe code lives here and
/// in ``SearchHeap``; every access is bounds-checked, since node numbers come from a file.
@safe
final class NodeLabels {
  private let count: Int
  private let cells: UnsafeMutablePointer<Cell>
  private var epoch: UInt32 = 0
  /// Nodes touched since the last reset.
  private(set) var touched: [NodeID] = []

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
  }

  deinit { unsafe cells.deallocate() }

  func reset() {
    touched.removeAll(keepingCapacity: true)
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

  /// Lowers the cost of `node`; false if it was as low already.
  func relax(_ node: NodeID, _ cost: UInt32, via: Via) -> Bool {
    let row = node.index
    precondition(row < count, "row out of bounds")
    if unsafe cells[row].epoch == epoch {
      guard unsafe cost < cells[row].cost else { return false }
    } else {
      touched.append(node)
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

/// A 4-ary heap of (cost, item), smallest cost first. Stale entries stay and are skipped by their reader.
@safe
final class SearchHeap {
  private var entries: [UInt64] = []

  func reset() { entries.removeAll(keepingCapacity: true) }
  var isEmpty: Bool { entries.isEmpty }

  /// Ties are broken by item, so that searches are deterministic.
  func push(_ cost: UInt32, _ item: UInt32) {
    let entry = UInt64(cost) << 32 | UInt64(item)
    var place = entries.count
    entries.append(entry)
    unsafe entries.withUnsafeMutableBufferPointer { heap in
      while place > 0 {
        let parent = (place - 1) >> 2
        guard unsafe heap[parent] > entry else { break }
        unsafe heap[place] = heap[parent]
        place = parent
      }
      unsafe heap[place] = entry
    }
  }

  func pop() -> (cost: UInt32, item: UInt32)? {
    guard let top = entries.first, let last = entries.popLast() else { return nil }
    if !entries.isEmpty {
      unsafe entries.withUnsafeMutableBufferPointer { heap in
        unsafe SearchHeap.sink(heap, last)
      }
    }
    return (UInt32(top >> 32), UInt32(truncatingIfNeeded: top))
  }

  /// Puts `entry` at the root and lets it sink. In bounds: children are compared with `count` first.
  private static func sink(_ heap: UnsafeMutableBufferPointer<UInt64>, _ entry: UInt64) {
    let count = heap.count
    var place = 0
    while true {
      let first = place * 4 + 1
      guard first < count else { break }
      var least = first
      var child = first + 1
      while child < min(first + 4, count) {
        if unsafe heap[child] < heap[least] { least = child }
        child += 1
      }
      guard unsafe heap[least] < entry else { break }
      unsafe heap[place] = heap[least]
      place = least
    }
    unsafe heap[place] = entry
  }
}
