import Dense
import Geo
import Routing
import Streets
import Testing

@Suite struct HierarchyQueryTests {
  @Test func `times and paths between sets of nodes are those of plain Dijkstra`() throws {
    for seed in 0..<hierarchyTestRounds {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let problem = hierarchy.validate()
      #expect(problem == nil, "\(graph.asCode)")
      let metric = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      let workspace = QueryWorkspace(hierarchy)
      let oracle = PlainDijkstra(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      for _ in 0..<4 {
        let (sources, targets) = (graph.randomSeeds(), graph.randomSeeds())
        let expected = oracle.time(from: sources, to: targets, arcTimes: graph.times)
        let found = workspace.run(metric, sources: sources.span, targets: targets.span)
        #expect(found?.time ?? .unreachable == expected, "\(sources) \(targets) \(graph.asCode)")
        guard let found, found.time == expected else { continue }
        let path = workspace.unpackPath()
        let problem = pathProblem(path, found, from: sources, to: targets, in: graph)
        #expect(problem == nil, "\(path) \(sources) \(targets) \(graph.asCode)")
      }
    }
  }

  @Test func `a potential is the time that remains`() throws {
    for seed in 0..<hierarchyTestRounds {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let oracle = PlainDijkstra(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let targets = graph.randomSeeds()
      var potential = Potential(try Metric(hierarchy: hierarchy, arcTimes: graph.times), to: targets)
      for _ in 0..<8 {
        let node = NodeID(rawValue: .random(in: 0..<UInt32(graph.nodeCount), using: &graph.random))
        let expected = oracle.time(from: [Seed(node)], to: targets, arcTimes: graph.times)
        #expect(potential(node) == expected.rawValue, "\(node) \(targets) \(graph.asCode)")
      }
    }
  }

  @Test func `an order larger than the leaf limit is a permutation and valid`() throws {
    for seed in 0..<max(hierarchyTestRounds / 100, 4) {
      var graph = RandomGraph(seed: seed, largest: 1_500)
      let edges = (tail: graph.tails, head: graph.heads)
      let order = NodeOrder.compute(nodeCount: graph.nodeCount, edges: edges, coordinates: graph.coordinates)
      #expect(order.sorted() == Array(0..<UInt32(graph.nodeCount)), "seed \(seed)")
      let again = NodeOrder.compute(nodeCount: graph.nodeCount, edges: edges, coordinates: graph.coordinates)
      #expect(order == again, "seed \(seed)")
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      #expect(hierarchy.validate() == nil, "seed \(seed)")
    }
  }

  @Test func `nodes at one spot are ordered all the same`() throws {
    let nodes = 400
    var random = SplitMix(state: 1)
    let tails = (0..<900).map { _ in UInt32.random(in: 0..<UInt32(nodes), using: &random) }
    let heads = (0..<900).map { _ in UInt32.random(in: 0..<UInt32(nodes), using: &random) }
    let spots = [Coordinate](repeating: Coordinate(longitudeE7: 1, latitudeE7: 1), count: nodes)
    let order = NodeOrder.compute(nodeCount: nodes, edges: (tails, heads), coordinates: spots)
    #expect(order.sorted() == Array(0..<UInt32(nodes)))
  }

  @Test func `an empty network has an empty hierarchy`() throws {
    #expect(NodeOrder.compute(nodeCount: 0, edges: ([], []), coordinates: []).isEmpty)
    let hierarchy = try Hierarchy(nodeCount: 0, tails: [], heads: [])
    #expect(hierarchy.validate() == nil)
    _ = try Metric(hierarchy: hierarchy, arcTimes: [UInt32]())
  }

  @Test func `a numbering that is no postorder is refused with a sentence`() {
    // 0 - 2 and 1 - 3 - 2: the subtree of 2 is {0, 2}, but 1 lies between.
    #expect(throws: HierarchyError.notPostordered(node: 2)) {
      try Hierarchy(nodeCount: 4, tails: [0, 1, 3], heads: [2, 3, 2])
    }
    #expect(HierarchyError.notPostordered(node: 2).description.contains("NodeOrder.compute"))
  }

  @Test func `a network that is none of streets is refused before it takes all memory`() {
    // The middle of a star goes first and leaves all its ends joined to each other: two million shortcuts.
    #expect(throws: ShortcutError.self) {
      try Hierarchy(nodeCount: 2100, tails: [UInt32](repeating: 0, count: 2099), heads: Array(1..<2100))
    }
  }

  @Test func `a metric of another shape is refused`() throws {
    let hierarchy = try Hierarchy(nodeCount: 2, tails: [0], heads: [1])
    #expect(throws: HierarchyError.wrongShape(expectedArcs: 1, foundArcs: 2)) {
      try Metric(hierarchy: hierarchy, arcTimes: [1, 2])
    }
  }

  @Test func `an arc to nowhere is refused`() {
    #expect(throws: HierarchyError.nodeOutOfBounds(arc: 0, node: 7, nodeCount: 2)) {
      try Hierarchy(nodeCount: 2, tails: [0], heads: [7])
    }
  }
}

/// What is wrong with a path: it must be connected, lead from the chosen source to the chosen target, and its
/// times must add up.
func pathProblem(
  _ path: [ArcID], _ found: Connection, from sources: [Seed], to targets: [Seed], in graph: RandomGraph
) -> String? {
  var node = sources[found.source].node.rawValue
  var time = sources[found.source].offset.rawValue
  for arc in path {
    if graph.tails[arc.index] != node { return "broken at arc \(arc.rawValue)" }
    node = graph.heads[arc.index]
    time += graph.times[arc.index]
  }
  if node != targets[found.target].node.rawValue { return "ends at \(node)" }
  time += targets[found.target].offset.rawValue
  return time == found.time.rawValue ? nil : "adds up to \(time), not \(found.time.rawValue)"
}
