import Boards
import Dense
import Geo
import OSM
import Places
import Queries
import Routing
import Streets
import Wording

/// The city and its registry as they are for one request.
struct OGCGround: Sendable {
  let live: LiveCity
  private let desk: RegistryDesk
  private let registry: Registry
  private let occupancy: [ElementID: Occupancy]
  private let now: CivilTime

  init(_ district: District) {
    live = district.city
    desk = district.registry
    registry = desk.registry
    occupancy = district.occupancy.fresh()
    now = .now(in: live.city.zone)
  }

  var city: City { live.city }
  var premises: Premises { live.city.premises }

  func features(of collection: OGCCollection) -> any OGCFeatures {
    switch collection {
    case .compounds: OGCCompounds(ground: self)
    case .gates: OGCGates(ground: self)
    case .doors: OGCDoors(ground: self)
    case .places: OGCPlaces(ground: self)
    }
  }

  func text(_ id: TextID) -> JSON { .string(city.texts[id]) }

  func facts(_ element: ElementID) -> PlaceFacts? { registry[element] }

  func view(_ row: PlaceCatalog.Row) -> PlaceView {
    PlaceView(
      row, city: city, desk: desk, registry: registry, occupancy: occupancy[row.element], now: now)
  }

  static func point(_ place: Coordinate) -> JSON { ["type": "Point", "coordinates": .position(place)] }

  /// What a feature says of the compound that it belongs to; nil for other properties.
  func value(_ name: String, of id: CompoundID) -> JSON? {
    guard ["compound", "compoundName", "compoundNameEnglish"].contains(name) else { return nil }
    guard id != .none else { return .null }
    let compound = premises.compounds[id]
    switch name {
    case "compound": return .string("\(compound.element.id)")
    case "compoundName": return text(compound.name)
    default: return text(compound.nameEnglish)
    }
  }

  /// What the registry knows of a place or compound; nil for other properties.
  func value(_ name: String, of facts: PlaceFacts, _ view: () -> PlaceView) -> JSON? {
    switch name {
    case "code": .string(facts.code)
    case "kinds": .strings(view().kinds)
    case "status": .string((facts.status ?? .open).rawValue)
    case "friendly": .bool(view().isFriendly())
    case "operator": .string(facts.operator)
    case "department": .string(facts.department)
    case "wasInspected": .bool(facts.inspected != nil)
    case "inspected": .string(facts.inspected.map { "\($0)" })
    default: nil
    }
  }
}

// MARK: Compounds

/// The compounds of a city as polygons.
struct OGCCompounds: OGCFeatures {
  let ground: OGCGround
  var collection: OGCCollection { .compounds }
  var count: Int { ground.premises.compounds.count }

  private func compound(_ row: Int) -> Compound { ground.premises.compounds[CompoundID(row)] }

  private func ring(_ row: Int) -> Ring {
    let rings = ground.premises.compoundRings
    return Ring(rings[CompoundID(row)].map { rings.values[$0] })
  }

  func element(_ row: Int) -> ElementID { compound(row).element.id }

  func touches(_ box: BoundingBox, _ row: Int) -> Bool { ring(row).touches(box) }

  func inspected(_ row: Int) -> CivilDay? { ground.facts(element(row))?.inspected }

  func geometry(_ row: Int) -> JSON {
    let points = ring(row).wound(.counterclockwise).points
    guard points.count >= 3 else { return .null }
    return [
      "type": "Polygon",
      "coordinates": .array([.array((points + points.prefix(1)).map { .position($0) })]),
    ]
  }

  private func view(_ row: Int) -> PlaceView {
    let element = element(row)
    let known = ground.live.places[element]
    return ground.view(
      known
        ?? PlaceCatalog.Row(
          element: element, position: ring(row).boundingBox.centre, compound: CompoundID(row)))
  }

  func value(_ name: String, _ row: Int) -> JSON { value(name, row) { view(row) } }

