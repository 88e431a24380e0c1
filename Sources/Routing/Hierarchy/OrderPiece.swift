/// A connected part of the street graph that is still to be ordered, with everything local to it.
struct OrderPiece: Sendable {
  var graph: OrderGraph
  /// Position in a local plane, any unit, same scale on both axes.
  var x: [Float]
  var y: [Float]
  /// The node of the whole kernel behind each local node.
  var nodes: [Int32]
  /// The first rank of the range that this piece fills.
  var rank: Int

  var count: Int { nodes.count }

  /// The connected pieces that the local nodes with `label[node] == wanted` form, filling ranks from `rank`.
  func pieces(where label: [UInt8], is wanted: UInt8, rank: Int) -> [OrderPiece] {
    var local = [Int32](repeating: -1, count: count)
    var parts = [OrderPiece]()
    var rank = rank
    for start in 0..<count where label[start] == wanted && local[start] < 0 {
      let members = component(of: start, where: label, is: wanted, local: &local)
      let part = induced(members, local: local, rank: rank)
      rank += members.count
      parts.append(part)
    }
    return parts
  }

  /// All nodes of this connected piece in breadth-first order.
  func breadthFirst(from start: Int32) -> [Int32] {
    var local = [Int32](repeating: -1, count: count)
    let label = [UInt8](repeating: 0, count: count)
    return component(of: Int(start), where: label, is: 0, local: &local)
  }

  /// Collects one component in breadth-first order and numbers its nodes in `local`.
  private func component(
    of start: Int, where label: [UInt8], is wanted: UInt8, local: inout [Int32]
  ) -> [Int32] {
    var members = [Int32(start)]
    local[start] = 0
    var read = 0
    while read < members.count {
      let node = Int(members[read])
      read += 1
      for item in Int(graph.first[node])..<Int(graph.first[node + 1]) {
        let other = Int(graph.neighbours[item])
        if label[other] == wanted, local[other] < 0 {
          local[other] = Int32(members.count)
          members.append(Int32(other))
        }
      }
    }
    return members
  }

  /// The piece of `members`, a whole component of the nodes numbered so far.
  ///
  /// A neighbour outside the component is either unlabelled (-1) or numbered within another component, to
  /// which no edge leads; so a number means a member.
  private func induced(_ members: [Int32], local: [Int32], rank: Int) -> OrderPiece {
    var first: [Int32] = [0]
    first.reserveCapacity(members.count + 1)
    var neighbours = [Int32]()
    neighbours.reserveCapacity(members.count * 3)
    for node in members {
      for item in Int(graph.first[Int(node)])..<Int(graph.first[Int(node) + 1]) {
        let other = local[Int(graph.neighbours[item])]
        if other >= 0 { neighbours.append(other) }
      }
      first.append(Int32(neighbours.count))
    }
    return OrderPiece(
      graph: OrderGraph(first: first, neighbours: neighbours), x: members.map { x[Int($0)] },
      y: members.map { y[Int($0)] }, nodes: members.map { nodes[Int($0)] }, rank: rank)
  }
}

extension OrderPiece {
  /// The most nodes that ``minimumFillOrder()`` takes.
  static let leafLimit = 64

  /// Local nodes in the order of least fill, lowest rank first; ties by degree, then by number.
  ///
  /// - Precondition: At most ``leafLimit`` nodes.
  /// - Complexity: O(nodes² · degree) word operations.
  func minimumFillOrder() -> [Int32] {
    var adjacent = (0..<count).map { node in
      graph.neighbours[Int(graph.first[node])..<Int(graph.first[node + 1])]
        .reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    }
    var left = count == 64 ? UInt64.max : (1 << UInt64(count)) - 1
    var order = [Int32]()
    order.reserveCapacity(count)
    while left != 0 {
      let node = Self.cheapest(of: left, adjacent)
      order.append(Int32(node))
      left &= ~(1 << UInt64(node))
      let around = adjacent[node]
      forEachBit(of: around) { adjacent[$0] = (adjacent[$0] | around) & ~(1 << UInt64($0)) & left }
    }
    return order
  }

  /// The remaining node whose elimination adds the fewest edges.
  private static func cheapest(of left: UInt64, _ adjacent: [UInt64]) -> Int {
    var best = (fill: Int.max, degree: Int.max, node: 0)
    forEachBit(of: left) { node in
      let around = adjacent[node]
      let degree = around.nonzeroBitCount
      var present = 0
      forEachBit(of: around) { present += (adjacent[$0] & around).nonzeroBitCount }
      let fill = degree * (degree - 1) - present
      if (fill, degree) < (best.fill, best.degree) { best = (fill, degree, node) }
    }
    return best.node
  }
}

@inline(__always)
private func forEachBit(of word: UInt64, _ body: (Int) -> Void) {
  var rest = word
  while rest != 0 {
    body(rest.trailingZeroBitCount)
    rest &= rest - 1
  }
}
