internal import Dense
public import Geo
public import OSM
internal import Search
public import Streets

/// What somebody gave as the start or goal of a journey.
public enum EndQuery: Hashable, Sendable {
  case coordinate(Coordinate)
  case element(ElementID)
  case address(String)

  /// UTF-8 bytes of a place: no address is longer.
  public static let mostBytes = 500

  /// Reads `LON,LAT`, `node/1`, `way/1`, `relation/1`, or takes the text as an address.
  ///
  /// Coordinates are in `datum`.
  /// - Throws: ``RouteError/malformedCoordinate(_:)`` for numbers that are no coordinate,
  ///   ``RouteError/malformedElement(_:)`` for a kind without a number, ``RouteError/longPlace(_:limit:)`` for what is
  ///   no place at all.
  public init(_ text: String, datum: Datum = .wgs84) throws(RouteError) {
    // Reading an address takes time with the square of its length.
    let length = text.utf8.count
    guard length <= EndQuery.mostBytes else { throw .longPlace(length, limit: EndQuery.mostBytes) }
    if let point = EndQuery.plainPoint(text) {
      self = .coordinate(datum.toWGS84(point))
      return
    }
    if let element = ElementID(text) {
      self = .element(element)
      return
    }
    let trimmed = text.trimmingPrefix { $0 == " " }
    if let element = ElementID(trimmed.lowercased()) {
      self = .element(element)
      return
    }
    if ["node/", "way/", "relation/"].contains(where: { trimmed.lowercased().hasPrefix($0) }) {
      throw .malformedElement(text)
    }
    let parts = AddressText.fold(String(trimmed)).split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0.filter { $0 != " " }) }
    if parts.count == 1, parts[0] != nil { throw .malformedCoordinate(text) }
    guard parts.count == 2, let x = parts[0], let y = parts[1] else {
      let hasWords = trimmed.contains { $0.isLetter }
      if !hasWords, trimmed.contains(where: { ",; ".contains($0) }) { throw .malformedCoordinate(text) }
      self = .address(String(trimmed))
      return
    }
    if abs(x) <= 90, abs(y) > 90, abs(y) <= 180 { throw .swappedCoordinate(text) }
    guard abs(x) <= 180, abs(y) <= 90 else { throw .malformedCoordinate(text) }
    self = .coordinate(datum.toWGS84(Coordinate(longitude: x, latitude: y)))
  }

  /// What programs write: two numbers in range with a comma between them, and nothing else.
  private static func plainPoint(_ text: String) -> Coordinate? {
    let bytes = text.utf8
    guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")), let x = Double(text[..<comma]),
      let y = Double(text[bytes.index(after: comma)...]), abs(x) <= 180, abs(y) <= 90
    else { return nil }
    return Coordinate(longitude: x, latitude: y)
  }
}

/// Turns what somebody gave into doors or a spot, with walks to the network.
///
/// One thread's workspace. Mapped doors are looked up; everything else is joined to the streets on the spot.
public final class EndResolver {
  private let city: City
  private var finder: ConnectorFinder
  private let pieces: [NetworkPieces]
  private let openings: OpeningRules
  private var connectors: [Connector] = []
  /// Made at the first address.
  private lazy var addresses = AddressBook(city: city)

  /// Millimetres a second of walks between doors and streets.
  public static let walkingSpeed = 1333.0

  /// Which end of the journey is meant: the start needs streets for the vehicle, the goal for walking.
  public enum Role: Sendable {
    case start(Mode)
    case goal
  }

  public init(city: City) {
    self.city = city
    finder = ConnectorFinder(obstacles: city.tables.obstacles)
    openings = OpeningRules(city.tables)
    pieces = Mode.allCases.map { NetworkPieces(city.network, city.premises, mode: $0) }
  }

  /// Resolves an end.
  ///
  /// - Throws: ``RouteError`` when it is nowhere to be found or far from any street.
  public func resolve(_ query: EndQuery, _ role: Role) throws(RouteError) -> JourneyEnd {
    switch query {
    case .coordinate(let point): try resolve(point, role)
    case .element(let id): try resolve(id, role)
    case .address(let text): try resolve(addresses.find(text), role)
    }
  }

  private func streets(_ role: Role) -> NetworkPieces {
    switch role {
    case .start(let mode): pieces[Int(mode.rawValue)]
    case .goal: pieces[Int(Mode.foot.rawValue)]
    }
  }

  // MARK: Coordinates

  /// A coordinate inside a building means the building.
  private func resolve(_ point: Coordinate, _ role: Role) throws(RouteError) -> JourneyEnd {
    try checkInside(point)
    let building = city.building(at: point)
    if building != .none { return try end(of: [building], label: nil, role) }
    return try spot(point, role)
  }

