// Hot file. Proof of the unchecked accesses: `state`, `queue` and `nextItem` have one row per node, two per
// node and one per node; nodes come from `graph`, whose neighbours are local node numbers by construction
// (`OrderPiece.induced`), or from flow pointers, which only ever hold such numbers. Every search state enters
// the queue at most once per search.

/// A smallest set of nodes that separates two sets of terminals, by maximum flow of unit node capacities.
///
/// Because every node carries at most one unit, the flow is a set of node-disjoint paths and is stored as
/// one predecessor and one successor per node; no residual capacities are needed. A node has two search
/// states, entering and leaving. Terminals are the nodes at the two ends of a direction (`place`); they may
/// only grow, so the flow found for small terminal sets stays valid for larger ones and is only added to.
///
/// - SeeAlso: Dinitz 1970; Schild, Sommer: "On Balanced Separators in Road Networks", 2015; Hamann,
///   Strasser: "Graph Bisection with Pareto Optimization", 2018.
@safe
final class VertexCut {
  /// The terminals: nodes with a place below `source`, and with a place of at least `target`.
  struct Terminals {
    var source: Int32
    var target: Int32
  }

  private struct NodeState {
    /// Distance from entering this node to the target, plus `base`; less than `base` if unknown.
    var entering: Int32 = -1
    /// The same for leaving it.
    var leaving: Int32 = -1
    /// Where the flow through the node comes from: a node, `terminal`, or `none` without flow.
    var from: Int32 = VertexCut.none
    /// Where the flow goes to.
    var to: Int32 = VertexCut.none
  }

  private static let none: Int32 = -1
  private static let terminal: Int32 = -2
  private static let unknown: Int32 = -1

  private let graph: OrderGraph
  private let state: UnsafeMutablePointer<NodeState>
  private let nextItem: UnsafeMutablePointer<Int32>
  private let queue: UnsafeMutablePointer<Int32>
  private var base: Int32 = 0
  private var highest: Int32 = 0

  init(_ graph: OrderGraph) {
    self.graph = graph
    let count = max(graph.nodeCount, 1)
    unsafe state = .allocate(capacity: count)
    unsafe state.initialize(repeating: NodeState(), count: count)
    unsafe nextItem = .allocate(capacity: count)
    unsafe nextItem.initialize(repeating: 0, count: count)
    unsafe queue = .allocate(capacity: 2 * count + 1)
    unsafe queue.initialize(repeating: 0, count: 2 * count + 1)
  }

  deinit {
    unsafe state.deallocate()
    unsafe nextItem.deallocate()
    unsafe queue.deallocate()
  }

  /// Forgets all flow.
  func reset() {
    for node in 0..<graph.nodeCount { unsafe state[node] = NodeState() }
    base = 0
    highest = 0
    flow = 0
  }

  /// Units sent since the last reset.
  private(set) var flow = 0

  /// Raises the flow to its maximum, or until it exceeds `limit`.
  ///
  /// - Returns: Whether the flow is a maximum; then ``targetParts(place:terminals:into:)`` may follow.
  func maximize(place: [Int32], terminals: Terminals, limit: Int) -> Bool {
    unsafe withTables(place) { first, neighbours, place in
      while true {
        let sources = unsafe labelDistances(first, neighbours, place, terminals)
        if sources.isEmpty { return true }
        for source in sources where unsafe pushPath(from: source, first, neighbours, place, terminals) {
          flow += 1
        }
        if flow > limit { return false }
      }
    }
  }

  /// The cut nearest to the target, right after ``maximize(place:terminals:limit:)``: 0 = source side,
  /// 1 = separator, 2 = target side, per node.
  func targetParts(place: [Int32], terminals: Terminals, into part: inout [UInt8]) {
    for node in 0..<graph.nodeCount {
      let levels = unsafe state[node]
      let isInside = place[node] >= terminals.target && levels.leaving < base
      part[node] = levels.entering >= base || isInside ? 2 : levels.leaving >= base ? 1 : 0
    }
  }

