internal import Dense
internal import Geo

extension Scenery {
  /// The first column whose contents cannot be: a row that does not exist, a broken order; nil if all is well.
  ///
  /// - Complexity: O(size).
  func unsoundColumn(in premises: Premises) -> String? {
    unsoundAreas() ?? unsoundLines() ?? unsoundYards(buildingCount: premises.buildings.count)
      ?? unsoundNames() ?? unsoundIndex(in: premises)
  }

  private func unsoundAreas() -> String? {
    if areaRings.count != areas.count + 1 { return "area.rings" }
    let isAscending = areaRings.withSpan { span in
      span[0].index == 0 && span[areas.count].index == rings.count
        && (0..<areas.count).allSatisfy { span[$0] < span[$0 + 1] }
    }
    if !isAscending { return "area.rings" }
    if !areas.allRows({ $0.box.southWest.isOnGlobe && $0.box.northEast.isOnGlobe && !$0.box.isEmpty }) {
      return "areas"
    }
    let descends = areas.withSpan { span in
      span.indices.dropFirst().allSatisfy { span[$0 - 1].size >= span[$0].size }
    }
    if !descends { return "areas" }
    if !rings.isSound(rows: rings.count, least: 3) { return "ring.points.first" }
    return rings.values.isOnGlobe ? nil : "ring.points"
  }

  private func unsoundLines() -> String? {
    if !lineShapes.isSound(rows: lines.count, least: 2) { return "line.points.first" }
    return lineShapes.values.isOnGlobe ? nil : "line.points"
  }

  private func unsoundYards(buildingCount: Int) -> String? {
    if !yardBuildings.names(rowsBelow: buildingCount) || !yardBuildings.ascends { return "yard.buildings" }
    if !yards.isSound(rows: yardBuildings.count, least: 3) { return "yard.points.first" }
    return yards.values.isOnGlobe ? nil : "yard.points"
  }

  private func unsoundNames() -> String? {
    if !streetNames.ascends { return "street.names" }
    return streetNamesEnglish.count == streetNames.count ? nil : "street.namesEnglish"
  }

  private func unsoundIndex(in premises: Premises) -> String? {
    if !areaIndex.check(itemCount: areas.count) { return "index.areas" }
    if !lineIndex.check(itemCount: lines.count) { return "index.lines" }
    if !gateIndex.check(itemCount: premises.gates.count) { return "index.gates" }
    return compoundIndex.check(itemCount: premises.compounds.count) ? nil : "index.compounds"
  }
}

extension Column where Value: DenseID {
  /// Whether no value is less than the one before it.
  var ascends: Bool {
    withSpan { span in span.indices.dropFirst().allSatisfy { span[$0 - 1] <= span[$0] } }
  }
}