  private func checkInside(_ point: Coordinate) throws(RouteError) {
    let bounds = city.tables.facts.bounds
    func contains(_ x: Double, _ y: Double) -> Bool {
      x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3]
    }
    if contains(point.longitude, point.latitude) { return }
    let text = "\(point.longitude),\(point.latitude)"
    if contains(point.latitude, point.longitude) { throw .swappedCoordinate(text) }
    throw .outsideCity(text, city: bounds.map { "\($0)" }.joined(separator: ","))
  }

  /// A spot on the ground, joined to the streets around it.
  public func spot(_ point: Coordinate, _ role: Role) throws(RouteError) -> JourneyEnd {
    let label = "\(point.longitude),\(point.latitude)"
    let found = approaches(from: point, door: -1, role)
    guard !found.isEmpty else { throw .noStreetNearby(label) }
    return JourneyEnd(kind: .spot, label: label, doors: [], approaches: found)
  }

  private func approaches(from point: Coordinate, door: Int, _ role: Role) -> [Approach] {
    finder.find(from: point, in: streets(role), into: &connectors)
    return approaches(connectors, from: point, door: door)
  }

  private func approaches(_ connectors: [Connector], from point: Coordinate, door: Int) -> [Approach] {
    connectors.map { connector in
      let gate = openings.strictestGate(of: connector)
      let segment = SegmentID(rawValue: connector.owner)
      return Approach(
        position: EndPosition(
          segment: segment, offset: min(connector.offset, city.network.length[segment]),
          walk: walkTime(connector.length, gate), gate: gate),
        door: door, line: [point] + connector.bends + [connector.position], length: connector.length,
        isClear: connector.isClear)
    }
  }

  /// The walk to an end, with the gate on it.
  func walkTime(_ metres: Double, _ gate: GateID) -> Milliseconds {
    var time = metres / EndResolver.walkingSpeed * 1_000_000
    if gate != .none { time += Double(city.rules.rows[city.premises.gates[gate].rule].delay) * 100 }
    return Milliseconds(UInt32(time.rounded()))
  }

  // MARK: Elements

  /// - Complexity: O(log n) for n elements in the city, once it has its index.
  private func resolve(_ id: ElementID, _ role: Role) throws(RouteError) -> JourneyEnd {
    let (index, packed) = (city.elementIndex, PackedElement(id))
    if let door = index.door(of: packed) { return try end(doors: [door], label: nil, role) }
    let parts = index.buildings(of: packed)
    if !parts.isEmpty { return try end(of: parts, label: nil, role) }
    if let gate = index.gates(of: packed).first { return try gateEnd(gate, role) }
    if let place = index.place(of: packed) { return try resolve(city.premises.places[place].position, role) }
    if let address = index.address(of: packed) {
      return try end(of: city.premises.addresses[address], label: "\(id)", role)
    }
    if let compound = index.compound(of: packed) { return try self.compound(compound, role) }
    if id.kind == .way, let segment = index.segments(ofWay: id.number).first {
      return try street(segment, "\(id)")
    }
    throw .unknownElement("\(id)")
  }

  /// The middle of a street.
  private func street(_ segment: SegmentID, _ label: String) throws(RouteError) -> JourneyEnd {
    let network = city.network
    let half = Millimetres(network.length[segment].rawValue / 2)
    let line = Polyline(network.geometry[segment].map { network.geometry.values[$0] })
    guard let point = line.point(at: half.metres) else { throw .unknownElement(label) }
    let position = EndPosition(segment: segment, offset: half, walk: .zero)
    return JourneyEnd(
      kind: .spot, label: label, doors: [],
      approaches: [Approach(position: position, door: -1, line: [point], length: 0, isClear: true)])
  }

  /// A gate: the ends of the ways that meet there; where none does, the ground beside it.
  private func gateEnd(_ gate: GateID, _ role: Role) throws(RouteError) -> JourneyEnd {
    let premises = city.premises
    let row = premises.gates[gate]
    guard let first = premises.gateSegments[gate].first else { return try spot(row.position, role) }
    let segment = premises.gateSegments.values[first]
    let arcs = city.network.arcs[segment]
    let nodes = [
      city.network.tail[city.network.arcs.values[arcs.lowerBound]],
      city.network.head[city.network.arcs.values[arcs.lowerBound]],
    ]
    let positions = nodes.compactMap { node in neighbour(of: node) }
    guard !positions.isEmpty else { return try spot(row.position, role) }
    return JourneyEnd(
      kind: .spot, label: city.texts[row.name] ?? "\(row.element.id)", doors: [],
      approaches: positions.map {
        Approach(position: $0, door: -1, line: [row.position], length: 0, isClear: true)
      })
  }

  /// The end of a street at `node`, other than the gate's own piece.
  private func neighbour(of node: NodeID) -> EndPosition? {
    for arc in city.network.arcs(from: node) {
      let heading = city.network.heading[arc]
      let length = city.network.length[heading.segment]
      guard length > .zero else { continue }
      return EndPosition(segment: heading.segment, offset: heading.isAgainst ? length : .zero, walk: .zero)
    }
    return nil
  }

  /// A compound: its gates.
  private func compound(_ compound: CompoundID, _ role: Role) throws(RouteError) -> JourneyEnd {
    let premises = city.premises
    var approaches: [Approach] = []
    for item in premises.compoundGates[compound] {
      approaches += (try? gateEnd(premises.compoundGates.values[item], role).approaches) ?? []
    }
    let label = city.texts[premises.compounds[compound].name] ?? "\(premises.compounds[compound].element.id)"
    if !approaches.isEmpty { return JourneyEnd(kind: .spot, label: label, doors: [], approaches: approaches) }
    let ring = premises.compoundRings[compound].map { premises.compoundRings.values[$0] }
    return try spot(BoundingBox(around: ring).centre, role)
  }

  // MARK: Doors

  private func resolve(_ found: FoundAddress, _ role: Role) throws(RouteError) -> JourneyEnd {
    var end: JourneyEnd
    switch found.match {
    case .doors(let doors, let label): end = try self.end(doors: doors, label: label, role)
    case .address(let id, let label):
      end = try self.end(of: city.premises.addresses[id], label: label, role)
    case .buildings(let ids, let label): end = try self.end(of: ids, label: label, role)
    case .compound(let id): return try compound(id, role)
    case .place(let id): return try resolve(city.premises.places[id].position, role)
    }
    end.doubt = found.doubt ?? end.doubt
    return end
  }

  /// An address: the nearest door of the building it lies in or beside, else the spot.
  private func end(of address: Address, label: String, _ role: Role) throws(RouteError) -> JourneyEnd {
    if address.door != .none { return try end(doors: [address.door], label: label, role) }
    let building = address.building == .none ? self.building(beside: address) : address.building
    guard building != .none else { return try spot(address.position, role) }
    let premises = city.premises
    var end = try end(of: [building], label: label, role)
    let nearest = end.doors.compactMap { $0.door == .none ? nil : $0.door }.min {
      premises.doors[$0].position.distance(to: address.position)
        < premises.doors[$1].position.distance(to: address.position)
    }
    if let nearest { end = try self.end(doors: [nearest], label: label, role) }
    let row = premises.buildings[building]
    let door = nearest.map { premises.doors[$0] }
    let street = door.map { $0.street == .none ? row.street : $0.street } ?? row.street
    end.doubt = otherAddress(
      street: street, number: door?.houseNumber ?? row.houseNumber, than: address, label)
    return end
  }

  /// A doubt where the building reached carries another address.
  private func otherAddress(street: TextID, number: TextID, than asked: Address, _ label: String)
    -> EndDoubt?
  {
    guard let own = city.texts[number], let wanted = city.texts[asked.houseNumber] else { return nil }
    let isSameStreet = street == asked.street || street == .none || asked.street == .none
    let fits = own == wanted || AddressFit(own, asked: AddressFit.plain(wanted)).map { $0 < .range } ?? false
    if isSameStreet, fits { return nil }
    return .otherAddress(
      asked: label, found: [city.texts[street], own].compactMap(\.self).joined(separator: " "))
  }

  /// The nearest building within 15 m of an address that stands outside, unless it has another address.
  private func building(beside address: Address) -> BuildingID {
    let premises = city.premises
    let frame = LocalFrame(at: address.position)
    var best = (distance: 15.0, id: BuildingID.none)
    premises.buildingIndex.forEach(in: BoundingBox(around: address.position, metres: 15)) { item in
      let id = BuildingID(rawValue: item)
      let ring = Ring(premises.outlines[id].map { premises.outlines.values[$0] })
      let distance = ring.edges.map { Point.zero.distance(toSegment: frame.point($0.a), frame.point($0.b)) }
        .min()
      guard let distance, distance < best.distance else { return }
      let row = premises.buildings[id]
      guard otherAddress(street: row.street, number: row.houseNumber, than: address, "") == nil else {
        return
      }
      best = (distance, id)
    }
    return best.id
  }

  /// All doors of the buildings; inferred ones where none is mapped.
  func end(of buildings: [BuildingID], label: String?, _ role: Role) throws(RouteError) -> JourneyEnd {
    let premises = city.premises
    let doors = buildings.flatMap { premises.buildingDoors[$0].map { premises.buildingDoors.values[$0] } }
    // Deliveries go to ordinary entrances; service doors only where there is no other.
    let usual = doors.filter { premises.doors[$0].kind != DoorKind.service.rawValue }
    if !doors.isEmpty { return try end(doors: usual.isEmpty ? doors : usual, label: label, role) }
    return try inferredEnd(buildings, label, role)
  }

  func end(doors: [DoorID], label: String?, _ role: Role) throws(RouteError) -> JourneyEnd {
    let premises = city.premises
    var choices: [DoorChoice] = []
    var approaches: [Approach] = []
    for door in doors {
      let row = premises.doors[door]
      choices.append(
        DoorChoice(
          door: door, element: row.element.id, isInferred: false, position: row.position,
          building: row.building))
      approaches += mappedApproaches(door, row, choice: choices.count - 1, role)
    }
    let text = label ?? city.label(premises.doors[doors[0]])
    guard !approaches.isEmpty else { throw .noStreetNearby(text) }
    return JourneyEnd(kind: .doors, label: text, doors: choices, approaches: approaches)
  }

  private func mappedApproaches(_ door: DoorID, _ row: Door, choice: Int, _ role: Role) -> [Approach] {
    if case .start(let mode) = role, mode.isVehicle {
      return approaches(from: row.position, door: choice, role)
    }
    let premises = city.premises
    return premises.connectors[door].map { id in
      let connector = premises.connectors.values[id]
      let first = ItemID(rawValue: connector.firstBend)
      let bends = (0..<Int(connector.bendCount)).map { premises.bends[first.advanced(by: $0)] }
      let metres = connector.length.metres
      return Approach(
        position: EndPosition(
          segment: connector.segment, offset: connector.offset, walk: walkTime(metres, connector.gate),
          gate: connector.gate),
        door: choice, line: [row.position] + bends + [city.point(connector.segment, connector.offset)],
        length: metres, isClear: connector.isClear != 0)
    }
  }

  /// A likely door of buildings without mapped ones: see ``ConnectorFinder/outlineDoor(for:in:)``.
  private func inferredEnd(_ buildings: [BuildingID], _ label: String?, _ role: Role) throws(RouteError)
    -> JourneyEnd
  {
    let premises = city.premises
    var choices: [DoorChoice] = []
    var best: [Approach] = []
    for building in buildings {
      let ring = Ring(premises.outlines[building].map { premises.outlines.values[$0] })
      guard let door = finder.outlineDoor(for: ring, in: streets(role)) else { continue }
      var found = approaches(door.connectors, from: door.position, door: 0)
      let around = city.building(at: door.position)
      if around != .none, around != building {
        // A building within another: nobody knows the way through that one.
        for row in found.indices { found[row].isClear = false }
      }
      if isBetter(found, than: best) {
        choices = [
          DoorChoice(
            door: .none, element: premises.buildings[building].element.id, isInferred: true,
            position: door.position, building: building)
        ]
        best = found
      }
    }
    let text = label ?? buildings.first.map { city.label(premises.buildings[$0]) } ?? ""
    guard !best.isEmpty else { throw .noStreetNearby(text) }
    return JourneyEnd(kind: .doors, label: text, doors: choices, approaches: best)
  }

  private func isBetter(_ a: [Approach], than b: [Approach]) -> Bool {
    guard let first = a.first else { return false }
    guard let other = b.first else { return true }
    if first.isClear != other.isClear { return first.isClear }
    return first.length < other.length
  }
}

