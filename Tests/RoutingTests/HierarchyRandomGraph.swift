import Geo
import Routing
import Streets

/// A small random street graph with everything that breaks routing code.
///
/// Parallel arcs, loops, zero and infinite times, dead ends, islands; determined by its seed.
struct RandomGraph {
  let seed: UInt64
  var random: SplitMix
  var nodeCount = 0
  var tails: [UInt32] = []
  var heads: [UInt32] = []
  var times: [UInt32] = []
  var coordinates: [Coordinate] = []

  /// Draws the graph of a seed, with at most `largest` nodes.
  init(seed: UInt64, largest: Int = 60) {
    self.seed = seed
    random = SplitMix(state: seed)
    nodeCount = Int.random(in: 1...largest, using: &random)
    for _ in 0..<nodeCount {
      let spot = (Int32.random(in: 0...10_000, using: &random), Int32.random(in: 0...10_000, using: &random))
      coordinates.append(Coordinate(longitudeE7: spot.0, latitudeE7: spot.1))
    }
    switch seed % 4 {
    case 0: addTree()
    case 1: addNearest(2)
    case 2: addNearest(3)
    default: addAnywhere(nodeCount)
    }
    addOddities()
  }

  private mutating func add(_ tail: Int, _ head: Int) {
    tails.append(UInt32(tail))
    heads.append(UInt32(head))
    times.append(randomTime())
  }

  mutating func randomTime() -> UInt32 {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: 0
    case 1: Milliseconds.unreachable.rawValue
    case 2, 3, 4: UInt32.random(in: 0..<3, using: &random)
    default: UInt32.random(in: 1..<1000, using: &random)
    }
  }

  private mutating func addBothWays(_ a: Int, _ b: Int) {
    add(a, b)
    if Int.random(in: 0..<5, using: &random) > 0 { add(b, a) }
  }

  private mutating func addTree() {
    for node in 1..<max(nodeCount, 1) where Int.random(in: 0..<20, using: &random) > 0 {
      addBothWays(Int.random(in: max(0, node - 5)..<node, using: &random), node)
    }
  }

  private mutating func addNearest(_ count: Int) {
    for node in 0..<nodeCount {
      let near = (0..<nodeCount).filter { $0 != node }.sorted { distance(node, $0) < distance(node, $1) }
      for other in near.prefix(count) { addBothWays(node, other) }
    }
  }

  private mutating func addAnywhere(_ count: Int) {
    for _ in 0..<count {
      let tail = Int.random(in: 0..<nodeCount, using: &random)
      addBothWays(tail, Int.random(in: 0..<nodeCount, using: &random))
    }
  }

  private mutating func addOddities() {
    for _ in 0..<nodeCount / 8 where !tails.isEmpty {
      let arc = Int.random(in: 0..<tails.count, using: &random)
      add(Int(tails[arc]), Int(heads[arc]))
      let node = Int.random(in: 0..<nodeCount, using: &random)
      add(node, node)
    }
  }

  private func distance(_ a: Int, _ b: Int) -> Int {
    let dx = Int(coordinates[a].longitudeE7 - coordinates[b].longitudeE7)
    let dy = Int(coordinates[a].latitudeE7 - coordinates[b].latitudeE7)
    return dx * dx + dy * dy
  }

  /// The same graph numbered by rank: by nested dissection, or by any order at all.
  mutating func numberByRank() {
    let edges = (tail: tails, head: heads)
    var order: [UInt32]
    if Int.random(in: 0..<3, using: &random) == 0 {
      order = (0..<UInt32(nodeCount)).shuffled(using: &random)
      order = NodeOrder.postordered(order, edges: edges)
    } else {
      order = NodeOrder.compute(nodeCount: nodeCount, edges: edges, coordinates: coordinates)
    }
    var rank = [UInt32](repeating: 0, count: nodeCount)
    for (index, node) in order.enumerated() { rank[Int(node)] = UInt32(index) }
    tails = tails.map { rank[Int($0)] }
    heads = heads.map { rank[Int($0)] }
    coordinates = order.map { coordinates[Int($0)] }
  }

  mutating func randomSeeds(_ most: Int = 3) -> [Seed] {
    (0..<Int.random(in: 1...most, using: &random)).map { _ in
      let node = UInt32.random(in: 0..<UInt32(nodeCount), using: &random)
      return Seed(NodeID(rawValue: node), Milliseconds(UInt32.random(in: 0..<200, using: &random)))
    }
  }

  /// The graph as code, to paste into a test of its own.
  var asCode: String {
    "seed \(seed): nodeCount: \(nodeCount), tails: \(tails), heads: \(heads), times: \(times)"
  }
}

/// SplitMix64, for tests that must fail twice in the same way.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

#if DEBUG
  let hierarchyTestRounds: UInt64 = 300
#else
  let hierarchyTestRounds: UInt64 = 6_000
#endif
