internal import Dense
internal import Streets

extension Hierarchy {
  /// How much of the hierarchy a search from one node looks at, on average: what its queries cost.
  ///
  /// - Returns: Nodes on the way to the root and the arcs that leave them upwards, over at most 1,000 nodes spread
  ///   evenly.
  /// - Complexity: O(sampled nodes · height).
  public func searchSpace() -> (nodes: Double, arcs: Double) {
    let step = max(nodeCount / 1000, 1)
    var (samples, nodes, arcs) = (0, 0, 0)
    for first in stride(from: 0, to: nodeCount, by: step) {
      samples += 1
      var node = NodeID(first)
      while node != .none {
        nodes += 1
        arcs += firstUp[node.advanced(by: 1)].index - firstUp[node].index
        node = parent[node]
      }
    }
    let count = Double(max(samples, 1))
    return (Double(nodes) / count, Double(arcs) / count)
  }
}
