internal import Dense
internal import Streets

extension Hierarchy {
  /// What is wrong with the shapes of the columns, or nil.
  func shapeProblem() -> String? {
    let nodes = parent.count
    let shapes: [(String, Int, Int)] = [
      ("firstUp", firstUp.count, nodes + 1), ("depth", depth.count, nodes),
      ("firstDescendant", firstDescendant.count, nodes), ("firstDown", firstDown.count, nodes + 1),
      ("upDepth", upDepth.count, upArcCount), ("downTail", downTail.count, upArcCount),
      ("downArc", downArc.count, upArcCount), ("firstArcOfSide", firstArcOfSide.count, 2 * upArcCount + 1),
    ]
    for (name, found, expected) in shapes where found != expected {
      return "column '\(name)' has \(found) rows, expected \(expected)"
    }
    if height > nodes { return "a depth is \(height - 1) but there are \(nodes) nodes" }
    return firstProblem(firstUp, items: upArcCount, "firstUp")
      ?? firstProblem(firstDown, items: upArcCount, "firstDown") ?? lastSideProblem()
  }

  private func lastSideProblem() -> String? {
    let last = firstArcOfSide[UpArcSideID(2 * upArcCount)].index
    return last == arcsOfSide.count ? nil : "firstArcOfSide ends at \(last), expected \(arcsOfSide.count)"
  }

  /// Whether the rows of a ragged table ascend from 0 to its number of items.
  private func firstProblem<Key: DenseID, Item: DenseID>(
    _ first: Column<Key, Item>, items: Int, _ name: String
  ) -> String? {
    first.withSpan { span in
      guard span[0].rawValue == 0, span[span.count - 1].index == items else {
        return "column '\(name)' does not run from 0 to \(items)"
      }
      for row in 1..<span.count where span[row] < span[row - 1] {
        return "column '\(name)' descends at row \(row)"
      }
      return nil
    }
  }

  /// Proves everything that the unchecked loops rely on; nil if all is well.
  ///
  /// Needed once for columns that come from a file nobody vouches for. Every index stored in a column is
  /// checked against what it numbers, and the orders that the algorithms assume are checked.
  ///
  /// - Complexity: O(size), about 10 ms per million arcs.
  public func validate() -> String? {
    shapeProblem() ?? treeProblem() ?? upProblem() ?? downProblem() ?? sideProblem()
  }

  private func treeProblem() -> String? {
    var size = [Int](repeating: 1, count: nodeCount)
    var lowest = [NodeID](parent.ids)
    for node in parent.ids {
      let above = parent[node]
      let firstHead = firstUp[node] < firstUp[node.advanced(by: 1)] ? upHead[firstUp[node]] : NodeID.none
      if above != firstHead { return "the parent of node \(node.rawValue) is not its lowest head" }
      let range = lowest[node.index].index..<lowest[node.index].index + size[node.index]
      if firstDescendant[node].index != range.lowerBound || range.upperBound != node.index + 1 {
        return "node \(node.rawValue) breaks the postorder"
      }
      if above == .none { continue }
      if above <= node || above.index >= nodeCount { return "node \(node.rawValue) has no valid parent" }
      size[above.index] += size[node.index]
      lowest[above.index] = min(lowest[above.index], lowest[node.index])
    }
    for node in parent.ids {
      let expected = parent[node] == .none ? 0 : depth[parent[node]] + 1
      if depth[node] != expected { return "node \(node.rawValue) has depth \(depth[node]), not \(expected)" }
    }
    return nil
  }

  private func upProblem() -> String? {
    for node in parent.ids {
      var last = node
      for arc in firstUp[node]..<firstUp[node.advanced(by: 1)] {
        let head = upHead[arc]
        if head <= last || head.index >= nodeCount {
          return "the heads of node \(node.rawValue) do not ascend"
        }
        if upDepth[arc] != depth[head] { return "arc \(arc.rawValue) has the wrong depth" }
        if firstDescendant[head] > node { return "arc \(arc.rawValue) does not lead to an ancestor" }
        last = head
      }
      if let arc = missingShortcut(of: node) { return "arc \(arc.rawValue) misses a shortcut" }
    }
    return nil
  }

  /// An arc of `node` to a head that the parent does not see, or nil.
  private func missingShortcut(of node: NodeID) -> UpArcID? {
    let above = parent[node]
    guard above != .none else { return nil }
    var arc = firstUp[above]
    let end = firstUp[above.advanced(by: 1)]
    for own in firstUp[node].advanced(by: 1)..<firstUp[node.advanced(by: 1)] {
      while arc < end, upHead[arc] < upHead[own] { arc = arc.advanced(by: 1) }
      if arc == end || upHead[arc] != upHead[own] { return own }
    }
    return nil
  }

  private func downProblem() -> String? {
    for node in parent.ids {
      var last: NodeID?
      for item in firstDown[node]..<firstDown[node.advanced(by: 1)] {
        let (tail, arc) = (downTail[item], downArc[item])
        guard tail < node, last.map({ $0 < tail }) ?? true else {
          return "the tails of node \(node.rawValue) do not ascend"
        }
        guard firstUp[tail] <= arc, arc < firstUp[tail.advanced(by: 1)], upHead[arc] == node else {
          return "downward item \(item.rawValue) names a wrong arc"
        }
        last = tail
      }
    }
    return nil
  }

  private func sideProblem() -> String? {
    var placed = 0
    for side in firstArcOfSide.ids.dropLast() {
      let (begin, end) = (firstArcOfSide[side], firstArcOfSide[side.advanced(by: 1)])
      guard begin <= end, end.index <= arcsOfSide.count else {
        return "firstArcOfSide descends at row \(side.rawValue)"
      }
      for item in begin..<end {
        guard arcsOfSide[item].index < arcCount, sideOfArc[arcsOfSide[item]] == side else {
          return "arc \(arcsOfSide[item].rawValue) does not lie on side \(side.rawValue)"
        }
        placed += 1
      }
    }
    let expected = sideOfArc.ids.count { sideOfArc[$0] != .none }
    return placed == expected ? nil : "\(placed) arcs are placed, expected \(expected)"
  }
}
