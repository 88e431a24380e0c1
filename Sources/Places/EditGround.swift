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

  init(_ x: Int32, _ y: Int32) { (self.x, self.y) = (x, y) }

  init(_ place: Coordinate) {
    self.init(MapCell.row(place.longitudeE7), MapCell.row(place.latitudeE7))
  }

  /// Rounded down, also below zero.
  private static func row(_ degrees: Int32) -> Int32 {
    degrees >= 0 ? degrees / side : -((-degrees + side - 1) / side)
  }

  /// The squares that have a part within `metres` of `place`, or a little farther.
  static func around(_ place: Coordinate, within metres: Double) -> [MapCell] {
    let box = BoundingBox(around: place, metres: metres)
    let (low, high) = (MapCell(box.southWest), MapCell(box.northEast))
    return (low.x...high.x).flatMap { x in (low.y...high.y).map { MapCell(x, $0) } }
  }

  /// Calls `body` with each square that a straight line touches, row by row.
  ///
  /// - Complexity: O(squares).
  static func forEach(from a: Coordinate, to b: Coordinate, _ body: (MapCell) -> Void) {
    let (first, last) = (MapCell(a), MapCell(b))
    if first == last { return body(first) }
    let (west, east) = (min(first.x, last.x), max(first.x, last.x))
    for y in min(first.y, last.y)...max(first.y, last.y) {
      // Where the line enters and leaves the row; a hair is added against rounding.
      let edges = [Int64(y), Int64(y) + 1].map { edge in
        longitude(at: Double(edge * Int64(side)), from: a, to: b)
      }
      let from = max(west, cell(of: (edges.min() ?? 0) - 1))
      let to = min(east, cell(of: (edges.max() ?? 0) + 1))
      if from <= to { for x in from...to { body(MapCell(x, y)) } }
    }
  }

  /// Where the line is at that latitude, or its end that is nearest to it; in units of 1e-7 degrees.
  private static func longitude(at latitude: Double, from a: Coordinate, to b: Coordinate) -> Double {
    let height = Double(b.latitudeE7) - Double(a.latitudeE7)
    if height == 0 { return latitude <= Double(a.latitudeE7) ? Double(a.longitudeE7) : Double(b.longitudeE7) }
    let fraction = min(max((latitude - Double(a.latitudeE7)) / height, 0), 1)
    return Double(a.longitudeE7) + fraction * (Double(b.longitudeE7) - Double(a.longitudeE7))
  }

  private static func cell(of longitude: Double) -> Int32 {
    Int32((longitude / Double(side)).rounded(.down))
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
  /// What ways are that edits have drawn or changed.
  private var features: [Int64: MapFeature] = [:]
  /// Nodes and ways that were put or removed at some time, and whether a relation was: more than ``change`` has where
  /// something was taken back.
  private var touched = Touched()
  /// How to take back what was done since ``begin()``, the last first; nil where nobody may want to.
  private var journal: [Step]?

  private struct Touched {
    var nodes: Set<Int64> = []
    var ways: Set<Int64> = []
    var hasRelation = false
  }

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
    touched.nodes.insert(id)
    change.nodes[id] = node
    guard let row = data.row(ofNode: id), data.nodeCoordinates[row] != node.position else { return }
    if moved.insert(id).inserted { journal?.append(.moved(id)) }
    for way in ways(near: data.nodeCoordinates[row], within: 1, .all) { spread(way) }
  }

  mutating func put(_ way: OSMChange.Way, _ id: Int64) {
    journal?.append(.way(id, change.ways[id]))
    touched.ways.insert(id)
    change.ways[id] = way
    features[id] = MapFeature(tags(ofWay: id))
    spread(id)
  }

  /// Enters a way into the squares that it runs through now.
  private mutating func spread(_ way: Int64) {
    var cells: Set<MapCell> = []
    forEachPiece(of: way) { _, a, b in MapCell.forEach(from: a, to: b) { cells.insert($0) } }
    for cell in cells where !map.ways(in: cell).contains(way) && ways[cell]?.contains(way) != true {
      ways[cell, default: []].append(way)
      journal?.append(.cell(cell))
    }
  }

  mutating func put(relation id: Int64, _ tags: [String: String]) {
    journal?.append(.relation(id, change.relationTags[id]))
    touched.hasRelation = true
    change.relationTags[id] = tags
  }

  mutating func remove(way id: Int64) {
    journal?.append(.way(id, change.ways[id]))
    touched.ways.insert(id)
    change.ways[id] = nil
    if change.removed.insert(ElementID(.way, id)).inserted { journal?.append(.removed(ElementID(.way, id))) }
  }

  // MARK: What has changed

  /// From now on ``places(changedSince:)`` tells what is touched.
  mutating func forgetTouched() { touched = Touched() }

  /// Where something was touched since ``forgetTouched()``, as it was in `former` and as it is, within
  /// `OSMChange.placeReach`; nil where a relation was, which may be anywhere.
  ///
  /// - Complexity: O(what was touched + members of relations), and O(map) where nodes were moved.
  func places(changedSince former: EditGround) -> [Coordinate]? {
    if touched.hasRelation { return nil }
    func line(_ way: Int64, of ground: EditGround) -> [Coordinate] {
      (ground.way(way)?.nodes ?? []).compactMap(ground.position)
    }
    let ways = data.waysOfOutlines(with: touched.ways.union(waysOfMoved(since: former)))
    return touched.nodes.flatMap { [former.position($0), position($0)].compactMap(\.self) }
      + ways.flatMap { way in
        [former, self].flatMap { OSMChange.places(along: line(way, of: $0)) }
      }
  }

  /// All ways that run through nodes which `former` had elsewhere.
  private func waysOfMoved(since former: EditGround) -> Set<Int64> {
    let moved = touched.nodes.filter { node in
      former.position(node).map { $0 != position(node) } ?? false
    }
    if moved.isEmpty { return [] }
    let drawn = [former, self].flatMap(\.change.ways).filter { !moved.isDisjoint(with: $0.value.nodes) }
    return Set(data.ways(through: moved.compactMap(data.row(ofNode:)))).union(drawn.map(\.key))
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
      case .way(let id, let before):
        change.ways[id] = before
        features[id] = before.map { _ in MapFeature(tags(ofWay: id)) }
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
  private func feature(ofWay id: Int64) -> MapFeature {
    features[id] ?? data.row(ofWay: id).map { map.features[$0] } ?? []
  }

  /// The ways with a piece within `metres` of `place`, or not much farther, that are one of `wanted`; ascending.
  ///
  /// - Complexity: O(ways in the squares around).
  func ways(near place: Coordinate, within metres: Double, _ wanted: MapFeature) -> [Int64] {
    var found: [Int64] = []
    for cell in MapCell.around(place, within: metres) {
      for id in map.ways(in: cell) where isOne(id, of: wanted) { found.append(id) }
      for id in ways[cell] ?? [] where isOne(id, of: wanted) { found.append(id) }
    }
    found.sort()
    return zip([nil] + found, found).compactMap { $0 == $1 ? nil : $1 }
  }

  private func isOne(_ way: Int64, of wanted: MapFeature) -> Bool {
    !feature(ofWay: way).isDisjoint(with: wanted) && !change.removed.contains(ElementID(.way, way))
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

  /// Calls `body` with the row of each piece's first node, and its ends; nodes that the data lacks are left out, as in
  /// ``way(_:)``.
  func forEachPiece(of way: Int64, _ body: (Int, Coordinate, Coordinate) -> Void) {
    var row = -1
    var before: Coordinate?
    forEachNode(of: way) { id, known in
      guard let place = known ?? position(id) else { return }
      if let before, before != place { body(row, before, place) }
      row += 1
      before = place
    }
  }

  /// Calls `body` with the nodes of a way, in order, and with the position of those that lie where the map has them.
  private func forEachNode(of way: Int64, _ body: (Int64, Coordinate?) -> Void) {
    if let changed = change.ways[way] {
      for node in changed.nodes { body(node, nil) }
    } else if let row = data.row(ofWay: way) {
      for place in Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1]) where data.wayNodes[place] != .max {
        let (node, id) = (Int(data.wayNodes[place]), data.nodeIDs[Int(data.wayNodes[place])])
        body(id, moved.contains(id) ? nil : data.nodeCoordinates[node])
      }
    }
  }

  /// The row of the way's node after which the piece between `a` and `b` begins, in either direction.
  private func piece(of way: Int64, between a: Int64, and b: Int64) -> Int? {
    var (row, found) = (-1, Int?.none)
    var before: Int64?
    forEachNode(of: way) { node, _ in
      if found == nil, (before == a && node == b) || (before == b && node == a) { found = row }
      row += 1
      before = node
    }
    return found
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
    for other in ways(near: spot.point, within: 1, .all) where other != spot.way {
      guard let row = piece(of: other, between: a, and: b), var shared = self.way(other) else { continue }
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
  /// A platform, a square, a lift, a motorway: nothing that an edit joins, but what streets lead to.
  static let ground = MapFeature(rawValue: 16)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ tags: [String: String]) {
    self = []
    if MapFeature.isStreet(tags) { insert(.street) }
    if MapFeature.isBuilding(tags) { insert(.building) }
    if MapFeature.isWall(tags) { insert(.wall) }
    if MapFeature.isCompound(tags) { insert(.compound) }
    if !contains(.street), MapFeature.isGround(tags) { insert(.ground) }
  }

  private static let noStreets = [
    "proposed", "construction", "platform", "elevator", "motorway", "motorway_link",
  ]

  private static func isStreet(_ tags: [String: String]) -> Bool {
    guard let highway = tags["highway"] else { return false }
    return !noStreets.contains(highway) && tags["area"] != "yes"
  }

  private static func isGround(_ tags: [String: String]) -> Bool {
    tags["highway"] != nil || tags["public_transport"] == "platform" || tags["railway"] == "platform"
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
