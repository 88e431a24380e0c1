/// An undirected simple graph as an adjacency array, the input of the node order.
///
/// The neighbours of `node` are `neighbours[first[node]..<first[node + 1]]`, ascending; every edge appears
/// at both of its ends, without loops and doubles.
struct OrderGraph: Sendable {
  var first: [Int32]
  var neighbours: [Int32]

  var nodeCount: Int { first.count - 1 }

  init(first: [Int32], neighbours: [Int32]) {
    self.first = first
    self.neighbours = neighbours
  }

  /// Forgets direction, loops and parallel edges of the given arcs.
  ///
  /// - Complexity: O(nodes + arcs); two counting sorts.
  init(nodeCount: Int, tails: [UInt32], heads: [UInt32]) {
    let sortedByHead = Self.bothWays(nodeCount: nodeCount, tails: tails, heads: heads)
    // Sweeping one ascending adjacency fills the other one in ascending order, too.
    var cursor = sortedByHead.first
    var neighbours = [Int32](repeating: 0, count: sortedByHead.neighbours.count)
    for node in 0..<nodeCount {
      for item in Int(sortedByHead.first[node])..<Int(sortedByHead.first[node + 1]) {
        let other = Int(sortedByHead.neighbours[item])
        neighbours[Int(cursor[other])] = Int32(node)
        cursor[other] += 1
      }
    }
    self.init(first: sortedByHead.first, neighbours: neighbours)
    dropDoubles()
  }

  /// Both directions of every arc but loops, grouped by end, each group in no order.
  private static func bothWays(nodeCount: Int, tails: [UInt32], heads: [UInt32]) -> OrderGraph {
    var first = [Int32](repeating: 0, count: nodeCount + 1)
    for arc in tails.indices where tails[arc] != heads[arc] {
      first[Int(tails[arc]) + 1] += 1
      first[Int(heads[arc]) + 1] += 1
    }
    for node in 0..<nodeCount { first[node + 1] += first[node] }
    var cursor = first
    var neighbours = [Int32](repeating: 0, count: Int(first[nodeCount]))
    for arc in tails.indices where tails[arc] != heads[arc] {
      let (tail, head) = (Int(tails[arc]), Int(heads[arc]))
      neighbours[Int(cursor[tail])] = Int32(head)
      neighbours[Int(cursor[head])] = Int32(tail)
      cursor[tail] += 1
      cursor[head] += 1
    }
    return OrderGraph(first: first, neighbours: neighbours)
  }

  /// Removes repeated neighbours from the ascending lists, in place.
  private mutating func dropDoubles() {
    var write = 0
    var begin = 0
    for node in 0..<nodeCount {
      let end = Int(first[node + 1])
      var last: Int32 = -1
      for item in begin..<end where neighbours[item] != last {
        last = neighbours[item]
        neighbours[write] = last
        write += 1
      }
      begin = end
      first[node + 1] = Int32(write)
    }
    neighbours.removeLast(neighbours.count - write)
  }
}
