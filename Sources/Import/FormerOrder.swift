import Routing

/// Orders the nodes of a network that is nearly the same as another one.
enum FormerOrder {
  /// Orders the nodes of `graph` for its hierarchy: new ones first, then the others by their former rank.
  ///
  /// Any order gives right answers; this one gives nearly those shortcuts that the former network has.
  ///
  /// - Parameters:
  ///   - nodes: By the former rank, the node of `graph` that this is now; `UInt32.max` where it is gone.
  ///   - graph: Its nodes, and the ends of its arcs.
  /// - Returns: Node of each rank.
  /// - Complexity: O(nodes + arcs of the hierarchy).
  static func order(
    _ nodes: [UInt32], _ graph: (nodeCount: Int, tails: [UInt32], heads: [UInt32])
  ) -> [UInt32] {
    var isNew = [Bool](repeating: true, count: graph.nodeCount)
    for node in nodes where node != .max { isNew[Int(node)] = false }
    let order = (0..<UInt32(graph.nodeCount)).filter { isNew[Int($0)] } + nodes.filter { $0 != .max }
    return NodeOrder.postordered(order, edges: (graph.tails, graph.heads))
  }
}
