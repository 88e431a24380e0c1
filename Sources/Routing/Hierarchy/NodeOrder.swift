internal import Dispatch
public import Geo
internal import Synchronization

/// The contraction order of the nodes of a street network, by nested dissection.
///
/// The network is split at small separators again and again; separators get the highest ranks. Nodes of
/// degree one and two are eliminated first, small remainders are ordered by least fill, and at the end the
/// ranks are rearranged to a postorder of the elimination tree: the same hierarchy, but every subtree is a
/// contiguous range of ranks, which ``Hierarchy`` relies on and caches like.
///
/// The result depends on the input only, not on the number of processors.
///
/// - SeeAlso: Dibbelt, Strasser, Wagner: "Customizable Contraction Hierarchies", arXiv:1402.0402, and
///   docs/decisions/0002-node-order.md.
public enum NodeOrder {
  /// Orders the nodes.
  ///
  /// - Parameters:
  ///   - nodeCount: Number of nodes.
  ///   - edges: Arcs or edges in any direction, loops and doubles allowed; connectivity is what counts.
  ///   - coordinates: Position of every node, to find the cuts; nodes without one may share any position.
  ///   - progress: Called now and then with the share done, 0 to 1, from several threads.
  /// - Returns: The node of each rank, lowest rank first.
  /// - Complexity: About O(nodes^1.5) in the worst planar case, near n log n on street networks.
  public static func compute(
    nodeCount: Int, edges: (tail: [UInt32], head: [UInt32]), coordinates: [Coordinate],
    progress: (@Sendable (Double) -> Void)? = nil
  ) -> [UInt32] {
    precondition(coordinates.count == nodeCount && edges.tail.count == edges.head.count)
    let graph = OrderGraph(nodeCount: nodeCount, tails: edges.tail, heads: edges.head)
    let reduction = OrderReduction(graph)
    let (kernelNodes, kernel) = reduction.kernel()
    let pieces = kernelPieces(kernel, nodes: kernelNodes, coordinates: coordinates)
    let kernelOrder = OrderDissection(progress: progress).order(pieces, count: kernelNodes.count)
    let order =
      reduction.eliminated.map { UInt32($0) } + kernelOrder.map { UInt32(kernelNodes[Int($0)]) }
    return postordered(order, graph: graph)
  }

  /// Rearranges the ranks of any order to a postorder of its elimination tree, which keeps the hierarchy.
  ///
  /// - Parameters:
  ///   - order: Node of each rank, any permutation.
  ///   - edges: As for ``compute(nodeCount:edges:coordinates:progress:)``.
  /// - Returns: Node of each rank.
  public static func postordered(
    _ order: [UInt32], edges: (tail: [UInt32], head: [UInt32])
  ) -> [UInt32] {
    postordered(order, graph: OrderGraph(nodeCount: order.count, tails: edges.tail, heads: edges.head))
  }

  private static func postordered(_ order: [UInt32], graph: OrderGraph) -> [UInt32] {
    var rankOfNode = [UInt32](repeating: 0, count: order.count)
    for (rank, node) in order.enumerated() { rankOfNode[Int(node)] = UInt32(rank) }
    let parent = EliminationTree.parents(of: graph, nodeOfRank: order, rankOfNode: rankOfNode)
    return EliminationTree.postorder(parent).map { order[Int($0)] }
  }

  /// The connected components of the kernel, on a plane scaled at each component's own latitude.
  private static func kernelPieces(
    _ kernel: OrderGraph, nodes: [Int32], coordinates: [Coordinate]
  ) -> [OrderPiece] {
    let local = nodes.map { coordinates[Int($0)] }
    let whole = OrderPiece(
      graph: kernel, x: local.map { Float($0.longitudeE7) }, y: local.map { Float($0.latitudeE7) },
      nodes: Array(0..<Int32(nodes.count)), rank: 0)
    let all = [UInt8](repeating: 0, count: nodes.count)
    return whole.pieces(where: all, is: 0, rank: 0).map { levelled($0, coordinates: local) }
  }

  /// Recomputes positions relative to the piece, in single precision without loss, and shrinks longitudes.
  private static func levelled(_ piece: OrderPiece, coordinates: [Coordinate]) -> OrderPiece {
    var piece = piece
    let origin = coordinates[Int(piece.nodes[0])]
    // A parabola is close enough to the cosine for choosing directions, and equal on every machine.
    let latitude = origin.latitude / 90
    let shrink = max(0.05, 1 - latitude * latitude)
    for (index, node) in piece.nodes.enumerated() {
      let here = coordinates[Int(node)]
      piece.x[index] = Float(Double(Int64(here.longitudeE7) - Int64(origin.longitudeE7)) * shrink)
      piece.y[index] = Float(Int64(here.latitudeE7) - Int64(origin.latitudeE7))
    }
    return piece
  }
}
