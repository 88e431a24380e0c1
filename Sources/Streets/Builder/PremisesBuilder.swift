import Dense
import Geo
import OSM

/// Builds gates, compounds, buildings, doors, places and addresses, and joins the doors to the streets.
struct PremisesBuilder {
  let streets: StreetBuilder
  let outlines: Outlines
  let compounds: CompoundFinder
  let obstacles: ObstacleMap
  /// Gate of each opening of ``obstacles``.
  let openingGates: [GateID]
  var texts: TextTableBuilder
  var diagnostics = DiagnosticList()

  var gates: [Gate] = []
  var compoundRows: [Compound] = []
  var compoundGates: [[GateID]] = []
  var buildings: [Building] = []
  var doors: [Door] = []
  var addresses: [Address] = []
  private var buildingIndex = CellIndex(boxes: [], cellSize: 60)
  private var rings: [Ring] = []

  private var data: OSMData { streets.data }

  init(
    streets: StreetBuilder, outlines: Outlines, compounds: CompoundFinder, obstacles: ObstacleMap,
    openingGates: [GateID]
  ) {
    self.streets = streets
    self.outlines = outlines
    self.compounds = compounds
    self.obstacles = obstacles
    self.openingGates = openingGates
    texts = streets.texts
  }

  /// Everything but the connectors of the doors.
  mutating func build() {
    buildCompounds()
    buildGates()
    buildBuildings()
    buildDoors()
    buildAddresses()
  }

  // MARK: Compounds and gates

  private mutating func buildCompounds() {
    for outline in compounds.outlines {
      let tags = tags(outline)
      let compound = Compound(
        element: PackedElement(outline.element), name: texts.intern(tags["name"] ?? tags["name:zh"]),
        nameEnglish: texts.intern(tags["name:en"]), kind: CompoundFinder.kind(tags).rawValue,
        isWalled: OutlineKind.kinds(of: tags, isClosed: true).contains { $0.isWall } ? 1 : 0)
      compoundRows.append(compound)
      compoundGates.append([])
    }
  }

  private func tags(_ outline: Outlines.Outline) -> TagView {
    outline.element.kind == .way ? data.tags(way: outline.tagRow) : data.tags(relation: outline.tagRow)
  }

  /// A gate belongs to the compound whose boundary it stands on.
  private mutating func buildGates() {
    let boundary = BoundaryIndex(compounds)
    for (row, draft) in streets.gates.enumerated() {
      let owner = draft.kind.isGate ? boundary.compound(at: draft.position) : .none
      gates.append(
        Gate(
          element: PackedElement(draft.osmID), position: draft.position, name: draft.name,
          nameEnglish: draft.nameEnglish, rule: draft.rule, compound: owner, kind: draft.kind.rawValue,
          isInferred: draft.osmID.kind == .way ? 1 : 0))
      if owner != .none { compoundGates[owner.index].append(GateID(row)) }
    }
    for (row, compound) in compoundRows.enumerated() where compound.isWalled == 1 && compoundGates[row].isEmpty {
      let name = texts.texts(compound.name).map { " \"\($0)\"" } ?? ""
      diagnostics.add(.warning, .compoundWithoutGate, compound.element.id, name)
    }
  }

  // MARK: Buildings

  private mutating func buildBuildings() {
    for outline in outlines.buildings {
      let tags = tags(outline)
      let ring = Ring(outlines.nodes[outline.range].map { data.nodeCoordinates[Int($0)] })
      let centre = ring.boundingBox.centre
      let number = tags["addr:housenumber"]
      rings.append(ring)
      buildings.append(
        Building(
          element: PackedElement(outline.element), centre: centre,
          name: texts.intern(tags["name"] ?? tags["addr:housename"]), nameEnglish: texts.intern(tags["name:en"]),
          street: texts.intern(tags["addr:street"] ?? tags["addr:place"]), houseNumber: texts.intern(number),
          ref: texts.intern(tags["ref"] ?? tags["addr:block"]), compound: compounds.compound(at: centre),
          levels: tags["building:levels"].flatMap { Double($0) }.map { UInt16(min(max($0, 0), 500)) } ?? 0))
    }
    buildingIndex = CellIndex(boxes: rings.map(\.boundingBox), cellSize: 60)
  }

  /// The building around `point`, or none.
  private func building(at point: Coordinate) -> BuildingID {
    var found = BuildingID.none
    buildingIndex.forEach(in: BoundingBox(point, point)) { item in
      if found == .none, rings[Int(item)].location(of: point) != .outside { found = BuildingID(rawValue: item) }
    }
    return found
  }

  // MARK: Doors

  private mutating func buildDoors() {
    let owners = buildingOfEntrance()
    for row in data.taggedNodes.indices {
      let tags = data.tags(taggedNode: row)
      guard let value = tags["entrance"] ?? (tags["door"] == nil ? nil : "yes"),
        let kind = DoorKind(entrance: value)
      else { continue }
      let vertex = data.taggedNodes[row]
      guard let owner = owners[vertex] else { continue }
      addDoor(vertex, owner, kind, tags)
    }
  }

  /// Which building's outline each entrance node lies on.
  private func buildingOfEntrance() -> [UInt32: BuildingID] {
    var isEntrance = Set<UInt32>()
    for row in data.taggedNodes.indices {
      let tags = data.tags(taggedNode: row)
      if tags["entrance"] != nil || tags["door"] != nil { isEntrance.insert(data.taggedNodes[row]) }
    }
    var owners: [UInt32: BuildingID] = [:]
    for (row, outline) in outlines.buildings.enumerated() {
      for vertex in outlines.nodes[outline.range] where isEntrance.contains(vertex) {
        owners[vertex] = owners[vertex] ?? BuildingID(row)
      }
    }
    return owners
  }

