import Dense
import Geo
import Routing
import Streets
import Testing

@Suite struct HierarchyUpdateTests {
  @Test func `a patched metric is the freshly customized one, bit for bit`() throws {
    for seed in 0..<hierarchyTestRounds / 2 {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      if graph.times.isEmpty { continue }
      let first = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      var writer =
        seed % 2 == 0 ? MetricWriter(first) : MetricWriter(first, with: MetricWriter.Copies(of: first))
      for step in 0..<8 {
        let changes = randomChanges(&graph)
        let patched = writer.apply(changes)
        let fresh = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
        #expect(isEqual(patched, fresh), "step \(step) \(changes) \(graph.asCode)")
      }
    }
  }

  @Test func `what a reader holds never changes`() throws {
    for seed in 0..<hierarchyTestRounds / 10 {
      var graph = RandomGraph(seed: seed)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      if graph.times.isEmpty { continue }
      let first = try Metric(hierarchy: hierarchy, arcTimes: graph.times)
      var writer =
        seed % 2 == 0 ? MetricWriter(first) : MetricWriter(first, with: MetricWriter.Copies(of: first))
      var held = [(Metric, [UInt32])]()
      for _ in 0..<6 {
        let metric = writer.apply(randomChanges(&graph))
        if Bool.random(using: &graph.random) { held.append((metric, graph.times)) }
      }
      for (metric, times) in held {
        let fresh = try Metric(hierarchy: hierarchy, arcTimes: times)
        #expect(isEqual(metric, fresh), "\(graph.asCode)")
      }
    }
  }

  @Test func `updating leaves the original alone`() throws {
    let hierarchy = try Hierarchy(nodeCount: 2, tails: [0, 0], heads: [1, 1])
    let metric = try Metric(hierarchy: hierarchy, arcTimes: [5, 9])
    let closed = metric.updating([ArcChange(arc: ArcID(0), time: .unreachable)])
    let workspace = QueryWorkspace(hierarchy)
    #expect(workspace.time(metric, from: NodeID(0), to: NodeID(1)) == Milliseconds(5))
    #expect(workspace.time(closed, from: NodeID(0), to: NodeID(1)) == Milliseconds(9))
    #expect(workspace.unpackPath() == [ArcID(1)])
  }

  @Test func `one thread and many customize alike`() throws {
    for seed in 0..<4 as Range<UInt64> {
      var graph = RandomGraph(seed: 4 * seed, largest: 9_000)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      let one = try Metric(hierarchy: hierarchy, arcTimes: graph.times, threads: 1)
      let four = try Metric(hierarchy: hierarchy, arcTimes: graph.times, threads: 4)
      #expect(isEqual(one, four), "seed \(seed)")
    }
  }

  /// One to three new times, also written to the graph.
  private func randomChanges(_ graph: inout RandomGraph) -> [ArcChange] {
    (0..<Int.random(in: 1...3, using: &graph.random)).map { _ in
      let arc = Int.random(in: 0..<graph.times.count, using: &graph.random)
      graph.times[arc] = graph.randomTime()
      return ArcChange(arc: ArcID(arc), time: Milliseconds(graph.times[arc]))
    }
  }

  private func isEqual(_ a: Metric, _ b: Metric) -> Bool {
    (0..<2 * a.hierarchy.upArcCount).allSatisfy {
      let side = UpArcSideID($0)
      return a.time(of: side) == b.time(of: side) && a.origin(of: side) == b.origin(of: side)
    } && (0..<a.hierarchy.arcCount).allSatisfy { a.time(of: ArcID($0)) == b.time(of: ArcID($0)) }
  }
}
