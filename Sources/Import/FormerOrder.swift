import Dense
import Geo
import Routing
import Streets

/// The order of a network's nodes, for another one that is nearly the same.
struct FormerOrder {
  private let former: [Place]

  /// Where a node lies; several may lie at one place.
  private struct Place: Comparable {
    var key: UInt64
    var node: UInt32

    init(_ place: Coordinate, _ node: Int) {
      key = UInt64(UInt32(bitPattern: place.longitudeE7)) << 32 | UInt64(UInt32(bitPattern: place.latitudeE7))
      self.node = UInt32(node)
    }

    static func < (a: Self, b: Self) -> Bool { a.key < b.key || (a.key == b.key && a.node < b.node) }
  }

  /// - Complexity: O(nodes · log nodes).
  init(_ network: Network) {
    former = network.coordinate.ids.map { Place(network.coordinate[$0], $0.index) }.sorted()
  }

  /// The nodes of `graph` in an order for its hierarchy: new ones first, then the others by their former rank.
  ///
  /// Any order gives right answers; this one gives nearly those shortcuts that the former network has.
  ///
  /// - Complexity: O(nodes · log nodes + arcs of the hierarchy).
  func order(_ graph: (nodeCount: Int, tails: [UInt32], heads: [UInt32], coordinates: [Coordinate]))
    -> [UInt32]
  {
    let places = graph.coordinates.indices.map { Place(graph.coordinates[$0], $0) }.sorted()
    var order: [UInt32] = []
    var byRank = [UInt32](repeating: .max, count: former.count)
    var row = 0
    for place in places {
      while row < former.count, former[row].key < place.key { row += 1 }
      if row < former.count, former[row].key == place.key {
        byRank[Int(former[row].node)] = place.node
        row += 1
      } else {
        order.append(place.node)
      }
    }
    order.sort()
    order.reserveCapacity(graph.nodeCount)
    for node in byRank where node != .max { order.append(node) }
    return NodeOrder.postordered(order, edges: (graph.tails, graph.heads))
  }
}