extension City {
  /// The building around `point`, or none.
  public func building(at point: Coordinate) -> BuildingID {
    var found = BuildingID.none
    premises.buildingIndex.forEach(in: BoundingBox(point, point)) { item in
      guard found == .none else { return }
      let id = BuildingID(rawValue: item)
      let ring = Ring(premises.outlines[id].map { premises.outlines.values[$0] })
      if ring.location(of: point) == .inside { found = id }
    }
    return found
  }

  /// The point of a segment at `offset`.
  public func point(_ segment: SegmentID, _ offset: Millimetres) -> Coordinate {
    let line = Polyline(network.geometry[segment].map { network.geometry.values[$0] })
    return line.point(at: offset.metres) ?? line.points[0]
  }

  /// What people call a building.
  public func label(_ building: Building) -> String {
    let compound = building.compound == .none ? nil : texts[premises.compounds[building.compound].name]
    let street = texts[building.street]
    let number = texts[building.houseNumber] ?? texts[building.ref]
    // Where the estate is the address, it is said once.
    let parts = [compound, street == compound ? nil : street, number, texts[building.name]].compactMap(\.self)
    return parts.isEmpty ? "\(building.element.id)" : parts.joined(separator: " ")
  }

  /// What people call a door.
  public func label(_ door: Door) -> String {
    let parts = [label(premises.buildings[door.building]), texts[door.unit] ?? texts[door.ref]].compactMap(
      \.self)
    return parts.joined(separator: " ")
  }
}
