import Dense
import Geo
import Streets

/// Which nodes belong to the open network: from where one may travel on without using private land.
///
/// Of the strongly connected components over arcs that anybody may pass, the largest of each connected
/// part of the map, and every other of more than ``largeZone`` nodes, are *core*. All other nodes lie in
/// *zones*, which are entered only to start or end there.
struct CoreComponents {
  /// A component of at least this many nodes is core in its own right: a local search over it would be slow.
  static let largeZone = 20_000

  /// 1 for core nodes.
  private(set) var isCore: [UInt8]

  /// - Parameters:
  ///   - network: The streets.
  ///   - isThrough: Whether anybody may pass the arc now.
  ///   - exists: Whether the mode could ever travel the arc.
  /// - Complexity: O(nodes + arcs).
  init(_ network: Network, isThrough: (ArcID) -> Bool, exists: (ArcID) -> Bool) {
    let count = network.coordinate.count
    let component = StrongComponents(network, isThrough: isThrough).component
    var sizes = [UInt32](repeating: 0, count: count)
    for node in 0..<count { sizes[Int(component[node])] += 1 }
    var parts = DisjointSets(count: count)
    for arc in network.heading.ids where exists(arc) {
      parts.join(network.tail[arc].index, network.head[arc].index)
    }
    // The largest component of each part.
    var largest = [UInt32](repeating: .max, count: count)
    for node in 0..<count {
      let part = parts.find(node)
      let mine = component[node]
      if largest[part] == .max || sizes[Int(mine)] > sizes[Int(largest[part])] { largest[part] = mine }
    }
    isCore = (0..<count).map { node in
      let mine = component[node]
      let isLargest = largest[parts.find(node)] == mine
      return isLargest || sizes[Int(mine)] >= CoreComponents.largeZone ? 1 : 0
    }
  }
}

/// Strongly connected components by Tarjan's algorithm, without recursion.
///
/// - SeeAlso: Tarjan: Depth-First Search and Linear Graph Algorithms, 1972.
struct StrongComponents {
  /// Component number of each node; numbers are below the node count.
  private(set) var component: [UInt32]

  /// - Complexity: O(nodes + arcs).
  init(_ network: Network, isThrough: (ArcID) -> Bool) {
    let count = network.coordinate.count
    component = Array(repeating: .max, count: count)
    var order = [UInt32](repeating: .max, count: count)
    var low = [UInt32](repeating: 0, count: count)
    var stack: [UInt32] = []
    var path: [(node: UInt32, next: UInt32)] = []
    var time: UInt32 = 0
    var made: UInt32 = 0
    for root in 0..<count where order[root] == .max {
      path.append((UInt32(root), network.firstOut[NodeID(root)].rawValue))
      order[root] = time
      low[root] = time
      time += 1
      stack.append(UInt32(root))
      while let top = path.last {
        let node = Int(top.node)
        let end = network.firstOut[NodeID(node + 1)].rawValue
        var next = top.next
        var descended = false
        while next < end {
          let arc = ArcID(rawValue: next)
          next += 1
          guard isThrough(arc) else { continue }
          let head = network.head[arc].index
          if order[head] == .max {
            path[path.count - 1].next = next
            order[head] = time
            low[head] = time
            time += 1
            stack.append(UInt32(head))
            path.append((UInt32(head), network.firstOut[NodeID(head)].rawValue))
            descended = true
            break
          } else if component[head] == .max {
            low[node] = min(low[node], order[head])
          }
        }
        if descended { continue }
        path.removeLast()
        if let parent = path.last { low[Int(parent.node)] = min(low[Int(parent.node)], low[node]) }
        guard low[node] == order[node] else { continue }
        while let member = stack.popLast() {
          component[Int(member)] = made
          if Int(member) == node { break }
        }
        made += 1
      }
    }
  }
}

/// Union-find with path halving.
public struct DisjointSets {
  private var parent: [UInt32]

  public init(count: Int) { parent = (0..<UInt32(count)).map { $0 } }

  public mutating func find(_ item: Int) -> Int {
    var item = item
    while parent[item] != UInt32(item) {
      parent[item] = parent[Int(parent[item])]
      item = Int(parent[item])
    }
    return item
  }

  public mutating func join(_ a: Int, _ b: Int) {
    let first = find(a)
    let second = find(b)
    if first != second { parent[max(first, second)] = UInt32(min(first, second)) }
  }
}
