import Dense
import Geo
import OSM
import Places
import Routing
import Streets
import Wording

/// The places and compounds of a city by their OSM ids, and where they lie.
struct PlaceCatalog: Sendable {
  /// Something that a registry may know more of.
  struct Row: Sendable {
    var element: ElementID
    var position: Coordinate
    var place: PlaceID?
    var compound: CompoundID?
  }

  /// Places in the order of the map, then compounds that are no places.
  let rows: [Row]
  private let byElement: [ElementID: Int]

  /// - Complexity: O(places + points of compounds).
  init(_ city: City) {
    let premises = city.premises
    var rows: [Row] = []
    var byElement: [ElementID: Int] = [:]
    for id in premises.places.ids {
      let place = premises.places[id]
      byElement[place.element.id] = rows.count
      rows.append(Row(element: place.element.id, position: place.position, place: id))
    }
    for id in premises.compounds.ids {
      let element = premises.compounds[id].element.id
      if let row = byElement[element] {
        rows[row].compound = id
        continue
      }
      let ring = premises.compoundRings[id].map { premises.compoundRings.values[$0] }
      guard !ring.isEmpty else { continue }
      byElement[element] = rows.count
      rows.append(Row(element: element, position: BoundingBox(around: ring).centre, compound: id))
    }
    self.rows = rows
    self.byElement = byElement
  }

  subscript(element: ElementID) -> Row? { byElement[element].map { rows[$0] } }
}

extension City {
  /// What a place or compound is called; nil where it has no name.
  func name(of row: PlaceCatalog.Row) -> Wording? {
    if let place = row.place.map({ premises.places[$0] }) {
      return texts.names(place.name, place.nameEnglish)
    }
    return row.compound.flatMap { name(of: $0) }
  }

  /// What a compound is called; nil where it has no name.
  func name(of compound: CompoundID) -> Wording? {
    texts.names(premises.compounds[compound].name, premises.compounds[compound].nameEnglish)
  }
}
