import Dense

extension StreetDraft {
  /// Marks the segments from which one cannot walk to the rest of the city, whatever passes one holds.
  ///
  /// A piece of the walkable network with at most a hundredth of the nodes of the largest one (but 20 at least
  /// and 1000 at most) is an island: the mapper forgot to join it, or it is the inside of something.
  mutating func markIslands(_ classifier: WayClassifier, _ rules: [RuleRow]) {
    var parts = DisjointSets(count: nodeCoordinate.count)
    for segment in 0..<segmentCount where isWalkable(segment, classifier, rules) {
      parts.join(tail[segment], head[segment])
    }
    var sizes = [Int](repeating: 0, count: nodeCoordinate.count)
    for node in nodeCoordinate.indices { sizes[Int(parts.find(UInt32(node)))] += 1 }
    let largest = sizes.max() ?? 0
    let enough = min(max(largest / 100, 20), 1000)
    for segment in 0..<segmentCount {
      let size = sizes[Int(parts.find(tail[segment]))]
      extras[segment].isIsland = size < largest && size <= enough
    }
  }

  private func isWalkable(_ segment: Int, _ classifier: WayClassifier, _ rules: [RuleRow]) -> Bool {
    let traits = classifier.traits[TraitsID(segmentClass[segment], .foot).index]
    guard traits.forward > 0 || traits.backward > 0 else { return false }
    guard rule[segment] != .none else { return traits.isUsable }
    let said = rules[rule[segment].index]
    // What a condition closes it may open as well.
    return said[.foot] != .no || said[condition: .foot] != .none
  }
}

/// Numbers in sets that can be joined.
private struct DisjointSets {
  private var parent: [UInt32]

  init(count: Int) { parent = (0..<UInt32(count)).map { $0 } }

  mutating func find(_ number: UInt32) -> UInt32 {
    var number = number
    while parent[Int(number)] != number {
      parent[Int(number)] = parent[Int(parent[Int(number)])]
      number = parent[Int(number)]
    }
    return number
  }

  mutating func join(_ a: UInt32, _ b: UInt32) {
    let (a, b) = (find(a), find(b))
    parent[Int(max(a, b))] = min(a, b)
  }
}
