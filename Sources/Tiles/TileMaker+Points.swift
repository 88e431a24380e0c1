internal import Dense
internal import Routing
internal import Streets

// Gates, doors and places.
extension TileMaker {
  func addPoints(to canvas: inout TileCanvas) {
    if canvas.frame.zoom >= 15 { addGates(&canvas) }
    if canvas.frame.zoom >= 17 { addDoors(&canvas) }
    if canvas.frame.zoom >= 14 { addPlaces(&canvas) }
  }

  private func addGates(_ canvas: inout TileCanvas) {
    let premises = city.premises
    canvas.search(city.tables.scenery.gateIndex, count: premises.gates.count)
    for row in canvas.found.rows {
      let gate = premises.gates[GateID(row)]
      guard canvas.shapePoint(gate.position) else { continue }
      canvas.layer.beginFeature()
      canvas.layer.set(.id, gate.element)
      let kind = BarrierKind(rawValue: gate.kind) ?? .other
      canvas.layer.set(.kind, code: kind.rawValue, word: "\(kind)")
      let label = GateLabel(gate.rule, in: city.rules)
      canvas.layer.set(.rule, code: label.rawValue, word: "\(label)")
      canvas.layer.set(name: gate.name, english: gate.nameEnglish)
      if gate.compound != .none { canvas.layer.set(.compound, premises.compounds[gate.compound].name) }
      canvas.layer.set(.inferred, flag: gate.isInferred != 0)
      canvas.layer.set(.hours, city.rules.rows[gate.rule].hours)
      canvas.addShaped(.point)
    }
    canvas.finishLayer("gate")
  }

  private func addDoors(_ canvas: inout TileCanvas) {
    let premises = city.premises
    canvas.search(premises.doorIndex, count: premises.doors.count)
    for row in canvas.found.rows {
      let door = premises.doors[DoorID(row)]
      guard canvas.shapePoint(door.position) else { continue }
      canvas.layer.beginFeature()
      canvas.layer.set(.id, door.element)
      let kind = DoorKind(rawValue: door.kind) ?? .other
      canvas.layer.set(.kind, code: kind.rawValue, word: kind.name)
      canvas.layer.set(.label, [door.unit, door.ref, door.houseNumber].first { $0 != .none } ?? .none)
      canvas.layer.set(.ref, door.ref)
      canvas.layer.set(.unit, door.unit)
      canvas.layer.set(.houseNumber, door.houseNumber)
      canvas.addShaped(.point)
    }
    canvas.finishLayer("door")
  }

  private func addPlaces(_ canvas: inout TileCanvas) {
    let premises = city.premises
    let showsAll = canvas.frame.zoom >= 16
    canvas.search(premises.placeIndex, count: premises.places.count)
    for row in canvas.found.rows {
      let place = premises.places[PlaceID(row)]
      let isImportant = importantKinds.contains(place.kind)
      guard isImportant || showsAll && !isCompound(place), canvas.shapePoint(place.position) else {
        continue
      }
      canvas.layer.beginFeature()
      canvas.layer.set(.id, place.element)
      canvas.layer.set(.kind, place.kind)
      canvas.layer.set(name: place.name, english: place.nameEnglish)
      canvas.addShaped(.point)
    }
    canvas.finishLayer("place")
  }

  /// Whether the place is an estate or campus that has a label of its own.
  private func isCompound(_ place: Place) -> Bool {
    place.compound != .none && city.premises.compounds[place.compound].element == place.element
  }

  /// The kinds of places that help to find one's way, or that a rider looks for from afar.
  static let importantWords: Set<String> = [
    "station", "delivery_station", "canteen", "parking", "motorcycle_parking", "bicycle_parking", "rider_bay",
    "charging_station", "charging_site", "battery_swap", "hospital", "subway_entrance", "bus_station",
    "ferry_terminal",
  ]
}
