/// Eliminates nodes of degree 0, 1 and 2 until none is left: trees are peeled, chains contracted.
///
/// Such nodes never enlarge the separators of the rest, so they take the lowest ranks. They go in rounds of
/// independent nodes: of a chain every other node goes first, which keeps the elimination tree of a chain or
/// tree of length `l` at a depth of about log `l` instead of `l`.
///
/// - Complexity: O(nodes + edges) for graphs of bounded degree.
struct OrderReduction {
  /// Eliminated nodes, lowest rank first.
  private(set) var eliminated: [Int32] = []
  private var graph: OrderGraph
  private var degree: [Int32]
  private var isGone: [Bool]

  init(_ graph: OrderGraph) {
    self.graph = graph
    degree = (0..<graph.nodeCount).map { graph.first[$0 + 1] - graph.first[$0] }
    isGone = [Bool](repeating: false, count: graph.nodeCount)
    run()
  }

  /// What is left: the kernel, whose node `i` is `nodes[i]` of the reduced graph.
  func kernel() -> (nodes: [Int32], graph: OrderGraph) {
    var local = [Int32](repeating: -1, count: graph.nodeCount)
    var nodes = [Int32]()
    for node in 0..<graph.nodeCount where !isGone[node] {
      local[node] = Int32(nodes.count)
      nodes.append(Int32(node))
    }
    var first: [Int32] = [0]
    var neighbours = [Int32]()
    for node in nodes {
      let begin = Int(graph.first[Int(node)])
      neighbours += graph.neighbours[begin..<begin + Int(degree[Int(node)])].map { local[Int($0)] }.sorted()
      first.append(Int32(neighbours.count))
    }
    return (nodes, OrderGraph(first: first, neighbours: neighbours))
  }

  private mutating func run() {
    var round = (0..<Int32(graph.nodeCount)).filter { degree[Int($0)] <= 2 }
    var touchedIn = [Int32](repeating: -1, count: graph.nodeCount)
    var number: Int32 = 0
    while !round.isEmpty {
      var next = [Int32]()
      for node in round where !isGone[Int(node)] {
        if touchedIn[Int(node)] == number {
          next.append(node)  // A neighbour went in this round; wait for the next.
          continue
        }
        for other in eliminate(Int(node)) where degree[Int(other)] <= 2 {
          if touchedIn[Int(other)] != number { next.append(other) }
          touchedIn[Int(other)] = number
        }
      }
      round = next
      number += 1
    }
  }

  /// Removes `node`, joins its two neighbours, and returns its neighbours.
  private mutating func eliminate(_ node: Int) -> [Int32] {
    isGone[node] = true
    eliminated.append(Int32(node))
    let begin = Int(graph.first[node])
    switch degree[node] {
    case 1:
      let a = graph.neighbours[begin]
      drop(Int32(node), from: Int(a))
      return [a]
    case 2:
      let (a, b) = (graph.neighbours[begin], graph.neighbours[begin + 1])
      if neighbours(of: Int(a)).contains(b) {
        drop(Int32(node), from: Int(a))
        drop(Int32(node), from: Int(b))
      } else {
        replace(Int32(node), by: b, at: Int(a))
        replace(Int32(node), by: a, at: Int(b))
      }
      return [a, b]
    default:
      return []
    }
  }

  private func neighbours(of node: Int) -> ArraySlice<Int32> {
    graph.neighbours[Int(graph.first[node])..<Int(graph.first[node]) + Int(degree[node])]
  }

  private func place(of other: Int32, at node: Int) -> Int {
    var item = Int(graph.first[node])
    while graph.neighbours[item] != other { item += 1 }
    return item
  }

  private mutating func drop(_ other: Int32, from node: Int) {
    let last = Int(graph.first[node]) + Int(degree[node]) - 1
    graph.neighbours[place(of: other, at: node)] = graph.neighbours[last]
    degree[node] -= 1
  }

  private mutating func replace(_ other: Int32, by new: Int32, at node: Int) {
    graph.neighbours[place(of: other, at: node)] = new
  }
}
