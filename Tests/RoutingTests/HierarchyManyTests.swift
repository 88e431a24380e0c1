import Dense
import Geo
import Routing
import Streets
import Testing

@Suite struct HierarchyManyTests {
  @Test func `tables, selections and sweeps to all nodes are those of plain Dijkstra`() throws {
    for seed in 0..<hierarchyTestRounds / 3 {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let metric = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      let oracle = PlainDijkstra(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let sources = (0..<5).map { _ in graph.randomSeeds(4) }
      let targets = (0..<7).map { _ in graph.randomSeeds(4) }
      let expected = sources.flatMap { source in
        let times = oracle.times(from: source, arcTimes: graph.times)
        return targets.map { best(times, $0) }
      }
      var found = [Milliseconds]()
      TableWorkspace(hierarchy).table(metric, sources: sources, targets: targets, into: &found)
      #expect(found == expected, "table \(sources) \(targets) \(graph.asCode)")
      let workspace = QueryWorkspace(hierarchy)
      let selection = TargetSelection(hierarchy, targets: targets)
      for (row, source) in sources.enumerated() {
        workspace.times(metric, .from, source.span, selection: selection, into: &found)
        let expectedRow = Array(expected[7 * row..<7 * row + 7])
        #expect(found == expectedRow, "selection \(source) \(targets) \(graph.asCode)")
        workspace.timesToAll(metric, .from, source.span, into: &found)
        #expect(found == oracle.times(from: source, arcTimes: graph.times), "all \(source) \(graph.asCode)")
      }
    }
  }

  @Test func `searches towards the seeds are searches from them against the arcs`() throws {
    for seed in 0..<hierarchyTestRounds / 6 {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let metric = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      let against = PlainDijkstra(nodeCount: graph.nodeCount, tails: graph.heads, heads: graph.tails)
      let seeds = graph.randomSeeds()
      let expected = against.times(from: seeds, arcTimes: graph.times)
      let workspace = QueryWorkspace(hierarchy)
      var found = [Milliseconds]()
      workspace.timesToAll(metric, .to, seeds.span, into: &found)
      #expect(found == expected, "\(seeds) \(graph.asCode)")
      let ends = (0..<4).map { _ in graph.randomSeeds() }
      let selection = TargetSelection(hierarchy, targets: ends)
      workspace.times(metric, .to, seeds.span, selection: selection, into: &found)
      #expect(found == ends.map { best(expected, $0) }, "\(seeds) \(ends) \(graph.asCode)")
    }
  }

  @Test func `alternatives are sound ways, the best first, none too long or too alike`() throws {
    var extra = 0
    for seed in 0..<hierarchyTestRounds / 3 {
      var graph = RandomGraph(seed: seed, largest: 120)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let metric = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      let workspace = QueryWorkspace(hierarchy)
      let (sources, targets) = (graph.randomSeeds(), graph.randomSeeds())
      let best = workspace.run(metric, sources: sources.span, targets: targets.span)
      let found = workspace.alternatives(metric, sources: sources.span, targets: targets.span)
      #expect(found.first?.connection.time == best?.time, "\(graph.asCode)")
      extra += max(found.count - 1, 0)
      for (index, way) in found.enumerated() {
        let problem = pathProblem(way.path, way.connection, from: sources, to: targets, in: graph)
        #expect(problem == nil, "\(way) \(sources) \(targets) \(graph.asCode)")
        #expect(Double(way.connection.time.rawValue) <= 1.25 * Double(found[0].connection.time.rawValue))
        for other in found[..<index] {
          let shared = Set(way.path).intersection(other.path).reduce(0) { $0 + Int(graph.times[$1.index]) }
          #expect(Double(shared) <= 0.7 * Double(found[0].connection.time.rawValue), "\(graph.asCode)")
        }
      }
    }
    #expect(extra > 0)
  }

  @Test func `a workspace serves any mixture of queries one after the other`() throws {
    var graph = RandomGraph(seed: 2, largest: 60)
    graph.numberByRank()
    let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
    let metric = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
    let oracle = PlainDijkstra(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
    let workspace = QueryWorkspace(hierarchy)
    var times = [Milliseconds]()
    for _ in 0..<500 {
      let (sources, targets) = (graph.randomSeeds(60), graph.randomSeeds(5))
      let expected = oracle.time(from: sources, to: targets, arcTimes: graph.times)
      let found = workspace.run(metric, sources: sources.span, targets: targets.span)
      #expect(found?.time ?? .unreachable == expected, "\(sources) \(targets) \(graph.asCode)")
      workspace.timesToAll(metric, .from, sources.span, into: &times)
      #expect(best(times, targets) == expected)
      _ = workspace.alternatives(metric, sources: sources.span, targets: targets.span)
      #expect(workspace.run(metric, sources: [Seed]().span, targets: targets.span) == nil)
    }
  }

  private func best(_ times: [Milliseconds], _ targets: [Seed]) -> Milliseconds {
    let sums = targets.map { UInt64(times[$0.node.index].rawValue) + UInt64($0.offset.rawValue) }
    return Milliseconds(UInt32(min(sums.min() ?? .max, UInt64(Milliseconds.unreachable.rawValue))))
  }
}