  func values(_ row: Int) -> [JSON] {
    let view = view(row)
    return collection.properties.map { value($0.name, row) { view } }
  }

  private func value(_ name: String, _ row: Int, _ view: () -> PlaceView) -> JSON {
    let compound = compound(row)
    switch name {
    case "osm": return .string("\(compound.element.id)")
    case "name": return ground.text(compound.name)
    case "nameEnglish": return ground.text(compound.nameEnglish)
    case "use": return .string(CompoundKind(rawValue: compound.kind)?.name)
    case "walled": return .bool(compound.isWalled != 0)
    case "gates": return .int(ground.premises.compoundGates[CompoundID(row)].count)
    default:
      return ground.value(name, of: ground.facts(compound.element.id) ?? PlaceFacts(), view) ?? .null
    }
  }
}

extension CompoundID {
  fileprivate init(_ row: Int) { self.init(rawValue: UInt32(row)) }
}

extension Ring {
  /// Whether the area within has a point in common with `box`.
  fileprivate func touches(_ box: BoundingBox) -> Bool {
    guard boundingBox.intersects(box) else { return false }
    if points.contains(where: { box.contains($0) }) { return true }
    let (low, high) = (box.southWest, box.northEast)
    let frame = Ring([
      low, Coordinate(longitudeE7: high.longitudeE7, latitudeE7: low.latitudeE7), high,
      Coordinate(longitudeE7: low.longitudeE7, latitudeE7: high.latitudeE7),
    ])
    if location(of: low) != .outside { return true }
    return edges.contains { edge in frame.edges.contains { $0.meets(edge) } }
  }
}

// MARK: Gates

/// The gates of a city with the rules that hold there.
struct OGCGates: OGCFeatures {
  let ground: OGCGround
  var collection: OGCCollection { .gates }
  var count: Int { ground.premises.gates.count }

  private func gate(_ row: Int) -> Gate { ground.premises.gates[GateID(rawValue: UInt32(row))] }

  func element(_ row: Int) -> ElementID { gate(row).element.id }
  func touches(_ box: BoundingBox, _ row: Int) -> Bool { box.contains(gate(row).position) }
  func geometry(_ row: Int) -> JSON { OGCGround.point(gate(row).position) }

  func value(_ name: String, _ row: Int) -> JSON {
    let gate = gate(row)
    switch name {
    case "osm": return .string("\(gate.element.id)")
    case "name": return ground.text(gate.name)
    case "nameEnglish": return ground.text(gate.nameEnglish)
    case "barrier": return .string(BarrierKind(rawValue: gate.kind).map { "\($0)" })
    case "inferred": return .bool(gate.isInferred != 0)
    default: return ground.value(name, of: gate.compound) ?? rule(name, gate.rule)
    }
  }

  private func rule(_ name: String, _ id: RuleID) -> JSON {
    let rules = ground.city.rules
    guard id != .none else { return .null }
    let row = rules.rows[id]
    if let mode = Mode(name: name) { return .string(row[mode].name) }
    switch name {
    case "entry": return .string(row.entryKind.name)
    case "passes": return .strings(rules.passes(opening: id))
    case "hours": return .string(rules.texts[row.hours])
    case "conditions":
      let parts = Mode.allCases.compactMap { mode in
        rules.texts[row[condition: mode]].map { "\(mode.name): \($0)" }
      }
      return parts.isEmpty ? .null : .string(parts.joined(separator: "; "))
    case "locked": return .bool(row.ruleFlags.contains(.locked))
    case "delay": return .number(Double(row.delay) / 10)
    case "rule": return .string(GateRuleWords.line(id, in: rules)[.chinese])
    case "ruleEnglish": return .string(GateRuleWords.line(id, in: rules)[.english])
    default: return .null
    }
  }
}

// MARK: Doors

/// The doors of a city with the buildings that they belong to.
struct OGCDoors: OGCFeatures {
  let ground: OGCGround
  var collection: OGCCollection { .doors }
  var count: Int { ground.premises.doors.count }

