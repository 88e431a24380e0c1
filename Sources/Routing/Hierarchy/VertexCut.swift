/// A smallest set of nodes that separates two sets of terminals, by maximum flow of unit node capacities.
///
/// Because every node carries at most one unit, the flow is a set of node-disjoint paths and is stored as
/// one predecessor and one successor per node; no residual capacities are needed. A node `v` has two search
/// states, `2v` (entering) and `2v + 1` (leaving). The terminals may only grow, so the flow found for small
/// terminal sets stays valid for larger ones and is only added to.
///
/// - SeeAlso: Dinitz 1970; Schild, Sommer: "On Balanced Separators in Road Networks", 2015; Hamann,
///   Strasser: "Graph Bisection with Pareto Optimization", 2018.
struct VertexCut {
  private static let none: Int32 = -1
  private static let terminal: Int32 = -2

  private let graph: OrderGraph
  /// Where the flow through a node comes from: a node, `terminal`, or `none` without flow.
  private var flowFrom: [Int32]
  /// Where the flow through a node goes to.
  private var flowTo: [Int32]
  private var level: [Int32]
  private var nextItem: [Int32]
  private var queue: [Int32]
  private(set) var flow = 0

  init(_ graph: OrderGraph) {
    self.graph = graph
    let count = graph.nodeCount
    flowFrom = [Int32](repeating: Self.none, count: count)
    flowTo = flowFrom
    level = [Int32](repeating: -1, count: 2 * count)
    nextItem = [Int32](repeating: 0, count: 2 * count)
    queue = [Int32](repeating: 0, count: 2 * count)
  }

  /// Forgets all flow.
  mutating func reset() {
    for node in flowFrom.indices {
      flowFrom[node] = Self.none
      flowTo[node] = Self.none
    }
    flow = 0
  }

  /// Raises the flow to its maximum, or until it exceeds `limit`.
  ///
  /// - Parameter side: For each node its place along the direction of the cut.
  /// - Parameter terminals: The source holds the nodes with a place below the first number, the target those
  ///   at or above the second.
  /// - Returns: Whether the flow is a maximum; then the levels tell the source's side.
  mutating func maximize(side: [Int32], terminals: (source: Int32, target: Int32), limit: Int) -> Bool {
    while labelLevels(side: side, terminals: terminals) {
      for node in nextItem.indices { nextItem[node] = 0 }
      for node in 0..<graph.nodeCount where side[node] < terminals.source {
        if pushPath(from: Int32(2 * node), side: side, target: terminals.target) {
          flow += 1
          if flow > limit { return false }
        }
      }
    }
    return true
  }

  /// The part of the source's side after `maximize`: 0 = source, 1 = separator, 2 = target.
  func parts(into part: inout [UInt8]) {
    for node in 0..<graph.nodeCount {
      part[node] = level[2 * node + 1] >= 0 ? 0 : level[2 * node] >= 0 ? 1 : 2
    }
  }

  /// The same for the cut nearest to the target.
  mutating func targetParts(side: [Int32], terminals: (source: Int32, target: Int32), into part: inout [UInt8]) {
    labelFromTarget(side: side, target: terminals.target)
    for node in 0..<graph.nodeCount {
      part[node] = level[2 * node] >= 0 ? 2 : level[2 * node + 1] >= 0 ? 1 : 0
    }
  }

  /// Breadth-first levels of the residual states from the source; whether the target was reached.
  private mutating func labelLevels(side: [Int32], terminals: (source: Int32, target: Int32)) -> Bool {
    for state in level.indices { level[state] = -1 }
    var (read, write) = (0, 0)
    for node in 0..<graph.nodeCount where side[node] < terminals.source {
      level[2 * node] = 0
      queue[write] = Int32(2 * node)
      write += 1
    }
    var found = false
    var lastLevel = Int32.max
    while read < write {
      let state = Int(queue[read])
      read += 1
      let node = state >> 1
      let next = level[state] + 1
      if next > lastLevel { break }
      if state & 1 == 0 {
        // Entering: pass through if free, else only back along the flow.
        let from = flowFrom[node]
        if from == Self.none {
          visit(2 * node + 1, next, &write)
        } else if from >= 0 {
          visit(2 * Int(from) + 1, next, &write)
        }
        continue
      }
      if side[node] >= terminals.target {
        found = true
        lastLevel = level[state]
        continue
      }
      for item in Int(graph.first[node])..<Int(graph.first[node + 1]) {
        visit(2 * Int(graph.neighbours[item]), next, &write)
      }
      if flowFrom[node] != Self.none { visit(2 * node, next, &write) }
    }
    return found
  }

