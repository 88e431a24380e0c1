internal import Dense
internal import Geo

extension Premises {
  /// The first column whose contents cannot be: a row that does not exist, a broken order; nil if all is well.
  ///
  /// `network` must be sound already.
  ///
  /// - Complexity: O(size).
  func unsoundColumn(in network: Network, ruleCount: Int) -> String? {
    unsoundGates(in: network, ruleCount: ruleCount) ?? unsoundBuildings() ?? unsoundConnectors(in: network)
      ?? unsoundPlaces(in: network) ?? unsoundIndex(in: network)
  }

  private func unsoundGates(in network: Network, ruleCount: Int) -> String? {
    let gatesAreSound = gates.allRows {
      $0.position.isOnGlobe && $0.rule.index < ruleCount && $0.compound.isNoneOr(below: compounds.count)
    }
    if !gatesAreSound { return "gates" }
    if !gateSegments.isSound(rows: gates.count) { return "gate.segments.first" }
    if !gateSegments.values.names(rowsBelow: network.length.count) { return "gate.segments" }
    if !compoundRings.isSound(rows: compounds.count, least: 1) { return "compound.rings.first" }
    if !compoundRings.values.isOnGlobe { return "compound.rings" }
    if !compoundGates.isSound(rows: compounds.count) { return "compound.gates.first" }
    return compoundGates.values.names(rowsBelow: gates.count) ? nil : "compound.gates"
  }

  private func unsoundBuildings() -> String? {
    let buildingsAreSound = buildings.allRows {
      $0.centre.isOnGlobe && $0.compound.isNoneOr(below: compounds.count)
    }
    if !buildingsAreSound { return "buildings" }
    if !outlines.isSound(rows: buildings.count, least: 1) { return "building.outlines.first" }
    if !outlines.values.isOnGlobe { return "building.outlines" }
    if !buildingDoors.isSound(rows: buildings.count) { return "building.doors.first" }
    if !buildingDoors.values.names(rowsBelow: doors.count) { return "building.doors" }
    let doorsAreSound = doors.allRows {
      $0.position.isOnGlobe && $0.building.isNoneOr(below: buildings.count)
        && $0.compound.isNoneOr(below: compounds.count)
    }
    return doorsAreSound ? nil : "doors"
  }

  private func unsoundConnectors(in network: Network) -> String? {
    if !connectors.isSound(rows: doors.count) { return "door.connectors.first" }
    if !bends.isOnGlobe { return "connector.bends" }
    let areSound = connectors.values.allRows {
      $0.segment.index < network.length.count && $0.offset <= network.length[$0.segment]
        && $0.length.rawValue <= Premises.longestConnector && $0.gate.isNoneOr(below: gates.count)
        && Int($0.firstBend) + Int($0.bendCount) <= bends.count
    }
    return areSound ? nil : "door.connectors"
  }

  /// In millimetres: 100 km, more than anybody looks for a street.
  private static let longestConnector: UInt32 = 100_000_000

  private func unsoundPlaces(in network: Network) -> String? {
    let placesAreSound = places.allRows {
      $0.position.isOnGlobe && $0.compound.isNoneOr(below: compounds.count)
    }
    if !placesAreSound { return "places" }
    let addressesAreSound = addresses.allRows {
      $0.position.isOnGlobe && $0.building.isNoneOr(below: buildings.count)
        && $0.door.isNoneOr(below: doors.count)
    }
    if !addressesAreSound { return "addresses" }
    if !bays.names(rowsBelow: network.coordinate.count) { return "bays" }
    return bayPlaces.count == bays.count && bayPlaces.names(rowsBelow: places.count) ? nil : "bay.places"
  }

  private func unsoundIndex(in network: Network) -> String? {
    if !buildingIndex.check(itemCount: buildings.count) { return "index.buildings" }
    if !doorIndex.check(itemCount: doors.count) { return "index.doors" }
    if !placeIndex.check(itemCount: places.count) { return "index.places" }
    if !segmentIndex.check(itemCount: pieces.count) { return "index.segments" }
    return pieces.allRows({ isSound($0, in: network) }) ? nil : "index.segments.pieces"
  }

  /// Whether the piece lies between two points of its segment.
  private func isSound(_ piece: Piece, in network: Network) -> Bool {
    guard piece.segment.index < network.length.count else { return false }
    let points = network.geometry[piece.segment]
    return Int(piece.point) >= points.lowerBound.index && Int(piece.point) + 1 < points.upperBound.index
      && piece.offset <= network.length[piece.segment]
  }
}
