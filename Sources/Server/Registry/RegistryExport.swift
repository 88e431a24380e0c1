import Dense
import Foundation
import Geo
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Wording

/// Everything that is known of the places, compounds, gates or doors of a city, as a file that can be read in again.
struct RegistryExport {
  enum Format: String, CaseIterable { case csv, geojson }

  private let city: City
  private let catalog: PlaceCatalog
  private let registry: Registry
  private let kinds: PlaceKinds
  private let isPrivate: Bool

  /// - Parameters:
  ///   - city: The city as it is.
  ///   - catalog: Its places and compounds.
  ///   - registry: What is known of them.
  ///   - kinds: The kinds of places with their checklists.
  ///   - isPrivate: Also what is for those who manage a place only.
  init(
    _ city: City, _ catalog: PlaceCatalog, _ registry: Registry, _ kinds: PlaceKinds, isPrivate: Bool
  ) {
    (self.city, self.catalog, self.registry, self.kinds) = (city, catalog, registry, kinds)
    self.isPrivate = isPrivate
  }

  /// The file.
  ///
  /// - Complexity: O(things).
  func bytes(_ content: RegistryTable.Content, _ format: Format) -> [UInt8] {
    let features = features(content)
    switch format {
    case .geojson:
      let list = features.map { feature in
        JSON.object([
          "type": "Feature", "id": .string("\(feature.element)"), "geometry": feature.geometry,
          "properties": .object(feature.properties.filter { $0.value != .null }),
        ])
      }
      return Array(JSON.object(["type": "FeatureCollection", "features": .array(list)]).text.utf8)
    case .csv:
      return Array(
        RegistryTable.csv(features.map { ($0.element, $0.geometry, .object($0.properties)) }, kinds: kinds)
          .utf8
      )
    }
  }

  private struct Feature {
    var element: ElementID
    var geometry: JSON
    var properties: [JSON.Member]
  }

  private func features(_ content: RegistryTable.Content) -> [Feature] {
    let premises = city.premises
    switch content {
    case .places: return catalog.rows.compactMap { row in row.place.map { place($0, row) } }
    case .compounds: return premises.compounds.ids.map { compound($0) }
    case .gates:
      return premises.gates.ids.filter { premises.gates[$0].isInferred == 0 }.map { gate($0) }
    case .doors:
      // Doors that nobody mapped have the id of their building.
      return premises.doors.ids.filter { premises.doors[$0].element.id.kind == .node }.map { door($0) }
    }
  }

  private func point(_ place: Coordinate) -> JSON { ["type": "Point", "coordinates": .position(place)] }

  private func text(_ key: String, _ id: TextID) -> JSON.Member {
    JSON.Member(key: key, value: .string(city.texts[id]))
  }

  private func facts(_ element: ElementID) -> [JSON.Member] {
    guard let facts = registry[element] else { return [] }
    return facts.json(isPrivate: isPrivate).filter { $0.value != .array([]) && $0.key != "photos" }
  }

  private func place(_ id: PlaceID, _ row: PlaceCatalog.Row) -> Feature {
    let place = city.premises.places[id]
    let own: [JSON.Member] = [
      text("name", place.name), text("nameEnglish", place.nameEnglish), text("placeKind", place.kind),
      text("hours", place.hours),
      JSON.Member(key: "capacity", value: place.capacity > 0 ? .int(Int(place.capacity)) : .null),
    ]
    // Areas stay where they are: a point would not say how they run.
    let geometry = row.element.kind == .node ? point(row.position) : .null
    return Feature(element: row.element, geometry: geometry, properties: own + facts(row.element))
  }

  private func compound(_ id: CompoundID) -> Feature {
    let compound = city.premises.compounds[id]
    let ring = city.premises.compoundRings[id].map { city.premises.compoundRings.values[$0] }
    return Feature(
      element: compound.element.id,
      geometry: ["type": "Polygon", "coordinates": .array([.array(ring.map { .position($0) })])],
      properties: [text("name", compound.name), text("nameEnglish", compound.nameEnglish)]
        + facts(compound.element.id))
  }

  /// A rule for which edits have no words is left out, so that reading the file in again spoils none.
  private func gate(_ id: GateID) -> Feature {
    let gate = city.premises.gates[id]
    let known = GateRule.known(gate.rule, in: city.rules)
    return Feature(
      element: gate.element.id, geometry: point(gate.position),
      properties: [
        text("name", gate.name), text("nameEnglish", gate.nameEnglish),
        JSON.Member(key: "rule", value: known.flatMap { $0.isWhole ? $0.rule.json : nil } ?? .null),
      ])
  }

  private func door(_ id: DoorID) -> Feature {
    let door = city.premises.doors[id]
    return Feature(
      element: door.element.id, geometry: point(door.position),
      properties: [text("name", door.name), text("unit", door.unit), text("number", door.ref)])
  }
}
