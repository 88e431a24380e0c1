import Dense
import Geo
import OSM

extension PremisesBuilder {
  /// Addresses of areas that are no buildings: yards, schools, plots.
  ///
  /// They belong to the building around their middle, if there is one; an extract may hold a part of them only.
  mutating func buildAreaAddresses() {
    for row in map.data.wayIDs.indices {
      let tags = map.tags(way: row)
      guard tags.has(.addrHousenumber), !tags.has(.building), !tags.has(.highway) else { continue }
      let nodes = map.data.wayNodes[Int(map.data.wayFirst[row])..<Int(map.data.wayFirst[row + 1])]
      let points = nodes.filter { Int($0) < map.data.nodeCoordinates.count }
        .map { map.data.nodeCoordinates[Int($0)] }
      guard !points.isEmpty else { continue }
      let centre = BoundingBox(around: points).centre
      addresses.append(
        Address(
          element: PackedElement(ElementID(.way, map.data.wayIDs[row])), position: centre,
          street: texts.intern(tags, .addrStreet, or: .addrPlace),
          houseNumber: texts.intern(tags, .addrHousenumber),
          unit: texts.intern(tags, .addrUnit), building: building(at: centre), door: .none))
    }
  }
}
