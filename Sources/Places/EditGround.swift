internal import Geo
public import OSM

/// A map that can be edited: its data, and which ways run where.
public final class EditableMap: Sendable {
  public let data: OSMData
  /// Ways of each square, ascending.
  private let ways: [MapCell: [Int64]]
  /// What a way's relation says of it, for ways that say nothing themselves.
  let borrowed: [Int64: [String: String]]
  /// What each way is, by its row.
  let features: [MapFeature]

  /// - Complexity: O(nodes of ways).
  public init(_ data: OSMData) {
    self.data = data
    let lent = EditableMap.borrowed(data)
    borrowed = lent
    features = data.wayIDs.indices.map { row in
      MapFeature(data.tags(data.wayTags[row]).merging(lent[data.wayIDs[row]] ?? [:]) { own, _ in own })
    }
    var ways: [MapCell: [Int64]] = [:]
    for row in data.wayIDs.indices where !features[row].isEmpty {
      let id = data.wayIDs[row]
      var before: Coordinate?
      for place in Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1]) where data.wayNodes[place] != .max {
        let point = data.nodeCoordinates[Int(data.wayNodes[place])]
        MapCell.forEach(from: before ?? point, to: point) { cell in
          if ways[cell]?.last != id { ways[cell, default: []].append(id) }
        }
        before = point
      }
    }
    self.ways = ways
  }

  /// The ways that run through `cell`.
  func ways(in cell: MapCell) -> [Int64] { ways[cell] ?? [] }

  /// Outer ways of multipolygons that are buildings or compounds.
  private static func borrowed(_ data: OSMData) -> [Int64: [String: String]] {
    var found: [Int64: [String: String]] = [:]
    for row in data.relationIDs.indices {
      let tags = data.tags(data.relationTags[row])
      let feature = MapFeature(tags)
      guard tags["type"] == "multipolygon", !feature.isDisjoint(with: [.building, .wall, .compound]) else {
        continue
      }
      for place in Int(data.relationFirst[row])..<Int(data.relationFirst[row + 1]) {
        let member = data.members[place]
        guard member.id.kind == .way, data.strings[member.role] != "inner" else { continue }
        found[member.id.number] = tags
      }
    }
    return found
  }
}

/// A square of 0.001 degrees, some hundred metres high.
struct MapCell: Hashable {
  var x: Int32
  var y: Int32
  private static let side: Int32 = 10_000
  /// So many squares wide is what lies around: enough for 60 m up to 70 degrees of latitude.
  private static let reach: Int32 = 2

  init(_ x: Int32, _ y: Int32) { (self.x, self.y) = (x, y) }

  init(_ place: Coordinate) {
    self.init(MapCell.row(place.longitudeE7), MapCell.row(place.latitudeE7))
  }

  /// Rounded down, also below zero.
  private static func row(_ degrees: Int32) -> Int32 {
    degrees >= 0 ? degrees / side : -((-degrees + side - 1) / side)
  }

  var around: [MapCell] {
    (-MapCell.reach...MapCell.reach).flatMap { dx in (-1...1).map { MapCell(x + dx, y + $0) } }
  }

  /// Calls `body` with squares along a straight line: none lies farther from the next than its neighbours.
  static func forEach(from a: Coordinate, to b: Coordinate, _ body: (MapCell) -> Void) {
    let (first, last) = (MapCell(a), MapCell(b))
    body(last)
    if first == last { return }
    let steps = Int(max(abs(last.x - first.x), abs(last.y - first.y))) * 2
    for step in 0..<steps {
      body(MapCell(a.interpolated(to: b, fraction: Double(step) / Double(steps))))
    }
  }
}

/// The map as it is with the edits made so far.
struct EditGround: Sendable {
  let map: EditableMap
  private(set) var change = OSMChange()
  /// Nodes of the map that lie elsewhere now.
  private var moved: Set<Int64> = []
  /// Ways that edits brought into a square.
  private var ways: [MapCell: [Int64]] = [:]
  /// How to take back what was done since ``begin()``, the last first; nil where nobody may want to.
  private var journal: [Step]?

  /// One step back.
  private enum Step {
    case node(Int64, OSMChange.Node?)
    case way(Int64, OSMChange.Way?)
    case relation(Int64, [String: String]?)
    case removed(ElementID)
    case moved(Int64)
    /// The square lost the way that it got last.
    case cell(MapCell)
  }

  /// A straight piece of a way, and the point of it that is nearest to where somebody pointed.
  struct Spot {
    var way: Int64
    /// The piece begins at this row of the way's nodes.
    var piece: Int
    var fraction: Double
    var point: Coordinate
    /// Metres from where somebody pointed.
    var distance: Double
    /// The ends of the piece.
    var line: Segment

