import Dense

extension Network {
  /// What in the tables names a row that does not exist; nil if all is well.
  ///
  /// For files that nobody vouches for. Every access is bounds-checked anyway; this refuses such a file with a
  /// sentence when it is opened, where a later access would stop the program.
  ///
  /// - Complexity: O(nodes + arcs + segments).
  public func problem() -> String? {
    let (nodes, arcCount, segments) = (coordinate.count, head.count, length.count)
    let shapes: [(String, Int, Int)] = [
      ("node.firstOut", firstOut.count, nodes + 1), ("arc.tail", tail.count, arcCount),
      ("arc.heading", heading.count, arcCount), ("arc.barred", barred.count, arcCount),
      ("node.incoming.first", incoming.first.count, nodes + 1),
      ("node.incoming", incoming.values.count, arcCount), ("segment.class", segmentClass.count, segments),
      ("segment.extras", extras.count, segments), ("segment.rule", rule.count, segments),
      ("segment.name", name.count, segments), ("segment.osm", osmID.count, segments),
      ("segment.geometry.first", geometry.first.count, segments + 1),
      ("segment.arcs.first", self.arcs.first.count, segments + 1),
    ]
    for (column, found, expected) in shapes where found != expected {
      return "column '\(column)' has \(found) rows, expected \(expected)"
    }
    if !ascends(firstOut, to: arcCount) { return "column 'node.firstOut' does not ascend" }
    if !ascends(incoming.first, to: arcCount) { return "column 'node.incoming.first' does not ascend" }
    if !ascends(geometry.first, to: geometry.values.count) {
      return "column 'segment.geometry.first' does not ascend"
    }
    if !ascends(self.arcs.first, to: self.arcs.values.count) {
      return "column 'segment.arcs.first' does not ascend"
    }
    for arc in head.ids
    where head[arc].index >= nodes || tail[arc].index >= nodes || heading[arc].segment.index >= segments {
      return "arc \(arc.rawValue) names a node or segment that does not exist"
    }
    for item in incoming.values.ids where incoming.values[item].index >= arcCount {
      return "column 'node.incoming' names an arc that does not exist"
    }
    for item in self.arcs.values.ids where self.arcs.values[item].index >= arcCount {
      return "column 'segment.arcs' names an arc that does not exist"
    }
    for segment in length.ids
    where self.arcs[segment].count < 2 || segmentClass[segment].index >= classes.count {
      return "segment \(segment.rawValue) has no two arcs or an unknown class"
    }
    return traits.count == classes.count * Mode.allCases.count
      ? nil : "column 'class.traits' has a wrong number of rows"
  }

  private func ascends<Key: DenseID, Item: DenseID>(_ first: Column<Key, Item>, to last: Int) -> Bool {
    first.withSpan { span in
      guard !span.isEmpty, span[0].index == 0, span[span.count - 1].index == last else { return false }
      for row in 1..<span.count where span[row] < span[row - 1] { return false }
      return true
    }
  }
}