  private mutating func addDoor(_ vertex: UInt32, _ owner: BuildingID, _ kind: DoorKind, _ tags: TagView) {
    let building = buildings[owner.index]
    let number = texts.intern(tags["addr:housenumber"])
    doors.append(
      Door(
        element: PackedElement(ElementID(.node, data.nodeIDs[Int(vertex)])),
        position: data.nodeCoordinates[Int(vertex)], building: owner, compound: building.compound,
        ref: texts.intern(tags["ref"]), unit: texts.intern(tags["addr:unit"]),
        street: texts.intern(tags["addr:street"]), houseNumber: number == .none ? building.houseNumber : number,
        name: texts.intern(tags["name"]), kind: kind.rawValue,
        level: LevelTag(tags["level"])?.lowest ?? 0))
  }

  // MARK: Addresses

  private mutating func buildAddresses() {
    let doorOfNode = doors.indices.reduce(into: [Int64: DoorID]()) { $0[doors[$1].element.id.number] = DoorID($1) }
    for row in data.taggedNodes.indices {
      let tags = data.tags(taggedNode: row)
      guard let number = tags["addr:housenumber"] else { continue }
      let vertex = Int(data.taggedNodes[row])
      let position = data.nodeCoordinates[vertex]
      let door = doorOfNode[data.nodeIDs[vertex]] ?? .none
      let owner = door == .none ? building(at: position) : doors[door.index].building
      addresses.append(
        Address(
          element: PackedElement(ElementID(.node, data.nodeIDs[vertex])), position: position,
          street: texts.intern(tags["addr:street"] ?? tags["addr:place"]), houseNumber: texts.intern(number),
          unit: texts.intern(tags["addr:unit"]), building: owner, door: door))
    }
    for row in buildings.indices where buildings[row].houseNumber != .none {
      let building = buildings[row]
      addresses.append(
        Address(
          element: building.element, position: building.centre, street: building.street,
          houseNumber: building.houseNumber, unit: .none, building: BuildingID(row), door: .none))
    }
  }

  // MARK: Tables

  /// The finished tables.
  ///
  /// - Parameter nodeOfBay: The network's node of each draft node.
  func finish(
    places: [PlaceDraft], connectors: DoorConnectors, pieces: SegmentPieces, rank: [UInt32]
  ) -> (Premises, TextTableBuilder) {
    var texts = texts
    let placeRows = places.map { place in
      Place(
        element: PackedElement(place.element), position: place.position, kind: texts.intern(place.kind),
        name: place.name, nameEnglish: place.nameEnglish, hours: place.hours, capacity: place.capacity,
        compound: compounds.compound(at: place.position))
    }
    var doorsOfBuilding = [[DoorID]](repeating: [], count: buildings.count)
    for (row, door) in doors.enumerated() { doorsOfBuilding[door.building.index].append(DoorID(row)) }
    let bays = zip(streets.bays, streets.bayNodes).filter { $0.1 != .max }
    let premises = Premises(
      gates: Column(gates),
      gateSegments: Ragged(streets.gates.map { $0.segments.map { SegmentID(rawValue: $0) } }),
      compounds: Column(compoundRows), compoundRings: Ragged(compounds.rings.map { closed($0) }),
      compoundGates: Ragged(compoundGates), buildings: Column(buildings),
      outlines: Ragged(rings.map { closed($0) }), buildingDoors: Ragged(doorsOfBuilding), doors: Column(doors),
      connectors: connectors.table, bends: connectors.bends, places: Column(placeRows),
      addresses: Column(addresses), bays: Column(bays.map { NodeID(rawValue: rank[Int($0.1)]) }),
      bayPlaces: Column(bays.map { PlaceID($0.0.place) }), buildingIndex: buildingIndex,
      doorIndex: CellIndex(points: doors.map(\.position), cellSize: 100),
      placeIndex: CellIndex(points: places.map(\.position), cellSize: 200), segmentIndex: pieces.index,
      pieces: Column(pieces.rows))
    return (premises, texts)
  }

  private func closed(_ ring: Ring) -> [Coordinate] {
    guard let first = ring.points.first, ring.points.last != first else { return ring.points }
    return ring.points + [first]
  }
}

/// Finds the compound on whose boundary a point stands.
struct BoundaryIndex {
  private let index: CellIndex
  private var edges: [(Segment, CompoundID)] = []

  init(_ compounds: CompoundFinder) {
    for (row, ring) in compounds.rings.enumerated() {
      for edge in ring.edges { edges.append((edge, CompoundID(row))) }
    }
    index = CellIndex(segmentsFrom: edges.map(\.0.a), to: edges.map(\.0.b), cellSize: 60)
  }

  /// The compound within a metre and a half of whose boundary `point` lies; the nearest of several.
  func compound(at point: Coordinate) -> CompoundID {
    let frame = LocalFrame(at: point)
    var best = (distance: 1.5, id: CompoundID.none)
    index.forEach(in: BoundingBox(around: point, metres: 2)) { item in
      let (edge, id) = edges[Int(item)]
      let distance = Point.zero.distance(toSegment: frame.point(edge.a), frame.point(edge.b))
      if distance < best.distance { best = (distance, id) }
    }
    return best.id
  }
}