    /// Another point of the same piece.
    func moved(to point: Coordinate, distance: Double) -> Spot {
      let frame = LocalFrame(at: point)
      var spot = self
      spot.fraction = Point.zero.nearestFraction(on: frame.point(line.a), frame.point(line.b))
      (spot.point, spot.distance) = (point, distance)
      return spot
    }
  }

  init(_ map: EditableMap) { self.map = map }

  private var data: OSMData { map.data }

  // MARK: Elements

  func node(_ id: Int64) -> OSMChange.Node? { change.nodes[id] ?? data.node(id) }

  func way(_ id: Int64) -> OSMChange.Way? {
    if change.removed.contains(ElementID(.way, id)) { return nil }
    return change.ways[id] ?? data.way(id)
  }

  func relationTags(_ id: Int64) -> [String: String]? { change.relationTags[id] ?? data.relationTags(id) }

  func position(_ node: Int64) -> Coordinate? {
    change.nodes[node]?.position ?? data.row(ofNode: node).map { data.nodeCoordinates[$0] }
  }

  mutating func put(_ node: OSMChange.Node, _ id: Int64) {
    journal?.append(.node(id, change.nodes[id]))
    change.nodes[id] = node
    if let row = data.row(ofNode: id), data.nodeCoordinates[row] != node.position, moved.insert(id).inserted {
      journal?.append(.moved(id))
    }
  }

  mutating func put(_ way: OSMChange.Way, _ id: Int64) {
    journal?.append(.way(id, change.ways[id]))
    change.ways[id] = way
    var before: Coordinate?
    for node in way.nodes {
      guard let place = position(node) else { continue }
      MapCell.forEach(from: before ?? place, to: place) { cell in
        guard ways[cell]?.contains(id) != true else { return }
        ways[cell, default: []].append(id)
        journal?.append(.cell(cell))
      }
      before = place
    }
  }

  mutating func put(relation id: Int64, _ tags: [String: String]) {
    journal?.append(.relation(id, change.relationTags[id]))
    change.relationTags[id] = tags
  }

  mutating func remove(way id: Int64) {
    journal?.append(.way(id, change.ways[id]))
    change.ways[id] = nil
    if change.removed.insert(ElementID(.way, id)).inserted { journal?.append(.removed(ElementID(.way, id))) }
  }

  // MARK: Taking back

  /// From now on what is done can be taken back.
  mutating func begin() { journal = [] }

  /// What was done since ``begin()`` stays.
  mutating func keep() { journal = nil }

  /// Takes back all that was done since ``begin()``.
  ///
  /// - Complexity: O(what was done).
  mutating func takeBack() {
    let steps = journal ?? []
    journal = nil
    for step in steps.reversed() {
      switch step {
      case .node(let id, let before): change.nodes[id] = before
      case .way(let id, let before): change.ways[id] = before
      case .relation(let id, let before): change.relationTags[id] = before
      case .removed(let id): change.removed.remove(id)
      case .moved(let id): moved.remove(id)
      case .cell(let cell):
        ways[cell]?.removeLast()
        if ways[cell]?.isEmpty ?? false { ways[cell] = nil }
      }
    }
  }

  /// What a way says of itself, or its relation says of it.
  func tags(ofWay id: Int64) -> [String: String] {
    guard let own = way(id)?.tags else { return [:] }
    guard let lent = map.borrowed[id] else { return own }
    return own.merging(lent) { own, _ in own }
  }

  /// What a way is.
  private func features(ofWay id: Int64) -> MapFeature {
    if change.ways[id] == nil, let row = data.row(ofWay: id) { return map.features[row] }
    return MapFeature(tags(ofWay: id))
  }

  /// The ways near `place` that are one of `wanted`, ascending.
  func ways(near place: Coordinate, _ wanted: MapFeature) -> [Int64] {
    Set(MapCell(place).around.flatMap { map.ways(in: $0) + (ways[$0] ?? []) }).sorted().filter {
      !change.removed.contains(ElementID(.way, $0)) && !features(ofWay: $0).isDisjoint(with: wanted)
    }
  }

  // MARK: Places on ways

  /// All pieces of `ways` within `metres` of `place`, nearest first.
  func spots(on ways: [Int64], near place: Coordinate, within metres: Double) -> [Spot] {
    let frame = LocalFrame(at: place)
    var spots: [Spot] = []
    for id in ways {
      forEachPiece(of: id) { row, a, b in
        let (from, to) = (frame.point(a), frame.point(b))
        guard Point.zero.distance(toSegment: from, to) <= metres else { return }
        let fraction = Point.zero.nearestFraction(on: from, to)
        spots.append(
          Spot(
            way: id, piece: row, fraction: fraction, point: a.interpolated(to: b, fraction: fraction),
            distance: Point.zero.distance(toSegment: from, to), line: Segment(a, b)))
      }
    }
    return spots.sorted { ($0.distance, $0.way, $0.piece) < ($1.distance, $1.way, $1.piece) }
  }

