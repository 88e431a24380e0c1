import Dense
internal import Geo

extension Network {
  /// The first column whose contents cannot be: a row that does not exist, a broken order; nil if all is well.
  ///
  /// For files that nobody vouches for. Every access is bounds-checked anyway; this refuses such a file with a
  /// sentence when it is opened, where a later access would stop the program.
  ///
  /// - Complexity: O(nodes + arcs + segments + points).
  func unsoundColumn(ruleCount: Int) -> String? {
    wrongShape() ?? unsoundArcs() ?? unsoundSegments(ruleCount: ruleCount)
  }

  private func wrongShape() -> String? {
    let (nodes, arcCount, segments) = (coordinate.count, head.count, length.count)
    let shapes: [(String, Int, Int)] = [
      ("arc.tail", tail.count, arcCount), ("arc.heading", heading.count, arcCount),
      ("arc.barred", barred.count, arcCount), ("node.incoming", incoming.values.count, arcCount),
      ("segment.class", segmentClass.count, segments), ("segment.extras", extras.count, segments),
      ("segment.rule", rule.count, segments), ("segment.name", name.count, segments),
      ("segment.osm", osmID.count, segments),
      ("class.traits", traits.count, classes.count * Mode.allCases.count),
    ]
    if let wrong = shapes.first(where: { $0.1 != $0.2 }) { return wrong.0 }
    if !Ragged<NodeID, ArcID, NodeID>(first: firstOut, values: head).isSound(rows: nodes) {
      return "node.firstOut"
    }
    if !incoming.isSound(rows: nodes) { return "node.incoming.first" }
    if !geometry.isSound(rows: segments, least: 2) { return "segment.geometry.first" }
    return arcs.isSound(rows: segments, least: 2) ? nil : "segment.arcs.first"
  }

  /// Ids of arcs, and that each arc leaves and enters the node under which it is listed.
  private func unsoundArcs() -> String? {
    let (nodes, segments) = (coordinate.count, length.count)
    if !head.names(rowsBelow: nodes) { return "arc.head" }
    if !tail.names(rowsBelow: nodes) { return "arc.tail" }
    if !heading.allRows({ $0.segment.index < segments }) { return "arc.heading" }
    if !incoming.values.names(rowsBelow: head.count) { return "node.incoming" }
    if !arcs.values.names(rowsBelow: head.count) { return "segment.arcs" }
    for node in self.nodes {
      for arc in arcs(from: node) where tail[arc] != node { return "arc.tail" }
      for item in incoming[node] where head[incoming.values[item]] != node { return "node.incoming" }
    }
    return nil
  }

  private func unsoundSegments(ruleCount: Int) -> String? {
    if !coordinate.isOnGlobe { return "node.coordinate" }
    if !geometry.values.isOnGlobe { return "segment.geometry" }
    if !segmentClass.names(rowsBelow: classes.count) { return "segment.class" }
    if !rule.namesOrNone(rowsBelow: ruleCount) { return "segment.rule" }
    if !length.allRows({ $0.rawValue <= Network.longestSegment }) { return "segment.length" }
    for segment in length.ids where !hasSoundArcs(segment) { return "segment.arcs" }
    return nil
  }

  /// Half the range, so that lengths may be added: 2,147 km.
  private static let longestSegment = UInt32.max / 2

  /// All arcs are on the segment; the first goes along it, the second against.
  private func hasSoundArcs(_ segment: SegmentID) -> Bool {
    let own = arcs[segment]
    let along = heading[arcs.values[own.lowerBound]]
    let against = heading[arcs.values[own.lowerBound.advanced(by: 1)]]
    return !along.isAgainst && against.isAgainst
      && own.allSatisfy { heading[arcs.values[$0]].segment == segment }
  }
}
