/// The tree that tells, for every node, the lowest of its higher neighbours once all lower nodes are
/// contracted.
///
/// - SeeAlso: J. W. H. Liu: "The role of elimination trees in sparse factorization", 1990.
enum EliminationTree {
  /// Finds the parent of every rank.
  ///
  /// - Parameters:
  ///   - graph: The undirected street graph.
  ///   - nodeOfRank: Node of each rank.
  ///   - rankOfNode: The inverse permutation.
  /// - Returns: A rank per rank, or -1 at a root.
  /// - Complexity: O(edges · log nodes) by path compression, near linear in practice.
  static func parents(of graph: OrderGraph, nodeOfRank: [UInt32], rankOfNode: [UInt32]) -> [Int32] {
    var parent = [Int32](repeating: -1, count: graph.nodeCount)
    var shortcut = parent
    for rank in 0..<graph.nodeCount {
      let node = Int(nodeOfRank[rank])
      for item in Int(graph.first[node])..<Int(graph.first[node + 1]) {
        var below = Int(rankOfNode[Int(graph.neighbours[item])])
        while below < rank {
          let next = Int(shortcut[below])
          shortcut[below] = Int32(rank)
          if next < 0 {
            parent[below] = Int32(rank)
            break
          }
          below = next
        }
      }
    }
    return parent
  }

  /// Ranks in postorder: every subtree is one contiguous range that ends at its root.
  ///
  /// The largest subtree comes last, so that most parents directly follow their child.
  static func postorder(_ parent: [Int32]) -> [Int32] {
    let count = parent.count
    var size = [Int32](repeating: 1, count: count)
    for rank in 0..<count where parent[rank] >= 0 { size[Int(parent[rank])] += size[rank] }
    // A root's range ends where its siblings' ranges begin; hand out ranges from the top down.
    var end = [Int32](repeating: 0, count: count)
    let heaviest = heaviestChildren(parent, size: size)
    var free = Int32(count)
    var available = [Int32](repeating: 0, count: count)
    for rank in stride(from: count - 1, through: 0, by: -1) {
      if parent[rank] < 0 {
        end[rank] = free
        free -= size[rank]
      } else {
        let above = Int(parent[rank])
        if heaviest[above] == Int32(rank) {
          end[rank] = end[above] - 1
        } else {
          end[rank] = available[above]
          available[above] -= size[rank]
        }
      }
      let heavy = heaviest[rank] < 0 ? 0 : size[Int(heaviest[rank])]
      available[rank] = end[rank] - 1 - heavy
    }
    var order = [Int32](repeating: 0, count: count)
    for rank in 0..<count { order[Int(end[rank]) - 1] = Int32(rank) }
    return order
  }

  private static func heaviestChildren(_ parent: [Int32], size: [Int32]) -> [Int32] {
    var heaviest = [Int32](repeating: -1, count: parent.count)
    for rank in parent.indices where parent[rank] >= 0 {
      let above = Int(parent[rank])
      if heaviest[above] < 0 || size[rank] >= size[Int(heaviest[above])] { heaviest[above] = Int32(rank) }
    }
    return heaviest
  }
}
