internal import Dense
internal import Geo
internal import Streets

// Hot file: unchecked reads and writes. Proof: seeds are checked against `nodeCount` in `start`; everything
// else is read from the hierarchy (see `HierarchyPointers`). `slot` has `height` rows and all depths are below
// `height`; `visitedNode` and `visitedKey` have a row for every node a climb can meet and `seeds` for every
// seed and the sentinel, ensured in `start`; `seeds` is read up to the sentinel only, whose node no climb has.

/// The state of one upward search from several seeds along the elimination tree.
///
/// The nodes of a climb are the union of the root paths of its seeds, taken in ascending rank. Ranks are a
/// postorder, so that
/// - the next node is the lower of the parent and the next seed; nothing has to be marked or sorted but seeds,
/// - when a node is taken, all nodes below it are done, and what is pending lies on its own root path: one
///   slot per depth holds all that is pending, and a slot is emptied when its node is taken.
///
/// A slot is the time in the high half and, in the low half, where it came from: the number of the visited
/// node before, or a seed with the top bit set. One comparison lowers both.
///
/// A plain value around memory that its owner must `deallocate()`; loops work on a local copy, since a class
/// property costs an exclusivity check per access.
@safe
struct Climb {
  /// Pending key by depth; `empty` where nothing is.
  let slot: UnsafeMutablePointer<UInt64>
  /// Nodes taken so far, ascending, and their final keys.
  private(set) var visitedNode: UnsafeMutablePointer<UInt32>
  private(set) var visitedKey: UnsafeMutablePointer<UInt64>
  private(set) var visitedCount = 0
  private var visitedCapacity: Int
  private let height: Int

  /// Seeds ascending by node, then a sentinel.
  private var seeds: UnsafeMutablePointer<SortedSeed>
  private var seedCapacity: Int
  private var nextSeed = 0
  /// The next node to take, or `UInt32.max` at the end.
  private(set) var node = UInt32.max

  static let seedMark: UInt64 = 0x8000_0000
  static let empty = UInt64(Metric.unreachable) << 32 | 0xFFFF_FFFF

  private struct SortedSeed {
    var node: UInt32
    /// Place in the caller's list.
    var position: UInt32
    var offset: UInt32
  }

  init(height: Int) {
    self.height = max(height, 1)
    unsafe slot = .allocate(capacity: self.height)
    unsafe slot.initialize(repeating: Self.empty, count: self.height)
    visitedCapacity = 4 * self.height
    unsafe visitedNode = .allocate(capacity: visitedCapacity)
    unsafe visitedKey = .allocate(capacity: visitedCapacity)
    seedCapacity = 32
    unsafe seeds = .allocate(capacity: seedCapacity)
  }

  /// Ends the life of the memory; the value and its copies must not be used any more.
  func deallocate() {
    unsafe slot.deallocate()
    unsafe visitedNode.deallocate()
    unsafe visitedKey.deallocate()
    unsafe seeds.deallocate()
  }

  /// Prepares a climb from `given`.
  ///
  /// - Precondition: All seeds are nodes of the hierarchy.
  mutating func start(_ given: Span<Seed>, _ hierarchy: Hierarchy) {
    if node != .max { abandon() }
    reserve(nodes: min(hierarchy.nodeCount, given.count * height), seeds: given.count + 1)
    var isSorted = true
    var last: UInt32 = 0
    for position in given.indices {
      let seed = given[position]
      precondition(seed.node.index < hierarchy.nodeCount, "seed out of bounds")
      let offset = min(seed.offset.rawValue, Metric.unreachable)
      unsafe seeds[position] = SortedSeed(
        node: seed.node.rawValue, position: UInt32(truncatingIfNeeded: position), offset: offset)
      isSorted = isSorted && last <= seed.node.rawValue
      last = seed.node.rawValue
    }
    if !isSorted { sortSeeds(count: given.count) }
    unsafe seeds[given.count] = SortedSeed(node: .max, position: 0, offset: 0)
    visitedCount = 0
    nextSeed = 0
    node = unsafe seeds[0].node
  }

  /// Straight insertion for the usual handful, else a library sort in place.
  private func sortSeeds(count: Int) {
    if count > 32 {
      var all = unsafe UnsafeMutableBufferPointer(start: seeds, count: count)
      unsafe all.sort { $0.node < $1.node }
      return
    }
    for index in 1..<count {
      let seed = unsafe seeds[index]
      var place = index
      while place > 0, unsafe seeds[place - 1].node > seed.node {
        unsafe seeds[place] = seeds[place - 1]
        place -= 1
      }
      unsafe seeds[place] = seed
    }
  }

  private mutating func reserve(nodes: Int, seeds seedCount: Int) {
    if nodes > visitedCapacity {
      unsafe visitedNode.deallocate()
      unsafe visitedKey.deallocate()
      visitedCapacity = nodes
      unsafe visitedNode = .allocate(capacity: nodes)
      unsafe visitedKey = .allocate(capacity: nodes)
    }
    if seedCount > seedCapacity {
      unsafe seeds.deallocate()
      seedCapacity = 2 * seedCount
      unsafe seeds = .allocate(capacity: seedCapacity)
    }
  }

  /// Empties the slots that an unfinished climb left behind.
  private mutating func abandon() {
    for row in 0..<height { unsafe slot[row] = Self.empty }
    node = .max
  }

  /// Takes ``node``: returns its final key, records it and empties its slot.
  @inline(__always)
  mutating func take(depth: Int) -> UInt64 {
    var key = unsafe slot[depth]
    unsafe slot[depth] = Self.empty
    while unsafe seeds[nextSeed].node == node {
      let seed = unsafe seeds[nextSeed]
      key = min(key, UInt64(seed.offset) << 32 | Self.seedMark | UInt64(seed.position))
      nextSeed &+= 1
    }
    unsafe visitedNode[visitedCount] = node
    unsafe visitedKey[visitedCount] = key
    visitedCount &+= 1
    return key
  }

  /// Moves on to the next node in ascending order; `parent` is that of the node just taken.
  @inline(__always)
  mutating func advance(parent: UInt32) { node = unsafe min(parent, seeds[nextSeed].node) }

  /// Lowers the slots of the heads of `arcs` by ways over the node just taken.
  @inline(__always)
  func relax(
    _ key: UInt64, _ arcs: (begin: Int, end: Int), depth: UnsafePointer<UInt32>, time: UnsafePointer<UInt32>
  ) {
    let base = key & 0xFFFF_FFFF_0000_0000 | UInt64(visitedCount &- 1)
    let slot = unsafe self.slot
    var arc = arcs.begin
    while arc < arcs.end {
      let row = unsafe Int(depth[arc])
      let way = unsafe base &+ UInt64(time[arc]) &<< 32
      unsafe slot[row] = min(slot[row], way)
      arc &+= 1
    }
  }
}