  private func door(_ row: Int) -> Door { ground.premises.doors[DoorID(rawValue: UInt32(row))] }

  func element(_ row: Int) -> ElementID { door(row).element.id }
  func touches(_ box: BoundingBox, _ row: Int) -> Bool { box.contains(door(row).position) }
  func geometry(_ row: Int) -> JSON { OGCGround.point(door(row).position) }

  func value(_ name: String, _ row: Int) -> JSON {
    let door = door(row)
    switch name {
    case "osm": return .string("\(door.element.id)")
    case "name": return ground.text(door.name)
    case "entrance": return .string(DoorKind(rawValue: door.kind)?.name)
    case "number": return ground.text(door.ref)
    case "unit": return ground.text(door.unit)
    case "level": return .number(Double(door.level) / 10)
    case "street": return ground.text(door.street)
    case "houseNumber": return ground.text(door.houseNumber)
    // Doors that nobody mapped have the id of their building.
    case "inferred": return .bool(door.element.id.kind != .node)
    default: return ground.value(name, of: door.compound) ?? building(name, door.building)
    }
  }

  private func building(_ name: String, _ id: BuildingID) -> JSON {
    guard id != .none else { return .null }
    let building = ground.premises.buildings[id]
    switch name {
    case "building": return .string("\(building.element.id)")
    case "buildingNumber":
      return .string(ground.city.texts[building.ref] ?? ground.city.texts[building.houseNumber])
    case "buildingName": return ground.text(building.name)
    default: return .null
    }
  }
}

// MARK: Places

/// The places of a city with what the registry knows of them.
struct OGCPlaces: OGCFeatures {
  let ground: OGCGround
  var collection: OGCCollection { .places }
  var count: Int { ground.premises.places.count }

  private func place(_ row: Int) -> Place { ground.premises.places[PlaceID(rawValue: UInt32(row))] }

  func element(_ row: Int) -> ElementID { place(row).element.id }
  func touches(_ box: BoundingBox, _ row: Int) -> Bool { box.contains(place(row).position) }
  func geometry(_ row: Int) -> JSON { OGCGround.point(place(row).position) }
  func inspected(_ row: Int) -> CivilDay? { ground.facts(element(row))?.inspected }

  private func view(_ row: Int) -> PlaceView {
    let place = place(row)
    return ground.view(
      PlaceCatalog.Row(
        element: place.element.id, position: place.position, place: PlaceID(rawValue: UInt32(row))))
  }

  func value(_ name: String, _ row: Int) -> JSON { value(name, row) { view(row) } }

  func values(_ row: Int) -> [JSON] {
    let view = view(row)
    return collection.properties.map { value($0.name, row) { view } }
  }

  private func value(_ name: String, _ row: Int, _ view: () -> PlaceView) -> JSON {
    let place = place(row)
    switch name {
    case "osm": return .string("\(place.element.id)")
    case "name": return ground.text(place.name)
    case "nameEnglish": return ground.text(place.nameEnglish)
    case "placeKind": return ground.text(place.kind)
    case "hours": return ground.text(place.hours)
    case "capacity": return place.capacity > 0 ? .int(Int(place.capacity)) : .null
    case "open": return view().openness.isOpen.map { .bool($0) } ?? .null
    case "free": return view().occupancy.map { .int($0.free) } ?? .null
    case "freeOf": return view().occupancy?.of.map { .int($0) } ?? .null
    case "reportedAt": return .string(view().occupancy.map { "\($0.time)" })
    default:
      if let value = ground.value(name, of: place.compound) { return value }
      return known(name, of: place.element.id, view)
    }
  }

  private func known(_ name: String, of element: ElementID, _ view: () -> PlaceView) -> JSON {
    let facts = ground.facts(element) ?? PlaceFacts()
    switch name {
    case "services": return .strings(facts.services)
    case "price": return facts.price.map { .int($0) } ?? .null
    default: return ground.value(name, of: facts, view) ?? .null
    }
  }
}