  @inline(__always)
  private mutating func visit(_ state: Int, _ label: Int32, _ write: inout Int) {
    if level[state] < 0 {
      level[state] = label
      queue[write] = Int32(state)
      write += 1
    }
  }

  /// Searches one path to the target along rising levels, depth first, and sends one unit along it.
  private mutating func pushPath(from start: Int32, side: [Int32], target: Int32) -> Bool {
    var depth = 0
    queue[0] = start
    while true {
      let state = Int(queue[depth])
      let node = state >> 1
      if state & 1 == 1, side[node] >= target {
        send(along: depth)
        return true
      }
      let next = step(from: state)
      if next >= 0 {
        depth += 1
        queue[depth] = next
      } else {
        level[state] = Int32.max  // Dead in this phase; still counts as reached.
        if depth == 0 { return false }
        depth -= 1
      }
    }
  }

  /// The next untried residual state one level above `state`, or -1.
  @inline(__always)
  private mutating func step(from state: Int) -> Int32 {
    let node = state >> 1
    let wanted = level[state] &+ 1
    if level[state] == Int32.max { return -1 }
    if state & 1 == 0 {
      if nextItem[state] > 0 { return -1 }
      nextItem[state] = 1
      let from = flowFrom[node]
      let candidate = from == Self.none ? 2 * node + 1 : from >= 0 ? 2 * Int(from) + 1 : -1
      return candidate >= 0 && level[candidate] == wanted ? Int32(candidate) : -1
    }
    let (begin, end) = (Int(graph.first[node]), Int(graph.first[node + 1]))
    while begin + Int(nextItem[state]) < end {
      let other = graph.neighbours[begin + Int(nextItem[state])]
      nextItem[state] += 1
      if level[2 * Int(other)] == wanted { return 2 * other }
    }
    if begin + Int(nextItem[state]) == end {
      nextItem[state] += 1
      if flowFrom[node] != Self.none, level[2 * node] == wanted { return Int32(2 * node) }
    }
    return -1
  }

  /// Sends one unit along the states `queue[0...last]` and retires those states for this phase.
  private mutating func send(along last: Int) {
    let start = Int(queue[0]) >> 1
    flowFrom[start] = Self.terminal
    for index in 0..<last {
      let (state, next) = (Int(queue[index]), Int(queue[index + 1]))
      let (node, other) = (state >> 1, next >> 1)
      level[state] = Int32.max
      if state & 1 == 1 {
        if next & 1 == 0, node == other {
          flowFrom[node] = Self.none
          flowTo[node] = Self.none
        } else {
          flowTo[node] = Int32(other)
          flowFrom[other] = Int32(node)
        }
      }
    }
    level[Int(queue[last])] = Int32.max
    flowTo[Int(queue[last]) >> 1] = Self.terminal
  }

  /// Marks the states from which the target can be reached.
  private mutating func labelFromTarget(side: [Int32], target: Int32) {
    for state in level.indices { level[state] = -1 }
    var (read, write) = (0, 0)
    for node in 0..<graph.nodeCount where side[node] >= target { visit(2 * node + 1, 0, &write) }
    while read < write {
      let state = Int(queue[read])
      read += 1
      let node = state >> 1
      if state & 1 == 1 {
        if flowFrom[node] == Self.none { visit(2 * node, 0, &write) }
        if flowTo[node] >= 0 { visit(2 * Int(flowTo[node]), 0, &write) }
      } else {
        for item in Int(graph.first[node])..<Int(graph.first[node + 1]) {
          visit(2 * Int(graph.neighbours[item]) + 1, 0, &write)
        }
        if flowFrom[node] != Self.none { visit(2 * node + 1, 0, &write) }
      }
    }
  }
}
