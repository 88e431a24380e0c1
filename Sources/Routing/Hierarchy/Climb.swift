internal import Dense
internal import Geo
internal import Streets

// Hot file: unchecked reads and writes. Proof: seeds are checked against `nodeCount` in `start`; everything
// else is read from the hierarchy (see `HierarchyPointers`). `slot` has `height` rows and all depths are below
// `height`; `visited` has room for every node a climb can meet, ensured in `start`.

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
@safe
final class Climb {
  /// Pending key by depth; `empty` where nothing is.
  private(set) var slot: UnsafeMutablePointer<UInt64>
  /// Nodes taken so far, ascending, and their final keys.
  private(set) var visitedNode: UnsafeMutablePointer<UInt32>
  private(set) var visitedKey: UnsafeMutablePointer<UInt64>
  private var visitedCapacity = 0
  private(set) var visitedCount = 0
  private let height: Int

  /// Seeds ascending by node, then a sentinel; each with its position in the caller's list.
  private var seeds: [SortedSeed] = []
  private var nextSeed = 0
  /// The next node to take, or `UInt32.max` at the end.
  private(set) var node = UInt32.max

  static let seedMark: UInt64 = 0x8000_0000
  static let empty = UInt64(Metric.unreachable) << 32 | 0xFFFF_FFFF

  struct SortedSeed {
    var node: UInt32
    var position: UInt32
    var offset: UInt32
  }

  init(height: Int) {
    self.height = max(height, 1)
    unsafe slot = .allocate(capacity: self.height)
    unsafe slot.initialize(repeating: Self.empty, count: self.height)
    unsafe visitedNode = .allocate(capacity: 1)
    unsafe visitedKey = .allocate(capacity: 1)
    reserve(2 * self.height)
  }

  deinit {
    unsafe slot.deallocate()
    unsafe visitedNode.deallocate()
    unsafe visitedKey.deallocate()
  }

  /// Prepares a climb; the one before must have been finished or abandoned.
  ///
  /// - Precondition: All seeds are nodes of the hierarchy.
  func start(_ given: Span<Seed>, _ hierarchy: Hierarchy) {
    if node != .max { abandon(hierarchy) }
    seeds.removeAll(keepingCapacity: true)
    for position in given.indices {
      let seed = given[position]
      precondition(seed.node.index < hierarchy.nodeCount, "seed out of bounds")
      let offset = min(seed.offset.rawValue, Metric.unreachable)
      insert(SortedSeed(node: seed.node.rawValue, position: UInt32(position), offset: offset))
    }
    if seeds.count > Self.insertionLimit { seeds.sort { ($0.node, $0.position) < ($1.node, $1.position) } }
    seeds.append(SortedSeed(node: .max, position: 0, offset: 0))
    reserve(min(hierarchy.nodeCount, (seeds.count - 1) * height))
    visitedCount = 0
    nextSeed = 0
    node = seeds[0].node
  }

  private static let insertionLimit = 24

  private func insert(_ seed: SortedSeed) {
    seeds.append(seed)
    if seeds.count > Self.insertionLimit { return }
    var place = seeds.count - 1
    while place > 0, seeds[place - 1].node > seed.node {
      seeds[place] = seeds[place - 1]
      place -= 1
    }
    seeds[place] = seed
  }

  private func reserve(_ capacity: Int) {
    if capacity <= visitedCapacity { return }
    unsafe visitedNode.deallocate()
    unsafe visitedKey.deallocate()
    visitedCapacity = capacity
    unsafe visitedNode = .allocate(capacity: capacity)
    unsafe visitedKey = .allocate(capacity: capacity)
  }

  /// Empties the slots that an unfinished climb left behind.
  private func abandon(_ hierarchy: Hierarchy) {
    for row in 0..<height { unsafe slot[row] = Self.empty }
    node = .max
  }

  /// Takes ``node``: returns its final key, records it and empties its slot.
  @inline(__always)
  func take(depth: Int) -> UInt64 {
    var key = unsafe slot[depth]
    unsafe slot[depth] = Self.empty
    while seeds[nextSeed].node == node {
      let seed = seeds[nextSeed]
      key = min(key, UInt64(seed.offset) << 32 | Self.seedMark | UInt64(seed.position))
      nextSeed += 1
    }
    unsafe visitedNode[visitedCount] = node
    unsafe visitedKey[visitedCount] = key
    visitedCount += 1
    return key
  }

  /// Moves on to the next node in ascending order; `parent` is that of the node just taken.
  @inline(__always)
  func advance(parent: UInt32) { node = min(parent, seeds[nextSeed].node) }

  /// Lowers the slots of the heads of `arcs` by ways over the node just taken.
  @inline(__always)
  func relax(_ key: UInt64, _ arcs: (begin: Int, end: Int), depth: UnsafePointer<UInt32>, time: UnsafePointer<UInt32>) {
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