  /// Calls `body` with the row of each piece's first node, and its ends.
  func forEachPiece(of way: Int64, _ body: (Int, Coordinate, Coordinate) -> Void) {
    let places = positions(ofWay: way)
    for row in places.indices.dropLast() where places[row] != places[row + 1] {
      body(row, places[row], places[row + 1])
    }
  }

  /// Where the nodes of a way lie, in order; nodes that the data lacks are left out, as in ``way(_:)``.
  private func positions(ofWay id: Int64) -> [Coordinate] {
    guard change.ways[id] == nil, let row = data.row(ofWay: id) else {
      return way(id)?.nodes.compactMap { position($0) } ?? []
    }
    return data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])].filter { $0 != .max }.map {
      let node = Int($0)
      return moved.isEmpty || !moved.contains(data.nodeIDs[node])
        ? data.nodeCoordinates[node] : position(data.nodeIDs[node]) ?? data.nodeCoordinates[node]
    }
  }

  /// Whether the straight line crosses a piece of `ways`.
  func crosses(_ line: Segment, _ ways: [Int64]) -> Bool {
    var isCrossed = false
    for way in ways where !isCrossed {
      forEachPiece(of: way) { _, a, b in if Segment(a, b).crosses(line) { isCrossed = true } }
    }
    return isCrossed
  }

  /// The node of the way at `spot`: one that is there within half a metre, else a new one called `id`.
  ///
  /// Ways that share the piece get the node too.
  mutating func node(at spot: Spot, id: Int64) -> Int64 {
    guard var way = way(spot.way) else { return id }
    let (a, b) = (way.nodes[spot.piece], way.nodes[spot.piece + 1])
    for end in [a, b] {
      if let place = position(end), place.distance(to: spot.point) < 0.5 { return end }
    }
    if change.nodes[id] == nil { put(OSMChange.Node(spot.point), id) }
    way.nodes.insert(id, at: spot.piece + 1)
    put(way, spot.way)
    for other in ways(near: spot.point, .all) where other != spot.way {
      guard var shared = self.way(other) else { continue }
      let row = shared.nodes.indices.dropLast().first {
        (shared.nodes[$0] == a && shared.nodes[$0 + 1] == b)
          || (shared.nodes[$0] == b && shared.nodes[$0 + 1] == a)
      }
      guard let row else { continue }
      shared.nodes.insert(id, at: row + 1)
      put(shared, other)
    }
    return id
  }
}

/// What tags make of a way, as far as edits go.
struct MapFeature: OptionSet {
  let rawValue: UInt8

  static let street = MapFeature(rawValue: 1)
  static let building = MapFeature(rawValue: 2)
  static let wall = MapFeature(rawValue: 4)
  /// An outline of a compound, with or without a wall.
  static let compound = MapFeature(rawValue: 8)
  static let all: MapFeature = [.street, .building, .wall, .compound]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ tags: [String: String]) {
    self = []
    if MapFeature.isStreet(tags) { insert(.street) }
    if MapFeature.isBuilding(tags) { insert(.building) }
    if MapFeature.isWall(tags) { insert(.wall) }
    if MapFeature.isCompound(tags) { insert(.compound) }
  }

  private static let noStreets = [
    "proposed", "construction", "platform", "elevator", "motorway", "motorway_link",
  ]

  private static func isStreet(_ tags: [String: String]) -> Bool {
    guard let highway = tags["highway"] else { return false }
    return !noStreets.contains(highway) && tags["area"] != "yes"
  }

  private static func isBuilding(_ tags: [String: String]) -> Bool {
    tags["building"].map { !["no", "roof", "carport", "canopy"].contains($0) } ?? false
  }

  private static func isWall(_ tags: [String: String]) -> Bool {
    let walls = ["wall", "fence", "hedge", "retaining_wall", "city_wall", "guard_rail"]
    return tags["barrier"].map { walls.contains($0) } ?? false
  }

  private static func isCompound(_ tags: [String: String]) -> Bool {
    if tags["building"] != nil { return false }
    let uses = ["residential", "commercial", "industrial", "construction"]
    if let use = tags["landuse"], uses.contains(use) { return true }
    let amenities = ["school", "university", "college", "hospital", "clinic", "kindergarten"]
    return tags["amenity"].map { amenities.contains($0) } ?? false
  }

  /// Whether a node lets people through a wall.
  static func isGate(_ tags: [String: String]) -> Bool {
    tags["barrier"].map { !isWall(tags) && $0 != "kerb" } ?? false
  }
}
