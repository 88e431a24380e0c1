internal import Dense
internal import Streets

extension Hierarchy {
  /// Builds the hierarchy of a network whose nodes are already numbered by rank.
  ///
  /// - Parameters:
  ///   - nodeCount: Number of nodes.
  ///   - tails: Start of every input arc; arcs may be parallel, opposite or loops.
  ///   - heads: End of every input arc.
  /// - Throws: ``HierarchyError/nodeOutOfBounds(arc:node:nodeCount:)``,
  ///   ``HierarchyError/notPostordered(node:)`` (use ``NodeOrder/postordered(_:edges:)`` for foreign orders), or
  ///   ``ShortcutError`` for a network that is none of streets, before it takes much memory.
  /// - Complexity: O(arcs of the hierarchy), near linear in the input for street networks.
  public init(nodeCount: Int, tails: [UInt32], heads: [UInt32]) throws {
    for arc in tails.indices {
      let node = max(tails[arc], heads[arc])
      if Int(node) >= nodeCount {
        throw HierarchyError.nodeOutOfBounds(arc: arc, node: node, nodeCount: nodeCount)
      }
    }
    let up = try UpAdjacency(graph: OrderGraph(nodeCount: nodeCount, tails: tails, heads: heads))
    let tree = try TreeColumns(up)
    let down = DownAdjacency(up)
    let sides = ArcSides(up, tails: tails, heads: heads)
    try self.init(
      firstUp: .owning(up.first), upHead: .owning(up.heads),
      upDepth: .owning(up.heads.map { tree.depth[$0.index] }), parent: .owning(up.parent),
      depth: .owning(tree.depth), firstDescendant: .owning(tree.firstDescendant),
      firstDown: .owning(down.first), downTail: .owning(down.tails), downArc: .owning(down.arcs),
      sideOfArc: .owning(sides.sideOfArc), firstArcOfSide: .owning(sides.first),
      arcsOfSide: .owning(sides.arcs))
  }
}

/// The chordal completion: the upward adjacency with all shortcuts.
struct UpAdjacency {
  private(set) var first: [UpArcID] = [UpArcID(0)]
  private(set) var heads: [NodeID] = []
  private(set) var parent: [NodeID] = []

  /// Contracts node by node: what a node sees above itself, its parent sees too.
  ///
  /// Merging into the parent alone suffices, since the parent hands everything on.
  ///
  /// - Throws: ``ShortcutError`` as soon as there are more arcs than any network of streets needs.
  init(graph: OrderGraph) throws(ShortcutError) {
    let count = graph.nodeCount
    let limit = ShortcutError.limit(neighbours: graph.neighbours.count)
    first.reserveCapacity(count + 1)
    parent.reserveCapacity(count)
    heads.reserveCapacity(count * 4)
    var seenBy = [UInt32](repeating: .max, count: count)
    var youngestChild = [UInt32](repeating: .max, count: count)
    var sibling = youngestChild
    var above = [UInt32]()
    for node in 0..<count {
      above.removeAll(keepingCapacity: true)
      var child = youngestChild[node]
      while child != .max {
        for arc in first[Int(child)].index + 1..<first[Int(child) + 1].index {
          Self.note(heads[arc].rawValue, from: node, &seenBy, &above)
        }
        child = sibling[Int(child)]
      }
      let around = graph.neighbours[Int(graph.first[node])..<Int(graph.first[node + 1])]
      for other in around where other > node {
        Self.note(UInt32(other), from: node, &seenBy, &above)
      }
      above.sort()
      if heads.count + above.count > limit { throw ShortcutError(nodeCount: count, limit: limit) }
      for head in above { heads.append(NodeID(rawValue: head)) }
      first.append(UpArcID(heads.count))
      parent.append(NodeID(rawValue: above.first ?? .max))
      if let head = above.first {
        sibling[node] = youngestChild[Int(head)]
        youngestChild[Int(head)] = UInt32(node)
      }
    }
  }

  @inline(__always)
  private static func note(
    _ head: UInt32, from node: Int, _ seenBy: inout [UInt32], _ above: inout [UInt32]
  ) {
    if seenBy[Int(head)] != UInt32(node) {
      seenBy[Int(head)] = UInt32(node)
      above.append(head)
    }
  }

  /// The arc from `low` to `high`, which must exist.
  func arc(from low: UInt32, to high: UInt32) -> UpArcID {
    var (begin, end) = (first[Int(low)].index, first[Int(low) + 1].index)
    while begin < end {
      let middle = (begin + end) / 2
      if heads[middle].rawValue < high { begin = middle + 1 } else { end = middle }
    }
    return UpArcID(begin)
  }
}

/// Depths and subtree ranges of the elimination tree.
private struct TreeColumns {
  var depth: [UInt32]
  var firstDescendant: [NodeID]

  init(_ up: UpAdjacency) throws(HierarchyError) {
    let count = up.parent.count
    depth = [UInt32](repeating: 0, count: count)
    firstDescendant = (0..<count).map { NodeID($0) }
    var size = [Int](repeating: 1, count: count)
    for node in 0..<count where up.parent[node] != .none {
      let above = up.parent[node].index
      size[above] += size[node]
      firstDescendant[above] = min(firstDescendant[above], firstDescendant[node])
    }
    for node in 0..<count where firstDescendant[node].index + size[node] != node + 1 {
      throw .notPostordered(node: UInt32(node))
    }
    for node in stride(from: count - 1, through: 0, by: -1) where up.parent[node] != .none {
      depth[node] = depth[up.parent[node].index] + 1
    }
  }
}

/// The upward adjacency turned round.
private struct DownAdjacency {
  var first: [ItemID]
  var tails: [NodeID]
  var arcs: [UpArcID]

  init(_ up: UpAdjacency) {
    var begin = [UInt32](repeating: 0, count: up.parent.count + 1)
    for head in up.heads { begin[head.index + 1] += 1 }
    for node in up.parent.indices { begin[node + 1] += begin[node] }
    first = begin.map { ItemID(rawValue: $0) }
    tails = [NodeID](repeating: .none, count: up.heads.count)
    arcs = [UpArcID](repeating: .none, count: up.heads.count)
    for node in up.parent.indices {
      for arc in up.first[node].index..<up.first[node + 1].index {
        let item = Int(begin[up.heads[arc].index])
        begin[up.heads[arc].index] += 1
        tails[item] = NodeID(node)
        arcs[item] = UpArcID(arc)
      }
    }
  }
}

/// Which side of which arc of the hierarchy every input arc lies on, and the inverse.
private struct ArcSides {
  var sideOfArc: [UpArcSideID]
  var first: [ItemID]
  var arcs: [ArcID]

  init(_ up: UpAdjacency, tails: [UInt32], heads: [UInt32]) {
    sideOfArc = tails.indices.map { arc in
      let (tail, head) = (tails[arc], heads[arc])
      if tail == head { return .none }
      return tail < head
        ? .upward(up.arc(from: tail, to: head)) : .downward(up.arc(from: head, to: tail))
    }
    var begin = [UInt32](repeating: 0, count: 2 * up.heads.count + 1)
    for side in sideOfArc where side != .none { begin[side.index + 1] += 1 }
    for side in 0..<2 * up.heads.count { begin[side + 1] += begin[side] }
    first = begin.map { ItemID(rawValue: $0) }
    arcs = [ArcID](repeating: .none, count: Int(begin[2 * up.heads.count]))
    for (arc, side) in sideOfArc.enumerated() where side != .none {
      arcs[Int(begin[side.index])] = ArcID(arc)
      begin[side.index] += 1
    }
  }
}
