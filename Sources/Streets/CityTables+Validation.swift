internal import Dense
internal import Geo

extension CityTables {
  /// The first column whose contents cannot be: a row that does not exist, a broken order; nil if all is well.
  ///
  /// For files that nobody vouches for: whatever is used as a row later is proven to be one. The hierarchy has
  /// its own proof.
  ///
  /// - Complexity: O(size).
  public func unsoundColumn() -> String? {
    if !texts.bytes.isSound(rows: texts.bytes.count) { return "texts.first" }
    if !rules.allRows({ $0.delay <= CityTables.longestDelay }) { return "rules" }
    return network.unsoundColumn(ruleCount: rules.count)
      ?? premises.unsoundColumn(in: network, ruleCount: rules.count) ?? scenery.unsoundColumn(in: premises)
      ?? unsoundObstacles()
  }

  /// In tenths of a second: an hour, the most that an import takes from a map.
  private static let longestDelay: UInt32 = 36_000

  private func unsoundObstacles() -> String? {
    if !obstacles.check() { return "obstacle.starts" }
    if !obstacles.starts.isOnGlobe { return "obstacle.starts" }
    if !obstacles.ends.isOnGlobe { return "obstacle.ends" }
    if !obstacles.openings.isOnGlobe { return "openings" }
    let gateCount = premises.gates.count
    return openingGates.count == obstacles.openings.count && openingGates.namesOrNone(rowsBelow: gateCount)
      ? nil : "opening.gates"
  }
}

extension CityFacts {
  /// Whether ``bounds`` are four degrees on the globe: west, south, east, north.
  public var hasSoundBounds: Bool {
    guard bounds.count == 4 else { return false }
    return bounds.indices.allSatisfy { abs(bounds[$0]) <= ($0 % 2 == 0 ? 180 : 90) }
  }
}
