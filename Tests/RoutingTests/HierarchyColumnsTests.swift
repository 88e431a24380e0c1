import Dense
import Geo
import Routing
import Streets
import Testing

@Suite struct HierarchyColumnsTests {
  @Test func `a hierarchy joined from its columns answers as before`() throws {
    var graph = RandomGraph(seed: 10)
    graph.numberByRank()
    let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
    let copy = try ColumnCopies(hierarchy).joined()
    #expect(copy.validate() == nil)
    #expect(copy.height == hierarchy.height)
  }

  @Test func `a corrupted column is refused or harmless`() throws {
    var refused = 0
    for seed in 0..<hierarchyTestRounds {
      var graph = RandomGraph(seed: seed, largest: 25)
      graph.numberByRank()
      let hierarchy = try Hierarchy(nodeCount: graph.nodeCount, tails: graph.tails, heads: graph.heads)
      var columns = ColumnCopies(hierarchy)
      columns.corrupt(using: &graph.random)
      guard let joined = try? columns.joined(), joined.validate() == nil else {
        refused += 1
        continue
      }
      if joined.arcCount != graph.times.count { continue }
      let metric = try Metric(hierarchy: joined, arcTimes: graph.times)
      let workspace = QueryWorkspace(joined)
      let (sources, targets) = (graph.randomSeeds(), graph.randomSeeds())
      _ = workspace.run(metric, sources: sources.span, targets: targets.span)
      _ = workspace.unpackPath()
    }
    #expect(refused > hierarchyTestRounds / 2)
  }
}

/// All columns of a hierarchy as arrays of raw values, in the order of the memberwise initialiser.
private struct ColumnCopies {
  var raw: [[UInt32]]

  init(_ h: Hierarchy) {
    raw = [
      h.firstUp.values.map(\.rawValue), h.upHead.values.map(\.rawValue), h.upDepth.values,
      h.parent.values.map(\.rawValue), h.depth.values, h.firstDescendant.values.map(\.rawValue),
      h.firstDown.values.map(\.rawValue), h.downTail.values.map(\.rawValue), h.downArc.values.map(\.rawValue),
      h.sideOfArc.values.map(\.rawValue), h.firstArcOfSide.values.map(\.rawValue),
      h.arcsOfSide.values.map(\.rawValue),
    ]
  }

  mutating func corrupt(using random: inout SplitMix) {
    let full = raw.indices.filter { !raw[$0].isEmpty }
    guard let column = full.randomElement(using: &random) else { return }
    let row = raw[column].indices.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<4, using: &random) {
    case 0: raw[column][row] ^= 1 << UInt32.random(in: 0..<32, using: &random)
    case 1: raw[column][row] = UInt32.random(in: 0..<40, using: &random)
    case 2: raw[column].removeLast()
    default: raw[column].swapAt(row, raw[column].indices.randomElement(using: &random) ?? 0)
    }
  }

  func joined() throws -> Hierarchy {
    func ids<Key: DenseID, Value: DenseID>(_ index: Int) -> Column<Key, Value> {
      Column(raw[index].map { Value(rawValue: $0) })
    }
    return try Hierarchy(
      firstUp: ids(0), upHead: ids(1), upDepth: Column(raw[2]), parent: ids(3), depth: Column(raw[4]),
      firstDescendant: ids(5), firstDown: ids(6), downTail: ids(7), downArc: ids(8), sideOfArc: ids(9),
      firstArcOfSide: ids(10), arcsOfSide: ids(11))
  }
}
