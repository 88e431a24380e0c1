internal import Dense
public import Geo
internal import Streets

/// Dijkstra's algorithm, written to be obviously right: the oracle of the differential tests.
///
/// Knows nothing of ranks or hierarchies. Arcs are given as plain arrays; those whose time is
/// ``Milliseconds/unreachable`` or more are closed.
///
/// - SeeAlso: E. W. Dijkstra: "A note on two problems in connexion with graphs", 1959.
public struct PlainDijkstra: Sendable {
  public let nodeCount: Int
  public let tails: [UInt32]
  public let heads: [UInt32]
  /// Arcs grouped by tail: those of `node` are `arcs[first[node]..<first[node + 1]]`.
  private let first: [Int]
  private let arcs: [Int]

  public init(nodeCount: Int, tails: [UInt32], heads: [UInt32]) {
    self.nodeCount = nodeCount
    self.tails = tails
    self.heads = heads
    var first = [Int](repeating: 0, count: nodeCount + 1)
    for tail in tails { first[Int(tail) + 1] += 1 }
    for node in 0..<nodeCount { first[node + 1] += first[node] }
    var cursor = first
    var arcs = [Int](repeating: 0, count: tails.count)
    for (arc, tail) in tails.enumerated() {
      arcs[cursor[Int(tail)]] = arc
      cursor[Int(tail)] += 1
    }
    self.first = first
    self.arcs = arcs
  }

  /// The least time from any source to every node, in milliseconds, with the sources' offsets.
  ///
  /// - Parameters:
  ///   - sources: Where the search starts.
  ///   - arcTimes: Milliseconds of each arc.
  /// - Returns: One row per node; ``Milliseconds/unreachable`` where one cannot get.
  /// - Complexity: O((nodes + arcs) · log nodes).
  public func times(from sources: [Seed], arcTimes: [UInt32]) -> [Milliseconds] {
    var time = [UInt32](repeating: Milliseconds.unreachable.rawValue, count: nodeCount)
    var heap = MinimumHeap()
    for seed in sources where seed.offset.rawValue < time[seed.node.index] {
      time[seed.node.index] = seed.offset.rawValue
      heap.push(UInt64(seed.offset.rawValue) << 32 | UInt64(seed.node.rawValue))
    }
    while let key = heap.pop() {
      let node = Int(key & 0xFFFF_FFFF)
      let reached = UInt32(key >> 32)
      if reached > time[node] { continue }
      for arc in arcs[first[node]..<first[node + 1]] {
        let way = UInt64(reached) + UInt64(arcTimes[arc])
        let head = Int(heads[arc])
        if arcTimes[arc] < Milliseconds.unreachable.rawValue, way < UInt64(time[head]) {
          time[head] = UInt32(way)
          heap.push(way << 32 | UInt64(head))
        }
      }
    }
    return time.map { Milliseconds($0) }
  }

  /// The least time from any source to any target, with the offsets of both.
  public func time(from sources: [Seed], to targets: [Seed], arcTimes: [UInt32]) -> Milliseconds {
    let reached = times(from: sources, arcTimes: arcTimes)
    let sums = targets.map { UInt64(reached[$0.node.index].rawValue) + UInt64($0.offset.rawValue) }
    return Milliseconds(UInt32(min(sums.min() ?? .max, UInt64(Milliseconds.unreachable.rawValue))))
  }
}

/// A 4-ary heap of keys that carry the node in their low half.
struct MinimumHeap {
  private var keys: [UInt64] = []

  mutating func push(_ key: UInt64) {
    keys.append(key)
    var child = keys.count - 1
    while child > 0 {
      let above = (child - 1) / 4
      if keys[above] <= key { break }
      keys[child] = keys[above]
      child = above
    }
    keys[child] = key
  }

  mutating func pop() -> UInt64? {
    guard let top = keys.first, let last = keys.popLast() else { return nil }
    if keys.isEmpty { return top }
    var hole = 0
    while 4 * hole + 1 < keys.count {
      let children = 4 * hole + 1..<min(4 * hole + 5, keys.count)
      guard let least = children.min(by: { keys[$0] < keys[$1] }), keys[least] < last else { break }
      keys[hole] = keys[least]
      hole = least
    }
    keys[hole] = last
    return top
  }
}