  /// The cut nearest to the source, in the same terms; needs a search of its own.
  func sourceParts(place: [Int32], terminals: Terminals, into part: inout [UInt8]) {
    unsafe withTables(place) { first, neighbours, place in
      unsafe labelFromSource(first, neighbours, place, terminals)
    }
    for node in 0..<graph.nodeCount {
      let levels = unsafe state[node]
      let isInside = place[node] < terminals.source && levels.entering < base
      part[node] = levels.leaving >= base || isInside ? 0 : levels.entering >= base ? 1 : 2
    }
  }

  private func withTables<R>(
    _ place: [Int32],
    _ body: (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> R
  ) -> R {
    unsafe graph.first.withUnsafeBufferPointer { first in
      unsafe graph.neighbours.withUnsafeBufferPointer { neighbours in
        unsafe place.withUnsafeBufferPointer { place in
          guard let first = first.baseAddress, let place = place.baseAddress else {
            preconditionFailure("a piece has nodes")
          }
          // Without edges nothing is read through it.
          return unsafe body(first, neighbours.baseAddress ?? first, place)
        }
      }
    }
  }
}

// MARK: - Searches

extension VertexCut {
  private func newSearch() {
    base = highest + 2
    highest = base
  }

  /// Labels states with their residual distance to the target, nearest first.
  ///
  /// - Returns: The sources at the least distance; empty if the target cannot be reached any more.
  private func labelDistances(
    _ first: UnsafePointer<Int32>, _ neighbours: UnsafePointer<Int32>, _ place: UnsafePointer<Int32>,
    _ terminals: Terminals
  ) -> [Int32] {
    newSearch()
    var (read, write) = unsafe (0, seedTargets(first, neighbours, place, terminals.target))
    var sources = [Int32]()
    var last = Int32.max
    while read < write {
      let item = unsafe queue[read]
      read += 1
      let node = Int(item >> 1)
      let current = unsafe state[node]
      if item & 1 == 1 {
        let label = current.leaving + 1
        if label > last { break }
        if current.from == Self.none { visitEntering(node, label, &write) }
        if current.to >= 0 { visitEntering(Int(current.to), label, &write) }
        continue
      }
      let label = current.entering + 1
      if label - 1 > last { break }
      highest = label
      if unsafe place[node] < terminals.source {
        sources.append(Int32(node))
        last = label - 1
        continue
      }
      for item in unsafe Int(first[node])..<Int(first[node + 1]) {
        let other = unsafe Int(neighbours[item])
        if unsafe place[other] < terminals.target { visitLeaving(other, label, &write) }
      }
      if current.from != Self.none { visitLeaving(node, label, &write) }
    }
    highest += 2
    return sources
  }

  /// Queues the targets that have neighbours outside; how many.
  private func seedTargets(
    _ first: UnsafePointer<Int32>, _ neighbours: UnsafePointer<Int32>, _ place: UnsafePointer<Int32>,
    _ target: Int32
  ) -> Int {
    var write = 0
    for node in 0..<graph.nodeCount where unsafe place[node] >= target {
      for item in unsafe Int(first[node])..<Int(first[node + 1])
      where unsafe place[Int(neighbours[item])] < target {
        visitLeaving(node, base, &write)
        break
      }
    }
    return write
  }

  /// Labels all states that the sources reach.
  private func labelFromSource(
    _ first: UnsafePointer<Int32>, _ neighbours: UnsafePointer<Int32>, _ place: UnsafePointer<Int32>,
    _ terminals: Terminals
  ) {
    newSearch()
    var (read, write) = (0, 0)
    for node in 0..<graph.nodeCount where unsafe place[node] < terminals.source {
      for item in unsafe Int(first[node])..<Int(first[node + 1])
      where unsafe place[Int(neighbours[item])] >= terminals.source {
        visitEntering(node, base, &write)
        break
      }
    }
    while read < write {
      let item = unsafe queue[read]
      read += 1
      let node = Int(item >> 1)
      let from = unsafe state[node].from
      if item & 1 == 0 {
        if from == Self.none { visitLeaving(node, base, &write) }
        if from >= 0 { visitLeaving(Int(from), base, &write) }
        continue
      }
      for item in unsafe Int(first[node])..<Int(first[node + 1]) {
        let other = unsafe Int(neighbours[item])
        if unsafe place[other] >= terminals.source { visitEntering(other, base, &write) }
      }
      if from != Self.none { visitEntering(node, base, &write) }
    }
  }

