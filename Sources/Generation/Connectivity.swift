/// Makes the roads strongly connected: lifts one-way rules that cut a part off.
///
/// If the roads are connected when directions are ignored, making every arc between two strongly
/// connected parts two-way joins all parts.
struct Connectivity {
  /// - Returns: How many one-way rules were lifted.
  static func repair(_ roads: inout [RoadWay], nodeCount: Int64) -> Int {
    var lifted = 0
    let part = parts(of: roads, nodeCount: Int(nodeCount))
    for row in roads.indices where roads[row].isOneway {
      let nodes = roads[row].nodes
      let isCut = zip(nodes, nodes.dropFirst()).contains { part[Int($0)] != part[Int($1)] }
      guard isCut else { continue }
      roads[row].isOneway = false
      lifted += 1
    }
    return lifted
  }

  /// The number of each node's strongly connected part (Tarjan's algorithm, with its own stack).
  static func parts(of roads: [RoadWay], nodeCount: Int) -> [Int32] {
    let (first, heads) = arcs(of: roads, nodeCount: nodeCount)
    var index = [Int32](repeating: -1, count: nodeCount + 1)
    var low = index
    var part = index
    var next: Int32 = 0
    var partCount: Int32 = 0
    var stack: [Int32] = []
    var path: [(node: Int, arc: Int)] = []
    for root in 1...max(1, nodeCount) where index[root] < 0 && first[root] < first[root + 1] {
      path.append((root, first[root]))
      while let top = path.last {
        let node = top.node
        if index[node] < 0 {
          index[node] = next
          low[node] = next
          next += 1
          stack.append(Int32(node))
        }
        if top.arc < first[node + 1] {
          path[path.count - 1].arc += 1
          let head = Int(heads[top.arc])
          if index[head] < 0 {
            path.append((head, first[head]))
          } else if part[head] < 0 {
            low[node] = min(low[node], index[head])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last { low[parent.node] = min(low[parent.node], low[node]) }
        guard low[node] == index[node] else { continue }
        while let member = stack.popLast() {
          part[Int(member)] = partCount
          if Int(member) == node { break }
        }
        partCount += 1
      }
    }
    return part
  }

  private static func arcs(of roads: [RoadWay], nodeCount: Int) -> (first: [Int], heads: [Int32]) {
    var first = [Int](repeating: 0, count: nodeCount + 2)
    func each(_ body: (Int64, Int64) -> Void) {
      for road in roads {
        for (a, b) in zip(road.nodes, road.nodes.dropFirst()) {
          body(a, b)
          if !road.isOneway { body(b, a) }
        }
      }
    }
    each { tail, _ in first[Int(tail) + 1] += 1 }
    for i in 1..<first.count { first[i] += first[i - 1] }
    var fill = first
    var heads = [Int32](repeating: 0, count: first[nodeCount + 1])
    each { tail, head in
      heads[fill[Int(tail)]] = Int32(head)
      fill[Int(tail)] += 1
    }
    return (first, heads)
  }
}
