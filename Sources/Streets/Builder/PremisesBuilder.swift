import Dense
import Geo
import OSM

/// Builds gates, compounds, buildings, doors, places and addresses, and joins the doors to the streets.
struct PremisesBuilder {
  let streets: StreetBuilder
  let outlines: Outlines
  let compounds: CompoundFinder
  let shapes: BuildingShapes
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

  var map: TaggedMap { streets.map }

  init(
    streets: StreetBuilder, ground: Ground, shapes: BuildingShapes, obstacles: ObstacleMap,
    openingGates: [GateID]
  ) {
    self.streets = streets
    outlines = ground.outlines
    compounds = ground.compounds
    self.shapes = shapes
    self.obstacles = obstacles
    self.openingGates = openingGates
    texts = streets.texts
  }

  /// Everything but the connectors of the doors.
  mutating func build() {
    diagnostics = DiagnosticList()
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
        element: PackedElement(outline.element), name: texts.intern(tags, .name, or: .nameChinese),
        nameEnglish: texts.intern(tags, .nameEnglish), kind: CompoundFinder.kind(tags).rawValue,
        isWalled: OutlineKind.kinds(of: tags, isClosed: true).contains { $0.isWall } ? 1 : 0)
      compoundRows.append(compound)
      compoundGates.append([])
    }
  }

  private func tags(_ outline: Outlines.Outline) -> TagView {
    outline.element.kind == .way ? map.tags(way: outline.tagRow) : map.tags(relation: outline.tagRow)
  }

  /// A gate belongs to the compound whose boundary it stands on.
  private mutating func buildGates() {
    let boundary = BoundaryIndex(compounds)
    for (row, draft) in streets.gates.enumerated() {
      let isBoundary = draft.kind.isGate && draft.crossed?.kind != .building
      let owner = isBoundary ? boundary.compound(at: draft.position) : .none
      var gate = Gate(
        element: PackedElement(draft.osmID), position: draft.position, name: draft.name,
        nameEnglish: draft.nameEnglish, rule: draft.rule, compound: owner, kind: draft.kind.rawValue,
        isInferred: draft.osmID.kind == .way ? 1 : 0)
      if let crossed = draft.crossed {
        gate.crossedElement = PackedElement(crossed.element)
        gate.crossedKind = crossed.kind.rawValue
      }
      gates.append(gate)
      if owner != .none { compoundGates[owner.index].append(GateID(row)) }
    }
    for (row, compound) in compoundRows.enumerated()
    where compound.isWalled == 1 && compoundGates[row].isEmpty {
      let name = texts.texts(compound.name).map { " \"\($0)\"" } ?? ""
      diagnostics.add(.warning, .compoundWithoutGate, compound.element.id, name)
    }
  }

  // MARK: Buildings

  private mutating func buildBuildings() {
    buildings.reserveCapacity(outlines.buildings.count)
    for (row, outline) in outlines.buildings.enumerated() {
      let tags = tags(outline)
      let centre = shapes.boxes[row].centre
      buildings.append(
        Building(
          element: PackedElement(outline.element), centre: centre,
          name: texts.intern(tags, .name, or: .addrHousename),
          nameEnglish: texts.intern(tags, .nameEnglish),
          street: texts.intern(tags, .addrStreet, or: .addrPlace),
          houseNumber: texts.intern(tags, .addrHousenumber),
          ref: texts.intern(tags, .ref, or: .addrBlock), compound: shapes.compounds[row],
          levels: levels(tags))
      )
    }
  }

  private func levels(_ tags: TagView) -> UInt16 {
    tags[.buildingLevels].flatMap { Double(osm: $0) }.map { UInt16(min(max($0, 0), 500)) } ?? 0
  }

  /// The building around `point`, or none.
  func building(at point: Coordinate) -> BuildingID {
    var found = BuildingID.none
    shapes.index.forEach(in: BoundingBox(point, point)) { item in
      guard found == .none, shapes.boxes[Int(item)].contains(point) else { return }
      if shapes.rings[Int(item)].location(of: point) != .outside { found = BuildingID(rawValue: item) }
    }
    return found
  }

  // MARK: Doors

  private mutating func buildDoors() {
    let owners = buildingOfEntrance()
    doors.reserveCapacity(owners.count)
    var check = TagCheck(map: map)
    for row in map.data.taggedNodes.indices {
      let tags = map.tags(taggedNode: row)
      guard let value = tags[.entrance] ?? tags[.door].map({ $0 == "no" ? "no" : "yes" }),
        let kind = DoorKind(entrance: value)
      else { continue }
      let vertex = map.data.taggedNodes[row]
      guard let owner = owners[vertex] else { continue }
      if tags[.access] == "no" {
        let id = ElementID(.node, map.data.nodeIDs[Int(vertex)])
        diagnostics.add(.note, .conflictingTags, id, "entrance=\(value), access=no")
        continue
      }
      check.door(tags, ElementID(.node, map.data.nodeIDs[Int(vertex)]), &diagnostics)
      addDoor(vertex, owner, kind, tags)
    }
  }

  /// Which building's outline each entrance node lies on.
  private func buildingOfEntrance() -> [UInt32: BuildingID] {
    var isEntrance = [Bool](repeating: false, count: map.data.nodeIDs.count)
    let concerned = map.filter(.entrance, .door)
    for row in map.data.taggedNodes.indices where map.tags(taggedNode: row).hasAny(concerned) {
      isEntrance[Int(map.data.taggedNodes[row])] = true
    }
    var owners: [UInt32: BuildingID] = [:]
    for (row, outline) in outlines.buildings.enumerated() {
      for range in [outline.range] + outline.holes {
        for vertex in outlines.nodes[range] where isEntrance[Int(vertex)] {
          owners[vertex] = owners[vertex] ?? BuildingID(row)
        }
      }
    }
    return owners
  }

  private mutating func addDoor(_ vertex: UInt32, _ owner: BuildingID, _ kind: DoorKind, _ tags: TagView) {
    let building = buildings[owner.index]
    let number = texts.intern(tags, .addrHousenumber)
    doors.append(
      Door(
        element: PackedElement(ElementID(.node, map.data.nodeIDs[Int(vertex)])),
        position: map.data.nodeCoordinates[Int(vertex)], building: owner, compound: building.compound,
        ref: texts.intern(tags, .ref), unit: texts.intern(tags, .addrUnit),
        street: texts.intern(tags, .addrStreet), houseNumber: number == .none ? building.houseNumber : number,
        name: texts.intern(tags, .name), kind: kind.rawValue,
        level: LevelTag(tags[.level])?.lowest ?? 0))
  }

  // MARK: Addresses

  private mutating func buildAddresses() {
    addresses.reserveCapacity(map.data.taggedNodes.count + buildings.count)
    // Doors are in the order of their nodes, too.
    var next = 0
    for row in map.data.taggedNodes.indices {
      let tags = map.tags(taggedNode: row)
      guard tags.has(.addrHousenumber) else { continue }
      let vertex = Int(map.data.taggedNodes[row])
      let position = map.data.nodeCoordinates[vertex]
      let node = map.data.nodeIDs[vertex]
      while next < doors.count, doors[next].element.id.number < node { next += 1 }
      let isDoor = next < doors.count && doors[next].element.id.number == node
      let door = isDoor ? DoorID(next) : .none
      let owner = door == .none ? building(at: position) : doors[door.index].building
      addresses.append(
        Address(
          element: PackedElement(ElementID(.node, map.data.nodeIDs[vertex])), position: position,
          street: texts.intern(tags, .addrStreet, or: .addrPlace),
          houseNumber: texts.intern(tags, .addrHousenumber),
          unit: texts.intern(tags, .addrUnit), building: owner, door: door))
    }
    buildAreaAddresses()
    for row in buildings.indices where buildings[row].houseNumber != .none {
      let building = buildings[row]
      addresses.append(
        Address(
          element: building.element, position: building.centre, street: building.street,
          houseNumber: building.houseNumber, unit: .none, building: BuildingID(row), door: .none))
    }
  }

  // MARK: Tables

  /// The finished tables; the nodes of the bays are still those of the draft.
  mutating func finish(
    places: [PlaceDraft], connectors: DoorConnectors, pieces: SegmentPieces
  ) -> Premises {
    let (ofPlaces, ofBuildings) = Parallel.both(threads: streets.options.threads) { [compounds] in
      (
        compounds: places.map { compounds.compound(at: $0.position) },
        index: CellIndex(points: places.map(\.position), cellSize: 200)
      )
    } _: { [shapes, doors] in
      (
        outlines: Ragged<BuildingID, ItemID, Coordinate>(shapes.rings.map(Self.closed)),
        doors: CellIndex(points: doors.map(\.position), cellSize: 100)
      )
    }
    let placeRows = zip(places, ofPlaces.compounds).map { place, compound in
      Place(
        element: PackedElement(place.element), position: place.position, kind: texts.intern(place.kind),
        name: place.name, nameEnglish: place.nameEnglish, hours: place.hours, capacity: place.capacity,
        compound: compound)
    }
    let ofBuilding = countingSort(count: doors.count, buckets: buildings.count) { doors[$0].building.index }
    let bays = zip(streets.bays, streets.bayNodes).filter { $0.1 != .max }
    return Premises(
      gates: Column(gates),
      gateSegments: Ragged(streets.gates.map { $0.segments.map { SegmentID(rawValue: $0) } }),
      compounds: Column(compoundRows), compoundRings: Ragged(compounds.rings.map(Self.closed)),
      compoundGates: Ragged(compoundGates), buildings: Column(buildings),
      outlines: ofBuildings.outlines,
      buildingDoors: Ragged(
        first: Column(ofBuilding.first.map { ItemID(rawValue: $0) }),
        values: Column(ofBuilding.items.map { DoorID(rawValue: $0) })),
      doors: Column(doors),
      connectors: connectors.table, bends: connectors.bends, places: Column(placeRows),
      addresses: Column(addresses), bays: Column(bays.map { NodeID(rawValue: $0.1) }),
      bayPlaces: Column(bays.map { PlaceID($0.0.place) }), buildingIndex: shapes.index,
      doorIndex: ofBuildings.doors, placeIndex: ofPlaces.index, segmentIndex: pieces.index,
      pieces: Column(pieces.rows))
  }

  private static func closed(_ ring: Ring) -> [Coordinate] {
    guard let first = ring.points.first, ring.points.last != first else { return ring.points }
    return ring.points + [first]
  }
}

/// The outer rings of all buildings, and what follows from them alone.
struct BuildingShapes: Sendable {
  private(set) var rings: [Ring] = []
  private(set) var boxes: [BoundingBox] = []
  /// The compound around each building's centre.
  private(set) var compounds: [CompoundID] = []
  let index: CellIndex

  init(_ outlines: Outlines, _ finder: CompoundFinder, map: TaggedMap) {
    rings.reserveCapacity(outlines.buildings.count)
    for outline in outlines.buildings {
      let ring = Ring(outlines.nodes[outline.range].map { map.data.nodeCoordinates[Int($0)] })
      let box = ring.boundingBox
      rings.append(ring)
      boxes.append(box)
      compounds.append(finder.compound(at: box.centre))
    }
    index = CellIndex(boxes: boxes, cellSize: 60)
  }
}

/// What stands on the ground between the streets: all that needs no street to be known.
struct Ground: Sendable {
  let outlines: Outlines
  let compounds: CompoundFinder
  let diagnostics: DiagnosticList

  init(map: TaggedMap) {
    var reader = OutlineReader(map: map)
    outlines = reader.read()
    diagnostics = reader.diagnostics
    compounds = CompoundFinder(outlines, map: map)
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