  @inline(__always)
  private func visitEntering(_ node: Int, _ label: Int32, _ write: inout Int) {
    if unsafe state[node].entering >= base { return }
    unsafe state[node].entering = label
    unsafe queue[write] = Int32(truncatingIfNeeded: 2 * node)
    write += 1
  }

  @inline(__always)
  private func visitLeaving(_ node: Int, _ label: Int32, _ write: inout Int) {
    if unsafe state[node].leaving >= base { return }
    unsafe state[node].leaving = label
    unsafe nextItem[node] = 0
    unsafe queue[write] = Int32(truncatingIfNeeded: 2 * node + 1)
    write += 1
  }
}

// MARK: - Paths

extension VertexCut {
  /// Searches one path to the target along falling distances, depth first, and sends one unit along it.
  private func pushPath(
    from source: Int32, _ first: UnsafePointer<Int32>, _ neighbours: UnsafePointer<Int32>,
    _ place: UnsafePointer<Int32>, _ terminals: Terminals
  ) -> Bool {
    var depth = 0
    unsafe queue[0] = 2 * source
    while true {
      let item = unsafe queue[depth]
      let node = Int(item >> 1)
      if item & 1 == 1, unsafe place[node] >= terminals.target {
        send(along: depth)
        return true
      }
      let next = unsafe item & 1 == 0 ? stepFromEntering(node) : stepFromLeaving(node, first, neighbours)
      if next >= 0 {
        depth += 1
        unsafe queue[depth] = next
        continue
      }
      retire(item)
      if depth == 0 { return false }
      depth -= 1
    }
  }

  /// Takes a state out of this phase.
  @inline(__always)
  private func retire(_ item: Int32) {
    if item & 1 == 0 {
      unsafe state[Int(item >> 1)].entering = Self.unknown
    } else {
      unsafe state[Int(item >> 1)].leaving = Self.unknown
    }
  }

  /// From entering a node: through it if it is free, else only back along its flow.
  @inline(__always)
  private func stepFromEntering(_ node: Int) -> Int32 {
    let here = unsafe state[node]
    let wanted = here.entering - 1
    if wanted < base { return -1 }
    let candidate = here.from == Self.none ? Int32(truncatingIfNeeded: node) : here.from
    if candidate < 0 { return -1 }
    return unsafe state[Int(candidate)].leaving == wanted ? 2 * candidate + 1 : -1
  }

  /// From leaving a node: to a neighbour, or back through the node if it has flow.
  @inline(__always)
  private func stepFromLeaving(
    _ node: Int, _ first: UnsafePointer<Int32>, _ neighbours: UnsafePointer<Int32>
  ) -> Int32 {
    let here = unsafe state[node]
    let wanted = here.leaving - 1
    if wanted < base { return -1 }
    let end = unsafe Int(first[node + 1])
    var item = unsafe Int(first[node]) + Int(nextItem[node])
    while item < end {
      let other = unsafe neighbours[item]
      item += 1
      if unsafe state[Int(other)].entering == wanted {
        unsafe nextItem[node] = Int32(truncatingIfNeeded: item) - first[node]
        return 2 * other
      }
    }
    unsafe nextItem[node] = Int32(truncatingIfNeeded: end) - first[node]
    return here.from != Self.none && here.entering == wanted ? Int32(truncatingIfNeeded: 2 * node) : -1
  }

  /// Sends one unit along the states `queue[0...last]` and retires them.
  private func send(along last: Int) {
    unsafe state[Int(queue[0] >> 1)].from = Self.terminal
    for index in 0..<last {
      let (item, next) = unsafe (queue[index], queue[index + 1])
      let (node, other) = (Int(item >> 1), Int(next >> 1))
      retire(item)
      if item & 1 == 0 { continue }
      if node == other {
        unsafe state[node].from = Self.none
        unsafe state[node].to = Self.none
      } else {
        unsafe state[node].to = Int32(truncatingIfNeeded: other)
        unsafe state[other].from = Int32(truncatingIfNeeded: node)
      }
    }
    let end = unsafe queue[last]
    retire(end)
    unsafe state[Int(end >> 1)].to = Self.terminal
  }
}
